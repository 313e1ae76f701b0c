"""Where in its file a span of prose stands: line and column of both ends, or nothing.

A span has a place only if that place is certain: the file holds the whole paragraph as the
parser read it (except for tabs, line ends and indentation), at the line that the parser
reports, or near it and nowhere else, and the text has one place in the paragraph. So text
from substitutions, docstrings, data files, message catalogues and drawn tables has none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import (
    is_drawn,
    tables_around,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage

# What a line may have before the text of a paragraph: quotation marks of Markdown, title
# marks, bullets, numbers, directives, fields, footnotes, task boxes.
_LEAD = re.compile(
    r'(?:[\s>]'
    r'|\#{1,6}\s+'
    r'|[-*+•‣⁃:~]\s+'
    r'|\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\#)[.)]\s+'
    r'|\.\.\s+(?:[\w:+.-]+::|\[[^\]]+\])\s+'
    r'|:[^:`]+:\s+'
    r'|\[\^[^\]]+\]:\s+'
    r'|(?:`{3,}|~{3,}|:{3,})\{[^}]+\}\s*'
    r'|\[[ xX]\]\s*)*'
)
_CONTINUED = re.compile(r'[\s>]*')
_NEAR = 5
"""How many lines a paragraph may be away from the line that its parser reports."""


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
    """Finds spans of prose in their files, each of which is read once."""

    def __init__(self) -> None:
        self.lines = cache(file_lines)
        """The lines of the file at a path; none if it cannot be read."""
        self._last: tuple[DoctreePassage, Alignment, int | None] | None = None

    def span(self, passage: DoctreePassage, start: int, end: int) -> Span | None:
        """Return where the text of *passage* from *start* to *end* stands in its file.

        The file has the same text there, except for white space. None if no place is
        certain.
        """
        block = passage.block
        path = block.source
        if not path or passage.entry or start >= end:
            return None
        alignment, first = self._alignment(passage, path)
        offsets = alignment.place(start, end) if first is not None else None
        if offsets is None or first is None:
            return None
        raw, lines = block.rawsource.split('\n'), self.lines(path)
        line, column = _position(block.rawsource, offsets[0])
        end_line, end_column = _position(block.rawsource, offsets[1])
        top, bottom = lines[first + line], lines[first + end_line]
        opens, closes = _columns(top, raw[line]), _columns(bottom, raw[end_line])
        if opens is None or closes is None:
            return None
        span = Span(
            path,
            first + line + 1,
            opens[column] + 1,
            first + end_line + 1,
            closes[end_column - 1] + 2,
        )
        return span if _bare(self.text(span)) == _bare(passage.text[start:end]) else None

    def _alignment(
        self, passage: DoctreePassage, path: str
    ) -> tuple[Alignment, int | None]:
        """Return the alignment of a passage, and the 0-based line that it begins on.

        The last one is kept, as callers look up the spans of one passage after another.
        """
        if self._last is None or self._last[0] is not passage:
            first = _where(passage.block, self.lines(path))
            self._last = (passage, Alignment(passage), first)
        return self._last[1:]

    def text(self, span: Span) -> str:
        """Return the text of a span, without the indentation of its further lines."""
        lines = self.lines(span.path)[span.line - 1 : span.end_line]
        whole = [lines[0], *(_CONTINUED.sub('', line, count=1) for line in lines[1:])]
        cut = len(lines[-1]) - (span.end_column - 1)
        last = whole[-1]
        whole[-1] = last[: len(last) - cut] if cut > 0 else last
        whole[0] = whole[0][span.column - 1 :]
        return '\n'.join(whole)


def _bare(text: str) -> str:
    return ' '.join(text.split())


def _position(text: str, offset: int) -> tuple[int, int]:
    """Return the 0-based line and column of an offset."""
    start = text.rfind('\n', 0, offset) + 1
    return text.count('\n', 0, offset), offset - start


def _where(block: Element, lines: Sequence[str]) -> int | None:
    """Return the 0-based line on which a paragraph begins; None if not certain."""
    raw, reported = block.rawsource.split('\n'), block.line
    tables = list(tables_around(block))
    if any(is_drawn(table, lines) for table in tables):
        return None
    # of a title, parsers report the line below
    for at in (reported - 1, reported - 2) if reported else ():
        if _stands_at(raw, lines, at):
            return at
    if tables:
        return None
    places = [at for at in range(len(lines)) if _stands_at(raw, lines, at)]
    if len(places) != 1 or (reported and abs(places[0] - reported + 1) > _NEAR):
        return None
    return None if _is_repeated(block, raw) else places[0]


def _is_repeated(block: Element, raw: Sequence[str]) -> bool:
    """Return whether the lines of *block* occur in other text, code or comments, too."""
    text = _stripped(raw)
    return any(
        text in _stripped((node.rawsource or node.astext()).split('\n'))
        or text in _stripped(node.astext().split('\n'))
        for node in [*traverse_parent(block)][-1].findall(nodes.TextElement)
        if node is not block and not isinstance(node, nodes.Inline)
    )


def _stripped(lines: Sequence[str]) -> str:
    """Return *lines* as one text in which only whole lines match."""
    return '\n'.join(['', *(line.strip() for line in lines), ''])


def _stands_at(raw: Sequence[str], lines: Sequence[str], at: int) -> bool:
    """Return whether the paragraph with the lines *raw* begins at the line *at*."""
    if not 0 <= at <= len(lines) - len(raw):
        return False
    for n, line in enumerate(raw):
        columns = _columns(lines[at + n], line)
        if columns is None:
            return False
        lead = lines[at + n][: columns[0]]
        if not (_CONTINUED if n else _LEAD).fullmatch(lead):
            return False
    return True


@lru_cache(maxsize=16)  # called for each mention on a long line
def _columns(line: str, raw: str) -> tuple[int, ...] | None:
    """Return the column in *line* of each character of *raw*, which must end the line."""
    raw, end = raw.rstrip(), len(line.rstrip())
    columns: list[int] = []
    at = len(raw)
    while at:
        if not end:
            return None
        if raw[at - 1].isspace() and line[end - 1].isspace():
            # tabs have become spaces
            space = at
            while at and raw[at - 1].isspace():
                at -= 1
            while end and line[end - 1].isspace():
                end -= 1
            columns += [end] * (space - at)
        elif raw[at - 1] == line[end - 1]:
            at, end = at - 1, end - 1
            columns.append(end)
        else:
            return None
    return (*columns[::-1], len(line.rstrip()))
