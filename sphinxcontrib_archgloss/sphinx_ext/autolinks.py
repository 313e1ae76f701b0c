"""Automatic links, and expanded acronyms, put into a page when it is written.

`project.prose.rewrites` decides the changes from the facts of the page; this module applies
them to the doctree, just before references are resolved. The pickled doctree is not
touched, so the environment and message catalogues do not contain them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.domain import resolution
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import EXPLICIT, REFERENCE_CLASSES
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage, passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.project.views import Rewrite

AUTOMATIC = 'term-auto'
"""Class of the wording of an automatic link, in addition to those of a reference."""


class _Cut(NamedTuple):
    """A part of a text node, and the nodes that replace it."""

    start: int
    end: int
    new: tuple[Node, ...]


class RewriteProse(SphinxPostTransform):
    """Makes links of mentions, and expands acronyms."""

    # before entries are completed and index entries added, which changes passages
    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        """Change the prose of a page, or of all pages that are joined here."""
        domain = ArchglossDomain.of(self.env)
        session, here = domain.session, self.env.docname
        if not session.prose_options.is_active:
            return
        if not session.views.rewrites(here) and not session.may_join(here):
            return
        pending = _PendingRewrites(domain)
        for passage in list(passages(self.document)):
            if not all(map(session.project.holds, passage.passage.conditions)):
                continue  # it is removed before the page is written
            docname = passage.docname or here
            if rewrites := pending.take(docname, passage):
                _PassageRewrite(domain, docname, passage).apply(rewrites)


class _PendingRewrites:
    """The changes to pages that have not been made yet."""

    def __init__(self, domain: ArchglossDomain) -> None:
        self._domain = domain
        self._queues: dict[str, dict[tuple[str, str], deque[tuple[Rewrite, ...]]]] = {}

    def take(self, docname: str, passage: DoctreePassage) -> tuple[Rewrite, ...]:
        """Return the changes to the next passage of a page that has the same text.

        None for a passage that another extension has changed since the page was read.
        """
        queues = self._queues.get(docname)
        if queues is None:
            queues = self._queues[docname] = defaultdict(deque)
            for view in self._domain.session.views.rewrites(docname):
                queues[view.text, view.term].append(view.rewrites)
        queue = queues.get((passage.text, passage.entry))
        return queue.popleft() if queue else ()


class _PassageRewrite:
    """Applies the changes to one passage."""

    def __init__(
        self, domain: ArchglossDomain, docname: str, passage: DoctreePassage
    ) -> None:
        self._domain = domain
        self._docname = docname
        self._passage = passage

    def apply(self, rewrites: Sequence[Rewrite]) -> None:
        """Change the text nodes; *rewrites* are in the order of the text."""
        marks = {mark.at: mark.node for mark in self._passage.running_text.marks}
        cuts: dict[int, tuple[nodes.Text, list[_Cut]]] = {}
        for rewrite in rewrites:
            if rewrite.start in marks:
                _reword(marks[rewrite.start], rewrite.wording)
                continue
            for node, cut in self._cuts(rewrite):
                cuts.setdefault(id(node), (node, []))[1].append(cut)
        for node, own in cuts.values():
            _replace(node, list(_with_cuts(node.astext(), own)))

    def _cuts(self, rewrite: Rewrite) -> Iterator[tuple[nodes.Text, _Cut]]:
        """Yield (text node, cut) for a change; the first node takes all new nodes."""
        new: tuple[Node, ...] = (self._node(rewrite),)
        for text in self._passage.slices(rewrite.start, rewrite.end):
            yield text.node, _Cut(text.start, text.end, new)
            new = ()

    def _node(self, rewrite: Rewrite) -> Node:
        written = rewrite.wording or self._passage.text[rewrite.start : rewrite.end]
        if not rewrite.target:
            return nodes.Text(written)
        content = nodes.inline(written, written, classes=[*REFERENCE_CLASSES])
        session = self._domain.session
        reference = session.views.reference(
            'ref', rewrite.target, rewrite.term, self._docname
        )
        try:
            link = resolution.link(reference, session, self._docname, content)
        except NoUri:
            return nodes.Text(written)
        content['classes'].append(AUTOMATIC)
        block = self._passage.block
        link.source = content.source = block.source
        link.line = content.line = block.line
        return link


def _with_cuts(text: str, cuts: Sequence[_Cut]) -> Iterator[Node]:
    """Yield the nodes that replace a text node with the *cuts* in it."""
    at = 0
    for cut in cuts:
        if at < cut.start:
            yield nodes.Text(text[at : cut.start])
        yield from cut.new
        at = cut.end
    if at < len(text):
        yield nodes.Text(text[at:])


def _replace(node: nodes.Text, new: list[Node]) -> None:
    """Replace a text node; `Element.replace` may mistake it for an equal text."""
    parent = cast('Element', node.parent)
    at = next(n for n, child in enumerate(parent.children) if child is node)
    parent[at : at + 1] = new


def _reword(reference: Node, wording: str) -> None:
    """Give a reference that is still to be resolved another wording."""
    if not isinstance(reference, addnodes.pending_xref):
        return
    inner = next(reference.findall(nodes.inline), None)
    if inner is not None:
        inner.clear()
        inner += nodes.Text(wording)
        reference[EXPLICIT] = True  # it stays as it is
