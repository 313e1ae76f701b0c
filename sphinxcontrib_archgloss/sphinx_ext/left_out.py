"""Leaves out of a document what its builder does not show, before anything is drawn.

Sphinx removes the content of ``only`` and ``ifconfig`` once references are resolved. Until
then, a hidden entry would take the ids of the one that is shown, and a hidden map its
picture. Only this module knows which pages a document has: some builders join pages, and
may write several documents, each with some of the pages.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import left_out_blocks
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements, page_part, term_list


class LeaveOut(SphinxPostTransform):
    """Removes what is not shown, and restricts links to the pages of the document."""

    def run(self, **kwargs: Any) -> None:
        """Remove entries, definitions, lists and maps; note the pages of the document."""
        session = ArchglossDomain.of(self.env).session
        hidden: set[int] = set()
        if session.leaves_out(self.env.docname):
            for block in left_out_blocks(self.document, session.project.holds):
                for node in list(elements(block)):
                    hidden.add(id(node))
                    if isinstance(node, (term_list, page_part)):
                        node.parent.remove(node)
        if session.joins_pages:
            _, *inside = elements(self.document)
            shown = [node for node in inside if id(node) not in hidden]
            session.show_pages(self._pages(shown))

    def _pages(self, shown: list[nodes.Element]) -> frozenset[str]:
        """Return the docnames of the pages whose content is among *shown*."""
        joined = (addnodes.start_of_file, nodes.document)  # the latter as an appendix
        parts = [node for node in shown if isinstance(node, joined) and 'docname' in node]
        pages = {str(node['docname']) for node in parts}
        if not str(self.document.get('source')).endswith(' output>'):
            # the first page; with "toctree_only", only its tables of contents
            pages.add(self.env.docname)
        return frozenset(pages)
