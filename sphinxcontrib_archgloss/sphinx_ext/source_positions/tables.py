"""The lines of a file that the cells of its tables stand on.

Parsers report the line of each cell of a list table, and of most drawn tables. In
Markdown they report where the table begins, and for comma-separated values nothing of use:
there this module looks the row up in the lines of the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.nodes import traverse_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docutils.nodes import Element

_BULLET = r'[-*+•‣⁃]'
_ROW = re.compile(rf'[\s>]*{_BULLET}\s+{_BULLET}(?:\s|$)')
_CELL = re.compile(rf'[\s>]*{_BULLET}(?:\s|$)')
_RULE = re.compile(r'[\s>|:-]*-[\s|:-]*')
"""The line below the head of a table in Markdown."""
_CSV = re.compile(
    r'([\s>]*(?:[-*+]\s+)*)(?:\.\. csv-table::|(`{3,}|~{3,}|:{3,})\{csv-table\})'
)
_ELSEWHERE = re.compile(r'[\s>]*:?(?:file|url):')


class _CsvTable(NamedTuple):
    """A directive with comma-separated values."""

    line: int
    """1-based."""
    body: Sequence[tuple[int, str]]
    """Each further line with its number."""


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


def is_drawn(table: nodes.table, lines: Sequence[str]) -> bool:
    """Return whether a table of a file with *lines* is anything but a list table."""
    for entry in table.findall(nodes.entry):
        line = entry.children[0].line if entry.children else None
        if line is not None:
            begins = _CELL if entry.parent.index(entry) else _ROW
            return not (0 < line <= len(lines) and begins.match(lines[line - 1]))
    return True


class Cells:
    """Finds the lines of table cells of one document.

    *lines* returns the lines of the file at a path.
    """

    def __init__(self, lines: Callable[[str], Sequence[str]]) -> None:
        self._lines = lines
        self._line_by_row: dict[nodes.table, Mapping[nodes.row, int]] = {}
        self._csv_tables: list[tuple[str, nodes.table]] | None = None

    def line(self, block: Element) -> int | None:
        """Return the line on which a block or its table row begins; None if unknown."""
        lines = (node.line for node in traverse_parent(block))
        reported = next(filter(None, lines), None)
        table = next(tables_around(block), None)
        if table is None:
            return reported
        if table not in self._line_by_row:
            row_lines = self._row_lines(table, self._lines(block.source or ''))
            self._line_by_row[table] = dict(zip(_rows(table), row_lines, strict=False))
        row = next(node for node in traverse_parent(block) if isinstance(node, nodes.row))
        return self._line_by_row[table].get(row) or reported

    def _row_lines(self, table: nodes.table, lines: Sequence[str]) -> Sequence[int]:
        """Return the line of each row, 0 if unknown; nothing if the parser reports all."""
        head, rows = table.line or 0, _rows(table)
        # before MyST-Parser 5 the line of a row is 0
        in_markdown = head and rows[0].line is not None
        if in_markdown and _RULE.fullmatch(''.join(lines[head : head + 1])):
            return [head, *(head + 1 + n for n in range(1, len(rows)))]
        if not _is_csv(table, lines):
            return ()
        csv = self._directive(table, lines) or _CsvTable(0, list(enumerate(lines, 1)))
        return [line or csv.line for line in _in_order(list(map(_cells, rows)), csv.body)]

    def _directive(self, table: nodes.table, lines: Sequence[str]) -> _CsvTable | None:
        """Return the directive that produced a table; None if that is not certain."""
        if self._csv_tables is None:
            document = [*traverse_parent(table)][-1]
            tables = [(_source(node), node) for node in document.findall(nodes.table)]
            self._csv_tables = [
                (path, node) for path, node in tables if _is_csv(node, self._lines(path))
            ]
        source = _source(table)
        siblings = [node for path, node in self._csv_tables if path == source]
        directives = list(_directives(lines))
        if len(siblings) == len(directives):
            directives = [directives[siblings.index(table)]]
        cells = {cell for row in _rows(table) for cell in _cells(row)}
        matches = []
        for directive in directives:
            text = '\n'.join(line for _, line in directive.body)
            if all(cell in text for cell in cells):
                matches.append(directive)
        return matches[0] if len(matches) == 1 else None


def _rows(table: nodes.table) -> list[nodes.row]:
    parts = nodes.tgroup, nodes.thead, nodes.tbody
    rows = []
    waiting = list(table.children[::-1])
    while waiting:
        node = waiting.pop()
        if isinstance(node, parts):
            waiting += node.children[::-1]
        elif isinstance(node, nodes.row):
            rows.append(node)
    return rows


def _cells(row: Element) -> list[str]:
    """Return the first lines of those cells of a row that stand on its first line."""
    cells = []
    for entry in row.children:
        block = next(iter(entry.findall(nodes.paragraph)), None)
        raw = (block.rawsource or block.astext()) if block is not None else ''
        cells.append(raw.partition('\n')[0].strip())
        if '\n' in raw or len(entry.children) > 1:
            break
    return cells


def _is_csv(table: nodes.table, lines: Sequence[str]) -> bool:
    """Return whether a table has comma-separated values: all cells have one line."""
    begins = lines[table.line - 1 : table.line] if table.line else ()
    reported = {
        entry.children[0].line
        for row in _rows(table)
        for entry in row.children
        if entry.children
    }
    if len(reported) != 1:
        return False
    return reported <= {1, table.line} or any(map(_CSV.match, begins))


def _source(table: nodes.table) -> str:
    return next((node.source or '' for node in table.findall(nodes.paragraph)), '')


def _directives(lines: Sequence[str]) -> Iterator[_CsvTable]:
    """Yield the directives that have their values in their content."""
    for number, line in enumerate(lines, 1):
        begins = _CSV.match(line)
        if begins is None:
            continue
        lead, fence = len(begins[1]), begins[2]
        body = []
        for at, text in enumerate(lines[number:], number + 1):
            bare = text.lstrip(' \t>')
            indent = len(text) - len(bare)
            if bare and (bare.startswith(fence) if fence else indent <= lead):
                break
            body.append((at, text.replace('""', '"')))
        if not any(_ELSEWHERE.match(text) for _, text in body):
            yield _CsvTable(number, body)


def _in_order(
    rows: Sequence[Sequence[str]], body: Sequence[tuple[int, str]]
) -> Iterator[int]:
    """Yield the line of each of *rows*; 0 where it is not the only possible one."""
    lines = [line for _, line in body]
    first = list(_places(rows, lines))
    last = list(_places(rows[::-1], lines[::-1]))[::-1]
    for index, mirrored in zip(first, last, strict=True):
        if index is None or mirrored is None or index != len(lines) - 1 - mirrored:
            yield 0
        else:
            yield body[index][0]


def _places(rows: Sequence[Sequence[str]], lines: Sequence[str]) -> Iterator[int | None]:
    """Yield the index of the first line with each row, after the line of the row before."""
    at = 0
    for row in rows:
        indexes = range(at, len(lines))
        index = next((n for n in indexes if all(cell in lines[n] for cell in row)), None)
        at = at if index is None else index + 1
        yield index
