"""The prose of a doctree, as passages: the running text of each block of text.

A passage is the text of one paragraph, whether in a list item, a table cell, a definition,
an admonition or the caption of a figure, or of a line of a line block: its text nodes in
order, with a `MARK` for each inline that is not prose (see `inlines`). Literal blocks,
signatures, comments, contents and docinfo are never among the passages; headings (titles,
rubrics, names in definition lists, tables' heads, captions of code, what is clicked) are on
request.

Each `DoctreePassage` contains the plain `Passage`, which the policy for links uses, and the
nodes, which are needed to change the doctree or to find the source. These laws hold:

* the same passages are returned from reading a page until its references are resolved
  (but an entry's key is known only until the entry is completed);
* ``''.join`` of the texts of `DoctreePassage.running_text` is the text;
* `DoctreePassage.slices` names exactly the text nodes, and offsets in them, of a span.

About terms, the module only knows what an entry looks like. It knows nothing about
mentions, or about the places of passages in files (see `spans`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.prose_facts import Passage, PassageReference
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import condition_of
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import EXPLICIT, TARGET
from sphinxcontrib_archgloss.sphinx_ext.ground.text import LINE
from sphinxcontrib_archgloss.sphinx_ext.prose.clickable import is_clickable, is_foreign
from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import QUIET, Mark, Part, RunningText
from sphinxcontrib_archgloss.sphinx_ext.prose.raw_html import blocks_within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

_BEYOND = (
    nodes.docinfo,
    nodes.decoration,
    nodes.system_message,
    nodes.substitution_definition,
    addnodes.toctree,
)
"""Elements whose text is not prose, in addition to literal text."""

_HEADINGS = (nodes.title, nodes.subtitle, nodes.rubric, nodes.caption)

_JOINED = (addnodes.start_of_file, nodes.document)
"""The element that represents a page in a tree of joined pages."""


class TextSlice(NamedTuple):
    """The part of a text node that belongs to a span."""

    node: nodes.Text
    start: int
    """0-based, in code points of the node's `astext`."""
    end: int


class _Setting(NamedTuple):
    """The surroundings of a block of text."""

    passage: Passage = Passage('')
    """A passage there, still without its text."""
    docname: str = ''
    hidden: bool = False

    def within(self, **changes: Any) -> _Setting:
        """Return the setting with *changes* of the passage."""
        return _Setting(self.passage._replace(**changes), self.docname, self.hidden)


class DoctreePassage(NamedTuple):
    """A passage and the nodes that it is made of."""

    passage: Passage
    block: Element
    """The paragraph or caption; it has ``source``, ``line`` and ``rawsource``."""
    docname: str
    """Docname of the page in a tree of joined pages; otherwise empty."""

    @property
    def text(self) -> str:
        """With the line breaks of the source; `MARK` for what is not prose."""
        return self.passage.text

    @property
    def entry(self) -> str:
        """Key of the term whose entry it is in; else empty."""
        return self.passage.term

    @property
    def running_text(self) -> RunningText:
        """Its text with its nodes, collected again, as few passages need them twice."""
        return RunningText(self.block)

    def slices(self, start: int, end: int) -> list[TextSlice]:
        """Return the text nodes of the span from *start* to *end*, in order."""
        return [
            TextSlice(
                part.node,
                max(start, part.start) - part.start,
                min(end, part.end) - part.start,
            )
            for part in self.running_text.parts
            if part.start < end and start < part.end
        ]


def passages(
    document: nodes.document, *, entries: bool = True, headings: bool = False
) -> Iterator[DoctreePassage]:
    """Yield the passages of *document*, in its order.

    *entries* and *headings* include those in entries and those that are headings.
    """
    waiting: list[tuple[Element, _Setting]] = [(document, _Setting())]
    sections = 0
    while waiting:
        node, setting = waiting.pop()
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Admonition):
            if setting.hidden:
                continue
            if _is_block(node):
                yield from _passage(node, setting)
            elif headings and _is_heading(node, setting):
                yield from _passage(node, setting.within(heading=True))
            continue
        if isinstance(node, _BEYOND) or 'contents' in node['classes']:
            continue
        if isinstance(node, addnodes.start_of_file):
            sections = 0  # of a page that a builder has joined to others
        elif isinstance(node, nodes.section):
            sections += 1
        inside = _inside(node, setting, sections)
        passage = inside.passage
        if (passage.term and not entries) or (passage.heading and not headings):
            continue
        waiting += _children(node, inside)[::-1]


def _children(node: Element, setting: _Setting) -> list[tuple[Element, _Setting]]:
    children = node.children
    if not (within := blocks_within(children)):
        return [(child, setting) for child in children if isinstance(child, nodes.Element)]
    settings = []
    for index, child in enumerate(children):
        if isinstance(child, nodes.Element):
            hidden, quoted = within.get(index, (False, False))
            own = setting.within(quoted=setting.passage.quoted or quoted)
            settings.append((child, own._replace(hidden=setting.hidden or hidden)))
    return settings


def _is_block(node: nodes.TextElement) -> bool:
    if isinstance(node, nodes.caption):
        return isinstance(node.parent, nodes.figure)
    return (
        isinstance(node, (nodes.paragraph, nodes.line))
        and LINE not in node['classes']
        and not _is_label(node)
    )


def _is_label(node: nodes.TextElement) -> bool:
    """Return whether *node* is clicked, as are the paragraphs that extensions define."""
    special = isinstance(node, nodes.paragraph) and is_foreign(node)
    return special or is_clickable(node)


def _is_heading(node: nodes.TextElement, setting: _Setting) -> bool:
    if isinstance(node, nodes.term):
        # the names in a glossary are those of its terms
        return not setting.passage.term and not _is_in_glossary(node)
    return isinstance(node, (*_HEADINGS, nodes.paragraph)) and LINE not in node['classes']


def _is_in_glossary(node: nodes.term) -> bool:
    listed = node.parent.parent
    return listed is not None and isinstance(listed.parent, addnodes.glossary)


def _inside(node: Element, setting: _Setting, section: int) -> _Setting:
    """Return the setting of the content of *node*, in the section with a number."""
    if QUIET in node['classes']:
        setting = setting.within(quiet=True)
    if isinstance(node, nodes.section):
        return setting.within(section=section)
    if isinstance(node, _JOINED) and 'docname' in node:
        return setting.within(section=0)._replace(docname=str(node['docname']))
    if isinstance(node, nodes.definition_list_item) and TERM in node:
        return setting.within(term=str(node[TERM]))
    if isinstance(node, nodes.block_quote):
        return setting.within(quoted=True)
    if isinstance(node, nodes.thead) or is_clickable(node):
        return setting.within(heading=True)
    if (condition := condition_of(node)) is not None:
        return setting.within(conditions=(*setting.passage.conditions, condition))
    return setting


def _passage(block: Element, setting: _Setting) -> Iterator[DoctreePassage]:
    running_text = RunningText(block)
    text = ''.join(running_text.texts)
    if not text or text.isspace():
        return
    parts, marks = running_text.parts, running_text.marks
    around = setting.passage
    # not by `_replace`, which takes three times as long
    passage = Passage(
        text,
        around.section,
        around.term,
        tuple(_seams(parts)) if len(parts) > 1 else (),
        tuple(_references(marks)) if marks else (),
        around.quiet or QUIET in block.attributes['classes'],
        around.conditions,
        around.quoted,
        tuple(_emphasis(block, parts)),
        around.heading,
    )
    yield DoctreePassage(passage, block, setting.docname)


def _seams(parts: Sequence[Part]) -> Iterator[int]:
    """Yield the offsets where two runs of text meet without a mark between them."""
    for before, part in pairwise(parts):
        if part.run != before.run and part.start == before.end:
            yield part.start


def _emphasis(block: Element, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the text in inlines of the *block*."""
    for part in parts:
        if part.node.parent is not block:
            yield part.start, part.end


def _references(marks: Sequence[Mark]) -> Iterator[PassageReference]:
    """Yield the references to terms, by our role or by one of Sphinx's own."""
    for mark in marks:
        node = mark.node
        if not isinstance(node, addnodes.pending_xref) or node.get('intersphinx'):
            continue
        role = node.get('refdomain'), node['reftype']
        if role == ('archgloss', 'term-ref'):
            target = str(node.get(TARGET, node['reftarget']))
            yield PassageReference(mark.at, 'ref', target, bool(node.get(EXPLICIT)))
        elif role in (('', 'any'), (None, 'any'), ('std', 'term')):
            yield PassageReference(mark.at, role[1], str(node['reftarget']), explicit=True)
