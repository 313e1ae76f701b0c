"""A project, read: the answer for each reference, and what each page depends on."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.reading.destinations import (
    PUBLISHED,
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.reading.edits import ProseEdits
from sphinxcontrib_archgloss.reading.found import Found, Treatment
from sphinxcontrib_archgloss.reading.usage import mentions
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.reading.facts import Brief, PageFacts, Use
    from sphinxcontrib_archgloss.reading.usage import Mentioned
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


class Tip(NamedTuple):
    """What a page says of a term beside its references to it."""

    id: str
    """The first id of the term's entry."""
    brief: Brief
    lang: str
    """Language tag of the term's set; empty where it names none."""
    explained: bool
    """Whether the references lead to a canonical page."""


class Shown(NamedTuple):
    """What a builder's pages show beyond links and entries."""

    briefs: bool = False
    """The briefs of the terms that a page refers to."""
    backlinks: bool = False
    """Where the terms of entries are mentioned, unless the directive forbids it."""
    may_link_back: bool = False
    """The same where the directive asks for it."""
    look: str = ''
    """Digest of the style and script of the pages."""
    treatment: Treatment = Treatment()
    """What is made of prose."""
    tags: tuple[str, ...] = ()
    """What the conditions of ``only`` directives are true for, where that matters."""


NOTHING_MORE = Shown()


class Project:
    """The lexicon and the facts of all pages, as one value.

    *order* are the docnames in reading order; *titles* the pages' titles; *holds* says
    whether the condition of an ``only`` directive is true.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        order: Sequence[str],
        titles: Callable[[str], str],
        holds: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.lexicon = lexicon
        self.pages = pages
        self.order = order
        self.destinations = Destinations(lexicon, pages)
        self._answers: dict[tuple[tuple[str, str, str], Shown], tuple[str, str]] = {}
        self._title = titles
        self.prose = ProseEdits(
            Found(lexicon, pages, self.destinations, holds), self.shown_name
        )

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

    @cached_property
    def _briefs(self) -> dict[str, Brief]:
        """Key → brief: that of the entry that links lead to, or of any other."""
        found: dict[str, Brief] = {}
        entries = self.destinations.entries
        for docname in sorted(self.pages):
            for key, brief in self.pages[docname].briefs:
                if key not in found or entries.get(key) == docname:
                    found[key] = brief
        return found

    def brief(self, key: str) -> Brief | None:
        """Return what the term *key* is in a sentence; None where no page says it."""
        return self._briefs.get(key)

    def shown_name(self, key: str) -> str:
        """Return the name of the term *key* as its entry shows it, perhaps translated."""
        brief = self.brief(key)
        return brief.name if brief is not None else self.lexicon.terms[key].name

    def tip(self, key: str, docname: str) -> Tip | None:
        """Return what page *docname* says of the term *key* beside references to it.

        Of a redirect, what is said of the term it leads to; None where no page says
        what the term is.
        """
        final = self.lexicon.successor(key)
        brief = self.brief(final)
        if brief is None or not brief.pieces:
            return None
        found = self.destination(key, docname)
        explained = found.state == PUBLISHED and found == self.destinations.of(key)
        lang = self.lexicon.sets[self.lexicon.terms[final].set].lang
        return Tip(self.destinations.anchors(final)[0], brief, lang, explained)

    @cached_property
    def _mentions(self) -> dict[str, list[Mentioned]]:
        return mentions(self.lexicon, self.pages, self.order, self._title)

    def mentions(self, key: str) -> list[Mentioned]:
        """Return the sections that refer to the term *key*.

        Those of its canonical page come first, the others in reading order.
        """
        home = self.destinations.of(key).docname if key in self._mentions else ''
        return sorted(self._mentions.get(key, ()), key=lambda one: one.docname != home)

    def dependence(
        self, docname: str, elsewhere: Callable[[str], str], shown: Shown = NOTHING_MORE
    ) -> str:
        """Return a digest of all that the output of a page takes from the project.

        *elsewhere* says where a label that is not in the lexicon leads in
        another project ('' for nowhere); *shown* what the builder shows beyond
        links and entries.
        """
        page = self.pages.get(docname)
        edits = self.prose.of(docname, shown.treatment)
        if page is None or not (page.uses or page.renderings or edits):
            return ''
        drawn: list[object] = [shown.look, [one.edits for one in edits]]
        drawn += [
            self._answer(('ref', edit.target, edit.term), docname, elsewhere, shown)
            for one in edits
            for edit in one.edits
            if edit.target
        ]
        drawn += [
            self._answer(use, docname, elsewhere, shown)
            for use in sorted({(u.kind, u.target, u.term) for u in page.uses})
        ]
        for rendering in page.renderings:
            backlinks = shown.backlinks and rendering.backlinks is not False
            for key in rendering.keys:
                if rendering.request.used and key not in self.destinations.used:
                    continue
                drawn.append(self.entry_shows(key, docname))
                if backlinks or (rendering.backlinks and shown.may_link_back):
                    drawn.append(self.mentions(key))
        return hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()

    def _answer(
        self,
        use: tuple[str, str, str],
        docname: str,
        elsewhere: Callable[[str], str],
        shown: Shown,
    ) -> str:
        """Return what a page shows of a reference; the same on every page but one."""
        known = self._answers.get((use, shown))
        if known is None:
            known = self._answers[use, shown] = self._answer_on('', use, elsewhere, shown)
        said, home = known
        if home and home == docname:
            said, _ = self._answer_on(docname, use, elsewhere, shown)
        return said

    def _answer_on(
        self,
        docname: str,
        use: tuple[str, str, str],
        elsewhere: Callable[[str], str],
        shown: Shown,
    ) -> tuple[str, str]:
        """Return what a reference shows on a page, and the page it leads to."""
        kind, target, term = use
        if kind == 'select':
            return repr(use), ''
        last = Level.CASE if kind == 'any' else Level.INFLECTED
        lead = self.lead(target, docname, term, last)
        abroad = elsewhere(target) if kind == 'ref' and not lead.match.keys else ''
        label = lead.match.label if lead.match.qualified else ''
        tip = self.tip(lead.key, docname) if lead.key and shown.briefs else None
        found = lead.destination
        said = (*use, found.address, lead.inside, label, abroad, tip)
        return repr(said), found.docname

    def entry_shows(self, key: str, docname: str) -> tuple[object, ...]:
        """Return what an entry shows beyond its record."""
        if key not in self.lexicon.terms:
            return (key,)
        term = self.lexicon.terms[key]
        related = [
            (
                relation,
                self.shown_name(other),
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
