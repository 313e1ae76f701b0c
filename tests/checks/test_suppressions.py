"""Comments that silence."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.checks.findings import Finding, FindingPlace
from sphinxcontrib_archgloss.checks.rules.registry import RULES
from sphinxcontrib_archgloss.checks.suppressions import (
    Suppression,
    Suppressions,
    in_data,
    parse,
    unused_suppressions,
)

DATA = """\
# term-check: off long -- all of it
name: set
terms:
  # term-check: off unused -- for later

  - name: One
    definition: First.
    # term-check: off empty -- enough said
  - name: Two
    # term-check: off circular, empty -- known
    definition: Second.
    aliases: [x]  # term-check: off former -- not by itself
"""


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('an ordinary comment', None),
        ('term-check: off unused -- because', (('unused',), 'because', True)),
        (
            ' term-check:  off unused,  empty  --  a\n  b',
            (('unused', 'empty'), 'a b', True),
        ),
        ('term-check: off unused', (('unused',), '', True)),
        ('term-check: off unused --', (('unused',), '', True)),
        ('term-check: off -- because', ((), 'because', False)),
        ('term-check: on unused', ((), '', False)),
        ('term-check:', ((), '', False)),
        ('termcheck: off unused -- because', (('unused',), 'because', False)),
        ('Term_check : off unused -- because', (('unused',), 'because', False)),
        ('term check: ask an editor', None),
    ],
)
def test_the_form_of_a_comment(text, found):
    assert parse(text) == found


def test_a_comment_in_a_data_file_is_about_a_record():
    found = list(in_data('set.yaml', DATA.splitlines(), [6, 9]))
    assert [(one.place.line, one.rules, one.first, one.last) for one in found] == [
        (1, ('long',), 1, 12),
        (4, ('unused',), 4, 8),
        (8, ('empty',), 8, 12),
        (10, ('circular', 'empty'), 9, 12),
    ]


def silence(*rules, reason='because', first=1, last=10, is_clear=True):
    return Suppression(FindingPlace('a.rst', first), rules, reason, first, last, is_clear)


def finding(rule='unused', line=5, path='a.rst'):
    return Finding(rule, 'said', FindingPlace(path, line), 'subject')


def test_a_silence_holds_for_its_lines_its_file_and_its_rules():
    suppressions = Suppressions([silence('unused', first=3, last=6)], RULES)
    assert suppressions.reasons([finding()]) == {finding(): 'because'}
    assert suppressions.reasons([finding(line=2)]) == {}
    assert suppressions.reasons([finding(line=7)]) == {}
    assert suppressions.reasons([finding('empty')]) == {}
    assert suppressions.reasons([finding(path='b.rst')]) == {}
    assert list(unused_suppressions(suppressions, ())) == []


@pytest.mark.parametrize(
    ('comment', 'message'),
    [
        (silence('unused', reason=''), 'missing reason in the term-check comment'),
        (
            silence('unusd'),
            'unknown rule "unusd" in the term-check comment; did you mean "unused"',
        ),
        (silence('empty'), 'unused suppression of "empty"'),
        (silence(is_clear=False), 'invalid term-check comment'),
        (silence('unused', is_clear=False), 'invalid term-check comment'),
    ],
)
def test_a_silence_that_is_of_no_use_is_a_finding(comment, message):
    suppressions = Suppressions([comment], RULES)
    suppressions.reasons([finding()])
    [found] = unused_suppressions(suppressions, ())
    assert found.rule == 'silence'
    assert found.message.startswith(message)


def test_without_a_reason_nothing_is_suppressed():
    suppressions = Suppressions([silence('unused', reason='')], RULES)
    assert suppressions.reasons([finding()]) == {}


def test_a_rule_that_is_off_has_nothing_to_silence():
    suppressions = Suppressions([silence('empty')], RULES)
    assert list(unused_suppressions(suppressions, {'empty'})) == []


def test_of_two_rules_one_may_be_left_over():
    suppressions = Suppressions([silence('unused', 'empty')], RULES)
    suppressions.reasons([finding()])
    assert [one.subject for one in unused_suppressions(suppressions, ())] == ['empty']
