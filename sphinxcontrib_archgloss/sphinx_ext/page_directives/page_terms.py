"""The directive ``page-terms``: the terms that a page refers to, and what they are.

What a page refers to is known once it is read, and where that leads when it is
written; so the directive leaves a node that is filled in then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import page_terms
from sphinxcontrib_archgloss.sphinx_ext.ground.text import mark_foreign
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import summary_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


def _order(argument: str | None) -> str:
    return directives.choice(argument or '', ('mentioned', 'alphabetical'))


class PageTermsDirective(PageDirective):
    """Lists the terms that the page, or the section it stands in, refers to."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        'order': _order,
        'section': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def run_in_page(self) -> list[Node]:
        """Return what stands for the list; the argument is a heading for it."""
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
    """Put the list in the place of *node*; where there is none, nothing."""
    docname, builder = node['docname'], session.app.builder
    terms = session.views.page_terms(node['listing'], docname).terms
    if not terms:
        _remove(node)
        return
    listed = nodes.definition_list()
    for term in terms:
        link = name_link(term.link, docname, builder)
        name = nodes.term('', '', link, translatable=False)
        definition = nodes.definition()
        if text := summary_nodes(term.inlines):
            definition += nodes.paragraph('', '', *text, translatable=False)
        mark_foreign(term.lang, builder, name, definition)
        listed += nodes.definition_list_item('', name, definition)
    filled: Element = listed
    if node.children:
        filled = nodes.compound('', *node.children, listed)
    filled.update_basic_atts(node)
    node.replace_self(filled)


def _remove(node: Element) -> None:
    """Remove *node*, and a sidebar or box around it that has nothing else to show."""
    parent: Element = node.parent
    parent.remove(node)
    boxes = (nodes.sidebar, nodes.topic, nodes.Admonition, nodes.container)
    left = [child for child in parent.children if not isinstance(child, nodes.Titular)]
    if isinstance(parent, boxes) and not left:
        _remove(parent)
