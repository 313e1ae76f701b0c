"""The directive ``term-map``: terms and what joins them, as a picture and as a list.

Which terms a map has, and what joins them, depends on the whole project; so the
directive leaves a node that is filled in when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.facts import MapRequest, Use
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import (
    PageDirective,
    labels,
)
from sphinxcontrib_archgloss.sphinx_ext.term_map.graphviz import DrawingError
from sphinxcontrib_archgloss.sphinx_ext.term_map.html import disclosure
from sphinxcontrib_archgloss.sphinx_ext.term_map.problems import report_undrawn
from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import legend, list_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.views import MapView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession

_ = get_translation('sphinxcontrib_archgloss')


class TermMapDirective(PageDirective):
    """Shows how terms hang together."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        'category': labels,
        'term': labels,
        'depth': directives.nonnegative_int,
        'connected': directives.flag,
        'caption': directives.unchanged_required,
        'alt': directives.unchanged_required,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def run_in_page(self) -> list[Node]:
        """Return what stands for the map, in a figure if it has a caption."""
        paths = self.paths(self.arguments[0].split() if self.arguments else [])
        if paths is None:
            return []
        line = self.get_source_info()[1]
        request = MapRequest(
            paths=tuple(dict.fromkeys(paths)),
            categories=self.options.get('category', ()),
            terms=self.options.get('term', ()),
            depth=self.options.get('depth', 1),
            connected='connected' in self.options,
            line=line,
            source=self.source,
        )
        if 'depth' in self.options and not request.terms:
            self.note_problem('term-map: ":depth:" says nothing without ":term:"; drop it')
        for label in request.terms:
            self.session.notes.note_use(Use('map', label, line, self.source))
        self.session.notes.note_map(request)
        node = term_map(
            docname=self.env.docname, request=request, alt=self.options.get('alt', '')
        )
        self.set_source_info(node)
        classes = ['term-map', *self.options.get('class', ())]
        outer: Element = nodes.figure(classes=classes)
        if text := self.options.get('caption'):
            inline, messages = self.parse_inline(text, lineno=self.lineno)
            caption = nodes.caption(text, '', *inline)
            self.set_source_info(caption)
            outer += [node, caption, *messages]
        else:
            outer = nodes.compound('', node, classes=classes)
        self.set_source_info(outer)
        self.add_name(outer)
        return [outer]


def fill_map(node: term_map, session: BuildSession) -> None:
    """Put the map in the place of *node* and of what is around it."""
    outer, docname = node.parent, node['docname']
    view = session.views.concept_map(node['request'], docname)
    if not view.graph.keys:
        outer.parent.remove(outer)
        return
    listed = list_of(view, docname, session.app.builder)
    picture = None
    if view.pictures and not view.graph.is_too_large:
        picture = _picture(node, view, session)
    if picture is None:
        _show_list(outer, node, listed)
    else:
        in_html = session.app.builder.format == 'html'
        _show_picture(outer, node, picture, view.graph, listed, in_html=in_html)


def _picture(node: term_map, view: MapView, session: BuildSession) -> Element | None:
    """Return the picture of a map; None where there is none, with a warning."""
    from sphinxcontrib_archgloss.sphinx_ext.term_map.picture import picture_of

    try:
        return picture_of(node, view, session)
    except (DrawingError, ValueError) as error:
        report_undrawn(node, error, session)
        return None


def _show_list(outer: Element, node: term_map, listed: Element) -> None:
    """Show a map as a list, under its caption."""
    shown = nodes.compound('')
    for child in outer.children:
        if isinstance(child, nodes.caption):
            caption = nodes.paragraph(child.rawsource, '', *child.children)
            caption.source, caption.line = child.source, child.line
            if (uid := getattr(child, 'uid', None)) is not None:
                vars(caption)['uid'] = uid  # without it Sphinx extracts no message
            shown += caption
        elif child is not node:
            shown += child
    shown += listed
    shown.update_basic_atts(outer)
    outer.replace_self(shown)


def _show_picture(
    outer: Element,
    node: term_map,
    picture: Element,
    graph: Graph,
    listed: Element,
    *,
    in_html: bool,
) -> None:
    """Show a map as a picture, and the list as well: in a browser, to be opened."""
    lines = [legend(graph)] if graph.edges else []
    shown: Element = outer
    if isinstance(outer, nodes.figure):
        node.replace_self(picture)
        outer += [nodes.legend('', line) for line in lines]
        shown = nodes.compound('')
        outer.parent.replace(outer, shown)
        shown += outer
    else:
        node.replace_self([picture, *lines])
    summary = str(_('The map as a list'))
    if in_html:
        shown += disclosure('', listed, summary=summary)
    else:  # a picture on paper has neither links nor a text for those who cannot see it
        shown += [nodes.paragraph('', f'{summary}:', translatable=False), listed]
