"""A report in SARIF 2.1.0, which code hosts and editors read.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns
are in code points; nothing in it depends on where the project is on the machine.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxcontrib_archgloss.checks.findings import KNOWN, NEW, SILENCED
from sphinxcontrib_archgloss.checks.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxcontrib_archgloss.checks.evaluation import Report, Settings
    from sphinxcontrib_archgloss.checks.findings import EvaluatedFinding, Place

SCHEMA = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/'
    'sarif-schema-2.1.0.json'
)
INFORMATION = 'https://pypi.org/project/sphinxcontrib-archgloss/'
_LEVELS = {'error': 'error', 'warning': 'warning', 'note': 'note', 'off': 'none'}


def dump(
    report: Report, settings: Settings, version: str, path: Callable[[str], str]
) -> str:
    """Return *report* as the text of a SARIF file.

    *version* is that of archgloss; *path* gives the path of a file from the root of the
    repository.
    """
    rules = sorted(RULES)
    numbers = {rule: n for n, rule in enumerate(rules)}
    driver = {
        'name': 'archgloss',
        'version': version,
        'informationUri': INFORMATION,
        'rules': [_rule(rule, settings) for rule in rules],
    }
    head = f'"$schema": {_json(SCHEMA)},\n"version": "2.1.0"'
    tool = f'"tool": {_json({"driver": driver})},\n"columnKind": "unicodeCodePoints"'
    # a line for each result
    results = ',\n'.join(_json(_result(one, numbers, path)) for one in report.judged)
    return f'{{\n{head},\n"runs": [{{\n{tool},\n"results": [\n{results}\n]}}]\n}}\n'


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _rule(rule: str, settings: Settings) -> dict[str, Any]:
    found = RULES[rule]
    level = _LEVELS[settings.severity(rule)]
    return {
        'id': rule,
        'shortDescription': {'text': found.summary},
        'fullDescription': {'text': found.help},
        'defaultConfiguration': {'level': level, 'enabled': level != 'none'},
    }


def _result(
    one: EvaluatedFinding, numbers: Mapping[str, int], path: Callable[[str], str]
) -> dict[str, Any]:
    finding = one.finding
    place = finding.place
    result: dict[str, Any] = {
        'ruleId': finding.rule,
        'ruleIndex': numbers[finding.rule],
        'level': _LEVELS[finding.severity],
        'message': {'text': finding.message},
        'locations': [{'physicalLocation': _physical(place, path)}],
        'partialFingerprints': {'archgloss/v1': finding.fingerprint},
        'baselineState': 'unchanged' if one.state == KNOWN else NEW,
    }
    if one.state == SILENCED:
        silenced = {'kind': 'inSource', 'justification': one.reason}
        result['suppressions'] = [silenced]
    if one.state == KNOWN:
        result['suppressions'] = [{'kind': 'external'}]
    if finding.edit is not None:
        replacement = {
            'deletedRegion': _region(place),
            'insertedContent': {'text': finding.edit},
        }
        change = {
            'artifactLocation': _artifact(place, path),
            'replacements': [replacement],
        }
        fix = {
            'description': {'text': f'write {finding.edit}'},
            'artifactChanges': [change],
        }
        result['fixes'] = [fix]
    return result


def _physical(place: Place, path: Callable[[str], str]) -> dict[str, Any]:
    region = _region(place)
    if place.source:
        region['snippet'] = {'text': place.source}
    return {'artifactLocation': _artifact(place, path), 'region': region}


def _artifact(place: Place, path: Callable[[str], str]) -> dict[str, Any]:
    return {'uri': quote(path(place.path))}


def _region(place: Place) -> dict[str, Any]:
    region: dict[str, Any] = {'startLine': place.line}
    if place.is_exact:
        region['startColumn'] = place.column
        region['endLine'] = place.end_line
        region['endColumn'] = place.end_column
    return region
