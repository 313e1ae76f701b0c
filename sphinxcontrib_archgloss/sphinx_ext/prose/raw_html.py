"""HTML tags in prose, and the text between them that is not prose.

In Markdown the tags of a ``kbd`` are two nodes with plain text between them, and so are two
raw roles in reStructuredText. This module reads the tags in their order and decides which
text between them is prose. Only these elements hold none:

* links and controls, which must not contain links (``a``, ``button``, ``role="button"``);
* code and names (``code``, ``kbd``, ``abbr``), which are not prose with roles either;
* somebody else's words and titles (``q``, ``cite``; a ``blockquote`` is a quotation);
* what is not shown as it is written, or is not text (``script``, ``math``, ``rt``).

Elements for emphasis (``b``, ``span``, ``mark``) contain prose. An element ends with the
one around it, and at the latest with its paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.prose.clickable import are_clickable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Node

_NO_PROSE = frozenset(
    {'a', 'abbr', 'acronym', 'button', 'cite', 'code', 'dfn', 'h1', 'h2', 'h3', 'h4',
     'h5', 'h6', 'kbd', 'label', 'math', 'option', 'pre', 'q', 'rp', 'rt', 'samp',
     'script', 'select', 'style', 'sub', 'summary', 'sup', 'svg', 'template', 'textarea',
     'th', 'title', 'tt', 'var'}
)  # fmt: skip
_QUOTATION = 'blockquote'
_VOID = frozenset({'area', 'br', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'wbr'})
"""Elements that have no end."""

_TAG = re.compile(
    r'<!--.*?(?:-->|\Z)'
    r'|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)'
    r'(?P<rest>(?:[^>"\']|"[^"]*"|\'[^\']*\')*)>',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([^\s=/"\']+)(?:\s*=\s*(?:"([^"]*)"|\'([^\']*)\'|([^\s"\']+)))?')
# In "<a href=there/>" the slash belongs to the address.
_CLOSED_AT_ONCE = re.compile(r'(?:\A|[\s"\'])/\Z')


class _Opened(NamedTuple):
    """An element that is open."""

    name: str
    at: int
    """Where it was opened, as a number that the reader chooses."""


class OpenTags:
    """The open elements that matter."""

    def __init__(self) -> None:
        self._open: list[_Opened] = []

    @property
    def hide(self) -> bool:
        """Whether the text after the last tag is not prose."""
        # nearly always, none is open
        return bool(self._open) and any(name != _QUOTATION for name, _ in self._open)

    def _holds(self, tag: re.Match[str], name: str) -> bool:
        """Return whether *tag* makes its element clickable, or is in such an element."""
        if any(element.name == name for element in self._open):
            return True
        if tag['close'] or not name or name in _VOID:
            return False
        attributes = {
            match[1].lower(): match[2] or match[3] or match[4] or ''
            for match in _ATTRIBUTE.finditer(tag['rest'])
        }
        return are_clickable(attributes, attributes.get('class', '').split())

    def read(self, node: nodes.raw, at: int = 0) -> list[_Opened]:
        """Record the tags in a node; return the elements that they close."""
        closed: list[_Opened] = []
        if 'html' not in str(node.get('format', '')).lower().split():
            return closed
        for tag in _TAG.finditer(node.astext()):
            name = (tag['name'] or '').lower()
            if name not in _NO_PROSE and name != _QUOTATION and not self._holds(tag, name):
                continue
            if not tag['close']:
                if not _CLOSED_AT_ONCE.search(tag['rest']):
                    self._open.append(_Opened(name, at))
                continue
            names = [element.name for element in self._open]
            if name in names:
                last = len(names) - 1 - names[::-1].index(name)
                closed.append(self._open[last])
                del self._open[last:]
        return closed


class Within(NamedTuple):
    """The effect of HTML tags on a block between them."""

    hidden: bool = False
    """Whether nothing in it is prose."""
    quoted: bool = False
    """Whether it is a quotation."""


def blocks_within(blocks: Sequence[Node]) -> dict[int, Within]:
    """Return the effect of the HTML among *blocks* on the others, by their indices.

    A tag that is not closed within them has no effect, so that the rest of a page is kept.
    """
    effects: dict[int, Within] = {}
    if len(blocks) < 3:
        return effects  # none is between two others
    raw = {index: b for index, b in enumerate(blocks) if isinstance(b, nodes.raw)}
    if not raw:
        return effects  # nearly always
    tags = OpenTags()
    for index, block in raw.items():
        for name, start in tags.read(block, index):
            for inside in range(start + 1, index):
                hidden, quoted = effects.get(inside, Within())
                is_quote = name == _QUOTATION
                effects[inside] = Within(hidden or not is_quote, quoted or is_quote)
    return effects
