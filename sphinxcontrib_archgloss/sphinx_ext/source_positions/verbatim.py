"""The places of the letters of a block that shows its source as it is written.

Most paragraphs are plain text and inlines that are not prose, each with its own source. If
these in a row are the source of the paragraph, and nothing else in it can be markup, there
is only one way to read the page as the source (see `readings`), and no need to look for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import (
    quoted_span,
    quoted_spans,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText

_OWN_SOURCE = (nodes.raw, nodes.inline, nodes.target)
"""Elements whose source may not be that of what they show."""

# What any markup in plain text contains; "\0" stands for an inline that is not prose.
_MAY_BE_MARKUP = re.compile(r'[\\`|{\[&$<:_@]|\((?:c|r|p|tm)\)|[\w.+-]\0', re.IGNORECASE)


class VerbatimText(NamedTuple):
    """A block that shows its source as it is written."""

    texts: Sequence[tuple[int, int, int]]
    """(start, end, offset in the source) of each of its text nodes."""
    marks: Sequence[int]
    """Offsets in the source of the inlines that are not prose."""
    length: int
    """Of the text."""

    def place_of(self, at: int) -> int | None:
        """Return the offset in the source of the letter at an offset of the text."""
        places = (
            place + at - start for start, end, place in self.texts if start <= at < end
        )
        return next(places, None)


def verbatim_text(source: str, block: RunningText) -> VerbatimText | None:
    """Return *block* if it shows its *source* as it is written; otherwise None."""
    written = {part.start: part.text for part in block.parts}
    marks = {mark.at: _written(mark.node) for mark in block.marks}
    texts: list[tuple[int, int, int]] = []
    spans: list[tuple[int, int]] = []
    plain = ''
    at = length = 0
    for start, text in sorted((written | marks).items()):
        if not text or not source.startswith(text, at):
            return None
        end = at + len(text)
        if start in marks:
            spans.append((at, end))
            plain += '\0'
            length = start + 1
        else:
            length = start + len(text)
            texts.append((start, length, at))
            plain += text
        at = end
    if at < len(source.rstrip()):
        return None
    # nearly always, markup is only where the inlines are
    pieces = [quoted_span(source, at) for at, _ in spans]
    if spans != pieces or (_MAY_BE_MARKUP.search(plain) and spans != quoted_spans(source)):
        return None
    return VerbatimText(texts, [start for start, _ in spans], length)


def _written(node: nodes.Element | nodes.Text) -> str:
    """Return the source of an inline that is not prose; empty if it is not certain."""
    if not isinstance(node, nodes.Element) or isinstance(node, _OWN_SOURCE):
        return ''
    # MyST keeps the text only
    return node.rawsource if node.rawsource != node.astext() else ''
