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
from sphinxcontrib_archgloss.sphinx_ext.term_map.svg import Spot, as_svg
from sphinxcontrib_archgloss.sphinx_ext.term_map.text_alternative import alternative

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.concept_map import Graph
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map


def picture_of(node: term_map, graph: Graph, domain: ArchglossDomain) -> Element:
    """Return the picture of *graph*. Raises Undrawn or ValueError where there is none."""
    project, builder, docname = domain.project, domain.app.builder, node['docname']
    place = {key: n for n, key in enumerate(graph.keys)}
    names = [project.shown_name(key) for key in graph.keys]
    edges = [(e.kind, place[e.tail], place[e.head], e.both) for e in graph.edges]
    drawn = domain.drawing.draw(as_dot(names, edges))
    said = node['alt'] or alternative(graph, project)
    if builder.format == 'latex':
        return _image(drawn, '.pdf', said, node, domain)
    apart = builder.name == 'epub'
    spots = [_spot(key, docname, project, builder, apart=apart) for key in graph.keys]
    svg = as_svg(drawn, spots, said, apart=apart)
    if not apart:
        return map_picture(svg=svg)
    image = _image(svg.encode(), '.svg', said, node, domain)
    return _embedded(image, docname, builder)


def _spot(
    key: str, docname: str, project: Project, builder: Builder, *, apart: bool
) -> Spot:
    """Return the term *key* as the picture on page *docname* shows it."""
    found = project.destination(key, docname)
    spot = Spot(project.shown_name(key), '', found.state)
    if not found.leads:
        return spot
    if apart and found.docname:
        # from the folder of pictures, not from the page
        anchor = f'#{found.anchor}' if found.anchor else ''
        return spot._replace(uri=f'../{builder.get_target_uri(found.docname)}{anchor}')
    try:
        link = make_link(builder, docname, found, nodes.inline())
    except NoUri:
        return spot
    anchor = f'#{link["refid"]}' if 'refid' in link else ''
    return spot._replace(uri=str(link.get('refuri', anchor)))


def _image(
    drawn: bytes, ending: str, said: str, node: term_map, domain: ArchglossDomain
) -> nodes.image:
    """Return *drawn* as an image, in a file that the builder takes over."""
    docname = node['docname']
    n = domain.pages[docname].maps.index(node['request'])
    digest = hashlib.blake2b(f'{docname} {n}'.encode(), digest_size=8).hexdigest()
    path = Path(domain.app.doctreedir) / 'archgloss' / f'term-map-{digest}{ending}'
    write_whole(path, drawn)
    domain.env.images.add_file(docname, str(path))
    return nodes.image(uri=str(path), candidates={'*': str(path)}, alt=said)


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
