"""A concept map in words: as a nested list, in a sentence, and how to read its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.text import captioned

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.views import MapView

_ = get_translation('sphinxcontrib_archgloss')

FEW = 8
"""How many lines of a map are told one by one to those who cannot see it."""


def _relations() -> dict[str, str]:
    """Return kind → how a list says it."""
    return {
        'broader': _('Broader: {terms}'),
        'contrast': _('Contrast: {terms}'),
        'related': _('Related: {terms}'),
        'see': _('See: {terms}'),
        'replaced_by': _('Replaced by: {terms}'),
        'mentions': _('Refers to: {terms}'),
    }


def _lines() -> dict[str, str]:
    """Return kind → how its lines are told from others."""
    return {
        'broader': _('Hollow arrowheads point to the broader term.'),
        'contrast': _('Dashed lines join terms that are told apart.'),
        'related': _('Plain lines join related terms.'),
        'see': _('Dashed arrows lead to the term to look up.'),
        'replaced_by': _('Thick arrows lead to the term to use instead.'),
        'mentions': _('Dotted arrows lead to terms that a definition refers to.'),
    }


def list_of(view: MapView, docname: str, builder: Builder) -> Element:
    """Return a map as a list of its terms, each with its relations to others."""
    links = dict(zip(view.graph.keys, view.links, strict=True))
    relations, listed = _relations(), nodes.bullet_list('', classes=['term-map-list'])
    for key, others_by_kind in view.graph.relations().items():
        link = name_link(links[key], docname, builder)
        item = nodes.list_item('', nodes.paragraph('', '', link, translatable=False))
        inner = nodes.bullet_list('')
        for kind, others in others_by_kind.items():
            names = [[name_link(links[other], docname, builder)] for other in others]
            caption = f'term-{kind.replace("_", "-")}'
            inner += nodes.list_item('', captioned(caption, str(relations[kind]), names))
        item += [inner] if inner.children else []
        listed += item
    return listed


def alternative(view: MapView) -> str:
    """Return a description of a map for those who cannot see it."""
    graph = view.graph
    if len(graph.edges) > FEW:
        text = str(_('Map of {terms} terms and {lines} lines between them.'))
        return text.format(terms=len(graph.keys), lines=len(graph.edges))
    names = {key: link.name for key, link in zip(graph.keys, view.links, strict=True)}
    comma, relations, parts = str(_(', ')), _relations(), []
    for key, others_by_kind in graph.relations().items():
        part = names[key]
        for kind, others in others_by_kind.items():
            listed = comma.join(names[other] for other in others)
            part += f'; {str(relations[kind]).replace("{terms}", listed)}'
        parts.append(part)
    return ' '.join('. '.join(parts).split()) + '.'


def legend(graph: Graph) -> Element:
    """Return how the lines of *graph* are to be read."""
    found = {edge.kind for edge in graph.edges}
    said = ' '.join(str(text) for kind, text in _lines().items() if kind in found)
    return nodes.paragraph(said, said, classes=['term-map-legend'], translatable=False)
