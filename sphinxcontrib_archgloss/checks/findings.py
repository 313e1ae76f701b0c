"""Findings: what a rule reports at one place, and how the check evaluates it.

The identity of a finding is its rule, its file and its subject, never its line: lines move
with every edit. Findings of one identity are distinguished by the words around them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from sphinxcontrib_archgloss.named_tuples import NamedTuple

ERROR, WARNING, NOTE, OFF = 'error', 'warning', 'note', 'off'
SEVERITIES = (ERROR, WARNING, NOTE)
"""The worst first."""

NEW, KNOWN, SUPPRESSED = 'new', 'known', 'suppressed'
STATES = (NEW, KNOWN, SUPPRESSED)

Identity = tuple[str, str, str]
"""(rule, path, subject) of a finding."""

Around = tuple[str, str]
"""The words before a place in a text, and those after it; "^" and "$" mark its ends."""


class FindingPlace(NamedTuple):
    """A range of a file."""

    path: str
    """As `Surroundings.shown` returns it: POSIX, relative to the source directory if
    possible."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in code points; a byte-order mark does not count."""
    end_line: int = 0
    """1-based; 0 where only the line is known."""
    end_column: int = 0
    """1-based, after the last character; 0 where only the line is known."""
    source: str = ''
    """The line as written in the file."""
    around: Around | None = None
    """None where the subject alone identifies the finding, as for a record."""

    @property
    def is_exact(self) -> bool:
        """Whether the range is known, not only its line."""
        return self.end_line > 0


class Finding(NamedTuple):
    """One result of a rule."""

    rule: str
    """Id of the rule."""
    message: str
    """One line: what is wrong, and what to write or do."""
    place: FindingPlace
    subject: str
    """A label or the key of a term; part of the identity."""
    edit: str | None = None
    """Replacement for the text at the place, if it is certain."""
    severity: str = NOTE
    """One of `SEVERITIES`."""
    others: tuple[Around, ...] = ()
    """The words around further places that the finding covers."""
    state: str = NEW
    """One of `STATES`, once it is evaluated; the baseline lists the known findings."""
    reason: str = ''
    """Why it is suppressed, in the author's words."""
    fails: bool = False
    """Whether it makes the build fail."""

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order findings by place, then rule, then subject."""
        place = self.place
        return (place.path, place.line, place.column, self.rule, self.subject)

    @property
    def identity(self) -> Identity:
        """What stays the same while the file is edited."""
        return (self.rule, self.place.path, self.subject)

    @property
    def surroundings(self) -> tuple[Around, ...]:
        """The words around each of its places; none where places do not matter."""
        return () if self.place.around is None else (self.place.around, *self.others)

    @property
    def fingerprint(self) -> str:
        """Digest of the `identity`."""
        return _digest(self.identity)


@lru_cache(maxsize=65536)
def _digest(identity: Identity) -> str:
    joined = '\0'.join(identity).encode('utf-8', 'surrogatepass')
    return hashlib.blake2b(joined, digest_size=16).hexdigest()
