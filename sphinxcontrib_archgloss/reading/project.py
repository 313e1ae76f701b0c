"""A project, read: the answer for each reference, and what each page depends on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.reading.destinations import (
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.reading.facts import PageFacts, Use
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon, Match
    from sphinxcontrib_archgloss.terms.model import Term

NOWHERE = Destination(UNDEFINED)


class Lead(NamedTuple):
    """Where one reference leads."""

    match: Match
    key: str
    """The term; empty where none or two fit."""
    destination: Destination
    inside: bool = False
    """Whether the reference stands in the entry of the very term."""


class Project:
    """The lexicon and the facts of all pages, as one value.

    *order* are the docnames in reading order; *titles* the pages' titles.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        order: Sequence[str],
        titles: Callable[[str], str],
    ) -> None:
        self.lexicon = lexicon
        self.pages = pages
        self.order = order
        self.destinations = Destinations(lexicon, pages)
        self._title = titles

    def lead(
        self, target: str, docname: str, term: str = '', last: Level = Level.INFLECTED
    ) -> Lead:
        """Return where a reference to *target* leads.

        *docname* is the page it stands on, *term* the key of the term in whose
        definition it is written, *last* the last level of look-up to try.
        """
        match = self.lexicon.find(target, term.partition(':')[0], last)
        if len(match.keys) != 1:
            return Lead(match, '', NOWHERE)
        key = match.keys[0]
        return Lead(match, key, self.destination(key, docname), inside=key == term)

    def destination(self, key: str, docname: str) -> Destination:
        """Return where a reference to the term *key* on page *docname* leads."""
        found = self.destinations.of(key)
        if found.is_whole_page and found.docname == docname:
            # a page need not send its reader to itself
            return self.destinations.entry(self.lexicon.successor(key), found.state)
        return found

    def uses(self) -> Iterator[tuple[str, Use]]:
        """Yield (docname, use) in reading order."""
        for docname in self.order:
            if page := self.pages.get(docname):
                for use in page.uses:
                    yield docname, use

    def canonical(self, key: str) -> tuple[Destination, str] | None:
        """Return the way to the canonical page of *key* and its title, if published."""
        found = self.destinations.of(key)
        if found.state != 'published':
            return None
        if found.url:
            return found, found.url
        return found, found.title or self._title(found.docname)

    def dependence(self, docname: str, elsewhere: Callable[[str], str]) -> str:
        """Return a digest of all that the output of a page takes from the project.

        *elsewhere* says where a label that is not in the lexicon leads in
        another project ('' for nowhere).
        """
        page = self.pages.get(docname)
        if page is None or not (page.uses or page.renderings):
            return ''
        state = hashlib.blake2b(digest_size=16)
        for use in sorted({(u.kind, u.target, u.term) for u in page.uses}):
            state.update(repr(self._answer(use, docname, elsewhere)).encode())
        for rendering in page.renderings:
            for key in rendering.keys:
                state.update(repr(self.entry_shows(key, docname)).encode())
        return state.hexdigest()

    def _answer(
        self, use: tuple[str, str, str], docname: str, elsewhere: Callable[[str], str]
    ) -> tuple[object, ...]:
        kind, target, term = use
        if kind == 'select':
            return use
        last = Level.CASE if kind == 'any' else Level.INFLECTED
        lead = self.lead(target, docname, term, last)
        abroad = '' if lead.match.keys or kind == 'any' else elsewhere(target)
        shown = lead.match.label if lead.match.qualified else ''
        return (*use, lead.destination.address, lead.inside, shown, abroad)

    def entry_shows(self, key: str, docname: str) -> tuple[object, ...]:
        """Return what an entry shows beyond its record."""
        if key not in self.lexicon.terms:
            return (key,)
        term = self.lexicon.terms[key]
        related = [
            (
                relation,
                self.lexicon.terms[other].name,
                self.destination(other, docname).address,
            )
            for relation, other in self.related(term)
        ]
        canonical = self.canonical(key)
        if term.see or (canonical is not None and canonical[0].docname == docname):
            canonical = None
        return (key, self.destinations.anchors(key), canonical, related)

    def related(self, term: Term) -> list[tuple[str, str]]:
        """Return (key of the record, key of the term) for the relations of *term*.

        Those to nobody, to two, and to the term itself are left out.
        """
        found = []
        for relation, target in term.relations():
            keys = self.lexicon.find_related(target, term.set).keys
            if len(keys) == 1 and keys[0] != term.key:
                found.append((relation, keys[0]))
        return found
