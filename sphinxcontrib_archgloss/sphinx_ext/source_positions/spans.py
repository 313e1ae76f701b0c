"""The place of a span of prose in its file: line and column of both ends, or none.

A span has a place only if that place is certain: the file holds the source of its block
(see `excerpts` and `tables`), and the text can be in one place of that source only (see
`alignment`). So text from substitutions, docstrings, data files and message catalogues has
none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.excerpts import (
    AlignedBlock,
    FileParagraphs,
    paragraph_excerpt,
    source_of,
)
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import LIST, Cells
from sphinxcontrib_archgloss.sphinx_ext.source_positions.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage


class Span(NamedTuple):
    """A stretch of a source file."""

    path: str
    """Absolute."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points; a byte-order mark does not count."""
    end_line: int
    """1-based."""
    end_column: int
    """1-based; behind the last character."""


class Spans:
    """Finds spans of the prose of one page in their files.

    *lines* returns the lines of the file at a path, none if it cannot be read.
    """

    def __init__(self, lines: Callable[[str], Sequence[str]] = file_lines) -> None:
        read = self.lines = cache(lines)
        self.cells = Cells(self.lines)
        self._paragraphs = cache(lambda path: FileParagraphs(read(path)))
        self._blocks: dict[Element, AlignedBlock | None] = {}
        self._text_blocks = cache(TextBlocks)

    def span(self, passage: DoctreePassage, start: int, end: int) -> Span | None:
        """Return where the text of *passage* from *start* to *end* is in its file.

        The file has the same text there, except for white space, escapes and typography.
        None if no place is certain.
        """
        aligned = self._aligned(passage)
        if aligned is None or start >= end:
            return None
        excerpt, alignment, number = aligned
        offsets = alignment.place(passage.text, start, end, number)
        if offsets is None:
            return None
        line, column = excerpt.position(offsets[0])
        end_line, end_column = excerpt.position(offsets[1] - 1)
        path = source_of(passage.block)
        return Span(path, line + 1, column + 1, end_line + 1, end_column + 2)

    def line(self, passage: DoctreePassage, start: int) -> int | None:
        """Return the 1-based line of the text of *passage* at an offset, if it is known.

        It is the line of the block, or of its row in a table, if nothing else is.
        """
        aligned = self._aligned(passage)
        if aligned is not None:
            at = aligned.alignment.near(start, aligned.number)
            return aligned.excerpt.position(at or 0)[0] + 1
        return self.cells.line(passage.block)

    def _aligned(self, passage: DoctreePassage) -> AlignedBlock | None:
        """Return what is known about the source of a passage."""
        if passage.entry:
            return None
        block = passage.block
        if block not in self._blocks:
            self._blocks[block] = self._align(passage)
        return self._blocks[block]

    def _align(self, passage: DoctreePassage) -> AlignedBlock | None:
        path = source_of(passage.block)
        if not path or not (paragraphs := self._paragraphs(path)).lines:
            return None
        tables = self.cells.kinds(passage.block)
        if not tables or tables[0] == LIST:
            # old docutils gives no lines to nested line blocks
            nearby = not tables or not passage.block.line
            *_, document = traverse_parent(passage.block)
            blocks = self._text_blocks(document)
            excerpt = paragraph_excerpt(passage, paragraphs, blocks, nearby=nearby)
        else:
            return self.cells.aligned(passage)
        if excerpt is None:
            return None
        skips_lead = not passage.block.line
        alignment = Alignment(excerpt.text, [passage.running_text], skips_lead)
        return AlignedBlock(excerpt, alignment)
