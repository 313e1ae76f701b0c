"""What a writer of a format returns: a text, and what the format cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.terms.model import Term


class Loss(NamedTuple):
    """What one record, or the set itself, has and the format cannot hold."""

    line: int
    """1-based line of the record in the file that the set came from."""
    owner: str
    """Name of the term; empty for the set itself."""
    lost: tuple[str, ...]
    """Keys of the record, or phrases such as ``kind of the alias "KV"``."""


class Conversion(NamedTuple):
    """A set in some format."""

    text: str
    losses: tuple[Loss, ...] = ()
    """In the order of the set."""


def losses_of(term: Term | None, lost: Sequence[str]) -> list[Loss]:
    """Return the loss of the *lost* parts of *term*, or of the set; empty without any."""
    if not lost:
        return []
    line, owner = (term.line, term.name) if term else (1, '')
    return [Loss(line, owner, tuple(lost))]
