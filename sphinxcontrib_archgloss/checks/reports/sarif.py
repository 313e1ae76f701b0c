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
    from sphinxcontrib_archgloss.checks.findings import EvaluatedFinding, FindingPlace

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
    uri = cache(lambda shown: _json(quote(path(shown))))  # many findings are in one file
    lines = ',\n'.join(_result(e, numbers, uri) for e in report.findings)
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
    evaluated: EvaluatedFinding, numbers: Mapping[str, int], uri: Callable[[str], str]
) -> str:
    finding, state, reason, _ = evaluated
    rule, message, place, _, edit, severity, _ = finding
    region, snippet = _region(place), ''
    if place.source:
        snippet = f', "snippet": {{"text": {_json(place.source)}}}'
    artifact = f'{{"uri": {uri(place.path)}}}'
    # the encoder takes three times as long for a whole object
    result = (
        f'{{"ruleId": {_json(rule)}, "ruleIndex": {numbers[rule]}, '
        f'"level": {_json(_LEVELS[severity])}, "message": {{"text": {_json(message)}}}, '
        f'"locations": [{{"physicalLocation": {{"artifactLocation": {artifact}, '
        f'"region": {{{region}{snippet}}}}}}}], '
        f'"partialFingerprints": {{"archgloss/v1": "{finding.fingerprint}"}}, '
        f'"baselineState": "{"unchanged" if state == KNOWN else NEW}"'
    )
    if state == SUPPRESSED:
        justified = {'kind': 'inSource', 'justification': reason}
        result += f', "suppressions": [{_json(justified)}]'
    if state == KNOWN:
        result += ', "suppressions": [{"kind": "external"}]'
    if edit is not None:
        result += (
            f', "fixes": [{{"description": {{"text": {_json(f"write {edit}")}}}, '
            f'"artifactChanges": [{{"artifactLocation": {artifact}, "replacements": '
            f'[{{"deletedRegion": {{{region}}}, "insertedContent": '
            f'{{"text": {_json(edit)}}}}}]}}]}}]'
        )
    return result + '}'


def _region(place: FindingPlace) -> str:
    """Return the range of a place, as the inside of an object."""
    region = f'"startLine": {place.line}'
    if place.is_exact:
        region += (
            f', "startColumn": {place.column}, "endLine": {place.end_line}, '
            f'"endColumn": {place.end_column}'
        )
    return region
