"""`term_map.dot` and `term_map.svg`: Graphviz draws any map, and its picture is safe in a page.

These tests run Graphviz, and are skipped where it is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.sphinx_ext.term_map.dot import (
    LONGEST,
    STYLES,
    as_dot,
    label_lines,
)
from sphinxcontrib_archgloss.sphinx_ext.term_map.svg import GREY, MapNode, as_svg
from strategies import examples

pytestmark = pytest.mark.skipif(
    shutil.which('dot') is None, reason='needs Graphviz: apt-get install graphviz'
)


def draw(names, edges=()):
    process = subprocess.run(
        ['dot', '-Tsvg'],
        input=as_dot(names, edges).encode(),
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert not process.stderr
    return process.stdout


def picture(names, edges=(), label='Map', *, in_file=False, uri='#there'):
    terms = [MapNode(name, uri, 'published') for name in names]
    return as_svg(draw(names, edges), terms, label, in_file=in_file)


HOSTILE = [
    '</script><script>alert(1)</script>',
    '"quoted" \\N \\G \\L \\',
    'a\\',
    '"];evil[label="x',
    '&lt;b&gt; &amp; &#65; &nbsp;',
    '<B>bold</B>',
    'line\nbreak\ttab\x00nul\x1besc',
    '\ufffe\uffff\udc80',
    '\u202eright to left',
    'x' * 5000,
    '// /* */ # {}|<>',
    '注意力 العربية 👩‍🔬',
    '   ',
]
names = st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), min_size=1, max_size=4)


@examples(60)
@given(names)
@example(HOSTILE)
def test_any_name_is_drawn_as_it_is_and_does_no_harm(names):
    chain = [('mentions', n, n + 1, False) for n in range(len(names) - 1)]
    text = picture(names, chain, label=names[0])
    root = ET.fromstring(text)
    assert {element.tag for element in root.iter()} <= {
        'svg', 'g', 'a', 'title', 'path', 'polygon', 'polyline', 'ellipse', 'text',
    }  # fmt: skip
    assert not any(
        key.startswith('on') or key == 'style' for e in root.iter() for key in e.attrib
    )
    assert [link.get('href') for link in root.iter('a')] == ['#there'] * len(names)
    drawn = {
        ''.join(node.find('a/title').itertext()): [t.text for t in node.findall('a/text')]
        for node in root.iter('g')
        if node.get('class', '').startswith('node')
    }
    clean = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
    for name in names:
        shown = drawn[clean.sub('', name).replace('\r\n', '\n').replace('\r', '\n')]
        text_of_node = ' '.join(line.replace('\xa0', ' ').strip() for line in shown if line)
        assert text_of_node.split() == ' '.join(label_lines(name)).split()
    assert len(root.findall('.//g[@class="edge mentions"]')) == len(chain)


@given(st.text())
def test_a_label_is_short_and_never_empty(name):
    lines = label_lines(name)
    assert all(line.strip() for line in lines)
    assert 0 < sum(map(len, lines)) <= LONGEST


def test_kinds_of_lines_differ_in_more_than_colour():
    edges = [(kind, n, n + 1, False) for n, kind in enumerate(STYLES)]
    root = ET.fromstring(picture([str(n) for n in range(7)], edges))
    looks = {
        group.get('class'): (
            group.find('path').get('stroke-dasharray'),
            group.find('path').get('stroke-width'),
            [
                (arrow.get('fill'), len(arrow.get('points').split()))
                for arrow in group.findall('polygon')
            ],
        )
        for group in root.iter('g')
        if 'edge' in group.get('class', '')
    }
    assert len(looks) == len(STYLES)
    assert len({repr(look) for look in looks.values()}) == len(STYLES), looks
    colours = {e.get(key) for e in root.iter() for key in ('fill', 'stroke')}
    assert colours == {None, 'none', 'currentColor'}


def test_a_mutual_line_has_two_heads():
    root = ET.fromstring(picture(['a', 'b'], [('mentions', 0, 1, True)]))
    assert len(root.findall('.//g[@class="edge mentions"]/polygon')) == 2


def test_the_broader_term_stands_first():
    root = ET.fromstring(picture(['narrow', 'broad'], [('broader', 0, 1, False)]))
    places = {text.text: float(text.get('x')) for text in root.iter('text')}
    assert places['broad'] < places['narrow']


@pytest.mark.parametrize('terms', [10, 50, 200])
def test_a_map_grows_in_length_and_not_in_width(terms):
    edges = [('broader', n, (n - 1) // 5, False) for n in range(1, terms)]
    edges += [('related', n, terms - n, False) for n in range(1, terms // 2)]
    root = ET.fromstring(picture([f'term {n}' for n in range(terms)], edges))
    assert int(root.get('width')) < 800
    assert root.get('class') == 'term-map'


def test_lines_and_terms_of_a_page_know_each_other():
    root = ET.fromstring(picture(['a', 'b', 'c'], [('related', 0, 2, False)]))
    terms = [group.get('data-terms') for group in root.iter('g')]
    assert sorted(filter(None, terms)) == ['0', '0 2', '1', '2']


def test_a_map_that_is_far_too_wide_is_reduced_and_scrolls():
    chain = [('broader', n + 1, n, False) for n in range(30)]
    root = ET.fromstring(picture([f'term {n}' for n in range(31)], chain))
    assert root.get('class') == 'term-map term-map-wide'
    box = [float(part) for part in root.get('viewBox').split()]
    assert int(root.get('width')) == pytest.approx(box[2] * 4 / 3 * 0.7, abs=2)


def test_terms_without_relations_stand_in_several_rows():
    root = ET.fromstring(picture([f'term {n}' for n in range(40)]))
    assert int(root.get('width')) < 3 * int(root.get('height'))


def test_a_picture_in_a_page_has_a_name_and_no_ids():
    root = ET.fromstring(picture(['a'], label='A "map"'))
    assert (root.get('role'), root.get('aria-label')) == ('group', 'A "map"')
    assert not any('id' in element.attrib for element in root.iter())


def test_a_picture_in_a_file_has_a_namespace_and_colours_for_any_page():
    text = picture(['a'], in_file=True)
    link = ET.fromstring(text).find('.//{http://www.w3.org/2000/svg}a')
    assert link.get('{http://www.w3.org/1999/xlink}href') == '#there'
    assert GREY in text
    assert 'currentColor' not in text


def test_a_term_without_a_destination_is_not_a_link():
    assert '<a ' not in picture(['a'], uri='')


@pytest.mark.parametrize(
    'drawn',
    [b'', b'<svg', b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'<html><g/></html>'],
)
def test_anything_but_a_picture_of_a_graph_is_refused(drawn):
    with pytest.raises(ValueError, match=r'.'):
        as_svg(drawn, [MapNode('a')], 'Map', in_file=False)


def test_a_picture_of_more_terms_than_the_map_has_is_refused():
    with pytest.raises(ValueError, match='terms that are not in the map'):
        as_svg(draw(['a', 'b']), [MapNode('a')], 'Map', in_file=False)
