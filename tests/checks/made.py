"""Findings and reports, made up by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from sphinxcontrib_archgloss.checks.baseline import Baseline
from sphinxcontrib_archgloss.checks.evaluation import Page, Report, Settings, evaluate
from sphinxcontrib_archgloss.checks.findings import SEVERITIES, Finding, Place
from sphinxcontrib_archgloss.checks.project_check import Tally
from sphinxcontrib_archgloss.checks.rules.registry import RULES
from sphinxcontrib_archgloss.checks.suppressions import Suppression, Suppressions

words = st.text(st.characters(exclude_categories=['Cs', 'Cc']), max_size=12)
paths = st.sampled_from(['a.rst', 'ä b/c.md', '../terms/x.yaml', '50%.rst'])


@st.composite
def places(draw):
    line, column = draw(st.integers(1, 99)), draw(st.integers(1, 80))
    if draw(st.booleans()):
        return Place(draw(paths), line, source=draw(words))
    end = (line, column + draw(st.integers(1, 20)))
    return Place(draw(paths), line, column, *end, draw(words))


@st.composite
def findings(draw):
    place = draw(places())
    edit = draw(st.none() | words) if place.is_exact else None
    return Finding(
        draw(st.sampled_from(sorted(RULES))), draw(words), place, draw(words), edit
    )


wanted = st.builds(
    Settings,
    st.dictionaries(st.sampled_from(sorted(RULES)), st.sampled_from([*SEVERITIES, 'off'])),
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
    found = draw(st.lists(findings(), max_size=30))
    settings = draw(wanted)
    known = [(one.identity, 1) for one in found[:5]]
    baseline = Baseline(known)
    judged = evaluate(found, settings, Suppressions(draw(suppressions), RULES), baseline)
    page = Page('a', 'a.rst', Tally(3, 1, frozenset('ab'), frozenset('a')))
    return Report(judged, (page,), baseline.gone), settings
