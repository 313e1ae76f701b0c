"""Measures popovers against other extensions' popovers: ``python benchmarks/peers.py``."""

from __future__ import annotations

import argparse
import gzip
import re
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import machine
from generate import ARCHGLOSS, RIDDLE, SPHINX, TIPPY, Side, Size
from scenarios import CLEAN, PARALLEL, Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios import Sample

SIDES = (SPHINX, ARCHGLOSS, TIPPY, RIDDLE)
PEERS = ('sphinx-tippy', 'sphinx-riddle-whisper')


class Weight(NamedTuple):
    """What a browser fetches for a page."""

    page: float
    """Bytes of the page itself."""
    compressed: float
    """The same, compressed."""
    whole: float
    """Compressed bytes of the page and of the site's scripts and styles that it loads."""
    foreign: int
    """Scripts and styles that it loads from other sites."""


def weight(pages: Path) -> Weight:
    """Return the medians of all pages of text."""
    found = [_weight(path) for path in sorted(pages.rglob('page-*.html'))]
    return Weight(*map(median, zip(*found, strict=True)))


def _weight(path: Path) -> Weight:
    raw = path.read_bytes()
    loaded = re.findall(
        r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"?]+)', raw.decode()
    )
    foreign = [one for one in loaded if '://' in one]
    own = {(path.parent / one).resolve() for one in loaded if '://' not in one}
    compressed = len(gzip.compress(raw))
    others = sum(len(gzip.compress(one.read_bytes())) for one in own)
    return Weight(len(raw), compressed, compressed + others, len(foreign))


def line(side: Side, samples: Sequence[Sample], pages: Path) -> str:
    """Return what *side* costs, against Sphinx alone, as a line of the table."""

    def middle(who: Side, scenario: str, field: str) -> float:
        chosen = [s for s in samples if (s.side, s.scenario) == (who.name, scenario)]
        return median(float(getattr(sample.cost, field)) for sample in chosen)

    text = f'{side.name:<16}'
    for scenario in (CLEAN, PARALLEL):
        for field in ('wall', 'cpu', 'memory'):
            value = middle(side, scenario, field)
            text += f'{value:>8.2f} {value / middle(SPHINX, scenario, field):>5.2f}'
    page = weight(pages)
    sizes = f'{page.page:>9.0f}{page.compressed:>8.0f}{page.whole:>8.0f}'
    return f'{text}{sizes}{page.foreign:>8.0f}'


def main() -> None:
    """Measure what is asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--cell', type=Size.parse, action='append', metavar='TERMSxPAGES')
    parser.add_argument('--turns', type=int, default=3, help='builds a side (default: 3)')
    asked = parser.parse_args()
    print(', '.join(f'{key}: {value}' for key, value in machine.describe().items()))
    print(', '.join(f'{name} {version(name)}' for name in PEERS))
    for size in asked.cell or [Size(50, 50), Size(700, 300)]:
        with tempfile.TemporaryDirectory(prefix='archgloss-peers-') as folder:
            cell = Cell(size, Path(folder) / 'cell', SIDES)
            # the last one leaves the pages that are weighed
            samples = list(cell.turns(asked.turns, (PARALLEL, CLEAN)))
            print(f'\n{size} (terms x pages)')
            head = f'{"s":>8} {"x":>5}{"cpu s":>8} {"x":>5}{"MiB":>8} {"x":>5}'
            print(f'{"":<16}{CLEAN:^42}{PARALLEL:^42}{"page":^33}')
            print(f'{"":<16}{head}{head}{"bytes":>9}{"gzip":>8}{"whole":>8}{"foreign":>8}')
            for side in SIDES:
                print(line(side, samples, cell.output(side)), flush=True)


if __name__ == '__main__':
    main()
