"""Measures the builder ``termcheck``: ``python benchmarks/termcheck.py``.

What a check of a whole project takes is held against what Sphinx's own ``dummy`` builder
takes for the same pages, which reads them, resolves every reference and writes nothing.
Both are processor time of fresh processes, from nothing on.

The prose of the pages is made of hardly anything but labels. Every one of them is met and
looked up, but only one term in ten is to be linked, which leaves several findings a page;
with ``--all`` every term is, and there are some seventy.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import machine
import measure
from generate import ARCHGLOSS, Size, write_project

RATIO = 1.2
"""Times the dummy build that a check may take."""


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        '--size', type=Size.parse, default=Size(10_000, 2_000), help='(default: 10000x2000)'
    )
    parser.add_argument(
        '--all', action='store_true', help='every mention of every term is to be linked'
    )
    parser.add_argument('--turns', type=int, default=2, help='(default: 2)')
    parser.add_argument('--json', type=Path, metavar='FILE', help='write the numbers here')
    parser.add_argument(
        '--strict', action='store_true', help='exit with status 1 if the goal is missed'
    )
    return parser.parse_args()


def command(source: Path, target: Path, builder: str) -> list[str]:
    """Return the command that builds *source* from nothing with a *builder*."""
    return [
        sys.executable, '-m', 'sphinx', '-b', builder, '-q', '-E',
        '-d', str(target / 'doctrees'), str(source), str(target / builder),
    ]  # fmt: skip


def hold_back(path: Path) -> None:
    """Take nine of ten terms of the set at *path* out of those that are to be linked."""
    first, *records = path.read_text(encoding='utf-8').split('  - name: ')
    for n, record in enumerate(records):
        if n % 10:
            records[n] = record.replace('\n', '\n    autolink: "off"\n', 1)
    path.write_text('  - name: '.join([first, *records]), encoding='utf-8')


def main() -> int:
    """Measure; print a table and, if asked for, write JSON."""
    asked = arguments()
    costs: dict[str, list[measure.Cost]] = {'dummy': [], 'termcheck': []}
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        where = Path(folder)
        source = where / 'docs'
        write_project(source, asked.size, ARCHGLOSS)
        if not asked.all:
            hold_back(source / 'terms.yaml')
        for turn in range(asked.turns):
            for builder, found in costs.items():
                target = where / f'{builder}-{turn}'
                cost = measure.run(command(source, target, builder), where / 'log')
                found.append(cost)
                print(
                    f'  {builder:<10} {cost.cpu:7.2f} s  {cost.memory:6.0f} MiB', flush=True
                )
        report = json.loads((where / 'termcheck-0/termcheck/termcheck.json').read_text())
    cpu = {name: median(cost.cpu for cost in found) for name, found in costs.items()}
    ratio = cpu['termcheck'] / cpu['dummy']
    findings = report['summary']['new']
    print(', '.join(f'{key}: {value}' for key, value in machine.describe().items()))
    print(f'{asked.size.terms} terms, {asked.size.pages} pages, {findings} findings')
    print(f'times the dummy build: {ratio:.2f} (goal: {RATIO})')
    if asked.json:
        data = {
            'machine': machine.describe(),
            'size': str(asked.size),
            'findings': findings,
        }
        data |= {'samples': {name: [*map(list, all_)] for name, all_ in costs.items()}}
        data |= {'ratio': ratio, 'met': ratio <= RATIO}
        asked.json.write_text(json.dumps(data, indent=1) + '\n', encoding='utf-8')
    return int(asked.strict and ratio > RATIO)


if __name__ == '__main__':
    sys.exit(main())
