"""Findings: what a check has to say of one place, and what has become of it.

A finding is known again by its rule, its file and its subject, never by its line: lines
move with every edit.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

ERROR, WARNING, NOTE, OFF = 'error', 'warning', 'note', 'off'
SEVERITIES = (ERROR, WARNING, NOTE)
"""From the worst on."""

NEW, KNOWN, SILENCED = 'new', 'known', 'silenced'
STATES = (NEW, KNOWN, SILENCED)


class Place(NamedTuple):
    """A stretch of a file."""

    path: str
    """As `Check.shown` has it: POSIX, relative to the source directory if it can be."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in code points; a byte-order mark is none."""
    end_line: int = 0
    """1-based; 0 where only the line is known."""
    end_column: int = 0
    """1-based, behind the last character; 0 where only the line is known."""
    source: str = ''
    """The line as it stands in the file."""

    @property
    def is_exact(self) -> bool:
        """Whether the stretch is known, and not its line alone."""
        return self.end_line > 0


class Finding(NamedTuple):
    """Something that a rule has found."""

    rule: str
    """Id of the rule."""
    message: str
    """One line: what is the matter and what to write or to do."""
    place: Place
    subject: str
    """What it is about, by which it is known again: a label or the key of a term."""
    edit: str | None = None
    """What to write in the place, where that is certain."""
    severity: str = NOTE
    """One of `SEVERITIES`."""

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order findings by place, then rule, then subject."""
        where = self.place
        return (where.path, where.line, where.column, self.rule, self.subject)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same while the file is edited."""
        return (self.rule, self.place.path, self.subject)

    @property
    def fingerprint(self) -> str:
        """Digest of the `identity`."""
        joined = '\0'.join(self.identity).encode('utf-8', 'surrogatepass')
        return hashlib.blake2b(joined, digest_size=16).hexdigest()


class EvaluatedFinding(NamedTuple):
    """A finding and what has become of it."""

    finding: Finding
    state: str = NEW
    """One of `STATES`: known are those that the baseline has."""
    reason: str = ''
    """Why it is silenced, as the author says."""
    fails: bool = False
    """Whether it makes the build fail."""
