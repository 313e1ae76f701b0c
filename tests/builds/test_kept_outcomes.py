"""An outcome of the last build is kept where nothing has changed that it follows from."""

from __future__ import annotations

import pytest

COMPARE = {'ARCHGLOSS_KEPT': 'compare'}

CONF = """
extensions = ['sphinxcontrib_archgloss']
archgloss_term_sets = ['set.yaml']

import sys
OUTCOME = 'sphinxcontrib_archgloss.sphinx_ext.builds.outcome'
sys.modules.pop(OUTCOME, None)  # imported by a test

def report(app, exception):
    print('derived' if OUTCOME in sys.modules else 'kept')
    made = 'project' in vars(app.env.get_domain('archgloss').session)
    print('project made' if made else 'project not made')

def setup(app):
    app.connect('build-finished', report)
"""

RESOLVER = """
    app.connect('missing-reference', resolve)

def resolve(app, env, node, content):
    if node['reftarget'] == 'thing' and 'thing' in env.metadata['one']:
        return content
"""

SET = """\
name: set
terms:
- name: Token
  definition: A piece of text.
  canonical: tokens
- name: Head
  definition: It attends.
"""

INDEX = 'Index\n=====\n\n.. toctree::\n\n   one\n   two\n   tokens\n   entries\n'


@pytest.fixture
def built(project):
    project.write('conf.py', CONF)
    project.write('set.yaml', SET)
    project.write('index.rst', INDEX)
    project.write('tokens.rst', 'Tokens\n======\n\nText.\n')
    project.write('entries.rst', 'Entries\n=======\n\n.. term-set::\n')
    for name in ('one', 'two'):
        project.write(f'{name}.rst', f'{name}\n===\n\nA :term-ref:`head`.\n')
    assert 'derived' in project.build().text
    return project


def test_an_edit_of_prose_keeps_it(built):
    built.write('one.rst', 'one\n===\n\nNew.\n\nA :term-ref:`head`.\n')
    again = built.build()
    assert ('kept' in again.text, again.written - {'index'}) == (True, {'one'})
    assert 'kept' in built.build().text
    built.write(
        'one.rst', 'one\n===\n\nNew.\n\nA :term-ref:`head` and a :term-ref:`token`.\n'
    )
    assert 'derived' in built.build().text


def test_a_definition_with_a_link_keeps_it_until_the_link_breaks(built):
    built.write('conf.py', CONF + RESOLVER)
    built.write('set.yaml', SET.replace('text.', 'text, see :any:`thing`.'))
    page = 'one\n===\n\nA :term-ref:`head`.\n'
    built.write('one.rst', f':thing: here\n\n{page}')
    assert 'target not found: thing' not in built.build().text
    built.write('one.rst', f':thing: here\n\n{page}\nMore.\n')
    assert 'kept' in built.build().text
    built.write('one.rst', page)
    for environment in ({}, COMPARE):
        again = built.build(env=environment)
        assert 'target not found: thing' in again.text
        assert 'AssertionError' not in again.text
    built.write('one.rst', f'{page}\nMore.\n')
    again = built.build()
    assert 'kept' in again.text
    assert 'target not found: thing' in again.text
    built.write('one.rst', f':thing: here\n\n{page}')
    assert 'target not found: thing' not in built.build(env=COMPARE).text


def test_a_link_in_definitions_is_tried_once_before_pages_are_written(built):
    asked = RESOLVER.replace(
        '    if node', "    print('asked for', node['reftarget'])\n    if node"
    )
    built.write('conf.py', CONF + asked)
    text = SET.replace('text.', 'text, see :any:`thing`.').replace(
        '.\n  c', ', a :any:`thing`.\n  c'
    )
    built.write('set.yaml', text)
    again = built.build(env=COMPARE)
    # tried, and written twice
    assert again.text.count('asked for thing') == 3


@pytest.mark.parametrize('edit', ['title', 'order', 'label', 'problem'])
def test_what_pages_show_of_others_changes_it(built, edit):
    match edit:
        case 'title':  # the id of the section stays
            built.write('tokens.rst', 'TOKENS\n======\n\nText.\n')
            assert 'TOKENS' in built.build(env=COMPARE).page('entries.html')
        case 'order':
            order = INDEX.replace('   one\n   two\n', '   two\n   one\n')
            built.write('index.rst', order)
            page = built.build(env=COMPARE).page('entries.html')
            entry = page.partition('id="term-head"')[2].partition('</dl>')[0]
            assert entry.index('two.html') < entry.index('one.html')
        case 'label':
            built.write('set.yaml', SET.replace('text.', 'text, see :ref:`here`.'))
            built.write('two.rst', '.. _here:\n\nOld\n---\n\nA :term-ref:`head`.\n')
            built.build(env=COMPARE)
            built.write('two.rst', '.. _here:\n\nOLD\n---\n\nA :term-ref:`head`.\n')
            assert 'OLD' in built.build(env=COMPARE).page('entries.html')
        case 'problem':
            built.write('one.rst', 'one\n===\n\nA :term-ref:`gone`.\n')
            assert 'one.rst:4:' in built.build(env=COMPARE).text
            built.write('one.rst', 'one\n===\n\nNew.\n\nA :term-ref:`gone`.\n')
            assert 'one.rst:6:' in built.build(env=COMPARE).text


def test_a_page_that_refers_to_terms_is_written_without_loading_them(built):
    built.write('one.rst', 'one\n===\n\nNew.\n\nA :term-ref:`head`.\n')
    again = built.build()
    assert 'project not made' in again.text
    assert 'term-unpublished' in again.page('one.html')


def test_a_project_without_terms_has_the_outcome_that_would_be_derived(project):
    project.conf()
    project.write('index.rst', 'Start\n=====\n\nText.\n')
    for _ in range(2):
        built = project.build('-W', env=COMPARE)
        assert built.status == 0, built.text
