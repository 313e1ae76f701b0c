"""The source of a map's picture: a graph in the DOT language of Graphviz.

Only labels hold the names of terms; a node is called ``n`` and its number. Broader terms
are on the left, so that a map with more terms becomes longer, not wider: a page has room
below, not beside it. Kinds of lines differ in dashes and arrowheads, not in color:
everything has one color, which `svg` sets.
"""

from __future__ import annotations

import math
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FONT = 'Helvetica,Arial,sans-serif'

STYLES = {
    # the edge runs from the broader term, which comes first, so its arrow is at the tail
    'broader': 'dir=back, arrowtail=empty',
    'related': 'dir=none',
    'contrast': 'dir=none, style=dashed',
    'see': 'arrowhead=vee, style=dashed',
    'replaced_by': 'arrowhead=normal, penwidth=2.2',
    'mentions': 'arrowhead=vee, style=dotted, penwidth=1.3',
}
"""Kind of line → how it is drawn."""

COLUMNS = 4
"""Columns of terms without relations."""
LONGEST = 72
"""Maximum number of characters of a name that are drawn; the rest is cut off."""

_HEAD = f"""\
digraph {{
graph [rankdir=LR, bgcolor=transparent, pad=0.05, nodesep=0.12, ranksep=0.4]
node [shape=box, style=rounded, height=0.3, fontname="{FONT}", fontsize=11]
edge [arrowsize=0.75]
"""

# Characters, besides white space, that are not allowed in XML or damage a label.
_UNPRINTABLE = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)


def as_dot(names: Sequence[str], edges: Iterable[tuple[str, int, int, bool]]) -> str:
    """Return the graph of *names* and of *edges* between them.

    An edge is (kind, tail, head, whether it has two heads); tail and head are 0-based
    numbers of names.
    """
    lines = [f'n{n} [{_node_attributes(name)}]' for n, name in enumerate(names)]
    edges = list(edges)
    placed = {end for kind, *ends, _ in edges if kind == 'broader' for end in ends}
    isolated = set(range(len(names)))
    for kind, tail, head, both in edges:
        isolated -= {tail, head}
        style = STYLES[kind]
        if kind != 'broader' and {tail, head} <= placed:
            style += ', constraint=false'  # the hierarchy, if any, determines the columns
        placed |= {tail, head}
        if kind == 'broader':
            tail, head = head, tail  # noqa: PLW2901 - the broader term comes first
        elif both and 'dir=' not in style:
            style = f'dir=both, arrowtail=vee, {style}'
        css = kind.replace('_', '-')
        lines.append(f'n{tail} -> n{head} [class="{css}", {style}]')
    return '\n'.join((_HEAD, *lines, *_columns(sorted(isolated)), '}', ''))


def _columns(isolated: Sequence[int]) -> Iterator[str]:
    """Yield invisible edges that put terms without relations into several columns."""
    rows = max(3, math.ceil(len(isolated) / COLUMNS))
    for left, right in zip(isolated, isolated[rows:], strict=False):
        yield f'n{left} -> n{right} [style=invis]'


def _node_attributes(name: str) -> str:
    """Return the label and the margin of the node of *name*.

    A reader's font may be a fifth wider than the one that Graphviz measures with, so
    the margin grows with the longest line.
    """
    lines = label_lines(name)
    label = '\\n'.join(map(_escaped, lines))
    return f'label="{label}", margin="{0.07 + 0.006 * max(map(len, lines)):.3f},0.03"'


def label_lines(name: str) -> list[str]:
    """Return the lines of the label of *name*, which is cut off where it is too long."""
    text = ' '.join(_UNPRINTABLE.sub(' ', name).split())
    if len(text) > LONGEST:
        text = f'{text[: LONGEST - 1].rstrip()}…'
    return textwrap.wrap(text, 18, break_on_hyphens=False) or ['?']


def _escaped(text: str) -> str:
    r"""Return *text* so that Graphviz reads no escapes in it (``\N``, ``&lt;``)."""
    return text.replace('&', '&amp;').replace('\\', '\\\\').replace('"', '\\"')
