"""`digest_of`: what makes a digest differ."""

from __future__ import annotations

from sphinxcontrib_archgloss.digest import digest_of


def test_parts_are_kept_apart():
    parts = [('a', 'b'), ('b', 'a'), ('ab',), (('a', 'b'),), (b'a', b'b'), (b'ab',), ()]
    assert len({digest_of(*part) for part in parts}) == len(parts)


def test_equal_values_have_one_digest_of():
    assert digest_of(['a'], {'b': 1}) == digest_of(['a'], {'b': 1})


def test_any_text_has_a_digest_of():
    assert digest_of('\ud800') != digest_of('\udfff')


def test_data_with_any_keys_has_a_digest():
    assert len({digest_of({key: 0}) for key in ((1, 2), (12,), '12')}) == 3
