"""Graphviz's picture of a map, as a page can hold it.

What Graphviz draws is taken over shape by shape: into elements and attributes that
are known here, with links that lead where they are to, and in a colour that the page
decides. Nothing else of it gets into a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SVG = '{http://www.w3.org/2000/svg}'
_SHAPES = {'polygon', 'polyline', 'path', 'ellipse', 'text'}
_ATTRIBUTES = {
    'points', 'd', 'cx', 'cy', 'rx', 'ry', 'x', 'y', 'text-anchor', 'font-family',
    'font-size', 'stroke-dasharray', 'stroke-width',
}  # fmt: skip
_BOX = re.compile(r'-?[\d.]+ -?[\d.]+ ([\d.]+) ([\d.]+)')
_NODE = re.compile(r'n(\d+)')
_TRANSFORM = re.compile(r'[a-z]+\([-\d. ]+\)( [a-z]+\([-\d. ]+\))*')
_CONTROLS = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')

GREY = '#747474'
"""Told from white as well as from black: for pictures that do not know their page."""


class MapNode(NamedTuple):
    """A term of a map."""

    name: str
    uri: str = ''
    """Where it leads; empty for nowhere."""
    state: str = ''
    """published, unpublished or dangling."""


def as_svg(drawn: bytes, spots: Sequence[MapNode], label: str, *, apart: bool) -> str:
    """Return Graphviz's picture *drawn* of a graph with *spots*, as SVG.

    *label* says what it is to those who cannot see it; *apart* whether it is to be
    a file of its own. Raises ValueError for a picture of something else.
    """
    try:
        root = ET.fromstring(drawn)  # noqa: S314 - made by the program that we ran
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    body = root.find(f'{_SVG}g')
    box = _BOX.fullmatch(root.get('viewBox', ''))
    if body is None or box is None or not _TRANSFORM.fullmatch(body.get('transform', '')):
        raise ValueError('it is not a picture of a graph')
    width, height = (round(float(part) * 4 / 3) for part in box.groups())
    picture = ET.Element(
        'svg',
        {
            **_around(label, apart=apart),
            'width': str(width),
            'height': str(height),
            'viewBox': root.get('viewBox', ''),
        },
    )
    if apart:
        ET.SubElement(picture, 'title').text = _CONTROLS.sub('', label)
    inner = ET.SubElement(picture, 'g', {'transform': body.get('transform', '')})
    inner.extend(list(_Parts(spots, apart=apart).of(body)))
    return ET.tostring(picture, encoding='unicode')


def _around(label: str, *, apart: bool) -> dict[str, str]:
    if apart:
        return {
            'xmlns': 'http://www.w3.org/2000/svg',
            'xmlns:xlink': 'http://www.w3.org/1999/xlink',
        }
    return {'role': 'group', 'aria-label': _CONTROLS.sub('', label), 'class': 'term-map'}


class _Parts:
    """The nodes and lines of a picture, made anew."""

    def __init__(self, spots: Sequence[MapNode], *, apart: bool) -> None:
        self._spots = spots
        self._apart = apart
        self._colour = GREY if apart else 'currentColor'

    def of(self, body: ET.Element) -> Iterator[ET.Element]:
        """Yield a group for each node and each line of *body*."""
        for group in body.iterfind(f'{_SVG}g'):
            classes = group.get('class', '').split()
            title = group.findtext(f'{_SVG}title') or ''
            made = ET.Element('g', {'class': ' '.join(classes)})
            if 'edge' in classes:
                made.extend(list(self._shapes(group)))
                yield made
            elif match := _NODE.fullmatch(title):
                yield self._node(group, made, int(match[1]))

    def _node(self, group: ET.Element, made: ET.Element, n: int) -> ET.Element:
        if n >= len(self._spots):
            raise ValueError('it has terms that the map has not')
        spot = self._spots[n]
        name = _CONTROLS.sub('', spot.name)
        if spot.state:
            made.set('class', f'node term-{spot.state}')
        holder = made
        if spot.uri:
            key = 'xlink:href' if self._apart else 'href'
            link = {key: spot.uri}
            link |= {'target': '_top'} if self._apart else {'aria-label': name}
            holder = ET.SubElement(made, 'a', link)
        ET.SubElement(holder, 'title').text = name
        holder.extend(list(self._shapes(group)))
        return made

    def _shapes(self, group: ET.Element) -> Iterator[ET.Element]:
        for element in group:
            tag = element.tag.removeprefix(_SVG)
            if tag not in _SHAPES:
                continue
            kept = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
            if tag == 'text':
                kept['fill'] = self._colour
            else:
                for key in ('fill', 'stroke'):
                    bare = element.get(key, 'none') in ('none', 'transparent')
                    kept[key] = 'none' if bare else self._colour
            made = ET.Element(tag, kept)
            made.text = element.text if tag == 'text' else None
            yield made
