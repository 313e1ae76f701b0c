"""What archgloss puts on a page keeps within windows, frames and boxes."""

from __future__ import annotations

import shutil

import pytest

from browser.chromium import NEEDED
from browser.sites import THEMES
from projects import Project

pytest.importorskip('playwright', reason=NEEDED)

LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

SET = f"""\
name: s
categories: [{{id: long, label: {LONG}s}}]
terms:
- name: {LONG}
  definition: A company.
  categories: [long]
- name: Paged attention
  definition: "Of the :term-ref:`{LONG}`."
- {{name: Wide mammals, definition: "See :term-ref:`paged attention`."}}
- {{name: Old MM, see: Wide mammals}}
"""

SIDEBARS = """\
Sidebars
========

.. sidebar:: Plain

   A name
      What it is.

.. sidebar:: Terms

   .. page-terms::

.. sidebar:: Terms

   .. page-terms:: With a heading

.. sidebar:: Definition

   .. term-definition:: Wide mammals

.. sidebar:: Map

   .. term-map::
      :term: Wide mammals

.. sidebar:: Map

   .. term-map::
      :term: Wide mammals
      :caption: With a caption

See :term-ref:`wide mammals`.
"""


def build(top, theme):
    project = Project(top / 'docs')
    project.conf(archgloss_term_sets=['s.yaml'], html_theme=theme)
    project.write('s.yaml', SET)
    project.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n   :hidden:\n\n   sidebars\n   terms\n   map\n\n'
        '.. term-set::\n   :group: category\n',
    )
    project.write('sidebars.rst', SIDEBARS)
    # the name is said by the list alone
    project.write(
        'terms.rst',
        f'Terms\n=====\n\n:term-ref:`The company <{LONG}>`.\n\n.. page-terms::\n',
    )
    project.write('map.rst', 'Map\n===\n\n.. term-map::\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    return built.output


@pytest.fixture(scope='module', params=THEMES)
def site(tmp_path_factory, request):
    return build(tmp_path_factory.mktemp(request.param), request.param)


LEFT = """titles => titles.map(title => {
    const frame = title.closest('.sidebar');
    const from = one => Math.round(
        one.getBoundingClientRect().left - frame.getBoundingClientRect().left
        + parseFloat(getComputedStyle(one).paddingLeft));
    const seen = [...frame.querySelectorAll('dt, p.rubric, summary, .term-definition p')];
    return seen.filter(one => one.checkVisibility()).map(from);
})"""
"""How far from the frame of each sidebar its texts begin."""


def test_in_sidebars_all_keep_their_distance_from_the_frame(site, reader):
    window = reader(viewport={'width': 1200, 'height': 800}).visit(site / 'sidebars.html')
    plain, *ours = window.page.locator('.sidebar-title').evaluate_all(LEFT)
    assert len(ours) == 5
    assert {left for sidebar in ours for left in sidebar} == set(plain)


@pytest.mark.parametrize('name', ['index', 'terms'])
def test_a_long_name_is_broken_in_a_narrow_window(site, reader, name):
    window = reader(viewport={'width': 320, 'height': 600}).visit(site / f'{name}.html')
    assert window.page.locator('dt', has_text=LONG).is_visible()
    assert window.page.evaluate('document.documentElement.scrollWidth') <= 320


INSIDE = """nodes => nodes.map(node => {
    const box = node.querySelector('path').getBBox();
    return [...node.querySelectorAll('text')].map(text => {
        const { x, width } = text.getBBox();
        return x > box.x && x + width < box.x + box.width;
    });
})"""


@pytest.mark.skipif(shutil.which('dot') is None, reason='needs Graphviz')
@pytest.mark.parametrize('font', ['', 'DejaVu Sans'])
def test_names_in_a_map_stay_in_their_boxes_whatever_the_font(site, reader, font):
    window = reader().visit(site / 'map.html')
    if font:
        window.page.add_style_tag(content=f'svg text {{ font-family: "{font}" }}')
    nodes = window.page.locator('svg.term-map .node').evaluate_all(INSIDE)
    assert len(nodes) == 4
    assert all(inside for node in nodes for inside in node)
