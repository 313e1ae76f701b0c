"""Measures archgloss against Sphinx's own glossary: ``python benchmarks/run.py``."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import goals
import machine
import measure
import report
from generate import Size
from scenarios import SCENARIOS, Cell

GRID = (
    Size(50, 50),
    Size(700, 300),
    Size(10_000, 50),
    Size(50, 2_000),
    Size(10_000, 2_000),
)
QUICK = (Size(50, 50), Size(1_000, 100))


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--quick', action='store_true', help='two small cells: two minutes')
    parser.add_argument(
        '--cell',
        type=Size.parse,
        action='append',
        metavar='TERMSxPAGES',
        help='a cell to measure instead of the grid (may be repeated)',
    )
    parser.add_argument(
        '--scenario', choices=SCENARIOS, action='append', help='only this (may be repeated)'
    )
    parser.add_argument('--turns', type=int, default=3, help='builds a side (default: 3)')
    parser.add_argument(
        '--by',
        choices=('wall', 'cpu'),
        default='wall',
        help='time that goals are judged by; cpu where the machine is not idle',
    )
    parser.add_argument(
        '--json',
        type=Path,
        default=Path(__file__).with_name('results.json'),
        metavar='FILE',
    )
    parser.add_argument(
        '--strict', action='store_true', help='exit with status 1 if a goal is missed'
    )
    return parser.parse_args()


def measure_start_up(
    where: Path, turns: int
) -> tuple[list[measure.Cost], list[measure.Cost]]:
    """Return the costs of setting up an empty project, with and without archgloss."""
    source, target = where / 'empty', where / 'built'
    source.mkdir()
    (source / 'conf.py').write_text('', encoding='utf-8')
    found: dict[tuple[str, ...], list[measure.Cost]] = {
        (): [],
        ('sphinxcontrib_archgloss',): [],
    }
    for turn in range(turns + 1):
        for extensions, costs in found.items():
            shutil.rmtree(target, ignore_errors=True)
            command = measure.start_up_command(source, target, *extensions)
            cost = measure.run(command, where / 'log.txt')
            if turn:  # the first fills the caches
                costs.append(cost)
    without, with_it = found.values()
    return with_it, without


def main() -> int:
    """Measure what is asked for; print a table and write JSON."""
    asked = arguments()
    cells = asked.cell or (QUICK if asked.quick else GRID)
    scenarios = [name for name in SCENARIOS if not asked.scenario or name in asked.scenario]
    started = time.monotonic()
    result: dict[str, Any] = {
        'machine': machine.describe(),
        'judged_by': asked.by,
        'turns': asked.turns,
        'cells': [],
    }
    print(', '.join(f'{key}: {value}' for key, value in result['machine'].items()))
    if result['machine']['load_at_start'] > 0.5:
        print('the machine is not idle: judge by best-of (in the JSON), or --by cpu')
    rows: list[goals.Row] = []
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        with_it, without = measure_start_up(Path(folder), max(7, asked.turns))
        start_up = goals.start_up(with_it, without, asked.by)
        print(report.start_up_line(start_up))
        result['start_up'] = {
            **start_up._asdict(),
            'met': start_up.archgloss - start_up.sphinx <= goals.START_UP,
            'with': report.costs_as_data(with_it),
            'without': report.costs_as_data(without),
        }
        print(f'\n{report.HEAD}')
        for size in cells:
            where = Path(folder) / str(size)
            samples = list(Cell(size, where).turns(asked.turns, scenarios))
            shutil.rmtree(where)
            found = goals.rows(str(size), samples, asked.by)
            rows += found
            print(*map(report.line, found), sep='\n', flush=True)
            result['cells'].append(
                {
                    'terms': size.terms,
                    'pages': size.pages,
                    'rows': [report.as_data(row) for row in found],
                    'samples': report.samples_as_data(samples),
                }
            )
    result['seconds'] = round(time.monotonic() - started)
    asked.json.write_text(json.dumps(result, indent=1) + '\n', encoding='utf-8')
    print(f'\n{report.summary(rows, asked.by)} {result["seconds"]} s; {asked.json}')
    met = result['start_up']['met'] and all(row.time_met and row.memory_met for row in rows)
    return int(asked.strict and not met)


if __name__ == '__main__':
    sys.exit(main())
