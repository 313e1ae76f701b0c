"""A concept map as a picture: part of the page in HTML, a file in EPUB and LaTeX.

In a page the picture has the page's colours, in whatever theme or mode, and links as
the page has them. A file has a name made of its page's and its number there, so that a
map that changes replaces its picture.
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

from sphinxcontrib_archgloss.sphinx_ext.ground.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import write_whole
from sphinxcontrib_archgloss.sphinx_ext.term_map.dot import as_dot
from sphinxcontrib_archgloss.sphinx_ext.term_map.html import map_picture
from sphinxcontrib_archgloss.sphinx_ext.term_map.svg import MapNode, as_svg
from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import alternative

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.views import MapView, TermLinkView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map


def picture_of(node: term_map, view: MapView, session: BuildSession) -> Element:
    """Return the picture of a map.

    Raises DrawingError or ValueError where there is none.
    """
    graph, builder, docname = view.graph, session.app.builder, node['docname']
    place = {key: n for n, key in enumerate(graph.keys)}
    names = [link.name for link in view.links]
    edges = [(e.kind, place[e.tail], place[e.head], e.both) for e in graph.edges]
    drawn = session.drawing.draw(as_dot(names, edges))
    text = node['alt'] or alternative(view)
    if builder.format == 'latex':
        return _image(drawn, '.pdf', text, node, session)
    in_file = builder.name == 'epub'
    shown = [_map_node(link, docname, builder, in_file=in_file) for link in view.links]
    svg = as_svg(drawn, shown, text, apart=in_file)
    if not in_file:
        return map_picture(svg=svg)
    image = _image(svg.encode(), '.svg', text, node, session)
    return _embedded(image, docname, builder)


def _map_node(
    link: TermLinkView, docname: str, builder: Builder, *, in_file: bool
) -> MapNode:
    """Return a term as the picture on page *docname* shows it."""
    destination = link.destination
    shown = MapNode(link.name, '', destination.state)
    if not destination.exists:
        return shown
    if in_file and destination.docname:
        # from the folder of pictures, not from the page
        anchor = f'#{destination.anchor}' if destination.anchor else ''
        page = builder.get_target_uri(destination.docname)
        return shown._replace(uri=f'../{page}{anchor}')
    try:
        reference = make_link(builder, docname, destination, nodes.inline())
    except NoUri:
        return shown
    anchor = f'#{reference["refid"]}' if 'refid' in reference else ''
    return shown._replace(uri=str(reference.get('refuri', anchor)))


def _image(
    drawn: bytes, ending: str, text: str, node: term_map, session: BuildSession
) -> nodes.image:
    """Return *drawn* as an image, in a file that the builder takes over."""
    docname = node['docname']
    n = session.pages[docname].maps.index(node['request'])
    # the name is part of the output, so it stays what it has always been
    place = hashlib.blake2b(f'{docname} {n}'.encode(), digest_size=8).hexdigest()
    name = f'term-map-{place}{ending}'
    path = Path(session.app.doctreedir) / 'archgloss' / name
    write_whole(path, drawn)
    session.env.images.add_file(docname, str(path))
    return nodes.image(uri=str(path), candidates={'*': str(path)}, alt=text)


def _embedded(image: nodes.image, docname: str, builder: Builder) -> Element:
    """Return *image* as an object, so that the links in it are alive."""
    name = Path(image['uri']).name
    builder.images[image['uri']] = name
    here = builder.get_target_uri(docname)
    data = relative_uri(here, posixpath.join(builder.imagedir, name))
    made = ET.Element(
        'object', {'data': data, 'type': 'image/svg+xml', 'class': 'term-map'}
    )
    ET.SubElement(made, 'p').text = image['alt']
    return nodes.raw('', ET.tostring(made, encoding='unicode'), format='html')
