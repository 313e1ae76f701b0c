"""Tables, and where their cells stand in a file as far as that can be told.

Of the cells of a list of lists parsers tell the line, and of most drawn tables, too. In
Markdown they tell where the table begins, of comma-separated values nothing that is of
use: there the row is looked for in the lines of the file.
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
_DATA = re.compile(
    r'([\s>]*(?:[-*+]\s+)*)(?:\.\. csv-table::|(`{3,}|~{3,}|:{3,})\{csv-table\})'
)
_ELSEWHERE = re.compile(r'[\s>]*:?(?:file|url):')


class _Data(NamedTuple):
    """A directive with comma-separated values."""

    line: int
    """1-based."""
    body: Sequence[tuple[int, str]]
    """Each further line with its number."""


def tables_around(node: Element) -> Iterator[nodes.table]:
    """Yield the tables that *node* stands in a cell of, the innermost first."""
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
    """Return whether a table of a file with *lines* is anything but a list of lists."""
    for entry in table.findall(nodes.entry):
        line = entry.children[0].line if entry.children else None
        if line is not None:
            begins = _CELL if entry.parent.index(entry) else _ROW
            return not (0 < line <= len(lines) and begins.match(lines[line - 1]))
    return True


class Cells:
    """Tells on which lines the cells of the tables of one document stand.

    *lines* gives those of a file.
    """

    def __init__(self, lines: Callable[[str], Sequence[str]]) -> None:
        self._lines = lines
        self._known: dict[nodes.table, Mapping[nodes.row, int]] = {}
        self._data: list[tuple[str, nodes.table]] | None = None

    def line(self, block: Element) -> int | None:
        """Return the line on which a block begins, or its row does; None if unknown."""
        around = (one.line for one in traverse_parent(block))
        told = next(filter(None, around), None)
        table = next(tables_around(block), None)
        if table is None:
            return told
        if table not in self._known:
            found = self._row_lines(table, self._lines(block.source or ''))
            self._known[table] = dict(zip(_rows(table), found, strict=False))
        row = next(one for one in traverse_parent(block) if isinstance(one, nodes.row))
        return self._known[table].get(row) or told

    def _row_lines(self, table: nodes.table, lines: Sequence[str]) -> Sequence[int]:
        """Return the line of each row, 0 for what is told; none if all lines are told."""
        head, rows = table.line or 0, _rows(table)
        # before MyST-Parser 5 the line of a row is 0
        in_markdown = head and rows[0].line is not None
        if in_markdown and _RULE.fullmatch(''.join(lines[head : head + 1])):
            return [head, *(head + 1 + n for n in range(1, len(rows)))]
        if not _is_data(table, lines):
            return ()
        made = self._directive(table, lines) or _Data(0, list(enumerate(lines, 1)))
        return [one or made.line for one in _in_order(list(map(_cells, rows)), made.body)]

    def _directive(self, table: nodes.table, lines: Sequence[str]) -> _Data | None:
        """Return the directive that a table is from; None if that is not certain."""
        if self._data is None:
            document = [*traverse_parent(table)][-1]
            found = [(_source(one), one) for one in document.findall(nodes.table)]
            self._data = [one for one in found if _is_data(one[1], self._lines(one[0]))]
        source = _source(table)
        tables = [one for path, one in self._data if path == source]
        directives = list(_directives(lines))
        if len(tables) == len(directives):
            directives = [directives[tables.index(table)]]
        cells = {cell for row in _rows(table) for cell in _cells(row)}
        fitting = []
        for one in directives:
            text = '\n'.join(line for _, line in one.body)
            if all(cell in text for cell in cells):
                fitting.append(one)
        return fitting[0] if len(fitting) == 1 else None


def _rows(table: nodes.table) -> list[nodes.row]:
    within = nodes.tgroup, nodes.thead, nodes.tbody
    found = []
    waiting = list(table.children[::-1])
    while waiting:
        one = waiting.pop()
        if isinstance(one, within):
            waiting += one.children[::-1]
        elif isinstance(one, nodes.row):
            found.append(one)
    return found


def _cells(row: Element) -> list[str]:
    """Return the first lines of the cells of a row that stand on its first line."""
    found = []
    for entry in row.children:
        block = next(iter(entry.findall(nodes.paragraph)), None)
        raw = (block.rawsource or block.astext()) if block is not None else ''
        found.append(raw.partition('\n')[0].strip())
        if '\n' in raw or len(entry.children) > 1:
            break
    return found


def _is_data(table: nodes.table, lines: Sequence[str]) -> bool:
    """Return whether a table is of comma-separated values: one line is told for all."""
    begins = lines[table.line - 1 : table.line] if table.line else ()
    told = {
        entry.children[0].line
        for row in _rows(table)
        for entry in row.children
        if entry.children
    }
    return len(told) == 1 and (told <= {1, table.line} or any(map(_DATA.match, begins)))


def _source(table: nodes.table) -> str:
    return next((one.source or '' for one in table.findall(nodes.paragraph)), '')


def _directives(lines: Sequence[str]) -> Iterator[_Data]:
    """Yield the directives whose values stand in them."""
    for number, line in enumerate(lines, 1):
        begins = _DATA.match(line)
        if begins is None:
            continue
        lead, fence = len(begins[1]), begins[2]
        body = []
        for at, one in enumerate(lines[number:], number + 1):
            bare = one.lstrip(' \t>')
            if bare and (bare.startswith(fence) if fence else len(one) - len(bare) <= lead):
                break
            body.append((at, one.replace('""', '"')))
        if not any(_ELSEWHERE.match(one) for _, one in body):
            yield _Data(number, body)


def _in_order(
    rows: Sequence[Sequence[str]], body: Sequence[tuple[int, str]]
) -> Iterator[int]:
    """Yield the line of each of *rows*; 0 where there is not one place for it."""
    lines = [line for _, line in body]
    first = list(_places(rows, lines))
    last = list(_places(rows[::-1], lines[::-1]))[::-1]
    for one, other in zip(first, last, strict=True):
        same = one is not None and other is not None and one == len(lines) - 1 - other
        yield body[one][0] if same and one is not None else 0


def _places(rows: Sequence[Sequence[str]], lines: Sequence[str]) -> Iterator[int | None]:
    """Yield the index of the first line for each row, behind that of the one before."""
    at = 0
    for row in rows:
        places = (n for n in range(at, len(lines)) if all(one in lines[n] for one in row))
        found = next(places, None)
        at = at if found is None else found + 1
        yield found
