"""The configuration of the builder ``termcheck``: the valid part, and what is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.checks.evaluation import Settings
from sphinxcontrib_archgloss.checks.findings import OFF, SEVERITIES
from sphinxcontrib_archgloss.checks.rules.registry import RULES
from sphinxcontrib_archgloss.terms.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.config import Config

TABLE, JSON, SARIF, GITHUB = 'table', 'json', 'sarif', 'github'
FORMATS = (TABLE, JSON, SARIF, GITHUB)


class Wanted(NamedTuple):
    """What a project wants of its check."""

    settings: Settings
    baseline: str
    """Absolute path; empty for none."""
    update: bool
    """Whether the baseline is written anew."""
    formats: frozenset[str]
    """Of `FORMATS`."""


def wanted(config: Config, confdir: str) -> Wanted:
    """Return the valid part of *config*."""
    severities = config.archgloss_check_severities
    given = severities.items() if isinstance(severities, dict) else ()
    formats = set(_texts(config.archgloss_check_formats)) & set(FORMATS)
    if os.environ.get('GITHUB_ACTIONS') == 'true':
        formats.add(GITHUB)
    baseline = config.archgloss_check_baseline
    path = baseline.strip() if isinstance(baseline, str) else ''
    return Wanted(
        Settings(
            {rule: value for rule, value in given if rule in RULES and _is_severity(value)},
            frozenset(_texts(config.archgloss_check_fail_on)) & {*SEVERITIES, *RULES},
        ),
        os.path.normpath(Path(confdir, path)) if path else '',
        config.archgloss_check_baseline_update is True,
        frozenset(formats),
    )


def problems(config: Config) -> Iterator[Problem]:
    """Yield what is wrong in *config*."""
    for name, known in (
        ('archgloss_check_fail_on', (*SEVERITIES, *RULES)),
        ('archgloss_check_formats', FORMATS),
    ):
        value = getattr(config, name)
        if not isinstance(value, (list, tuple, set, frozenset)):
            said = f'{name} must be a list of text, not {value!r}; write [{value!r}]'
            yield Problem(Kind.CONFIG, said)
            continue
        for one in sorted(value, key=str):
            if one not in known:
                yield Problem(Kind.CONFIG, f'{name}: {_unknown(one, known)}')
    yield from _severity_problems(config.archgloss_check_severities)
    if not isinstance(config.archgloss_check_baseline, str):
        said = 'archgloss_check_baseline must be the path of a file, as text'
        yield Problem(Kind.CONFIG, f'{said}; there is no baseline meanwhile')
    if config.archgloss_check_baseline_update and not config.archgloss_check_baseline:
        said = 'archgloss_check_baseline_update: there is no baseline to write'
        yield Problem(Kind.CONFIG, f'{said}; name a file in archgloss_check_baseline')


def _severity_problems(value: Any) -> Iterator[Problem]:
    name = 'archgloss_check_severities'
    if not isinstance(value, dict):
        said = f'{name} must be a mapping from rules to severities, not {value!r}'
        yield Problem(Kind.CONFIG, f'{said}; write {{"unlinked": "off"}}, for example')
        return
    for rule, severity in value.items():
        if rule not in RULES:
            yield Problem(Kind.CONFIG, f'{name}: {_unknown(rule, tuple(RULES))}')
        elif not _is_severity(severity):
            said = f'{name}: {rule} must be {", ".join(SEVERITIES)} or {OFF}'
            yield Problem(Kind.CONFIG, f'{said}, not {severity!r}')


def _is_severity(value: Any) -> bool:
    return value in (*SEVERITIES, OFF)


def _unknown(value: Any, known: Collection[str]) -> str:
    # imported where something is wrong, as it takes long
    from sphinxcontrib_archgloss.terms.suggestions import nearest

    near = nearest(value, known) if isinstance(value, str) else []
    hint = ' or '.join(f'"{one}"' for one in near)
    listed = f'did you mean {hint}?' if hint else f'known are {", ".join(known)}'
    return f'there is no {value!r}; {listed}'


def _texts(values: Any) -> list[str]:
    if not isinstance(values, (list, tuple, set, frozenset)):
        return []
    return [value for value in values if isinstance(value, str)]
