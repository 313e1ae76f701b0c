"""Values that are stored compressed."""

from __future__ import annotations

import pickle

from sphinxcontrib_archgloss.sphinx_ext.storage.packed import Packed


def test_a_value_is_the_same_after_each_storing():
    value = {'text': 'x' * 10_000}
    stored = pickle.dumps(Packed(value))
    assert len(stored) < 1_000
    again = pickle.dumps(pickle.loads(stored))  # without a use in between
    assert pickle.loads(again).value == value


def test_packed_values_are_compared_by_value():
    stored = pickle.loads(pickle.dumps(Packed([1])))
    assert stored == Packed([1])
    assert stored != Packed([2])
    assert stored != [1]
