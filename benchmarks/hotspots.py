"""Shows where a build spends its time: ``python benchmarks/hotspots.py 10000x50``.

One build under cProfile, which slows down calls more than loops: the shares say
more than the seconds. Seconds are *own* (in the function itself) and *all* (with
what it calls).
"""

from __future__ import annotations

import argparse
import pstats
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from measures import ROOT
from run import find_case
from scenarios import CLEAN, SCENARIOS, Project
from sides import SIDES

LIBRARIES = ('sphinxcontrib_archgloss', 'sphinx', 'docutils', 'yaml', 'pygments', 'jinja2')


def profile(case: str, side: str, scenario: str) -> pstats.Stats:
    """Return the profile of one build."""
    with tempfile.TemporaryDirectory(prefix='archgloss-profile-') as folder:
        project = Project(find_case(case), SIDES[side], Path(folder, side))
        project.prepare(scenario, 1)
        stats = Path(folder, 'profile')
        project.build(scenario, '-m', 'cProfile', '-o', str(stats)).run()
        return pstats.Stats(str(stats))


def library(path: str) -> str:
    """Return the library that a profiled function's file belongs to."""
    return next((name for name in LIBRARIES if f'/{name}/' in path), 'other')


def show(stats: pstats.Stats, only: str, count: int) -> None:
    """Print own time by library, then the functions of *only* by time with callees."""
    functions: dict[tuple[str, int, str], Any] = stats.stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in functions.values())
    by_library: dict[str, float] = defaultdict(float)
    for (path, _, _), row in functions.items():
        by_library[library(path)] += row[2]
    print(f'own time by library, of {total:.2f} s:')
    for name, seconds in sorted(by_library.items(), key=lambda pair: -pair[1]):
        print(f'  {seconds:8.2f} s  {seconds / total:6.1%}  {name}')
    print(f'{"calls":>9} {"own s":>8} {"all s":>8}')
    chosen = [(key, row) for key, row in functions.items() if only in key[0]]
    for (path, line, name), row in sorted(chosen, key=lambda pair: -pair[1][3])[:count]:
        short = path.rpartition('site-packages/')[2].removeprefix(f'{ROOT}/')
        print(f'{row[1]:>9} {row[2]:>8.2f} {row[3]:>8.2f}  {short}:{line} {name}')


def main() -> int:
    """Profile one build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('case', metavar='TERMSxPAGES', help='or a manual')
    parser.add_argument('--side', choices=SIDES, default='archgloss')
    parser.add_argument('--scenario', choices=SCENARIOS, default=CLEAN)
    parser.add_argument('--only', default='sphinxcontrib_archgloss', help='part of a path')
    parser.add_argument('--count', type=int, default=40)
    options = parser.parse_args()
    show(profile(options.case, options.side, options.scenario), options.only, options.count)
    return 0


if __name__ == '__main__':
    sys.exit(main())
