"""`terms.loading.yaml_reader`: YAML as located data, and files that are not YAML."""

from __future__ import annotations

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.loading.positions import MAX_DEPTH, SyntaxFault
from sphinxcontrib_archgloss.terms.loading.yaml_reader import read_yaml


def data(text):
    root, notes = read_yaml(text)
    assert notes == []
    return root.data


def fault(text):
    with pytest.raises(SyntaxFault) as caught:
        read_yaml(text)
    return caught.value.line, caught.value.column, caught.value.message


def lines(text, key='k'):
    """The lines, in the file, of the text at a key."""
    return read_yaml(text)[0].at([key]).lines


# --- values ---


@pytest.mark.parametrize(
    ('written', 'value'),
    [
        ('x', 'x'),
        ('"x"', 'x'),
        ('1', 1),
        ('0x10', 16),
        ('1.5', 1.5),
        ('true', True),
        ('False', False),
        ('null', None),
        ('~', None),
        ('', None),
        # as in YAML 1.2, words are words
        ('no', 'no'),
        ('off', 'off'),
        ('Yes', 'Yes'),
        # dates are text, as JSON has none
        ('2024-01-02', '2024-01-02'),
        # nor has it these
        ('.inf', '.inf'),
        ('.nan', '.nan'),
        ('99999999999999999999', '99999999999999999999'),
        ('1:' * 2000 + '1.0', '1:' * 2000 + '1.0'),
        ('9' * 5000, '9' * 5000),
        # tags that the resolver of YAML 1.1 gives to signs
        ('=', '='),
        ('<<', '<<'),
        # with tags of other types
        ('!!int x', 'x'),
        ('!!int ""', ''),
        ('!!float ""', ''),
        ('!!bool maybe', 'maybe'),
        ('!!str 1', '1'),
    ],
)
def test_scalars(written, value):
    found = data(f'k: {written}\n')['k']
    assert found == value
    assert type(found) is type(value)


def test_aliases_stand_for_what_they_name():
    assert data('a: &x [1, {b: c}]\nd: *x\n') == {
        'a': [1, {'b': 'c'}],
        'd': [1, {'b': 'c'}],
    }


def test_an_alias_can_be_a_key_or_be_in_a_part_that_is_left_out():
    root, notes = read_yaml('a: &x 1\n*x : b\n? [&y c]\n: d\ne: *y\n')
    assert root.data == {'a': 1, '1': 'b', 'e': 'c'}
    assert notes == [('a key must be text, not a list or a mapping', 3, 3)]


def test_what_is_done_to_a_copy_leaves_the_others_alone():
    root, _ = read_yaml('a: &x {b: [c]}\nd: *x\n')
    root.at(['d', 'b']).spoiled = True
    root.at(['d']).data['b'].append('e')
    assert not root.at(['a', 'b']).spoiled
    assert root.at(['a']).data == {'b': ['c']}


def test_keys_are_text_whatever_they_look_like():
    assert data('1: a\nnull: b\ntrue: c\n<<: d\n') == {
        '1': 'a',
        'null': 'b',
        'true': 'c',
        '<<': 'd',
    }


def test_places_of_keys_and_values():
    root, _ = read_yaml('a:\n  - x\n  -   b: 1\nä😀: y\n')
    assert root.keys == {'a': (1, 1), 'ä😀': (4, 1)}
    assert (root.at(['a', 0]).line, root.at(['a', 0]).column) == (2, 5)
    assert root.at(['a', 1]).keys == {'b': (3, 7)}
    assert (root.at(['ä😀']).line, root.at(['ä😀']).column) == (4, 5)


# --- lines of texts ---


@pytest.mark.parametrize(
    ('written', 'expected'),
    [
        ('k: one', [1]),
        ('k: |-\n  one\n', [2]),
        ('k: >-\n  one\n', [2]),
        ('# c\nk: |\n  one\n\n  two\n', [3, 4, 5, 6]),
        ('k: |-\n\n  one\n  two', [2, 3, 4]),
        ('k: |2 # c\n   one\n  two\n', [2, 3, 4]),
        ('k: &x !!str |\n  one\n  two\n', [2, 3, 4]),
        ('k: &x\n  # c\n  |\n  one\n  two\n', [4, 5, 6]),
        ('k: >\n  one\n  two\n\n  three\n', [2, 5, 6]),
        ('k: >-\n  a cat\n  sat\n\n  a dog\n', [2, 5]),
        ('k: >-\n\n\n  one\n', [2, 3, 4]),
        ('k: >+\n  one\n\n# end\n', [2, 3, 4]),
        ('k: one\n  two\n\n  three\n', [1, 4]),
        ('k:\n  one\n  two # c\n', [2]),
        ('k: "one\n  two\n\n  three"\n', [1, 4]),
        ('k: "one\\ntwo"\n', [1, 1]),
        ('k: "a\\n\\\n  \\ b\\n\n  c"\n', [1, 2, 3]),
        ('k: !!str\n  "one\n\n  two"\n', [2, 4]),
        ("k: 'it''s\n\n  one'\n", [1, 3]),
        ("k: ''''''''\nz: 'a\n\n  b'\n", [1]),
    ],
)
def test_each_line_of_a_text_is_traced_to_the_file(written, expected):
    assert lines(written) == tuple(expected)


@given(
    st.lists(st.sampled_from(['', 'w{}', 'w{} a b a', '  w{} a', 'w{} it\'s "so"', 'w{}: é #']), min_size=1),
    st.sampled_from([None, '"', "'", '|', '>']),
    st.sampled_from([10, 80]),
)  # fmt: skip
def test_each_line_is_where_the_file_has_its_first_word(parts, style, width):
    text = '\n'.join(part.format(n) for n, part in enumerate(parts, 100))
    written = yaml.safe_dump({'w100': 'w101', 'k': text}, default_style=style, width=width)
    found, file = lines(written), written.split('\n')
    assert list(found) == sorted(found)
    for words, line in zip(map(str.split, text.split('\n')), found, strict=True):
        if words:
            assert words[0].strip(':') in file[line - 1]


@pytest.mark.parametrize(
    ('written', 'is_folded'),
    [
        ('one', False),
        ('|\n  one\n  two', False),
        ('"one\\ntwo"', False),
        ('>\n  one\n  two', True),
        ('one\n  two', True),
        ('"one\n  two"', True),
    ],
)
def test_a_text_with_a_line_of_several_is_kept_as_written(written, is_folded):
    folded = read_yaml(f'k: {written}')[0].at(['k']).folded
    assert folded == (written if is_folded else '')


def test_the_text_of_an_alias_is_where_it_was_written():
    assert lines('a: &x |\n  one\n  two\nk: *x\n') == (2, 3, 4)


@pytest.mark.parametrize('char', ['\x85', '\u2028', '\u2029'])
def test_what_breaks_no_line_in_an_editor_breaks_none_here(char):
    text = f'a: |\n  one{char}two\nk: x\nb: !y z\n'
    root, notes = read_yaml(text)
    assert root.at(['k']).line == 3
    assert root.at(['a']).data == 'one two\n'
    assert [note[1:] for note in notes] == [(4, 4)]


# --- faults beside which the file can be read ---


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'message', 'value'),
    [
        ('a: 1\na: 2\n', 2, 1, 'duplicate key "a" (first on line 1); remove one of them', {'a': 1}),
        ('? [x]\n: 1\nb: 2\n', 1, 3, 'a key must be text, not a list or a mapping', {'b': 2}),
        ('a: !x y\n', 1, 4, 'the tag "!x" is not supported; use plain text, lists and mappings', {'a': 'y'}),
        ('!x a: y\n', 1, 1, 'the tag "!x" is not supported; use plain text, lists and mappings', {'a': 'y'}),
        ('!x &k a: y\n', 1, 1, 'the tag "!x" is not supported; use plain text, lists and mappings', {'a': 'y'}),
        ('a: &v !x y\nb: *v\n', 1, 4, 'the tag "!x" is not supported; use plain text, lists and mappings', {'a': 'y', 'b': 'y'}),
        # faults in a part that is left out are not reported with it
        ('? [!x y]\n: !x z\nb: 2\n', 1, 3, 'a key must be text, not a list or a mapping', {'b': 2}),
        ('a: 1\na: {b: !x y}\n', 2, 1, 'duplicate key "a" (first on line 1); remove one of them', {'a': 1}),
        ('a: &k k\nk: b\n*k : c\n', 3, 1, 'duplicate key "k" (first on line 2); remove one of them', {'a': 'k', 'k': 'b'}),
        ('a: !!binary eA==\n', 1, 4, 'the tag "!!binary" is not supported; use plain text, lists and mappings', {'a': 'eA=='}),
        ('a: !!set {b}\n', 1, 4, 'the tag "!!set" is not supported; use plain text, lists and mappings', {'a': {'b': None}}),
        ('a: !!python/object/apply:os.system [x]\n', 1, 4, 'the tag "!!python/object/apply:os.system" is not supported; use plain text, lists and mappings', {'a': ['x']}),
    ],
)  # fmt: skip
def test_faults_that_spoil_one_value(text, line, column, message, value):
    root, notes = read_yaml(text)
    assert notes == [(message, line, column)]
    assert root.data == value


# --- faults that spoil the file ---


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'message'),
    [
        ('', 1, None, 'the file is empty'),
        ('# nothing\n\n', 1, None, 'the file is empty'),
        ('a: b: c\n', 1, 5, 'invalid YAML: mapping values are not allowed'),
        ('a:\n\t- b\n', 2, 1, 'invalid YAML: while scanning for the next token'),
        ('a: [b\n', 1, 6, 'invalid YAML: while parsing a flow sequence'),
        ('a: "b\n\n', 1, 6, 'invalid YAML: while scanning a quoted scalar'),
        ('a: "\\z"\n', 1, 5, 'invalid YAML: while parsing a quoted scalar'),
        ('a: "\\ud800"\n', 1, 7, 'invalid YAML: while parsing a quoted scalar'),
        ('a: *b\n', 1, 4, 'invalid YAML: found undefined alias'),
        ('a: 1\n---\nb: 1\n', 2, 1, 'invalid YAML: expected a single document'),
        ('a: 1\n b: 2\n', 2, 3, 'invalid YAML: mapping values are not allowed'),
        ('@\n', 1, 1, 'invalid YAML: while scanning for the next token'),
        (
            'a: 1\nb: x\x00y\n',
            2,
            5,
            'the character U+0000 is not allowed in YAML; remove it',
        ),
        ('a: \x1b[0m\n', 1, 4, 'the character U+001B is not allowed in YAML; remove it'),
        ('a: é\x7f\n', 1, 5, 'the character U+007F is not allowed in YAML; remove it'),
        ('a: \ufffe\n', 1, 4, 'the character U+FFFE is not allowed in YAML; remove it'),
    ],
)
def test_text_that_is_no_yaml(text, line, column, message):
    found = fault(text)
    assert found[:2] == (line, column)
    assert found[2].startswith(message)
    assert '\n' not in found[2]


@pytest.mark.parametrize(
    ('text', 'step'),
    [
        ('a: b: c\n', 'in quotation marks'),
        ('a: x\n\tb: y\n', 'indent with spaces'),
        ('a:\n\t- b\n', 'indent with spaces'),
        ('a: @b\n', 'put text that begins with a special character in quotation marks'),
        ('a: *b\n', 'put text that begins with "*" in quotation marks'),
        ('a: "b\n', 'add the closing quotation mark'),
        ('a: "\\z"\n', 'double the backslash'),
        ('a: [b\n', 'close the bracket'),
        ('a: {b: c]\n', 'close the brace'),
        ('a: 1\n---\nb: 1\n', 'remove the line "---"'),
        ('- a: b\n c: d\n', 'check the indentation'),
    ],
)
def test_the_message_has_what_to_do(text, step):
    assert step in fault(text)[2].partition('; ')[2]


# --- abysses ---

DEEP = 'nested too deeply; at most 64 levels are allowed'


@pytest.mark.parametrize(
    'text',
    [
        '[' * 100_000,
        '{' * 100_000,
        '[' * 100_000 + ']' * 100_000,
        '{a: ' * 100_000,
        '- ' * 100_000,
        '? ' * 100_000,
        # brackets in comments and texts close nothing
        '[ # ]\n' * 100_000,
        '[ "]", \n' * 100_000,
        '\n'.join(' ' * n + '-' for n in range(500)),
        '\n'.join(' ' * n + 'a:' for n in range(500)),
        '\n'.join(' ' * 126 * n + '- ' * 63 for n in range(50)),
    ],
    ids=lambda text: text[:8],
)
def test_an_abyss_is_refused_at_its_edge(text):
    line, _, message = fault(text)
    assert message == DEEP
    assert line <= MAX_DEPTH


def test_the_deepest_that_is_read():
    assert data('[' * MAX_DEPTH + ']' * MAX_DEPTH)
    assert fault('[' * (MAX_DEPTH + 1) + ']' * (MAX_DEPTH + 1)) == (1, MAX_DEPTH, DEEP)
    assert fault('[' * MAX_DEPTH + 'x' + ']' * MAX_DEPTH)[2] == DEEP


def test_depth_by_aliases_counts_as_well():
    chain = ''.join(f'a{n}: &a{n} [*a{n - 1}]\n' for n in range(1, 80))
    assert fault(f'{"# comment" * 500}\na0: &a0 [x]\n{chain}')[2] == DEEP


def test_an_alias_that_contains_itself_is_refused():
    assert fault('a: &x\n- b\n- *x\n') == (
        1,
        4,
        'an alias (*name) contains itself; remove it',
    )


def test_a_bomb_of_aliases_is_refused():
    bomb = 'a: &a [x, x, x, x, x, x, x, x, x]\n' + ''.join(
        f'{two}: &{two} [{", ".join([f"*{one}"] * 9)}]\n'
        for one, two in zip(
            string.ascii_lowercase, string.ascii_lowercase[1:9], strict=False
        )
    )
    assert fault(bomb)[2].startswith('the aliases (*name) expand to more values than')


def test_an_alias_used_often_is_no_bomb():
    text = 'a: &x [p, q]\nb:\n' + '- *x\n' * 100
    assert len(data(text)['b']) == 100
