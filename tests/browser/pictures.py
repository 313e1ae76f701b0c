"""Makes the pictures of the README and of the front page of the docs.

    python tests/browser/pictures.py

needs the extra "browser". It opens pages in the browser and writes parts of
them to ``example_docs/_static``, each for light and for dark pages. The pictures of the
README and of the themes are pages of ``tests/roots/picture``; the others are taken from
the example docs.
"""

from __future__ import annotations

import base64
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.chromium import chromium
from browser.reader import Reader
from browser.sites import EXAMPLE_DOCS, THEMES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1] / 'roots' / 'picture'
PICTURES = EXAMPLE_DOCS / '_static'
MODES = ('light', 'dark')
COLORS = 96
"""Of a picture: enough for text, and a third of the bytes."""


class Picture(NamedTuple):
    """A part of a page."""

    name: str
    page: str
    parts: tuple[str, ...]
    """CSS selectors of what the picture shows."""
    term: str = ''
    """The reference whose popover is open."""
    hidden: str = ''
    """CSS selector of what would be seen in part."""
    width: int = 440
    """Of the window, in CSS pixels."""
    height: int = 1000
    margin: int = 12


README = Picture(
    'archgloss', 'picture.html', ('.picture',), 'KV cache', width=1000, margin=0
)
OF_THE_DOCS = (
    Picture(
        'popover',
        'handbook/serving.html',
        ('#two-phases > h2', '#two-phases > p', '.term-popover-box'),
        'KV cache',
        '#two-phases > p ~ p',
    ),
    Picture(
        'entry',
        'handbook/inference-terms.html',
        ('dt#term-paged-attention', 'dt#term-paged-attention + dd'),
    ),
)
OF_THEMES = {
    theme: Picture(
        f'theme-{theme}',
        'index.html',
        ('html',),
        'KV cache',
        width=1000,
        height=580,
        margin=0,
    )
    for theme in THEMES
}
LIGHT_ONLY = ('alabaster', 'sphinx_rtd_theme')
"""Themes that have no dark pages."""


def style() -> str:
    """Return the fonts of the pictures, which a theme of the tests brings along."""
    theme = Path(importlib.util.find_spec('sphinx_rtd_theme').submodule_search_locations[0])
    faces = ''
    for name, weight in (('normal', 400), ('bold', 700)):
        font = (theme / 'static/css/fonts' / f'lato-{name}.woff2').read_bytes()
        source = f'url(data:font/woff2;base64,{base64.b64encode(font).decode()})'
        faces += (
            f'@font-face {{ font-family: Lato; src: {source}; font-weight: {weight} }}\n'
        )
    return f'{faces}body {{ --font-stack: Lato, sans-serif }}'


def clip(reader: Reader, picture: Picture) -> dict[str, float]:
    """Return the smallest rectangle with all parts of *picture*, and its margin."""
    boxes = [reader.page.locator(part).first.bounding_box() for part in picture.parts]
    left = min(box['x'] for box in boxes) - picture.margin
    top = min(box['y'] for box in boxes) - picture.margin
    right = max(box['x'] + box['width'] for box in boxes) + picture.margin
    bottom = max(box['y'] + box['height'] for box in boxes) + picture.margin
    left, top = max(left, 0), max(top, 0)
    return {
        'x': left,
        'y': top,
        'width': min(right, picture.width) - left,
        'height': min(bottom, picture.height) - top,
    }


def take(browser: Browser, pages: Path, picture: Picture, mode: str) -> None:
    """Write *picture* of the HTML *pages* for the color scheme *mode*."""
    reader = Reader(
        browser,
        viewport={'width': picture.width, 'height': picture.height},
        device_scale_factor=1.3 if picture.height < 1000 else 2,
        reduced_motion='reduce',
        color_scheme=mode,
    )
    reader.visit(pages / picture.page)
    reader.page.add_style_tag(content=style())
    if picture is README:
        reader.page.add_style_tag(path=ROOT / 'picture.css')
    if picture.hidden:
        reader.page.add_style_tag(content=f'{picture.hidden} {{ visibility: hidden }}')
    reader.page.evaluate('document.fonts.ready')
    reader.page.locator(picture.parts[0]).first.scroll_into_view_if_needed()
    if picture.term:
        reader.hover(picture.term)
        if not reader.is_open:
            sys.exit(f'no popover of "{picture.term}" on {picture.page}')
    image = Image.open(BytesIO(reader.page.screenshot(clip=clip(reader, picture))))
    image = image.convert('RGB').quantize(COLORS, dither=Image.Dither.NONE)
    image.save(PICTURES / f'{picture.name}-{mode}.png', optimize=True)
    reader.leave()


def build(source: Path, pages: Path, *options: str) -> None:
    """Build the project *source* as HTML."""
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'html', *options]
    subprocess.run([*command, str(source), str(pages)], check=True)


def compose(folder: Path, theme: str) -> Path:
    """Build the project of ``tests/roots/picture`` with *theme*; return the pages."""
    pages = folder / f'pages-{theme}'
    build(folder / 'source', pages, f'-Dhtml_theme={theme}', '-Dproject=Inference')
    return pages


def main() -> None:
    """Build the projects and take the pictures."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        shutil.copytree(ROOT / 'docs', folder / 'source')
        sites = [(compose(folder, theme), picture) for theme, picture in OF_THEMES.items()]
        shutil.copytree(ROOT / 'docs', folder / 'readme' / 'source')
        for file in ('picture.rst', 'session.txt'):
            shutil.copy(ROOT / file, folder / 'readme' / 'source')
        sites.append((compose(folder / 'readme', 'furo'), README))
        build(EXAMPLE_DOCS, folder / 'docs-pages')
        sites += [(folder / 'docs-pages', picture) for picture in OF_THE_DOCS]
        for pages, picture in sites:
            for mode in MODES:
                is_light = picture.name.endswith(LIGHT_ONLY)
                if mode == 'light' or not is_light:
                    take(browser, pages, picture, mode)


if __name__ == '__main__':
    main()
