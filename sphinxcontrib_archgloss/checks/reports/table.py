"""A report as people read it on a console: findings by file, then how many by rule."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import KNOWN, NEW, SEVERITIES, SILENCED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.checks.evaluation import Report
    from sphinxcontrib_archgloss.checks.findings import EvaluatedFinding

MOST = 20
"""Findings of one rule that are shown one by one."""


def lines(report: Report, paint: Callable[[str, str], str]) -> Iterator[str]:
    """Yield the lines of the table.

    *paint* gives a text the color of error, warning, note, path, edit or dim.
    """
    new = [one for one in report.judged if one.state == NEW]
    shown, left = _first_of_each(new)
    for path, found in groupby(shown, key=lambda one: one.finding.place.path):
        yield paint('path', path)
        yield from _rows(list(found), paint)
        yield ''
    if new:
        yield from _counts(report, left, paint)
        yield ''
    yield from _rest(report, paint)


def _first_of_each(
    new: list[EvaluatedFinding],
) -> tuple[list[EvaluatedFinding], dict[str, int]]:
    """Return what is shown one by one, and rule → how many are not."""
    met: dict[str, int] = {}
    shown = []
    for one in new:
        rule = one.finding.rule
        met[rule] = met.get(rule, 0) + 1
        if met[rule] <= MOST:
            shown.append(one)
    return shown, {rule: count - MOST for rule, count in met.items() if count > MOST}


def _rows(found: list[EvaluatedFinding], paint: Callable[[str, str], str]) -> Iterator[str]:
    where = [f'{one.finding.place.line}:{one.finding.place.column}' for one in found]
    width = max(map(len, where))
    rules = max(len(one.finding.rule) for one in found)
    for one, at in zip(found, where, strict=True):
        finding = one.finding
        severity = paint(finding.severity, f'{finding.severity:<7}')
        yield f'  {at:>{width}}  {severity}  {finding.rule:<{rules}}  {finding.message}'


def _counts(
    report: Report, left: dict[str, int], paint: Callable[[str, str], str]
) -> Iterator[str]:
    rows = [row for row in report.by_rule() if row[2][NEW]]
    width = max(len('Rule'), *(len(rule) for rule, _, _ in rows))
    yield paint('path', f'{"Rule":<{width}}  Severity  Findings')
    for rule, severity, counts in rows:
        more = f'  ({left[rule]} not shown)' if rule in left else ''
        said = paint(severity, f'{severity:<8}')
        yield f'{rule:<{width}}  {said}  {counts[NEW]:>8}{paint("dim", more)}'


def _rest(report: Report, paint: Callable[[str, str], str]) -> Iterator[str]:
    """Yield what there is to say beside new findings."""
    new = [one.finding.severity for one in report.judged if one.state == NEW]
    kinds = [_count(new.count(one), one) for one in SEVERITIES if one in new]
    total = _count(len(new), 'finding')
    yield f'{total}: {", ".join(kinds)}' if new else 'nothing new was found'
    if known := report.count(KNOWN):
        yield paint('dim', f'{_count(known, "finding")} in the baseline')
    if report.gone:
        said = _count(report.gone, 'finding')
        yield paint(
            'dim', f'{said} of the baseline {"is" if report.gone == 1 else "are"} gone'
        )
    if silenced := report.count(SILENCED):
        yield paint('dim', f'{_count(silenced, "finding")} silenced in the sources')
    terms = sum(len(one.tally.named) for one in report.pages)
    if terms:
        linked = sum(len(one.tally.linked) for one in report.pages)
        share = 100 * linked // terms
        said = (
            f'of the terms that pages speak of, {linked} of {terms} are linked ({share} %)'
        )
        yield paint('dim', said)


def _count(number: int, noun: str) -> str:
    return f'{number} {noun}' if number == 1 else f'{number} {noun}s'
