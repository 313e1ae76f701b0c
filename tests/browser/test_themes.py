"""Popovers and references in each theme we name, light and dark."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from browser.chromium import NEEDED
from browser.conftest import SCREENSHOTS
from browser.sites import THEMES

playwright = pytest.importorskip('playwright.sync_api', reason=NEEDED)
axe = pytest.importorskip('axe_playwright_python', reason=NEEDED)

AXE = Path(axe.__file__).with_name('axe.min.js')

OWN = 'furo'
"""The theme of the example docs."""

OURS = '[class*="term-"], a:has(> .term-ref)'
"""What is on a page because of archgloss: nothing of it may be at fault.

Only the color of a reference is that of the theme's links, however pale.
"""

OF_THE_THEME = {
    'alabaster': {
        'aria-required-attr': 'captions of the navigation are headings without a level',
        'heading-order': 'the side bar begins with a heading of the third level',
        'region': 'the footer is no landmark',
        'scrollable-region-focusable': 'long lines of code scroll, but not by keyboard',
    },
    'furo': {
        'aria-required-attr': 'captions of the navigation are headings without a level',
        'landmark-unique': 'two side bars without names',
        'page-has-heading-one': 'the search page has no title until it has searched',
        'region': 'labels of icons lie outside of landmarks',
        'scrollable-region-focusable': 'long lines of code scroll, but not by keyboard',
    },
    'pydata_sphinx_theme': {'summary-name': 'the arrows of the navigation have no names'},
    'sphinx_book_theme': {
        'region': 'the logo is outside of landmarks',
        'summary-name': 'the arrows of the navigation have no names',
    },
    'sphinx_rtd_theme': {
        'aria-required-attr': 'captions of the navigation are headings without a level',
        'link-in-text-block': 'links in the footer differ by color alone',
        'region': 'the footer is no landmark',
        'scrollable-region-focusable': 'long lines of code scroll, but not by keyboard',
    },
}
"""Theme → rule of axe that its own parts break: why."""

SWITCHES = {
    'furo': '.theme-toggle:visible',
    'pydata_sphinx_theme': '.theme-switch-button:visible',
    'sphinx_book_theme': '.theme-switch-button:visible',
}
"""Theme → the button by which readers make it dark."""


def pages(folder):
    """The pages of a site, without what lies among its style sheets."""
    return sorted(p for p in folder.rglob('*.html') if '_static' not in p.parts)


def covering_pages(paths):
    """A few of the pages, which together have every class of ours."""
    chosen, seen = [], set()
    for path in paths:
        attributes = re.findall(r'class="([^"]*)"', path.read_text('utf-8'))
        classes = {name for names in attributes for name in names.split()}
        # the names of single terms are not of interest
        ours = {name for name in classes if re.match('term|tip-|page-terms', name)}
        kinds = {re.sub('^(tip)-.*', r'\1', name) for name in ours}
        if not kinds <= seen:
            chosen.append(path)
            seen |= kinds
    return chosen


RULES = {'resultTypes': ['violations']}
CONTRAST = {**RULES, 'runOnly': ['color-contrast']}
ALL_BUT_CONTRAST = {**RULES, 'rules': {'color-contrast': {'enabled': False}}}


def violations(page, rules, where='html'):
    """(rule, element, whether it is for us to mend) for all that axe finds on a page."""
    return page.evaluate(
        """async ([where, rules, ours]) => (await axe.run(where, rules))
            .violations.flatMap(rule => rule.nodes.map(node => [
                rule.id, node.html,
                !!document.querySelector(node.target.at(-1))?.closest(
                    rule.id === 'color-contrast' ? '.term-popover' : ours)]))""",
        [where, rules, OURS],
    )


@pytest.mark.parametrize('theme', THEMES)
def test_axe_finds_nothing_of_ours(example_docs, reader, theme):
    """On each page in the theme of the example docs, on those with all classes in others."""
    window = reader(viewport={'width': 1100, 'height': 800}, reduced_motion='reduce')
    script = AXE.read_text('utf-8')
    found, opened, closed = [], [], []
    paths = pages(example_docs(theme))
    for path in paths if theme == OWN else covering_pages(paths):
        window.visit(path, still=False)
        window.page.evaluate(script)
        links = window.page.locator('a:has(> .term-ref[class*="tip-"])')
        if links.count():
            window.tab_to(links.first.text_content())
            with suppress(playwright.TimeoutError):  # some themes scroll there smoothly
                window.popover.wait_for(timeout=3000)
            (opened if window.is_open else closed).append(path.name)
        # other themes' colors are looked at where they are for us to mend: it takes long
        at_fault = violations(window.page, RULES if theme == OWN else ALL_BUT_CONTRAST)
        if theme != OWN and window.is_open:
            at_fault += violations(window.page, CONTRAST, '.term-popover')
        found += [
            (path.name, rule, html)
            for rule, html, ours in at_fault
            if ours or rule not in OF_THE_THEME[theme]
        ]
    assert found == []
    assert closed == []
    assert len(opened) > (20 if theme == OWN else 2)


LINES = """link => [link, ...link.querySelectorAll('*')].flatMap(one => {
    const style = getComputedStyle(one);
    const seen = [];
    if (style.textDecorationLine.includes('underline'))
        seen.push(style.textDecorationStyle);
    if (style.borderBottomStyle !== 'none' && parseFloat(style.borderBottomWidth))
        seen.push(style.borderBottomStyle);
    if (style.boxShadow !== 'none') seen.push('shadow');
    return seen;
})"""
"""The styles of all lines under a link, whatever they are made of."""


GAPS = """() => {
    const inside = [], between = [];
    const box = (node) => node.getBoundingClientRect();
    for (const name of document.querySelectorAll('dl.term-set > dt')) {
        const parts = [name, ...name.nextElementSibling.children];
        parts.slice(1).forEach((part, n) => inside.push(box(part).top - box(parts[n]).bottom));
        const next = name.nextElementSibling.nextElementSibling;
        if (next) between.push(box(next).top - box(parts.at(-1)).bottom);
    }
    return [Math.max(...inside), Math.min(...between)];
}"""


@pytest.mark.parametrize('theme', THEMES)
@pytest.mark.parametrize('width', [1280, 390])
def test_entries_are_further_apart_than_their_parts(example_docs, reader, theme, width):
    window = reader(viewport={'width': width, 'height': 800})
    for page in ('handbook/glossary.html', 'states.html'):
        window.visit(example_docs(theme) / page)
        inside, between = window.page.evaluate(GAPS)
        assert between >= 2 * inside > 0


COVERED = """letters => {
    const { left, top, bottom } = letters.getBoundingClientRect();
    if (bottom < 0) return false;  // the theme does not let them stay
    return !letters.contains(document.elementFromPoint(left + 8, (top + bottom) / 2));
}"""


@pytest.mark.parametrize('theme', THEMES)
@pytest.mark.parametrize('width', [1280, 1000, 390])
def test_letters_that_stay_in_view_are_not_covered(example_docs, reader, theme, width):
    window = reader(viewport={'width': width, 'height': 800}, reduced_motion='reduce')
    window.visit(example_docs(theme) / 'handbook/glossary.html')
    window.page.evaluate("scrollTo({ top: 2500, behavior: 'instant' })")
    window.wait(200)
    assert not window.page.locator('.term-letters').evaluate(COVERED)


def lines(window, selector):
    """The lines under the first such link in the text: at rest, and under the pointer."""
    link = window.page.locator(f':is([role=main], article) {selector}').first
    link.scroll_into_view_if_needed()
    window.page.mouse.move(2, 2)
    rest = link.evaluate(LINES)
    link.hover()
    window.page.wait_for_timeout(400)  # what a theme changes it may change slowly
    return rest, link.evaluate(LINES)


@pytest.mark.parametrize('theme', THEMES)
def test_references_look_different_from_other_links_and_not_by_color(
    example_docs, reader, theme
):
    window = reader().visit(example_docs(theme) / 'manual' / 'architecture.html')
    reference = lines(window, 'a:has(> .term-ref)')
    assert reference == (['dashed'], ['dashed'])
    for other in lines(window, 'p a.reference:not(:has(.term-ref))'):
        assert 'dashed' not in other
    window.visit(example_docs(theme) / 'handbook' / 'glossary.html')
    assert lines(window, 'p.term-mentions a') == (['solid'], ['solid'])


COLUMN = """tips => {
    const column = tips.parentElement, style = getComputedStyle(column);
    const { left, right } = column.getBoundingClientRect();
    return [left + parseFloat(style.paddingLeft), right - parseFloat(style.paddingRight)];
}"""
"""Where the text of a page begins and ends."""


@pytest.mark.parametrize('theme', THEMES)
@pytest.mark.parametrize('width', [1280, 390, 320])
def test_popovers_keep_to_the_column_of_the_text(example_docs, reader, theme, width):
    window = reader(viewport={'width': width, 'height': 700}, reduced_motion='reduce')
    window.visit(example_docs(theme) / 'handbook' / 'serving.html')
    left, right = window.page.locator('.term-tips').evaluate(COLUMN)
    assert 0 <= left < right <= width
    begins = []
    for words in ('tokens', 'KV cache', 'TTFT', 'ITL', 'batch size', 'Throughput'):
        window.link(words).evaluate("link => link.scrollIntoView({block: 'center'})")
        window.tab_to(words)
        link, box = window.boxes(words)
        assert left - 1 <= box['x']
        assert box['x'] + box['width'] <= right + 1
        if link['x'] + box['width'] <= right:
            begins.append(box['x'] - link['x'])
    assert all(abs(away) < 1 for away in begins)
    assert begins or width < 1000


def luminance(color):
    """Relative luminance of a CSS color, as WCAG defines it."""
    if match := re.match(r'color\(srgb ([\d. ]+)', color):
        parts = [float(part) for part in match[1].split()[:3]]
    else:
        parts = [int(part) / 255 for part in re.findall(r'\d+', color)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def colors(window):
    back = luminance(window.style('.term-popover-box', 'backgroundColor'))
    text = luminance(window.style('.term-tip-text', 'color'))
    low, high = sorted((back, text))
    return back, (high + 0.05) / (low + 0.05)


def picture(window, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    window.page.screenshot(path=SCREENSHOTS / f'{name}.png')


WINDOW = {'viewport': {'width': 1200, 'height': 500}, 'reduced_motion': 'reduce'}


@pytest.mark.parametrize('theme', THEMES)
@pytest.mark.parametrize('system', ['light', 'dark'])
def test_popovers_are_as_light_or_dark_as_their_page(example_docs, reader, theme, system):
    window = reader(color_scheme=system, **WINDOW)
    window.visit(example_docs(theme) / 'handbook' / 'kv-cache.html')
    window.tab_to('tokens')
    back, contrast = colors(window)
    picture(window, f'{theme}-{system}')
    goes_along = theme in SWITCHES  # the others are light whatever the system says
    assert (back < 0.2) == (system == 'dark' and goes_along)
    assert contrast > 7


CHOSEN = 'document.body.dataset.theme || document.documentElement.dataset.theme'


def switch(window, theme, wanted):
    """Make the page light or dark as its readers do."""
    for _ in range(3):  # a button goes through all modes, or opens a menu
        window.page.locator(SWITCHES[theme]).first.click()
        item = window.page.locator(f'.theme-change-button[data-mode={wanted}]:visible')
        if item.count():
            item.first.click()
        if window.page.evaluate(CHOSEN) == wanted:
            return
    pytest.fail(f'{theme} cannot be made {wanted}')


@pytest.mark.parametrize('theme', SWITCHES)
@pytest.mark.parametrize('system', ['light', 'dark'])
def test_popovers_follow_the_switch_of_the_theme(example_docs, reader, theme, system):
    window = reader(color_scheme=system, **WINDOW)
    window.visit(example_docs(theme) / 'handbook' / 'kv-cache.html')
    for wanted in ('dark', 'light'):
        switch(window, theme, wanted)
        window.tab_to('tokens')
        back, contrast = colors(window)
        assert (back < 0.2) == (wanted == 'dark')
        assert contrast > 7
        picture(window, f'{theme}-{system}-switched-{wanted}')
        window.press('Escape')


@pytest.mark.parametrize('theme', SWITCHES)
def test_an_open_popover_is_switched_with_its_page(example_docs, reader, theme):
    window = reader(color_scheme='light', **WINDOW)
    window.visit(example_docs(theme) / 'handbook' / 'kv-cache.html')
    window.tab_to('tokens')
    assert colors(window)[0] > 0.8
    window.page.evaluate(
        '(document.body.dataset.theme ? document.body : document.documentElement)'
        ".dataset.theme = 'dark'"
    )
    back, contrast = colors(window)
    assert back < 0.2
    assert contrast > 7
