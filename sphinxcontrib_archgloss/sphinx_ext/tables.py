"""Tables, and where their cells stand in a file as far as that can be told.

Parsers tell no more of the cells of some tables than where the table begins, or nothing.
Of a table whose rows are items of a list they tell all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

_BULLET = r'[-*+•‣⁃]'
_ROW = re.compile(rf'[\s>]*{_BULLET}\s+{_BULLET}(?:\s|$)')
_CELL = re.compile(rf'[\s>]*{_BULLET}(?:\s|$)')


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
