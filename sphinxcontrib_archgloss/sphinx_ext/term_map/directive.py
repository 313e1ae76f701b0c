"""The directive ``term-map``: a concept map, with its caption and its list.

The terms of a map and their relations depend on the whole project, so the directive
leaves a node, which `fill_map` replaces when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.facts import MapRequest, Use
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession

_ = get_translation('sphinxcontrib_archgloss')


class ShowTermMap(PageDirective):
    """Shows how terms are related."""

    def run(self) -> list[Node]:
        """Return the node of the map, in a figure if it has a caption."""
        locations = self.locations(self.arguments[0].split() if self.arguments else [])
        if locations is None:
            return []
        line = self.get_source_info()[1]
        request = MapRequest(
            locations=tuple(dict.fromkeys(locations)),
            categories=self.options.get('category', ()),
            terms=self.options.get('term', ()),
            depth=self.options.get('depth', 1),
            connected='connected' in self.options,
            line=line,
            source=self.source,
        )
        if 'depth' in self.options and not request.terms:
            self.note_problem(
                'term-map: ":depth:" has no effect without ":term:"; remove it'
            )
        for label in request.terms:
            self.session.notes.uses.append(Use('map', label, line, self.source))
        self.session.notes.maps.append(request)
        node = term_map(
            docname=self.env.docname, request=request, alt=self.options.get('alt', '')
        )
        self.set_source_info(node)
        text = self.options.get('caption', '')
        outer: Element = nodes.figure('', node) if text else nodes.compound('', node)
        outer['classes'] += ['term-map', *self.options.get('class', ())]
        if text:
            inline, messages = self.parse_inline(text, lineno=self.lineno)
            caption = nodes.caption(text, '', *inline)
            self.set_source_info(caption)
            outer += [caption, *messages]
        self.set_source_info(outer)
        self.add_name(outer)
        return [outer]


def fill_map(node: term_map, session: BuildSession) -> None:
    """Replace *node* by its map; remove it and its figure if there are no terms."""
    from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import map_as_list

    outer, docname = node.parent, node['docname']
    view = session.views.concept_map(node['request'], docname)
    if not view.graph.keys:
        outer.parent.remove(outer)
        return
    as_list = map_as_list(view, docname, session.app.builder)
    picture = None
    if view.pictures and not view.graph.is_too_large:
        from sphinxcontrib_archgloss.sphinx_ext.term_map.picture import draw_map

        picture = draw_map(node, view, session)
    if picture is None:
        _show_list(outer, node, as_list)
    else:
        in_html = session.app.builder.format == 'html'
        _show_picture(outer, node, picture, view.graph, as_list, in_html=in_html)


def _show_list(outer: Element, node: term_map, as_list: Element) -> None:
    """Show only the list, under the caption of the map."""
    result = nodes.compound('')
    for child in outer.children:
        if isinstance(child, nodes.caption):
            caption = nodes.paragraph(child.rawsource, '', *child.children)
            caption.source, caption.line = child.source, child.line
            if (uid := getattr(child, 'uid', None)) is not None:
                vars(caption)['uid'] = uid  # without it Sphinx extracts no message
            result += caption
        elif child is not node:
            result += child
    result += as_list
    result.update_basic_atts(outer)
    outer.replace_self(result)


def _show_picture(
    outer: Element,
    node: term_map,
    picture: Element,
    graph: Graph,
    as_list: Element,
    *,
    in_html: bool,
) -> None:
    """Show the picture and, below, the list; in HTML readers open the list."""
    from sphinxcontrib_archgloss.sphinx_ext.term_map.html import disclosure, map_picture
    from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import legend

    drawn = isinstance(picture, map_picture)
    lines = [legend(graph, drawn=drawn)] if graph.edges else []
    result: Element = outer
    if isinstance(outer, nodes.figure):
        node.replace_self(picture)
        outer += [nodes.legend('', line) for line in lines]
        result = nodes.compound('')
        outer.parent.replace(outer, result)
        result += outer
    else:
        node.replace_self([picture, *lines])
    summary = str(_('The map as a list'))
    if in_html:
        result += disclosure('', as_list, summary=summary)
    else:  # a picture on paper has neither links nor an alternative text
        result += [nodes.paragraph('', f'{summary}:', translatable=False), as_list]
