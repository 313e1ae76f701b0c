"""Measures ``archgloss check`` of many terms: ``python benchmarks/check.py``.

What checking takes beyond starting up is held against reading the same YAML into
plain data, which any program that uses the file has to do. Both are processor time of
fresh processes, so that nothing is warm that would not be.
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
from generate import ARCHGLOSS, write_glossary

SECONDS = 1.0
"""Of processor time that checking 10 000 terms may take beyond start-up."""
TIMES = 3.0
"""Of the time to read the YAML that checking may take, on a machine of any speed."""

PROGRAM = [sys.executable, '-m', 'sphinxcontrib_archgloss']
IMPORT_YAML = 'import sys, yaml'
READ_YAML = f'{IMPORT_YAML}; yaml.load(open(sys.argv[1], "rb"), yaml.CSafeLoader)'


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--terms', type=int, default=10_000, help='(default: 10000)')
    parser.add_argument('--turns', type=int, default=5, help='(default: 5)')
    parser.add_argument('--json', type=Path, metavar='FILE', help='write the numbers here')
    parser.add_argument(
        '--strict', action='store_true', help='exit with status 1 if a goal is missed'
    )
    return parser.parse_args()


def main() -> int:
    """Measure; print a table and, if asked for, write JSON."""
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        where = Path(folder)
        write_glossary(where, asked.terms, ARCHGLOSS)
        path = str(where / 'terms.yaml')
        commands = {
            'start-up': [*PROGRAM, '--version'],
            'check': [*PROGRAM, 'check', '--quiet', path],
            'import yaml': [sys.executable, '-c', IMPORT_YAML],
            'read the YAML': [sys.executable, '-c', READ_YAML, path],
        }
        costs: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(asked.turns + 1):
            for name, command in commands.items():
                # the version is printed, and everything else is silent
                cost = measure.run(command, where / 'log', quiet=name != 'start-up')
                if turn:  # the first fills the caches
                    costs[name].append(cost.cpu)
    found = {name: median(values) for name, values in costs.items()}
    checking = found['check'] - found['start-up']
    reading = found['read the YAML'] - found['import yaml']
    ratio = checking / reading
    met = checking <= SECONDS and ratio <= TIMES
    print(', '.join(f'{key}: {value}' for key, value in machine.describe().items()))
    print(f'{asked.terms} terms, processor time, median of {asked.turns}:')
    for name, value in found.items():
        print(f'  {name:<15}{value:6.3f} s')
    print(f'checking beyond start-up: {checking:.3f} s (goal: {SECONDS} s)')
    print(f'times reading the YAML:   {ratio:.2f} (goal: {TIMES})')
    if asked.json:
        data = {'machine': machine.describe(), 'terms': asked.terms, 'samples': costs}
        data |= {'checking': checking, 'reading': reading, 'ratio': ratio, 'met': met}
        asked.json.write_text(json.dumps(data, indent=1) + '\n', encoding='utf-8')
    return int(asked.strict and not met)


if __name__ == '__main__':
    sys.exit(main())
