"""What one page says about terms: plain records, kept by docname.

They are gathered when a page is read and are picklable; whatever can be derived
from all of them together is not in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Use(NamedTuple):
    """A place where a page names a term."""

    kind: str
    """``ref`` (the role), ``any`` and ``term`` (roles of Sphinx's own that may find our
    terms), ``show`` (a definition that the page transcludes), ``select`` or ``map`` (an
    option of ``term-set`` or ``term-map``)."""
    target: str
    """As written."""
    line: int | None
    """1-based; inside a definition, relative to the definition's first line."""
    source: str = ''
    """Path of the file, where it is not the page's own."""
    term: str = ''
    """Key of the term in whose definition it is written; else empty."""
    section: int = 0
    """1-based number of the section in `PageFacts.sections`; 0 before the first."""
    conditions: tuple[str, ...] = ()
    """Expressions of the ``only`` directives around it."""


class Section(NamedTuple):
    """A section of a page."""

    anchor: str
    title: str


InlineData = Any
"""A text, or (class, attributes, pieces) of an inline node: plain data."""


TITLED = 'titled'
"""Attribute of a piece that has the title of a page, (``doc``, name), or that of a label's
place, (``ref``, name); the text in it stands for one that there is not."""
SUMMARY_LIMIT = 320
"""Characters of a brief at most; what is longer is cut between words."""


class Summary(NamedTuple):
    """What a term is in a sentence, as the page that renders its entry has it."""

    name: str
    """As readers see it, perhaps translated."""
    inlines: tuple[InlineData, ...]
    """The sentence: inline markup without links."""
    translated: bool = False
    """Whether it is in the project's language, whatever that of the set."""

    @property
    def text(self) -> str:
        """The sentence without its markup."""
        return summary_text(self.inlines)


def with_titles(inline: InlineData, title: Callable[[str, str], str]) -> InlineData:
    """Return *piece* with what *title* says of (``doc`` or ``ref``, name) in it.

    Where it says nothing, the target stays as written.
    """
    if isinstance(inline, str):
        return inline
    kind, attributes, inner = inline
    if asked := dict(attributes).get(TITLED):
        return title(*asked) or summary_text(inner)
    return (kind, attributes, tuple(with_titles(one, title) for one in inner))


def summary_text(inlines: Iterable[InlineData]) -> str:
    """Return the pieces of a brief as plain text."""
    return ''.join(
        inline if isinstance(inline, str) else summary_text(inline[2]) for inline in inlines
    )


class Link(NamedTuple):
    """A reference to something else than a term, inside a definition."""

    term: str
    """Key of the term in whose definition it is written."""
    line: int
    """Relative to the definition's first line."""
    text: str
    attributes: tuple[tuple[str, Any], ...]
    """What Sphinx needs to resolve it."""


class Claim(NamedTuple):
    """A page saying "I am the canonical page of …"."""

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


class Request(NamedTuple):
    """What a ``term-set`` directive asks for."""

    paths: tuple[str, ...]
    """Absolute paths of the sets' files; empty for every configured set."""
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    order: str = 'alphabetical'
    """alphabetical or written."""
    indexed: bool = True
    """Whether the entries can be link targets."""
    used: bool = False
    """Whether only terms that the project uses come out."""
    single: str = ''
    """``long`` or ``short`` for one definition alone, that of the term in `only`."""
    titled: bool = False
    """Whether a single definition has the term's name before it."""
    grouped: bool = False
    """Whether terms stand in groups, by category."""
    letters: bool | None = None
    """Whether letters stand above the entries; None where there are many."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out of the sets."""
        return not (self.only or self.exclude or self.categories or self.used)


class Rendering(NamedTuple):
    """What a ``term-set`` directive rendered."""

    request: Request
    keys: tuple[str, ...]
    """Terms in the order of their entries."""
    files: tuple[tuple[str, str], ...]
    """(path, digest) of the files that were rendered from."""
    digest: str
    """Of all that the entries show, so that a change can be told."""
    backlinks: bool | None = None
    """Whether entries say where their terms are mentioned; None as configured."""


class Listing(NamedTuple):
    """What a ``page-terms`` directive lists: the terms of some sections."""

    order: str
    """mentioned or alphabetical."""
    first: int = 0
    """1-based number of the section in `PageFacts.sections`; 0 for the whole page."""
    last: int = 0
    """That of the last section inside it."""


class MapRequest(NamedTuple):
    """What a ``term-map`` directive asks for."""

    paths: tuple[str, ...] = ()
    """Absolute paths of the sets' files; empty for every set of the project."""
    categories: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Labels of the terms whose neighbourhood it is; empty for all terms."""
    depth: int = 1
    """Steps from these terms."""
    connected: bool = False
    """Whether terms that nothing leads to or from are left out."""
    line: int | None = None
    """1-based."""
    source: str = ''
    """Path of the file, where it is not the page's own."""


class Fault(NamedTuple):
    """Something wrong inside a definition, found when it was rendered."""

    term: str
    """Key."""
    line: int
    """Relative to the definition's first line."""
    message: str


class PageProblem(NamedTuple):
    """Something wrong with a directive or field of a page."""

    kind: str
    message: str
    line: int | None
    source: str = ''


class NamedSet(NamedTuple):
    """A set that a directive names."""

    name: str
    path: str
    """Absolute path the name stood for when the page was read; empty for none."""
    line: int | None
    source: str = ''
    directive: str = 'term-set'


class Written(NamedTuple):
    """A reference to a term in a passage."""

    at: int
    """Offset of its mark in the passage's text."""
    kind: str
    """As that of a `Use`."""
    target: str
    """As written."""
    explicit: bool = False
    """Whether the author has given it a title."""


class Passage(NamedTuple):
    """The running text of one block of a page, such as a paragraph or a caption."""

    text: str
    """With one U+FFFC for each inline that is no prose."""
    section: int = 0
    """1-based number of its section in `Prose.sections`; 0 before the first."""
    term: str = ''
    """Key of the term in whose entry it stands; else empty."""
    seams: tuple[int, ...] = ()
    """Offsets where emphasis begins or ends: no link goes across them."""
    references: tuple[Written, ...] = ()
    quiet: bool = False
    """Whether it is to be left without automatic links."""
    conditions: tuple[str, ...] = ()
    """Expressions of the ``only`` directives around it, outermost first."""
    quoted: bool = False
    """Whether it stands in a block quotation."""
    emphasis: tuple[tuple[int, int], ...] = ()
    """(start, end) of each stretch of the text that stands in emphasis."""
    heading: bool = False
    """Whether it is no prose but a title, the head of a table, a caption of code, …"""


class Prose(NamedTuple):
    """What a page says in plain words; kept only if something is made of it."""

    passages: tuple[Passage, ...] = ()
    """In the order of the page."""
    sections: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """For each section the number of the one around it (0 for none), and all ids that
    stand in it and in none inside it."""
    quiet: bool = False
    """Whether the page as a whole is to be left without automatic links."""

    def stands_in(self, section: int, anchor: str) -> bool:
        """Return whether a *section*, or one around it, is the one with an *anchor*."""
        while section:
            around, ids = self.sections[section - 1]
            if anchor in ids:
                return True
            section = around
        return False


class PageFacts(NamedTuple):
    """All that one page says."""

    uses: tuple[Use, ...] = ()
    """In the order of the page."""
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    listings: tuple[Listing, ...] = ()
    maps: tuple[MapRequest, ...] = ()
    pulled: tuple[str, ...] = ()
    """Absolute paths of the files its directives name."""
    named: tuple[NamedSet, ...] = ()
    """Sets that its directives name otherwise than by path."""
    faults: tuple[Fault, ...] = ()
    problems: tuple[PageProblem, ...] = ()
    top: str = ''
    """Id of the first section."""
    sections: tuple[Section, ...] = ()
    """Every section in its order, where the page refers to terms."""
    summaries: tuple[tuple[str, Summary], ...] = ()
    """(key, brief) for the entries that the page renders."""
    ids: tuple[str, ...] = ()
    """Every id that a fragment may name."""
    index_entries: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """All entries of the page in the general index, where it depends on the project
    which of them count: (key of the term if it counts only while that is used, else
    empty; what Sphinx keeps)."""
    names: tuple[tuple[str, str], ...] = ()
    """(label, id) where a label differs from its id."""
    prose: Prose | None = None
    """None where nobody has asked for it when the page was read."""

    def anchor(self, fragment: str) -> str | None:
        """Return the id that *fragment* (an id or a label) names on the page."""
        if fragment in self.ids:
            return fragment
        names = dict(self.names)
        return names.get(fragment) or names.get(' '.join(fragment.lower().split()))
