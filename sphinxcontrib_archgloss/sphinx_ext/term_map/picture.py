"""A concept map as a picture: part of the page in HTML, a file in EPUB and LaTeX.

In a page, the picture has the colors and the links of the page. A file is named after its
page and its number there, so that a map that changes replaces its picture.
"""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from sphinxcontrib_archgloss.project.diagnostics.directives import map_place
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER
from sphinxcontrib_archgloss.sphinx_ext.ground.text import foreign
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import write_whole
from sphinxcontrib_archgloss.sphinx_ext.term_map.dot import as_dot
from sphinxcontrib_archgloss.sphinx_ext.term_map.graphviz import DrawingError
from sphinxcontrib_archgloss.sphinx_ext.term_map.html import map_picture
from sphinxcontrib_archgloss.sphinx_ext.term_map.svg import MapNode, as_svg
from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import alternative_text
from sphinxcontrib_archgloss.terms.problems import Kind, Problem

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.views import MapView, TermLinkView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map


def graphviz_problem(session: BuildSession) -> Problem:
    """Return, at the first map, why Graphviz cannot draw maps."""
    place = next(
        map_place(docname, request)
        for docname in session.project.order
        if docname in session.pages
        for request in session.pages[docname].maps
    )
    message = (
        'term-map: maps are shown as lists because Graphviz does not work: '
        f'{session.drawing.problem}; install Graphviz, or set graphviz_dot to the path of '
        'its program'
    )
    return Problem(Kind.CONFIG, message, place)


def draw_map(node: term_map, view: MapView, session: BuildSession) -> Element | None:
    """Return the picture of a map; None, with a warning, if it cannot be drawn.

    The next build tries it again.
    """
    try:
        return _draw_map(node, view, session)
    except (DrawingError, ValueError) as error:
        place = map_place(node['docname'], node['request'])
        message = (
            f'term-map: the map is shown as a list because it could not be drawn: {error}'
        )
        warnings.report([Problem(Kind.CONFIG, message, place)], session.env)
        session.pages_to_retry.add(session.env.docname)
        return None


def _draw_map(node: term_map, view: MapView, session: BuildSession) -> Element:
    graph, builder, docname = view.graph, session.app.builder, node['docname']
    numbers = {key: n for n, key in enumerate(graph.keys)}
    names = [link.name for link in view.links]
    edges = [(e.kind, numbers[e.tail], numbers[e.head], e.both) for e in graph.edges]
    picture = session.drawing.draw(as_dot(names, edges))
    text = node['alt'] or alternative_text(view)
    if builder.format == 'latex':
        return _image(picture, '.pdf', text, node, session)
    in_file = builder.name == 'epub'
    terms = [_map_node(link, docname, builder, in_file=in_file) for link in view.links]
    popovers = []
    for n, popover in enumerate(view.popovers):
        if popover is not None and terms[n].uri:
            terms[n] = terms[n]._replace(popover=popover.id)
            popovers.append(popover)
    svg = as_svg(picture, terms, text, in_file=in_file)
    if not in_file:
        result = map_picture(svg=svg)
        result[POPOVER] = popovers
        session.linked.append(result)
        return result
    # a book holds each file below its folder, doctrees included, whose ending it knows
    image = _image(svg.encode(), '.svg.xml', text, node, session)
    return _object(image, docname, builder)


def _map_node(
    link: TermLinkView, docname: str, builder: Builder, *, in_file: bool
) -> MapNode:
    """Return the data of a term in the picture on page *docname*."""
    destination = link.destination
    lang = foreign(link.lang, builder.config).get('lang', '')
    term = MapNode(link.name, '', destination.state, lang)
    if not destination.exists:
        return term
    if in_file and destination.docname:
        # from the folder of pictures, not from the page
        anchor = f'#{destination.anchor}' if destination.anchor else ''
        page = builder.get_target_uri(destination.docname)
        return term._replace(uri=f'../{page}{anchor}')
    try:
        reference = make_link(builder, docname, destination, nodes.inline())
    except NoUri:
        return term
    anchor = f'#{reference["refid"]}' if 'refid' in reference else ''
    return term._replace(uri=str(reference.get('refuri', anchor)))


def _image(
    picture: bytes, ending: str, text: str, node: term_map, session: BuildSession
) -> nodes.image:
    """Write *picture* to a file, and return an image that the builder copies."""
    docname = node['docname']
    n = session.pages[docname].maps.index(node['request'])
    # the name is part of the output, so it must not change
    place = hashlib.blake2b(f'{docname} {n}'.encode(), digest_size=8).hexdigest()
    path = Path(session.app.doctreedir) / 'archgloss' / f'term-map-{place}{ending}'
    write_whole(path, picture)
    session.env.images.add_file(docname, str(path))
    return nodes.image(uri=str(path), candidates={'*': str(path)}, alt=text)


def _object(image: nodes.image, docname: str, builder: Builder) -> Element:
    """Return *image* as an HTML object; links in a plain image would not work."""
    name = Path(image['uri']).stem
    builder.images[image['uri']] = name
    here = builder.get_target_uri(docname)
    data = relative_uri(here, posixpath.join(builder.imagedir, name))
    attributes = {'data': data, 'type': 'image/svg+xml', 'class': 'term-map'}
    element = ET.Element('object', attributes)
    ET.SubElement(element, 'p').text = image['alt']
    return nodes.raw('', ET.tostring(element, encoding='unicode'), format='html')
