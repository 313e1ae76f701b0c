"""Where in its file a span of prose stands: line and column of both ends, or nothing.

A span is told only if it is certain: if the whole paragraph stands in the file as its
parser had it (tabs, line ends and indentation apart), at the line the parser tells, or
near it and nowhere else, and if there is one place in it for the text. So nothing is said
of what comes from substitutions, docstrings, data files, messages of a catalogue or a drawn
table; what is looked for there has a line at most.
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

# What may stand on a line before the text of a paragraph: quotation marks of Markdown,
# signs of titles, bullets, numbers, directives, fields, footnotes, boxes to tick.
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
"""How many lines from the one that is told a paragraph may have been moved."""


class Span(NamedTuple):
    """A stretch of a source file."""

    path: str
    """Absolute."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points; a byte-order mark is none."""
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
        """Return where the text of *passage* from *start* to *end* stands.

        What stands there is what the passage has, white space apart; None if there is
        no such place, or no certain one.
        """
        block = passage.block
        path = block.source
        if not path or passage.entry or start >= end:
            return None
        alignment, first = self._alignment(passage, path)
        spot = alignment.place(start, end) if first is not None else None
        if spot is None or first is None:
            return None
        raw, lines = block.rawsource.split('\n'), self.lines(path)
        line, column = _position(block.rawsource, spot[0])
        end_line, end_column = _position(block.rawsource, spot[1])
        top, bottom = lines[first + line], lines[first + end_line]
        opens, closes = _columns(top, raw[line]), _columns(bottom, raw[end_line])
        if opens is None or closes is None:
            return None
        found = Span(
            path,
            first + line + 1,
            opens[column] + 1,
            first + end_line + 1,
            closes[end_column - 1] + 2,
        )
        written = self.text(found)
        return found if _bare(written) == _bare(passage.text[start:end]) else None

    def _alignment(
        self, passage: DoctreePassage, path: str
    ) -> tuple[Alignment, int | None]:
        """Return a passage laid against its source, and the line it begins on.

        Spans are asked for passage by passage: what the last one is like is known.
        """
        if self._last is None or self._last[0] is not passage:
            first = _where(passage.block, self.lines(path))
            self._last = (passage, Alignment(passage), first)
        return self._last[1:]

    def text(self, span: Span) -> str:
        """Return what stands in a span, without what leads on to further lines."""
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
    raw, told = block.rawsource.split('\n'), block.line
    tables = list(tables_around(block))
    if any(is_drawn(table, lines) for table in tables):
        return None
    for at in (told - 1, told - 2) if told else ():  # of a title, the line below is told
        if _stands_at(raw, lines, at):
            return at
    if tables:
        return None
    found = [at for at in range(len(lines)) if _stands_at(raw, lines, at)]
    if len(found) != 1 or (told and abs(found[0] - told + 1) > _NEAR):
        return None
    return None if _is_said_elsewhere(block, raw) else found[0]


def _is_said_elsewhere(block: Element, raw: Sequence[str]) -> bool:
    """Return whether the lines of *block* are in other text, code or comments, too."""
    wanted = _stripped(raw)
    return any(
        wanted in _stripped((one.rawsource or one.astext()).split('\n'))
        or wanted in _stripped(one.astext().split('\n'))
        for one in [*traverse_parent(block)][-1].findall(nodes.TextElement)
        if one is not block and not isinstance(one, nodes.Inline)
    )


def _stripped(lines: Sequence[str]) -> str:
    """Return *lines* so that whole lines are found in them."""
    return '\n'.join(['', *(line.strip() for line in lines), ''])


def _stands_at(raw: Sequence[str], lines: Sequence[str], at: int) -> bool:
    """Return whether *lines* are those of a paragraph from *at* on."""
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


@lru_cache(maxsize=16)  # a long line is asked about mention by mention
def _columns(line: str, raw: str) -> tuple[int, ...] | None:
    """Return the column of *line* for each of *raw*, which it must end with."""
    raw, end = raw.rstrip(), len(line.rstrip())
    found: list[int] = []
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
            found += [end] * (space - at)
        elif raw[at - 1] == line[end - 1]:
            at, end = at - 1, end - 1
            found.append(end)
        else:
            return None
    return (*found[::-1], len(line.rstrip()))
