"""A report in SARIF 2.1.0, which code hosts and editors read.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns
are in code points; the text does not depend on where the project is on the machine.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxcontrib_archgloss.checks.findings import KNOWN, NEW, SUPPRESSED
from sphinxcontrib_archgloss.checks.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxcontrib_archgloss.checks.evaluation import CheckReport, CheckSettings
    from sphinxcontrib_archgloss.checks.findings import Finding, FindingPlace

SCHEMA = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/'
    'sarif-schema-2.1.0.json'
)
INFORMATION = 'https://pypi.org/project/sphinxcontrib-archgloss/'
_LEVELS = {'error': 'error', 'warning': 'warning', 'note': 'note', 'off': 'none'}


def dump(
    report: CheckReport, settings: CheckSettings, version: str, path: Callable[[str], str]
) -> str:
    """Return *report* as the text of a SARIF file, with a line for each result.

    *version* is that of archgloss; *path* returns the path of a file relative to the root
    of the repository.
    """
    numbers = {rule: number for number, rule in enumerate(sorted(RULES))}
    driver = {
        'name': 'archgloss',
        'version': version,
        'informationUri': INFORMATION,
        'rules': [_rule(rule, settings.severities[rule]) for rule in numbers],
    }
    head = f'"$schema": {_json(SCHEMA)},\n"version": "2.1.0"'
    tool = f'"tool": {_json({"driver": driver})},\n"columnKind": "unicodeCodePoints"'
    uri = cache(lambda shown: quote(path(shown)))  # many findings are in one file
    results = (_result(finding, numbers, uri) for finding in report.findings)
    lines = ',\n'.join(map(_json, results))
    return f'{{\n{head},\n"runs": [{{\n{tool},\n"results": [\n{lines}\n]}}]\n}}\n'


_json = json.JSONEncoder(ensure_ascii=False).encode


def _rule(rule_id: str, severity: str) -> dict[str, Any]:
    rule, level = RULES[rule_id], _LEVELS[severity]
    return {
        'id': rule_id,
        'shortDescription': {'text': rule.summary},
        'fullDescription': {'text': rule.help},
        'defaultConfiguration': {'level': level, 'enabled': level != 'none'},
    }


def _result(
    finding: Finding, numbers: Mapping[str, int], uri: Callable[[str], str]
) -> dict[str, Any]:
    region = _region(finding.place)
    artifact = {'uri': uri(finding.place.path)}
    source = finding.place.source
    snippet = {'snippet': {'text': source}} if source else {}
    location = {'artifactLocation': artifact, 'region': region | snippet}
    result: dict[str, Any] = {
        'ruleId': finding.rule,
        'ruleIndex': numbers[finding.rule],
        'level': _LEVELS[finding.severity],
        'message': {'text': finding.message},
        'locations': [{'physicalLocation': location}],
        'partialFingerprints': {'archgloss/v1': finding.fingerprint},
        'baselineState': 'unchanged' if finding.state == KNOWN else NEW,
    }
    if finding.state == SUPPRESSED:
        result['suppressions'] = [{'kind': 'inSource', 'justification': finding.reason}]
    if finding.state == KNOWN:
        result['suppressions'] = [{'kind': 'external'}]
    if finding.edit is not None:
        inserted = {'text': finding.edit}
        replacement = {'deletedRegion': region, 'insertedContent': inserted}
        change = {'artifactLocation': artifact, 'replacements': [replacement]}
        description = {'text': f'write {finding.edit}'}
        result['fixes'] = [{'description': description, 'artifactChanges': [change]}]
    return result


def _region(place: FindingPlace) -> dict[str, Any]:
    region = {'startLine': place.line}
    if place.is_exact:
        region['startColumn'] = place.column
        region['endLine'] = place.end_line
        region['endColumn'] = place.end_column
    return region
