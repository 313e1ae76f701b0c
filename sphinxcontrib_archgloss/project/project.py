"""A project, read: the answer for each reference, and what there is to say of terms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.concept_map import concept_map
from sphinxcontrib_archgloss.project.destinations import (
    PUBLISHED,
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.project.facts import with_titles
from sphinxcontrib_archgloss.project.references import listed, mentions
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

NOWHERE = Destination(UNDEFINED)


class Resolution(NamedTuple):
    """Where one reference leads."""

    match: Match
    key: str
    """The term; empty where none or two fit."""
    destination: Destination
    inside: bool = False
    """Whether the reference stands in the entry of the very term."""


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
        self._resolutions: dict[tuple[str, str, Level], Resolution] = {}
        self._maps: dict[MapRequest, Graph] = {}
        self._title = titles
        self._label = label
        self.holds = holds

    def resolve(
        self, target: str, docname: str, term: str = '', last: Level = Level.INFLECTED
    ) -> Resolution:
        """Return where a reference to *target* leads.

        *docname* is the page it stands on, *term* the key of the term in whose
        definition it is written, *last* the last level of look-up to try.
        """
        asked = (target, term, last)
        resolution = self._resolutions.get(asked)
        if resolution is None:
            resolution = self._resolutions[asked] = self._resolve(*asked)
        if resolution.destination.is_page(docname):
            return resolution._replace(
                destination=self.destination(resolution.key, docname)
            )
        return resolution

    def _resolve(self, target: str, term: str, last: Level) -> Resolution:
        """Return where a reference leads from any other page."""
        match = self.lexicon.find(target, term.partition(':')[0], last)
        if len(match.keys) != 1:
            return Resolution(match, '', NOWHERE)
        key = match.keys[0]
        return Resolution(match, key, self.destinations.of(key), inside=key == term)

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
        destination = self.destinations.of(key)
        if destination.state != PUBLISHED:
            return None
        if destination.url:
            return destination, destination.url
        title = self.destinations.section_title(key)
        return destination, title or self._title(destination.docname)

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
        if all(isinstance(piece, str) for piece in summary.inlines):
            return summary
        said = tuple(with_titles(piece, self._title_of) for piece in summary.inlines)
        return summary._replace(inlines=said)

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
