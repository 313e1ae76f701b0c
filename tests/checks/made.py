"""Findings and reports, made up by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from sphinxcontrib_archgloss.checks.baseline import dump, load
from sphinxcontrib_archgloss.checks.evaluation import (
    CheckedPage,
    CheckReport,
    CheckSettings,
    evaluate,
)
from sphinxcontrib_archgloss.checks.findings import SEVERITIES, Finding, FindingPlace
from sphinxcontrib_archgloss.checks.project_check import Tally
from sphinxcontrib_archgloss.checks.rules.registry import RULES
from sphinxcontrib_archgloss.checks.suppressions import Suppression, Suppressions

words = st.text(st.characters(exclude_categories=['Cs', 'Cc']), max_size=12)
sides = st.lists(st.sampled_from('abc'), max_size=3).map(' '.join)
paths = st.sampled_from(['a.rst', 'ä b/c.md', '../terms/x.yaml', '50%.rst'])


@st.composite
def places(draw):
    line, column = draw(st.integers(1, 99)), draw(st.integers(1, 80))
    around = draw(st.none() | st.tuples(sides, sides))
    if draw(st.booleans()):
        return FindingPlace(draw(paths), line, source=draw(words), around=around)
    end = (line, column + draw(st.integers(1, 20)))
    return FindingPlace(draw(paths), line, column, *end, draw(words), around)


@st.composite
def findings(draw):
    place = draw(places())
    edit = draw(st.none() | words) if place.is_exact else None
    return Finding(
        draw(st.sampled_from(sorted(RULES))), draw(words), place, draw(words), edit
    )


defaults = {rule.id: rule.severity for rule in RULES.values()}
wanted = st.builds(
    CheckSettings,
    st.dictionaries(
        st.sampled_from(sorted(RULES)), st.sampled_from([*SEVERITIES, 'off'])
    ).map(lambda given: defaults | given),
    st.frozensets(st.sampled_from([*SEVERITIES, *RULES])),
)

suppressions = st.lists(
    st.builds(
        Suppression,
        places(),
        st.tuples(st.sampled_from(sorted(RULES))),
        words,
        st.integers(1, 50),
        st.integers(50, 99),
    ),
    max_size=3,
)


@st.composite
def reports(draw):
    listed = draw(st.lists(findings(), max_size=30))
    settings = draw(wanted)
    baseline = load(dump(listed[:5]), '/baseline.json').baseline
    reasons = Suppressions(draw(suppressions), RULES).reasons(listed)
    evaluated = evaluate(listed, settings, reasons, baseline)
    page = CheckedPage('a', 'a.rst', Tally(3, 1, frozenset('ab'), frozenset('a')))
    return CheckReport(evaluated, (page,), baseline.stale), settings
