"""`archgloss check`: problems are reported with their places, and set the exit status."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from sphinxcontrib_archgloss.terms.sets import built_in_sets

SOUND = """\
name: serving
terms:
  - name: Token
    definition: A piece of text.
  - name: KV cache
    definition: Keys and values.
    related: [Token]
"""


def test_a_sound_set_is_well(desk):
    desk.write('terms.yaml', SOUND)
    assert desk.run('check', 'terms.yaml') == (0, '', '1 set, 2 terms: no problems\n')
    assert desk.run('check', '--quiet', 'terms.yaml') == (0, '', '')


@pytest.mark.parametrize('name', built_in_sets())
def test_built_in_sets_are_well(desk, name):
    ran = desk.run('check', name)
    assert (ran.status, ran.out) == (0, '')


def test_everything_wrong_is_reported_at_once(desk):
    desk.write(
        'terms.yaml',
        """\
        name: serving
        terms:
          - name: Token
            definition: A piece.
            alias: [x]
          - name: Token
            definition: Again.
          - name: Cache
            definition: Kept.
            related: [Tokn]
        """,
    )
    ran = desk.run('check', 'terms.yaml')
    assert ran.status == 1
    assert ran.out.splitlines() == [
        'terms.yaml:3:1: the label "Token" names two terms of the set "serving": "Token" '
        'here and "Token" on line 6; remove it from one of them [archgloss.duplicate]',
        'terms.yaml:5:5: unknown key "alias"; did you mean "aliases"? [archgloss.data]',
        'terms.yaml:6:1: the label "Token" names two terms of the set "serving": "Token" '
        'here and "Token" on line 3; remove it from one of them [archgloss.duplicate]',
        'terms.yaml:10:1: "related" of "Cache" names an unknown term "Tokn"; did you '
        'mean "Token"? [archgloss.data]',
    ]
    assert ran.err == '1 set, 2 terms: 4 problems\n'


def test_machines_get_json(desk):
    desk.write('terms.yaml', SOUND.replace('[Token]', '[Tokn]'))
    ran = desk.run('check', '--format', 'json', 'terms.yaml')
    assert (ran.status, ran.err) == (1, '')
    assert json.loads(ran.out) == {
        'files': [{'path': 'terms.yaml', 'set': 'serving', 'terms': 2}],
        'findings': [
            {
                'severity': 'error',
                'kind': 'data',
                'message': '"related" of "KV cache" names an unknown term "Tokn"; '
                'did you mean "Token"?',
                'path': 'terms.yaml',
                'line': 7,
                'column': 1,
            }
        ],
    }


def test_sets_are_held_against_each_other(desk):
    desk.write('terms.yaml', SOUND)
    desk.write('more.toml', 'name = "more"\n[[terms]]\nname = "Token"\ndefinition = "x"\n')
    ran = desk.run('check', 'terms.yaml', 'more.toml')
    assert ran.status == 0
    assert ran.out == (
        'more.toml:2:1: note: the label "Token" also names "serving:token"; to refer to either one, write "serving:Token" or "more:Token" [archgloss.ambiguous]\n'
    )
    assert ran.err == '2 sets, 3 terms: no problems, 1 note\n'
    assert desk.run('check', '--strict', 'terms.yaml', 'more.toml').status == 1
    desk.write('more.toml', 'name = "serving"\nterms = []\n')
    ran = desk.run('check', 'terms.yaml', 'more.toml')
    assert (ran.status, ran.out) == (
        1,
        'more.toml:1:1: the set name "serving" is already used by terms.yaml; rename one '
        'of them [archgloss.data]\n',
    )


def test_relations_may_lead_into_sets_that_are_not_checked(desk):
    desk.write('terms.yaml', SOUND.replace('[Token]', '[Encoder]'))
    desk.write('broken.yaml', 'name: x\nterms: [')
    assert desk.run('check', 'terms.yaml').status == 1
    assert desk.run('check', 'terms.yaml', '--with', 'architecture').status == 0
    ran = desk.run('check', 'terms.yaml', '--with', 'broken.yaml')
    assert ran.status == 2
    assert 'broken.yaml:2: invalid YAML' in ran.err


def test_a_file_named_twice_is_one(desk):
    desk.write('terms.yaml', SOUND)
    ran = desk.run('check', 'terms.yaml', './terms.yaml')
    assert ran == (0, '', '1 set, 2 terms: no problems\n')


def test_an_editor_can_pass_what_it_has_not_saved(desk, monkeypatch):
    def typed(text):
        stream = SimpleNamespace(buffer=io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, 'stdin', stream)

    typed('name = "x"\nterms = [{}]\n')
    ran = desk.run('check', '-q', '-', '--stdin-name', 'terms.toml')
    assert ran.status == 1
    assert ran.out.splitlines()[0].startswith('terms.toml:2:10: the record has no "')
    typed(SOUND)
    ran = desk.run('check', '-', '--data-limit', '20')
    message = 'archgloss: standard input is larger than --data-limit allows (20 bytes)\n'
    assert ran == (2, '', message)


@pytest.mark.parametrize(
    ('name', 'raw', 'status', 'message'),
    [
        ('gone.yaml', None, 2, 'gone.yaml:1:1: term set file not found; '),
        ('.yaml/', None, 2, ':1:1: '),
        (f'{"x" * 300}.yaml', None, 2, ':1:1: the term set cannot be read: File name too'),
        ('a.yaml', b'name: s\nterms: [', 1, 'a.yaml:2:9: invalid YAML: '),
        ('a.json', b'{"name": ', 1, 'a.json:1:9: invalid JSON: '),
        ('a.toml', b'name = \n', 1, 'a.toml:1:7: invalid TOML: '),
        ('a.yaml', b'', 1, 'a.yaml:1:1: the file is empty'),
        ('a.yaml', b'name: s\r\nterms:\r\n- name: \xe4\r\n', 1, 'a.yaml:3:9: not UTF-8'),
        ('a.yaml', b'name: s\nterms:\n\t- name: x\n', 1, 'a.yaml:3:1: invalid YAML: '),
        ('a.yaml', b'x' * 2000, 2, 'a.yaml:1:1: the file is larger than --data'),
        ('a.yaml', b'name: s\nterms:\n- name: "\x00"\n', 1, 'a.yaml:3:10: the character U'),
    ],
)
def test_bad_files_are_reported_and_left_alone(desk, name, raw, status, message):
    if raw is not None:
        desk.write(name, raw)
    else:
        (desk.folder / '.yaml').mkdir()
    before = desk.files()
    ran = desk.run('check', '--data-limit', '1000', name)
    assert ran.status == status
    assert message in ran.out
    assert ran.out.splitlines()[0].endswith('[archgloss.data]')
    assert desk.files() == before


@pytest.mark.parametrize('limit', ['0', '-1', 'many'])
def test_a_limit_that_no_file_can_keep_is_refused(desk, limit):
    desk.write('terms.yaml', SOUND)
    ran = desk.run('check', 'terms.yaml', '--data-limit', limit)
    assert (ran.status, ran.out) == (2, '')
    message = f'argument --data-limit: "{limit}" is not a positive integer\n'
    assert ran.err.endswith(message)


@pytest.mark.parametrize('encode', [
    lambda text: b'\xef\xbb\xbf' + text.encode(),
    lambda text: text.replace('\n', '\r\n').encode(),
    lambda text: text.replace('\n', '\r').encode(),
])  # fmt: skip
def test_files_of_other_systems_are_well(desk, encode):
    desk.write('terms.yaml', encode(SOUND))
    assert desk.run('check', 'terms.yaml').status == 0


def test_a_name_that_is_not_a_set_is_reported(desk):
    ran = desk.run('check', 'architectur')
    assert ran == (
        2,
        '',
        'archgloss: unknown term set "architectur"; built-in sets: architecture; to name a file, add its extension (architectur.yaml)\n',
    )


def test_a_name_that_no_file_can_have(desk):
    assert 'unknown term set "xxx' in desk.run('check', 'x' * 300).err
