"""Sets, projects and packages that move: the next build is that of a clean directory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sphinxcontrib_archgloss
from builds.model import CONF, LAYOUT
from builds.workshop import build, tree
from projects import Project

SET = """\
name: two
terms:
- name: Token
  definition: A piece of text.
- name: KV cache
  definition: It keeps the keys of each :term-ref:`Token`.
"""

TOML = """\
name = "two"

[[terms]]
name = "Token"
definition = "A piece of text."

[[terms]]
name = "KV cache"
definition = "It keeps the keys of each :term-ref:`Token`."
"""

# Put into conf.py: changes a set before the page "late" is read, and undoes it after.
CHANGE = """
import os
from pathlib import Path

def setup(app):
    path = Path(app.srcdir, 'two.yaml')
    text = path.read_text() if path.exists() else ''

    def change(app, docname, content):
        if docname == os.environ.get('CHANGE_AT'):
            if os.environ['CHANGE_TO']:
                path.write_text(text.replace('A piece', os.environ['CHANGE_TO']))
            else:
                path.unlink()

    def undo(app, doctree):
        if app.env.docname == os.environ.get('CHANGE_AT'):
            path.write_text(text)

    app.connect('source-read', change)
    app.connect('doctree-read', undo)
"""


class Work(Project):
    """A project with a set, whose builds are held against clean ones."""

    def __init__(self, source, sets=('two.yaml',)):
        super().__init__(source)
        self.configure(sets)
        self.write('_templates/layout.html', LAYOUT)
        self.write('two.yaml', SET)
        toctree = '.. toctree::\n\n   glossary\n   one\n   two\n'
        self.write('index.rst', f'Index\n=====\n\n{toctree}')
        self.write('glossary.rst', 'Glossary\n========\n\n.. term-set::\n')
        self.write('one.rst', 'One\n===\n\nOf :term-ref:`tokens`.\n')
        self.write('two.md', '# Two\n\nOf the {term-ref}`KV cache`.\n')

    def configure(self, sets, more=''):
        names = f'archgloss_term_sets = {list(sets)!r}\n'
        self.write('conf.py', CONF + names + more)

    def go(self, where='kept', jobs=1):
        top = self.source.parent / where
        return build(self.source, top / 'html', top / 'doctrees', jobs=jobs)

    def same_as_clean(self, jobs=1):
        """Build, hold output and verdict against a clean build's, return the build."""
        made = self.go(jobs=jobs)
        shutil.rmtree(self.source.parent / 'clean', ignore_errors=True)
        clean = self.go('clean')
        assert (made.status, made.warnings) == (clean.status, clean.warnings), made.text
        kept = tree(self.source.parent / 'kept/html')
        for name, data in tree(self.source.parent / 'clean/html').items():
            assert kept[name] == data, name
        return made


@pytest.fixture
def work(tmp_path):
    made = Work(tmp_path / 'docs')
    assert made.go().status == 0
    return made


def rename(work):
    (work.source / 'two.yaml').rename(work.source / 'words.yaml')
    work.configure(['words.yaml'])


def move_into_a_folder(work):
    (work.source / 'terms').mkdir()
    (work.source / 'two.yaml').rename(work.source / 'terms/two.yaml')
    work.configure(['terms/two.yaml'])


def move_out_of_the_sources(work):
    (work.source / 'two.yaml').rename(work.source.parent / 'two.yaml')
    work.configure(['../two.yaml'])


def convert(work):
    (work.source / 'two.yaml').unlink()
    work.write('two.toml', TOML)
    work.configure(['two.toml'])


MOVES = [rename, move_into_a_folder, move_out_of_the_sources, convert]


@pytest.mark.parametrize('move', MOVES)
@pytest.mark.parametrize('argument', ['', ' two'], ids=['bare', 'by name'])
def test_a_set_that_moves_with_its_content(tmp_path, move, argument):
    work = Work(tmp_path / 'docs')
    work.write('glossary.rst', f'Glossary\n========\n\n.. term-set::{argument}\n')
    assert work.go().status == 0
    move(work)
    assert work.same_as_clean().status == 0
    again = work.go()
    assert (again.read, again.written, again.status) == (set(), set(), 0)


@pytest.mark.parametrize('move', MOVES)
def test_a_set_that_moves_and_that_a_map_and_a_definition_name(tmp_path, move):
    work = Work(tmp_path / 'docs')
    parts = '.. term-map:: two\n\n.. term-definition:: Token\n   :set: two\n'
    work.write('one.rst', f'One\n===\n\nOf :term-ref:`tokens`.\n\n{parts}')
    assert work.go().status == 0
    move(work)
    assert work.same_as_clean().status == 0


def test_the_place_of_a_problem_is_where_the_set_is_now(work):
    work.write('two.yaml', SET + '  colour: blue\n')
    assert work.go().status == 1
    rename(work)
    assert work.same_as_clean().warnings[0].startswith('words.yaml:7')


def test_a_project_that_moves_with_its_doctrees(work):
    moved = Path(shutil.move(work.source.parent, work.source.parent.with_name('moved')))
    there = Work(moved / 'docs')
    assert there.same_as_clean().status == 0
    again = there.go()
    assert (again.read, again.written, again.status) == (set(), set(), 0)


@pytest.fixture
def packages(tmp_path):
    """Two copies of the package."""
    folder = Path(sphinxcontrib_archgloss.__file__).parent
    for name in ('one', 'other'):
        shutil.copytree(folder, tmp_path / name / folder.name)
    return tmp_path


def run(package, source, out, builder='html'):
    """Build with the package in a folder; return what Sphinx prints."""
    command = [sys.executable, '-m', 'sphinx', '-b', builder, '-W', '--keep-going', '-N']
    command += ['-d', str(out / 'doctrees'), str(source), str(out / builder)]
    made = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, 'PYTHONPATH': str(package), 'PYTHONSAFEPATH': '1'},
    )
    return made.returncode, made.stdout + made.stderr


@pytest.mark.parametrize('builder', ['html', 'gettext'])
def test_a_package_that_lies_elsewhere(packages, tmp_path, builder):
    work = Work(tmp_path / 'docs', sets=['architecture', 'two.yaml'])
    work.write('two.yaml', SET.replace('Token', 'Morpheme'))
    work.write('one.rst', 'One\n===\n\nOf :term-ref:`tokens`.\n')
    work.write('glossary.rst', 'Glossary\n========\n\n.. term-set::\n   :group: category\n')
    status, text = run(packages / 'one', work.source, tmp_path / 'kept', builder)
    assert status == 0, text
    before = tree(tmp_path / f'kept/{builder}')
    status, text = run(packages / 'other', work.source, tmp_path / 'kept', builder)
    assert status == 0, text
    if builder == 'html':
        assert '0 added, 0 changed, 0 removed' in text
        assert 'writing output... [' not in text
        assert tree(tmp_path / 'kept/html') == before
    status, text = run(packages / 'other', work.source, tmp_path / 'clean', builder)
    assert status == 0, text
    kept = without_dates(tree(tmp_path / f'kept/{builder}'))
    assert kept == without_dates(tree(tmp_path / f'clean/{builder}'))


def without_dates(files):
    return {
        name: b'\n'.join(line for line in data.split(b'\n') if b'Creation-Date' not in line)
        for name, data in files.items()
    }


@pytest.mark.parametrize('change', ['Other words', ''], ids=['edit', 'delete'])
@pytest.mark.parametrize('jobs', [1, 2])
@pytest.mark.parametrize('argument', ['', ' two'], ids=['bare', 'by name'])
def test_a_set_that_changes_while_pages_are_read(
    tmp_path, monkeypatch, change, jobs, argument
):
    work = Work(tmp_path / 'docs')
    work.configure(['two.yaml'], CHANGE)
    for n in range(6):  # so that there is something to share out
        work.write(f'a{n}.rst', ':orphan:\n\nA\n=\n\nText.\n')
    work.write('late.rst', f':orphan:\n\nLate\n====\n\n.. term-set::{argument}\n')
    monkeypatch.setenv('CHANGE_AT', 'late')
    monkeypatch.setenv('CHANGE_TO', change)
    first = work.go(jobs=jobs)
    monkeypatch.delenv('CHANGE_AT')
    assert first.status == 0, first.text
    assert work.same_as_clean(jobs=jobs).status == 0
