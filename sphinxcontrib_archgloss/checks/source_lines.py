"""Columns of a label on a line of a source file, alone or as the target of a role."""

from __future__ import annotations

import re

from sphinxcontrib_archgloss.named_tuples import NamedTuple


class Columns(NamedTuple):
    """A range of a line."""

    start: int
    """0-based."""
    end: int
    """0-based, after the last character."""


def target_in_role(line: str, target: str, nth: int = 0, count: int = 1) -> Columns | None:
    """Return the columns of *target* as the target of a role on a *line*.

    It is the occurrence after *nth* others; None unless the line has exactly *count*.
    """
    pattern = r'\s+'.join(map(re.escape, target.split()))
    matches = [
        match
        for match in re.finditer(rf'(?<=[`<])({pattern})(?=[`>])', line)
        # a literal has two back quotes
        if not line.endswith('``', 0, match.start())
    ]
    return Columns(*matches[nth].span(1)) if len(matches) == count else None


def text_on_line(line: str, text: str) -> Columns | None:
    """Return the columns of *text*, as whole words; None unless it occurs once."""
    columns: Columns | None = None
    start = line.find(text) if text else -1
    while start >= 0:
        end = start + len(text)
        before, after = line[:start][-1:], line[end : end + 1]
        if not before.isalnum() and not after.isalnum():
            if columns is not None:
                return None
            columns = Columns(start, end)
        start = line.find(text, start + 1)
    return columns
