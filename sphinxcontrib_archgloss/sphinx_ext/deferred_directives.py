"""Directives that are filled in when pages are written: lists, definitions, maps.

The folders `page_directives` and `term_map` hold the directives and fill in the nodes.
"""

from __future__ import annotations

from typing import Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    page_part,
    page_terms,
    term_definition,
    term_map,
)
from sphinxcontrib_archgloss.sphinx_ext.page_directives.page_terms import fill_page_terms
from sphinxcontrib_archgloss.sphinx_ext.page_directives.term_definition import (
    fill_definition,
)
from sphinxcontrib_archgloss.sphinx_ext.term_map.directive import fill_map


class FillPageParts(SphinxPostTransform):
    """Fills in the nodes of ``page-terms``, ``term-definition`` and ``term-map``."""

    def run(self, **kwargs: Any) -> None:
        """Fill in every such node of the document."""
        session = ArchglossDomain.of(self.env).session
        taken: set[str] = set()
        for node in list(self.document.findall(page_part)):
            if isinstance(node, page_terms):
                fill_page_terms(node, session)
            elif isinstance(node, term_definition):
                fill_definition(node, session, taken)
            elif isinstance(node, term_map):
                fill_map(node, session)
