"""A project, read: the answer for each reference, and what each page depends on."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.reading.defined import Definitions
from sphinxcontrib_archgloss.reading.destinations import (
    PUBLISHED,
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.reading.edits import ProseEdits
from sphinxcontrib_archgloss.reading.found import Found, Treatment
from sphinxcontrib_archgloss.reading.graph import concept_map, related
from sphinxcontrib_archgloss.reading.labels import unseen_labels
from sphinxcontrib_archgloss.reading.usage import OPTIONS, listed, mentions
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.reading.facts import (
        Brief,
        Listing,
        MapRequest,
        PageFacts,
        Rendering,
        Use,
    )
    from sphinxcontrib_archgloss.reading.graph import Graph
    from sphinxcontrib_archgloss.reading.usage import Mentioned
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon, Match
    from sphinxcontrib_archgloss.terms.model import Term

NOWHERE = Destination(UNDEFINED)

MOST_PLACES = 6
"""How many of the sections that mention a term its entry names."""


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
    pictures: str = ''
    """What draws maps; empty where they are lists."""
    structured_data: bool = False
    """What pages define, for machines."""
    search: bool = False
    """What the search of the pages finds, whether pages show it or not."""
    treatment: Treatment = Treatment()
    """What is made of prose."""
    tags: tuple[str, ...] = ()
    """What the conditions of ``only`` directives are true for, where that matters."""

    def links_back(self, asked: bool | None) -> bool:
        """Return whether entries say where their terms are mentioned.

        *asked* is what the directive says; None where it leaves it to this.
        """
        return self.backlinks if asked is None else asked and self.may_link_back


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
        self._leads: dict[tuple[str, str, Level], Lead] = {}
        self._tips: dict[tuple[str, bool], Tip | None] = {}
        self._maps: dict[MapRequest, Graph] = {}
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
        asked = (target, term, last)
        lead = self._leads.get(asked)
        if lead is None:
            lead = self._leads[asked] = self._lead(*asked)
        if lead.destination.is_page(docname):
            return lead._replace(destination=self.destination(lead.key, docname))
        return lead

    def _lead(self, target: str, term: str, last: Level) -> Lead:
        """Return where a reference leads from any other page."""
        match = self.lexicon.find(target, term.partition(':')[0], last)
        if len(match.keys) != 1:
            return Lead(match, '', NOWHERE)
        key = match.keys[0]
        return Lead(match, key, self.destinations.of(key), inside=key == term)

    def destination(self, key: str, docname: str) -> Destination:
        """Return where a reference to the term *key* on page *docname* leads."""
        found = self.destinations.of(key)
        if found.is_page(docname):
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
        found = self.destinations.of(key)
        explained = found.state == PUBLISHED and not found.is_page(docname)
        asked = (key, explained)
        if asked not in self._tips:
            self._tips[asked] = self._tip(self.lexicon.successor(key), explained=explained)
        return self._tips[asked]

    def _tip(self, key: str, *, explained: bool) -> Tip | None:
        brief = self.brief(key)
        if brief is None or not brief.pieces:
            return None
        lang = self.lexicon.sets[self.lexicon.terms[key].set].lang
        return Tip(self.destinations.anchors(key)[0], brief, lang, explained)

    def listed(self, listing: Listing, docname: str) -> list[str]:
        """Return the keys of the terms that a list on page *docname* has."""
        return listed(self.lexicon, self.pages[docname], listing)

    def concept_map(self, request: MapRequest) -> Graph:
        """Return the map that *request* asks for, wherever it does."""
        asked = request._replace(line=None, source='')
        found = self._maps.get(asked)
        if found is None:
            found = self._maps[asked] = concept_map(self.lexicon, self.pages, asked)
        return found

    @cached_property
    def definitions(self) -> Definitions:
        """What each page defines, for machines that read it."""
        return Definitions(self.lexicon, self.destinations, self.brief)

    @cached_property
    def unseen_labels(self) -> dict[str, tuple[str, ...]]:
        """Docname → labels by which the page is found, though readers do not see them."""
        return unseen_labels(self.lexicon, self.destinations)

    @cached_property
    def _mentions(self) -> dict[str, list[Mentioned]]:
        return mentions(self.lexicon, self.pages, self.order, self._title)

    def mentions(self, key: str) -> list[Mentioned]:
        """Return the sections that refer to the term *key*.

        Those of its canonical page come first, the others in reading order.
        """
        found = self._mentions.get(key)
        if not found:
            return []
        home = self.destinations.of(key).docname
        return sorted(found, key=lambda one: one.docname != home)

    def places(self, key: str) -> tuple[list[Mentioned], int]:
        """Return the sections that an entry names as mentioning it, and how many more."""
        found = self.mentions(key)
        return found[:MOST_PLACES], len(found[MOST_PLACES:])

    def dependence(
        self, docname: str, elsewhere: Callable[[str], str], shown: Shown = NOTHING_MORE
    ) -> str:
        """Return a digest of all that the output of a page takes from the project.

        *elsewhere* says where a label that is not in the lexicon leads in
        another project ('' for nowhere); *shown* what the builder shows beyond
        links and entries.
        """
        page = self.pages.get(docname)
        drawn: list[object] = []
        if shown.structured_data and (defined := self.definitions.on(docname)):
            drawn.append(defined)
        if shown.search and (unseen := self.unseen_labels.get(docname)):
            drawn.append(unseen)
        edits = self.prose.of(docname, shown.treatment)
        if page is not None and (page.uses or page.renderings or page.maps or edits):
            drawn += self._page_shows(page, docname, elsewhere, shown)
        if not drawn:
            return ''
        return hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()

    def _page_shows(
        self,
        page: PageFacts,
        docname: str,
        elsewhere: Callable[[str], str],
        shown: Shown,
    ) -> list[object]:
        """Return what the references and entries of a page take from the project."""
        edits = self.prose.of(docname, shown.treatment)
        drawn: list[object] = [shown.look, [one.edits for one in edits]]
        drawn += [
            self._answer(('ref', edit.target, edit.term), docname, elsewhere, shown)
            for one in edits
            for edit in one.edits
            if edit.target
        ]
        drawn += [self._listing_shows(one, docname) for one in page.listings]
        drawn += [(self._map_shows(one, docname), shown.pictures) for one in page.maps]
        entries: set[str] = {''}  # whose uses are seen: those of the page itself are
        for rendering in page.renderings:
            if rendering.request.single:
                entries.update(rendering.keys)
                drawn.append(self._definition_shows(rendering, docname))
                continue
            backlinks = shown.links_back(rendering.backlinks)
            for key in rendering.keys:
                if rendering.request.used and key not in self.destinations.used:
                    continue
                entries.add(key)
                drawn.append(self.entry_shows(key, docname))
                if backlinks:
                    drawn.append(self.places(key))
        drawn += [
            self._answer(use, docname, elsewhere, shown)
            for use in sorted({(u.kind, u.target, u.term) for u in page.uses})
            if use[2] in entries
        ]
        return drawn

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
        if kind in OPTIONS:
            return repr(use), ''
        if kind == 'show':
            return repr((*use, self.lead(target, docname).key)), ''
        last = Level.CASE if kind == 'any' else Level.INFLECTED
        lead = self.lead(target, docname, term, last)
        abroad = elsewhere(target) if kind == 'ref' and not lead.match.keys else ''
        label = lead.match.label if lead.match.qualified else ''
        found = lead.destination
        explains = shown.briefs and lead.key and found.leads and not lead.inside
        tip = self.tip(lead.key, docname) if explains else None
        said = (*use, found.address, lead.inside, label, abroad, tip)
        return repr(said), found.docname

    def _term_shows(self, key: str, docname: str) -> tuple[object, ...]:
        """Return what a link shows that has the term's name for its wording."""
        return (self.shown_name(key), self.destination(key, docname).address)

    def _listing_shows(self, listing: Listing, docname: str) -> list[object]:
        keys = self.listed(listing, docname)
        terms = self.lexicon.terms
        shown = [self._term_shows(key, docname) for key in keys]
        return [*shown, *(self.brief(key) or terms[key].short for key in keys)]

    def _map_shows(self, request: MapRequest, docname: str) -> tuple[object, ...]:
        graph = self.concept_map(request)
        return graph, [self._term_shows(key, docname) for key in graph.keys]

    def _definition_shows(self, rendering: Rendering, docname: str) -> list[object]:
        """Return what a definition shows beyond its record and its references."""
        keys = [key for key in rendering.keys if key in self.lexicon.terms]
        return [rendering.request.titled and self._term_shows(key, docname) for key in keys]

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
        awaited = self.is_awaited(key)
        return (key, self.destinations.anchors(key), canonical, related, awaited)

    def is_awaited(self, key: str) -> bool:
        """Return whether readers are told that the term *key* has no page yet.

        They are where other terms of its set have one, or there would be nothing
        to expect.
        """
        term = self.lexicon.terms[key]
        if term.see or term.status == 'deprecated' or term.set not in self._published:
            return False
        return self.destinations.of(key).state != PUBLISHED

    @cached_property
    def _published(self) -> frozenset[str]:
        """Names of the sets of which some term has a canonical page."""
        of = self.destinations.of
        terms = self.lexicon.terms.items()
        return frozenset(t.set for key, t in terms if of(key).state == PUBLISHED)

    def related(self, term: Term) -> list[tuple[str, str]]:
        """Return (key of the record, key of the term) for the relations of *term*."""
        return related(self.lexicon, term)
