"""Makes the picture in the README: the handbook, with a popover open.

    python tests/browser/picture.py

takes it from the example docs as they are and writes it to where the README looks.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.chromium import chromium
from browser.reader import Reader
from browser.sites import EXAMPLE_DOCS

PICTURE = EXAMPLE_DOCS / '_static' / 'archgloss.png'
PAGE = 'handbook/serving.html'
TERM = 'KV cache'


def take(pages: Path, picture: Path) -> None:
    """Write *picture* of the example docs whose HTML *pages* are given."""
    with chromium() as browser:
        reader = Reader(
            browser,
            viewport={'width': 1000, 'height': 520},
            device_scale_factor=1.5,
            reduced_motion='reduce',
            color_scheme='light',
        )
        reader.visit(pages / PAGE)
        reader.hover(TERM)
        if not reader.is_open:
            sys.exit(f'no popover of "{TERM}" on {PAGE}')
        reader.page.screenshot(path=picture)
        reader.leave()


def main() -> None:
    """Build the example docs and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'html']
        subprocess.run([*command, str(EXAMPLE_DOCS), folder], check=True)
        take(Path(folder), PICTURE)


if __name__ == '__main__':
    main()
