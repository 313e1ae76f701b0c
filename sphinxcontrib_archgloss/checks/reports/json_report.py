"""A report as JSON, for other programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.checks.findings import SEVERITIES, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.checks.evaluation import CheckedPage, CheckReport
    from sphinxcontrib_archgloss.checks.findings import Finding

VERSION = 1
"""Raised whenever a key is removed or its meaning changes."""


def dump(report: CheckReport) -> str:
    """Return *report* as the text of a JSON file, with a line for each finding."""
    parts = (
        f'"version": {VERSION}',
        f'"summary": {_json(_summary(report))}',
        _listed('findings', map(_finding, report.findings)),
        _listed('pages', map(_page, report.pages)),
    )
    return '{\n' + ',\n'.join(parts) + '\n}\n'


def _listed(name: str, items: Iterable[dict[str, Any]]) -> str:
    lines = ',\n'.join(map(_json, items))
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


_json = json.JSONEncoder(ensure_ascii=False).encode


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        'rule': finding.rule,
        'severity': finding.severity,
        'state': finding.state,
        'reason': finding.reason or None,
        'message': finding.message,
        'path': place.path,
        'line': place.line,
        'column': place.column,
        'end_line': place.end_line or None,
        'end_column': place.end_column or None,
        'source': place.source,
        'subject': finding.subject,
        'edit': finding.edit,
        'fingerprint': finding.fingerprint,
    }


def _page(page: CheckedPage) -> dict[str, Any]:
    tally = page.tally
    return {
        'page': page.docname,
        'path': page.path,
        'references': tally.references,
        'unlinked_mentions': tally.unlinked,
        'terms': len(tally.named),
        'terms_linked': len(tally.linked),
    }


def _summary(report: CheckReport) -> dict[str, Any]:
    severities = Counter(finding.severity for finding in report.new)
    return {
        **{state: report.count(state) for state in STATES},
        'failing': len(report.failing),
        'gone': report.stale,
        'severities': {severity: severities[severity] for severity in SEVERITIES},
        'rules': {rule: counts.total() for rule, _, counts in report.by_rule()},
        'references': sum(page.tally.references for page in report.pages),
        'unlinked_mentions': sum(page.tally.unlinked for page in report.pages),
        'terms': report.terms,
        'terms_linked': report.linked_terms,
    }
