"""`Located`: parsed data with the line of each value, common to all readers.

All file formats are read into this one shape, so later checks need not know the
format of a file. A `Located` value mirrors the data: a mapping holds one `Located`
for each key, and a sequence holds one for each item.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_DEPTH = 64
"""The deepest nesting of values that is read; a sensible file has about eight levels."""
TOO_DEEP = f'nested too deeply; at most {MAX_DEPTH} levels are allowed'

NumberedLine = tuple[int, str]
"""A 1-based line number and the line."""

_ESCAPE = r'(?s:\\(?:x(..)|u(....)|U(.{8})|(.)))'
_NO_KEYS: dict[str, tuple[int, int]] = {}
"""Shared by all values that are not mappings."""


class Located:
    """A value of a data file and its place."""

    __slots__ = ('column', 'data', 'folded', 'items', 'keys', 'line', 'lines', 'spoiled')

    data: Any
    """Text, number, truth value, None, list or dict: what JSON can hold."""
    line: int
    """1-based."""
    column: int
    """1-based."""
    lines: tuple[int, ...]
    """For text, the 1-based line of the file for each line of the text."""
    folded: str
    """The text as written, where one line of it may be several lines of the file."""
    items: dict[str, Located] | list[Located] | tuple[()]
    keys: dict[str, tuple[int, int]]
    """For a mapping, line and column of each key itself."""
    spoiled: bool
    """Whether an error in its structure makes it unusable."""

    def __init__(
        self,
        data: Any,
        line: int,
        column: int,
        *,
        lines: tuple[int, ...] = (),
        folded: str = '',
        items: dict[str, Located] | list[Located] | tuple[()] = (),
        keys: dict[str, tuple[int, int]] = _NO_KEYS,
    ) -> None:
        self.data = data
        self.line = line
        self.column = column
        self.lines = lines
        self.folded = folded
        self.items = items
        self.keys = keys
        self.spoiled = False

    @classmethod
    def mapping(
        cls,
        items: dict[str, Located],
        keys: dict[str, tuple[int, int]],
        line: int,
        column: int,
    ) -> Located:
        """Return a mapping of *items* that begins at this place."""
        data = {key: item.data for key, item in items.items()}
        return cls(data, line, column, items=items, keys=keys)

    @classmethod
    def sequence(cls, items: list[Located], line: int, column: int) -> Located:
        """Return a sequence of *items* that begins at this place."""
        return cls([item.data for item in items], line, column, items=items)

    def copy(self) -> Located:
        """Return a copy of the value as it was read, with copies of all values in it."""
        if isinstance(self.items, dict):
            members = {key: item.copy() for key, item in self.items.items()}
            return Located.mapping(members, dict(self.keys), self.line, self.column)
        if isinstance(self.data, list):
            items = [item.copy() for item in self.items]
            return Located.sequence(items, self.line, self.column)
        place = self.line, self.column
        return Located(self.data, *place, lines=self.lines, folded=self.folded)

    def members(self) -> dict[str, Located]:
        """Return the items of a mapping; none for any other value."""
        return self.items if isinstance(self.items, dict) else {}

    def sound_members(self) -> dict[str, Located]:
        """Return the usable items of a mapping; none if all of it is unusable."""
        items = {} if self.spoiled else self.members()
        return {key: item for key, item in items.items() if not item.spoiled}

    def spoiled_parts(self) -> Iterator[Located]:
        """Yield the value itself, and all values in it, that are unusable."""
        if self.spoiled:
            yield self
        items = self.items.values() if isinstance(self.items, dict) else self.items
        for item in items:
            yield from item.spoiled_parts()

    def at(self, path: Sequence[str | int]) -> Located:
        """Return the value at *path*, or its nearest ancestor that exists."""
        here = self
        for step in path:
            try:
                here = here.items[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                break
        return here


class SyntaxFault(Exception):
    """The text is not valid in its format, or not safe to read."""

    def __init__(self, message: str, line: int | None, column: int | None) -> None:
        self.message = one_line(message)
        self.line = line
        self.column = column
        super().__init__(self.message)


class Notes(list[tuple[str, int, int]]):
    """Faults that leave a file readable: (message, line, column)."""


class LineIndex:
    """Converts offsets in a text to lines and columns."""

    end: int
    """The offset of white space at the end of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.end = len(text.rstrip())

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets of the lines, and of the end."""
        return [0, *accumulate(len(line) + 1 for line in self._text.split('\n'))]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, both 1-based, of the character with index *at*.

        White space at the end of the text has the place where the last line ends, as
        that is where something is missing.
        """
        at = min(at, self.end)
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def number(value: float, written: str) -> float | str:
    """Return *value*, or the text *written* if not every format can hold the number."""
    if isinstance(value, float):
        return value if math.isfinite(value) else written
    return value if abs(value) < 2**63 else written


def without_blank_ends(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Return *lines* without the blank ones at either end."""
    visible = [n for n, (_, line) in enumerate(lines) if line.strip()]
    return list(lines[visible[0] : visible[-1] + 1]) if visible else []


def align(value: str, raw: str, first: int, *, escapes: bool = False) -> tuple[int, ...]:
    """Return for each line of *value* its line in the file.

    *raw* is the value as written there, from the line *first* on; *escapes* is true if a
    backslash is special. A format may fold and indent lines, but it keeps the order of all
    that is not white space: a line of the value is where its first such character is.
    """
    unescaped = re.sub(_ESCAPE, _stand_in, raw) if escapes else raw
    ends = list(accumulate(_visible(line) for line in unescaped.split('\n')))
    lines: list[int] = []
    at, done = -1, 0
    for text in value.split('\n'):
        following = min(bisect_right(ends, done), len(ends) - 1)
        at = following if text.strip() else min(at + 1, following)
        done += _visible(text)
        lines.append(first + at)
    return tuple(lines)


def _visible(text: str) -> int:
    """Return how many characters of *text* are not white space."""
    return sum(map(len, text.split()))


def _stand_in(escape: re.Match[str]) -> str:
    """Return as many visible characters as *escape* stands for."""
    short = escape[4]
    if short is None:
        code = int(escape[escape.lastindex or 0], 16)
        return ' ' if chr(code).isspace() else 'x'
    if short == '\n':
        return short
    return ' ' if short in 'ntrfvNLP_ \t' else 'x'
