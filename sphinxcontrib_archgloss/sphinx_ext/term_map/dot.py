"""Terms, and what joins them, as a graph in Graphviz's language.

Names are labels, and nothing else in the graph is anybody's text: a node is called
``n`` and its number. Kinds of lines differ in dashes and arrowheads, never in colour
alone, and everything is drawn in one colour, for others to choose.
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
    # the broader term stands above, so the arrow is told from its head
    'broader': 'dir=back, arrowtail=empty',
    'related': 'dir=none',
    'contrast': 'dir=none, style=dashed',
    'see': 'arrowhead=vee, style=dashed',
    'replaced_by': 'arrowhead=normal, penwidth=2.2',
    'mentions': 'arrowhead=vee, style=dotted, penwidth=1.3',
}
"""Kind of line → how it is drawn."""

LONGEST = 72
"""Characters of a name that are drawn at most."""

_HEAD = f"""\
digraph {{
graph [bgcolor=transparent, pad=0.05, nodesep=0.12, ranksep=0.35]
node [shape=box, style=rounded, height=0.3, fontname="{FONT}", fontsize=11]
edge [arrowsize=0.75]
"""

# What XML or a label has no place for, besides white space.
_UNPRINTABLE = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)


def as_dot(names: Sequence[str], edges: Iterable[tuple[str, int, int, bool]]) -> str:
    """Return the graph of *names* and of *edges* between them.

    An edge is (kind, number of the name it begins at, number of the one it leads to,
    whether it leads back as well); numbers are from 0.
    """
    lines = [f'n{n} [{_drawn(name)}]' for n, name in enumerate(names)]
    alone = set(range(len(names)))
    for kind, tail, head, both in edges:
        alone -= {tail, head}
        drawn = STYLES[kind]
        if kind == 'broader':
            tail, head = head, tail  # noqa: PLW2901 - what is broader stands above
        elif both and 'dir=' not in drawn:
            drawn = f'dir=both, arrowtail=vee, {drawn}'
        css = kind.replace('_', '-')
        lines.append(f'n{tail} -> n{head} [class="{css}", {drawn}]')
    return '\n'.join((_HEAD, *lines, *_stacked(sorted(alone)), '}', ''))


def _stacked(alone: Sequence[int]) -> Iterator[str]:
    """Yield what puts terms that nothing joins into rows, or they would be one."""
    width = math.isqrt(len(alone)) + 1
    for above, below in zip(alone, alone[width:], strict=False):
        yield f'n{above} -> n{below} [style=invis]'


def _drawn(name: str) -> str:
    """Return the attributes of the node of *name*.

    A reader's font may be a fifth wider than the one that Graphviz measures with, so
    the longer a line, the more room is beside it.
    """
    longest = max(map(len, drawn_lines(name)))
    return f'label={label(name)}, margin="{0.07 + 0.006 * longest:.3f},0.03"'


def label(name: str) -> str:
    """Return *name* as a label, quoted: over several lines, and cut where it is long."""
    return '"{}"'.format('\\n'.join(map(_escaped, drawn_lines(name))))


def drawn_lines(name: str) -> list[str]:
    """Return the lines in which *name* is drawn."""
    text = ' '.join(_UNPRINTABLE.sub(' ', name).split())
    if len(text) > LONGEST:
        text = f'{text[: LONGEST - 1].rstrip()}…'
    return textwrap.wrap(text, 18, break_on_hyphens=False) or ['?']


def _escaped(text: str) -> str:
    r"""Return *text* so that Graphviz draws just this.

    A backslash begins its escapes (``\N`` is the name of a node), an ampersand those
    of HTML.
    """
    return text.replace('&', '&amp;').replace('\\', '\\\\').replace('"', '\\"')
