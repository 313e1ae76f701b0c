"""Compares pictures of pages with stored ones, and stores them anew.

The pictures are in ``tests/browser/looks``: half as large as on the page and with a
sixteenth of the tones, so that they are small files. What differs between two machines
(how a font is drawn at its edges) is below the tolerance; a line, a color or a distance
that has changed is not.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

FOLDER = Path(__file__).parent / 'looks'
STORE = os.environ.get('ARCHGLOSS_PICTURES') == 'store'

SCALE = 2
STEP = 16
"""Between the tones of each color that are kept."""
TONES = 16
"""A pixel differs if one of its colors does by as many of 256, its neighbors included."""
SHARE = 0.006
"""Of the pixels that may differ."""
SIZE = 1
"""Pixels that a picture may be larger or smaller."""


def reduced(screenshot: bytes) -> Image.Image:
    """Return *screenshot* as pictures are stored."""
    image = Image.open(BytesIO(screenshot)).convert('RGB')
    return image.reduce(SCALE).point(lambda tone: tone // STEP * (STEP + 1))


def compare(actual: Image.Image, expected: Image.Image) -> tuple[str, Image.Image]:
    """Return how *actual* differs (empty if it does not), and a picture that shows where."""
    size = tuple(map(min, actual.size, expected.size))
    pair = (image.crop((0, 0, *size)) for image in (actual, expected))
    blurred = (image.filter(ImageFilter.BoxBlur(1)) for image in pair)
    red, green, blue = ImageChops.difference(*blurred).split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    different = largest.point(lambda tone: 255 * (tone >= TONES))
    if any(abs(a - b) > SIZE for a, b in zip(actual.size, expected.size, strict=True)):
        sizes = (f'{SCALE * w} × {SCALE * h}' for w, h in (actual.size, expected.size))
        return '{} pixels, not {}'.format(*sizes), different
    share = different.histogram()[255] / (size[0] * size[1])
    return f'{share:.1%} of the pixels differ' if share > SHARE else '', different


def check(name: str, screenshot: bytes, report: Path) -> str:
    """Compare *screenshot* with the stored picture *name*, or store it.

    Returns what is wrong, empty for nothing. The pictures are written to *report* then.
    """
    actual, path = reduced(screenshot), FOLDER / f'{name}.png'
    if STORE:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or compare(actual, Image.open(path).convert('RGB'))[0]:
            actual.save(path, optimize=True)
        return ''
    if not path.exists():
        wrong, pictures = 'no such picture is stored', {'actual': actual}
    else:
        expected = Image.open(path).convert('RGB')
        wrong, difference = compare(actual, expected)
        pictures = {'actual': actual, 'expected': expected, 'difference': difference}
    if wrong:
        report.mkdir(parents=True, exist_ok=True)
        for kind, picture in pictures.items():
            picture.save(report / f'{name.replace("/", "-")}-{kind}.png')
        return f'{name}: {wrong}'
    return ''
