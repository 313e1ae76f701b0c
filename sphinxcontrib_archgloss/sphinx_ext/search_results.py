"""How Sphinx's search finds terms, and what it shows about them.

By the labels that readers see, the search finds a term as an object of the domain. By the
other labels, it finds the page of the term, whose doctree gets them as text that is not
written.

The search page is written at the end of every build. A script on it shows a sentence for
each term that is found, and puts the term whose label a reader has typed first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import HtmlNode, entries_in
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import (
    SEARCH_SCRIPT,
    has_scripts,
)

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator


def describe_search_results(app: Sphinx, context: dict[str, Any]) -> None:
    """Make the search page load the script, and the sentences that it shows."""
    builder = cast('StandaloneHTMLBuilder', app.builder)
    domain = ArchglossDomain.of(app.env)
    if not (has_scripts(builder) and domain.session.features.search):
        return
    if results := domain.inventory.results:
        # the builder clears this list of scripts when it writes the next page; this page is
        # the last one, and an application may build again
        scripts = context['script_files']
        of_all_pages = list(scripts)
        builder.add_js_file('', body=results, id='archgloss-terms', type='application/json')
        builder.add_js_file(SEARCH_SCRIPT, defer='defer')
        context['script_files'] = list(scripts)
        scripts[:] = of_all_pages


class search_labels(HtmlNode, nodes.General):
    """Text for the search alone."""

    def write(self, translator: HTML5Translator) -> None:
        """Write nothing."""


class AddSearchLabels(SphinxPostTransform):
    """Adds labels for the search, and removes what the search would find twice."""

    def run(self, **kwargs: Any) -> None:
        """Add the labels that the page does not show."""
        session, docname = ArchglossDomain.of(self.env).session, self.env.docname
        if session.may_show(docname, 'renderings'):
            self._remove_index_entries()
        if labels := session.views.search(docname).labels:
            self.document += search_labels('', nodes.Text(' '.join(labels)))

    def _remove_index_entries(self) -> None:
        """Remove the index entries of terms, which the general index already has.

        The search would list each term once more for them, under the title of the page.
        """
        for item in entries_in(self.document):
            name = cast('Element', item[0])
            for node in [n for n in name.children if isinstance(n, addnodes.index)]:
                name.remove(node)
