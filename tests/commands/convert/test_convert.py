"""`archgloss convert`: nothing is lost in silence, and no file is half written."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from sphinxcontrib_archgloss import safe_write
from sphinxcontrib_archgloss.terms.schema import SCHEMA_FILE, rendered_schema

GLOSSARY = """\
Glossary
========

.. glossary::

   Token : T
   piece
      A piece of *text*.

   KV cache
      Keys and values.
"""
SET = """\
# yaml-language-server: $schema=x.json
name: serving
terms:
  # the first
  - name: Token
    definition: |
      A piece, or
      # no comment
    references: [{label: A, url: "https://example.org"}]
"""


def test_a_glossary_becomes_a_set(desk):
    desk.write('docs/glossary.rst', GLOSSARY)
    ran = desk.run('convert', 'docs/glossary.rst', 'docs/serving.yaml')
    assert ran == (
        0,
        '',
        'docs/glossary.rst:4:1: note: the glossary is not in alphabetical order; the set keeps its order with "order: written"; without it, term-set sorts the entries [archgloss.data]\n'
        'docs/glossary.rst:6:1: note: the index key "T" of "Token" is kept as extra.index '
        '[archgloss.data]\n'
        'wrote docs/term-set.schema.json, a JSON Schema for editors\n',
    )
    assert yaml.safe_load(desk.read('docs/serving.yaml')) == {
        'name': 'serving',
        'title': 'Glossary',
        'order': 'written',
        'terms': [
            {
                'name': 'Token',
                'definition': 'A piece of *text*.',
                'aliases': [{'text': 'piece', 'autolink': 'suggest'}],
                'anchors': ['term-Token', 'term-piece'],
                'extra': {'index': 'T'},
            },
            {
                'name': 'KV cache',
                'definition': 'Keys and values.',
                'anchors': ['term-KV-cache'],
            },
        ],
    }
    assert desk.run('check', 'docs/serving.yaml').status == 0


def test_a_set_becomes_a_glossary_again(desk):
    desk.write('glossary.rst', GLOSSARY)
    desk.run('convert', 'glossary.rst', 'terms.toml')
    ran = desk.run('convert', 'terms.toml', 'again.rst')
    assert ran == (0, '', '')
    body = GLOSSARY.split('.. glossary::')[1].replace('\n      ', '\n     ')
    assert desk.read('again.rst').endswith(body)


PLAIN = """\
.. glossary::

   make
   build tool
      x

   release
   version
      x

   Pylons
      x

   KV cache
   store
      x

   view
   tokenizer
      x
"""


def marks(desk, *more):
    desk.run('convert', 'plain.rst', 'plain.json', '--force', '--keep-going', *more)
    return {
        record['name']: record.get('autolink')
        or [alias['text'] for alias in record.get('aliases', ()) if isinstance(alias, dict)]
        for record in json.loads(desk.read('plain.json'))['terms']
    }


def test_plain_english_is_marked_in_a_new_set(desk):
    desk.write('plain.rst', PLAIN)
    assert marks(desk) == {
        'make': [],  # it has a label that is not plain, which has no mark of its own
        'release': 'suggest',
        'Pylons': [],
        'KV cache': ['store'],
        'view': [],
    }
    assert set(map(str, marks(desk, '--lang', 'de').values())) == {'[]'}


def test_a_new_set_from_docusaurus_has_marks_too(desk):
    desk.write('plain.json', '{"terms": [{"term": "release", "definition": "x"}]}')
    ran = desk.run('convert', 'plain.json', '--to', 'toml')
    assert 'autolink = "suggest"' in ran.out


def test_a_set_that_there_is_gets_no_marks(desk):
    desk.write('one.yaml', 'name: one\nterms:\n  - {name: make, definition: x}\n')
    ran = desk.run('convert', 'one.yaml', '--to', 'json')
    assert 'autolink' not in json.loads(ran.out)['terms'][0]


@pytest.mark.parametrize('suffix', ['.csv', '.tsv', '.txt', '.md', '.json', '.yml'])
def test_formats_go_by_extension(desk, suffix):
    desk.write('terms.yaml', SET)
    assert desk.run('convert', 'terms.yaml', f'new{suffix}').status == 0
    assert desk.run('convert', f'new{suffix}', 'back.json').status == 0
    [record] = json.loads(desk.read('back.json'))['terms']
    assert record['definition'] == 'A piece, or\n# no comment'


def test_formats_can_be_named(desk):
    desk.write('terms', SET)
    desk.write('words', 'name,definition\nA,a\n')
    ran = desk.run('convert', 'terms', '--from', 'yaml', '--to', 'json')
    assert json.loads(ran.out)['name'] == 'serving'
    ran = desk.run('convert', 'words', '-', '--from', 'csv', '--to', 'toml')
    assert ran.out.startswith('name = "words"\n')
    ran = desk.run('convert', 'architecture', 'a.data', '--to', 'outline')
    assert desk.read('a.data').startswith('Architecture\n')


def test_what_is_lost_is_reported(desk):
    desk.write('terms.yaml', SET)
    ran = desk.run('convert', 'terms.yaml', '--to', 'outline')
    assert ran == (
        0,
        'serving\nA piece, or\n# no comment\n'.replace('A p', '- Token\nA p'),
        'terms.yaml:5:1: note: an outline cannot contain these parts of "Token": references '
        '[archgloss.data]\n'
        'terms.yaml:1:1: note: comments are not kept; the file has 1 line of comments '
        '[archgloss.data]\n',
    )
    ran = desk.run('convert', 'terms.yaml', 'terms.csv', '--strict')
    assert ran.status == 1
    assert 'nothing was written because of --strict' in ran.err
    assert list(desk.files()) == ['terms.yaml']


def test_notices_can_be_printed_as_json(desk):
    desk.write('terms.yaml', SET)
    ran = desk.run('convert', 'terms.yaml', '--to', 'outline', '--format', 'json')
    assert [one['line'] for one in json.loads(ran.err)['findings']] == [5, 1]


def test_the_command_line_names_the_set(desk):
    desk.write('words.csv', 'name,definition\nA,{term-ref}`a`\n')
    ran = desk.run(
        'convert', 'words.csv', '--to', 'yaml', '--name', 'w', '--title', 'W',
        '--lang', 'de', '--markup', 'myst',
    )  # fmt: skip
    assert ran.out.startswith('name: w\ntitle: W\nlang: de\nmarkup: myst\n')
    ran = desk.run('convert', 'architecture', '--to', 'yaml', '--name', 'mine')
    assert ran.out.startswith('name: mine\n')


@pytest.mark.parametrize(
    ('source', 'name'),
    [('Our Words.csv', 'our-words'), ('--.csv', 'terms'), ('用語.csv', 'terms')],
)
def test_a_name_is_made_from_that_of_the_file(desk, source, name):
    desk.write(source, 'name,definition\nA,a\n')
    ran = desk.run('convert', f'./{source}', '--from', 'csv', '--to', 'yaml')
    assert ran.out.startswith(f'name: {name}\n')


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--to', 'yaml', '--name', 'Not A Name'], 'name'),
        (['--to', 'yaml', '--lang', '?'], 'lang'),
        ([], 'missing target format; add --to FORMAT (valid formats: yaml, toml'),
        (['x.foo'], 'missing target format'),
        (['--to', 'docx'], 'invalid choice'),
    ],
)
def test_what_cannot_be_meant_is_refused(desk, arguments, message):
    desk.write('words.csv', 'name,definition\nA,a\n')
    ran = desk.run('convert', 'words.csv', *arguments)
    assert (ran.status, ran.out) == (2, '')
    assert message in ran.err


def test_a_faulty_source_is_not_converted_by_halves(desk):
    desk.write('words.csv', 'name,definition,status\nA,a,odd\nB,,\n')
    ran = desk.run('convert', 'words.csv', 'words.json')
    assert ran.status == 1
    assert ran.err.splitlines() == [
        'words.csv:2:1: "status" must be one of draft, approved, deprecated, not "odd" '
        '[archgloss.data]',
        'words.csv:3:1: the record has no "definition"; add it, or "see" for a redirect '
        '[archgloss.data]',
        'nothing was written; use --keep-going to convert the rest',
    ]
    assert list(desk.files()) == ['words.csv']
    assert desk.run('convert', 'words.csv', 'words.json', '--keep-going').status == 0
    assert json.loads(desk.read('words.json'))['terms'] == [
        {'name': 'A', 'definition': 'a'}
    ]


@pytest.mark.parametrize(
    ('name', 'raw', 'status', 'message'),
    [
        ('gone.csv', None, 2, 'gone.csv:1:1: term set file not found'),
        ('gone.rst', None, 2, 'gone.rst:1:1: term set file not found'),
        ('a.rst', b'Title\n', 1, 'a.rst:1:1: no glossary in the file'),
        ('a.md', b'\xff', 1, 'a.md:1:1: not UTF-8'),
        ('a.csv', b'x' * 30_000_000, 2, 'a.csv:1:1: the file is larger than'),
        ('a.yaml', b'name: [', 1, 'a.yaml:1:'),
        ('a.txt', b'', 1, 'a.txt:1:1: the file is empty'),
    ],
)
def test_bad_sources_are_reported(desk, name, raw, status, message):
    if raw is not None:
        desk.write(name, raw)
    ran = desk.run('convert', name, 'new.toml')
    assert (ran.status, ran.out) == (status, '')
    assert message in ran.err
    assert 'new.toml' not in desk.files()


def test_definitions_in_myst_are_not_put_into_a_rst_page(desk):
    desk.write('a.yaml', 'name: a\nmarkup: myst\nterms: [{name: A, definition: a}]\n')
    ran = desk.run('convert', 'a.yaml', 'a.rst')
    assert ran.status == 2
    assert ran.err.endswith('in MyST; write to a .md file\n')


@pytest.mark.parametrize('newline', ['\r\n', '\r'])
@pytest.mark.parametrize('mark', ['', '\ufeff'])
def test_pages_of_other_systems_are_read(desk, newline, mark):
    desk.write('g.rst', (mark + GLOSSARY).replace('\n', newline).encode())
    before = desk.read('g.rst')
    ran = desk.run('convert', 'g.rst', '--to', 'csv')
    assert (
        ran.out.splitlines()[1] == 'Token,A piece of *text*.,piece,term-Token; term-piece,T'
    )
    assert desk.read('g.rst') == before


# -- writing ---------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, 'mkfifo'), reason='Windows has no such files')
def test_a_pipe_is_neither_read_nor_replaced(desk):
    os.mkfifo(desk.folder / 'pipe.json')
    ran = desk.run('convert', 'pipe.json', 'terms.yaml')
    assert (ran.status, 'not a regular file' in ran.err) == (2, True)
    ran = desk.run('convert', '--force', 'architecture', 'pipe.json')
    assert (ran.status, 'pipe.json is not a regular file' in ran.err) == (2, True)
    assert (desk.folder / 'pipe.json').is_fifo()


def test_a_file_that_is_there_is_replaced_only_on_request(desk):
    desk.write('terms.json', 'mine')
    ran = desk.run('convert', 'architecture', 'terms.json')
    assert (ran.status, desk.read('terms.json')) == (2, 'mine')
    assert 'terms.json already exists; use --force to overwrite it' in ran.err
    Path('terms.json').chmod(0o640)
    assert desk.run('convert', 'architecture', 'terms.json', '--force').status == 0
    assert json.loads(desk.read('terms.json'))['name'] == 'architecture'
    assert Path('terms.json').stat().st_mode & 0o777 == 0o640


def test_a_new_file_gets_the_usual_permissions(desk):
    desk.run('convert', 'architecture', 'new.json')
    usual = desk.write('usual', '')
    assert Path('new.json').stat().st_mode == usual.stat().st_mode


def test_a_read_only_file_is_left_alone(desk):
    desk.write('terms.json', 'mine').chmod(0o444)
    ran = desk.run('convert', 'architecture', 'terms.json', '--force')
    assert (ran.status, desk.read('terms.json')) == (2, 'mine')
    assert ran.err.endswith('terms.json is read-only; nothing was changed\n')
    assert list(desk.files()) == ['terms.json']


def test_a_link_stays_a_link(desk):
    desk.write('real/terms.json', 'old')
    Path('terms.json').symlink_to('real/terms.json')
    assert desk.run('convert', 'architecture', 'terms.json', '--force').status == 0
    assert Path('terms.json').is_symlink()
    assert json.loads(desk.read('real/terms.json'))['name'] == 'architecture'


@pytest.mark.parametrize('target', ['no/such/a.json', '.json'])
def test_a_target_that_cannot_be_written_is_reported(desk, target):
    Path('.json').mkdir()
    ran = desk.run('convert', 'architecture', target, '--to', 'json', '--force')
    assert ran.status == 2
    assert re.search(r'cannot be (written|read): ', ran.err)
    assert desk.files() == {}


def test_a_file_that_somebody_else_changes_meanwhile_is_left_alone(desk, monkeypatch):
    path = desk.write('terms.json', 'old')
    sync = safe_write.os.fsync

    def meanwhile(number):
        sync(number)
        path.write_text('theirs')

    monkeypatch.setattr(safe_write.os, 'fsync', meanwhile)
    ran = desk.run('convert', 'architecture', 'terms.json', '--force')
    assert (ran.status, desk.files()) == (2, {'terms.json': b'theirs'})
    assert (
        'was changed by another program during the command; nothing was written' in ran.err
    )


def test_a_disk_that_is_full_leaves_the_file_as_it_was(desk, monkeypatch):
    desk.write('terms.json', 'old')

    def full(_number):
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr(safe_write.os, 'fsync', full)
    ran = desk.run('convert', 'architecture', 'terms.json', '--force')
    assert (ran.status, desk.files()) == (2, {'terms.json': b'old'})
    assert ran.err.endswith(
        'cannot be written: No space left on device; nothing was changed\n'
    )


def test_a_set_can_be_written_over_itself(desk):
    desk.write('terms.yaml', SET)
    assert desk.run('convert', 'terms.yaml', 'terms.yaml', '--force').status == 0
    once = desk.read('terms.yaml')
    assert desk.run('convert', 'terms.yaml', 'terms.yaml', '--force').status == 0
    assert desk.read('terms.yaml') == once


# -- editors ---------------------------------------------------------------------------


def modeline(desk, name):
    return desk.read(name).splitlines()[0]


def test_a_yaml_file_names_the_schema_that_lies_above_it(desk):
    desk.write('.git/config', '')
    desk.write(SCHEMA_FILE, '{}')
    Path('docs/terms').mkdir(parents=True)
    ran = desk.run('convert', 'architecture', 'docs/terms/a.yaml')
    assert modeline(desk, 'docs/terms/a.yaml') == (
        f'# yaml-language-server: $schema=../../{SCHEMA_FILE}'
    )
    assert 'wrote' not in ran.err
    assert desk.read(SCHEMA_FILE) == '{}'


RICH = """\
name: serving
title: Serving
markup: myst
categories:
- {id: memory, label: Memory}
terms:
- name: KV cache
  definition: The keys and values.
  aliases: [{text: KVC, kind: acronym, case: exact}, key-value cache]
  related: [Token]
  categories: [memory]
  extra: {owner: serving}
- name: Token
  definition: |
    A piece of text.

    - a list
  references: [{label: a paper, url: 'https://example.org/a'}]
"""


@pytest.mark.parametrize('source', ['architecture', 'rich.yaml'])
def test_an_editor_finds_the_schema_by_the_modeline_and_checks_the_set(desk, source):
    desk.write('rich.yaml', RICH)
    Path('docs/terms').mkdir(parents=True)
    assert desk.run('convert', source, 'docs/terms/a.yaml').status == 0
    # as yaml-language-server reads it: a comment, and a path relative to the file
    (named,) = re.findall(
        r'^#\s+yaml-language-server\s*:\s*\$schema=(\S+)',
        desk.read('docs/terms/a.yaml'),
        re.MULTILINE,
    )
    schema = json.loads(Path('docs/terms', named).read_text('utf-8'))
    jsonschema_rs.meta.validate(schema)
    check = jsonschema_rs.validator_for(schema)
    data = yaml.safe_load(desk.read('docs/terms/a.yaml'))
    assert [error.message for error in check.iter_errors(data)] == []
    assert data['terms']
    data['terms'][0]['alias'] = ['what is not a key']
    assert not check.is_valid(data)


def test_the_schema_is_written_where_there_is_none(desk):
    Path('docs').mkdir()
    desk.run('convert', 'architecture', 'docs/a.yaml')
    assert modeline(desk, 'docs/a.yaml') == f'# yaml-language-server: $schema={SCHEMA_FILE}'
    assert desk.read(f'docs/{SCHEMA_FILE}') == rendered_schema()


def test_the_schema_can_be_somewhere_else_or_nowhere(desk):
    url = 'https://example.org/s.json'
    desk.run('convert', 'architecture', 'a.yaml', '--schema', url)
    desk.run('convert', 'architecture', 'b.yaml', '--no-schema')
    assert modeline(desk, 'a.yaml') == f'# yaml-language-server: $schema={url}'
    assert modeline(desk, 'b.yaml') == 'name: architecture'
    assert set(desk.files()) == {'a.yaml', 'b.yaml'}
    assert desk.run('convert', 'a.yaml', '--to', 'yaml').out.startswith('name: ')


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('bare.yaml', 'terms:\n- name: A\n  definition: X.\n'),
        ('bare.yaml', 'name:\nterms:\n- name: A\n  definition: X.\n'),
        ('bare.toml', "[[terms]]\nname = 'A'\ndefinition = 'X.'\n"),
        ('bare.json', '{"terms": [{"name": "A", "definition": "X."}]}'),
        ('ill.yaml', 'name: My set\nterms:\n- name: A\n  definition: X.\n'),
    ],
)
def test_a_set_without_a_name_is_given_one(desk, name, text):
    desk.write(name, text)
    assert desk.run('convert', name, '--to', 'yaml').status == 1
    ran = desk.run('convert', name, '--to', 'json', '--name', 'mine')
    assert (ran.status, json.loads(ran.out)['name']) == (0, 'mine')


def test_a_glossary_of_docusaurus_is_recognized_by_its_shape(desk):
    text = (
        '{"terms": [{"term": "API", "definition": "d", "documentation": {"path": "/x"}},'
        ' {"term": "release", "definition": "d"}]}'
    )
    desk.write('glossary.json', text)
    ran = desk.run('convert', 'glossary.json', 'words.yaml', '--no-schema')
    assert ran == (
        0,
        '',
        'glossary.json:1:1: note: the keys of "API" that records do not have are kept as '
        'extra.documentation [archgloss.data]\n',
    )
    assert yaml.safe_load(desk.read('words.yaml')) == {
        'name': 'words',
        'terms': [
            {
                'name': 'API',
                'definition': 'd',
                'anchors': ['api'],
                'extra': {'documentation': {'path': '/x'}},
            },
            # as in every set that is made, mentions of plain words are no links
            {
                'name': 'release',
                'definition': 'd',
                'anchors': ['release'],
                'autolink': 'suggest',
            },
        ],
    }
    desk.write('glossary.txt', text)
    ran = desk.run('convert', 'glossary.txt', '--from', 'docusaurus', '--to', 'csv')
    assert ran.out == 'name,definition,anchors\nAPI,d,api\nrelease,d,release\n'
    assert desk.run('convert', 'glossary.json', '--to', 'docusaurus').status == 2


def test_old_ids_of_a_glossary_can_be_left_out(desk):
    desk.write('glossary.rst', GLOSSARY)
    ran = desk.run('convert', 'glossary.rst', '--to', 'yaml', '--no-anchors')
    assert ran.status == 0
    assert 'anchors' not in ran.out
    assert (
        'anchors: [term-KV-cache]'
        in desk.run('convert', 'glossary.rst', '--to', 'yaml').out
    )


@pytest.mark.parametrize('option', ['', '   :sorted:\n'])
def test_a_glossary_comes_back_as_sphinx_shows_it(desk, option):
    text = GLOSSARY.replace('.. glossary::\n', f'.. glossary::\n{option}')
    desk.write('glossary.rst', text)
    desk.run('convert', 'glossary.rst', 'terms.yaml')
    ran = desk.run('convert', 'terms.yaml', 'again.rst')
    assert ran == (0, '', '')
    assert desk.read('again.rst') == text.replace('\n      ', '\n     ')


def test_a_file_of_an_unknown_kind_is_refused(desk):
    desk.write('words.docx', 'name: s\nterms:\n- name: A\n  definition: X.\n')
    ran = desk.run('convert', 'words.docx', 'words.yaml')
    assert (ran.status, ran.out) == (2, '')
    assert ran.err == (
        'archgloss: words.docx has an unknown file extension; valid extensions: .yaml, .yml, .toml, '
        '.json, .csv, .tsv, .txt, .rst, .rest, .md, .markdown; or use --from FORMAT\n'
    )
    assert desk.run('convert', 'words.docx', 'words.yaml', '--from', 'yaml').status == 0
    for command in (('check', 'words.docx'), ('diff', 'words.docx', 'words.yaml')):
        ran = desk.run(*command)
        assert ran.status == 2
        assert 'valid extensions: .yaml, .yml, .toml, .json; convert it with' in ran.err
