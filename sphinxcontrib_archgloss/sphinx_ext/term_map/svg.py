"""Graphviz's picture of a map, rebuilt as SVG that is safe in a page.

Only the shapes and attributes listed here are copied; links and colors are set here.
Nothing else of Graphviz's output gets into a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SVG = '{http://www.w3.org/2000/svg}'
_SHAPES = {'polygon', 'polyline', 'path', 'ellipse', 'text'}
_ATTRIBUTES = {
    'points', 'd', 'cx', 'cy', 'rx', 'ry', 'x', 'y', 'text-anchor', 'font-family',
    'font-size', 'stroke-dasharray', 'stroke-width',
}  # fmt: skip
_BOX = re.compile(r'-?[\d.]+ -?[\d.]+ ([\d.]+) ([\d.]+)')
_NODE = re.compile(r'n(\d+)')
_TRANSFORM = re.compile(r'[a-z]+\([-\d. ]+\)( [a-z]+\([-\d. ]+\))*')
_EDGE = re.compile(r'n(\d+)->n(\d+)')
_CONTROLS = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')

GREY = '#747474'
"""Contrasts with white and with black, for pictures without the colors of a page."""


WIDEST = 1500
"""Width in pixels up to which a picture in a page shrinks to the width of the text."""
REDUCED = 0.7
"""Factor of the size of a wider picture, which scrolls."""


class MapNode(NamedTuple):
    """A term of a map."""

    name: str
    uri: str = ''
    """Address of the link; empty for none."""
    state: str = ''
    """published, unpublished or dangling."""
    lang: str = ''
    """Language tag of the name; empty for that of the page."""
    popover: str = ''
    """Id of the popover of the link; empty for none."""


def as_svg(source: bytes, terms: Sequence[MapNode], label: str, *, in_file: bool) -> str:
    """Return the SVG *source* that Graphviz drew of *terms* as SVG for a page.

    *label* is the alternative text; *in_file* is true if the picture is a file of its own.
    Raises ValueError if *source* is not a picture of these terms.
    """
    try:
        root = ET.fromstring(source)  # noqa: S314 - made by the program that we ran
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    body = root.find(f'{_SVG}g')
    box = _BOX.fullmatch(root.get('viewBox', ''))
    if body is None or box is None or not _TRANSFORM.fullmatch(body.get('transform', '')):
        raise ValueError('it is not an image of a graph')
    width, height = (round(float(part) * 4 / 3) for part in box.groups())
    text = _CONTROLS.sub('', label)
    attributes = {'role': 'group', 'aria-label': text, 'class': 'term-map'}
    if width > WIDEST and not in_file:
        attributes['class'] += ' term-map-wide'
        width, height = round(width * REDUCED), round(height * REDUCED)
    if in_file:
        attributes = {
            'xmlns': 'http://www.w3.org/2000/svg',
            'xmlns:xlink': 'http://www.w3.org/1999/xlink',
        }
    attributes |= {
        'width': str(width),
        'height': str(height),
        'viewBox': root.get('viewBox', ''),
    }
    picture = ET.Element('svg', attributes)
    if in_file:
        ET.SubElement(picture, 'title').text = text
    inner = ET.SubElement(picture, 'g', {'transform': body.get('transform', '')})
    for group in body.iterfind(f'{_SVG}g'):
        _draw_group(inner, group, terms, in_file=in_file)
    return ET.tostring(picture, encoding='unicode')


def _draw_group(
    inner: ET.Element, group: ET.Element, terms: Sequence[MapNode], *, in_file: bool
) -> None:
    """Add the *group* of a node or an edge to *inner*, with the numbers of its terms."""
    title = group.findtext(f'{_SVG}title') or ''
    match = _NODE.fullmatch(title) or _EDGE.fullmatch(title)
    if match is None:
        return
    numbers = match.groups()
    if any(int(number) >= len(terms) for number in numbers):
        raise ValueError('it contains terms that are not in the map')
    drawn = ET.SubElement(inner, 'g', {'class': group.get('class', '')})
    if not in_file:
        drawn.set('data-terms', ' '.join(numbers))
    shapes = _shapes(group, GREY if in_file else 'currentColor')
    if len(numbers) == 1:
        _draw_node(drawn, terms[int(title[1:])], shapes, in_file=in_file)
    else:
        drawn.extend(shapes)


def _draw_node(
    node: ET.Element, term: MapNode, shapes: list[ET.Element], *, in_file: bool
) -> None:
    """Put *shapes* into the group *node*, as a link to *term*."""
    name = _CONTROLS.sub('', term.name)
    if term.state:
        node.set('class', f'node term-{term.state}')
    if term.lang:
        node.set('xml:lang' if in_file else 'lang', term.lang)
    holder = node
    if term.uri and in_file:
        holder = ET.SubElement(node, 'a', {'xlink:href': term.uri, 'target': '_top'})
    elif term.uri:
        holder = ET.SubElement(node, 'a', {'href': term.uri, 'aria-label': name})
    if term.popover:
        wording = {'class': f'term-ref tip-{term.popover}'}
        holder = ET.SubElement(holder, 'g', wording)
    else:
        ET.SubElement(holder, 'title').text = name
    holder.extend(shapes)


def _shapes(group: ET.Element, color: str) -> list[ET.Element]:
    """Return copies of the shapes in *group* in one *color*."""
    shapes = []
    for element in group:
        tag = element.tag.removeprefix(_SVG)
        if tag not in _SHAPES:
            continue
        attributes = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
        for key in ('fill',) if tag == 'text' else ('fill', 'stroke'):
            empty = tag != 'text' and element.get(key, 'none') in ('none', 'transparent')
            attributes[key] = 'none' if empty else color
        shape = ET.Element(tag, attributes)
        shape.text = element.text if tag == 'text' else None
        shapes.append(shape)
    return shapes
