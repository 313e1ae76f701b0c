"""Wherever the pages lie, and whatever a site or a reader allows, references work."""

from __future__ import annotations

import pytest

from browser.chromium import NEEDED

pytest.importorskip('playwright', reason=NEEDED)

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"

BUILDERS = {
    'html': ('index.html', 'guide/other.html'),
    'dirhtml': ('index.html', 'guide/other/'),
    'singlehtml': ('index.html', 'index.html#document-guide/other'),
}


@pytest.mark.parametrize('builder', BUILDERS)
def test_files_under_a_path_with_a_strict_policy(small, reader, served, builder):
    top = served(small / builder, path='/docs/en', Content_Security_Policy=STRICT)
    first, target = BUILDERS[builder]
    window = reader().visit(top + first)
    window.hover('KV cache')
    assert window.text.startswith('KV cache Keeps the keys')
    assert window.style('.term-popover-box', 'borderTopStyle') == 'solid'
    window.link('KV cache').click()
    assert window.page.url == top + target
    assert window.faults == []


@pytest.mark.parametrize(
    'name',
    [
        'html/index.html',
        'html/guide/glossary.html',
        'dirhtml/guide/other/index.html',
        'singlehtml/index.html',
    ],
)
def test_files_without_a_server(small, reader, name):
    window = reader().visit(small / name)
    link = window.page.locator('a:has(> .term-ref)').first
    link.hover()
    window.wait(300)
    assert window.is_open
    assert window.faults == []


@pytest.mark.parametrize('builder', BUILDERS)
def test_without_scripts_there_are_plain_links(small, reader, builder):
    first, _ = BUILDERS[builder]
    window = reader(java_script_enabled=False).visit(small / builder / first, still=False)
    window.link('KV cache').hover()
    assert window.popover.count() == 0
    assert window.page.locator('.term-switch').count() == 0
    seen = window.page.inner_text('body')
    assert ('Keeps the keys' in seen) == (builder == 'singlehtml')  # in the entry alone
    assert 'Read: ' not in seen
    window.link('KV cache').click()
    assert 'other' in window.page.url


def test_the_search_shows_nothing_of_popovers(small, reader, served):
    top = served(small / 'html')
    window = reader().visit(f'{top}search.html?q=keys', still=False)
    results = window.page.locator('#search-results li')
    results.first.wait_for()
    assert [
        one.split('#')[0]
        for one in results.locator('a').evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
    ] == ['guide/glossary.html']  # the sentence is in popovers of other pages, too
    window.visit(f'{top}search.html?q=index', still=False)
    results.first.wait_for()
    window.page.locator('.context').first.wait_for()
    assert 'Read: ' not in window.page.inner_text('#search-results')
