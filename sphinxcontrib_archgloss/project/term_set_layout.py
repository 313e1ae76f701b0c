"""How the entries of a list are arranged: the groups they are in, and their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.project.facts import Request
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

MANY = 20
"""From so many entries on, letters stand above a list unless it is told otherwise."""


class Group(NamedTuple):
    """Entries under one heading."""

    terms: tuple[Term, ...]
    label: str = ''
    """That of the category; empty for terms without one."""
    description: str = ''
    path: str = ''
    """Absolute path of the file that declares the category."""


def grouped(lexicon: Lexicon, request: Request, terms: Sequence[Term]) -> list[Group]:
    """Return *terms* in groups, their order kept; in one group if none are asked for.

    A term of several categories is in the group of the first in its set's order
    (of those asked for, where only some are); terms without a category come last.
    Sets share the categories that have one id.
    """
    if not request.grouped:
        return [Group(tuple(terms))]
    heads: dict[str, Group] = {}
    for s in lexicon.sets.values():
        for one in s.categories:
            heads.setdefault(one.id, Group((), one.label, one.description, s.path))
    found: dict[str, list[Term]] = {name: [] for name in heads}
    rest: list[Term] = []
    for term in terms:
        declared = lexicon.sets[term.set].categories
        wanted = set(term.categories).intersection(request.categories or term.categories)
        first = next((one.id for one in declared if one.id in wanted), None)
        (rest if first is None else found[first]).append(term)
    groups = [heads[name]._replace(terms=tuple(own)) for name, own in found.items() if own]
    return [*groups, Group(tuple(rest))] if rest else groups


def may_have_letters(request: Request, count: int) -> bool:
    """Return whether letters can stand above a list of *count* entries."""
    if request.letters is None:
        return request.order == 'alphabetical' and count >= MANY
    return request.letters


def languages(lexicon: Lexicon, terms: Iterable[Term]) -> tuple[str, ...]:
    """Return the language tags of the sets of *terms*, each once, in their order."""
    return tuple(dict.fromkeys(lexicon.sets[term.set].lang for term in terms))


def arrangement(lexicon: Lexicon, request: Request, terms: Sequence[Term]) -> list[object]:
    """Return what the arrangement of *terms* shows beyond their order, as plain data."""
    groups = grouped(lexicon, request, terms)
    shown: list[object] = [(g.label, g.description, len(g.terms)) for g in groups]
    if may_have_letters(request, max((len(g.terms) for g in groups), default=0)):
        alphabet = Alphabet(languages(lexicon, terms))
        letters = [alphabet.letter(term.sort or term.name) for term in terms]
        shown += [letters, alphabet.shown(letters)]
    return shown
