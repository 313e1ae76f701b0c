"""The text of a passage laid against the markup that it was parsed from.

Parsers do not say which characters of a paragraph's source a text node is from. It
is worked out: the texts and the marks of the passage occur in the source in order, so
there is a leftmost way to find them all, and a rightmost one. Where both agree on a
text there is only one place for it, and that is certain, provided that no word lies
between it and its neighbours. Of files nothing is known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose import Passage

_WORD = re.compile(r'[^\W_]')
# What typography makes of signs.
_TYPED = {
    "'": '’‘‚‹›',
    '"': '“”„«»',
}
_RUNS = {'–': ('--',), '—': ('---', '--'), '…': ('...',)}
_LEADS = '-.'  # with which these begin


class _Stretch(NamedTuple):
    """What is to be found in the source: neighbouring text nodes, or a mark."""

    text: str
    """Without white space at its ends; of a mark, its source or what is shown."""
    start: int
    """Offset of `text` in the passage."""
    is_mark: bool
    is_loose: bool
    """Whether something unknown may stand beside it in the source."""


Place = list[int]
"""For each character of a stretch, and for its end, its offset in the source."""


class Alignment:
    """A passage laid against its source, once for all spans that are asked for."""

    def __init__(self, passage: Passage) -> None:
        self._raw = passage.block.rawsource
        self._stretches = list(_stretches(passage))
        self._left = _in_order(self._stretches, self._raw, _first)
        self._right = _from_behind(self._stretches, self._raw)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the passage is in its source; None if not certain."""
        left, right = self._left, self._right
        index = next(
            (
                n
                for n, one in enumerate(self._stretches)
                if not one.is_mark
                and one.start <= start
                and end <= one.start + len(one.text)
            ),
            None,
        )
        if index is None or left is None or right is None:
            return None
        place = left[index]
        if place is None or place != right[index]:
            return None
        if not _alone(self._stretches, index, right, self._raw):
            return None
        last = index + 1 == len(self._stretches)
        if not last and not _followed(self._stretches, index, left, self._raw):
            return None
        offset = self._stretches[index].start
        return place[start - offset], place[end - offset - 1] + 1


def _stretches(passage: Passage) -> Iterator[_Stretch]:
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


def _first(text: str, raw: str, start: int, end: int) -> Place | None:
    """Return the first place of *text* in *raw* between *start* and *end*."""
    begins = _beginnings(text)
    for at in range(start, end):
        if raw[at] not in begins:
            continue
        place = _as_it_is(text, raw, at) or _at(text, raw, at)
        if place is not None:
            return place if place[-1] <= end else None
    return None


def _last(text: str, raw: str, start: int, end: int) -> Place | None:
    begins = _beginnings(text)
    for at in range(end - 1, start - 1, -1):
        if raw[at] not in begins:
            continue
        place = _as_it_is(text, raw, at) or _at(text, raw, at)
        if place is not None and place[-1] <= end:
            return place
    return None


def _beginnings(text: str) -> str:
    """Return the characters that can stand in the source where *text* begins."""
    return text[0] + '\\' + ''.join(_TYPED) + _LEADS


def _in_order(
    stretches: Sequence[_Stretch],
    raw: str,
    find: Callable[[str, str, int, int], Place | None],
) -> list[Place | None] | None:
    """Return the leftmost places of all; None if there are none."""
    found: list[Place | None] = []
    at = 0
    for one in stretches:
        place = find(one.text, raw, at, len(raw)) if one.text else None
        if place is None and not one.is_mark:
            return None
        found.append(place)
        at = place[-1] if place else at
    return found


def _from_behind(stretches: Sequence[_Stretch], raw: str) -> list[Place | None] | None:
    """Return the rightmost places of all; None if there are none."""
    found: list[Place | None] = []
    end = len(raw)
    for one in reversed(stretches):
        place = _last(one.text, raw, 0, end) if one.text else None
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


def _as_it_is(text: str, raw: str, at: int) -> Place | None:
    """Return the place of *text* if it is at *at* in *raw* as most texts are: unchanged."""
    if '\\' in text or not raw.startswith(text, at):
        return None
    return list(range(at, at + len(text) + 1))


def _at(text: str, raw: str, at: int) -> Place | None:
    """Return the place of *text* if it begins at *at* in *raw*.

    White space is as good as any other; signs may have been escaped, and typography
    may have changed them.
    """
    place: Place = []
    i = 0
    while i < len(text):
        if at >= len(raw):
            return None
        here, there = text[i], raw[at]
        if here.isspace():
            if not there.isspace():
                return None
            while i < len(text) and text[i].isspace():
                place.append(at)
                i += 1
            while at < len(raw) and raw[at].isspace():
                at += 1
            continue
        if there == '\\' and raw[at + 1 : at + 2] and (here != '\\' or raw[at + 1] == '\\'):
            at += 1
            if raw[at].isspace():  # nothing, to reStructuredText
                at += 1
                continue
            there = raw[at]
        length = _same(here, there, raw, at)
        if not length:
            return None
        place.append(at)
        i, at = i + 1, at + length
    return [*place, at]


def _same(here: str, there: str, raw: str, at: int) -> int:
    """Return the length of what stands in the source for a character; 0 if nothing."""
    if here == there or here in _TYPED.get(there, ''):
        return 1
    return next((len(run) for run in _RUNS.get(here, ()) if raw.startswith(run, at)), 0)
