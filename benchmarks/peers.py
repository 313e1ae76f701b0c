"""Measures popovers against other extensions' popovers: ``python benchmarks/peers.py``."""

from __future__ import annotations

import argparse
import gzip
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import machine
from generate import ARCHGLOSS, RIDDLE, SPHINX, TIPPY, Side, Size
from scenarios import CLEAN, PARALLEL, Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios import Sample

SIDES = (SPHINX, ARCHGLOSS, TIPPY, RIDDLE)
PEERS = ('sphinx-tippy', 'sphinx-riddle-whisper')


def weight(pages: Path) -> tuple[float, float]:
    """Return the median size in bytes of a page of text, plain and compressed."""
    texts = [path.read_bytes() for path in pages.rglob('page-*.html')]
    return median(map(len, texts)), median(len(gzip.compress(t)) for t in texts)


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
    plain, compressed = weight(pages)
    return f'{text}{plain:>9.0f}{compressed:>8.0f}'


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
            samples = list(cell.turns(asked.turns, (CLEAN, PARALLEL)))
            print(f'\n{size} (terms x pages)')
            head = f'{"s":>8} {"x":>5}{"cpu s":>8} {"x":>5}{"MiB":>8} {"x":>5}'
            print(f'{"":<16}{CLEAN:^42}{PARALLEL:^42}{"page":^17}')
            print(f'{"":<16}{head}{head}{"bytes":>9}{"gzip":>8}')
            for side in SIDES:
                print(line(side, samples, cell.output(side)), flush=True)


if __name__ == '__main__':
    main()
