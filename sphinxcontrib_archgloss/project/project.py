"""A project, read: the answer for each reference, and what there is to say of terms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.concept_map import concept_map, related
from sphinxcontrib_archgloss.project.destinations import (
    PUBLISHED,
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.project.facts import with_titles
from sphinxcontrib_archgloss.project.label_visibility import unseen_labels
from sphinxcontrib_archgloss.project.references import listed, mentions
from sphinxcontrib_archgloss.project.structured_data import Definitions
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.facts import (
        Listing,
        MapRequest,
        PageFacts,
        Summary,
        Use,
    )
    from sphinxcontrib_archgloss.project.references import Mentioned
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


class Popover(NamedTuple):
    """What a page says of a term beside its references to it."""

    id: str
    """The first id of the term's entry."""
    summary: Summary
    lang: str
    """Language tag of the term's set; empty where it names none."""
    explained: bool
    """Whether the references lead to a canonical page."""


class Project:
    """The lexicon and the facts of all pages, as one value.

    *order* are the docnames in reading order; *titles* the pages' titles; *holds* says
    whether the condition of an ``only`` directive is true; *label* gives the title of
    the place that a label is at.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        order: Sequence[str],
        titles: Callable[[str], str],
        holds: Callable[[str], bool] = lambda _: True,
        label: Callable[[str], str] = lambda _: '',
    ) -> None:
        self.lexicon = lexicon
        self.pages = pages
        self.order = order
        self.destinations = Destinations(lexicon, pages)
        self._leads: dict[tuple[str, str, Level], Lead] = {}
        self._popovers: dict[tuple[str, bool], Popover | None] = {}
        self._maps: dict[MapRequest, Graph] = {}
        self._title = titles
        self._label = label
        self.holds = holds

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
    def _summaries(self) -> dict[str, Summary]:
        """Key → brief: that of the entry that links lead to, or of any other."""
        found: dict[str, Summary] = {}
        entries = self.destinations.entries
        for docname in sorted(self.pages):
            for key, summary in self.pages[docname].summaries:
                if key not in found or entries.get(key) == docname:
                    found[key] = summary
        return {key: self._named(summary) for key, summary in found.items()}

    def _named(self, summary: Summary) -> Summary:
        """Return *brief* with the titles that it names."""
        if all(isinstance(piece, str) for piece in summary.pieces):
            return summary
        said = tuple(with_titles(piece, self._title_of) for piece in summary.pieces)
        return summary._replace(pieces=said)

    def _title_of(self, what: str, name: str) -> str:
        if what == 'ref':
            return self._label(name)
        return self._title(name) if name in self.pages else ''

    def summary(self, key: str) -> Summary | None:
        """Return what the term *key* is in a sentence; None where no page says it."""
        return self._summaries.get(key)

    def lang(self, key: str) -> str:
        """Return the language tag of the set of *key*; empty where it names none."""
        return self.lexicon.sets[self.lexicon.terms[key].set].lang

    def shown_name(self, key: str) -> str:
        """Return the name of the term *key* as its entry shows it, perhaps translated."""
        summary = self.summary(key)
        return summary.name if summary is not None else self.lexicon.terms[key].name

    def popover(self, key: str, docname: str) -> Popover | None:
        """Return what page *docname* says of the term *key* beside references to it.

        Of a redirect, what is said of the term it leads to; None where no page says
        what the term is.
        """
        found = self.destinations.of(key)
        explained = found.state == PUBLISHED and not found.is_page(docname)
        asked = (key, explained)
        if asked not in self._popovers:
            self._popovers[asked] = self._popover(
                self.lexicon.successor(key), explained=explained
            )
        return self._popovers[asked]

    def _popover(self, key: str, *, explained: bool) -> Popover | None:
        summary = self.summary(key)
        if summary is None or not summary.pieces:
            return None
        anchor = self.destinations.anchors(key)[0]
        return Popover(anchor, summary, self.lang(key), explained)

    def listed(self, listing: Listing, docname: str) -> list[str]:
        """Return the keys of the terms that a list on page *docname* has."""
        return listed(self.lexicon, self.pages[docname], listing, self.holds)

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
        return Definitions(self.lexicon, self.destinations, self.summary)

    @cached_property
    def unseen_labels(self) -> dict[str, tuple[str, ...]]:
        """Docname → labels by which the page is found, though readers do not see them."""
        return unseen_labels(self.lexicon, self.destinations)

    @cached_property
    def _mentions(self) -> dict[str, list[Mentioned]]:
        return mentions(self.lexicon, self.pages, self.order, self._title, self.holds)

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
