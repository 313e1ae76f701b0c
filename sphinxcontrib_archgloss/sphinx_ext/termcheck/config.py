"""The options of the builder ``termcheck``, and the configuration of a check.

Every build imports this module; only a check imports the rules.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.ground.options import (
    LISTS,
    Option,
    Valid,
    config_problem,
    flag,
    gate_problems,
    option_problems,
    option_values,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sphinx.config import Config

    from sphinxcontrib_archgloss.checks.evaluation import CheckSettings
    from sphinxcontrib_archgloss.terms.problems import Problem


TABLE, JSON, SARIF, GITHUB = 'table', 'json', 'sarif', 'github'
FORMATS = (TABLE, JSON, SARIF, GITHUB)


def _severities_by_rule() -> dict[str, str]:
    from sphinxcontrib_archgloss.checks.rules.registry import RULES

    return {rule.id: rule.severity for rule in RULES.values()}


def _severities_and_rules() -> Collection[str]:
    from sphinxcontrib_archgloss.checks.findings import SEVERITIES

    return (*SEVERITIES, *_severities_by_rule())


def _some_of(known: Callable[[], Collection[str]], option: Option, value: Any) -> Valid:
    """Accept those items of a list that are *known*."""
    if not isinstance(value, LISTS):
        return texts(option, value)
    names = known()
    # an empty list on the command line (``-D``) is a list of an empty text
    unknown = sorted((item for item in value if item not in (*names, '')), key=str)
    faults = [f'{option.name}: {_unknown(item, names)}' for item in unknown]
    return Valid(tuple(name for name in names if name in value), faults)


def _severities(option: Option, value: Any) -> Valid:
    from sphinxcontrib_archgloss.checks.findings import OFF, SEVERITIES

    severities, faults = _severities_by_rule(), []
    if not isinstance(value, dict):
        fault = f'{option.name} must be a mapping from rules to severities, not {value!r}'
        return Valid(severities, [f'{fault}; write {{"unlinked": "off"}}, for example'])
    for rule, severity in value.items():
        if rule not in severities:
            faults.append(f'{option.name}: {_unknown(rule, tuple(severities))}')
        elif severity not in (*SEVERITIES, OFF):
            fault = f'{option.name}: {rule} must be {", ".join(SEVERITIES)} or {OFF}'
            faults.append(f'{fault}, not {severity!r}')
        else:
            severities[rule] = severity
    return Valid(severities, faults)


def _path(option: Option, value: Any) -> Valid:
    if isinstance(value, str):
        return Valid(value.strip())
    fault = f'{option.name} must be the path of a file, as a string'
    return Valid('', [f'{fault}; no baseline is used'])


def _unknown(value: Any, known: Collection[str]) -> str:
    from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest

    near = nearest(value, known) if isinstance(value, str) else []
    return (
        f'unknown value {value!r}; '
        f'{did_you_mean(near) or "valid values: " + ", ".join(known)}'
    )


CHECK_OPTIONS = (
    Option(
        'archgloss_check_fail_on',
        [],
        LISTS,
        'Severities (``error``, ``warning``, ``note``) and rules whose new findings make '
        'the builder ``termcheck`` exit with status 1.',
        partial(_some_of, _severities_and_rules),
        gate=True,
    ),
    Option(
        'archgloss_check_severities',
        {},
        (dict,),
        'Severities of the rules: ``error``, ``warning``, ``note``, or ``off`` '
        'to disable a rule.',
        _severities,
        gate=True,
    ),
    Option(
        'archgloss_check_baseline',
        '',
        (str,),
        'File of known findings that never make the build fail: a path relative to the '
        'configuration directory, or empty for none.',
        _path,
        gate=True,
    ),
    flag(
        'archgloss_check_baseline_update',
        False,
        'Whether to rewrite the baseline with the current findings; for the command line, '
        'as ``-D archgloss_check_baseline_update=1``.',
    ),
    flag(
        'archgloss_check_baseline_prune',
        False,
        'Whether to remove findings that no longer occur from the baseline, without adding '
        'any; for the command line, as ``-D archgloss_check_baseline_prune=1``.',
    ),
    Option(
        'archgloss_check_formats',
        ['table', 'json', 'sarif'],
        LISTS,
        'Output of ``termcheck``: a ``table`` on the console, the files ``json`` and '
        '``sarif``, and annotations for ``github``, which GitHub Actions always gets.',
        partial(_some_of, lambda: FORMATS),
    ),
)


class CheckConfig(NamedTuple):
    """The valid configuration of a check."""

    settings: CheckSettings
    baseline: str
    """Absolute path; empty for none."""
    update: bool
    """Whether to rewrite the baseline."""
    prune: bool
    """Whether to remove findings that no longer occur from the baseline."""
    formats: frozenset[str]
    """Of `FORMATS`."""


def check_config(config: Config, confdir: str) -> CheckConfig:
    """Return the valid part of *config*."""
    from sphinxcontrib_archgloss.checks.evaluation import CheckSettings

    values = option_values(config, CHECK_OPTIONS)
    baseline = values['archgloss_check_baseline']
    in_actions = os.environ.get('GITHUB_ACTIONS') == 'true'
    return CheckConfig(
        CheckSettings(
            values['archgloss_check_severities'],
            frozenset(values['archgloss_check_fail_on']),
        ),
        os.path.normpath(Path(confdir, baseline)) if baseline else '',
        values['archgloss_check_baseline_update'],
        values['archgloss_check_baseline_prune'],
        frozenset(values['archgloss_check_formats']) | ({GITHUB} if in_actions else set()),
    )


def check_config_problems(config: Config) -> Iterator[Problem]:
    """Yield what is wrong in *config*."""
    yield from option_problems(config, CHECK_OPTIONS)
    values = option_values(config, CHECK_OPTIONS)
    for name in ('archgloss_check_baseline_update', 'archgloss_check_baseline_prune'):
        if not values[name] or config.archgloss_check_baseline:
            continue
        message = f'{name}: no baseline is configured'
        yield config_problem(
            f'{message}; set archgloss_check_baseline to the path of a file'
        )


def check_gate_problems(config: Config) -> Iterator[Problem]:
    """Yield those of `check_config_problems` that make the check fail."""
    return gate_problems(config, CHECK_OPTIONS)
