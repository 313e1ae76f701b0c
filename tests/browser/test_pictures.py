"""The gallery of states looks as it did: its pictures are those that are stored.

After a change that is meant to be seen, store them anew, and look at what has changed:

    ARCHGLOSS_PICTURES=store pytest tests/browser/test_pictures.py

Pages have one font, and themes the versions that the extra "browser" pins, so that machines
agree.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from browser.chromium import NEEDED, WANTED
from browser.conftest import SCREENSHOTS
from browser.sites import THEMES

pytest.importorskip('playwright', reason=NEEDED)
pytest.importorskip('PIL', reason=NEEDED)

from browser.comparison import FOLDER, STORE, check
from browser.pictures import LIGHT_ONLY, Picture, clip

PYPROJECT = Path(__file__).parents[2] / 'pyproject.toml'
FONTS = """
@font-face { font-family: Sans; src: local("DejaVu Sans") }
@font-face { font-family: Sans; src: local("DejaVu Sans Bold"); font-weight: bold }
@font-face { font-family: Mono; src: local("DejaVu Sans Mono") }
* { font-family: Sans !important; text-rendering: geometricPrecision !important }
:is(pre, code), :is(pre, code) * { font-family: Mono !important }
"""
"""The fonts of the pictures, set without hints, which differ between machines."""
SLOW = '* { animation-duration: 3600s !important; transition: none !important }'
"""What is animated is seen as it begins."""

ENTRIES = Picture('entries', '', ('.term-letters', 'dl.term-set > dd:nth-of-type(4)'))
NAMES = Picture('names', '', ('dl.term-set ~ .term-letters', 'dl.term-set ~ dl.term-set'))
MAP = Picture('map', '', ('svg.term-map', '.term-map-legend'))
POPOVER = Picture('popover', '', ('.states-references', '.term-popover-box'), 'ligature')
DEPRECATED = Picture('deprecated', '', ('.term-popover-box',), 'hot metal')
FILTER = Picture('filter', '', ('.term-list',))
"""The last one: no entry is left."""
PARTS = (ENTRIES, MAP, POPOVER, DEPRECATED, FILTER)
ARABIC = tuple(
    part._replace(term={'ligature': 'حرف', 'hot metal': 'نسخ'}.get(part.term, ''))
    for part in PARTS
)
RTL = 'right-to-left'


class Mode(NamedTuple):
    """How a reader looks at the page."""

    options: dict[str, Any]
    """Of the browser."""
    parts: tuple[Picture, ...] = PARTS
    width: int = 1280
    like: str = ''
    """The mode that looks the same."""


MODES = {
    'light': Mode({}, (NAMES, *PARTS)),
    'dark': Mode({'color_scheme': 'dark'}),
    'forced-colors': Mode({'forced_colors': 'active'}),
    'narrow': Mode({}, (NAMES, *PARTS), width=390),
    'reduced-motion': Mode({'reduced_motion': 'reduce'}, (POPOVER,), like='light'),
    RTL: Mode({}, ARABIC),
}
HEIGHT = 6000
"""Of the window, so that nothing has to be scrolled."""


def name_of(theme, mode, part):
    """Path of the stored picture of *part*, without its ending."""
    return f'{theme}/{MODES[mode].like or mode}-{part.name}'


def need(window, theme):
    """Skip the test if the pictures were made with another theme or other fonts."""
    extras = tomllib.loads(PYPROJECT.read_text('utf-8'))['project']['optional-dependencies']
    pinned = dict(r.split('==') for r in extras['browser'] if '==' in r)
    name = theme.replace('_', '-')
    version = importlib.metadata.version(name)
    said = ''
    if version != pinned[name]:
        said = f'the pictures are made with {name} {pinned[name]}, not {version}'
    elif window.page.evaluate(
        "new FontFace('Sans', 'local(DejaVu Sans)').load().then(() => false, () => true)"
    ):
        said = 'the pictures need the fonts of fonts-dejavu-core'
    if said:
        if os.environ.get(WANTED) == 'required':
            pytest.fail(said)
        pytest.skip(said)


CASES = [
    (theme, mode)
    for theme in THEMES
    for mode in MODES
    if mode != 'dark' or theme not in LIGHT_ONLY
]


@pytest.mark.parametrize(('theme', 'mode'), CASES)
def test_the_gallery_of_states_looks_as_it_did(states, reader, theme, mode):
    options, parts, width, like = MODES[mode]
    if STORE and like:
        pytest.skip(f'has the pictures of "{like}"')
    window = reader(viewport={'width': width, 'height': HEIGHT}, **options)
    english, arabic = states(theme)
    window.visit(arabic if mode == RTL else english)
    need(window, theme)
    if mode == RTL:  # no theme does this by itself
        window.page.evaluate("document.documentElement.dir = 'rtl'")
    window.page.add_style_tag(content=FONTS + SLOW)
    window.page.evaluate('document.fonts.ready')
    assert window.page.evaluate('document.documentElement.scrollWidth') == width
    wrong = []
    for part in parts:
        if part == MAP and shutil.which('dot') is None:
            continue
        if part.term:
            window.hover(part.term)
        else:
            window.look_away()
        if part == FILTER:
            field = window.page.locator('.term-filter input').first
            field.fill('zebra')
            field.blur()  # or the caret blinks
            window.wait(300)
        screenshot = window.page.screenshot(
            clip=clip(window, part._replace(width=width, height=HEIGHT)),
            # to the end of animations, unless there are none
            animations='allow' if like else 'disabled',
        )
        wrong.append(check(name_of(theme, mode, part), screenshot, SCREENSHOTS))
    assert not any(wrong), '\n'.join(
        [*filter(None, wrong), f'see {SCREENSHOTS}, or store the pictures anew']
    )


def test_no_stored_picture_is_left_over():
    names = {
        f'{name_of(theme, mode, part)}.png'
        for theme, mode in CASES
        for part in MODES[mode].parts
    }
    stored = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob('*.*')}
    if STORE:
        for name in stored - names:
            (FOLDER / name).unlink()
    else:
        assert stored == names
