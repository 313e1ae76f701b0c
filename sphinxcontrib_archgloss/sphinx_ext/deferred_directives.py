"""Directives that are filled in when pages are written: lists, definitions, maps.

The folders `page_directives` and `term_map` hold the directives and fill in the nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    page_part,
    page_terms,
    term_definition,
    term_map,
)
from sphinxcontrib_archgloss.sphinx_ext.page_directives.page_terms import (
    PageTermsDirective,
    fill_page_terms,
)
from sphinxcontrib_archgloss.sphinx_ext.page_directives.term_definition import (
    TermDefinitionDirective,
    fill_definition,
)
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import add_directive
from sphinxcontrib_archgloss.sphinx_ext.term_map import html
from sphinxcontrib_archgloss.sphinx_ext.term_map.directive import TermMapDirective, fill_map

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.project.facts import PageFacts


class FillPageParts(SphinxPostTransform):
    """Fills in the nodes of ``page-terms``, ``term-definition`` and ``term-map``."""

    default_priority = 6  # before references, also those in definitions, are resolved

    def run(self, **kwargs: Any) -> None:
        """Fill in every such node of the document."""
        session = ArchglossDomain.of(self.env).session
        if not session.may_show(self.env.docname, _has_parts):
            return
        taken: set[str] = set()
        for node in list(self.document.findall(page_part)):
            if isinstance(node, page_terms):
                fill_page_terms(node, session)
            elif isinstance(node, term_definition):
                fill_definition(node, session, taken)
            elif isinstance(node, term_map):
                fill_map(node, session)


def _has_parts(page: PageFacts) -> bool:
    definitions = any(rendering.request.single for rendering in page.renderings)
    return bool(page.listings or page.maps or definitions)


def add_page_parts(app: Sphinx) -> None:
    """Register the directives, the transform that fills them in, and the HTML of maps."""
    add_directive(app, 'page-terms', PageTermsDirective)
    add_directive(app, 'term-definition', TermDefinitionDirective)
    add_directive(app, 'term-map', TermMapDirective)
    app.add_post_transform(FillPageParts)
    app.add_node(html.disclosure, html=(html.visit_disclosure, html.depart_disclosure))
    app.add_node(html.map_picture, html=(html.visit_map_picture, None))
