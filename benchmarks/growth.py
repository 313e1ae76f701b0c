"""Shows how the cost of a clean build grows: ``python benchmarks/growth.py``.

Each row is a step from one size to the next. Its numbers are the instructions in millions
for each further term, page or reference: they stay the same down a column where growth is
linear. ``--quick`` leaves the largest sizes out; all of them take hours on a small machine.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from itertools import pairwise

import machine
import measures
from cases import GeneratedCase
from scenarios import clean_instructions
from sides import ARCHGLOSS, SPHINX

TERMS = tuple(GeneratedCase(n, 50) for n in (50, 500, 2_000, 10_000))
PAGES = tuple(GeneratedCase(50, n) for n in (10, 50, 200, 2_000))
REFERENCES = tuple(GeneratedCase(50, 50, n) for n in (20, 100, 500))
QUICK = {'terms': TERMS[:3], 'pages': PAGES[:3], 'references': REFERENCES[:2]}
ALL = {'terms': TERMS, 'pages': PAGES, 'references': REFERENCES}


@cache
def count(case: GeneratedCase) -> dict[str, float]:
    """Return side → instructions of a clean build."""
    return clean_instructions(case, (SPHINX, ARCHGLOSS))


def amount(case: GeneratedCase, unit: str) -> int:
    """Return how many of a *unit* a case has: of references, on all pages."""
    return case.references * case.pages if unit == 'references' else getattr(case, unit)


def main() -> int:
    """Count and print the slopes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--quick', action='store_true', help='leave the largest sizes out')
    parser.add_argument('--unit', choices=tuple(ALL), action='append', help='only this')
    options = parser.parse_args()
    if not measures.has_valgrind():
        print('valgrind is missing; install it: .ci/packages instructions', file=sys.stderr)
        return 2
    measures.compile_package()
    print(machine.describe())
    print(f'{"M instructions for each":<32}{"Sphinx":>10}{"archgloss":>11}{"ratio":>8}')
    for unit, cases in (QUICK if options.quick else ALL).items():
        if options.unit and unit not in options.unit:
            continue
        for before, after in pairwise(cases):
            more = amount(after, unit) - amount(before, unit)
            sphinx, ours = (
                (count(after)[side] - count(before)[side]) / more / 1e6
                for side in ('sphinx', 'archgloss')
            )
            step = f'{unit.removesuffix("s")}, {before.name} to {after.name}'
            print(
                f'{step:<32}{sphinx:>10.2f}{ours:>11.2f}{ours / sphinx:>8.3f}', flush=True
            )
    return 0


if __name__ == '__main__':
    sys.exit(main())
