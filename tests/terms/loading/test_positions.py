"""`terms.loading.positions`: the lines of a text, and of values that are folded in it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.loading.positions import (
    LineIndex,
    Located,
    align,
    number,
)


@given(st.text('ab\n', max_size=20), st.data())
def test_places_are_counted_from_one(text, data):
    text += 'end'
    at = data.draw(st.integers(0, len(text) - 1))
    line, column = LineIndex(text).place(at)
    assert (
        text.split('\n')[line - 1][column - 1 :] + '\n'
        == (text[at:] + '\n').split('\n')[0] + '\n'
    )


def test_what_is_missing_at_the_end_is_missing_on_the_last_line():
    lines = LineIndex('one\ntwo\n\n  \n')
    assert lines.place(100) == lines.place(11) == (2, 4)


def test_there_is_a_place_in_no_text_at_all():
    assert LineIndex('').place(0) == (1, 1)


@pytest.mark.parametrize('value', [0, -1, 2**63 - 1, 1 - 2**63, 1.5, True])
def test_numbers_that_every_format_can_hold(value):
    assert number(value, 'as written') is value


@pytest.mark.parametrize('value', [2**63, -(2**63), math.inf, -math.inf, math.nan])
def test_numbers_that_not_every_format_can_hold_stay_text(value):
    assert number(value, 'as written') == 'as written'


def test_what_stands_at_a_path_or_above_it():
    leaf = Located('x', 2, 3)
    root = Located({'a': ['x']}, 1, 1, items={'a': Located(['x'], 2, 1, items=[leaf])})
    assert root.at(('a', 0)) is leaf
    assert root.at(('a', 7)) is root.at(('a',))
    assert root.at(('a', 0, 'deeper')) is leaf
    assert root.at(('b', 0)) is root


@pytest.mark.parametrize(
    ('value', 'raw', 'expected'),
    [
        ('one', 'one', [5]),
        ('one two', 'one\n  two', [5]),
        ('one\ntwo', 'one\n\n  two', [5, 7]),
        # the same words over and over: a line is not where its first word is first met
        ('a cat sat\na dog', 'a cat\nsat\n\na\ndog', [5, 8]),
        ('a\na\na', 'a\n\na\n\na', [5, 7, 9]),
        # blank lines are somewhere between their neighbours
        ('one\n\ntwo', 'one\n\n\ntwo', [5, 6, 8]),
        ('\none', '\n\none', [5, 7]),
        ('one\n', 'one\n', [5, 6]),
        ('one\n\n\n', 'one\n', [5, 6, 6, 6]),
        ('', '', [5]),
        ('\n', '', [5, 5]),
    ],
)
def test_lines_of_a_folded_text(value, raw, expected):
    assert align(value, raw, 5) == tuple(expected)


@pytest.mark.parametrize(
    ('value', 'raw', 'expected'),
    [
        ('one\ntwo', r'one\ntwo', [5, 5]),
        ('one\ntwo\nthree', 'one\\ntwo\n\nthree', [5, 5, 7]),
        ('a "b"\nc', 'a \\"b\\"\n\nc', [5, 7]),
        ('a\\\nb', 'a\\\\\n\nb', [5, 7]),
        ('ab\nc', 'a\\\n  b\\nc', [5, 6]),
        ('é\nb', '\\u00e9\n\nb', [5, 7]),
        ('é\nb', '\\xe9\n\nb', [5, 7]),
        ('😀\nb', '\\U0001F600\n\nb', [5, 7]),
        ('a\u00a0b\nc', 'a\\u00a0b\n\nc', [5, 7]),
        ('a\tb\nc', 'a\\tb\n\nc', [5, 7]),
    ],
)
def test_lines_of_a_text_with_escapes(value, raw, expected):
    assert align(value, raw, 5, escapes=True) == tuple(expected)
