"""Labels as they are written on a line: alone, or as the target of a role."""

from __future__ import annotations

import re
from typing import NamedTuple


class Spot(NamedTuple):
    """Where a label stands on a line."""

    start: int
    """0-based."""
    end: int


def target_in_role(line: str, target: str, nth: int = 0, count: int = 1) -> Spot | None:
    """Return where *target* stands as a role's target on a *line*; None if unsure.

    It is the one after *nth* others, of *count* on the line.
    """
    pattern = r'\s+'.join(map(re.escape, target.split()))
    found = [
        match
        for match in re.finditer(rf'(?<=[`<])({pattern})(?=[`>])', line)
        # a literal has two back quotes
        if not line[: match.start()].endswith('``')
    ]
    return Spot(*found[nth].span(1)) if len(found) == count else None


def text_on_line(line: str, text: str) -> Spot | None:
    """Return where *text* stands on a *line*, as words; None if nowhere or twice."""
    found: Spot | None = None
    at = line.find(text) if text else -1
    while at >= 0:
        end = at + len(text)
        if (
            not (line[at - 1 : at] if at else '').isalnum()
            and not line[end : end + 1].isalnum()
        ):
            if found is not None:
                return None
            found = Spot(at, end)
        at = line.find(text, at + 1)
    return found


def in_the_case_of(instead: str, written: str, *, is_name: bool) -> str:
    """Return *instead* with a first letter as large as that of *written*.

    *is_name* says that capitals make the first word a name, so that it stays.
    """
    if is_name or not instead or not written:
        return instead
    if written[0].islower():
        return instead[0].lower() + instead[1:]
    if written[0].isupper():
        return instead[0].upper() + instead[1:]
    return instead
