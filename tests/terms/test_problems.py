"""`terms.problems`: kinds and places of problems, and their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.problems import (
    Kind,
    Place,
    Problem,
    alternatives,
    first_of,
    one_line,
    quoted,
)


def test_the_kinds_are_those_that_projects_may_suppress():
    kinds = (
        'undefined ambiguous dangling unplaced duplicate conflict data markup broken config'
    )
    assert [kind.value for kind in Kind] == kinds.split()


@pytest.mark.parametrize('kind', Kind)
def test_each_kind_states_what_is_wrong_and_what_to_do(kind):
    sentences = kind.help.split('. ')
    assert len(sentences) > 1
    assert kind.help.endswith('.')


def test_places_are_in_the_order_of_files_and_lines():
    places = [
        Place('a'),
        Place('a', 1),
        Place('a', 1, 2),
        Place('a', 2),
        Place('a', 10, 1),
        Place('b', 1),
    ]
    assert sorted(set(places), key=Place.sort_key) == places


def test_problems_are_in_the_order_of_places_then_kinds():
    problems = [
        Problem(Kind.DATA, 'no place'),
        Problem(Kind.CONFLICT, 'z', Place('a', 1)),
        Problem(Kind.DATA, 'a', Place('a', 1)),
        Problem(Kind.DATA, 'b', Place('a', 1)),
        Problem(Kind.AMBIGUOUS, 'a', Place('a', 2)),
    ]
    assert sorted(set(problems), key=Problem.sort_key) == problems


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_put_on_one_line(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    line.encode()
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
    assert one_line(line) == line


@pytest.mark.parametrize(
    ('text', 'line'),
    [
        (' a \n\n b\t', 'a b'),
        ('a\u2028b', 'a b'),
        ('\x1b[31mred', '\\x1b[31mred'),
        ('half \ud800', 'half \\ud800'),
        ('right \u202eleft\u202c', 'right \\u202eleft\\u202c'),
        ('می\u200cخواهم', 'می\u200cخواهم'),  # a joiner is part of the word
    ],
)
def test_what_is_left_of_a_text_in_a_message(text, line):
    assert one_line(text) == line


def test_a_quotation_is_cut_to_a_length_fit_for_a_message():
    assert quoted('x' * 60) == f'"{"x" * 60}"'
    assert quoted('x' * 61) == f'"{"x" * 59}…"'
    assert quoted('a\nb') == '"a b"'


@pytest.mark.parametrize(
    ('count', 'expected'),
    [
        (1, '0'),
        (3, '0 or 1 or 2'),
        (9, '0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8'),
        (10, '0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or one of 2 more'),
        (1000, '0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or one of 992 more'),
    ],
)
def test_of_many_alternatives_a_message_names_the_first(count, expected):
    assert alternatives(list(map(str, range(count)))) == expected


def test_of_many_things_a_message_names_the_first():
    assert first_of(iter('abc'), 3) == ['a', 'b', 'c']
    assert first_of(iter('abcdefghijk'), 11) == [*'abcdefgh', '3 more']
