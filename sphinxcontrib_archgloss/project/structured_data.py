"""Selects the terms and sets that a page defines, for its JSON-LD.

A page defines the terms whose entries on it are link targets, and those that it is the
canonical page of. The data are only those that pages show to readers, so a page depends on
nothing else. Another module writes them as JSON-LD.
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
    from collections.abc import Container

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.model import Term, TermSet

IN_FULL = 250
"""Up to this many terms of a set, a page describes each; beyond, it lists them."""
LISTED = 2500
"""Up to this many terms of a set, a page lists them; beyond, it only names the set."""


class StructuredData:
    """Makes the head views of the pages of *project*."""

    def __init__(self, project: Project) -> None:
        self._lexicon = project.lexicon
        self._destinations = project.destinations
        self._summary = project.summary

    @cached_property
    def _entries(self) -> list[tuple[Term, str]]:
        """(term, docname of its entry) in the lexicon's order, without redirects."""
        entries = self._destinations.entries
        terms = self._lexicon.terms.items()
        return [(t, entries[key]) for key, t in terms if key in entries and t.see is None]

    @cached_property
    def _entered(self) -> dict[str, list[Term]]:
        """Docname → the terms whose entries it has."""
        entered: dict[str, list[Term]] = {}
        for term, docname in self._entries:
            entered.setdefault(docname, []).append(term)
        return entered

    @cached_property
    def _explained(self) -> dict[str, list[Term]]:
        """Docname → the terms that it is canonical for, in the lexicon's order."""
        explained: dict[str, list[Term]] = {}
        claims = self._destinations.claims
        for key, term in self._lexicon.terms.items():
            if term.see is not None or not (term.canonical or key in claims):
                continue
            destination = self._destinations.of(key)
            if destination.state == PUBLISHED and destination.docname:
                explained.setdefault(destination.docname, []).append(term)
        return explained

    @cached_property
    def _homes(self) -> dict[str, str]:
        """Name of the set → docname of the entry of its first term that has one."""
        return {term.set: docname for term, docname in reversed(self._entries)}

    def on(self, *docnames: str) -> HeadView:
        """Return what the pages *docnames*, which may be joined into one, define."""
        if not any(d in self._entered or d in self._explained for d in docnames):
            return HeadView()
        explained = {t.key: t for d in docnames for t in self._explained.get(d, ())}
        by_set: dict[str, dict[str, Term]] = {}
        for docname in docnames:
            for term in self._entered.get(docname, ()):
                by_set.setdefault(term.set, {})[term.key] = term
        return HeadView(
            tuple(
                self._set(term_set, by_set[name], explained)
                for name, term_set in self._lexicon.sets.items()
                if name in by_set
            ),
            tuple(
                (self._term(term), self._set_of(self._lexicon.sets[term.set]))
                for key, term in explained.items()
                if key not in by_set.get(term.set, ())
            ),
        )

    def _set(
        self, term_set: TermSet, terms: dict[str, Term], explained: Container[str]
    ) -> DefinedSetView:
        summaries = filter(None, map(self._summary, terms))
        translated = any(s.translated or s.translation for s in summaries)
        full: Container[str] = terms if len(terms) <= IN_FULL else explained
        return self._set_of(term_set)._replace(
            description=term_set.description,
            lang='' if translated else term_set.lang,
            untranslated=term_set.lang if translated else '',
            licence=term_set.licence if is_url(term_set.licence) else '',
            terms=tuple(
                self._term(term, full=key in full)
                for key, term in terms.items()
                if len(terms) <= LISTED or key in full
            ),
        )

    def _set_of(self, term_set: TermSet) -> DefinedSetView:
        docname = '' if term_set.url else self._homes.get(term_set.name, '')
        where = PageLocation(docname, url=term_set.url)
        return DefinedSetView(term_set.title or term_set.name, where)

    def _term(self, term: Term, *, full: bool = True) -> DefinedTermView:
        summary = self._summary(term.key)
        name = summary.name if summary is not None else term.name
        where = self._destinations.of(term.key)
        location = PageLocation(where.docname, where.anchor, where.url)
        view = DefinedTermView(term.id, name, location)
        if summary is not None and summary.translation:
            view = view._replace(name_is_translated=True)
        if not full:
            return view
        text = summary.text if summary is not None else ' '.join((term.short or '').split())
        is_translated = summary is not None and summary.translated
        return view._replace(
            aliases=term.shown_aliases(), text=text, text_is_translated=is_translated
        )
