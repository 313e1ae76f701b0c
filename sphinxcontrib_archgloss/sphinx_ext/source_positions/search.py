"""A text of a passage looked for in the markup that it was parsed from.

White space counts as white space, escapes and what typography makes of signs are seen
through. The work is limited: a text that is much like itself further on could be tried
at each place for long.
"""

from __future__ import annotations

Place = list[int]
"""For each character of a text, and for its end, its offset in the source."""

# What typography makes of signs.
_TYPED = {
    "'": '’‘‚‹›',
    '"': '“”„«»',
}
_RUNS = {'–': ('--',), '—': ('---', '--'), '…': ('...',)}
_LEADS = '-.'  # with which these begin
# How many characters may be looked at: so many, and so many for each of the source.
_LEAST_WORK = 100_000
_WORK = 20
_GLANCE = 64  # characters that tell most texts apart


class TooLongError(Exception):
    """The search takes longer than it is worth."""


class Search:
    """Looks for texts in one source; raises TooLongError past what it may take."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._left = _LEAST_WORK + _WORK * len(raw)

    def first(self, text: str, start: int) -> Place | None:
        """Return the first place of *text* from *start* on."""
        return self._tried(text, range(start, len(self.raw) - _least(text) + 1))

    def last(self, text: str, end: int) -> Place | None:
        """Return the last place of *text* before *end*."""
        return self._tried(text, range(end - _least(text), -1, -1), end)

    def _tried(self, text: str, places: range, end: int | None = None) -> Place | None:
        begins = text[0] + '\\' + ''.join(_TYPED) + _LEADS
        for at in places:
            self._spend(1)
            if self.raw[at] not in begins:
                continue
            place = self._as_it_is(text, at) or self._at(text, at)
            if place is not None and (end is None or place[-1] <= end):
                return place
        return None

    def _as_it_is(self, text: str, at: int) -> Place | None:
        """Return the place of *text* if it is at *at* as most texts are: unchanged."""
        if '\\' in text or not self.raw.startswith(text[:_GLANCE], at):
            return None
        self._spend(len(text) // _GLANCE)
        if not self.raw.startswith(text, at):
            return None
        return list(range(at, at + len(text) + 1))

    def _at(self, text: str, at: int) -> Place | None:
        place, end = _compared(text, self.raw, at)
        self._spend(end - at)
        return place

    def _spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise TooLongError


def _least(text: str) -> int:
    """Return the length that *text* has in the source at least."""
    return len(' '.join(text.split()))


def _compared(text: str, raw: str, at: int) -> tuple[Place | None, int]:
    """Return the place of *text* if it begins at *at* in *raw*, and how far it was read.

    White space is as good as any other; signs may have been escaped, and typography
    may have changed them.
    """
    place: Place = []
    i = 0
    while i < len(text):
        if at >= len(raw):
            return None, at
        here, there = text[i], raw[at]
        if here.isspace():
            if not there.isspace():
                return None, at
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
            return None, at
        place.append(at)
        i, at = i + 1, at + length
    return [*place, at], at


def _same(here: str, there: str, raw: str, at: int) -> int:
    """Return the length of what stands in the source for a character; 0 if nothing."""
    if here == there or here in _TYPED.get(there, ''):
        return 1
    return next((len(run) for run in _RUNS.get(here, ()) if raw.startswith(run, at)), 0)
