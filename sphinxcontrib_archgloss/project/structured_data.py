"""What each page defines, for machines that read it: terms, and sets of them.

A page defines the terms of its entries that links lead to, and those that it is
canonical for. What is said of them is what pages show readers, and no more, so that
a page depends on nothing else. How it is written is not known here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.destinations import PUBLISHED, is_url
from sphinxcontrib_archgloss.project.views import (
    DefinedSetView,
    DefinedTermView,
    HeadView,
    PageLocation,
)

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


class StructuredData:
    """Answers what pages define; *summary* gives what a term is in a sentence."""

    def __init__(
        self,
        lexicon: Lexicon,
        destinations: Destinations,
        summary: Callable[[str], Summary | None],
    ) -> None:
        self._lexicon = lexicon
        self._destinations = destinations
        self._summary = summary

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

    def on(self, *docnames: str) -> HeadView:
        """Return what the pages *docnames*, which may be joined into one, define."""
        explained = dict.fromkeys(k for d in docnames for k in self._explained.get(d, ()))
        by_set: dict[str, list[str]] = {}
        for key in (key for d in docnames for key in self._entered.get(d, ())):
            by_set.setdefault(self._lexicon.terms[key].set, []).append(key)
        sets = self._lexicon.sets
        found = tuple(self._set(sets[n], by_set[n], explained) for n in sets if n in by_set)
        given = {key for keys in by_set.values() for key in keys}
        terms = [key for key in explained if key not in given]
        return HeadView(found, tuple((self._term(key), self._set_of(key)) for key in terms))

    def _set(
        self, one: TermSet, keys: list[str], explained: Iterable[str]
    ) -> DefinedSetView:
        translated = any(b.translated for key in keys if (b := self._summary(key)))
        full = set(keys) if len(keys) <= IN_FULL else set(explained)
        listed = keys if len(keys) <= LISTED else [key for key in keys if key in full]
        return DefinedSetView(
            one.title or one.name,
            self._where(one),
            one.description,
            '' if translated else one.lang,
            one.licence if is_url(one.licence) else '',
            tuple(self._term(key, full=key in full) for key in listed),
        )

    def _set_of(self, key: str) -> DefinedSetView:
        one = self._lexicon.sets[self._lexicon.terms[key].set]
        return DefinedSetView(one.title or one.name, self._where(one))

    def _where(self, one: TermSet) -> PageLocation:
        return (
            PageLocation(url=one.url)
            if one.url
            else PageLocation(self._homes.get(one.name, ''))
        )

    def _term(self, key: str, *, full: bool = True) -> DefinedTermView:
        term, summary = self._lexicon.terms[key], self._summary(key)
        name = summary.name if summary is not None else term.name
        where = _location(self._destinations.of(key))
        if not full:
            return DefinedTermView(term.id, name, where)
        text = summary.text if summary is not None else ' '.join((term.short or '').split())
        return DefinedTermView(term.id, name, where, term.shown_aliases(), text)


def _location(found: Destination) -> PageLocation:
    return PageLocation(found.docname, found.anchor, found.url)
