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

import generate
import measure

SIDES = {side.name: side for side in (generate.SPHINX, generate.ARCHGLOSS)}
LIBRARIES = ('sphinxcontrib_archgloss', 'sphinx', 'docutils', 'yaml', 'pygments', 'jinja2')


def profile(size: generate.Size, side: generate.Side, scenario: str) -> pstats.Stats:
    """Return the profile of one build: ``clean``, ``no-op`` or ``definition``."""
    with tempfile.TemporaryDirectory(prefix='archgloss-profile-') as folder:
        where = Path(folder)
        source, target, kept = where / 'source', where / 'built', where / 'profile'
        target.mkdir()
        generate.write_project(source, size, side)
        command = measure.build_command(source, target)
        if scenario != 'clean':
            measure.run(command, where / 'log.txt')
        if scenario == 'definition':
            generate.write_glossary(source, size.terms, side, {1: 1})
        profiled = [command[0], '-m', 'cProfile', '-o', str(kept), *command[1:]]
        measure.run(profiled, where / 'log.txt')
        return pstats.Stats(str(kept))


def owner(path: str) -> str:
    """Return the library that a profiled function's file belongs to."""
    return next((name for name in LIBRARIES if f'/{name}/' in path), 'other')


def show(stats: pstats.Stats, only: str, count: int) -> None:
    """Print own time by library, then the functions of *only* by time with callees."""
    table: dict[tuple[str, int, str], Any] = stats.stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in table.values())
    by_library: dict[str, float] = defaultdict(float)
    for (path, _, _), row in table.items():
        by_library[owner(path)] += row[2]
    print(f'own time by library, of {total:.2f} s:')
    for name, seconds in sorted(by_library.items(), key=lambda pair: -pair[1]):
        print(f'  {seconds:8.2f} s  {seconds / total:6.1%}  {name}')
    print(f'{"calls":>9} {"own s":>8} {"all s":>8}')
    chosen = [(key, row) for key, row in table.items() if only in key[0]]
    for (path, at, name), row in sorted(chosen, key=lambda pair: -pair[1][3])[:count]:
        shown = path.rpartition('site-packages/')[2].removeprefix(f'{measure.ROOT}/')
        print(f'{row[1]:>9} {row[2]:>8.2f} {row[3]:>8.2f}  {shown}:{at} {name}')


def main() -> int:
    """Profile what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('size', type=generate.Size.parse, metavar='TERMSxPAGES')
    parser.add_argument('--side', choices=SIDES, default='archgloss')
    parser.add_argument(
        '--scenario', choices=('clean', 'no-op', 'definition'), default='clean'
    )
    parser.add_argument('--only', default='sphinxcontrib_archgloss', help='part of a path')
    parser.add_argument('--count', type=int, default=40)
    asked = parser.parse_args()
    show(profile(asked.size, SIDES[asked.side], asked.scenario), asked.only, asked.count)
    return 0


if __name__ == '__main__':
    sys.exit(main())
