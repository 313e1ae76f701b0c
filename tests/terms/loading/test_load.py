"""`terms.loading.load`: any bytes to a set and everything that is wrong with them."""

from __future__ import annotations

import errno
import os
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.loading.load import (
    DEFAULT_LIMIT,
    is_path,
    load_bytes,
    load_set,
    read_bytes,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Problem
from strategies import (
    FORMATS,
    as_json,
    as_toml,
    as_yaml,
    damaged_files,
    examples,
    from_json,
    from_toml,
    from_yaml,
    reported,
    set_data,
)

SET = 'name: s\nterms:\n- name: Token\n  definition: A unit.\n'


# --- files ---


@pytest.mark.parametrize(
    ('argument', 'expected'),
    [
        ('terms.yaml', True),
        ('a/b.YML', True),
        ('/a.toml', True),
        ('../a.json', True),
        ('architecture', False),
        ('my.set', False),
        ('yaml', False),
        ('.yaml', False),
        ('a.yaml/b', False),
        ('', False),
    ],
)
def test_an_argument_with_a_known_extension_is_a_path(argument, expected):
    assert is_path(argument) is expected


def test_a_file_is_read(tmp_path):
    path = tmp_path / 'set.yaml'
    path.write_text(SET, encoding='utf-8')
    loaded = load_set(str(path))
    assert loaded.problems == ()
    assert (loaded.path, loaded.set.path) == (str(path), str(path))
    assert loaded.set.terms[0].name == 'Token'
    assert (loaded.lost, loaded.opaque) == ((), False)


def file_fault(path, limit=DEFAULT_LIMIT):
    """The fault of a file that cannot be read at all."""
    loaded = load_set(str(path), limit)
    assert (loaded.set, loaded.lost, loaded.opaque) == (None, (), True)
    (problem,) = loaded.problems
    assert problem.kind is Kind.DATA
    assert problem.place == (str(path), None, None, False)
    return problem.message


def test_a_file_that_is_not_there(tmp_path):
    todo = 'correct the path in archgloss_term_sets or in the directive, or create the file'
    assert file_fault(tmp_path / 'none.yaml') == f'term set file not found; {todo}'
    message = f'term set file not found; {todo}'
    assert file_fault(tmp_path / 'no' / 'folder.yaml') == message


@pytest.mark.parametrize(
    ('files', 'wanted', 'beside'),
    [
        (['terms.yml'], 'terms.yaml', 'terms.yml'),
        (['terms.toml', 'other.yaml', 'notes.txt'], 'Terms.yaml', 'terms.toml'),
        (['glossary.yaml', 'serving.yaml'], 'glosary.yaml', 'glossary.yaml'),
        (['words.yaml', 'notes.txt'], 'terms.yaml', 'words.yaml'),
        (['words.yaml', 'serving.yaml'], 'terms.yaml', ''),
        (['notes.txt'], 'terms.yaml', ''),
    ],
)
def test_the_file_beside_one_that_is_not_there(tmp_path, files, wanted, beside):
    for name in files:
        (tmp_path / name).write_text('')
    assert (
        f'its folder contains "{beside}"; ' in file_fault(tmp_path / wanted) or not beside
    )
    assert ('its folder contains' in file_fault(tmp_path / wanted)) == bool(beside)


def test_a_directory(tmp_path):
    message = 'this is a directory, not a term set; name a file in it'
    assert file_fault(tmp_path) == message
    folder = tmp_path / 'set.yaml'
    folder.mkdir()
    assert file_fault(folder) == message
    assert load_bytes(b'', str(folder)).problems[0].message == message


def test_a_file_where_a_folder_is_expected(tmp_path):
    (tmp_path / 'a').write_text('', encoding='utf-8')
    assert (
        file_fault(tmp_path / 'a' / 'b.yaml')
        == 'the term set cannot be read: Not a directory'
    )


@pytest.mark.parametrize(
    ('error', 'message'),
    [
        (PermissionError(13, 'Permission denied'), 'Permission denied'),
        (OSError('the disk is on fire'), 'the disk is on fire'),
    ],
)
def test_a_file_that_may_not_be_read(tmp_path, monkeypatch, error, message):
    path = tmp_path / 'set.yaml'
    path.write_text(SET, encoding='utf-8')

    def refuse(*_):
        raise error

    monkeypatch.setattr(os, 'open', refuse)
    assert file_fault(path) == f'the term set cannot be read: {message}'


def test_a_folder_that_may_not_be_entered(tmp_path):
    folder = tmp_path / 'closed'
    folder.mkdir()
    (folder / 'set.yaml').write_text(SET, encoding='utf-8')
    folder.chmod(0)
    try:
        if os.access(folder, os.X_OK):
            pytest.skip('root may enter any folder')
        expected = 'the term set cannot be read: Permission denied'
        assert file_fault(folder / 'set.yaml') == expected
        assert load_bytes(SET.encode(), str(folder / 'set.yaml')).set
    finally:
        folder.chmod(0o700)


def test_paths_that_no_file_can_have(tmp_path):
    long = tmp_path / f'{"x" * 300}.yaml'
    assert file_fault(long) == 'the term set cannot be read: File name too long'
    for path in (tmp_path / 'a\0b.yaml', tmp_path / 'a\ud800b.yaml'):
        assert file_fault(path) == (
            'the term set cannot be read: the path contains an invalid character'
        )
        # and with standard input in its place
        assert load_bytes(SET.encode(), str(path)).set


@pytest.mark.skipif(not hasattr(os, 'mkfifo'), reason='Windows has no such files')
def test_only_a_regular_file_is_read(tmp_path):
    """A pipe without a writer would never open, and /dev/zero would never end."""
    pipe = tmp_path / 'pipe.yaml'
    os.mkfifo(pipe)
    link = tmp_path / 'zero.yaml'
    link.symlink_to('/dev/zero')
    for path in (pipe, link, '/dev/zero', '/dev/null'):
        assert file_fault(path) == 'the term set cannot be read: not a regular file'


@pytest.mark.skipif(not Path('/proc/self/maps').exists(), reason='needs /proc')
def test_the_limit_is_that_of_what_is_read():
    """The files in /proc have a size of zero, whatever is in them."""
    assert Path('/proc/self/maps').stat().st_size == 0
    with pytest.raises(OSError, match='too large') as raised:
        read_bytes('/proc/self/maps', 10)
    assert raised.value.errno == errno.EFBIG


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / 'set.yaml'
    path.write_text(SET, encoding='utf-8')
    assert load_set(str(path), limit=len(SET)).set
    assert file_fault(path, limit=len(SET) - 1) == (
        'the file is larger than archgloss_data_limit allows (50 bytes); split it or raise the limit'
    )


# --- bytes ---


@pytest.mark.parametrize(
    ('raw', 'line', 'column'),
    [
        (b'\xff', 1, 1),
        (b'name: s\nterms:\n- name: T\xe9k\n', 3, 10),
        ('name: é\nterms: ééé'.encode() + b'\xff', 2, 11),
        (b'name: s\r\n\xff', 2, 1),
        (b'name: s\r\xff', 2, 1),
        (b'\xef\xbb\xbfa\xff', 1, 2),
        ('name: s\n'.encode('utf-16'), 1, 1),
        (b'a: \xed\xa0\x80', 1, 4),  # a surrogate is no character
    ],
)
def test_bytes_that_are_not_utf_8(raw, line, column):
    (problem,) = load_bytes(raw, '/set.yaml').problems
    assert problem.place[:3] == ('/set.yaml', line, column)
    byte = next(b for b in raw.removeprefix(b'\xef\xbb\xbf') if b in (0xFF, 0xE9, 0xED)) if (
        line, column) != (2, 11) else 0xFF  # fmt: skip
    assert problem.message == f'not UTF-8 (byte 0x{byte:02x}); save the file as UTF-8'


def test_labels_of_a_file_in_another_encoding_stay_known():
    loaded = load_bytes(
        'name: s\nterms:\n- name: Token\n- name: Ära\n'.encode('latin-1'), '/s.yaml'
    )
    assert 'Token' in loaded.lost
    assert not loaded.opaque


@pytest.mark.parametrize('suffix', ['.yaml', '.toml', '.json'])
@pytest.mark.parametrize('end', ['\n', '\r\n', '\r'])
@pytest.mark.parametrize('mark', ['', '\ufeff'])
def test_line_ends_and_marks_of_all_systems(suffix, end, mark):
    text = {
        '.yaml': 'name: s\nterms:\n- name: T\n  definition: |\n    a\n    b\n  bad: 1\n',
        '.toml': 'name = "s"\n\n[[terms]]\nname = "T"\ndefinition = """a\nb"""\nbad = 1\n',
        '.json': '{"name": "s",\n"terms": [\n{"name": "T",\n"definition":\n"a\\nb"\n,\n"bad": 1}]}',
    }[suffix]
    loaded = load_bytes(f'{mark}{text}'.replace('\n', end).encode(), f'/set{suffix}')
    assert [line for line, _ in reported(loaded)] == [7]
    assert loaded.set.terms[0].definition.value == 'a\nb'


def test_a_file_of_another_extension_is_read_as_yaml():
    assert load_bytes(SET.encode(), '/set.txt').set.name == 's'
    assert load_bytes(SET.encode(), '/set').set.name == 's'


@pytest.mark.parametrize(
    ('read', 'text', 'place'),
    [
        (from_yaml, 'name: s\nterms:\n\t- name: Token\n', (3, 1)),
        (from_toml, 'name = "s"\n[[terms]\nname = "Token"\n', (2, 9)),
        (from_json, '{"name": "s",\n"terms": [{"name": "Token"]}', (2, 27)),
    ],
)
def test_a_file_that_cannot_be_parsed_is_reported_once_and_its_labels_stay_known(
    read, text, place
):
    loaded = read(text)
    assert loaded.set is None
    (problem,) = loaded.problems
    assert problem.place[1:3] == place
    assert problem.message.startswith('invalid ')
    assert 'Token' in loaded.lost
    assert not loaded.opaque


def test_the_labels_of_a_file_without_any_are_unknown():
    assert from_yaml('{').opaque
    assert from_yaml('').opaque
    assert not from_yaml(SET).opaque


def test_the_digest_is_that_of_the_bytes():
    assert from_yaml(SET).digest == from_yaml(SET, '/elsewhere.yaml').digest
    assert from_yaml(SET).digest != from_yaml(SET + '\n').digest
    assert from_yaml(SET).digest == from_yaml(SET).set.digest


def test_problems_are_in_the_order_of_the_file():
    loaded = from_yaml(
        'x: 1\nname: s\nx: 2\nterms:\n- name: a\n- name: !t b\n  see: c\ny: 1\n'
    )
    assert [line for line, _ in reported(loaded)] == [1, 3, 5, 6, 8]
    assert list(loaded.problems) == sorted(loaded.problems, key=Problem.sort_key)


# --- three formats, one meaning ---


def meaning(loaded):
    """A set without what depends on how its file is written."""

    def plain(value):
        if hasattr(value, '_asdict'):
            places = {'path', 'digest', 'line', 'name_line', 'lines', 'folded'}
            fields = value._asdict()
            return {name: plain(fields[name]) for name in fields if name not in places}
        return [plain(one) for one in value] if isinstance(value, tuple) else value

    return plain(loaded.set)


def complaints(loaded):
    """The problems of a file, without their places and the lines in their wording."""
    return {(p.kind, re.sub(r'\bline \d+', 'line', p.message)) for p in loaded.problems}


@examples(50)  # tomlkit takes its time
@given(set_data(), st.data())
def test_the_same_content_in_each_format_gives_the_same_records(content, data):
    yaml = from_yaml(data.draw(as_yaml(content)))
    toml = from_toml(as_toml(content))
    json = from_json(data.draw(as_json(content)))
    assert meaning(yaml) == meaning(toml) == meaning(json)
    assert complaints(yaml) == complaints(toml) == complaints(json)


@examples(50)
@given(set_data(), st.data())
def test_a_sound_set_has_no_fault_but_collisions(content, data):
    loaded = from_yaml(data.draw(as_yaml(content)))
    assert loaded.set.name == content['name']
    allowed = ('the label ', 'cannot make an id ', 'the id ', '"')
    assert all(p.message.startswith(allowed) for p in loaded.problems)
    if not loaded.problems:
        assert [t.name for t in loaded.set.terms] == [
            ' '.join(r['name'].split()) for r in content['terms']
        ]


@examples(50)
@given(set_data(), st.data())
def test_what_is_kept_between_builds_comes_back_the_same(content, data):
    loaded = from_json(data.draw(as_json(content)))
    assert pickle.loads(pickle.dumps(loaded)) == loaded


# --- whatever the bytes ---


def check_promises(loaded, raw):
    """What holds of every file: nothing raised, every problem on one line, in the file."""
    text = raw.decode('utf-8', 'replace').replace('\r\n', '\n').replace('\r', '\n')
    count = text.count('\n') + 1
    for problem in loaded.problems:
        assert problem.kind in (Kind.DATA, Kind.DUPLICATE)
        assert problem.message.splitlines() == [problem.message]
        problem.message.encode()
        assert problem.place.line is None or 1 <= problem.place.line <= count
        assert problem.place.column is None or problem.place.column >= 1
    assert loaded.set or loaded.problems
    assert loaded.opaque == (not loaded.set and not loaded.lost)
    if loaded.set:
        ids = [term.id for term in loaded.set.terms]
        assert len(set(ids)) == len(ids)
        for term in loaded.set.terms:
            assert 1 <= term.line <= term.name_line + 1 <= count + 1
            assert term.name
            assert term.id
            assert term.definition or term.see
            if term.definition:
                assert len(term.definition.lines) == term.definition.value.count('\n') + 1
                assert all(1 <= line <= count for line in term.definition.lines)


@given(st.binary(max_size=200), FORMATS)
@example(b'', '.toml')
@example(b'\x00', '.toml')
@example(b'!!int ""', '.yaml')
@example(b'>', '.yaml')
@example(b'"\\ud800": 1', '.json')
@example(b'{"\\ud800": 1}', '.json')
@example(b'[' + b'9' * 5000 + b']', '.json')
@example(b'name: s\nterms: [{name: x, see: x, categories: [[]]}]', '.yaml')
def test_no_bytes_whatever_raise(raw, suffix):
    check_promises(load_bytes(raw, f'/set{suffix}'), raw)


@given(st.text(st.characters(codec='ascii'), max_size=100), FORMATS)
def test_no_text_whatever_raises(text, suffix):
    raw = text.encode()
    check_promises(load_bytes(raw, f'/set{suffix}'), raw)


@given(damaged_files())
def test_no_damage_to_a_sound_file_raises(file):
    suffix, raw = file
    check_promises(load_bytes(raw, f'/set{suffix}'), raw)
