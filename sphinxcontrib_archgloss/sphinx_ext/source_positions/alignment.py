"""The text of blocks aligned with the markup that it was parsed from.

Parsers do not report which characters of a paragraph's source a text node is from. But
letters and digits stay, in their order, wherever markup does not show something else (see
`pieces`). So the letters of the page are read as those of the source (see `readings`), by
the strictest way that is possible, and a letter has a place only if that is certain.

This module knows nothing of files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.sphinx_ext.source_positions.readings import READINGS, ShownText
from sphinxcontrib_archgloss.sphinx_ext.source_positions.verbatim import verbatim_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText

# How typography may have changed a sign of the source.
_SIGNS = {
    **dict.fromkeys('“”„«»', "(?:[\"“”„«»]|``|'')"),
    **dict.fromkeys('‘’‚‹›', "['‘’‚‹›`]"),
    **dict.fromkeys('–—', '(?:[–—]|-{2,3})'),
    '…': r'(?:…|\.\.\.)',
    '\xa0': r'(?:\s+|~|&nbsp;)?',
}


class Alignment:
    """The text of *blocks*, in order, in the *source* of them all.

    With *skips_lead*, inlines that are not prose are not in the source at its beginning.
    """

    def __init__(
        self, source: str, blocks: Sequence[RunningText], skips_lead: bool = False
    ) -> None:
        self._source = source
        self._place_of: Callable[[int], int | None]
        """Offset of a letter in the text of all blocks → its offset in the source."""
        self._starts: Sequence[int] = ()
        """Where the text of each block begins in that of all, and where the last ends."""
        self._open: Sequence[int] = ()
        """Offsets in the source of what may show other text than is written."""
        self.is_complete = False
        """Whether the page can be read as the source at all."""
        verbatim = verbatim_text(source, blocks[0]) if len(blocks) == 1 else None
        if verbatim is None or skips_lead:
            self._read(ShownText(blocks, source), skips_lead)
        else:  # the common case; the readings would find the same
            self._place_of, self._open = verbatim.place_of, verbatim.marks
            self._starts = (0, verbatim.length)
            self.is_complete = True

    def _read(self, page: ShownText, skips_lead: bool) -> None:
        """Read the *page* as the source, by the strictest way that is possible."""
        self._starts = page.starts
        if skips_lead:
            page.skip_lead()
        places: dict[int, int] = {}
        for kind in READINGS:
            reading = kind(self._source, page)
            if (starts := reading.starts) is None:
                continue
            self.is_complete = True
            self._open = [piece.start for piece in reading.pieces if not piece.offsets]
            for piece, start in zip(reading.pieces, starts, strict=True):
                if start is not None:
                    letters = page.offsets[start : start + len(piece.offsets)]
                    places.update(zip(letters, piece.offsets, strict=True))
            break
        self._place_of = places.get

    def place(
        self, text: str, start: int, end: int, block: int = 0
    ) -> tuple[int, int] | None:
        """Return where a span of a *block*, which has a *text*, is in the source.

        None if that is not certain.
        """
        written = text[start:end]
        letters = [n for n, char in enumerate(written, start) if char.isalnum()]
        begin = self._starts[block]
        ends = [self._place_of(begin + n) for n in (*letters[:1], *letters[-1:])]
        if not ends or ends[0] is None or ends[-1] is None:
            return None
        first, last, lead = ends[0], ends[-1], letters[0] - start
        if written.replace(' ', '').isalnum() and self._source.startswith(written, first):
            # the common case; the pattern of words would match the same
            after = first + len(written)
            return (first, after) if last < after else None
        pattern = re.compile(_as_written(written), re.DOTALL)
        for at in range(first - lead, max(-1, first - 4 * lead - 1), -1):
            match = pattern.match(self._source, max(at, 0))
            if match is not None and match.start() <= first and last < match.end():
                return match.span()
        return None

    def near(self, at: int, block: int = 0) -> int | None:
        """Return the offset in the source of the letter *at* an offset of a block.

        If the letter has no certain place, the result is the offset of the markup that may
        show it, or of the last letter before it, or of the first one after it; None for no
        letter.
        """
        begin, end = self._starts[block : block + 2]
        if (place := self._place_of(begin + at)) is not None:
            return place
        # that of an inline that is not prose comes last
        before = self._first_place((*range(begin + at - 1, begin - 1, -1), -1 - block))
        behind = self._first_place(range(begin + at + 1, end))
        if before is None:
            return behind
        after = len(self._source) if behind is None else behind
        return next((n for n in self._open if before < n < after), before)

    def _first_place(self, letters: Iterable[int]) -> int | None:
        places = map(self._place_of, letters)
        return next((place for place in places if place is not None), None)


def _as_written(text: str) -> str:
    """Return a pattern of how *text* may be written, if all of it is prose."""
    patterns = []
    for part in re.findall(r'\s+|.', text):
        if part.isspace() and part != '\xa0':
            patterns.append(r'(?:\s|\\\s)+')
        else:
            patterns.append(r'\\?' + _SIGNS.get(part, re.escape(part)))
    return ''.join(patterns)
