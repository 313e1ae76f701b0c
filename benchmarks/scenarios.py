"""One cell of the grid: two projects of one size, edited alike and built in turns."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, NamedTuple

import generate
import measure
from generate import ARCHGLOSS, SPHINX, Side, Size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CLEAN = 'clean'
NO_OP = 'no-op'
DEFINITION = 'one definition'
PAGE = 'one page'
PARALLEL = 'clean -j 2'
SCENARIOS = (CLEAN, NO_OP, DEFINITION, PAGE, PARALLEL)
SIDES = (SPHINX, ARCHGLOSS)


class Sample(NamedTuple):
    """One measured build."""

    scenario: str
    side: str
    turn: int
    cost: measure.Cost
    written: int | None = None
    """After the edit of a definition: pages written."""
    changed: int | None = None
    """After the edit of a definition: pages whose bytes are other than before."""


class Cell:
    """Projects of one *size* in the folder *where*, one for each of *sides*."""

    def __init__(self, size: Size, where: Path, sides: Sequence[Side] = SIDES) -> None:
        self._size = size
        self._sides = tuple(sides)
        self._where = where
        self._revised: dict[int, int] = {}
        for side in self._sides:
            generate.write_project(self._source(side), size, side)

    def turns(self, count: int, scenarios: Sequence[str]) -> Iterator[Sample]:
        """Yield *count* measured builds for each scenario and side.

        The sides take turns, and the one that begins changes each time.
        """
        if CLEAN not in scenarios:
            for side in self._sides:
                self._build(side)
        for turn in range(count):
            order = self._sides if turn % 2 == 0 else self._sides[::-1]
            for scenario in scenarios:
                self._edit(scenario, turn)
                for side in order:
                    yield self._measure(scenario, side, turn)

    def output(self, side: Side) -> Path:
        """Return the folder of the pages that *side* has built."""
        return self._target(side) / 'html'

    def _source(self, side: Side) -> Path:
        return self._where / side.name / 'source'

    def _target(self, side: Side) -> Path:
        return self._where / side.name / 'built'

    def _build(self, side: Side, *options: str) -> measure.Cost:
        target = self._target(side)
        target.mkdir(exist_ok=True)
        command = measure.build_command(self._source(side), target, *options)
        return measure.run(command, self._where / 'log.txt')

    def _edit(self, scenario: str, turn: int) -> None:
        if scenario == DEFINITION:
            number = (turn * 7 + 1) % self._size.terms
            self._revised[number] = turn + 1
            for side in self._sides:
                generate.write_glossary(
                    self._source(side), self._size.terms, side, self._revised
                )
        elif scenario == PAGE:
            number = (turn * 7 + 1) % self._size.pages
            for side in self._sides:
                text = generate.page(number, self._size.terms, side, turn + 1)
                path = generate.page_path(self._source(side), number)
                path.write_text(text, encoding='utf-8')

    def _measure(self, scenario: str, side: Side, turn: int) -> Sample:
        if scenario in (CLEAN, PARALLEL):
            shutil.rmtree(self._target(side), ignore_errors=True)
        if scenario != DEFINITION:
            options = ('-j', '2') if scenario == PARALLEL else ()
            return Sample(scenario, side.name, turn, self._build(side, *options))
        before = self._pages(side)
        cost = self._build(side)
        after = self._pages(side)
        written = sum(before.get(name, (0, ''))[0] != at for name, (at, _) in after.items())
        changed = sum(
            before.get(name, (0, ''))[1] != sum_ for name, (_, sum_) in after.items()
        )
        return Sample(scenario, side.name, turn, cost, written, changed)

    def _pages(self, side: Side) -> dict[str, tuple[int, str]]:
        """Return for each page the time and the digest of its output."""
        html = self._target(side) / 'html'
        made_always = {html / 'genindex.html', html / 'search.html'}
        return {
            str(path): (
                path.stat().st_mtime_ns,
                hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest(),
            )
            for path in html.rglob('*.html')
            if path not in made_always
        }
