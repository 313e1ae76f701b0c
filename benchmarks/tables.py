"""The samples as tables: ``python benchmarks/tables.py results.json`` prints them again."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from scenarios import SCENARIOS, Sample
from sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Quantity(NamedTuple):
    """A quantity of a sample, and how it is shown."""

    name: str
    title: str
    unit: float
    digits: int


QUANTITIES = (
    Quantity('instructions', 'instructions, G (counted by cachegrind)', 1e9, 3),
    Quantity('cpu', 'CPU time, s (with all descendants)', 1, 2),
    Quantity('wall', 'elapsed time, s', 1, 2),
    Quantity('memory', 'peak memory, MiB (of all processes together)', 1, 1),
    Quantity('written', 'pages written', 1, 0),
    Quantity('changed', 'pages whose bytes changed', 1, 0),
    Quantity('environment', 'pickled environment, KiB', 1024, 1),
    Quantity('page page', 'a page, bytes (median)', 1, 0),
    Quantity('page compressed', 'a page, compressed', 1, 0),
    Quantity('page assets', 'scripts and styles of a page, compressed', 1, 0),
    Quantity('page foreign', 'scripts and styles from other sites', 1, 0),
    Quantity('glossary page', 'the page with the entries, bytes', 1, 0),
    Quantity('glossary compressed', 'the page with the entries, compressed', 1, 0),
    Quantity('glossary assets', 'its scripts and styles, compressed', 1, 0),
)

_WIDTH = 19


def table(case: str, samples: Sequence[Sample]) -> str:
    """Return the table of one case: a column a side, a row a quantity and scenario."""
    own = [sample for sample in samples if sample.case == case]
    sides = [name for name in SIDES if any(sample.side == name for sample in own)]
    lines = [
        f'== {title(case)}',
        f'{"":<20}' + ''.join(f'{side:>{_WIDTH}}' for side in sides),
    ]
    for quantity in QUANTITIES:
        rows = [*_rows(quantity, own, sides)]
        if rows:
            lines += ['', quantity.title, *rows]
    return '\n'.join(lines)


def title(case: str) -> str:
    """Return what a case is called in a table or a chart."""
    if case == 'empty':
        return 'An empty project'
    if not case[0].isdigit():
        return f'The manual of {case.title()}'
    terms, pages, references, *_ = [*case.split('x'), '20']
    return f'{terms} terms, {pages} pages, {references} references a page'


def _rows(
    quantity: Quantity, samples: Sequence[Sample], sides: Sequence[str]
) -> Iterator[str]:
    for scenario in SCENARIOS:
        turns = {
            side: {
                sample.turn: sample.value
                for sample in samples
                if (sample.side, sample.scenario, sample.quantity)
                == (side, scenario, quantity.name)
            }
            for side in sides
        }
        if any(turns.values()):
            cells = ''.join(f'{_cell(quantity, turns, side):>{_WIDTH}}' for side in sides)
            yield f'  {scenario:<18}{cells}'.rstrip()


def _cell(quantity: Quantity, turns: Mapping[str, Mapping[int, float]], side: str) -> str:
    """Return the median of all turns, and of their ratios to the baseline."""
    if not turns[side]:
        return '-'
    text = f'{median(turns[side].values()) / quantity.unit:.{quantity.digits}f}'
    ratio = median_ratio(turns[side], turns.get(SIDES[side].baseline, {}))
    if (
        side == SIDES[side].baseline
        or ratio is None
        or quantity.name in ('written', 'changed')
    ):
        return f'{text}      '
    return f'{text} {ratio:5.3f}'


def median_ratio(own: Mapping[int, float], baseline: Mapping[int, float]) -> float | None:
    """Return the median of the ratios turn by turn."""
    ratios = [value / baseline[turn] for turn, value in own.items() if baseline.get(turn)]
    return median(ratios) if ratios else None


def read(path: Path) -> tuple[str, list[Sample]]:
    """Return the machine and the samples of a file of results."""
    data = json.loads(path.read_text(encoding='utf-8'))
    return data['machine'], [Sample(*sample) for sample in data['samples']]


def write(path: Path, machine: str, samples: Sequence[Sample]) -> None:
    """Write a file of results: a line for each number."""
    lines = ',\n'.join(map(json.dumps, samples))
    text = f'{{"machine": {json.dumps(machine)}, "samples": [\n{lines}\n]}}\n'
    path.write_text(text, encoding='utf-8')


def report(machine: str, samples: Sequence[Sample]) -> str:
    """Return everything that was measured, as text."""
    lines = [
        machine,
        '',
        'A number is followed by its ratio to Sphinx alone with the same pages; those of',
        'automatic links, by their ratio to archgloss without them.',
    ]
    counts = Counter(sample[:3] for sample in samples if sample.quantity == 'instructions')
    if counts:
        lines += [
            'Instructions are counted in one process, with a fixed hash seed and fixed',
            'memory addresses. They repeat to 0.3 %, whatever else the machine does.',
        ]
        if (most := max(counts.values())) > 1:
            lines.append(f'Some are medians of {most} counts.')
    turns = Counter(sample[:3] for sample in samples if sample.quantity == 'cpu')
    if turns:
        fewest, most = min(turns.values()), max(turns.values())
        number = f'{fewest}' if fewest == most else f'{fewest} to {most}'
        lines.append(
            f'Times are medians of {number} turns, and ratios are taken turn by turn.'
        )
    for case in dict.fromkeys(sample.case for sample in samples):
        lines += ['', table(case, samples)]
    return '\n'.join(lines)


if __name__ == '__main__':
    print(report(*read(Path(sys.argv[1]))))
