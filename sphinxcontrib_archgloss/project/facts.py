"""The facts about terms on one page: plain records, kept by docname.

They are gathered while a page is read, and are picklable. They hold nothing that is
derived from the lexicon or from the facts of other pages. They name the file of a set by
its location, relative to a root of the project. The running text of a page is in
`prose_facts`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxcontrib_archgloss.project.outputs import Condition
    from sphinxcontrib_archgloss.project.prose_facts import Prose


class Use(NamedTuple):
    """A place where a page names a term."""

    kind: str
    """``ref`` (the role), ``any`` (that role of Sphinx, or a link of MyST) or ``term`` (the
    role), which may find our terms, ``show`` (a definition that the page transcludes),
    ``select`` or ``map`` (an option of ``term-set`` or ``term-map``)."""
    target: str
    """As written."""
    line: int | None
    """1-based; inside a definition, relative to the definition's first line."""
    source: str = ''
    """Path of the file, where it is not the page's own."""
    term: str = ''
    """Key of the term whose definition contains it; else empty."""
    section: int = 0
    """1-based number of the section in `PageFacts.sections`; 0 before the first."""
    conditions: tuple[Condition, ...] = ()
    """Those of all blocks around it."""


_LINE = Use._fields.index('line')

OPTIONS = ('select', 'map')
"""Kinds of uses that are options of directives: they refer to no term for a reader."""

DIRECTIVES = (*OPTIONS, 'show')
"""Kinds of uses that are not translated with their page."""


class Section(NamedTuple):
    """A section of a page."""

    anchor: str
    title: str


class Link(NamedTuple):
    """A reference inside a definition to anything but a term."""

    term: str
    """Key of the term whose definition contains it."""
    line: int
    """Relative to the definition's first line."""
    text: str
    attributes: tuple[tuple[str, Any], ...]
    """What Sphinx needs to resolve it."""


class Claim(NamedTuple):
    """A page's claim to be the canonical page of a term (``term-page``)."""

    target: str
    """As written."""
    anchor: str
    """Id of the section; empty for the page as a whole."""
    title: str
    """Title of the section; empty for the page as a whole."""
    line: int | None
    """1-based."""
    source: str = ''
    """Path of the file, where it is not the page's own."""
    conditions: tuple[Condition, ...] = ()
    """Those of all blocks around it."""


class Request(NamedTuple):
    """The request of a ``term-set`` or ``term-definition`` directive."""

    locations: tuple[str, ...]
    """Locations of the sets' files; empty for every configured set."""
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    order: str = ''
    """alphabetical or written; empty for that of the sets."""
    indexed: bool = True
    """Whether the entries can be link targets."""
    used: bool = False
    """Whether the list leaves out terms that the project does not use."""
    single: str = ''
    """``long`` or ``short`` for the definition of the one term in `only`; else empty."""
    titled: bool = False
    """Whether the term's name precedes a single definition."""
    grouped: bool = False
    """Whether the terms are grouped by category."""
    letters: bool | None = None
    """Whether there are letters above the entries; None: only above many entries."""

    @property
    def is_whole(self) -> bool:
        """Whether the list has every term of its sets."""
        return not (self.only or self.exclude or self.categories or self.used)


class Rendering(NamedTuple):
    """What a ``term-set`` directive rendered."""

    request: Request
    keys: tuple[str, ...]
    """Terms in the order of their entries."""
    files: tuple[tuple[str, str], ...]
    """(location, digest) of the files of the sets."""
    digest: str
    """Digest of everything that the entries show; if it changes, the page changes."""
    backlinks: bool | None = None
    """Whether entries list where their terms are mentioned; None as configured."""
    conditions: tuple[Condition, ...] = ()
    """Those of all blocks around it."""


class Listing(NamedTuple):
    """The request of a ``page-terms`` directive: the terms of some sections."""

    order: str
    """mentioned or alphabetical."""
    first: int = 0
    """1-based number of the section in `PageFacts.sections`; 0 for the whole page."""
    last: int = 0
    """Number of the last section inside it."""


class MapRequest(NamedTuple):
    """The request of a ``term-map`` directive."""

    locations: tuple[str, ...] = ()
    """Locations of the sets' files; empty for every set of the project."""
    categories: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Labels of the terms whose neighborhood it shows; empty for all terms."""
    depth: int = 1
    """Steps from these terms."""
    connected: bool = False
    """Whether the map leaves out terms without any edge."""
    line: int | None = None
    """1-based."""
    source: str = ''
    """Path of the file, where it is not the page's own."""


class PageProblem(NamedTuple):
    """An error in a directive or field of a page, or in a definition that it renders."""

    kind: str
    """Value of a `terms.problems.Kind`."""
    message: str
    line: int | None
    """1-based; inside a definition, relative to the definition's first line."""
    source: str = ''
    """Path of the file, where it is not the page's own."""
    term: str = ''
    """Key of the term whose definition contains it; else empty."""
    wrong: str = ''
    """Text in markup of the other language; empty for other problems."""
    right: str = ''
    """What may replace it; empty if more has to change."""


class NamedSet(NamedTuple):
    """A set that a directive names, by name or path."""

    name: str
    location: str
    """Location of its file when the page was read; empty for an unknown name."""
    line: int | None
    source: str = ''
    directive: str = 'term-set'


class IndexEntry(NamedTuple):
    """An entry in the general index."""

    entry: tuple[Any, ...]
    """As Sphinx keeps it."""
    used: str = ''
    """Key of the term that the project must use for the entry to count; else empty."""
    conditions: tuple[Condition, ...] = ()
    """Those around the entry of a term; empty for what the author has indexed."""


class PageFacts(NamedTuple):
    """All facts about terms on one page."""

    uses: tuple[Use, ...] = ()
    """In the order of the page."""
    external: tuple[Use, ...] = ()
    """References to terms of other projects by intersphinx's role ``external``; their kind
    is ``external``, or ``external+NAME`` for the inventory NAME."""
    has_external_roles: bool = False
    """Whether the page has references by that role to any term, also of Sphinx's own
    glossaries; only with ``archgloss_std_terms``."""
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    listings: tuple[Listing, ...] = ()
    maps: tuple[MapRequest, ...] = ()
    pulled: tuple[str, ...] = ()
    """Locations of the files its directives name."""
    named: tuple[NamedSet, ...] = ()
    """Sets that its directives name."""
    problems: tuple[PageProblem, ...] = ()
    top: str = ''
    """Id of the first section."""
    sections: tuple[Section, ...] = ()
    """Every section in its order, where the page refers to terms."""
    summaries: bytes = b''
    """Those of the entries that the page renders, packed by `pack_summaries`: most builds
    load all facts and do not read these."""
    ids: tuple[str, ...] = ()
    """Every id that a fragment may name."""
    conditional_ids: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    """(id, conditions) of those that builders may leave out."""
    conditions: tuple[Condition, ...] = ()
    """All conditions on the page, sorted."""
    index_entries: tuple[IndexEntry, ...] = ()
    """All entries of the page in the general index, kept where not all of them count."""
    names: tuple[tuple[str, str], ...] = ()
    """(label, id) where a label differs from its id."""
    wordings: tuple[tuple[str, bool], ...] = ()
    """(target with a colon, whether a set's name was cut from it when the page was read)
    for the references without a title."""
    prose: Prose | None = None
    """None if no feature needed it when the page was read."""

    @property
    def has_parts(self) -> bool:
        """Whether the page has lists of terms, maps, or definitions without entries."""
        single = any(rendering.request.single for rendering in self.renderings)
        return bool(self.listings or self.maps or single)

    @property
    def concerns_terms(self) -> bool:
        """Whether the page names terms or sets, or tries to."""
        return bool(
            self.uses
            or self.external
            or self.claims
            or self.named
            or self.renderings
            or self.listings
            or self.maps
            or self.problems
        )

    def digest(self) -> str:
        """Return a digest of the page's facts without the lines of its references."""
        uses = [*zip(*self.uses, strict=True)]
        del uses[_LINE : _LINE + 1]
        return digest_of(uses, self.summaries, self._replace(uses=(), summaries=b''))

    def anchor(self, fragment: str) -> str | None:
        """Return the id that *fragment* (an id or a label) names; '' is the whole page."""
        if not fragment or fragment in self.ids:
            return fragment
        names = dict(self.names)
        label = ' '.join(fragment.lower().split())  # as docutils normalizes names
        # names has no label that is its own id
        own = label if label in self.ids else None
        return names.get(fragment) or names.get(label) or own

    def offered_anchors(self) -> list[str]:
        """Return what a fragment may name, without generated ids."""
        anchors = {anchor for anchor in self.ids if not re.fullmatch(_MADE_ID, anchor)}
        for label, node_id in self.names:
            if ' ' not in label or node_id not in anchors:
                anchors.discard(node_id)
                anchors.add(label)
        return sorted(anchors)


def conditions_on(pages: Mapping[str, PageFacts]) -> list[Condition]:
    """Return all conditions on *pages*, sorted."""
    return sorted({condition for page in pages.values() for condition in page.conditions})


_MADE_ID = r'(id|index-|(footnote|citation)-reference-)[0-9]+|term-.+'
"""Ids that docutils, Sphinx and glossaries make."""


class PageNotes:
    """What directives note on a page while Sphinx reads it; they append to the lists."""

    def __init__(self) -> None:
        self.uses: list[Use] = []
        """Terms that options of directives name."""
        self.renderings: list[Rendering] = []
        self.maps: list[MapRequest] = []
        self.named: list[NamedSet] = []
        """Term sets that directives name."""
        self.problems: list[PageProblem] = []
        """What is wrong with directives themselves."""
        self.wordings: list[tuple[str, bool]] = []
        """As those of `PageFacts`."""
        self.has_substitutions = False
        """Whether definitions leave substitutions to the page."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def note_rendered(self, key: str, stem: str = '') -> int:
        """Count a rendering of the term *key* on the page; return the count.

        Entries have no *stem*; see `DefinitionParser.parse`.
        """
        self._counts[stem, key] += 1
        return self._counts[stem, key]
