"""The check is sound: its report is a function of the sources alone."""

from __future__ import annotations

import os

import pytest

from pages import Page
from projects import CONF, Project
from sphinx_ext.termcheck.tried import Tried

RECORDS = """\
- name: Token
  definition: A piece of text that a model reads.
  formerly: [Word piece]
- name: KV cache
  definition: Store of what has been worked out for earlier words.
  aliases: [{text: attention cache, status: deprecated}]
"""


@pytest.fixture
def tried(tmp_path):
    made = Tried(tmp_path)
    made.records(RECORDS)
    for n in range(8):  # or Sphinx reads them one after the other
        made.write(
            f'page-{n}.rst',
            f'Page {n}\n======\n\nA token, an attention cache, :term-ref:`word piece`,\n'
            f':term-ref:`wanted {n % 3}`.\n\n'
            '.. term-check: off deprecated -- as it was\n\nAn attention cache.\n',
        )
    return made


def outcome(tried, **more):
    built = tried.check(**more)
    files = {
        name: (tried.output / name).read_bytes()
        for name in ('termcheck.json', 'termcheck.sarif')
    }
    table = built.text.partition('[100%] near-labels')[2]
    return built.status, sorted(built.warnings), files, table.partition('\nbuild ')[0]


def test_the_same_at_once_again_in_parallel_and_after_another_builder(tried):
    tried.conf(archgloss_check_fail_on=['deprecated'])
    first = outcome(tried)
    assert first[0] == 1
    assert outcome(tried) == first
    assert outcome(tried, jobs=2) == first
    tried.doctrees = tried.doctrees.with_name('parallel')
    assert outcome(tried, jobs=2) == first
    tried.doctrees = tried.doctrees.with_name('shared')
    tried.check(builder='html')
    assert outcome(tried) == first


def test_after_an_edit_the_same_as_from_nothing(tried):
    outcome(tried)
    tried.records(RECORDS.replace('attention cache', 'key store'))
    path = tried.write('page-3.rst', 'Page\n====\n\nA key store and a token.\n')
    later = path.stat().st_mtime + 1
    os.utime(path, (later, later))
    edited = outcome(tried)
    tried.doctrees = tried.doctrees.with_name('clean')
    assert outcome(tried) == edited
    assert {
        finding['path'] for finding in tried.findings if finding['rule'] == 'deprecated'
    } == {'page-3.rst'}


def test_pages_are_written_as_ever_after_a_check(tried):
    tried.conf(archgloss_autolink='first')
    tried.check(builder='html')
    page = (tried.output / 'page-1.html').read_bytes()
    tried.check()
    tried.doctrees = tried.doctrees.with_name('checked-first')
    tried.check()
    built = tried.check(builder='html')
    assert built.read == set()
    assert (tried.output / 'page-1.html').read_bytes() == page


OLD = """\
name: set
terms:
- name: Word piece
  definition: A piece of text.
- name: Head
  definition: It attends.
"""
NEW = OLD.replace('name: Word piece', 'name: Token\n  formerly: [Word piece]')


@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'singlehtml', 'epub'])
def test_the_anchor_of_an_old_name_stays(tmp_path, builder):
    project = Project(tmp_path / 'docs')
    project.write('conf.py', CONF + "archgloss_term_sets = ['set.yaml']\n")
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n\n:term-ref:`head`\n')
    project.write('set.yaml', OLD)
    name = 'index.xhtml' if builder == 'epub' else 'index.html'
    before = Page(project.build(builder=builder).page(name))
    project.write('set.yaml', NEW)
    built = project.build(builder=builder)
    after = Page(built.page(name))
    assert set(before.ids) < set(after.ids)
    assert set(after.ids) - set(before.ids) == {'term-token', 'term-set-token'}
    assert after.repeated_ids == []
    clean = project.build(builder=builder, out='clean', doctrees='clean-doctrees')
    assert clean.page(name) == built.page(name)


@pytest.mark.parametrize(
    ('builder', 'name', 'mark'),
    [
        ('latex', 'test.tex', r'\label{\detokenize{index:term-word-piece}}'),
        ('texinfo', 'test.texi', '@anchor{index term-word-piece}'),
        ('xml', 'index.xml', 'term-word-piece'),
    ],
)
def test_old_anchors_where_pages_are_not_html(tmp_path, builder, name, mark):
    project = Project(tmp_path / 'docs')
    project.write('conf.py', CONF + "archgloss_term_sets = ['set.yaml']\n")
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    project.write('set.yaml', NEW)
    assert mark in project.build(builder=builder).page(name)


def test_an_old_name_that_another_term_takes_is_given_up(tmp_path):
    project = Project(tmp_path / 'docs')
    project.write('conf.py', CONF + "archgloss_term_sets = ['set.yaml']\n")
    project.write('index.rst', 'Index\n=====\n\n:term-ref:`head`\n')
    project.write('glossary.rst', ':orphan:\n\nGlossary\n========\n\n.. term-set::\n')
    project.write('set.yaml', NEW)
    project.build()
    project.write(
        'set.yaml', NEW + '- {name: Word-piece, id: word-piece, definition: New.}\n'
    )
    built = project.build()
    assert built.written - {'index'} == {'glossary'}  # Sphinx 8 writes the root again
    page = built.page('glossary.html')
    assert Page(page).repeated_ids == []
    # the anchor is the new term's
    assert page.index('id="term-word-piece"') > page.index('id="term-token"')
    head, _, _ = page[page.index('id="term-token"') :].partition('</dt>')
    assert 'word-piece' not in head
