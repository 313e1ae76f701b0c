"""The line of a file that a role is written on.

docutils and MyST give every inline the first line of its paragraph, and no better one in
tables and captions, so this module looks the role up in the source. A definition comes
from a data file, whose lines may differ from those of the text (YAML folds lines, JSON
escapes them), so there a second look-up finds the line of the file.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.terms.model import Text

REACH = 100
"""Maximum distance, in lines, of a role from the line that its parser reports."""


class RolePosition(NamedTuple):
    """Where a role is written."""

    line: int | None
    """1-based line of the source; None if unknown."""
    written: str = ''
    """The first line of the role as written, with its name if that is known."""
    nth: int = 0
    """Number of equal roles before it on the line."""


class RoleFinder:
    """Finds the roles of one document in its source; call `position` in document order.

    *source* returns the lines of the file that a node is from, none if unknown.
    """

    def __init__(self, source: Callable[[Element], Sequence[str]]) -> None:
        self._source = source
        self._paragraph: Element | None = None
        self._text = ''
        """The source of the paragraph, on one line."""
        self._ends_by_form: dict[tuple[int, str], int] = {}
        self._counts: dict[tuple[str, int, str], int] = {}

    def position(self, node: Element) -> RolePosition:
        """Return where the role that produced *node* is written."""
        # a link of MyST has no source of its own
        written = node.rawsource or str(node.get('reftarget', ''))
        line, match = self._line_in_paragraph(node, written)
        if line is None or not written:
            return RolePosition(line)
        source = self._source(node)
        forms = (match,) if match else role_sources(written)
        for form in forms:
            first = form.partition('\n')[0]
            for near in _outward(line):
                if near <= len(source) and first in (text := source[near - 1]):
                    key = (node.source or '', near, first)
                    nth = self._counts.get(key, 0)
                    if text.count(first) - text.count(f'`{first}') > nth:
                        self._counts[key] = nth + 1
                        return RolePosition(near, first, nth)
        return RolePosition(line, forms[-1].partition('\n')[0])

    def _line_in_paragraph(self, node: Element, written: str) -> tuple[int | None, str]:
        """Return the line according to the source of the enclosing paragraph.

        Also returns the form of *written* there, as it is written; empty for none.
        """
        line, parent = node.line if node.rawsource else None, node.parent
        while parent is not None and not (
            parent.rawsource
            and isinstance(parent, nodes.TextElement)
            and not isinstance(parent, addnodes.pending_xref)
        ):
            line = line if line is not None else parent.line
            parent = parent.parent
        if parent is None:
            return line, ''
        line = parent.line if line is None else line
        if line is None or not written:
            return line, ''
        if parent is not self._paragraph:
            # MyST has a role on one line, wherever it ends
            self._paragraph, self._text = parent, parent.rawsource.replace('\n', ' ')
        span = self._take(written)
        if span is None:
            others = map(self._take, role_sources(written)[1:])
            span = next(filter(None, others), None)
        if span is None:
            return line, ''
        raw = parent.rawsource
        return line + raw.count('\n', 0, span[0]), raw[slice(*span)]

    def _take(self, form: str) -> tuple[int, int] | None:
        """Return start and end of the next *form* in the paragraph, and skip it."""
        form = form.replace('\n', ' ')
        key = (id(self._paragraph), form)
        at = self._text.find(form, self._ends_by_form.get(key, 0))
        while at > 0 and self._text[at - 1] == '`':  # the start of a literal
            at = self._text.find(form, at + 1)
        if at < 0:
            return None
        end = self._ends_by_form[key] = at + len(form)
        return at, end


def role_sources(written: str) -> tuple[str, ...]:
    """Return the forms that a role with the rawsource *written* may have in the source.

    The most specific form comes first: the name of a role distinguishes it from a literal
    or a link with the same text. MyST gives its roles a rawsource in reStructuredText.
    """
    at = written.find('`')
    if at <= 0:
        return (written,) if written else ()
    name, text = f'{{{written[1 : at - 1]}}}', written[at:]
    return written, f'{name}{text}', f'{name}`{text}`', text


def _outward(line: int) -> Iterator[int]:
    yield line
    for distance in range(1, REACH):
        if line > distance:
            yield line - distance
        yield line + distance


def original_position(source: str | None) -> tuple[str, int] | None:
    """Return (path, line) of the original text if *source* names a translation of it."""
    if not source or not source.endswith('<translated>'):
        return None
    match = re.fullmatch(r'(.*):(\d+):<translated>', source, re.DOTALL)
    return (match[1], int(match[2])) if match else None


def other_source(source: str | None, own: str) -> str:
    """Return the absolute path of *source*, or '' if it is the page's *own* file."""
    if not source or source == own:
        return ''
    if source.startswith('<'):
        return source  # not a file, such as Sphinx's "<rst_prolog>"
    # links are not resolved, as in the page's own path
    path = os.path.abspath(source)  # noqa: PTH100
    return '' if path == own else path


class DefinitionLines:
    """The lines of a definition, and the lines of its file at *path*."""

    def __init__(self, text: Text, path: str) -> None:
        self.values = text.value.split('\n')
        """The lines of the definition."""
        self._lines, self._folded = text.lines, bool(text.folded)
        self._path = path

    def in_file(self, line: int | None, piece: str = '', nth: int = 0) -> int:
        """Return the line of the file for the 1-based *line* of the definition.

        Where several lines of the file are folded into that line, the result is the line
        with *piece*; *nth* is the number of equal pieces before it.
        """
        if not self._lines:
            return 1
        at = min(max(line or 1, 1), len(self._lines)) - 1
        first = self._lines[at]
        if not (self._folded and piece.strip()):
            return first
        following = zip(self.values[at + 1 :], self._lines[at + 1 :], strict=True)
        last = next((n for value, n in following if value.strip()), first + REACH)
        if last <= first:
            return first
        raw = file_lines(self._path)[first - 1 : last]
        if len(raw) < 2 or self.values[at].strip() in raw[0]:
            return first
        pattern = r'\s+'.join(map(re.escape, piece.split()))
        matches = list(re.finditer(pattern, '\n'.join(raw)))
        if not matches:
            return first
        match = matches[min(nth, len(matches) - 1)]
        return first + match.string.count('\n', 0, match.start())
