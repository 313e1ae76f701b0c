"""The source file of a page, and edits of its text: applied in place, or shown as a diff.

All other text stays unchanged, including line ends and the byte-order mark.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.file_lines import file_lines, line_end, split_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.safe_write import Original, read_original

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.project.prose.mentions import ReferenceEdit

_MARK = '\ufeff'

UNPROVEN = 'the page would change'
"""Why an edit is not made although its place is known."""


class Edit(NamedTuple):
    """A replacement for a part of a text."""

    start: int
    """0-based, in code points."""
    end: int
    new: str


class TextLines:
    """Where the lines of a text begin, the content of the file at *path*.

    A byte-order mark does not count as a column.
    """

    def __init__(self, text: str, path: str) -> None:
        first = len(_MARK) if text.startswith(_MARK) else 0
        self._starts = [first, *(found.end() for found in line_end(path).finditer(text))]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 1-based *line* and *column*."""
        return self._starts[line - 1] + column - 1

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an *offset*."""
        line = bisect_right(self._starts, offset) or 1
        return line, offset - self._starts[line - 1] + 1

    def around(self, start: int, end: int, length: int) -> tuple[int, int]:
        """Return where the lines of a part of a text of *length* begin and end."""
        first, _ = self.position(start)
        last, _ = self.position(end)
        stop = self._starts[last] if last < len(self._starts) else length
        return self._starts[first - 1], stop


class PageFile(NamedTuple):
    """A page and the text of its file."""

    docname: str
    markup: str
    original: Original
    text: str
    """With its byte-order mark and line ends."""
    lines: TextLines

    def with_text(self, text: str) -> PageFile:
        """Return the page as if *text* were in its file."""
        return self._replace(text=text, lines=TextLines(text, self.path))

    def edit(self, reference: ReferenceEdit) -> Edit:
        """Return the edit of the text that writes a *reference*.

        A line break in it stays as it is in the file.
        """
        start = self.lines.offset(reference.line, reference.column)
        end = self.lines.offset(reference.end_line, reference.end_column)
        breaks = line_end(self.path).findall(self.text, start, end)
        first, *rest = reference.new.split('\n')
        lines = (end + line for end, line in zip(breaks, rest, strict=True))
        return Edit(start, end, ''.join((first, *lines)))

    def file_lines(self, path: str) -> Sequence[str]:
        """Return the lines of the file at *path*, which may be this one."""
        if path == self.path:
            return split_lines(self.text.removeprefix(_MARK), path)
        return file_lines(path)

    @property
    def path(self) -> str:
        """Absolute."""
        return self.original.path

    @property
    def shown(self) -> str:
        """The path as messages show it."""
        return shown_path(self.path)


def take_up(docname: str, path: str, markup: str) -> PageFile:
    """Return the page in the file at *path*; raise CommandError if it is not editable."""
    original = read_original(path)
    text = decoded(original)
    return PageFile(docname, markup, original, text, TextLines(text, path))


def decoded(original: Original) -> str:
    """Return the text of a file; raise CommandError if it is not in UTF-8, or missing."""
    if original.raw is None:
        raise CommandError(f'{shown_path(original.path)} no longer exists')
    try:
        return original.raw.decode('utf-8')
    except UnicodeDecodeError as error:
        line = original.raw.count(b'\n', 0, error.start) + 1
        message = f'{shown_path(original.path)}:{line}: the file is not UTF-8'
        raise CommandError(f'{message}; save it as UTF-8 (nothing was changed)') from error


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with *edits*, which do not overlap, in their places."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        parts += (text[done : edit.start], edit.new)
        done = edit.end
    return ''.join((*parts, text[done:]))


def rebased(edits: Iterable[Edit], before: Collection[Edit]) -> list[Edit]:
    """Convert *edits* of an edited text to edits of the text *before*.

    None of them touches text that the earlier edits have written.
    """
    starts, shifts = [], [0]
    for made in sorted(before):
        starts.append(made.start + shifts[-1])
        shifts.append(shifts[-1] + len(made.new) - (made.end - made.start))
    rebased_edits = []
    for edit in edits:
        shift = shifts[bisect_left(starts, edit.start)]
        rebased_edits.append(Edit(edit.start - shift, edit.end - shift, edit.new))
    return rebased_edits


def unified_diff(path: str, before: str, after: str) -> str:
    """Return the patch that makes *after* of *before*, as ``patch -p1`` takes it.

    An absolute *path* is taken from the root.
    """
    name = Path(path).as_posix().lstrip('/')
    lines = difflib.unified_diff(_lines(before), _lines(after), f'a/{name}', f'b/{name}')
    return ''.join(_ended(lines))


def _lines(text: str) -> list[str]:
    return re.findall(r'[^\n]*\n|[^\n]+', text)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith('\n') else f'{line}\n\\ No newline at end of file\n'
