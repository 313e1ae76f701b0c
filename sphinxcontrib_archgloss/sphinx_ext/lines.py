"""Lines: where in its file a piece of markup stands.

docutils and MyST give everything inside a paragraph the paragraph's first line,
so a piece is looked up in the paragraph's source. A definition comes from a data
file, whose lines need not be those of the text (YAML folds, JSON escapes), so
there the piece is looked up once more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinxcontrib_archgloss.terms.model import Text

# How far beyond the last known line of a folded text a piece is looked for.
_REACH = 100


class Spot(NamedTuple):
    """Where a role is written."""

    line: int | None
    """1-based line of the text it is in; None where it is not known."""
    written: str = ''
    """The role as written, from its first back quote on."""
    nth: int = 0
    """How many equal ones stand before it on the line."""


class RoleFinder:
    """Finds the lines of the roles of one document, in its order."""

    def __init__(self) -> None:
        self._met: dict[tuple[int, str], int] = {}

    def spot(self, node: Element) -> Spot:
        """Return where the role that made *node* is written."""
        line, parent = node.line, node.parent
        while parent is not None and not (
            isinstance(parent, nodes.TextElement)
            and parent.rawsource
            and not isinstance(parent, addnodes.pending_xref)
        ):
            line = line if line is not None else parent.line
            parent = parent.parent
        if parent is None:
            return Spot(line)
        if parent.line is not None:
            line = parent.line
        written = node.rawsource[max(node.rawsource.find('`'), 0) :].rstrip('`')
        if line is None or not written:
            return Spot(line)
        source = parent.rawsource
        seen = (id(parent), written)
        at = source.find(written, self._met.get(seen, 0))
        if at < 0:
            return Spot(line, written)
        self._met[seen] = at + len(written)
        start = source.rfind('\n', 0, at) + 1
        nth = source.count(written, start, at)
        return Spot(line + source.count('\n', 0, at), written, nth)


class DataLines:
    """The lines of a definition, and those of its file at *path*."""

    def __init__(self, text: Text, path: str) -> None:
        self._values = text.value.split('\n')
        self._lines = text.lines
        self._path = path

    def value(self, line: int) -> str:
        """Return the 1-based *line* of the definition; empty where there is none."""
        return self._values[line - 1] if 0 < line <= len(self._values) else ''

    def in_file(self, line: int | None, piece: str = '', nth: int = 0) -> int:
        """Return the line of the file for the 1-based *line* of the definition.

        Where that is folded over several lines of the file, *piece* decides;
        *nth* is the number of equal ones before it.
        """
        if not self._lines:
            return 1
        at = min(max(line or 1, 1), len(self._lines)) - 1
        first = self._lines[at]
        if not piece.strip():
            return first
        last = self._lines[at + 1] - 1 if at + 1 < len(self._lines) else first + _REACH
        if last <= first:
            return first
        raw = _raw_lines(self._path)[first - 1 : last]
        if len(raw) < 2 or raw[0].strip() == self._values[at].strip():
            return first
        pattern = r'\s+'.join(map(re.escape, piece.split()))
        found = list(re.finditer(pattern, '\n'.join(raw)))
        if not found:
            return first
        match = found[min(nth, len(found) - 1)]
        return first + match.string.count('\n', 0, match.start())


def _raw_lines(path: str) -> list[str]:
    try:
        return _lines_as_of(path, Path(path).stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError):
        return []


@lru_cache(maxsize=4)
def _lines_as_of(path: str, changed: int) -> list[str]:
    """Return the lines of a file that was *changed* at that time (in ns)."""
    return Path(path).read_text(encoding='utf-8-sig').splitlines()
