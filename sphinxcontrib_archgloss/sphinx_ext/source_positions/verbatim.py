"""The places of the letters of a block that shows its source as it is written.

Most paragraphs are plain text and inlines that are not prose, each with its own source. If
these in a row are the source of the paragraph, and nothing else in it can be markup, there
is only one way to read the page as the source (see `readings`), and no need to look for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import LETTERS, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxcontrib_archgloss.sphinx_ext.source_positions.readings import Running

_OWN_SOURCE = (nodes.raw, nodes.inline, nodes.target)
"""Elements whose source may not be that of what they show."""


class VerbatimText(NamedTuple):
    """A block that shows its source as it is written."""

    places: Mapping[int, int]
    """Offset of a letter in the text → its offset in the source."""
    marks: Sequence[int]
    """Offsets in the source of the inlines that are not prose."""
    length: int
    """Of the text."""


def verbatim_text(source: str, block: Running) -> VerbatimText | None:
    """Return *block* if it shows its *source* as it is written; otherwise None."""
    texts = {part.start: part.text for part in block.parts}
    marks = {mark.at: mark.node for mark in block.marks}
    places: dict[int, int] = {}
    spans: list[tuple[int, int]] = []
    at = length = 0
    for start in sorted((*texts, *marks)):
        node = marks.get(start)
        written = texts[start] if node is None else _written(node)
        if not written or not source.startswith(written, at):
            return None
        if node is None:
            length = start + len(written)
            for word in LETTERS.finditer(written):
                first, end = word.span()
                letters = range(start + first, start + end)
                places.update(zip(letters, range(at + first, at + end), strict=True))
        else:
            length = start + 1
            spans.append((at, at + len(written)))
        at += len(written)
    if at < len(source.rstrip()) or spans != quoted_spans(source):
        return None
    return VerbatimText(places, [start for start, _ in spans], length)


def _written(node: nodes.Element | nodes.Text) -> str:
    """Return the source of an inline that is not prose; empty if it is not certain."""
    if not isinstance(node, nodes.Element) or isinstance(node, _OWN_SOURCE):
        return ''
    # MyST keeps the text only
    return node.rawsource if node.rawsource != node.astext() else ''
