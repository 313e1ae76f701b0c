"""`archgloss show`: from sets alone, and from a project that has been built."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest

from sphinxcontrib_archgloss.commands.ground import arguments

SET = """\
name: serving
terms:
  - name: KV cache
    definition: |
      Keys and values.

      - one list
    aliases: [{text: KV, kind: acronym, hidden: true, autolink: 'off'}, key-value cache]
    references: [{label: Kwon, url: 'https://example.org/1'}]
    published: false
  - name: Token
    definition: A piece of the :term-ref:`KV cache`.
    related: [KV cache]
"""


def test_everything_in_a_set_is_shown(desk):
    desk.write('terms.yaml', SET)
    assert desk.run('show', '--sets', 'terms.yaml', 'kv', 'caches') == (
        0,
        'KV cache    (serving:kv-cache)\n'
        'definition  Keys and values.\n'
        '\n'
        '            - one list\n'
        'aliases     KV (acronym, hidden, autolink off)\n'
        '            key-value cache\n'
        'published   false\n'
        'references  Kwon <https://example.org/1>\n'
        'labels      KV cache, KV, key-value cache\n'
        'named by    Token (related)\n'
        'record      terms.yaml:3\n',
        '',
    )


def test_built_in_sets_are_looked_in_by_default(desk):
    ran = desk.run('show', 'MoE')
    assert ran.out.splitlines()[0] == 'Mixture of experts (architecture:mixture-of-experts)'


def test_a_term_that_is_not_there_is_answered_with_near_ones(desk):
    ran = desk.run('show', 'tokn')
    assert (ran.status, ran.out) == (1, '')
    assert ran.err.startswith('unknown term "tokn"; did you mean "Token"')
    elsewhere = (
        'Only the built-in sets (architecture) were searched; '
        'use --sets or --project for others\n'
    )
    assert ran.err.endswith(f'? {elsewhere}')
    assert desk.run('show', '????????').err == f'unknown term "????????". {elsewhere}'
    ran = desk.run('show', 'tokn', '--format', 'json')
    assert json.loads(ran.out)['nearest'][0] == 'Token'


def test_two_terms_are_distinguished(desk):
    desk.write('terms.yaml', SET)
    ran = desk.run('show', '--sets', 'terms.yaml,architecture', 'Token')
    assert (ran.status, ran.err) == (
        1,
        'ambiguous term "Token": it matches 2 terms; use serving:token or architecture:token\n',
    )
    ran = desk.run(
        'show', '--sets', 'terms.yaml', '--sets', 'architecture', 'serving:token'
    )
    assert ran.status == 0


def test_machines_get_json(desk):
    desk.write('terms.yaml', SET)
    data = json.loads(
        desk.run('show', '--sets', 'terms.yaml', 'KV', '--format', 'json').out
    )
    assert data['key'] == 'serving:kv-cache'
    assert data['term']['aliases'][1] == 'key-value cache'
    assert data['named_by'] == [{'name': 'Token', 'key': 'related'}]
    assert 'links_to' not in data


def test_faults_of_a_set_are_reported_too(desk):
    desk.write('terms.yaml', SET + '    colour: red\n')
    ran = desk.run('show', '--sets', 'terms.yaml', 'token')
    assert ran.status == 0
    assert 'unknown key "colour"' in ran.err


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--project', 'gone'], 'gone has no conf.py; name a source directory'),
        (
            ['--project', 'empty'],
            'no build of empty found; build the project, or use --doctrees',
        ),
        (['--doctrees', 'gone'], 'no build in gone; build the project'),
        (['--doctrees', 'bad'], 'was made with another version of Sphinx or archgloss'),
        (['--doctrees', 'odd'], 'was made with another version of Sphinx or archgloss'),
        (['--confdir', 'x'], '--confdir requires --project or --doctrees'),
        (['--sets', 'x', '--project', 'y'], 'not allowed with argument'),
        (['--sets', 'gone.yaml'], 'gone.yaml:1: term set file not found'),
    ],
)
def test_what_cannot_be_looked_in_is_refused(desk, arguments, message):
    desk.write('empty/conf.py', '')
    desk.write('bad/environment.pickle', b'not a pickle')
    desk.write('odd/environment.pickle', pickle.dumps({}))
    ran = desk.run('show', *arguments, 'token')
    assert (ran.status, ran.out) == (2, '')
    assert message in ran.err


@pytest.fixture
def built(project, monkeypatch):
    """A project that has been built, its sets beside its pages."""
    project.conf(archgloss_term_sets=['terms.yaml'])
    project.write('terms.yaml', SET.replace('    published: false\n', ''))
    project.write(
        'index.rst',
        """\
        Index
        =====

        .. toctree::

           cache

        .. term-set::

        A :term-ref:`KV`, and an :any:`KV cache`.
        """,
    )
    project.write(
        'cache.rst', ':term-page: KV cache\n\nThe cache\n=========\n\n:term-ref:`KV`\n'
    )
    assert project.build(doctrees='docs/_build/doctrees').status == 0
    monkeypatch.chdir(project.source.parent)
    return project


def test_for_a_built_project_links_and_referring_pages_are_shown(desk, built):
    os.chdir(built.source.parent)
    before = {p: p.stat().st_mtime for p in built.source.rglob('*')}
    ran = desk.run('show', '--project', 'docs', 'key-value cache')
    assert ran.status == 0
    assert ran.out.split('record')[1] == (
        '      docs/terms.yaml:3\n'
        'links to    cache (published)\n'
        'claimed by  cache\n'
        'referred to docs/terms.yaml:11\n'
        '            docs/index.rst:10\n'
        '            docs/index.rst:10\n'
        '            docs/cache.rst:6\n'
    )
    ran = desk.run('show', '--doctrees', 'docs/_build/doctrees', 'Token')
    assert ran.out.endswith(
        'links to    index#term-token (unpublished)\nreferred to by no page\n'
    )
    ran = desk.run(
        'show', '--doctrees', 'docs/_build/doctrees', '--confdir', 'docs', 'KV',
        '--format', 'json',
    )  # fmt: skip
    data = json.loads(ran.out)
    assert data['links_to']['docname'] == 'cache'
    assert data['claimed_by'] == ['cache']
    assert len(data['referred_to']) == 4
    # looking changes nothing
    assert {p: p.stat().st_mtime for p in built.source.rglob('*')} == before

    # another project, or another version, is not taken for this one
    path = Path('docs/_build/doctrees/environment.pickle')
    env = pickle.loads(path.read_bytes())
    env.domaindata['archgloss']['version'] = -1
    path.write_bytes(pickle.dumps(env))
    ran = desk.run('show', '--project', 'docs', 'KV')
    assert (ran.status, 'another version' in ran.err) == (2, True)
    del env.domaindata['archgloss']
    path.write_bytes(pickle.dumps(env))
    assert 'does not use archgloss' in desk.run('show', '--project', 'docs', 'KV').err
    env.srcdir = env.srcdir / 'elsewhere'
    path.write_bytes(pickle.dumps(env))
    assert 'no build of docs found' in desk.run('show', '--project', 'docs', 'KV').err


def test_only_a_set_is_a_set():
    with pytest.raises(arguments.CommandError, match='unknown term set "nothing"'):
        arguments.path_of('nothing')
