"""A concept map in words: as a list, as an alternative text, and the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.text import (
    around,
    captioned,
    relation_captions,
    separator,
)
from sphinxcontrib_archgloss.sphinx_ext.term_map.html import map_legend

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.views import MapView

_ = get_translation('sphinxcontrib_archgloss')

DESCRIBED = 8
"""Up to this many relations, an alternative text names each; beyond, it counts them."""


def _legends() -> dict[str, str]:
    """Return kind of relation → what its lines look like and mean."""
    return {
        'broader': _('Hollow arrowheads point to the broader term.'),
        'contrast': _('Dashed lines join terms that readers may confuse.'),
        'related': _('Plain lines join related terms.'),
        'see': _('Dashed arrows point to the term to look up.'),
        'replaced_by': _('Thick arrows point to the term to use instead.'),
        'mentions': _('Dotted arrows point to terms that a definition mentions.'),
    }


def map_as_list(view: MapView, docname: str, builder: Builder) -> Element:
    """Return a map as a list of its terms, each with a list of its relations."""
    links = dict(zip(view.graph.keys, view.links, strict=True))
    as_list = nodes.bullet_list('', classes=['term-map-list'])
    for key, others_by_kind in view.graph.relations().items():
        link = name_link(links[key], docname, builder)
        item = nodes.list_item('', nodes.paragraph('', '', link, translatable=False))
        inner = nodes.bullet_list('')
        for kind, others in others_by_kind.items():
            names = [[name_link(links[other], docname, builder)] for other in others]
            name = f'term-{kind.replace("_", "-")}'
            line = captioned(name, relation_captions()[kind], names)
            inner += nodes.list_item('', line)
        item += [inner] if inner.children else []
        as_list += item
    return as_list


def alternative_text(view: MapView) -> str:
    """Return a description of a map for readers who cannot see it."""
    graph = view.graph
    if len(graph.edges) > DESCRIBED:
        text = str(_('Map of {terms} terms and {lines} lines between them.'))
        return text.format(terms=len(graph.keys), lines=len(graph.edges))
    names = {key: link.name for key, link in zip(graph.keys, view.links, strict=True)}
    captions, sentences = relation_captions(), []
    for key, others_by_kind in graph.relations().items():
        sentence = names[key]
        for kind, others in others_by_kind.items():
            terms = separator().join(names[other] for other in others)
            sentence += f'; {str(captions[kind]).replace("{terms}", terms)}'
        sentences.append(sentence)
    return ' '.join('. '.join(sentences).split()) + '.'


def legend(graph: Graph, *, drawn: bool) -> Element:
    """Return what the kinds of lines in *graph* mean, with samples if they are *drawn*."""
    kinds = {edge.kind for edge in graph.edges}
    sentences = {k: str(line) for k, line in _legends().items() if k in kinds}
    if drawn:
        captions = relation_captions()
        names = {kind: around(captions[kind])[0].rstrip(' :：') for kind in sentences}
        return map_legend(lines=[(k, names[k], sentences[k]) for k in sentences])
    text = ' '.join(sentences.values())
    return nodes.paragraph(text, text, classes=['term-map-legend'], translatable=False)
