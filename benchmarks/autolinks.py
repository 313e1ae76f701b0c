"""Measures automatic links: ``python benchmarks/autolinks.py``.

The same pages are built three times in turns: without automatic links; with every
mention looked for, but none linked, as each record says ``autolink: suggest``; and with
the first mention of each term on a page linked. One sentence in five is made of labels
(and so is one word in seven, besides the references); with ``--dense`` all are.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import machine
from generate import ARCHGLOSS, Size
from scenarios import CLEAN, DEFINITION, NO_OP, Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios import Sample

GOAL = 1.03
"""Of the time without, that looking for all mentions may take."""

_ON = f"{ARCHGLOSS.conf}archgloss_autolink = 'first'\n"
_SUGGEST = '    autolink: suggest\n'
WITHOUT = ARCHGLOSS._replace(name='without', record=_SUGGEST, thinned=True)
FOUND = WITHOUT._replace(name='found', conf=_ON)
LINKED = FOUND._replace(name='linked', record='    autolink: first\n')
SIDES = (WITHOUT, FOUND, LINKED)
SCENARIOS = (CLEAN, NO_OP, DEFINITION)


def middle(samples: Sequence[Sample], side: str, scenario: str) -> float:
    """Return the median processor time of the builds of *side*, in seconds."""
    return median(s.cost.cpu for s in samples if (s.side, s.scenario) == (side, scenario))


def count_links(pages: Path) -> int:
    """Return how many automatic links there are."""
    texts = (path.read_text(encoding='utf-8') for path in pages.rglob('*.html'))
    return sum(len(re.findall(r'\bterm-auto\b', text)) for text in texts)


def main() -> int:
    """Measure, and print a line for each size and kind of build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--cell', type=Size.parse, action='append', metavar='TERMSxPAGES')
    parser.add_argument('--turns', type=int, default=5, help='builds a side (default: 5)')
    parser.add_argument(
        '--scenario', choices=SCENARIOS, action='append', help='only this (may be repeated)'
    )
    parser.add_argument('--dense', action='store_true', help='nearly every noun is a label')
    parser.add_argument('--strict', action='store_true', help='fail if the goal is missed')
    asked = parser.parse_args()
    print(', '.join(f'{key}: {value}' for key, value in machine.describe().items()))
    print('seconds of processor time, medians\n')
    print('terms x pages   build            without   found  ratio  linked  ratio  links')
    sides = [side._replace(thinned=not asked.dense) for side in SIDES]
    scenarios = asked.scenario or SCENARIOS
    missed = False
    for size in asked.cell or (Size(10_000, 50), Size(10_000, 2_000)):
        with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
            cell = Cell(size, Path(folder) / 'cell', sides)
            samples = list(cell.turns(asked.turns, scenarios))
            links = count_links(cell.output(sides[-1]))
        for scenario in scenarios:
            plain, found, linked = (middle(samples, s.name, scenario) for s in SIDES)
            missed |= scenario == CLEAN and found > plain * GOAL
            print(
                f'{size!s:>13}   {scenario:<15} {plain:8.2f}{found:8.2f}'
                f'{found / plain:7.3f}{linked:8.2f}{linked / plain:7.3f}{links:7}',
                flush=True,
            )
    print(
        f'\ngoal: found at most {GOAL} of without, clean: {"missed" if missed else "met"}'
    )
    return int(asked.strict and missed)


if __name__ == '__main__':
    sys.exit(main())
