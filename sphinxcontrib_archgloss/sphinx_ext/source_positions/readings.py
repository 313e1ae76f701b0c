"""The ways to read the text of a page as the pieces of a source.

A reading goes through both from left to right. Some pieces may show any text, so there may
be several readings, and a piece has a certain place only if it is the same in all of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import (
    LETTERS,
    pieces_of,
    words_of,
)
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import role_sources
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import Piece

_FIRST_MARK = 0xF0000
"""Code of the private letter for the first inline that is not prose."""
_EFFORT = 200_000
"""States of one reading after which no place is certain."""


class ShownText:
    """What the page shows: its letters, and a private letter for each mark."""

    def __init__(self, blocks: Sequence[RunningText], source: str) -> None:
        letters: list[str] = []
        self.offsets: list[int] = []
        """Offset of each letter in the text of all blocks; negative for no prose."""
        self.starts = [0]
        """Where the text of each block begins in that of all, and where the last ends."""
        self._forms: list[tuple[str, ...]] = []
        for number, block in enumerate(blocks):
            texts = {part.start: part.text for part in block.parts}
            marks = {mark.at: mark.node for mark in block.marks}
            begin, no_prose = self.starts[-1], -1 - number
            end = max((part.end for part in block.parts), default=0)
            self.starts.append(begin + max(end, max(marks, default=-1) + 1))
            for start in sorted((*texts, *marks)):
                node = marks.get(start)
                if isinstance(node, nodes.Element):
                    if not _is_unwritten(node, source):
                        letters.append(chr(_FIRST_MARK + len(self._forms)))
                        self._forms.append(_forms(node))
                        self.offsets.append(no_prose)
                    continue
                text = texts[start] if node is None else node.astext()
                for word in LETTERS.finditer(text):
                    letters.append(word[0])
                    if node is None:
                        self.offsets += range(
                            begin + start + word.start(), begin + start + word.end()
                        )
                    else:
                        self.offsets += [no_prose] * len(word[0])
        self.text = ''.join(letters)

    def skip_lead(self) -> None:
        """Leave out the marks before the first letter."""
        at = 0
        while self.is_mark(at):
            at += 1
        self.text, self.offsets = self.text[at:], self.offsets[at:]

    def is_mark(self, at: int) -> bool:
        """Return whether an inline that is not prose is *at* an index."""
        return at < len(self.text) and ord(self.text[at]) >= _FIRST_MARK

    def starts_with_mark_of(self, written: str, at: int, others: frozenset[str]) -> bool:
        """Return whether the *written* text may be the mark *at* an index.

        It cannot if the source of the mark is known and is one of the *others*.
        """
        if not self.is_mark(at):
            return False
        forms = self._forms[ord(self.text[at]) - _FIRST_MARK]
        return written in forms or others.isdisjoint(forms)


class Reading:
    """A reading of the page as the pieces of the source, from left to right.

    A state is how many letters of the page have been read.
    """

    _opens_roles = False
    """Whether roles may show any text."""
    _opens_marks = False
    """Whether any words, or none, may be written for an inline that is not prose."""

    def __init__(self, source: str, page: ShownText) -> None:
        self.pieces = list(pieces_of(source))
        if self._opens_marks:
            self.pieces = [
                word for piece in self.pieces for word in words_of(piece, source)
            ]
        self._page = page
        self._written = frozenset(piece.written for piece in self.pieces if piece.written)

    def _is_open(self, piece: Piece) -> bool:
        return piece.is_open or (piece.is_role and self._opens_roles)

    def _after(self, piece: Piece, state: int) -> Iterator[int]:
        """Yield the states after a *piece* that is not open."""
        for shown in piece.shown:
            if self._page.text.startswith(shown, state):
                yield state + len(shown)
        written = piece.written
        if written and self._page.starts_with_mark_of(written, state, self._written):
            yield state + 1
            if piece.is_role:  # may be as many as there are keys
                after = state + 1
                while self._page.is_mark(after):
                    yield (after := after + 1)

    def _reachable(self) -> list[set[int]] | None:
        """Return the states before each piece, and at the end; None if there are none."""
        end = len(self._page.text)
        states: list[set[int]] = []
        skipped = set[int]()
        after, effort = {0}, 0
        for piece in [*self.pieces, None]:
            if self._opens_marks:
                for at in sorted(after | skipped):
                    if self._page.is_mark(at):
                        skipped |= {at + 1}
                        after |= {at + 1}
                after |= skipped
            states.append(after)
            effort += len(after)
            if not after or effort > _EFFORT:
                return None
            if piece is None:
                break
            if self._is_open(piece):
                after = set(range(min(after), end + 1))
            else:
                after = {state for at in after for state in self._after(piece, at)}
        return states

    @cached_property
    def _states(self) -> list[set[int]] | None:
        """The states before each piece, and at the end, of all complete readings."""
        states = self._reachable()
        if states is None:
            return None
        if not self._opens_marks and all(len(before) == 1 for before in states):
            return states if states[-1] == {len(self._page.text)} else None
        later = {len(self._page.text)}
        following: set[int] = set(later)
        for n in range(len(states) - 1, -1, -1):
            piece = self.pieces[n] if n < len(self.pieces) else None
            kept = set[int]()
            for at in sorted(states[n], reverse=True):
                if piece is None:
                    is_kept = at in following
                elif self._is_open(piece):
                    is_kept = at <= max(following)
                else:
                    is_kept = not following.isdisjoint(self._after(piece, at))
                if not is_kept and self._opens_marks and self._page.is_mark(at):
                    is_kept = at + 1 in later or at + 1 in kept
                if is_kept:
                    kept.add(at)
            if not kept:
                return None
            states[n] = following = kept
            later |= kept
        return states

    @property
    def starts(self) -> list[int | None] | None:
        """Where the letters of each piece of prose begin; None where it is not certain.

        None instead of a list if there is no complete reading.
        """
        states = self._states
        if states is None:
            return None
        covered = self._covered(states) if self._opens_marks else frozenset()
        starts: list[int | None] = []
        for n, piece in enumerate(self.pieces):
            start = min(states[n])
            is_certain = bool(piece.offsets) and len(states[n]) == 1 and n not in covered
            if self._page.is_mark(start):
                is_certain = False
            starts.append(start if is_certain else None)
        return starts

    def _covered(self, states: Sequence[set[int]]) -> frozenset[int]:
        """Return the numbers of the pieces that may be written for a mark."""
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for n, before in enumerate(states):
            for at in before:
                first.setdefault(at, n)
                last[at] = n
        return frozenset(
            n
            for at, begin in first.items()
            if self._page.is_mark(at)
            for n in range(begin, last.get(at + 1, begin))
        )


class _OpenRoles(Reading):
    _opens_roles = True


class _OpenMarks(_OpenRoles):
    _opens_marks = True


def _is_unwritten(node: Element, source: str) -> bool:
    """Return whether the *source* does not contain the inline that is not prose."""
    if isinstance(node, nodes.raw):
        return node.rawsource not in source  # of a line break, or struck text
    if isinstance(node, nodes.inline):
        return 'versionmodified' in node['classes']
    return isinstance(node, (addnodes.index, nodes.target)) and not node.children


def _forms(node: Element) -> tuple[str, ...]:
    """Return what may be written for an inline that is not prose; empty if unknown."""
    written = node.rawsource
    if written == node.astext():  # MyST keeps the text only
        is_code = isinstance(node, nodes.literal)
        return (spaced(f'`{written}`'),) if is_code else ()
    return tuple(map(spaced, role_sources(written)[:3]))


READINGS = (Reading, _OpenRoles, _OpenMarks)
"""Each more liberal than the one before."""
