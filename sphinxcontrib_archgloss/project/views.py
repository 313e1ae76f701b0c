"""Everything that a page shows of the project when it is written: frozen records.

A transform draws a view and takes nothing else from the project, so a page depends only on
the digest of its views. So the page that is written and the digest that decides whether to
write it again cannot disagree, and a new feature is a field of one record.

These views are drawn when a page is written, and made in `page_views`. What entries show
of their records is drawn earlier, while the page is read: see `read_views`.

If all facts and sets are those of the last build, its views are still valid. Those of
references are kept, so most pages can be written again without loading a single term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.json_text import data_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.destinations import Destination
from sphinxcontrib_archgloss.project.summary import Summary

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.packed import PackedMapping
    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.references import MentionPlace
    from sphinxcontrib_archgloss.project.summary import InlineData


class TermLinkView(NamedTuple):
    """The name of a term as a link."""

    name: str
    """As readers see it, perhaps translated."""
    destination: Destination
    lang: str = ''
    """Language tag of the name; empty for the project's or an unknown language."""


class PopoverView(NamedTuple):
    """What a page shows about a term in addition to its references."""

    id: str
    """The first id of the term's entry."""
    summary: Summary
    lang: str
    """Language tag of the term's set; empty where it declares none."""
    page: str
    """Title of the canonical page that the references link to, or the host of its URL;
    empty where they link to the entry."""
    deprecated: bool = False
    successor: str = ''
    """Name of the term to use instead of a deprecated one."""


class ReferenceView(NamedTuple):
    """A reference, resolved."""

    destination: Destination
    """Its state is ``undefined`` where the label names no term of the project, or two."""
    qualified: bool = False
    """Whether the target begins with the name of a set, which readers do not see."""
    inside: bool = False
    """Whether the reference is in the entry of the term it names."""
    popover: PopoverView | None = None
    elsewhere: str = ''
    """Address in another project, or in Sphinx's own glossary, where this project has
    nothing else to link to."""

    @property
    def is_undefined(self) -> bool:
        """Whether this project has no target for it."""
        return self.destination.is_undefined or bool(self.elsewhere)


class RelationView(NamedTuple):
    """A relation of an entry's term to another."""

    kind: str
    """Key of the record (broader, contrast, related, see, replaced_by), or narrower."""
    link: TermLinkView


class MentionsView(NamedTuple):
    """Where a term is mentioned."""

    places: tuple[MentionPlace, ...]
    more: int
    """Number of further places."""


class EntryView(NamedTuple):
    """What an entry shows beyond its record."""

    key: str
    anchors: tuple[str, ...]
    """Ids of the entry; links use the first."""
    old_anchors: tuple[tuple[str, ...], tuple[str, ...]]
    """Ids in its record and ids of its old names, which may be taken on the page."""
    lang: str
    """Language tag of the term's set; empty where it is not needed."""
    canonical: TermLinkView | None
    """Link to the canonical page; None if there is none, and on that page itself."""
    relations: tuple[RelationView, ...]
    awaited: bool
    """Whether the entry is marked as having no canonical page yet."""
    mentions: MentionsView | None
    """None where entries do not list mentions."""


class ListedTermView(NamedTuple):
    """A term in a list of ``page-terms``."""

    link: TermLinkView
    inlines: tuple[InlineData, ...]
    """A sentence about the term; empty if no page and no record has one."""
    lang: str
    """Language tag of the sentence; empty for the project's or an unknown language."""


class PageTermsView(NamedTuple):
    """A list of ``page-terms``."""

    terms: tuple[ListedTermView, ...]


class DefinitionView(NamedTuple):
    """What a ``term-definition`` shows beyond the definition itself."""

    key: str
    """Empty where the label no longer names the term it named when the page was read."""
    title: TermLinkView | None
    """Name of the term, where the directive asks for it."""
    lang: str


class MapView(NamedTuple):
    """A concept map."""

    graph: Graph
    links: tuple[TermLinkView, ...]
    """One for each term of the graph, in its order."""
    pictures: str
    """The program that draws it; empty where the map is a list."""
    popovers: tuple[PopoverView | None, ...] = ()
    """One for each term of a picture; None for a term without a link or a sentence."""


class PageLocation(NamedTuple):
    """A place in a page, or a URL."""

    docname: str = ''
    anchor: str = ''
    url: str = ''
    """Absolute; given instead of a docname."""


class DefinedTermView(NamedTuple):
    """A term in the structured data of a page."""

    id: str
    name: str
    where: PageLocation
    aliases: tuple[str, ...] = ()
    text: str = ''
    """A sentence about the term; empty where it is left out."""
    name_is_translated: bool = False
    text_is_translated: bool = False


class DefinedSetView(NamedTuple):
    """A set in the structured data of a page."""

    name: str
    where: PageLocation
    description: str = ''
    lang: str = ''
    """Language tag; empty for that of the project."""
    licence: str = ''
    """An absolute URL; empty for none."""
    terms: tuple[DefinedTermView, ...] = ()
    """Terms of the page, in the order of the records; empty where it has too many."""
    untranslated: str = ''
    """Language tag of the untranslated parts, where the rest is translated."""


class HeadView(NamedTuple):
    """What a page defines, for machines that read its head."""

    sets: tuple[DefinedSetView, ...] = ()
    """Sets of the entries on the page."""
    terms: tuple[tuple[DefinedTermView, DefinedSetView], ...] = ()
    """(term, its set) for those that it is canonical for, without entries on it."""


class SearchView(NamedTuple):
    """The words by which the search finds a page, besides its text."""

    labels: tuple[str, ...]


class Rewrite(NamedTuple):
    """A change to a passage of prose: a link, another wording, or both."""

    start: int
    """Offset in the passage; for a reference, that of its mark."""
    end: int
    wording: str
    """The new wording; empty to keep the author's."""
    target: str
    """The label that is linked; empty for no link."""
    term: str
    """Key of the term whose entry contains it; else empty."""


class PassageView(NamedTuple):
    """The changes to one passage of prose."""

    text: str
    """Text by which the passage is recognized when the page is written."""
    term: str
    """Key of the term whose entry contains it; else empty."""
    rewrites: tuple[Rewrite, ...]
    """In the order of the text; they do not overlap."""


UseName = tuple[str, str, str]
"""(kind, target, term) of a use in the facts of a page."""


class KeptViews(NamedTuple):
    """The views of a build that are kept; it is pickled."""

    references: PackedMapping[UseName, str]
    """Use → text of (use, its view without a popover, digest of the popover); the view is
    that on every page but the term's own."""
    popovers: PackedMapping[str, str]
    """Digest → text of the popover."""
    defining: frozenset[str]
    """Docnames of the pages that have a `HeadView` or a `SearchView`."""

    def reference(self, use: UseName) -> ReferenceView | None:
        """Return the view of *use*; None if it is not kept."""
        text = self.references.get(use)
        if text is None:
            return None
        _, (destination, *others), popover = data_of(text)
        view = ReferenceView(Destination(*destination), *others)
        return view._replace(popover=self._popover(popover)) if popover else view

    def _popover(self, digest: str) -> PopoverView:
        anchor, summary, *others = data_of(self.popovers[digest])
        return PopoverView(anchor, Summary(*summary), *others)
