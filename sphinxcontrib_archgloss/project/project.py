"""`Project`: the lexicon and the facts of all pages as one value; resolves references.

It joins the lexicon with the facts of all pages, and takes from Sphinx only titles, the
reading order and whether conditions hold. What a page shows is made in `page_views`.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.destinations import (
    PUBLISHED,
    UNDEFINED,
    Destination,
    Destinations,
)
from sphinxcontrib_archgloss.project.facts import conditions_on
from sphinxcontrib_archgloss.project.left_out import shown_pages
from sphinxcontrib_archgloss.project.outputs import leaves_out
from sphinxcontrib_archgloss.project.references import (
    MentionPlace,
    UsedKeys,
    last_level,
    listed_terms,
    mentions,
    narrower_terms,
    references_by_section,
    related,
)
from sphinxcontrib_archgloss.project.summary import unpack_summaries
from sphinxcontrib_archgloss.terms.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.facts import (
        Claim,
        Listing,
        MapRequest,
        PageFacts,
        PageProblem,
        Use,
    )
    from sphinxcontrib_archgloss.project.outputs import Holds
    from sphinxcontrib_archgloss.project.summary import Summary
    from sphinxcontrib_archgloss.terms.lexicon import Level, Lexicon, Match
    from sphinxcontrib_archgloss.terms.model import Term


class Resolution(NamedTuple):
    """What one reference links to."""

    match: Match
    key: str
    """The term; empty where the label names none or two."""
    destination: Destination
    inside: bool = False
    """Whether the reference is in the entry of the term it names."""


class Project:
    """The lexicon and the facts of all pages, as one value.

    Translated names are labels of their terms, as in Sphinx's own glossary.

    *order* are the docnames in reading order; *title* returns the title of a page, *label*
    that of the place of a label; *holds* returns whether this builder shows a block with a
    condition, each of *others* the same for a builder that writes pages; *std_address*
    returns the address of a label in Sphinx's own glossary ('' for none). If the pages
    *within* are given, only they can be linked to. *automatic* returns (key of the entry or
    '', key of the term) for the mentions that are linked automatically.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        order: Sequence[str],
        title: Callable[[str], str],
        holds: Holds = lambda _: True,
        label: Callable[[str], str] = lambda _: '',
        std_address: Callable[[str], str] = lambda _: '',
        others: Sequence[Holds] = (),
        within: frozenset[str] | None = None,
        automatic: Callable[[Project], Iterable[tuple[str, str]]] = lambda _: (),
    ) -> None:
        self._unpacked = cache(unpack_summaries)
        self.lexicon = lexicon.translated(self._translated_names(pages))
        self.sources = pages
        """Docname → all facts of the page."""
        self.pages = shown_pages(pages, holds) if conditions_on(pages) else pages
        """Docname → facts of the page, without what this builder leaves out."""
        self.keys = UsedKeys(self.lexicon)
        """Key of the term that each use of a page names."""
        self.order = order
        self.holds = holds
        self.within = within
        self._others = others
        self.destinations = Destinations(
            self.lexicon, self.pages, within, lambda: self._elsewhere
        )
        self._title = cache(title)
        self._label = label
        self._std_address = std_address
        self._resolutions: dict[tuple[str, str, Level], Resolution] = {}
        self._summaries: dict[str, Summary | None] = {}
        self._maps: dict[MapRequest, Graph] = {}
        self._by_section: dict[str, dict[int, list[Use]]] = {}
        self._automatic = automatic

    def _translated_names(self, pages: Mapping[str, PageFacts]) -> dict[str, list[str]]:
        """Return key → translated names, in the catalogues of the pages with entries."""
        names: dict[str, list[str]] = {}
        for page in pages.values():
            for key, summary in self._unpacked(page.summaries).items():
                if summary.translation:
                    names.setdefault(key, []).append(summary.translation)
        return names

    def part(self, docnames: frozenset[str] | None) -> Project:
        """Return the project for a document with *docnames* alone; None for all."""
        return Project(
            self.lexicon,
            self.sources,
            self.order,
            self._title,
            self.holds,
            self._label,
            self._std_address,
            self._others,
            docnames,
            self._automatic,
        )

    @cached_property
    def _elsewhere(self) -> tuple[Destinations, ...]:
        """What terms link to in the output of each builder, each different output once.

        Empty if all show the same as this one.
        """
        conditions = conditions_on(self.sources)
        if not conditions and self.within is None:
            return ()
        outputs = {tuple(map(holds, conditions)): holds for holds in self._others}
        return tuple(
            Destinations(self.lexicon, shown_pages(self.sources, holds))
            for holds in outputs.values()
        )

    def conflicts(self) -> list[str]:
        """Return the keys of terms that have several canonical pages in one output."""
        outputs = [set(output.conflicts()) for output in self._elsewhere]
        keys = self.destinations.conflicts()
        return [key for key in keys if not outputs or any(key in o for o in outputs)]

    def is_linked_anywhere(self, key: str) -> bool:
        """Return whether references to the term *key* have a link in any output."""
        outputs = (self.destinations, *self._elsewhere)
        return any(output.of(key).exists for output in outputs)

    def left_out_entry(self, key: str) -> tuple[str, str] | None:
        """Return (docname, the directive) of a block that is left out with the entry."""
        term = self.lexicon.successor(key)
        blocks = (
            (docname, leaves_out(rendering.conditions, self.holds))
            for docname in sorted(self.sources)
            for rendering in self.sources[docname].renderings
            if term in rendering.keys
        )
        return next((block for block in blocks if block[1]), None)

    def resolve(
        self, target: str, docname: str, term: str = '', kind: str = ''
    ) -> Resolution:
        """Return what a reference to *target* on the page *docname* links to.

        *term* is the key of the term whose definition contains the reference, *kind* that
        of a `Use`.
        """
        reference = (target, term, last_level(kind))
        resolution = self._resolutions.get(reference)
        if resolution is None:
            resolution = self._resolutions[reference] = self._resolve(*reference)
        if resolution.destination.is_page(docname):
            destination = self.destination(resolution.key, docname)
            return resolution._replace(destination=destination)
        return resolution

    def _resolve(self, target: str, term: str, last: Level) -> Resolution:
        """Return what a reference links to from any other page."""
        match = self.lexicon.find(target, term.partition(':')[0], last)
        if len(match.keys) != 1:
            return Resolution(match, '', Destination(UNDEFINED))
        key = match.keys[0]
        return Resolution(match, key, self.destinations.of(key), inside=key == term)

    def destination(self, key: str, docname: str) -> Destination:
        """Return what a reference to the term *key* on page *docname* links to."""
        destination = self.destinations.of(key)
        if destination.is_page(docname):
            # a link from a page to itself is useless
            return self.destinations.entry(self.lexicon.successor(key), destination.state)
        return destination

    def std_address(self, target: str, resolution: Resolution) -> str:
        """Return the link of a reference in Sphinx's own glossary ('' for none).

        It is used if this project has nothing else to link to.
        """
        has_link = resolution.destination.exists or resolution.inside
        return '' if has_link or not resolution.key else self._std_address(target)

    def in_std_glossary(self, label: str) -> bool:
        """Return whether the *label* may name a term of Sphinx's own glossary."""
        return bool(self._std_address(label))

    def uses(self) -> Iterator[tuple[str, Use]]:
        """Yield (docname, use) in reading order, also of what this builder leaves out."""
        for docname in self.order:
            if page := self.sources.get(docname):
                for use in page.uses:
                    yield docname, use

    def place_of(self, docname: str, fact: Use | Claim | PageProblem) -> Place:
        """Return where a fact is written: a page, a file it includes, or a data file."""
        term = self.lexicon.terms.get(getattr(fact, 'term', ''))
        if term is not None and term.definition is not None:
            path = self.lexicon.sets[term.set].path
            return Place(path, term.definition.first_line + (fact.line or 0))
        return Place(fact.source or docname, fact.line, is_docname=not fact.source)

    def canonical(self, key: str) -> tuple[Destination, str] | None:
        """Return the canonical page of *key*, if published, and its title."""
        destination = self.destinations.of(key)
        if destination.state != PUBLISHED:
            return None
        if destination.url:
            return destination, destination.url
        title = self.destinations.section_title(key)
        return destination, title or self._title(destination.docname)

    @cached_property
    def _summaries_as_read(self) -> dict[str, Summary]:
        """Key → summary, of the entry that links use, or of any other."""
        summaries: dict[str, Summary] = {}
        entries = self.destinations.entries
        for docname in sorted(self.pages):
            for key, summary in self._unpacked(self.pages[docname].summaries).items():
                if key not in summaries or entries.get(key) == docname:
                    summaries[key] = summary
        return summaries

    def _title_of(self, kind: str, name: str) -> str:
        if kind == 'ref':
            return self._label(name)
        return self._title(name) if name in self.pages else ''

    def summary(self, key: str) -> Summary | None:
        """Return a sentence about the term *key*; None if no page has one."""
        if key not in self._summaries:
            summary = self._summaries_as_read.get(key)
            self._summaries[key] = summary and summary.with_titles(self._title_of)
        return self._summaries[key]

    def lang(self, key: str) -> str:
        """Return the language tag of the set of *key*; empty if it declares none."""
        return self.lexicon.sets[self.lexicon.terms[key].set].lang

    def shown_name(self, key: str) -> str:
        """Return the name of the term *key* as its entry shows it, perhaps translated."""
        summary = self.summary(key)
        return summary.name if summary is not None else self.lexicon.terms[key].name

    def concept_map(self, request: MapRequest) -> Graph:
        """Return the map that *request* asks for, wherever the request is written."""
        request = request._replace(line=None, source='')
        if request not in self._maps:
            from sphinxcontrib_archgloss.project.concept_map import concept_map

            links = self._automatic(self)
            self._maps[request] = concept_map(self.lexicon, self.pages, request, links)
        return self._maps[request]

    @cached_property
    def _mentions(self) -> dict[str, dict[tuple[str, int], int]]:
        within = self.within
        order = [name for name in self.order if within is None or name in within]
        return mentions(self.lexicon, self.keys, self.pages, order)

    def mentions(self, key: str, most: int) -> tuple[tuple[MentionPlace, ...], int]:
        """Return up to *most* sections that refer to the term *key*, and how many do.

        Sections of its canonical page come first, the others in reading order.
        """
        home, counts = self.destinations.of(key).docname, self._mentions.get(key, {})
        sections = sorted(counts, key=lambda section: section[0] != home)
        places = (self._place(*section, counts[section]) for section in sections[:most])
        return tuple(places), len(sections)

    def _place(self, docname: str, section: int, count: int) -> MentionPlace:
        sections = self.pages[docname].sections
        anchor, title = sections[section - 1] if section else ('', '')
        return MentionPlace(docname, anchor, self._title(docname), title, count)

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """Key of a term → keys of the terms that it is broader than."""
        return narrower_terms(self.lexicon)

    def related(self, term: Term) -> list[tuple[str, str]]:
        """Return (key of the record, key of the term) for the relations of *term*."""
        return related(self.lexicon, term)

    def listed_terms(self, docname: str, listing: Listing) -> list[str]:
        """Return the keys of the terms that *listing* on a page has, in its order."""
        if docname not in self._by_section:
            self._by_section[docname] = references_by_section(self.pages[docname])
        sections = self._by_section[docname]
        return listed_terms(self.lexicon, self.keys, sections, listing)

    def is_awaited(self, key: str) -> bool:
        """Return whether the entry of *key* notes that it has no canonical page yet.

        It does if other terms of its set have one; otherwise readers do not expect one.
        """
        term = self.lexicon.terms[key]
        if term.see or term.status == 'deprecated' or term.set not in self._published:
            return False
        outputs = (self.destinations, *self._elsewhere)
        return all(output.of(key).state != PUBLISHED for output in outputs)

    @cached_property
    def _published(self) -> frozenset[str]:
        """Names of the sets with a term that has a canonical page."""
        of = self.destinations.of
        terms = self.lexicon.terms.items()
        return frozenset(t.set for key, t in terms if of(key).state == PUBLISHED)

    @cached_property
    def hidden_labels(self) -> dict[str, tuple[str, ...]]:
        """Docname → labels that readers do not see, of the terms that it explains."""
        labels: dict[str, dict[str, None]] = {}
        for key, term in self.lexicon.terms.items():
            if not (term.aliases or term.forms or term.formerly):
                continue
            shown = {term.name, *term.shown_aliases()}
            hidden = [label for label in term.labels() if label not in shown]
            docname = self.destinations.inside(key).docname
            if hidden and docname:
                labels.setdefault(docname, {}).update(dict.fromkeys(hidden))
        return {docname: tuple(hidden) for docname, hidden in labels.items()}
