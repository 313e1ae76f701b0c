"""Concept maps as readers meet them, in the example docs and in each theme we name."""

from __future__ import annotations

import shutil

import pytest

from browser.chromium import NEEDED
from browser.sites import THEMES

expect = pytest.importorskip('playwright.sync_api', reason=NEEDED).expect

pytestmark = pytest.mark.skipif(shutil.which('dot') is None, reason='needs Graphviz')

MAP = 'handbook/inference-terms.html'


@pytest.fixture
def furo(example_docs, reader):
    """Opens the page with the map in the theme of the example docs."""

    def visit(**options):
        window = reader(**{'viewport': {'width': 1280, 'height': 900}, **options})
        window.visit(example_docs('furo') / MAP)
        node(window, 'KV cache').evaluate("node => node.scrollIntoView({block: 'center'})")
        return window

    return visit


def node(window, name):
    return window.page.locator(f'svg.term-map a[aria-label="{name}"]')


def shown(window):
    """Names of the terms that stand out."""
    lit = window.page.locator('.term-map-lit .node.term-lit a')
    return set(
        lit.evaluate_all("links => links.map(link => link.getAttribute('aria-label'))")
    )


WIDTHS = """map => [map, map.parentElement].map(one => one.getBoundingClientRect().width)"""


@pytest.mark.parametrize('theme', THEMES)
def test_a_map_fits_the_column_of_a_wide_window(example_docs, reader, theme):
    window = reader(viewport={'width': 1280, 'height': 800})
    window.visit(example_docs(theme) / MAP)
    picture = window.page.locator('svg.term-map')
    inner, outer = picture.evaluate(WIDTHS)
    assert 200 < inner <= outer
    assert window.page.locator('.term-map-left, .term-map-right').count() == 0
    font = 'one => getComputedStyle(one).fontFamily'
    text = picture.locator('text').first.evaluate(font)
    assert text == picture.evaluate(font)
    legend = window.page.locator('.term-map-legend svg')
    assert legend.count() >= 2
    assert all(sample.bounding_box()['width'] > 20 for sample in legend.all())


def test_a_map_fades_where_it_goes_on_in_a_narrow_window(furo):
    window = furo(viewport={'width': 320, 'height': 700})
    frame = window.page.locator('.term-map-frame')
    frame.evaluate('frame => frame.scrollLeft = 0')
    expect(frame).to_have_class('term-map-frame term-map-right')
    assert 'transparent' in window.style(
        '.term-map-frame', 'maskImage'
    ) or 'rgba(0, 0, 0, 0)' in (window.style('.term-map-frame', 'maskImage'))
    frame.evaluate('frame => frame.scrollLeft = 50')
    expect(frame).to_have_class('term-map-frame term-map-right term-map-left')
    frame.evaluate('frame => frame.scrollLeft = 9999')
    expect(frame).to_have_class('term-map-frame term-map-left')
    assert window.page.evaluate('document.documentElement.scrollWidth') <= 320


def test_a_term_lights_its_neighbours_by_pointer_and_by_keyboard(furo):
    window = furo()
    assert shown(window) == set()
    node(window, 'KV cache').hover()
    by_pointer = shown(window)
    assert {'KV cache'} < by_pointer
    assert window.page.locator('.edge.term-lit').count() >= len(by_pointer) - 1
    assert float(window.style('.term-map-lit .node:not(.term-lit)', 'opacity')) < 0.5
    window.page.mouse.move(2, 2)
    assert shown(window) == set()
    node(window, 'KV cache').focus()
    assert shown(window) == by_pointer
    window.press('Tab')
    assert shown(window) != by_pointer


def test_terms_of_a_map_show_popovers(furo):
    window = furo()
    node(window, 'KV cache').hover()
    window.wait(300)
    assert window.text.startswith('KV cache ')
    assert window.text.endswith('Read: The key-value cache')
    link = node(window, 'KV cache').bounding_box()
    box = window.page.locator('.term-popover-box').bounding_box()
    assert abs(box['x'] - link['x']) < 4
    window.press('Escape')
    assert not window.is_open


def test_without_scripts_a_map_has_links(example_docs, reader):
    window = reader(java_script_enabled=False)
    window.visit(example_docs('furo') / MAP, still=False)
    node(window, 'KV cache').click()
    assert window.page.url.endswith('handbook/kv-cache.html')
