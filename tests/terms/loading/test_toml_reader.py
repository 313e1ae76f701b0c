"""`terms.loading.toml_reader`: TOML as located data, and files that are not TOML."""

from __future__ import annotations

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from tomlkit.parser import Parser

from sphinxcontrib_archgloss.terms.loading.positions import MAX_DEPTH, SyntaxFault
from sphinxcontrib_archgloss.terms.loading.toml_reader import read_toml


def fault(text):
    with pytest.raises(SyntaxFault) as caught:
        read_toml(text)
    return caught.value.line, caught.value.column, caught.value.message


def lines(text, *path):
    return read_toml(text)[0].at(path).lines


@pytest.mark.parametrize(
    ('written', 'value'),
    [
        ('"x"', 'x'),
        ("'x'", 'x'),
        ('1_000', 1000),
        ('0x10', 16),
        ('1.5', 1.5),
        ('true', True),
        ('[true, 1, "x", [2], {a = 1}]', [True, 1, 'x', [2], {'a': 1}]),
        ('{a = 1, b.c = 2}', {'a': 1, 'b': {'c': 2}}),
        # what JSON cannot say is text
        ('1979-05-27', '1979-05-27'),
        ('07:32:00', '07:32:00'),
        ('1979-05-27T07:32:00Z', '1979-05-27T07:32:00Z'),
        ('nan', 'nan'),
        ('-inf', '-inf'),
        ('1e999', '1e999'),
        ('99999999999999999999', '99999999999999999999'),
    ],
)
def test_values(written, value):
    root, notes = read_toml(f'k = {written}\n')
    assert notes == []
    assert root.data == {'k': value}
    assert type(root.data['k']) is type(value)  # no type of tomlkit's


def test_tables_in_pieces_are_one():
    root, _ = read_toml('[a]\nx = true\n[b]\n[a.c]\ny = "z"\n[[d]]\nn = 1\n[[d]]\nn = 2\n')
    assert root.data == {
        'a': {'x': True, 'c': {'y': 'z'}},
        'b': {},
        'd': [{'n': 1}, {'n': 2}],
    }


def test_places_of_keys_values_and_tables():
    root, _ = read_toml(
        '# c\n  a = "x"\n\n[[terms]]\n# d\nname = "y"\nlist = [\n  "p",\n  "q",\n]\n'
        '\n[[terms]]\n\n[terms.extra]\nb = {c = 1}\n'
    )
    assert root.keys['a'] == (2, 3)
    assert (root.at(['a']).line, root.at(['a']).column) == (2, 7)
    assert root.at(['terms', 0]).line == 4
    assert root.at(['terms', 0]).keys == {'name': (6, 1), 'list': (7, 1)}
    assert [item.line for item in root.at(['terms', 0, 'list']).items] == [8, 9]
    assert root.at(['terms', 1]).line == 12
    assert root.at(['terms', 1]).keys == {'extra': (14, 1)}
    assert root.at(['terms', 1, 'extra', 'b']).keys == {'c': (15, 6)}


@pytest.mark.parametrize(
    ('written', 'expected'),
    [
        ('k = "one"', [1]),
        ('k = "one\\ntwo"', [1, 1]),
        ('k = """one\ntwo"""', [1, 2]),
        ('k = """\none\n\n  two\n"""', [2, 3, 4, 5]),
        ('k = """one \\\n   two\nthree"""', [1, 3]),
        ('k = """one\\n\ntwo"""', [1, 2, 2]),
        ('k = """a "quoted" b\n""\\"c"""', [1, 2]),
        ("k = '''one\n'two' \\\nthree'''", [1, 2, 3]),
        ("k = 'one\\n'", [1]),
    ],
)
def test_each_line_of_a_text_is_traced_to_the_file(written, expected):
    assert lines(written, 'k') == tuple(expected)


@pytest.mark.parametrize(
    ('written', 'is_folded'),
    [('"one"', False), ('"""one\ntwo"""', False), ('"""one \\\n  two"""', True)],
)
def test_a_text_with_a_line_of_several_is_kept_as_written(written, is_folded):
    folded = read_toml(f'k = {written}\n')[0].at(['k']).folded
    assert folded == (written if is_folded else '')


@given(
    st.lists(st.sampled_from(['', 'w{}', 'w{} a b a', '  w{} a', 'w{} é #']), min_size=1),
    st.booleans(),
)
def test_each_line_is_where_the_file_has_its_first_word(parts, literal):
    text = '\n'.join(part.format(n) for n, part in enumerate(parts, 100))
    document = tomlkit.document()
    document['w100'] = 'w101'
    document['k'] = tomlkit.string(text, literal=literal, multiline=True)
    written = document.as_string()
    found, file = lines(written, 'k'), written.split('\n')
    assert len(found) == len(parts)
    for words, line in zip(map(str.split, text.split('\n')), found, strict=True):
        if words:
            assert words[0] in file[line - 1]


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'message'),
    [
        ('', 1, None, 'the file is empty'),
        (' \n\t\n', 1, None, 'the file is empty'),
        ('a', 1, 2, 'invalid TOML: Unexpected end of file'),
        ('a =\n', 1, 4, "invalid TOML: Unexpected character: '\\n'"),
        ('a = [1,\n2,\n', 2, 3, 'invalid TOML: Unexpected end of file'),
        ('a = tru', 1, 8, 'invalid TOML: Unexpected end of file'),
        ('a = 1\nb = tru\n', 2, 8, 'invalid TOML: Unexpected character'),
        ('a = 1\n= 2\n', 2, 1, 'invalid TOML: Empty key'),
        ('a = 1 b = 2\n', 1, 7, "invalid TOML: Unexpected character: 'b'"),
        ('[[terms]\nname = "x"\n', 1, 9, "invalid TOML: Unexpected character: '\\n'"),
        ('a = "x\n"\n', 1, 7, 'invalid TOML: Control characters'),
        ('a = "x\x01"\n', 1, 7, 'invalid TOML: Control characters'),
        ('a = "\x00"\n', 1, 6, 'invalid TOML: Control characters'),
        ('a = 1\nb \x00= 2\n', 2, 3, "invalid TOML: Unexpected character: '\\x00'"),
        ('a = "\\ud800"\n', 1, 7, 'invalid TOML: Invalid unicode value'),
        ('a = 2020-13-45\nb = 1\n', 1, 15, 'invalid TOML: Invalid date'),
        (f'a = {"9" * 5000}\nb = 1\n', 1, 5005, 'invalid TOML: Invalid number'),
        # tomlkit counts these as ends of lines
        ('a = "x\u2028y\x85"\nb = ?\n', 2, 5, "invalid TOML: Unexpected character: '?'"),
        # given twice: reported at the second
        (
            'a = 1\na = 2\n\nb = 3\n',
            2,
            1,
            'invalid TOML: Key "a" already exists; remove one of them',
        ),
        (
            'a = {b = 1, b = 2}\n',
            1,
            13,
            'invalid TOML: Key "b" already exists; remove one of them',
        ),
        (
            '[a]\nb = 1\n[a]\nc = 1\n\n',
            3,
            1,
            'invalid TOML: Key "a" already exists; remove one of them',
        ),
        (
            '[[t]]\na = 1\n  a = 2\n\n[[t]]\n',
            3,
            3,
            'invalid TOML: Key "a" already exists; remove one of them',
        ),
        (
            'a = 1\n[[a]]\nb = 1\n\n',
            2,
            1,
            'invalid TOML: Key "a" already exists; remove one of them',
        ),
        (
            'a.b = 1\n\n[a]\nc = 1\n\n',
            3,
            1,
            'invalid TOML: Redefinition of an existing table',
        ),
    ],
)
def test_text_that_is_no_toml(text, line, column, message):
    found = fault(text)
    assert found[:2] == (line, column)
    assert found[2].startswith(message)
    assert '\n' not in found[2]


def test_what_is_given_twice_is_to_be_dropped_once():
    assert (
        fault('a = 1\na = 2\n')[2]
        == 'invalid TOML: Key "a" already exists; remove one of them'
    )


@pytest.mark.parametrize('text', ['a = ' + '[' * 100_000, 'a = ' + '{b = ' * 10_000])
def test_an_abyss_is_refused_at_its_edge(text):
    line, _, message = fault(text)
    assert line == 1
    assert 'nested' in message


def test_the_deepest_that_is_read():
    inner = MAX_DEPTH - 1  # the document itself is one
    assert read_toml(f'a = {"[" * inner}{"]" * inner}')[0].data
    found = fault(f'\na = {"[" * (inner + 1)}{"]" * (inner + 1)}')
    assert found == (2, 5 + inner, 'nested too deeply; at most 64 levels are allowed')


def test_a_parser_without_a_limit_of_its_own_is_caught(monkeypatch):
    def overrun(_):
        raise RecursionError

    monkeypatch.setattr(Parser, '_parse_array', overrun)
    assert fault('a = []')[2] == 'nested too deeply; at most 64 levels are allowed'
