"""What the measurements come to, and whether that is what was promised."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from generate import ARCHGLOSS, SPHINX, Size
from scenarios import CLEAN, DEFINITION, NO_OP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from measure import Cost
    from scenarios import Sample

TIMES = 1.05
"""Of Sphinx's time that a build may take …"""
SECONDS = 0.15
"""… or so much more, where that is larger. After the edit of a definition only
this is allowed, as the noise of a measurement."""
MEMORY_TIMES = 1.10
START_UP = 0.1
"""Seconds that setting up the extension may add."""


class Figure(NamedTuple):
    """One quantity on both sides, over all turns."""

    sphinx: float
    """Median."""
    archgloss: float
    """Median."""
    sphinx_best: float
    archgloss_best: float

    @property
    def ratio(self) -> float:
        """Archgloss's median over Sphinx's."""
        return self.archgloss / self.sphinx


class Row(NamedTuple):
    """What one scenario of one cell comes to."""

    size: str
    scenario: str
    wall: Figure
    cpu: Figure
    memory: Figure
    sphinx_written: int | None
    """Pages Sphinx wrote (the most of any turn) after the edit of a definition."""
    written: int | None
    """Pages archgloss wrote (likewise)."""
    changed: int | None
    """Pages of archgloss that came out different (likewise)."""
    time_limit: float
    """Seconds that the build may take, by the measure judged by."""
    time_met: bool
    memory_met: bool


def rows(size: str, samples: Sequence[Sample], judged_by: str) -> list[Row]:
    """Return a row for each scenario, judged by ``wall`` or ``cpu`` time."""
    page_cost = _page_cost(size, samples, judged_by)
    found = []
    for scenario in dict.fromkeys(sample.scenario for sample in samples):
        own = [sample for sample in samples if sample.scenario == scenario]
        figures = {field: _figure(own, field) for field in ('wall', 'cpu', 'memory')}
        judged = figures[judged_by]
        limit = max(judged.sphinx * TIMES, judged.sphinx + SECONDS)
        if scenario == DEFINITION:
            limit = judged.sphinx + SECONDS + page_cost * _pages_more(own)
        found.append(
            Row(
                size=size,
                scenario=scenario,
                **figures,
                sphinx_written=_most(own, SPHINX.name, 'written'),
                written=_most(own, ARCHGLOSS.name, 'written'),
                changed=_most(own, ARCHGLOSS.name, 'changed'),
                time_limit=limit,
                time_met=judged.archgloss <= limit,
                memory_met=figures['memory'].ratio <= MEMORY_TIMES,
            )
        )
    return found


def start_up(with_it: Sequence[Cost], without: Sequence[Cost], by: str) -> Figure:
    """Return what setting up takes without and with the extension."""
    get: Callable[[Cost], float] = lambda cost: float(getattr(cost, by))  # noqa: E731
    plain, ours = list(map(get, without)), list(map(get, with_it))
    return Figure(median(plain), median(ours), min(plain), min(ours))


def _values(samples: Sequence[Sample], side: str, field: str) -> list[float]:
    return [getattr(sample.cost, field) for sample in samples if sample.side == side]


def _figure(samples: Sequence[Sample], field: str) -> Figure:
    sphinx = _values(samples, SPHINX.name, field)
    archgloss = _values(samples, ARCHGLOSS.name, field)
    return Figure(median(sphinx), median(archgloss), min(sphinx), min(archgloss))


def _most(samples: Sequence[Sample], side: str, field: str) -> int | None:
    found = [getattr(sample, field) for sample in samples if sample.side == side]
    return None if None in found else max(found, default=None)


def _pages_more(samples: Sequence[Sample]) -> int:
    """Return how many more pages truly change than do with Sphinx's glossary."""
    ours = _most(samples, ARCHGLOSS.name, 'changed') or 0
    return max(0, ours - (_most(samples, SPHINX.name, 'changed') or 0))


def _page_cost(size: str, samples: Sequence[Sample], field: str) -> float:
    """Return the seconds that Sphinx takes for one page more, at most."""
    clean = [sample for sample in samples if sample.scenario == CLEAN]
    no_op = [sample for sample in samples if sample.scenario == NO_OP]
    if not clean or not no_op:
        return 0.0
    pages = Size.parse(size).pages
    return (_figure(clean, field).sphinx - _figure(no_op, field).sphinx) / pages
