"""A report as JSON, for other programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.checks.findings import SEVERITIES, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.checks.evaluation import CheckedPage, CheckReport
    from sphinxcontrib_archgloss.checks.findings import EvaluatedFinding

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


def _listed(name: str, items: Iterable[str]) -> str:
    lines = ',\n'.join(items)
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str:
    return 'null' if value is None else _encode(value)


def _finding(evaluated: EvaluatedFinding) -> str:
    finding, state, reason, _ = evaluated
    rule, message, place, subject, edit, severity, _ = finding
    path, line, column, end_line, end_column, source, _ = place
    # the encoder takes three times as long for a whole object
    return (
        f'{{"rule": {_json(rule)}, "severity": {_json(severity)}, '
        f'"state": {_json(state)}, "reason": {_json(reason or None)}, '
        f'"message": {_json(message)}, "path": {_json(path)}, "line": {line}, '
        f'"column": {column}, "end_line": {end_line or "null"}, '
        f'"end_column": {end_column or "null"}, "source": {_json(source)}, '
        f'"subject": {_json(subject)}, "edit": {_json(edit)}, '
        f'"fingerprint": "{finding.fingerprint}"}}'
    )


def _page(page: CheckedPage) -> str:
    tally = page.tally
    return _json(
        {
            'page': page.docname,
            'path': page.path,
            'references': tally.references,
            'unlinked_mentions': tally.unlinked,
            'terms': len(tally.named),
            'terms_linked': len(tally.linked),
        }
    )


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
