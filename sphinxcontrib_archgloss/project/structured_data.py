"""What each page defines, for machines that read it: terms, and sets of them.

A page defines the terms of its entries that links lead to, and those that it is
canonical for. What is said of them is what pages show readers, and no more, so that
a page depends on nothing else. How it is written is not known here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.destinations import PUBLISHED, is_url
from sphinxcontrib_archgloss.project.label_visibility import shown_aliases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinxcontrib_archgloss.project.destinations import Destination, Destinations
    from sphinxcontrib_archgloss.project.facts import Summary
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import TermSet

IN_FULL = 250
"""How many terms of a set a page says all about; where it has more, it lists them."""
LISTED = 2500
"""How many terms of a set a page lists; where it has more, the set stands for them."""


class Spot(NamedTuple):
    """A place, and nothing about what is there."""

    docname: str = ''
    anchor: str = ''
    url: str = ''
    """Absolute; given instead of a docname."""


class DefinedTerm(NamedTuple):
    """What is said of a term."""

    id: str
    name: str
    where: Spot
    aliases: tuple[str, ...] = ()
    text: str = ''
    """What it is, in a sentence; empty where that is not said."""


class DefinedSet(NamedTuple):
    """What is said of a set."""

    name: str
    where: Spot
    description: str = ''
    lang: str = ''
    """Language tag; empty for that of the project."""
    licence: str = ''
    """An absolute URL; empty for none."""
    terms: tuple[DefinedTerm, ...] = ()
    """Those of the page, in the order of the records, as far as they are named."""


class Defined(NamedTuple):
    """What a page defines."""

    sets: tuple[DefinedSet, ...] = ()
    """With the terms whose entries the page has."""
    terms: tuple[tuple[DefinedTerm, DefinedSet], ...] = ()
    """Those it is canonical for, without entries on it, and their sets."""

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.sets or self.terms)


class Definitions:
    """Answers what pages define; *brief* gives what a term is in a sentence."""

    def __init__(
        self,
        lexicon: Lexicon,
        destinations: Destinations,
        summary: Callable[[str], Summary | None],
    ) -> None:
        self._lexicon = lexicon
        self._destinations = destinations
        self._brief = summary

    @cached_property
    def _entered(self) -> dict[str, list[str]]:
        """Docname → keys of the terms whose entries it has, in the lexicon's order."""
        found: dict[str, list[str]] = {}
        entries = self._destinations.entries
        for key, term in self._lexicon.terms.items():
            if key in entries and term.see is None:
                found.setdefault(entries[key], []).append(key)
        return found

    @cached_property
    def _explained(self) -> dict[str, list[str]]:
        """Docname → keys of the terms that it is canonical for, in the same order."""
        found: dict[str, list[str]] = {}
        for key, term in self._lexicon.terms.items():
            where = self._destinations.of(key)
            if where.state == PUBLISHED and where.docname and term.see is None:
                found.setdefault(where.docname, []).append(key)
        return found

    @cached_property
    def _homes(self) -> dict[str, str]:
        """Name of the set → docname of the entry of its first term that has one."""
        found: dict[str, str] = {}
        terms, entries = self._lexicon.terms, self._destinations.entries
        for key, term in terms.items():
            if key in entries and term.see is None:
                found.setdefault(term.set, entries[key])
        return found

    def on(self, *docnames: str) -> Defined:
        """Return what the pages *docnames*, which may be joined into one, define."""
        explained = dict.fromkeys(k for d in docnames for k in self._explained.get(d, ()))
        by_set: dict[str, list[str]] = {}
        for key in (key for d in docnames for key in self._entered.get(d, ())):
            by_set.setdefault(self._lexicon.terms[key].set, []).append(key)
        sets = self._lexicon.sets
        found = tuple(self._set(sets[n], by_set[n], explained) for n in sets if n in by_set)
        given = {key for keys in by_set.values() for key in keys}
        terms = [key for key in explained if key not in given]
        return Defined(found, tuple((self._term(key), self._set_of(key)) for key in terms))

    def _set(self, one: TermSet, keys: list[str], explained: Iterable[str]) -> DefinedSet:
        translated = any(b.translated for key in keys if (b := self._brief(key)))
        full = set(keys) if len(keys) <= IN_FULL else set(explained)
        listed = keys if len(keys) <= LISTED else [key for key in keys if key in full]
        return DefinedSet(
            one.title or one.name,
            self._where(one),
            one.description,
            '' if translated else one.lang,
            one.licence if is_url(one.licence) else '',
            tuple(self._term(key, full=key in full) for key in listed),
        )

    def _set_of(self, key: str) -> DefinedSet:
        one = self._lexicon.sets[self._lexicon.terms[key].set]
        return DefinedSet(one.title or one.name, self._where(one))

    def _where(self, one: TermSet) -> Spot:
        return Spot(url=one.url) if one.url else Spot(self._homes.get(one.name, ''))

    def _term(self, key: str, *, full: bool = True) -> DefinedTerm:
        term, summary = self._lexicon.terms[key], self._brief(key)
        name = summary.name if summary is not None else term.name
        where = _spot(self._destinations.of(key))
        if not full:
            return DefinedTerm(term.id, name, where)
        text = summary.text if summary is not None else ' '.join((term.short or '').split())
        return DefinedTerm(term.id, name, where, shown_aliases(term), text)


def _spot(found: Destination) -> Spot:
    return Spot(found.docname, found.anchor, found.url)
