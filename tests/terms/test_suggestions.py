"""`terms.suggestions`: "did you mean"."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.schema import TERM_KEYS
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest, nearest_keyword
from strategies import labels

LABELS = ['KV cache', 'Token', 'Positional encodings', 'Mixture of experts', 'Attention']


@pytest.mark.parametrize(
    ('wanted', 'first'),
    [
        ('KV cahce', 'KV cache'),
        ('kv-cashe', 'KV cache'),
        ('Tokn', 'Token'),
        ('positional encodng', 'Positional encodings'),
        ('Mixture of exprets', 'Mixture of experts'),
        ('ATENTION', 'Attention'),
    ],
)
def test_the_label_meant_comes_first(wanted, first):
    assert nearest(wanted, LABELS)[0] == first


@pytest.mark.parametrize('wanted', ['xyzzy', '', '注意力', '???'])
def test_nothing_is_suggested_where_nothing_is_near(wanted):
    assert nearest(wanted, LABELS) == []


def test_at_most_as_many_as_asked_for():
    many = [f'token {n}' for n in range(20)]
    assert len(nearest('token', many)) == 3
    assert len(nearest('token', many, count=1)) == 1


@given(
    st.lists(labels(), unique=True, max_size=8).flatmap(
        lambda found: st.tuples(st.just(found), st.permutations(found))
    ),
    labels(),
)
def test_the_order_of_labels_makes_no_difference(orders, wanted):
    one, other = orders
    assert nearest(wanted, one) == nearest(wanted, other)


@given(st.lists(labels(), unique=True, min_size=1, max_size=8), st.data())
def test_a_label_in_other_case_is_among_its_own_suggestions(found, data):
    wanted = data.draw(st.sampled_from(found))
    if any(char.isalnum() for char in wanted):
        assert wanted in nearest(wanted.upper(), found, count=len(found))


@pytest.mark.parametrize(
    ('unknown', 'keyword'),
    [('nmae', 'name'), ('defintion', 'definition'), ('reference', 'references'), ('x', '')],
)
def test_the_keyword_nearest_to_one_that_is_unknown(unknown, keyword):
    assert nearest_keyword(unknown, TERM_KEYS) == keyword


def test_a_question_offers_the_suggestions():
    assert did_you_mean(['a', 'b']) == 'did you mean "a" or "b"?'
    assert did_you_mean([]) == ''


def test_rapidfuzz_is_not_imported_before_something_is_unknown():
    code = (
        'import sys; from sphinxcontrib_archgloss.terms.loading import validation; '
        'sys.exit("rapidfuzz" in sys.modules)'
    )
    subprocess.run([sys.executable, '-c', code], check=True)
