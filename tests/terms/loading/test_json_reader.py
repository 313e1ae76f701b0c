"""`terms.loading.json_reader`: JSON as located data, and files that are not JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.loading.json_reader import read_json
from sphinxcontrib_archgloss.terms.loading.positions import MAX_DEPTH, SyntaxFault
from strategies import PLAIN


def fault(text):
    with pytest.raises(SyntaxFault) as caught:
        read_json(text)
    return caught.value.line, caught.value.column, caught.value.message


@given(PLAIN, st.sampled_from([None, 2]), st.booleans())
def test_values_are_those_of_the_standard_library(value, indent, ascii_only):
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    root, notes = read_json(written)
    assert root.data == value
    assert notes == []


def test_what_not_every_format_can_hold_is_text():
    root, notes = read_json(f'[1e999, -1e999, 99999999999999999999, {"9" * 5000}, null]')
    assert root.data == ['1e999', '-1e999', '99999999999999999999', '9' * 5000, None]
    assert notes == []


def test_places_of_keys_and_values():
    root, _ = read_json(
        '{\n  "a": [\n    "x",\n    {"b" : 1}\n  ],\n'
        '  "q\\"\\\\": {},\n  "\\\\": "\\n:\\"",\n  "c":\n    2\n}\n'
    )
    assert root.keys == {'a': (2, 3), 'q"\\': (6, 3), '\\': (7, 3), 'c': (8, 3)}
    assert (root.at(['a']).line, root.at(['a']).column) == (2, 8)
    assert [item.line for item in root.at(['a']).items] == [3, 4]
    assert root.at(['a', 1]).keys == {'b': (4, 6)}
    assert (root.at(['c']).line, root.at(['c']).column) == (9, 5)


def test_a_text_stands_on_one_line_however_many_it_has():
    root, _ = read_json('{\n"k": "one\\n\\ntwo"\n}')
    assert root.at(['k']).lines == (2, 2, 2)


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'message', 'value'),
    [
        (
            '{"a": 1,\n "a": 2}',
            2,
            2,
            'duplicate key "a" (first on line 1); remove one of them',
            {'a': 1},
        ),
        (
            '{"a":\n "\\ud800x"}',
            2,
            2,
            'unpaired surrogate (\\ud800 to \\udfff); write both halves of the pair',
            {'a': '\ufffdx'},
        ),
        (
            '{\n"\\udfff": 1}',
            2,
            1,
            'unpaired surrogate (\\ud800 to \\udfff); write both halves of the pair',
            {'\ufffd': 1},
        ),
        (
            '[1,\n NaN]',
            2,
            2,
            'NaN is not valid JSON; put it in quotes or remove it',
            [1, 'NaN'],
        ),
        (
            '[-Infinity]',
            1,
            2,
            '-Infinity is not valid JSON; put it in quotes or remove it',
            ['-Infinity'],
        ),
    ],
)
def test_faults_that_spoil_one_value(text, line, column, message, value):
    root, notes = read_json(text)
    assert notes == [(message, line, column)]
    assert root.data == value


def test_two_halves_make_a_character():
    root, notes = read_json('"\\ud83d\\ude00"')
    assert (root.data, notes) == ('😀', [])


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'message'),
    [
        ('', 1, None, 'the file is empty'),
        (' \n\t', 1, None, 'the file is empty'),
        ('{', 1, 2, 'invalid JSON: Expecting property name enclosed in double quotes'),
        ('{\n  "a": 1,\n  "b" 2}', 3, 7, "invalid JSON: Expecting ':' delimiter"),
        ('{"a": 1\n "b": 2}', 2, 2, "invalid JSON: Expecting ',' delimiter"),
        ('[1,\n', 1, 4, 'invalid JSON: Expecting value'),
        ('nul', 1, 1, 'invalid JSON: Expecting value'),
        ('{"a": "b\n"}', 1, 9, 'invalid JSON: Invalid control character'),
        ('{"a": "\tb"}', 1, 8, 'invalid JSON: Invalid control character'),
        ('{"a": "\\x"}', 1, 8, 'invalid JSON: Invalid \\escape'),
        ('{"a": "b', 1, 7, 'invalid JSON: Unterminated string starting'),
        ('{}\n\n{}\n', 3, 1, 'invalid JSON: Extra data'),
        (
            "{'a': 1}",
            1,
            2,
            'invalid JSON: Expecting property name enclosed in double quotes',
        ),
        ('\ufeff{}', 1, 1, 'invalid JSON: Expecting value'),
        ('\u00a0{}', 1, 1, 'invalid JSON: Expecting value'),
    ],
)
def test_text_that_is_no_json(text, line, column, message):
    found = fault(text)
    assert found == (line, column, message)


@pytest.mark.parametrize('text', ['[' * 100_000, '{"a":' * 100_000, '[{"a":' * 100_000])
def test_an_abyss_is_refused_at_its_edge(text):
    line, _, message = fault(text)
    assert (line, message) == (1, 'nested too deeply; at most 64 levels are allowed')


def test_the_deepest_that_is_read():
    assert read_json('[' * MAX_DEPTH + ']' * MAX_DEPTH)[0].data
    found = fault('[' * MAX_DEPTH + '1' + ']' * MAX_DEPTH)
    assert found == (1, MAX_DEPTH + 1, 'nested too deeply; at most 64 levels are allowed')
