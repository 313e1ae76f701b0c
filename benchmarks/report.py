"""The measurements as a table for people and as JSON for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import goals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goals import Figure, Row
    from measure import Cost
    from scenarios import Sample

HEAD = (
    f'{"terms x pages":>13}  {"build":<14}'
    f'{"wall s":>16} {"ratio":>6}{"cpu s":>16} {"ratio":>6}'
    f'{"peak MiB":>14} {"ratio":>6}  {"time":<7}{"memory":<7}'
)


def line(row: Row) -> str:
    """Return *row* as a line of the table: Sphinx, archgloss, ratio; goals."""
    text = (
        f'{row.size:>13}  {row.scenario:<14}'
        f'{_pair(row.wall, 8, 2)}{_pair(row.cpu, 8, 2)}{_pair(row.memory, 7, 0)}'
        f'  {_said(row.time_met):<7}{_said(row.memory_met):<7}'
    )
    if row.written is not None:
        text += (
            f'  wrote {row.written} (Sphinx {row.sphinx_written}), changed {row.changed}'
        )
    return text.rstrip()


def _pair(figure: Figure, width: int, digits: int) -> str:
    both = ''.join(f'{n:>{width}.{digits}f}' for n in (figure.sphinx, figure.archgloss))
    return f'{both} {figure.ratio:>6.3f}'


def _said(met: bool) -> str:
    return 'met' if met else 'MISSED'


def start_up_line(figure: Figure) -> str:
    """Return the line about setting up."""
    more = figure.archgloss - figure.sphinx
    return (
        f'start-up: {figure.sphinx:.3f} s without, {figure.archgloss:.3f} s with the '
        f'extension: {more:+.3f} s (at most {goals.START_UP:+.3f} s): '
        f'{_said(more <= goals.START_UP)}'
    )


def summary(rows: Sequence[Row], judged_by: str) -> str:
    """Return what the goals are and how many were met."""
    missed = [row for row in rows if not (row.time_met and row.memory_met)]
    return (
        f'Goals, by {judged_by} time: at most {goals.TIMES} x Sphinx or '
        f'{goals.SECONDS} s more; one definition: no more than Sphinx '
        f'(± {goals.SECONDS} s) and the pages that truly change; '
        f'peak memory at most {goals.MEMORY_TIMES:.2f} x.\n'
        f'{len(rows) - len(missed)} of {len(rows)} rows meet them.'
    )


def as_data(row: Row) -> dict[str, Any]:
    """Return *row* as plain data."""
    data = row._asdict()
    for name in ('wall', 'cpu', 'memory'):
        figure: Figure = data[name]
        data[name] = {**figure._asdict(), 'ratio': figure.ratio}
    return data


def samples_as_data(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Return every single measurement as plain data."""
    return [
        {k: v for k, v in (sample._asdict() | sample.cost._asdict()).items() if k != 'cost'}
        for sample in samples
    ]


def costs_as_data(costs: Sequence[Cost]) -> list[dict[str, float]]:
    """Return costs as plain data."""
    return [cost._asdict() for cost in costs]
