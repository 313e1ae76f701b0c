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

    frozen = dump(one for one in diagnose(Baseline()) if one.state == NEW)
    known = loaded(frozen)
    assert known.problem is None
    again = diagnose(known.baseline)
    assert {one.state for one in again} <= {KNOWN, 'suppressed'}
    assert not any(one.fails for one in again)
    assert known.baseline.stale == 0


@given(st.lists(findings(), unique_by=lambda one: one.identity, min_size=1, max_size=9))
def test_one_more_of_the_same_is_new(found):
    twice = found[0]._replace(place=found[0].place._replace(line=1000))
    baseline = loaded(dump(found)).baseline
    states = Counter(baseline.known([*found, twice]))
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
    assert baseline.known([Finding('unused', 'y', FindingPlace('a.rst', 9), 's')]) == [True]
    assert baseline.stale == 1


ENTRY = {'rule': 'unused', 'path': 'a.rst', 'subject': 's', 'count': 1}


@pytest.mark.parametrize(
    ('data', 'message', 'line'),
    [
        (b'{\n"version": 1,\n!', 'the baseline is not valid JSON', 3),
        (b'', 'the baseline is not valid JSON', 1),
        (b'\xff\xfe\x00', 'the baseline cannot be read', 1),
        (b'[' * 100_000, 'the baseline cannot be read', 1),
        ([], 'the baseline must have version 1 or 2', 1),
        ({'version': 3, 'findings': []}, 'the baseline must have version 1 or 2', 1),
        ({'version': 1}, 'each finding in the baseline must have', 1),
        ({'version': 1, 'findings': [7]}, 'each finding in the baseline must have', 1),
        ({'version': 1, 'findings': [ENTRY | {'count': 0}]}, 'each finding', 1),
        ({'version': 1, 'findings': [ENTRY | {'count': True}]}, 'each finding', 1),
        ({'version': 1, 'findings': [ENTRY | {'rule': None}]}, 'each finding', 1),
        ({'version': 1, 'findings': [ENTRY | {'more': 1}]}, 'each finding', 1),
        ({'version': 2, 'findings': [ENTRY | {'places': 1}]}, 'each finding', 1),
        ({'version': 2, 'findings': [ENTRY | {'places': [1]}]}, 'each finding', 1),
    ],
)
def test_a_broken_baseline_is_empty_and_reported(data, message, line):
    found = loaded(data)
    assert found.problem.message.startswith(message)
    assert found.problem.message.endswith('until then, all findings count as new')
    assert (found.problem.place.path, found.problem.place.line) == (
        '/docs/baseline.json',
        line,
    )
    assert found.baseline.known([Finding('unused', 'x', FindingPlace('a.rst'), 's')]) == [
        False
    ]


@pytest.mark.parametrize('change', [lambda raw: b'\xef\xbb\xbf' + raw,
                                    lambda raw: raw.replace(b'\n', b'\r\n'),
                                    lambda raw: raw.replace(b'\n', b'\n\t')])  # fmt: skip
def test_editors_may_change_what_does_not_matter(change):
    one = Finding('unused', 'x', FindingPlace('ä.rst'), 's')
    assert loaded(change(dump([one]))).baseline.known([one]) == [True]


# --- what is known is known at its place ---


def at(before, after, path='a.rst', line=1, subject='s', others=()):
    place = FindingPlace(path, line, around=(before, after))
    return Finding('deprecated', 'x', place, subject, others=others)


FIRST = at('each request fills a new', 'before it is sent on')
OTHER = at('nobody has ever seen the', 'in the wild, they say')


def known(listed, found, is_gone=lambda path: False):
    return loaded(dump(listed)).baseline.known(found, is_gone)


def test_one_that_is_fixed_makes_no_room_for_another_of_the_same_label():
    assert known([FIRST], [OTHER]) == [False]
    assert known([FIRST, OTHER], [OTHER]) == [True]


@pytest.mark.parametrize(
    'found',
    [
        at('each request fills a new', 'before it is sent on', line=99),
        at('each request fills a new', 'and then goes to sleep'),
        at('we think that each such', 'before it is sent on'),
        at('request fills a completely new', 'before it was sent on'),
    ],
)
def test_a_place_is_known_where_the_text_around_it_is_edited(found):
    assert known([FIRST], [found]) == [True]


@pytest.mark.parametrize(
    ('before', 'after', 'new_before', 'new_after'),
    [
        ('^ Page ==== Uses the', '. $', 'the KV cache. Also the', '. $'),
        ('^ A', 'is full. $', '^ The', 'is not full. $'),
        ('^', '$', '^ It has more:', '$'),
    ],
)
def test_a_few_words_at_the_end_of_a_file_tell_nothing(
    before, after, new_before, new_after
):
    assert known([at(before, after)], [at(new_before, new_after)]) == [False]


@given(st.permutations([FIRST, OTHER, at('each request fills a new', 'and nothing else')]))
def test_what_is_the_same_is_known_before_what_is_similar(found):
    states = dict(zip(found, known([FIRST, OTHER], found), strict=True))
    assert states[FIRST]
    assert states[OTHER]
    assert sum(states.values()) == 2


def test_a_finding_for_several_places_is_known_while_one_of_them_is():
    both = at(*FIRST.place.around, others=(OTHER.place.around,))
    assert known([both], [OTHER]) == [True]
    assert known([both], [FIRST]) == [True]
    assert known([both], [at('a sentence of its own', 'that is all')]) == [False]
    # it is one finding, so there is none for each of its places
    assert sorted(known([both], [FIRST, OTHER])) == [False, True]


def test_the_findings_of_a_page_that_is_gone_are_known_by_their_text():
    moved = FIRST._replace(place=FIRST.place._replace(path='b.rst', line=7))
    other = OTHER._replace(place=OTHER.place._replace(path='b.rst'))
    assert known([FIRST], [moved, other]) == [False, False]
    assert known([FIRST], [moved, other], lambda path: path == 'a.rst') == [True, False]


def test_findings_about_records_are_known_in_a_file_that_is_renamed():
    unused = Finding('unused', 'x', FindingPlace('a.yaml', 3), 's:token')
    renamed = unused._replace(place=FindingPlace('b.yaml', 9))
    more = renamed._replace(subject='s:other')
    assert known([unused], [renamed, more], lambda path: path == 'a.yaml') == [True, False]


VERSION_1 = b"""{
 "version": 1,
 "findings": [
  {
   "rule": "deprecated",
   "path": "a.rst",
   "subject": "s",
   "count": 1
  }
 ]
}
"""


def test_a_baseline_of_version_1_is_read_as_before():
    assert loaded(VERSION_1).problem is None
    assert loaded(VERSION_1).baseline.known([OTHER]) == [True]
    assert loaded(VERSION_1).baseline.known([FIRST, OTHER]).count(True) == 1
    moved = FIRST._replace(place=FIRST.place._replace(path='b.rst'))
    assert loaded(VERSION_1).baseline.known([moved], lambda path: True) == [True]
