"""Evaluation of findings: their severity, whether they are new, whether they fail.

A function of the findings, the settings, the suppressions and the baseline. The order of
the findings does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import (
    KNOWN,
    NEW,
    NOTE,
    OFF,
    SEVERITIES,
    STATES,
    SUPPRESSED,
    Finding,
)
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.checks.baseline import Baseline
    from sphinxcontrib_archgloss.checks.project_check import Tally


_HABITS = frozenset({'repeats-name'})
"""Rules about how a whole set is written."""
_MANY = 3
"""Findings of such a rule that are listed one by one."""


class CheckSettings(NamedTuple):
    """The part of a project's configuration that evaluation needs."""

    severities: Mapping[str, str]
    """Id of every rule → error, warning, note or off."""
    fail_on: frozenset[str]
    """Severities and ids of rules."""

    @property
    def off(self) -> frozenset[str]:
        """Ids of the rules that do not run."""
        return frozenset(rule for rule, value in self.severities.items() if value == OFF)

    def fails(self, rule: str, severity: str) -> bool:
        """Return whether new findings of a *rule* with a *severity* make the build fail."""
        return rule in self.fail_on or severity in self.fail_on


class CheckedPage(NamedTuple):
    """A page that was checked."""

    docname: str
    path: str
    """As in findings."""
    tally: Tally


class CheckReport(NamedTuple):
    """The result of a check."""

    findings: tuple[Finding, ...]
    """By file and line."""
    pages: tuple[CheckedPage, ...]
    """By docname."""
    stale: int = 0
    """How many findings of the baseline no longer occur."""

    @property
    def new(self) -> list[Finding]:
        """The new findings, by file and line."""
        return [finding for finding in self.findings if finding.state == NEW]

    @property
    def failing(self) -> list[Finding]:
        """The findings that make the build fail, by file and line."""
        return [finding for finding in self.findings if finding.fails]

    @property
    def terms(self) -> int:
        """How many terms the pages mention, summed over the pages."""
        return sum(len(page.tally.named) for page in self.pages)

    @property
    def linked_terms(self) -> int:
        """How many of the `terms` have a link on their page."""
        return sum(len(page.tally.linked) for page in self.pages)

    def count(self, state: str) -> int:
        """Return how many findings have that state."""
        return sum(finding.state == state for finding in self.findings)

    def by_rule(self) -> list[tuple[str, str, Counter[str]]]:
        """Return (rule, severity, state → count), the worst and most frequent first."""
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(
            lambda: Counter(dict.fromkeys(STATES, 0))
        )
        kinds = Counter((f.rule, f.severity, f.state) for f in self.findings)
        for (rule, severity, state), count in kinds.items():
            counts[rule, severity][state] = count
        rows = [(*rule, states) for rule, states in counts.items()]
        return sorted(
            rows, key=lambda row: (SEVERITIES.index(row[1]), -row[2].total(), row[0])
        )


def summarized(
    findings: Iterable[Finding], settings: CheckSettings, reasons: Mapping[Finding, str]
) -> Iterator[Finding]:
    """Yield *findings*, with only one for each habit of a file.

    Many notes of one cause would bury the rest. Findings of a habit with another
    severity, or with one of *reasons*, stay separate.
    """
    habits: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        is_note = settings.severities[finding.rule] == NOTE
        if finding.rule in _HABITS and is_note and not reasons.get(finding):
            habits.setdefault((finding.rule, finding.place.path), []).append(finding)
        else:
            yield finding
    for habit in habits.values():
        if len(habit) <= _MANY:
            yield from habit
            continue
        first = min(habit, key=Finding.sort_key)
        message = f'{first.message} (and {len(habit) - 1} more in this file)'
        subject = first.subject.partition(':')[0]
        yield first._replace(message=message, subject=subject)


def evaluate(
    findings: Iterable[Finding],
    settings: CheckSettings,
    reasons: Mapping[Finding, str],
    baseline: Baseline,
    is_gone: Callable[[str], bool] = lambda _: False,
) -> tuple[Finding, ...]:
    """Return the findings of the rules that are not off, evaluated and sorted.

    *reasons* maps suppressed findings to their reasons; *is_gone* returns whether a file of
    the baseline is no longer there. A finding with an exact place is kept once; without
    one, several may be on a line.
    """
    shown = [
        finding
        for finding in sorted(_distinct(findings), key=Finding.sort_key)
        if settings.severities[finding.rule] != OFF
    ]
    # usually, there are none, and each look-up takes a hash of the whole finding
    given = [reasons.get(finding, '') if reasons else '' for finding in shown]
    heard = [finding for finding, reason in zip(shown, given, strict=True) if not reason]
    known = iter(baseline.known(heard, is_gone))
    evaluated = []
    for finding, reason in zip(shown, given, strict=True):
        state = SUPPRESSED if reason else KNOWN if next(known) else NEW
        severity = settings.severities[finding.rule]
        fails = state == NEW and settings.fails(finding.rule, severity)
        rated = finding  # nearly always, nothing changes
        if (severity, state, fails) != (finding.severity, NEW, False):
            rated = finding._replace(
                severity=severity, state=state, reason=reason, fails=fails
            )
        evaluated.append(rated)
    return tuple(evaluated)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen = set()
    for finding in findings:
        if finding not in seen:
            yield finding
        if finding.place.is_exact:
            seen.add(finding)
