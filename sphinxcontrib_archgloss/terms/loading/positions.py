"""Plain data with the places it was written at.

The three file formats are read into this one shape, so that checks after it
need not know which format a file has. A `Located` value mirrors the data: for
a mapping it holds one `Located` for each key, for a sequence one for each item.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 64
"""Values within values beyond this are not meant; a sensible file has about eight."""
TOO_DEEP = 'nested too deeply to be meant'

NumberedLine = tuple[int, str]
"""A 1-based line number and the line."""

_ESCAPE = re.compile(r'\\(?:x(..)|u(....)|U(.{8})|(.))', re.DOTALL)


@dataclass(slots=True)
class Located:
    """A value of a data file and where it stands."""

    data: Any
    """Text, number, truth value, None, list or dict: what JSON can say."""
    line: int
    """1-based."""
    column: int
    """1-based."""
    lines: tuple[int, ...] = ()
    """For text, the 1-based line of the file for each line of the text."""
    folded: str = ''
    """For text of which one line may be several of the file, all of it as written."""
    items: dict[str, Located] | list[Located] = field(default_factory=list)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For a mapping, line and column of each key itself."""

    def at(self, path: Sequence[str | int]) -> Located:
        """Return what stands at *path*, or the nearest ancestor that exists."""
        here = self
        for step in path:
            try:
                here = here.items[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                break
        return here


class SyntaxFault(Exception):
    """The bytes are no data at all, or none that is safe to read."""

    def __init__(self, message: str, line: int | None, column: int | None) -> None:
        self.message = one_line(message)
        self.line = line
        self.column = column
        super().__init__(self.message)


class Notes(list[tuple[str, int, int]]):
    """Faults beside which a file can still be read: (message, line, column)."""


class Lines:
    """The lines of a text: where its characters stand."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer('\n', text))]
        self._end = len(text.rstrip())

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, both 1-based, of the character with index *at*.

        What is missing at the end of a text is missing where its last line ends.
        """
        at = min(at, self._end)
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def number(value: float, written: str) -> float | str:
    """Return *value*, or the text *written* where not every format can hold it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else written
    return value if abs(value) < 2**63 else written


def without_blank_ends(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Return *lines* without the blank ones at either end."""
    visible = [n for n, (_, line) in enumerate(lines) if line.strip()]
    return list(lines[visible[0] : visible[-1] + 1]) if visible else []


def align(value: str, raw: str, first: int, *, escapes: bool = False) -> tuple[int, ...]:
    """Return for each line of *value* its line in the file.

    *raw* is how it is written there, from the line *first* on; *escapes* says that
    a backslash is special. A format may fold and indent lines, but all that is not
    white space keeps its order: a line of the value is where the first such
    character of it is.
    """
    shown = _ESCAPE.sub(_stand_in, raw) if escapes else raw
    ends = list(accumulate(_visible(line) for line in shown.split('\n')))
    lines: list[int] = []
    at, done = -1, 0
    for text in value.split('\n'):
        onward = min(bisect_right(ends, done), len(ends) - 1)
        at = onward if text.strip() else min(at + 1, onward)
        done += _visible(text)
        lines.append(first + at)
    return tuple(lines)


def _visible(text: str) -> int:
    return sum(map(len, text.split()))


def _stand_in(escape: re.Match[str]) -> str:
    """Return something as visible as what *escape* stands for."""
    short = escape[4]
    if short is None:
        code = int(escape[escape.lastindex or 0], 16)
        return ' ' if chr(code).isspace() else 'x'
    if short == '\n':
        return short
    return ' ' if short in 'ntrfvNLP_ \t' else 'x'
