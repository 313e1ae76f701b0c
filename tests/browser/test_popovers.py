"""Popovers as readers meet them: by pointer, by keyboard, by touch, in any window."""

from __future__ import annotations

import pytest

from browser.chromium import NEEDED

expect = pytest.importorskip('playwright.sync_api', reason=NEEDED).expect

KV_CACHE = 'KV cache Keeps the keys & values of all earlier tokens. Read: Other'
TOKEN = r'Token A piece of text, say \(x^2\) of it. In the glossary'


@pytest.fixture
def index(small, reader):
    """Opens the first page of the small project."""
    return lambda **options: reader(**options).visit(small / 'html' / 'index.html')


def inside(window, box):
    return (
        box['x'] >= 0
        and box['y'] >= 0
        and box['x'] + box['width'] <= window['width']
        and box['y'] + box['height'] <= window['height']
    )


def apart(one, other):
    return (
        one['x'] + one['width'] <= other['x']
        or other['x'] + other['width'] <= one['x']
        or one['y'] + one['height'] <= other['y']
        or other['y'] + other['height'] <= one['y']
    )


# -- pointer -----------------------------------------------------------------------


def test_the_pointer_opens_after_a_moment_and_closes_after_another(index):
    reader = index()
    reader.hover('KV cache', wait=299)
    assert not reader.is_open
    reader.wait(1)
    assert reader.text == KV_CACHE
    assert reader.popover.locator('strong').inner_text() == 'keys'
    reader.look_away(299)
    assert reader.is_open
    reader.wait(1)
    assert not reader.is_open


def test_the_parts_of_a_popover_have_classes(index):
    reader = index()
    for words, target in ('KV cache', 'term-tip-page'), ('tokens', 'term-tip-entry'):
        reader.hover(words)
        parts = reader.popover.locator('p').evaluate_all('all => all.map(p => p.className)')
        assert parts == ['term-tip-name', 'term-tip-text', f'term-tip-state {target}']


def test_a_pointer_that_only_crosses_a_reference_opens_nothing(index):
    reader = index()
    reader.hover('KV cache', wait=200)
    reader.look_away(1000)
    assert not reader.is_open


def test_the_pointer_goes_from_one_reference_to_the_next(index):
    reader = index()
    reader.hover('KV cache')
    reader.hover('tokens')
    assert reader.text == TOKEN
    assert reader.page.locator('.term-open').count() == 1


def test_the_way_from_the_link_to_the_popover_is_safe_however_slow(index):
    reader = index()
    reader.hover('KV cache')
    link, box = reader.boxes('KV cache')
    x = link['x'] + 10
    y = link['y'] + link['height'] / 2
    while y < box['y'] + 20:
        reader.page.mouse.move(x, y)
        reader.wait(2000)
        assert reader.is_open
        y += 1
    reader.page.mouse.dblclick(x, y)  # text in it can be taken along
    assert reader.page.evaluate('getSelection().toString().trim()')
    reader.look_away()
    assert not reader.is_open


def test_a_pointer_that_leaves_the_window_leaves_the_reference(index):
    reader = index()
    reader.hover('KV cache', wait=0)
    reader.page.evaluate(
        "document.body.dispatchEvent(new PointerEvent('pointerout',"
        "{bubbles: true, pointerType: 'mouse'}))"
    )
    reader.wait(1000)
    assert not reader.is_open


def test_a_click_follows_the_link(index):
    reader = index()
    reader.hover('KV cache')
    reader.link('KV cache').click()
    assert reader.page.url.endswith('/guide/other.html')
    assert not reader.is_open
    reader.page.go_back()
    assert not reader.is_open


# -- keyboard ----------------------------------------------------------------------


def test_focus_opens_at_once_and_leaves_with_it(index):
    reader = index()
    reader.tab_to('KV cache')
    assert reader.text == KV_CACHE
    reader.wait(60_000)
    assert reader.is_open
    reader.press('Tab')  # there is nothing to stop at in a popover
    assert reader.page.evaluate('document.activeElement.textContent') == 'tokens'
    assert reader.text == TOKEN
    for _ in range(2):
        reader.press('Tab')
    assert reader.page.evaluate('document.activeElement.textContent') == 'plain link'
    assert not reader.is_open


def test_what_the_pointer_does_elsewhere_leaves_the_focused_one_open(index):
    reader = index()
    reader.tab_to('KV cache')
    reader.page.mouse.move(300, 300)
    reader.page.mouse.move(310, 310)
    reader.wait(1000)
    assert reader.is_open


def test_only_the_first_mention_is_described_and_only_while_it_is_open(index):
    reader = index()
    link = reader.page.get_by_role('link', name='KV cache', exact=True)
    expect(link).to_have_accessible_description('')
    reader.tab_to('KV cache')
    expect(link).to_have_accessible_description(KV_CACHE)
    expect(link).to_have_accessible_name('KV cache')
    reader.tab_to('time')
    assert reader.text == KV_CACHE
    again = reader.page.get_by_role('link', name='time', exact=True)
    expect(again).to_have_accessible_description('')
    expect(link).to_have_accessible_description('')


FOLDED = """link => {
    const folded = document.createElement('details');
    folded.innerHTML = '<summary>More</summary>';
    link.replaceWith(folded);
    folded.append(link);
}"""


def test_the_first_mention_is_the_first_that_is_shown(index):
    reader = index()
    again = reader.page.get_by_role('link', name='time', exact=True)
    reader.link('KV cache').evaluate(FOLDED)
    reader.tab_to('time')
    expect(again).to_have_accessible_description(KV_CACHE)
    reader.page.locator('summary').click()
    reader.tab_to('KV cache')
    expect(reader.link('KV cache')).to_have_accessible_description(KV_CACHE)
    reader.tab_to('time')
    assert reader.text == KV_CACHE
    expect(again).to_have_accessible_description('')


@pytest.mark.parametrize('hiding', ['display: none', 'visibility: hidden'])
def test_a_mention_in_a_tab_that_is_hidden_is_not_the_first(index, hiding):
    reader = index()
    reader.link('KV cache').evaluate(f"link => link.style = '{hiding}'")
    reader.tab_to('time')
    again = reader.page.get_by_role('link', name='time', exact=True)
    expect(again).to_have_accessible_description(KV_CACHE)


def test_a_browser_that_cannot_tell_what_is_shown_takes_the_first_of_all(index):
    reader = index(script='delete Element.prototype.checkVisibility')
    # `tab_to` asks for what the browser lacks
    reader.link('KV cache').evaluate('link => link.focus({focusVisible: true})')
    assert reader.text == KV_CACHE
    expect(reader.link('KV cache')).to_have_accessible_description(KV_CACHE)
    assert reader.faults == []


def test_escape_closes_and_is_for_others_again_then(index):
    reader = index()
    reader.page.evaluate(
        "window.heard = 0; document.addEventListener('keydown', event =>"
        " { heard += event.key === 'Escape' })"
    )
    reader.press('Escape')
    assert reader.page.evaluate('heard') == 1
    reader.tab_to('KV cache')
    reader.press('Escape')
    assert not reader.is_open
    assert reader.page.evaluate('heard') == 1
    assert reader.page.evaluate('document.activeElement.textContent') == 'KV cache'
    reader.press('Escape')
    assert reader.page.evaluate('heard') == 2


def test_what_was_dismissed_stays_so_until_the_pointer_comes_again(index):
    reader = index()
    reader.hover('KV cache')
    reader.press('Escape')
    assert not reader.is_open
    reader.page.mouse.move(*centre(reader.link('KV cache').bounding_box(), 3))
    reader.wait(1000)
    assert not reader.is_open
    reader.look_away()
    reader.hover('KV cache')
    assert reader.is_open


def test_what_was_dismissed_keeps_no_other_one_shut(index):
    reader = index()
    reader.hover('KV cache')
    reader.press('Escape')
    reader.hover('tokens')  # straight there
    assert reader.text == TOKEN
    reader.press('Escape')
    reader.hover('KV cache')
    assert reader.text == KV_CACHE


def test_what_was_dismissed_stays_so_whatever_the_keyboard_opens(index):
    reader = index()
    reader.hover('KV cache')
    reader.press('Escape')
    reader.tab_to('tokens')
    reader.press('Escape')
    reader.page.mouse.move(*centre(reader.link('KV cache').bounding_box(), 3))
    reader.wait(1000)
    assert not reader.is_open
    reader.hover('tokens')
    assert reader.text == TOKEN


def test_what_the_keyboard_opened_and_escape_closed_is_open_to_the_pointer(index):
    reader = index()
    reader.page.mouse.move(5, 5)
    reader.tab_to('KV cache')
    reader.press('Escape')
    reader.hover('KV cache')
    assert reader.text == KV_CACHE


def test_what_lay_under_a_dismissed_popover_opens_only_once_the_pointer_moves(index):
    reader = index()
    reader.hover('KV cache')
    _, box = reader.boxes('KV cache')
    x, y = centre(box)
    reader.link('last one').evaluate(
        '(link, [x, y]) => { link.style ='
        ' `position: fixed; left: ${x - 30}px; top: ${y - 10}px` }',
        [x, y],
    )
    reader.page.mouse.move(x, y)
    reader.press('Escape')
    reader.page.wait_for_function("document.querySelector('a:hover')")
    reader.page.wait_for_timeout(100)
    reader.wait(1000)
    assert not reader.is_open
    reader.page.mouse.move(x + 1, y)
    reader.wait(300)
    assert reader.text.startswith('Layer')


def centre(box, shift=0):
    return box['x'] + box['width'] / 2 + shift, box['y'] + box['height'] / 2


# -- touch -------------------------------------------------------------------------

PHONE = {'has_touch': True, 'is_mobile': True, 'viewport': {'width': 390, 'height': 700}}


def test_the_first_tap_explains_and_the_second_one_leads_on(index):
    reader = index(**PHONE)
    with reader.staying():
        reader.link('KV cache').tap()
    assert reader.text == f'{KV_CACHE} Tap again to follow the link'
    reader.link('KV cache').tap()
    reader.page.wait_for_url('**/guide/other.html')


def test_a_tap_elsewhere_closes_and_one_inside_does_not(index):
    reader = index(**PHONE)
    reader.link('KV cache').tap()
    reader.popover.tap()
    assert reader.is_open
    with reader.staying():
        reader.link('tokens').tap()
    assert reader.text == f'{TOKEN} Tap again to follow the link'
    reader.page.touchscreen.tap(380, 690)
    assert not reader.is_open


def test_taps_on_other_links_follow_them(index):
    reader = index(**PHONE)
    reader.page.get_by_role('link', name='plain link').tap()
    reader.page.wait_for_url('**/guide/other.html')


# -- place -------------------------------------------------------------------------


def test_it_begins_where_its_reference_begins(index):
    reader = index()
    for words in ('KV cache', 'tokens'):
        reader.tab_to(words)
        link, box = reader.boxes(words)
        assert abs(box['x'] - link['x']) < 1


def test_it_ends_with_the_column_of_the_text(index):
    reader = index()
    reader.tab_to('At the end')
    link, box = reader.boxes('At the end')
    assert abs(box['x'] + box['width'] - link['x'] - link['width']) < 1


def test_it_is_under_the_part_of_a_broken_reference_that_the_pointer_is_on(index):
    reader = index()
    reader.link('KV cache').evaluate("link => link.innerHTML += '<br>' + link.innerHTML")
    rows = reader.link('KV cache').evaluate(
        'link => [...link.getClientRects()].map(({x, y, bottom}) => [x, y, bottom])'
    )
    assert rows[0][0] > rows[-1][0] + 20
    for x, top, bottom in (rows[0], rows[-1]):
        reader.look_away()
        reader.page.mouse.move(x + 5, (top + bottom) / 2)
        reader.wait(300)
        box = reader.page.locator('.term-popover-box').bounding_box()
        assert abs(box['x'] - x) < 1
        assert 0 < box['y'] - bottom < 10


def test_a_reference_beside_the_text_has_its_popover_beside_the_text(index):
    reader = index()
    link = reader.link('KV cache')
    link.evaluate("link => link.style = 'position: fixed; top: 100px; right: 10px'")
    column = reader.page.locator('.term-switch-line')
    column.evaluate("line => line.parentNode.style = 'max-width: 300px; margin: 0'")
    reader.tab_to('KV cache')
    link, box = reader.boxes('KV cache')
    assert box['x'] > 300
    assert inside(reader.page.viewport_size, box)
    assert apart(link, box)


@pytest.mark.parametrize('words', ['clipped words', 'scrolled words', 'At the end'])
def test_no_container_cuts_a_popover_off(index, words):
    reader = index()
    reader.link(words).scroll_into_view_if_needed()
    reader.tab_to(words)
    link, box = reader.boxes(words)
    assert inside(reader.page.viewport_size, box)
    assert apart(link, box)
    assert abs(box['y'] - link['y'] - link['height']) < 20  # below
    corners = [
        (box['x'] + dx * (box['width'] - 12) + 6, box['y'] + dy * (box['height'] - 12) + 6)
        for dx in (0, 1)
        for dy in (0, 1)
    ]
    seen = "([x, y]) => !!document.elementFromPoint(x, y).closest('.term-popover')"
    assert all(reader.page.evaluate(seen, list(corner)) for corner in corners)


def test_a_popover_goes_where_its_reference_goes(index):
    reader = index()
    reader.tab_to('longest one')
    link, box = reader.boxes('longest one')
    for _ in range(3):
        reader.page.mouse.wheel(0, 30)
        reader.page.wait_for_timeout(100)
        now, then = reader.boxes('longest one')
        assert abs((then['y'] - now['y']) - (box['y'] - link['y'])) < 2
    assert reader.is_open


def test_it_is_out_of_sight_with_its_reference(index):
    reader = index()
    reader.tab_to('longest one')
    reader.page.evaluate('scrollTo(0, 0)')
    reader.page.wait_for_timeout(100)
    box = reader.popover.bounding_box()
    hidden = not reader.is_open or box['y'] >= 600
    painted = reader.page.evaluate(
        "!!document.elementsFromPoint(400, 300).find(e => e.closest('.term-popover'))"
    )
    assert hidden or not painted


def test_it_stands_above_where_there_is_no_room_below(index):
    reader = index()
    reader.link('last one').evaluate("link => link.scrollIntoView({block: 'end'})")
    reader.tab_to('last one')
    link, box = reader.boxes('last one')
    assert box['y'] + box['height'] <= link['y']
    assert inside(reader.page.viewport_size, box)


@pytest.mark.parametrize('place', ['start', 'center', 'end'])
@pytest.mark.parametrize('size', [(320, 256), (320, 640), (1280, 400)])
def test_no_window_is_too_small(index, size, place):
    """The first is what is left of a common window at a zoom of 400 percent."""
    window = dict(zip(('width', 'height'), size, strict=True))
    reader = index(viewport=window)
    width = 'document.documentElement.scrollWidth'
    before = reader.page.evaluate(width)
    reader.link('longest one').evaluate(
        f"link => link.scrollIntoView({{block: '{place}'}})"
    )
    reader.tab_to('longest one')
    link, box = reader.boxes('longest one')
    assert apart(link, box)  # what has the focus is not covered
    assert inside(window, box)
    assert box['height'] >= 60
    assert reader.page.evaluate(width) == before
    scrolls = 'e => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY'
    how = reader.page.locator('.term-popover-box').evaluate(scrolls)
    assert how in (False, 'auto')  # all of it can be read


KEYS = {'ArrowDown': 'ArrowUp', 'PageDown': 'PageUp'}


@pytest.mark.parametrize('key', KEYS)
def test_the_keyboard_scrolls_what_does_not_fit_and_then_the_page(index, key):
    reader = index(viewport={'width': 320, 'height': 256})
    reader.link('longest one').evaluate("link => link.scrollIntoView({block: 'center'})")
    reader.tab_to('longest one')
    box = reader.page.locator('.term-popover-box')
    at, most = 'e => e.scrollTop', 'e => e.scrollHeight - e.clientHeight'
    end, page = box.evaluate(most), reader.page.evaluate('scrollY')
    assert end > 20
    seen = [0]
    while seen[-1] < end - 1:
        reader.press(key)
        seen.append(box.evaluate(at))
        assert seen[-1] > seen[-2]
    reader.page.wait_for_timeout(200)
    assert reader.page.evaluate('scrollY') == page
    reader.press('Control+' + KEYS[key])  # means something else
    assert box.evaluate(at) == seen[-1]
    while box.evaluate(at):
        reader.press(KEYS[key])
    reader.page.wait_for_timeout(200)
    assert reader.page.evaluate('scrollY') == page
    # at its end the page goes on
    while box.evaluate(at) < end - 1:
        reader.press(key)
    for _ in range(3):  # a fraction of a pixel may be left
        reader.press(key)
    reader.page.wait_for_function(f'scrollY > {page}')
    # the next one is read from its beginning
    reader.tab_to('last one')
    reader.tab_to('longest one')
    assert box.evaluate(at) == 0


def test_the_keys_that_scroll_are_the_page_s_where_all_of_it_fits(index):
    reader = index()
    reader.tab_to('KV cache')
    reader.press('ArrowDown')
    reader.page.wait_for_function('scrollY > 0')
    assert reader.is_open


def test_right_to_left(index):
    reader = index(
        script="addEventListener('DOMContentLoaded', () => document.dir = 'rtl')"
    )
    for words in ('KV cache', 'At the end'):
        reader.tab_to(words)
        link, box = reader.boxes(words)
        assert inside(reader.page.viewport_size, box)
        assert apart(link, box)
    assert reader.style('.term-tip-text', 'direction') == 'rtl'
    reader.tab_to('head')
    link, box = reader.boxes('head')
    assert abs(box['x'] + box['width'] - link['x'] - link['width']) < 1


# -- what readers have asked their systems for --------------------------------------


def test_nothing_moves_for_those_who_want_no_motion(index):
    for motion, name in (('no-preference', 'term-popover'), ('reduce', 'none')):
        reader = index(reduced_motion=motion)
        reader.tab_to('KV cache')
        assert reader.style('.term-popover', 'animationName') == name


def test_a_frame_stays_where_colors_are_forced(index):
    reader = index(forced_colors='active')
    reader.tab_to('KV cache')
    assert reader.style('.term-popover-box', 'borderTopStyle') == 'solid'
    canvas = reader.page.evaluate(
        "(() => { const e = document.body.appendChild(document.createElement('i'));"
        "e.style.backgroundColor = 'Canvas'; return getComputedStyle(e).backgroundColor })()"
    )
    assert reader.style('.term-popover-box', 'backgroundColor') == canvas


def test_paper_has_no_popovers(index):
    reader = index()
    reader.tab_to('KV cache')
    assert reader.is_open
    reader.page.emulate_media(media='print')
    assert not reader.is_open
    assert 'Keeps the' not in reader.page.inner_text('body')


# -- the switch ---------------------------------------------------------------------


def switch(reader):
    return reader.page.get_by_role('switch', name='Pop-up definitions', exact=True)


def test_readers_switch_popovers_off_and_on_again_for_all_pages(index, small):
    reader = index()
    expect(switch(reader)).to_be_checked()
    switch(reader).click()
    expect(switch(reader)).not_to_be_checked()
    for path in ('index', 'guide/other'):
        reader.visit(small / 'html' / f'{path}.html')
        expect(switch(reader)).not_to_be_checked()
        words = reader.page.locator('a:has(.term-ref)').first.inner_text()
        reader.hover(words)
        assert not reader.is_open
        reader.tab_to(words)
        assert not reader.is_open
    switch(reader).click()
    reader.tab_to('token')
    assert reader.text == TOKEN
    reader.visit(small / 'html' / 'index.html')
    reader.hover('KV cache')
    assert reader.text == KV_CACHE


@pytest.mark.parametrize('key', ['Enter', 'Space'])
def test_the_switch_is_one_stop_of_the_keyboard(index, key):
    reader = index()
    reader.tab_to('last one')
    reader.press('Escape')
    stops = []
    while 'other' not in stops:
        reader.press('Tab')
        stops.append(reader.page.evaluate('document.activeElement.textContent').lower())
    assert 'pop-up definitions' not in stops
    for _ in range(9):
        reader.press('Tab')
        stops.append(reader.page.evaluate('document.activeElement.textContent').lower())
    assert stops.count('pop-up definitions') == 1
    switch(reader).focus()
    reader.press('Tab')
    reader.press('Shift+Tab')
    expect(switch(reader)).to_be_focused()
    assert reader.style('.term-switch', 'outlineStyle') != 'none'
    reader.press(key)
    expect(switch(reader)).not_to_be_checked()
    reader.tab_to('KV cache')
    assert not reader.is_open


def test_taps_follow_links_at_once_while_popovers_are_switched_off(index):
    reader = index(**PHONE)
    switch(reader).tap()
    reader.link('KV cache').tap()
    reader.page.wait_for_url('**/guide/other.html')


def test_an_open_popover_goes_with_the_switch(index):
    reader = index()
    reader.tab_to('KV cache')
    assert reader.is_open
    switch(reader).evaluate('button => button.click()')
    assert not reader.is_open


def test_another_window_follows_the_switch(index, small):
    reader = index()
    other = reader.page.context.new_page()
    other.goto(f'file://{small}/html/index.html')
    switch(reader).click()
    expect(other.get_by_role('switch')).not_to_be_checked()
    switch(reader).click()
    expect(other.get_by_role('switch')).to_be_checked()


NO_STORAGE = """Object.defineProperty(window, 'localStorage', {
    get() { throw new Error('forbidden'); }})"""


def test_the_switch_works_for_its_page_where_storage_is_forbidden(small, reader):
    reader, faults = reader(script=NO_STORAGE), []
    reader.page.on('pageerror', lambda error: faults.append(error.stack))
    reader.visit(small / 'html' / 'index.html')
    reader.hover('KV cache')
    assert reader.text == KV_CACHE
    switch(reader).click()
    expect(switch(reader)).not_to_be_checked()
    reader.hover('KV cache')
    assert not reader.is_open
    switch(reader).click()
    reader.hover('tokens')
    assert reader.text == TOKEN
    assert not [fault for fault in faults if 'archgloss' in fault]  # Sphinx has its own


def test_the_switch_is_on_pages_with_popovers_and_on_no_paper(index, small):
    reader = index()
    assert switch(reader).count() == 1
    assert reader.page.locator('.term-popover .term-switch').count() == 0
    reader.page.emulate_media(media='print')
    assert not switch(reader).is_visible()
    reader.visit(small / 'html' / 'search.html')
    assert reader.page.locator('.term-switch').count() == 0


# -- what browsers and pages can do --------------------------------------------------


def test_a_browser_without_popovers_has_links(index):
    reader = index(script='delete HTMLElement.prototype.popover')
    reader.hover('KV cache')
    assert reader.popover.count() == 0
    assert reader.page.locator('.term-switch').count() == 0
    reader.link('KV cache').click()
    reader.page.wait_for_url('**/guide/other.html')
    assert reader.faults == []


def test_formulas_are_typeset_where_they_are_shown(index):
    reader = index()
    assert reader.page.evaluate('asked') == []  # the page loads what typesets them
    reader.page.evaluate(
        'window.MathJax = {typesetPromise: async ([e]) => asked.push(e.textContent)}'
    )
    reader.hover('KV cache')
    reader.hover('tokens')
    (typeset,) = reader.page.evaluate('asked')
    assert r'\(x^2\)' in typeset


def test_what_is_inert_is_found_by_no_search_of_the_page(index):
    reader = index()
    assert reader.page.evaluate("find('KV cache')") is True
    assert reader.page.evaluate("getSelection().empty(); find('Keeps the keys')") is False
