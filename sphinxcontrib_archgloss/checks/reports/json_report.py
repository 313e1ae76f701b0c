"""A report as plain data, for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.checks.findings import SEVERITIES, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.evaluation import Page, Report
    from sphinxcontrib_archgloss.checks.findings import EvaluatedFinding

VERSION = 1
"""Raised whenever a key changes its meaning or goes."""


def dump(report: Report) -> str:
    """Return all of *report* as the text of a JSON file, a line for each finding."""
    return ''.join(_parts(report))


def _parts(report: Report) -> Iterator[str]:
    yield '{\n'
    yield f'"version": {VERSION},\n'
    yield f'"summary": {_line(summary(report))},\n'
    yield from _listed('findings', (finding(one) for one in report.judged))
    yield ',\n'
    yield from _listed('pages', map(page, report.pages))
    yield '\n}\n'


def _listed(name: str, items: Iterator[dict[str, Any]]) -> Iterator[str]:
    lines = ',\n'.join(map(_line, items))
    yield f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def finding(one: EvaluatedFinding) -> dict[str, Any]:
    """Return a finding as a mapping."""
    rule, message, place, subject, edit, severity = one.finding
    return {
        'rule': rule,
        'severity': severity,
        'state': one.state,
        'reason': one.reason or None,
        'message': message,
        'path': place.path,
        'line': place.line,
        'column': place.column,
        'end_line': place.end_line or None,
        'end_column': place.end_column or None,
        'source': place.source,
        'subject': subject,
        'edit': edit,
        'fingerprint': one.finding.fingerprint,
    }


def page(one: Page) -> dict[str, Any]:
    """Return how the terms that a page speaks of are linked."""
    tally = one.tally
    return {
        'page': one.docname,
        'path': one.path,
        'references': tally.references,
        'unlinked_mentions': tally.unlinked,
        'terms': len(tally.named),
        'terms_linked': len(tally.linked),
    }


def summary(report: Report) -> dict[str, Any]:
    """Return the numbers of a report."""
    new = [one for one in report.judged if one.state == 'new']
    return {
        **{state: report.count(state) for state in STATES},
        'failing': report.failing,
        'gone': report.gone,
        'severities': {
            severity: sum(one.finding.severity == severity for one in new)
            for severity in SEVERITIES
        },
        'rules': {rule: counts.total() for rule, _, counts in report.by_rule()},
        'references': sum(one.tally.references for one in report.pages),
        'unlinked_mentions': sum(one.tally.unlinked for one in report.pages),
        'terms': sum(len(one.tally.named) for one in report.pages),
        'terms_linked': sum(len(one.tally.linked) for one in report.pages),
    }
