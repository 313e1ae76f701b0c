"""Values that are stored compressed."""

from __future__ import annotations

import pickle

from sphinxcontrib_archgloss.packed import (
    PART_SIZE,
    Packed,
    PackedInFile,
    PackedMapping,
    packed,
)


def test_a_value_is_the_same_after_each_storing():
    value = {'text': 'x' * 10_000}
    stored = pickle.dumps(Packed(value))
    assert len(stored) < 1_000
    again = pickle.dumps(pickle.loads(stored))  # without a use in between
    assert pickle.loads(again).value == value


def test_a_value_can_be_compressed_before_it_is_stored():
    value = {'text': 'x' * 10_000}
    early = packed(value)
    assert pickle.dumps(early) == pickle.dumps(Packed(value))
    assert early.value == value


def test_a_value_can_be_left_in_a_file(tmp_path):
    value, path = {'text': 'x' * 10_000}, tmp_path / 'file'
    path.write_bytes(b'before' + pickle.dumps(value))
    left = PackedInFile(path, len(b'before'))
    stored = pickle.dumps(PackedInFile(path, len(b'before')))
    assert left == Packed(value)
    path.unlink()
    assert left.value == pickle.loads(stored).value == value


def test_packed_values_are_compared_by_value():
    stored = pickle.loads(pickle.dumps(Packed([1])))
    assert stored == Packed([1])
    assert stored != Packed([2])
    assert stored != [1]


def test_a_lookup_loads_one_part_of_a_mapping(monkeypatch):
    items = {str(n): n for n in range(4 * PART_SIZE)}
    stored = pickle.loads(pickle.dumps(PackedMapping(items)))
    loaded = []
    loads = pickle.loads
    monkeypatch.setattr(pickle, 'loads', lambda data: loaded.append(data) or loads(data))
    assert [stored.get(key) for key in ('7', '7', '')] == [7, 7, None]
    assert len(loaded) == 1
    assert {key: stored.get(key) for key in items} == items
    assert [stored.get(key) for key in ('70x', 'x')] == [None, None]
    assert PackedMapping({}).get('x') is None


def test_packed_mappings_are_compared_by_their_items():
    stored = pickle.loads(pickle.dumps(PackedMapping({'a': 1, 'b': 2})))
    assert stored == PackedMapping({'b': 2, 'a': 1})
    assert stored != PackedMapping({'a': 1})
