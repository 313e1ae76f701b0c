"""Quotations inside a passage: the text between quotation marks.

A quotation is the wording of another author, or is about the words themselves, and stays
unchanged. A mark that is never closed does not begin a quotation; an apostrophe is not a
mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Opening marks → closing marks, in all conventions of Europe and East Asia.
_PAIRS = {
    '“': '”“', '„': '“”', '«': '»', '»': '«', '‹': '›', '›': '‹', '‘': '’', '‚': '‘’',
    '「': '」', '『': '』', '"': '"', "'": "'",
}  # fmt: skip
_OPENING = re.compile(r'(?<!\w)[“„«»‹›‘‚"\']|[「『]')


def quotations(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each quotation in *text*, its marks included."""
    spans: list[tuple[int, int]] = []
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        end = _end(text, opening.start())
        if end is None:
            at = opening.end()
            continue
        spans.append((opening.start(), end))
        at = end
    return spans


def _end(text: str, start: int) -> int | None:
    """Return the offset behind the quotation that begins at *start*; None for none."""
    closing = _PAIRS[text[start]]
    for at in range(start + 1, len(text)):
        # inside a word it is an apostrophe, or opens the next one
        if text[at] in closing and (
            text[at] in '」』' or not text[at + 1 : at + 2].isalnum()
        ):
            return at + 1 if at > start + 1 else None
    return None


def is_inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether the part from *start* to *end* is in one of *spans*."""
    return any(first <= start and end <= last for first, last in spans)
