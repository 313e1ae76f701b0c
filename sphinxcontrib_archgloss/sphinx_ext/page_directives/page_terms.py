"""The directive ``page-terms``: the terms that a page refers to, with their summaries.

The references of a page are known after it is read, and their destinations when it is
written. So the directive leaves a node, which `fill_page_terms` replaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import page_terms
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


class ListPageTerms(PageDirective):
    """Lists the terms that the page, or the section around it, refers to."""

    def run(self) -> list[Node]:
        """Return the node of the list; the argument is its heading."""
        node = page_terms(
            docname=self.env.docname,
            order=self.options.get('order', 'mentioned'),
            own='section' in self.options,
            classes=['page-terms', *self.options.get('class', ())],
        )
        self.set_source_info(node)
        if self.arguments:
            text = self.arguments[0]
            inline, messages = self.parse_inline(text, lineno=self.lineno)
            heading = nodes.rubric(text, '', *inline)
            self.set_source_info(heading)
            node += [heading, *messages]
        self.add_name(node)
        return [node]


def fill_page_terms(node: page_terms, session: BuildSession) -> None:
    """Replace *node* by the list; remove it if there are no terms."""
    from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
    from sphinxcontrib_archgloss.sphinx_ext.ground.text import mark_foreign
    from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import summary_nodes

    docname, builder = node['docname'], session.app.builder
    terms = session.views.page_terms(node['listing'], docname).terms
    if not terms:
        _remove(node)
        return
    entries = nodes.definition_list()
    for term in terms:
        link = name_link(term.link, docname, builder)
        name = nodes.term('', '', link, translatable=False)
        definition = nodes.definition()
        if summary := summary_nodes(term.inlines):
            definition += nodes.paragraph('', '', *summary, translatable=False)
        mark_foreign(term.lang, builder, definition)
        entries += nodes.definition_list_item('', name, definition)
    headed = bool(node.children)
    result: Element = nodes.compound('', *node.children, entries) if headed else entries
    result.update_basic_atts(node)
    node.replace_self(result)


def _remove(node: Element) -> None:
    """Remove *node*, and a sidebar or box around it that would be left empty."""
    parent: Element = node.parent
    parent.remove(node)
    boxes = (nodes.sidebar, nodes.topic, nodes.Admonition, nodes.container)
    is_empty = all(isinstance(child, nodes.Titular) for child in parent.children)
    if isinstance(parent, boxes) and is_empty:
        _remove(parent)
