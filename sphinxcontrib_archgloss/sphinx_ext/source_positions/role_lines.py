"""Lines: where in its file a piece of markup stands.

docutils and MyST give everything inside a paragraph the paragraph's first line,
and what is in tables or captions no better one, so a piece is looked up in the
source. A definition comes from a data file, whose lines need not be those of
the text (YAML folds, JSON escapes), so there the piece is looked up once more.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.file_lines import file_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.terms.model import Text

REACH = 100
"""How many lines around the one that parsers tell a piece is looked for."""


class Spot(NamedTuple):
    """Where a role is written."""

    line: int | None
    """1-based line of the source; None where it is not known."""
    written: str = ''
    """The first line of the role as written, with its name if that is known."""
    nth: int = 0
    """How many equal ones stand before it on the line."""


class RoleFinder:
    """Finds the lines of the roles of one document, which must be asked for in order.

    *source* gives the lines of the source that a node is from; none if unknown.
    """

    def __init__(self, source: Callable[[Element], Sequence[str]]) -> None:
        self._source = source
        self._met: dict[tuple[int, str], int] = {}
        self._taken: dict[tuple[str, int, str], int] = {}

    def spot(self, node: Element) -> Spot:
        """Return where the role that made *node* is written."""
        # a link of MyST has no source of its own
        forms = role_sources(node.rawsource or str(node.get('reftarget', '')))
        line, found = self._line_in_paragraph(node, forms)
        if line is None or not forms:
            return Spot(line)
        source = self._source(node)
        for form in (found,) if found else forms:
            written = form.partition('\n')[0]
            for near in _outward(line):
                if near <= len(source) and written in source[near - 1]:
                    key = (node.source or '', near, written)
                    taken = self._taken.get(key, 0)
                    if _count(written, source[near - 1]) > taken:
                        self._taken[key] = taken + 1
                        return Spot(near, written, taken)
        return Spot(line, (found or forms[-1]).partition('\n')[0])

    def _line_in_paragraph(
        self, node: Element, forms: Sequence[str]
    ) -> tuple[int | None, str]:
        """Return the line as the source of the enclosing paragraph has it.

        And what stands there: one of *forms*, or nothing if there is none of them.
        """
        line, parent = node.line if node.rawsource else None, node.parent
        while parent is not None and not (
            isinstance(parent, nodes.TextElement)
            and parent.rawsource
            and not isinstance(parent, addnodes.pending_xref)
        ):
            line = line if line is not None else parent.line
            parent = parent.parent
        if parent is None:
            return line, ''
        line = parent.line if line is None else line
        if line is None:
            return line, ''
        raw = parent.rawsource
        text = raw.replace('\n', ' ')  # MyST has a role on one line, wherever it ends
        for form in (one.replace('\n', ' ') for one in forms):
            seen = (id(parent), form)
            at = _find(form, text, self._met.get(seen, 0))
            if at >= 0:
                end = self._met[seen] = at + len(form)
                return line + raw.count('\n', 0, at), raw[at:end]
        return line, ''


def role_sources(written: str) -> tuple[str, ...]:
    """Return what may stand in the source for a role with the rawsource *written*.

    The surest comes first: the name of a role tells it from a literal or a link with the
    same text. Roles of MyST have the rawsource of reStructuredText.
    """
    at = written.find('`')
    if at <= 0:
        return (written,) if written else ()
    name, text = f'{{{written[1 : at - 1]}}}', written[at:]
    return written, f'{name}{text}', f'{name}`{text}`', text


def _find(written: str, text: str, start: int) -> int:
    """Return where *written* stands in *text*, not as the beginning of a literal."""
    at = text.find(written, start)
    while at > 0 and text[at - 1] == '`':
        at = text.find(written, at + 1)
    return at


def _count(written: str, line: str) -> int:
    return line.count(written) - line.count(f'`{written}')


def _outward(line: int) -> Iterator[int]:
    yield line
    for distance in range(1, REACH):
        if line > distance:
            yield line - distance
        yield line + distance


def untranslated(source: str | None) -> tuple[str, int] | None:
    """Return (path, line) of the original, if *source* names a translation."""
    if not source or not source.endswith('<translated>'):
        return None
    match = re.fullmatch(r'(.*):(\d+):<translated>', source, re.DOTALL)
    return (match[1], int(match[2])) if match else None


def other_source(source: str | None, own: str) -> str:
    """Return the absolute path of *source*, or '' if it is the page's *own* file."""
    if not source or source == own:
        return ''
    if source.startswith('<'):
        return source  # Sphinx's name for what is no file, as "<rst_prolog>"
    # not resolved: the page's own path is not, either
    path = os.path.abspath(source)  # noqa: PTH100
    return '' if path == own else path


class DataLines:
    """The lines of a definition, and those of its file at *path*."""

    def __init__(self, text: Text, path: str) -> None:
        self.values = text.value.split('\n')
        """The lines of the definition."""
        self._lines = text.lines
        self._path = path

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
        following = zip(self.values[at + 1 :], self._lines[at + 1 :], strict=True)
        last = next((n for value, n in following if value.strip()), first + REACH)
        if last <= first:
            return first
        raw = file_lines(self._path)[first - 1 : last]
        if len(raw) < 2 or raw[0].strip() == self.values[at].strip():
            return first
        pattern = r'\s+'.join(map(re.escape, piece.split()))
        found = list(re.finditer(pattern, '\n'.join(raw)))
        if not found:
            return first
        match = found[min(nth, len(found) - 1)]
        return first + match.string.count('\n', 0, match.start())
