"""The text of a passage laid against the markup that it was parsed from.

Parsers do not say which characters of a paragraph's source a text node is from. It
is worked out: the texts and the marks of the passage occur in the source in order, so
there is a leftmost way to find them all, and a rightmost one. Where both agree on a
text there is only one place for it, and that is certain, provided that no word lies
between it and its neighbours. Of files nothing is known here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinxcontrib_archgloss.sphinx_ext.source_positions.search import Search, TooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.search import Place

_WORD = re.compile(r'[^\W_]')


class _Stretch(NamedTuple):
    """What is to be found in the source: neighbouring text nodes, or a mark."""

    text: str
    """Without white space at its ends; of a mark, its source or what is shown."""
    start: int
    """Offset of `text` in the passage."""
    is_mark: bool
    is_loose: bool
    """Whether something unknown may stand beside it in the source."""


class Alignment:
    """A passage laid against its source, once for all spans that are asked for."""

    def __init__(self, passage: DoctreePassage) -> None:
        self._texts = _certain(list(_stretches(passage)), passage.block.rawsource)
        self._starts = [one.start for one, _ in self._texts]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the passage is in its source; None if not certain."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        one, place = self._texts[at]
        if end > one.start + len(one.text):
            return None
        return place[start - one.start], place[end - one.start - 1] + 1


def _certain(stretches: Sequence[_Stretch], raw: str) -> list[tuple[_Stretch, Place]]:
    """Return those texts that there is only one place for, in order."""
    search = Search(raw)
    try:
        left, right = _in_order(stretches, search), _from_behind(stretches, search)
    except TooLongError:
        return []
    if left is None or right is None:
        return []
    last = len(stretches) - 1
    return [
        (one, place)
        for index, (one, place) in enumerate(zip(stretches, left, strict=True))
        if not one.is_mark
        and place is not None
        and place == right[index]
        and _alone(stretches, index, right, raw)
        and (index == last or _followed(stretches, index, left, raw))
    ]


def _stretches(passage: DoctreePassage) -> Iterator[_Stretch]:
    """Yield the texts of neighbouring nodes, joined, and the marks, in order."""
    raw = passage.block.rawsource
    inlines: list[tuple[int, bool, str, bool]] = []
    run = None
    for part in passage.parts:
        if part.run == run and inlines and inlines[-1][1] is False:
            at, _, before, loose = inlines[-1]
            inlines[-1] = (at, False, before + part.text, loose)
        else:
            loose = isinstance(part.node.parent, nodes.inline)
            inlines.append((part.start, False, part.text, loose))
        run = part.run
    inlines += [(mark.at, True, _source_of(mark.node, raw), True) for mark in passage.marks]
    for at, is_mark, text, loose in sorted(inlines, key=lambda one: one[0]):
        bare = text.strip()
        if is_mark or bare:
            lead = len(text) - len(text.lstrip())
            yield _Stretch(bare, at + (0 if is_mark else lead), is_mark, loose)


def _source_of(node: Element | nodes.Text, raw: str) -> str:
    """Return what stands in the source *raw* for an inline; empty if it is not known."""
    if isinstance(node, nodes.Text):
        return node.astext().strip()
    written = node.rawsource
    tail = written[max(written.find('`'), 0) :]
    for known in (written, tail, node.astext()):
        if known.strip() and known in raw:
            return known
    return ''


def _in_order(stretches: Sequence[_Stretch], search: Search) -> list[Place | None] | None:
    """Return the leftmost places of all; None if there are none."""
    found: list[Place | None] = []
    at = 0
    for one in stretches:
        place = search.first(one.text, at) if one.text else None
        if place is None and not one.is_mark:
            return None
        found.append(place)
        at = place[-1] if place else at
    return found


def _from_behind(
    stretches: Sequence[_Stretch], search: Search
) -> list[Place | None] | None:
    """Return the rightmost places of all; None if there are none."""
    found: list[Place | None] = []
    end = len(search.raw)
    for one in reversed(stretches):
        place = search.last(one.text, end) if one.text else None
        if place is None and not one.is_mark:
            return None
        found.append(place)
        end = place[0] if place else end
    return found[::-1]


def _alone(
    stretches: Sequence[_Stretch], index: int, right: Sequence[Place | None], raw: str
) -> bool:
    """Return whether no word lies between a text and the one before it."""
    place = right[index]
    before = right[index - 1] if index else None
    if place is None:
        return False
    if stretches[index].is_loose or (index and stretches[index - 1].is_loose):
        return True
    return not _WORD.search(raw, before[-1] if before else 0, place[0])


def _followed(
    stretches: Sequence[_Stretch], index: int, left: Sequence[Place | None], raw: str
) -> bool:
    """Return whether no word lies between a text and the one after it."""
    place, after = left[index], left[index + 1]
    if place is None or stretches[index].is_loose or stretches[index + 1].is_loose:
        return place is not None
    return not _WORD.search(raw, place[-1], after[0] if after else len(raw))
