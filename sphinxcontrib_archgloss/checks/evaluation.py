"""What becomes of findings: how bad they are, whether they are new, whether they fail.

A function of the findings, the settings, the silences and the baseline. The order in
which findings come in does not matter.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.checks.findings import (
    KNOWN,
    NEW,
    NOTE,
    OFF,
    SILENCED,
    STATES,
    EvaluatedFinding,
    Finding,
)
from sphinxcontrib_archgloss.checks.rules.registry import RULES, SILENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.checks.baseline import Baseline
    from sphinxcontrib_archgloss.checks.project_check import Tally
    from sphinxcontrib_archgloss.checks.suppressions import Suppressions


class Settings(NamedTuple):
    """What a project wants of its check."""

    severities: Mapping[str, str]
    """Id of a rule → error, warning, note or off, where it is not as by default."""
    fail_on: frozenset[str]
    """Severities and ids of rules."""

    def severity(self, rule: str) -> str:
        """Return how bad the findings of a rule are."""
        return self.severities.get(rule, RULES[rule].severity if rule in RULES else NOTE)

    @property
    def off(self) -> frozenset[str]:
        """Ids of the rules that are not to be asked."""
        return frozenset(rule for rule in RULES if self.severity(rule) == OFF)

    def fails(self, finding: Finding) -> bool:
        """Return whether a new *finding* makes the build fail."""
        return not self.fail_on.isdisjoint((finding.rule, finding.severity))


class Page(NamedTuple):
    """A page that was looked at."""

    docname: str
    path: str
    """As in findings."""
    tally: Tally


class Report(NamedTuple):
    """All that a check comes to."""

    judged: tuple[EvaluatedFinding, ...]
    """By file and line."""
    pages: tuple[Page, ...]
    """By docname."""
    gone: int = 0
    """Findings that the baseline has and that are no more."""

    def count(self, state: str = NEW) -> int:
        """Return how many findings have that state."""
        return sum(one.state == state for one in self.judged)

    @property
    def failing(self) -> int:
        """How many findings make the build fail."""
        return sum(one.fails for one in self.judged)

    def by_rule(self) -> list[tuple[str, str, Counter[str]]]:
        """Return (rule, severity, state → count), the worst and most frequent first."""
        found: dict[tuple[str, str], Counter[str]] = {}
        for one in self.judged:
            rule = (one.finding.rule, one.finding.severity)
            found.setdefault(rule, Counter(dict.fromkeys(STATES, 0)))[one.state] += 1
        rows = [(rule, severity, counts) for (rule, severity), counts in found.items()]
        order = ('error', 'warning', 'note')
        return sorted(rows, key=lambda row: (order.index(row[1]), -row[2].total(), row[0]))


def evaluate(
    found: Iterable[Finding],
    settings: Settings,
    suppressions: Suppressions,
    baseline: Baseline,
) -> tuple[EvaluatedFinding, ...]:
    """Return the findings with what has become of them, in order.

    Of those with an exact place each comes once; of others there may be several on a line.
    """
    off = settings.off
    wanted = [one for one in _distinct(found) if one.rule not in off]
    reasons = {one: suppressions.reason(one) for one in dict.fromkeys(wanted)}
    if SILENCE.id not in off:
        faults = dict.fromkeys(SILENCE.find(suppressions, off), '')
        wanted += [one for one in faults if one not in reasons]
        reasons.update(faults)
    severities = {rule: settings.severity(rule) for rule in RULES}
    judged = []
    for bare in sorted(wanted, key=Finding.sort_key):
        one = bare._replace(severity=severities[bare.rule])
        if reason := reasons[bare]:
            judged.append(EvaluatedFinding(one, SILENCED, reason))
        elif baseline.takes(one):
            judged.append(EvaluatedFinding(one, KNOWN))
        else:
            judged.append(EvaluatedFinding(one, NEW, fails=settings.fails(one)))
    return tuple(judged)


def _distinct(found: Iterable[Finding]) -> Iterator[Finding]:
    met = set()
    for one in found:
        if one not in met:
            yield one
        if one.place.is_exact:
            met.add(one)
