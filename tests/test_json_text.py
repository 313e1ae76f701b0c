"""Plain data as JSON: text from which they can be made again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.json_text import data_of, text_of
from strategies import examples

DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)),
    lambda values: st.lists(values, max_size=4).map(tuple),
    max_leaves=12,
)


@given(DATA)
@examples(200)
def test_data_can_be_made_of_its_text(data):
    text = text_of(data)
    assert (data_of(text), text_of(data_of(text))) == (data, text)
    assert '\n' not in text


@given(DATA, DATA)
@examples(200)
def test_different_data_have_different_texts(one, other):
    assert (text_of(one) == text_of(other)) == (repr(one) == repr(other))
