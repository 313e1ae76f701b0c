"""What Sphinx's search of the pages takes from a page with terms.

A term is found as an object (see `objects`), by the labels that readers see. Labels
that they do not see lead to the page where the term is found: the search is fed with
them, and the page itself shows nothing of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import entries_in

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class term_labels(nodes.General, nodes.Element):
    """Text for the search alone."""


class FeedSearch(SphinxPostTransform):
    """Gives the search what it is to find, and takes from it what it finds twice."""

    default_priority = 4  # before entries are completed, and so lose their marks

    def run(self, **kwargs: Any) -> None:
        """Feed the labels that the page does not show."""
        session, docname = ArchglossDomain.of(self.env).session, self.env.docname
        if not session.features.search:
            return
        if session.may_show(docname, lambda page: page.renderings):
            self._leave_entries_to_objects()
        if labels := session.views.search(docname).labels:
            self.document += term_labels('', nodes.Text(' '.join(labels)))

    def _leave_entries_to_objects(self) -> None:
        """Take the index entries of terms out: the general index has them already.

        The search would have each term once more for them, under the title of the page.
        """
        for item in entries_in(self.document):
            name = cast('Element', item[0])
            for node in [n for n in name.children if isinstance(n, addnodes.index)]:
                name.remove(node)


def leave_out_labels(translator: HTML5Translator, node: Element) -> None:
    """Write nothing of what is for the search alone."""
    raise nodes.SkipNode


def feed_search(app: Sphinx) -> None:
    """Register what feeds the search."""
    app.add_post_transform(FeedSearch)
    app.add_node(term_labels, html=(leave_out_labels, None))
