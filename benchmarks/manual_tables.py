"""Writes what the manual shows of the results: ``python benchmarks/manual_tables.py``.

``results.json`` becomes two tables, ``peers.json`` and ``peers-sphinx-8.json`` become one
each. The chart is made from the first two files.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import chart
import tables
from measures import ROOT

FOLDER = Path(__file__).parent
PAGES = ROOT / 'example_docs' / 'manual'

VARYING = ('cpu', 'wall', 'memory')
"""Quantities that differ from one build to the next."""


class ManualTable(NamedTuple):
    """A table of the manual: what it shows of a file of results."""

    name: str
    results: str
    sides: tuple[str, ...]
    varying: bool | None
    """Whether it has only quantities that vary, or none of them; None for all."""

    def text(self) -> str:
        """Return the table as the manual has it."""
        machine, samples = tables.read(FOLDER / self.results)
        shown = [
            sample
            for sample in samples
            if sample.side in self.sides
            and self.varying in (None, sample.quantity in VARYING)
        ]
        return f'{tables.report(machine, shown)}\n'


TABLES = (
    ManualTable(
        'performance-table.txt',
        'results.json',
        ('sphinx', 'archgloss', 'no-popovers'),
        varying=False,
    ),
    ManualTable(
        'performance-times-table.txt',
        'results.json',
        ('sphinx', 'archgloss', 'sphinx-myst', 'myst'),
        varying=True,
    ),
    ManualTable(
        'peers-table.txt',
        'peers.json',
        ('sphinx', 'archgloss', 'tippy', 'whisper'),
        varying=None,
    ),
    ManualTable(
        'peers-sphinx-8-table.txt',
        'peers-sphinx-8.json',
        ('sphinx', 'archgloss', 'tippy', 'hoverxref'),
        varying=None,
    ),
)


def chart_text() -> str:
    """Return the chart: the clean builds of all cases, and those of the peers."""
    groups = {}
    for name in ('results.json', 'peers.json'):
        groups |= chart.bars(tables.read(FOLDER / name)[1])
    return chart.draw(groups)


def files() -> dict[str, str]:
    """Return file of the manual → what it has to contain."""
    texts = {table.name: table.text() for table in TABLES}
    return {**texts, 'performance-chart.svg': chart_text()}


if __name__ == '__main__':
    for name, text in files().items():
        (PAGES / name).write_text(text, encoding='utf-8')
