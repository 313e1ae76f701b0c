"""Checks relations across all sets: unknown, ambiguous and circular ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.cycles import find_cycles
from sphinxcontrib_archgloss.terms.problems import (
    Kind,
    Place,
    Problem,
    alternatives,
    first_of,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def relation_problems(
    lexicon: Lexicon, question: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield a problem for each undefined, ambiguous, reflexive or circular relation.

    *question* returns "did you mean" for an unknown label; empty without suggestions.
    """
    terms = [(t, relations) for t in lexicon.terms.values() if (relations := t.relations())]
    for term, relations in terms:
        for key, target in relations:
            if message := _fault(lexicon, term, key, target, question):
                yield _problem(lexicon, term, key, message)
    for key in ('broader', 'see', 'replaced_by'):
        yield from _cycles(lexicon, key, terms)


def _problem(lexicon: Lexicon, term: Term, key: str, message: str) -> Problem:
    path = lexicon.sets[term.set].path
    return Problem(Kind.DATA, message, Place(path, term.lines.get(key, term.line)))


def _fault(
    lexicon: Lexicon, term: Term, key: str, target: str, question: Callable[[str], str]
) -> str | None:
    match = lexicon.find_related(target, term.set)
    if match.keys == (term.key,) and key != 'see':
        return f'"{key}" of {quoted(term.name)} names the term itself; remove it'
    if len(match.keys) == 1 or match.lost:
        return None
    if match.keys:
        forms = alternatives([f'"{k}"' for k in match.keys])
        count = 'two' if len(match.keys) == 2 else str(len(match.keys))
        message = (
            f'"{key}" of {quoted(term.name)} names an ambiguous term {quoted(target)}: it '
            f'matches {count} terms'
        )
        return f'{message}; write {forms}'
    if lexicon.opaque:
        return None  # the set that cannot be read may define it
    hint = question(target) or 'add the term or remove the relation'
    message = f'"{key}" of {quoted(term.name)} names an unknown term {quoted(target)}'
    return f'{message}; {hint}'


def _cycles(
    lexicon: Lexicon, key: str, terms: Sequence[tuple[Term, tuple[tuple[str, str], ...]]]
) -> Iterator[Problem]:
    """Yield the cycles of the relation *key*; *terms* are (term, its relations)."""
    targets: dict[str, list[str]] = {}
    for term, relations in terms:
        labels = [label for k, label in relations if k == key]
        if labels:
            matches = [lexicon.find_related(label, term.set).keys for label in labels]
            certain = [keys[0] for keys in matches if len(keys) == 1]
            targets[term.key] = [k for k in certain if k != term.key or key == 'see']
    for cycle in find_cycles(targets) if targets else ():
        term = lexicon.terms[cycle[0]]
        names = (lexicon.terms[k].name for k in cycle)
        path = ' → '.join([*first_of(names, len(cycle)), term.name])
        message = f'circular "{key}": {path}; remove one of them'
        yield _problem(lexicon, term, key, message)
