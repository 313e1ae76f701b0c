"""`terms.language.collation`: the alphabetical order of names."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyuca import Collator

from sphinxcontrib_archgloss.terms.language.collation import sort_keys
from strategies import labels

ASCII = st.text(st.characters(codec='ascii'), max_size=8)


@pytest.fixture(scope='module')
def collator():
    return Collator()


def sign(one, other):
    """-1, 0 or 1: whether *one* comes before, with or after *other*."""
    return (one > other) - (one < other)


def ranked(names):
    return [name for _, name in sorted(zip(sort_keys(names), names, strict=True))]


@given(one=ASCII, other=ASCII)
def test_ascii_has_the_order_of_pyuca(collator, one, other):
    ours = sign(*sort_keys([one, other]))
    assert ours == sign(collator.sort_key(one), collator.sort_key(other))


def test_each_two_ascii_characters_have_the_order_of_pyuca(collator):
    chars = [chr(code) for code in range(128)]
    ours = dict(zip(chars, sort_keys(chars), strict=True))
    theirs = {char: collator.sort_key(char) for char in chars}
    wrong = [
        (one, other)
        for one, other in itertools.product(chars, chars)
        if sign(ours[one], ours[other]) != sign(theirs[one], theirs[other])
    ]
    assert wrong == []


@given(names=st.lists(labels() | ASCII | st.text(max_size=5), max_size=6))
def test_any_list_has_the_order_of_pyuca(collator, names):
    theirs = [collator.sort_key(name) for name in names]
    for (ours, key), (more, other) in itertools.combinations(
        zip(sort_keys(names), theirs, strict=True), 2
    ):
        assert sign(ours, more) == sign(key, other)


@given(
    names=st.lists(ASCII, max_size=6),
    guest=st.sampled_from(['注意力', 'Ära', 'é', '\u00ad']),
)
def test_a_name_in_another_script_moves_no_other(names, guest):
    assert [name for name in ranked([*names, guest]) if name != guest] == ranked(names)


def test_case_comes_last_and_signs_first():
    names = [
        'token',
        'Zero',
        'Token',
        'alpha',
        'tokens',
        'A*',
        '.NET',
        '4-bit',
        'a b',
        'ab',
    ]
    expected = [
        '.NET',
        '4-bit',
        'a b',
        'A*',
        'ab',
        'alpha',
        'token',
        'Token',
        'tokens',
        'Zero',
    ]
    assert ranked(names) == expected


def test_accents_come_after_letters_and_scripts_after_latin():
    names = ['注意力', 'Zone', 'Ära', 'Arb', 'Ara', 'ωmega']
    assert ranked(names) == ['Ara', 'Ära', 'Arb', 'Zone', 'ωmega', '注意力']


def test_pyuca_and_its_table_stay_unloaded_for_ascii():
    code = (
        'import sys; from sphinxcontrib_archgloss.terms.language.collation import sort_keys; '
        'sort_keys(["b", "a"]); assert "pyuca" not in sys.modules; '
        'sort_keys(["b", "ä"]); assert "pyuca" in sys.modules'
    )
    subprocess.run([sys.executable, '-c', code], check=True)


def test_of_a_name_as_long_as_a_book_the_beginning_counts():
    names = ['é' * 100_000 + 'b', 'é' * 100_000 + 'a', 'e' * 100_000, 'f']
    keys = sort_keys(names)
    assert keys[0] == keys[1]
    assert keys[2] < keys[0] < keys[3]
