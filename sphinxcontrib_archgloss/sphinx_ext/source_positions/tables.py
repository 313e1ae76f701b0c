"""The places of the cells of a table in the lines of a file.

Parsers report the line of each cell of a list table, and of most drawn tables. In Markdown
they report where the table begins, and for comma-separated values nothing useful: in these
cases, this module searches the lines of the file for the row.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.csv_directives import (
    is_directive,
    written_values,
)
from sphinxcontrib_archgloss.sphinx_ext.source_positions.excerpts import (
    AlignedBlock,
    Excerpt,
    ExcerptLine,
    nearest_line,
    source_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage

_BULLET = r'[-*+•‣⁃]'
_ROW = re.compile(rf'[\s>]*{_BULLET}\s+{_BULLET}(?:\s|$)')
_CELL = re.compile(rf'[\s>]*{_BULLET}(?:\s|$)')
_RULE = re.compile(r'(?=.*[|:])[\s>|:-]*-[\s|:-]*')
"""The line below the head of a table in Markdown."""
_FENCE = re.compile(r'[\s>]*(?:[-*+]\s+)*(?:`{3,}|~{3,}|:{3,})\{table\}')
_PIPED = re.compile(r'(?:\\.|[^|\\])*')
_ITEMS = r'(?:[-*+•‣⁃]\s+|\(?(?:\d+|\#|[A-Za-z])[.)]\s+)*'

LIST, PIPES, CSV, DRAWN = 'list', 'pipes', 'csv', 'drawn'
"""Kinds of tables, by how they are written."""


class _Csv(NamedTuple):
    """A table of comma-separated values as the page shows it and as it is written."""

    numbers: Mapping[Element, int]
    """Block of text in a cell → its number."""
    excerpt: Excerpt
    alignment: Alignment


def tables_around(node: Element) -> Iterator[nodes.table]:
    """Yield the tables that have *node* in a cell, the innermost first."""
    here = node.parent
    is_cell = False
    while here is not None:
        if isinstance(here, nodes.entry):
            is_cell = True
        elif isinstance(here, nodes.table) and is_cell:
            yield here
            is_cell = False
        here = here.parent


def kind_of(table: nodes.table, lines: Sequence[str]) -> str:
    """Return how a table is written in a file with *lines*."""
    head = _head(table, lines)
    if any(_RULE.fullmatch(line) for line in lines[max(head, 1) : head + 1]):
        return PIPES
    for entry in table.findall(nodes.entry):
        line = entry.children[0].line if entry.children else None
        if line is not None:
            begins = _CELL if entry.parent.index(entry) else _ROW
            if 0 < line <= len(lines) and begins.match(lines[line - 1]):
                return LIST
            break
    return CSV if _is_csv(table, lines) else DRAWN


def _head(table: nodes.table, lines: Sequence[str]) -> int:
    """Return the 1-based line on which a table begins; 0 if the parser reports none.

    Since docutils 0.23 it reports the line of a directive around the table.
    """
    head = table.line or 0
    if any(map(_FENCE.match, lines[max(head - 1, 0) : head])):
        rules = (n for n in range(head, len(lines)) if _RULE.fullmatch(lines[n]))
        return next(rules, head)
    return head


def _source(table: nodes.table) -> str:
    """Return the path of the file that contains the cells of a table."""
    entries = table.findall(nodes.entry)
    cells = (entry.children[0] for entry in entries if entry.children)
    return source_of(next(cells, table))  # type: ignore[arg-type]


def is_drawn(table: nodes.table, lines: Sequence[str]) -> bool:
    """Return whether a longer cell would break the columns of a table."""
    return kind_of(table, lines) == DRAWN


class Cells:
    """Finds the cells of the tables of one document.

    *lines* returns the lines of the file at a path.
    """

    def __init__(self, lines: Callable[[str], Sequence[str]]) -> None:
        self._lines = lines
        self._kinds: dict[nodes.table, str] = {}
        self._rows: dict[nodes.table, Mapping[Element, int]] = {}
        self._drawn: dict[nodes.table, dict[tuple[str, int | None], list[Element]]] = {}
        self._csv: dict[nodes.table, _Csv | None] = {}
        self._written: dict[nodes.table, list[tuple[Excerpt, int]]] = {}

    def kinds(self, block: Element) -> list[str]:
        """Return how the tables around a block are written, the innermost first."""
        return [self._kind(table) for table in tables_around(block)]

    def _kind(self, table: nodes.table) -> str:
        if table not in self._kinds:
            self._kinds[table] = kind_of(table, self._lines(_source(table)))
        return self._kinds[table]

    def line(self, block: Element) -> int | None:
        """Return the line on which a block or its table row begins; None if unknown."""
        table = next(tables_around(block), None)
        kind = LIST if table is None else self._kind(table)
        if table is not None and kind == PIPES:
            return self._pipe_line(block, table) + 1
        if table is not None and kind == CSV and (csv := self._csv_table(table)):
            at = csv.alignment.near(0, csv.numbers.get(block, 0))
            return csv.excerpt.position(at or 0)[0] + (1 if at is not None else 0)
        return nearest_line(block)

    def aligned(self, passage: DoctreePassage) -> AlignedBlock | None:
        """Return a block in a cell of a table other than a list table, with its source.

        None if the source is not certain.
        """
        block = passage.block
        table = next(tables_around(block))
        lines, kind = self._lines(source_of(block)), self._kind(table)
        if kind == CSV:
            csv = self._csv_table(table)
            if csv is None or block not in csv.numbers:
                return None
            return AlignedBlock(csv.excerpt, csv.alignment, csv.numbers[block])
        if kind == PIPES:
            excerpt = _piped(block, self._pipe_line(block, table), lines)
        else:
            excerpt = _drawn(block, self._twins(block, table), lines)
        if excerpt is None:
            return None
        return AlignedBlock(excerpt, Alignment(excerpt.text, [passage.running_text]))

    def _twins(self, block: Element, table: nodes.table) -> list[Element]:
        """Return the blocks of a drawn table that have the text and the line of *block*."""
        if table not in self._drawn:
            twins = self._drawn[table] = {}
            for node in _blocks(table):
                twins.setdefault((node.rawsource, nearest_line(node)), []).append(node)
        return self._drawn[table].get((block.rawsource, nearest_line(block)), [])

    def _pipe_line(self, block: Element, table: nodes.table) -> int:
        """Return the 0-based line of the row of a block in a table of Markdown."""
        if table not in self._rows:
            rows = table.findall(nodes.row)
            self._rows[table] = {row: number for number, row in enumerate(rows)}
        row = next(node for node in traverse_parent(block) if isinstance(node, nodes.row))
        number = self._rows[table][row]
        return _head(table, self._lines(_source(table))) + number - (0 if number else 1)

    def _csv_table(self, table: nodes.table) -> _Csv | None:
        """Return a table of comma-separated values; None if it is not certain which."""
        if table not in self._csv:
            if table not in self._written:
                self._written.update(self._written_tables(table))
            # a header that cannot be read is not shown
            excerpts = [
                Excerpt(lines)
                for lines in dict.fromkeys(
                    lines
                    for whole, header in self._written[table]
                    for lines in (whole.lines, whole.lines[header:])
                )
            ]
            blocks = list(_blocks(table))
            numbers = {block: number for number, block in enumerate(blocks)}
            texts = [RunningText(block) for block in blocks]
            read = [
                _Csv(numbers, excerpt, Alignment(excerpt.text, texts))
                for excerpt in excerpts
            ]
            certain = [csv for csv in read if csv.alignment.is_complete]
            self._csv[table] = certain[0] if len(certain) == 1 else None
        return self._csv[table]

    def _written_tables(
        self, table: nodes.table
    ) -> dict[nodes.table, list[tuple[Excerpt, int]]]:
        """Return table → what it may be in its file, for all in the document of *table*.

        The values come with the number of lines that are the header.
        """
        document = [*traverse_parent(table)][-1]
        by_source: dict[str, list[nodes.table]] = {}
        for node in document.findall(nodes.table):
            if self._kind(node) == CSV:
                by_source.setdefault(_source(node), []).append(node)
        written_tables: dict[nodes.table, list[tuple[Excerpt, int]]] = {}
        for source, tables in by_source.items():
            lines = self._lines(source)
            written = list(written_values(lines)) or [(_whole(lines), 0)]
            each = [[one] for one in written]
            if len(tables) != len(written):
                each = [written] * len(tables)
            written_tables.update(zip(tables, each, strict=True))
        return written_tables


def _blocks(table: nodes.table) -> Iterator[Element]:
    """Yield the blocks of text in the cells of a table."""
    for entry in table.findall(nodes.entry):
        for node in entry.findall(nodes.TextElement):
            if not isinstance(node, nodes.Inline):
                yield node


def _whole(lines: Sequence[str]) -> Excerpt:
    return Excerpt(tuple(ExcerptLine(n, 0, line) for n, line in enumerate(lines)))


def _is_csv(table: nodes.table, lines: Sequence[str]) -> bool:
    """Return whether a table has comma-separated values: all cells have one line."""
    begins = lines[table.line - 1 : table.line] if table.line else ()
    cells = [entry.children[0] for entry in table.findall(nodes.entry) if entry.children]
    reported = {cell.line for cell in cells}
    if len(reported) != 1:
        return False
    return reported <= {1, table.line} or any(map(is_directive, begins))


def _column(block: Element) -> int:
    """Return the number of the cell, in its row, that holds a block."""
    entry = next(node for node in traverse_parent(block) if isinstance(node, nodes.entry))
    return entry.parent.index(entry)


def _piped(block: Element, number: int, lines: Sequence[str]) -> Excerpt | None:
    """Return the source of a cell on the 0-based line of a row of Markdown."""
    if not number < len(lines):
        return None
    line = lines[number].rstrip()
    start = re.match(rf'[\s>]*{_ITEMS}[\s>]*\|?', line).end()  # type: ignore[union-attr]
    cells: list[ExcerptLine] = []
    while start <= len(line):
        match = _PIPED.match(line, start)
        end = match.end() if match else start
        cells.append(ExcerptLine(number, start, line[start:end]))
        start = end + 1
    column = _column(block)
    return Excerpt((cells[column],)) if column < len(cells) else None


def _drawn(
    block: Element, twins: Sequence[Element], lines: Sequence[str]
) -> Excerpt | None:
    """Return the source of a block in a cell of a drawn table.

    The order distinguishes blocks with the same text on a line, *twins*.
    """
    reported = nearest_line(block) or 0
    raw = block.rawsource.split('\n')
    padded = [_padded(line) for line in lines[reported - 1 : reported - 1 + len(raw)]]
    if not reported or not block.rawsource or len(padded) < len(raw):
        return None
    texts = [re.escape(_padded(line).rstrip()) for line in raw]
    before, after = (r'(?:^|\s\s|\|\s*)', r'(?=\s*\||\s\s|\s*$)')
    pattern = re.compile(rf'{before}(?P<lead>{_ITEMS})(?P<text>{texts[0]}){after}')
    columns = [
        match.start('text')
        for match in pattern.finditer(padded[0])
        if all(
            re.compile(text + after).match(line, match.start('text'))
            for text, line in zip(texts[1:], padded[1:], strict=True)
        )
    ]
    if len(columns) != len(twins):
        return None
    column = columns[twins.index(block)]
    rows = []
    for n, text in enumerate(raw):
        start = column - padded[n].count('\0', 0, column)
        rows.append(ExcerptLine(reported - 1 + n, start, text.rstrip()))
    return Excerpt(tuple(rows))


def _padded(line: str) -> str:
    """Return a line in which each character has the width that it is drawn with."""
    if line.isascii():
        return line
    return ''.join(
        f'{char}\0' if unicodedata.east_asian_width(char) in 'WF' else char for char in line
    )
