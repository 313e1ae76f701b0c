"""What a page takes from the project: frozen records of plain data.

A transform draws a view and asks the project nothing else, and what a page depends on
is the digest of its views. So a page as it is written and the digest that decides
whether to write it again cannot differ, and a new feature is a field of one record.

These views are drawn when a page is written. What entries show of their records is
drawn earlier, while the page is read: see `read_views`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.destinations import Destination
    from sphinxcontrib_archgloss.project.facts import InlineData, Summary
    from sphinxcontrib_archgloss.project.references import Mentioned


class BuilderFeatures(NamedTuple):
    """What a builder's pages show beyond links and entries."""

    popovers: bool = False
    """Popovers beside references."""
    backlinks: bool = False
    """Where the terms of entries are mentioned, unless the directive forbids it."""
    html: bool = False
    """The same where the directive asks for it, and languages other than the page's."""
    look: str = ''
    """Digest of the style sheets and scripts of the pages."""
    pictures: str = ''
    """The program that draws maps, with its version; empty where maps are lists."""
    structured_data: bool = False
    """JSON-LD in the head of a page."""
    search: bool = False
    """Labels for the search of the pages that readers do not see."""

    def links_back(self, asked: bool | None) -> bool:
        """Return whether entries list where their terms are mentioned.

        *asked* is what the directive says; None where it leaves it to the builder.
        """
        return self.backlinks if asked is None else asked and self.html


class TermLinkView(NamedTuple):
    """The name of a term as a link."""

    name: str
    """As readers see it, perhaps translated."""
    destination: Destination


class PopoverView(NamedTuple):
    """What a page shows of a term beside its references to it."""

    id: str
    """The first id of the term's entry."""
    summary: Summary
    lang: str
    """Language tag of the term's set; empty where it names none."""
    explained: bool
    """Whether the references lead to a canonical page."""


class ReferenceView(NamedTuple):
    """What a reference in a page comes to."""

    destination: Destination
    """Its state is ``undefined`` where no term of the project, or two, fit."""
    label: str = ''
    """The wording without the name of its set; empty to leave the wording alone."""
    inside: bool = False
    """Whether it stands in the entry of the very term."""
    popover: PopoverView | None = None
    elsewhere: str = ''
    """Address in another project, where this one does not know the label."""


class RelationView(NamedTuple):
    """A relation of an entry's term to another."""

    kind: str
    """Key of the record: broader, contrast, related, see or replaced_by."""
    link: TermLinkView


class MentionsView(NamedTuple):
    """Where a term is mentioned."""

    places: tuple[Mentioned, ...]
    more: int
    """How many further places there are."""


class EntryView(NamedTuple):
    """What an entry shows beyond its record."""

    key: str
    anchors: tuple[str, ...]
    """Ids of the entry, the one that links use first."""
    lang: str
    """Language tag of the term's set; empty where it does not matter."""
    canonical: TermLinkView | None
    """Title of the canonical page and the way to it; None on that page itself."""
    relations: tuple[RelationView, ...]
    awaited: bool
    """Whether readers are told that there is no canonical page yet."""
    mentions: MentionsView | None
    """None where entries do not list mentions."""


class ListedTermView(NamedTuple):
    """A term in a list of ``page-terms``."""

    link: TermLinkView
    inlines: tuple[InlineData, ...]
    """What the term is, in a sentence; empty where no page and no record says it."""
    lang: str
    """Language tag of name and text; empty where it is the project's or unknown."""


class PageTermsView(NamedTuple):
    """A list of ``page-terms``."""

    terms: tuple[ListedTermView, ...]


class DefinitionView(NamedTuple):
    """What a ``term-definition`` shows beyond the definition itself."""

    key: str
    """Empty where the label is not, or no longer, that of the term it was read for."""
    title: TermLinkView | None
    """Name of the term, where the directive asks for it."""
    lang: str


class MapView(NamedTuple):
    """A concept map."""

    graph: Graph
    links: tuple[TermLinkView, ...]
    """One for each term of the graph, in its order."""
    pictures: str
    """The program that draws it; empty where it is a list."""


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
    """What the term is, in a sentence; empty where that is left out."""


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
    """Those of the page, in the order of the records, as far as they are named."""


class HeadView(NamedTuple):
    """What a page defines, for machines that read its head."""

    sets: tuple[DefinedSetView, ...] = ()
    """With the terms whose entries the page has."""
    terms: tuple[tuple[DefinedTermView, DefinedSetView], ...] = ()
    """Those it is canonical for, without entries on it, and their sets."""

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.sets or self.terms)


class SearchView(NamedTuple):
    """What the search finds a page by, though its readers do not see it."""

    labels: tuple[str, ...]


class Rewrite(NamedTuple):
    """A change to a passage of prose: a link, another wording, or both."""

    start: int
    """Offset in the passage; that of a mark stands for the reference there."""
    end: int
    wording: str
    """What is written there; empty for what the author wrote."""
    target: str
    """The label that is linked; empty for no link."""
    term: str
    """Key of the term in whose entry it stands; else empty."""


class PassageView(NamedTuple):
    """The changes to one passage of prose."""

    text: str
    """By which the passage is recognised when the page is written."""
    term: str
    """Key of the term in whose entry it stands; else empty."""
    rewrites: tuple[Rewrite, ...]
    """In the order of the text; they do not overlap."""
