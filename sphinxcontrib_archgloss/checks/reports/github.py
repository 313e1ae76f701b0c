"""A report as annotations that GitHub Actions shows next to the lines of a change.

Workflow commands are lines of the log:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. GitHub
shows at most ten annotations of each level for a step, so the last one summarizes the
rest.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import SEVERITIES
from sphinxcontrib_archgloss.terms.language.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.checks.evaluation import CheckReport
    from sphinxcontrib_archgloss.checks.findings import Finding

MOST = 10
"""Annotations of one level that GitHub shows for a step."""

_LEVELS = {'error': 'error', 'warning': 'warning', 'note': 'notice'}


def lines(report: CheckReport, path: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each annotation.

    *path* returns the path of a file relative to the root of the repository; empty if
    the file is not in it.
    """
    for severity in SEVERITIES:
        findings = [finding for finding in report.new if finding.severity == severity]
        # those that make the build fail matter more
        findings.sort(key=lambda finding: not finding.fails)
        shown = findings if len(findings) <= MOST else findings[: MOST - 1]
        level = _LEVELS[severity]
        for finding in shown:
            yield f'::{level} {_properties(finding, path)}::{_data(finding.message)}'
        if rest := findings[len(shown) :]:
            yield f'::{level} title=archgloss::{_data(_summary(rest))}'


def _properties(finding: Finding, path: Callable[[str], str]) -> str:
    properties = {'title': f'archgloss: {finding.rule}'}
    place = finding.place
    if file := path(place.path):
        properties |= {'file': file, 'line': str(place.line)}
        if place.is_exact:
            properties['endLine'] = str(place.end_line)
        if place.is_exact and place.line == place.end_line:
            # GitHub accepts columns within one line only
            properties |= {'col': str(place.column), 'endColumn': str(place.end_column)}
    return ','.join(f'{name}={_property(value)}' for name, value in properties.items())


def _summary(rest: Sequence[Finding]) -> str:
    counts = Counter(finding.rule for finding in rest)
    listed = ', '.join(f'{count} {rule}' for rule, count in sorted(counts.items()))
    files = len({finding.place.path for finding in rest})
    spread = counted(files, 'file')
    return f'{len(rest)} more in {spread}, see termcheck.json: {listed}'


def _data(text: str) -> str:
    return text.replace('%', '%25').replace('\r', '%0D').replace('\n', '%0A')


def _property(text: str) -> str:
    return _data(text).replace(':', '%3A').replace(',', '%2C')
