"""Plain data with the places it was written at.

The three file formats are read into this one shape, so that checks after it
need not know which format a file has. A `Located` value mirrors the data: for
a mapping it holds one `Located` for each key, for a sequence one for each item.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 64
"""Nesting beyond this is not meant; the deepest sensible file has about eight."""


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
    items: dict[str, Located] | list[Located] = field(default_factory=list)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For a mapping, line and column of each key itself."""

    def at(self, path: Sequence[str | int]) -> Located:
        """Return what stands at *path*, or the nearest ancestor that exists."""
        here = self
        for step in path:
            try:
                here = here.items[step]  # type: ignore[index,call-overload]
            except (KeyError, IndexError, TypeError):
                break
        return here


class SyntaxFault(Exception):
    """The bytes are no data at all, or none that is safe to read."""

    def __init__(self, message: str, line: int | None, column: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Notes(list[tuple[str, int, int]]):
    """Faults beside which a file can still be read: (message, line, column)."""


def align(value: str, raw: Sequence[str], first: int) -> tuple[int, ...]:
    """Return for each line of *value* its line among the lines *raw* of the file.

    *raw* starts at the 1-based line *first*. Where a format folds lines (a
    quoted scalar, say), each line of the value is found by its first word.
    """
    lines: list[int] = []
    at = 0
    for text in value.split('\n'):
        words = text.split()
        if words:
            word = words[0].strip('"\'\\')
            for ahead in range(at, len(raw)):
                if word and word in raw[ahead]:
                    at = ahead
                    break
        lines.append(first + min(at, max(len(raw) - 1, 0)))
    return tuple(lines)
