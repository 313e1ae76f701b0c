"""Baselines: what is frozen is known, and nothing else is."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.made import findings, suppressions, wanted
from sphinxcontrib_archgloss.checks.baseline import Baseline, dump, load
from sphinxcontrib_archgloss.checks.evaluation import evaluate
from sphinxcontrib_archgloss.checks.findings import KNOWN, NEW, Finding, FindingPlace
from sphinxcontrib_archgloss.checks.rules.registry import RULES
from sphinxcontrib_archgloss.checks.suppressions import Suppressions


def loaded(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return load(raw, '/docs/baseline.json')


@given(st.lists(findings(), max_size=30), wanted, suppressions)
def test_what_is_frozen_is_not_new(found, asked, quiet):
    def diagnose(baseline):
        reasons = Suppressions(quiet, RULES).reasons(found)
        return evaluate(found, asked, reasons, baseline)

    frozen = dump(one.finding for one in diagnose(Baseline()) if one.state == NEW)
    known = loaded(frozen)
    assert known.problem is None
    again = diagnose(known.baseline)
    assert {one.state for one in again} <= {KNOWN, 'silenced'}
    assert not any(one.fails for one in again)
    assert known.baseline.stale == 0


@given(st.lists(findings(), unique_by=lambda one: one.identity, min_size=1, max_size=9))
def test_one_more_of_the_same_is_new(found):
    twice = found[0]._replace(place=found[0].place._replace(line=1000))
    baseline = loaded(dump(found)).baseline
    states = Counter(baseline.consume(one) for one in [*found, twice])
    assert states == {True: len(found), False: 1}


@given(st.lists(findings(), max_size=9), st.randoms())
def test_a_baseline_is_the_same_in_any_order_and_on_any_line(found, random):
    other = [
        one._replace(place=one.place._replace(line=random.randint(1, 9))) for one in found
    ]
    random.shuffle(other)
    assert dump(other) == dump(found)


def test_what_is_gone_is_counted():
    baseline = loaded(
        dump([Finding('unused', 'x', FindingPlace('a.rst'), 's')] * 2)
    ).baseline
    assert baseline.stale == 2
    assert baseline.consume(Finding('unused', 'y', FindingPlace('a.rst', 9), 's'))
    assert baseline.stale == 1


ENTRY = {'rule': 'unused', 'path': 'a.rst', 'subject': 's', 'count': 1}


@pytest.mark.parametrize(
    ('data', 'said', 'line'),
    [
        (b'{\n"version": 1,\n!', 'the baseline is no JSON', 3),
        (b'', 'the baseline is no JSON', 1),
        (b'\xff\xfe\x00', 'the baseline cannot be read', 1),
        (b'[' * 100_000, 'the baseline cannot be read', 1),
        ([], 'the baseline is not of version 1', 1),
        ({'version': 2, 'findings': []}, 'the baseline is not of version 1', 1),
        ({'version': 1}, 'each of the findings of a baseline has', 1),
        ({'version': 1, 'findings': [7]}, 'each of the findings of a baseline has', 1),
        ({'version': 1, 'findings': [ENTRY | {'count': 0}]}, 'each of the findings', 1),
        ({'version': 1, 'findings': [ENTRY | {'count': True}]}, 'each of the findings', 1),
        ({'version': 1, 'findings': [ENTRY | {'rule': None}]}, 'each of the findings', 1),
        ({'version': 1, 'findings': [ENTRY | {'more': 1}]}, 'each of the findings', 1),
    ],
)
def test_a_broken_baseline_knows_nothing_and_is_told(data, said, line):
    found = loaded(data)
    assert found.problem.message.startswith(said)
    assert found.problem.message.endswith('no finding is taken for known meanwhile')
    assert (found.problem.place.path, found.problem.place.line) == (
        '/docs/baseline.json',
        line,
    )
    assert not found.baseline.consume(Finding('unused', 'x', FindingPlace('a.rst'), 's'))


@pytest.mark.parametrize('change', [lambda raw: b'\xef\xbb\xbf' + raw,
                                    lambda raw: raw.replace(b'\n', b'\r\n'),
                                    lambda raw: raw.replace(b'\n', b'\n\t')])  # fmt: skip
def test_editors_may_change_what_does_not_matter(change):
    one = Finding('unused', 'x', FindingPlace('ä.rst'), 's')
    assert loaded(change(dump([one]))).baseline.consume(one)
