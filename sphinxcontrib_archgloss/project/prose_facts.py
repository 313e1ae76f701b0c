"""The running text of one page: plain records of its passages, without docutils nodes.

They are gathered while a page is read, and are picklable. Which terms the text mentions is
derived from them and the lexicon in `project.prose`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.outputs import Condition


class PassageReference(NamedTuple):
    """A reference to a term in a passage."""

    at: int
    """Offset of its mark in the passage's text."""
    kind: str
    """As that of a `Use`."""
    target: str
    """As written."""
    explicit: bool = False
    """Whether the author gave it a title."""


class Passage(NamedTuple):
    """The running text of one block of a page, such as a paragraph or a caption."""

    text: str
    """With one U+FFFC for each inline that is not prose."""
    section: int = 0
    """1-based number of its section in `Prose.sections`; 0 before the first."""
    term: str = ''
    """Key of the term whose entry contains it; else empty."""
    seams: tuple[int, ...] = ()
    """Offsets where emphasis begins or ends; no link crosses them."""
    references: tuple[PassageReference, ...] = ()
    quiet: bool = False
    """Whether it must have no automatic links."""
    conditions: tuple[Condition, ...] = ()
    """Those of all blocks around it, outermost first."""
    quoted: bool = False
    """Whether it is in a block quotation."""
    emphasis: tuple[tuple[int, int], ...] = ()
    """(start, end) of each stretch of the text in emphasis."""
    heading: bool = False
    """Whether it is a title, the head of a table, a caption of code, … and not prose."""


class Prose(NamedTuple):
    """The running text of a page; kept only if a feature needs it."""

    passages: tuple[Passage, ...] = ()
    """In the order of the page."""
    sections: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(number of the section around it or 0, all ids in it outside its subsections) for
    each section."""
    quiet: bool = False
    """Whether the page as a whole must have no automatic links."""

    def stands_in(self, section: int, anchor: str) -> bool:
        """Return whether *section*, or one around it, has *anchor* among its ids."""
        while section:
            around, ids = self.sections[section - 1]
            if anchor in ids:
                return True
            section = around
        return False
