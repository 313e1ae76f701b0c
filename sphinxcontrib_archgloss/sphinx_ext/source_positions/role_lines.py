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
    """Finds the roles of one document in its source; ask for them in document order.

    *source* returns the lines of the file that a node is from, none if unknown.
    """

    def __init__(self, source: Callable[[Element], Sequence[str]]) -> None:
        self._source = source
        self._paragraph: Element = nodes.paragraph()
        self._text = ''
        """The source of the paragraph, on one line."""
        self._ends: dict[str, int] = {}
        """Form of a role → where its last one in the paragraph ends."""
        self._ends_in: dict[Element, dict[str, int]] = {}
        self._starts_at: int | None = None
        """Line of the file on which the paragraph certainly begins; 0 if it is not certain,
        None if the paragraph was not compared with the file."""
        self._compared: dict[str, int] = {}
        """File → the last line of its paragraphs that are certain."""
        self._certain: list[tuple[str, int, str]] = []
        """(file, line, form) of the roles in such paragraphs that `_counts` lacks."""
        self._counts: dict[tuple[str, int, str], int] = {}

    def line(self, node: Element) -> int | None:
        """Return the 1-based line of the role that produced *node*; None if unknown."""
        line, form = self._line_in_paragraph(node, node.rawsource or _written(node))
        if form and line is not None:
            if self._starts_at is None:
                self._starts_at = self._first_line(node)
            if self._starts_at and node.line == self._starts_at:
                self._certain.append((node.source or '', line, form))
                return line
        return self._look_up(node, line, form).line

    def position(self, node: Element) -> RolePosition:
        """Return where the role that produced *node* is written."""
        return self._look_up(node, *self._line_in_paragraph(node, _written(node)))

    def _first_line(self, node: Element) -> int:
        """Return the first line of the paragraph if the file has its lines there; else 0.

        What was read twice, such as the head of a table, is certain once.
        """
        first, raw = node.line or 0, self._paragraph.rawsource.split('\n')
        lines = self._source(node)[max(first - 1, 0) : first - 1 + len(raw)]
        file = node.source or ''
        if (
            first > self._compared.get(file, 0)
            and len(lines) == len(raw)
            and all(map(str.endswith, lines, raw))
        ):
            self._compared[file] = first - 1 + len(raw)
            return first
        return 0

    def _look_up(self, node: Element, line: int | None, match: str) -> RolePosition:
        """Return the position of a role; *match* is its form in the paragraph, if any."""
        written = _written(node)
        if line is None or not written:
            return RolePosition(line)
        for file, certain, form in self._certain:
            key = (file, certain, form.partition('\n')[0])
            self._counts[key] = self._counts.get(key, 0) + 1
        self._certain.clear()
        source, file = self._source(node), node.source or ''
        if match and (position := self._on_line(file, line, match, source)):
            return position
        forms = (match,) if match else role_sources(written)
        for form in forms:
            for near in _outward(line):
                if position := self._on_line(file, near, form, source):
                    return position
        return RolePosition(line, forms[-1].partition('\n')[0])

    def _on_line(
        self, file: str, line: int, form: str, source: Sequence[str]
    ) -> RolePosition | None:
        """Return the position of a role on a *line* of a *file*, if it may be there."""
        first = form.partition('\n')[0]
        if line > len(source) or first not in (text := source[line - 1]):
            return None
        key = (file, line, first)
        nth = self._counts.get(key, 0)
        if text.count(first) - text.count(f'`{first}') <= nth:
            return None
        self._counts[key] = nth + 1
        return RolePosition(line, first, nth)

    def _line_in_paragraph(self, node: Element, written: str) -> tuple[int | None, str]:
        """Return the line according to the source of the enclosing paragraph.

        Also returns the form of *written* there, as it is written; empty for none.
        """
        line, parent = node.line if node.rawsource else None, node.parent
        if parent is not self._paragraph:
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
        raw = parent.rawsource
        if parent is not self._paragraph:
            # MyST has a role on one line, wherever it ends
            self._paragraph, self._text = parent, raw.replace('\n', ' ')
            self._ends = self._ends_in.setdefault(parent, {})
            self._starts_at = None
        form, at = written, self._take(written)
        if at < 0:
            places = ((other, self._take(other)) for other in role_sources(written)[1:])
            form, at = next((place for place in places if place[1] >= 0), ('', 0))
        return line + raw.count('\n', 0, at), raw[at : at + len(form)]

    def _take(self, form: str) -> int:
        """Return where the next *form* in the paragraph is, and skip it; -1 if nowhere."""
        form = form.replace('\n', ' ')
        at = self._text.find(form, self._ends.get(form, 0))
        while at > 0 and self._text[at - 1] == '`':  # the start of a literal
            at = self._text.find(form, at + 1)
        if at >= 0:
            self._ends[form] = at + len(form)
        return at


def _written(node: Element) -> str:
    """Return the source of *node*; a link of MyST has no source of its own."""
    return node.rawsource or str(node.get('reftarget', ''))


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
