"""`terms.loading.recovery`: labels guessed from a file that cannot be read."""

from __future__ import annotations

import json
from functools import partial

import pytest
import tomlkit
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.recovery import (
    guess_labels,
    labels_in,
    labels_of,
)
from strategies import labels


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('- name: KV cache\n', ['KV cache']),
        ('- name: C# # a comment\n', ['C#']),
        ('- name: "C#"  # a comment\n', ['C#']),
        ("- name: 'it''s'\n", ["it's"]),
        ('- name: Training, inference\n', ['Training', 'Training, inference']),
        ('- {name: Token, see: x}\n', ['Token']),
        ('name = "KV cache"\n', ['KV cache']),
        ("name = 'KV cache'\n", ['KV cache']),
        ('{"name": "KV cache", "id": "kvc"}', ['KV cache', 'kvc']),
        ('{"name": "\\u6ce8"}', ['\\u6ce8', '注']),
        ('- name: "broken\n', ['broken']),
        ('- name: "bad \\z escape"\n', ['bad \\z escape']),
        ('  - text: KV\n    kind: acronym\n', ['KV']),
        ('aliases: [a, "b, c", \'d\']\n', ['a', 'b, c', 'd']),
        ('forms:\n  - matrixes\n  - "matricess"\n', ['matrixes', 'matricess']),
        ('"formerly": [\n  "one",\n  "two"\n]', ['one', 'two']),
        (f'name: {"x" * 101}\n', []),
        ('name:\n', []),
        ('', []),
    ],
)
def test_what_looks_like_a_label(text, expected):
    found = guess_labels(text)
    assert set(expected) <= set(found)
    assert not expected or all(label.strip() for label in found)
    assert expected or found == []


@given(
    st.lists(labels().filter(lambda name: len(name) < 90), min_size=1, max_size=4),
    st.sampled_from([tomlkit.dumps, json.dumps, partial(json.dumps, indent=1)]),
)
def test_every_label_of_a_file_that_is_cut_off_is_among_the_guesses(names, dump):
    data = {'terms': [{'name': name, 'aliases': [f'{name} too']} for name in names]}
    found = guess_labels(dump(data)[:-1])
    assert {spaced(name) for name in names} <= set(found)
    assert {spaced(f'{name} too') for name in names} <= set(found)


@given(
    st.lists(
        st.sampled_from(['C#', "it's", 'KV cache', '- a', 'a: b', 'é', '"', '[x]', '1'])
    )
)
def test_the_same_of_yaml(names):
    data = {'terms': [{'name': name, 'aliases': [f'{name} too']} for name in names]}
    found = guess_labels(yaml.safe_dump(data, allow_unicode=True) + '\n]')
    assert set(names) <= set(found)
    assert {f'{name} too' for name in names} <= set(found)


@given(st.text())
def test_any_text_may_be_guessed_at(text):
    found = guess_labels(text)
    assert found == sorted(set(found))
    assert all(label == spaced(label) and 0 < len(label) <= 100 for label in found)


@pytest.mark.parametrize(
    'text',
    [
        '\n' * 100_000,
        'aliases=[' * 20_000,
        'name: "' * 20_000,
        '- ' * 100_000,
        'name=' * 50_000,
    ],
    ids=lambda text: text[:9],
)
def test_guessing_takes_no_more_time_than_reading(text):
    assert len(guess_labels(text)) < 100  # in a moment, or the test run hangs


def test_labels_of_a_record():
    record = {
        'name': 'A  b',
        'id': 'ab',
        'aliases': ['c', {'text': 'd', 'kind': 'acronym'}, 5],
        'forms': 'e',
        'formerly': ['f', ''],
        'definition': 'g',
        'related': ['h'],
    }
    assert sorted(labels_of(record)) == ['A b', 'ab', 'c', 'd', 'e', 'f']
    assert labels_of({'aliases': {'text': 'x'}}) == ['x']
    assert labels_of({}) == []
    assert labels_of('A b') == ['A b']
    assert labels_of(5) == []


def test_labels_in_what_was_dropped():
    assert labels_in({'a': ['b', {'c': 1}], 'd': None}) == ['a', 'b', 'c', 'd']
