"""A report for the console: findings by file, then their numbers by rule."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import KNOWN, NEW, SEVERITIES, SUPPRESSED
from sphinxcontrib_archgloss.terms.language.counts import by_number, counted
from sphinxcontrib_archgloss.terms.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.checks.evaluation import CheckReport
    from sphinxcontrib_archgloss.checks.findings import Finding

MOST = 20
"""Findings of one rule that are shown; the others are only counted."""


def lines(report: CheckReport, paint: Callable[[str, str], str]) -> Iterator[str]:
    """Yield the lines of the table.

    *paint* gives a text the color of error, warning, note, path or dim.
    """
    counts: Counter[str] = Counter()
    shown = []
    for finding in report.new:
        counts[finding.rule] += 1
        if counts[finding.rule] <= MOST:
            shown.append(finding)
    for path, findings in groupby(shown, key=lambda finding: finding.place.path):
        yield paint('path', printable(path))
        yield from _rows(list(findings), paint)
        yield ''
    if shown:
        yield from _numbers_by_rule(report, counts, paint)
        yield ''
    yield from _totals(report, paint)


def _rows(findings: Sequence[Finding], paint: Callable[[str, str], str]) -> Iterator[str]:
    positions = [f'{finding.place.line}:{finding.place.column}' for finding in findings]
    width = max(map(len, positions))
    rules = max(len(finding.rule) for finding in findings)
    for finding, position in zip(findings, positions, strict=True):
        severity = paint(finding.severity, f'{finding.severity:<7}')
        head = f'  {position:>{width}}  {severity}  {finding.rule:<{rules}}'
        yield f'{head}  {printable(finding.message)}'


def _numbers_by_rule(
    report: CheckReport, counts: Mapping[str, int], paint: Callable[[str, str], str]
) -> Iterator[str]:
    """Yield a table of the new findings; *counts* are their numbers by rule."""
    rows = [(rule, severity) for rule, severity, states in report.by_rule() if states[NEW]]
    width = max(len('Rule'), *map(len, counts))
    yield paint('path', f'{"Rule":<{width}}  Severity  Findings')
    for rule, severity in rows:
        hidden = counts[rule] - MOST
        more = f'  ({hidden} not shown)' if hidden > 0 else ''
        painted = paint(severity, f'{severity:<8}')
        yield f'{rule:<{width}}  {painted}  {counts[rule]:>8}{paint("dim", more)}'


def _totals(report: CheckReport, paint: Callable[[str, str], str]) -> Iterator[str]:
    severities = Counter(finding.severity for finding in report.new)
    kinds = [counted(severities[s], s) for s in SEVERITIES if severities[s]]
    total = counted(severities.total(), 'finding')
    yield f'{total}: {", ".join(kinds)}' if kinds else 'no new findings'
    if known := report.count(KNOWN):
        yield paint('dim', f'{counted(known, "finding")} in the baseline')
    if report.stale:
        verb = by_number(report.stale, 'occurs', 'occur')
        stale = f'{counted(report.stale, "finding")} in the baseline no longer {verb}'
        yield paint('dim', stale)
    if suppressed := report.count(SUPPRESSED):
        yield paint('dim', f'{counted(suppressed, "finding")} suppressed in the sources')
    if terms := report.terms:
        linked = report.linked_terms
        share = f'{linked} of {terms} are linked ({100 * linked // terms} %)'
        yield paint('dim', f'of the terms that pages mention, {share}')
