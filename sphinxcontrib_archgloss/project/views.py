"""What a page takes from the project: frozen records of plain data.

A transform draws a view, and what a page depends on is the digest of its views. So a
page as it is written and the digest that decides whether to write it cannot differ.
"""

from __future__ import annotations

from typing import NamedTuple


class Rewrite(NamedTuple):
    """A change to a passage of prose: a link, another wording, or both."""

    start: int
    """Offset in the passage; that of a mark stands for the reference there."""
    end: int
    wording: str
    """What is written there; empty for what the author wrote."""
    target: str
    """The label that is linked; empty for no link."""
    term: str
    """Key of the term in whose entry it stands; else empty."""


class PassageView(NamedTuple):
    """The changes to one passage."""

    text: str
    """By which the passage is known again when it is written."""
    term: str
    """Key of the term in whose entry it stands; else empty."""
    rewrites: tuple[Rewrite, ...]
    """In the order of the text; they do not overlap."""
