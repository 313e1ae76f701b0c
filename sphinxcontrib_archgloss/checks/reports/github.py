"""A report as GitHub Actions shows it beside the lines of a change.

Workflow commands are lines of the log:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. Of
each level no more than ten are shown for a step, so the rest is summarised in the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import NEW, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.checks.evaluation import Report
    from sphinxcontrib_archgloss.checks.findings import Finding

MOST = 10
"""Annotations of one level that GitHub shows for a step."""

_LEVELS = {'error': 'error', 'warning': 'warning', 'note': 'notice'}


def lines(report: Report, path: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each annotation.

    *path* gives the path of a file from the root of the repository; empty if the file
    is not in it.
    """
    for severity in SEVERITIES:
        found = [
            one.finding
            for one in report.judged
            if one.state == NEW and one.finding.severity == severity
        ]
        level = _LEVELS[severity]
        # those that make the build fail are more to the point
        failing = {one.finding for one in report.judged if one.fails}
        found.sort(key=lambda one: one not in failing)
        shown = found if len(found) <= MOST else found[: MOST - 1]
        for one in shown:
            yield f'::{level} {_properties(one, path)}::{_data(one.message)}'
        if left := found[len(shown) :]:
            yield f'::{level} title=archgloss::{_data(_summary(left))}'


def _properties(one: Finding, path: Callable[[str], str]) -> str:
    found = {'title': f'archgloss: {one.rule}'}
    place = one.place
    if file := path(place.path):
        found |= {'file': file, 'line': str(place.line)}
        if place.is_exact:
            found['endLine'] = str(place.end_line)
        if place.is_exact and place.line == place.end_line:
            # columns are taken only on one line
            found |= {'col': str(place.column), 'endColumn': str(place.end_column)}
    return ','.join(f'{name}={_property(value)}' for name, value in found.items())


def _summary(left: Sequence[Finding]) -> str:
    counts: dict[str, int] = {}
    for one in left:
        counts[one.rule] = counts.get(one.rule, 0) + 1
    listed = ', '.join(f'{count} {rule}' for rule, count in sorted(counts.items()))
    files = len({one.place.path for one in left})
    spread = f'in {files} file{"" if files == 1 else "s"}'
    return f'{len(left)} more {spread}, see termcheck.json: {listed}'


def _data(text: str) -> str:
    return text.replace('%', '%25').replace('\r', '%0D').replace('\n', '%0A')


def _property(text: str) -> str:
    return _data(text).replace(':', '%3A').replace(',', '%2C')
