"""What directives have left on pages, filled in when the pages are written."""

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
from sphinxcontrib_archgloss.sphinx_ext.term_map.directive import TermMapDirective, fill_map
from sphinxcontrib_archgloss.sphinx_ext.term_map.html import (
    depart_disclosure,
    disclosure,
    map_picture,
    visit_disclosure,
    visit_map_picture,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxDirective

    from sphinxcontrib_archgloss.project.facts import PageFacts

DIRECTIVES: dict[str, type[SphinxDirective]] = {
    'page-terms': PageTermsDirective,
    'term-definition': TermDefinitionDirective,
    'term-map': TermMapDirective,
}


class FillPageParts(SphinxPostTransform):
    """Fills in lists of terms, definitions and maps."""

    default_priority = 6  # before references are resolved, those in definitions, too

    def run(self, **kwargs: Any) -> None:
        """Fill in every part of the document."""
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
    """Register the directives, what fills in what they leave, and how maps look."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
        app.add_directive_to_domain('archgloss', name, directive)
    app.add_post_transform(FillPageParts)
    app.add_node(disclosure, html=(visit_disclosure, depart_disclosure))
    app.add_node(map_picture, html=(visit_map_picture, None))
