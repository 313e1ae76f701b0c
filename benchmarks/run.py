"""Measures archgloss beside Sphinx's own glossary: ``python benchmarks/run.py``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import machine
import measures
import tables
from cases import GeneratedCase
from manuals import MANUALS
from scenarios import (
    CLEAN,
    INSTRUCTIONS,
    MEASURES,
    NO_OP,
    SCENARIOS,
    SIZE,
    Project,
    Sample,
    samples,
)
from sides import PACKAGES, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cases import Case
    from sides import Side

DEFAULT_CASES = ('empty', '50x50', '300x100')
DEFAULT_SIDES = ('sphinx', 'archgloss', 'no-popovers')


def find_case(name: str) -> Case:
    """Return the case called *name*."""
    return MANUALS.get(name) or GeneratedCase.parse(name)


def arguments() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option, values, default in (
        ('--side', tuple(SIDES), DEFAULT_SIDES),
        ('--scenario', SCENARIOS, SCENARIOS),
        ('--measure', MEASURES, (INSTRUCTIONS, SIZE)),
    ):
        parser.add_argument(
            option,
            choices=values,
            action='append',
            help=f'may be repeated (default: {", ".join(default)})',
        )
        parser.set_defaults(**{f'default_{option[2:]}': default})
    parser.add_argument(
        '--case',
        action='append',
        metavar='TERMSxPAGES[xREFERENCES]',
        help=f'or a manual: {", ".join(MANUALS)} (default: {", ".join(DEFAULT_CASES)})',
    )
    parser.add_argument('--turns', type=int, default=3, help='for times and memory')
    parser.add_argument(
        '--counts', type=int, default=1, help='of instructions, each in a new folder'
    )
    parser.add_argument(
        '--json', type=Path, metavar='FILE', help='write every number there'
    )
    parser.add_argument(
        '--add', action='store_true', help='keep what the JSON file has of other cells'
    )
    options = parser.parse_args()
    if options.add and not options.json:
        parser.error('--add needs --json FILE')
    return options


def available(side: str) -> bool:
    """Return whether the package that *side* needs is installed."""
    try:
        return side not in PACKAGES or bool(version(PACKAGES[side]))
    except PackageNotFoundError:
        print(f'{side} is left out: pip install {PACKAGES[side]}')
        return False


def measure_case(case: Case, options: argparse.Namespace) -> Iterator[Sample]:
    """Yield the samples of one case."""
    sides = [SIDES[name] for name in options.side if available(name)]
    scenarios, kinds = options.scenario, options.measure
    if case.name == 'empty':
        scenarios = [name for name in scenarios if name in (CLEAN, NO_OP)]
        kinds = [name for name in kinds if name != SIZE]
    elif case.name in MANUALS:
        sides = [side for side in sides if not side.markdown]
    counted = [name for name in kinds if name == INSTRUCTIONS]
    for turn in range(options.counts if counted else 0):
        with written(case, sides) as projects:
            for sample in samples(projects, case.name, scenarios, counted, turns=1):
                yield sample._replace(turn=turn)
    if others := [name for name in kinds if name != INSTRUCTIONS]:
        with written(case, sides) as projects:
            yield from samples(projects, case.name, scenarios, others, options.turns)


@contextmanager
def written(case: Case, sides: Iterable[Side]) -> Iterator[list[Project]]:
    """Give the projects that *sides* have of a case, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        yield [Project(case, side, Path(folder, side.name)) for side in sides]


def main() -> int:
    """Measure, print the tables and write JSON."""
    options = arguments()
    for name in ('side', 'scenario', 'measure'):
        chosen = getattr(options, name) or getattr(options, f'default_{name}')
        setattr(options, name, list(chosen))
    if INSTRUCTIONS in options.measure and not measures.has_valgrind():
        print('instructions need valgrind: .ci/packages instructions', file=sys.stderr)
        return 2
    measures.compile_package()
    description = machine.describe()
    print(description)
    results: list[Sample] = []
    if options.add and options.json.exists():
        _, results = tables.read(options.json)
    for name in options.case or DEFAULT_CASES:
        new = list(measure_case(find_case(name), options))
        cells = {sample[:4] for sample in new}
        cases = [*dict.fromkeys(sample.case for sample in (*results, *new))]
        results = [sample for sample in results if sample[:4] not in cells] + new
        results.sort(key=lambda sample: cases.index(sample.case))
        print(tables.table(name, new), flush=True)
        if options.json:
            tables.write(options.json, description, results)
    return 0


if __name__ == '__main__':
    sys.exit(main())
