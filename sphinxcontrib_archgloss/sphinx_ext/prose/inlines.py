"""The running text of a block, and which of its inlines are prose.

Each inline that is not prose (code, maths, links and references, abbreviations, footnote
marks, index entries, images, markup of the user interface, …) is one `MARK` in the text, so
that no mention crosses it. The same is true of text in an index entry, or in HTML that is
not prose (see `raw_html`). Emphasis is prose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.prose.clickable import is_clickable
from sphinxcontrib_archgloss.sphinx_ext.prose.raw_html import OpenTags

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

MARK = '\ufffc'
"""Replaces an inline that is not prose in a passage: an object, to Unicode."""

QUIET = 'no-term-autolink'
"""Class of text that must have no automatic links."""

_PROSE = (nodes.emphasis, nodes.strong, nodes.inline)

# Classes by which roles and directives mark an inline as a name, not prose.
_NAMES = frozenset(
    {'accelerator', 'code', 'command', 'dfn', 'download', 'file', 'guilabel', 'kbd',
     'keys', 'literal', 'mailheader', 'makevar', 'manpage', 'math', 'mimetype',
     'menuselection', 'newsgroup', 'option', 'program', 'regexp', 'samp', 'term-ref',
     'token', 'versionmodified', 'xref'}
)  # fmt: skip


class Part(NamedTuple):
    """A text node of a passage."""

    start: int
    """Offset of its first character in the passage's text."""
    text: str
    """Its text without the null characters of escapes, which `nodes.Text` keeps."""
    node: nodes.Text
    run: int
    """Number that neighbors in one element have in common, as lines of Markdown."""

    @property
    def end(self) -> int:
        """Offset after its last character in the passage's text."""
        return self.start + len(self.text)


class Mark(NamedTuple):
    """An inline that is no prose."""

    at: int
    """Offset of its character in the passage's text."""
    node: Element | nodes.Text


class RunningText:
    """The running text of one *block*."""

    def __init__(self, block: Element) -> None:
        self.texts: list[str] = []
        self.parts: list[Part] = []
        self.marks: list[Mark] = []
        self._at = 0
        self._run = 0
        self._tags = OpenTags()
        self._collect(block.children)

    def _collect(self, children: list[Node]) -> None:
        """Add the text of inlines, and of those within them."""
        self._run += 1
        for index, child in enumerate(children):
            if isinstance(child, nodes.Text):
                # most texts have no escapes
                if not (text := child.astext() if '\0' in child else str(child)):
                    continue
                if not self._tags.hide and not _is_indexed(children, index):
                    self.parts.append(Part(self._at, text, child, self._run))
                    self._add(text)
                    continue
                self._mark(child)
            elif isinstance(child, _PROSE) and is_prose(child):
                self._collect(child.children)
            elif isinstance(child, nodes.system_message):
                pass  # Sphinx usually removes it when the page has been read
            elif isinstance(child, nodes.Element):
                self._mark(child)
                if isinstance(child, nodes.raw):
                    self._tags.read(child)
            self._run += 1

    def _mark(self, node: Element | nodes.Text) -> None:
        self.marks.append(Mark(self._at, node))
        self._add(MARK)

    def _add(self, text: str) -> None:
        self.texts.append(text)
        self._at += len(text)


def _is_indexed(children: list[Node], index: int) -> bool:
    """Return whether the role ``index`` has made an entry from a text."""
    return (
        index > 1
        and isinstance(children[index - 1], nodes.target)
        and isinstance(children[index - 2], addnodes.index)
    )


def is_prose(node: Element) -> bool:
    """Return whether an emphasis or the like is part of the running text."""
    if isinstance(node, addnodes.not_smartquotable):
        return False  # what Sphinx sets for names in signatures and fields
    classes = node['classes']
    if classes and (QUIET in classes or not _NAMES.isdisjoint(classes)):
        return False
    if is_clickable(node):
        return False
    # a role whose author has forbidden the link
    return '`!' not in node.rawsource
