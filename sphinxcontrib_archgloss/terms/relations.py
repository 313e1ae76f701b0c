"""Whether what records say of each other holds in the whole lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.cycles import circles
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, quoted
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def relation_problems(
    lexicon: Lexicon, nearest: Callable[[str], list[str]]
) -> Iterator[Problem]:
    """Yield relations to nobody, to two, to the record itself, and circles.

    *nearest* gives the labels most like one that was not found.
    """
    for term in lexicon.terms.values():
        for key, target in term.relations():
            if said := _wrong(lexicon, term, key, target, nearest):
                yield _problem(lexicon, term, key, said)
    yield from _circles(lexicon, 'broader')
    yield from _circles(lexicon, 'see')


def _problem(lexicon: Lexicon, term: Term, key: str, said: str) -> Problem:
    path = lexicon.sets[term.set].path
    return Problem(Kind.DATA, said, Place(path, term.lines.get(key, term.line)))


def _wrong(
    lexicon: Lexicon,
    term: Term,
    key: str,
    target: str,
    nearest: Callable[[str], list[str]],
) -> str | None:
    match = lexicon.find_related(target, term.set)
    if match.keys == (term.key,) and key != 'see':
        return f'"{key}" of {quoted(term.name)} names the term itself; drop it'
    if len(match.keys) == 1 or match.lost:
        return None
    if match.keys:
        forms = ' or '.join(f'"{k}"' for k in match.keys)
        count = 'two' if len(match.keys) == 2 else str(len(match.keys))
        said = f'"{key}" of {quoted(term.name)}: {quoted(target)} fits {count} terms'
        return f'{said}; write {forms}'
    if lexicon.opaque:
        return None  # the set that cannot be read may well have it
    hint = did_you_mean(nearest(target)) or 'add the term or drop the relation'
    said = f'"{key}" of {quoted(term.name)} names {quoted(target)}, which no set has'
    return f'{said}; {hint}'


def _circles(lexicon: Lexicon, key: str) -> Iterator[Problem]:
    above: dict[str, list[str]] = {}
    for term in lexicon.terms.values():
        targets = [target for k, target in term.relations() if k == key]
        if targets:
            found = [lexicon.find_related(target, term.set).keys for target in targets]
            own = [keys[0] for keys in found if len(keys) == 1]
            above[term.key] = [k for k in own if k != term.key or key == 'see']
    for circle in circles(above):
        names = [lexicon.terms[k].name for k in circle]
        term = lexicon.terms[circle[0]]
        path = ' → '.join([*names, names[0]])
        said = f'"{key}" runs in a circle: {path}; take one of them out'
        yield _problem(lexicon, term, key, said)
