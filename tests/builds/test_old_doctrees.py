"""Doctree directories of other versions, and damaged ones, cost time and nothing else.

The version before is the package of a commit of this repository, taken from its history.
It builds a project; the package under test then builds on what that build has left.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from builds.workshop import build, tree
from projects import Project

REPOSITORY = Path(__file__).parents[2]
COMMIT_BEFORE = '3503585db3d7ebb0ca4a78661c84c81c2a984f1d'
"""The last commit before the modules of the package moved into folders."""

PICKLED_BEFORE = b'sphinxcontrib_archgloss.reading.facts'
"""A module of that commit whose classes are in its environments."""

VERSION_BEFORE = """
from sphinxcontrib_archgloss.sphinx_ext.domain import ArchglossDomain
print(ArchglossDomain.data_version)
"""

SET = """\
name: set
terms:
- name: Token
  definition: A piece of text.
- name: KV cache
  definition: Keeps the keys of each :term-ref:`token`.
  aliases: [cache]
  broader: [Token]
"""


@pytest.fixture(scope='module')
def package_before(tmp_path_factory):
    """A folder with the package of the version before, to be put on the path."""
    command = ['git', '-C', str(REPOSITORY), 'archive', COMMIT_BEFORE]
    try:
        done = subprocess.run(
            [*command, 'sphinxcontrib_archgloss'], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip('needs git, to take the version before from the history')
    if done.returncode:
        reason = done.stderr.decode().strip()
        pytest.skip(f'needs the history of the repository with {COMMIT_BEFORE}: {reason}')
    folder = tmp_path_factory.mktemp('before')
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter='data')
    return folder


class Docs(Project):
    """A project with one of each: formats, popovers, an entry, a list, a map."""

    def __init__(self, source):
        super().__init__(source)
        extensions = ['myst_parser', 'sphinxcontrib_archgloss']
        self.conf(extensions=extensions, archgloss_term_sets=['set.yaml'])
        self.write('set.yaml', SET)
        self.write(
            'index.rst',
            'Index\n=====\n\n.. toctree::\n\n   page\n\n'
            'The :term-ref:`cache` of :term-ref:`tokens`.\n\n.. page-terms::\n\n'
            '.. term-set:: set\n',
        )
        picture = '```{term-map} set\n```\n' if shutil.which('dot') else ''
        self.write('page.md', f'# Page\n\nThe {{term-ref}}`KV cache`.\n\n{picture}')
        self.top = source.parent
        self.doctrees = self.top / 'doctrees'

    def build_before(self, package):
        """Build with the version before."""
        done = subprocess.run(
            [
                sys.executable, '-m', 'sphinx', '-N', '-W', '-b', 'html',
                '-d', str(self.doctrees), str(self.source), str(self.top / 'out'),
            ],
            capture_output=True, text=True, encoding='utf-8', check=False,
            env=_with(package), cwd=self.top,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert PICKLED_BEFORE in (self.doctrees / 'environment.pickle').read_bytes()

    def memories(self, *, of_sets):
        """Return the files that builds keep for the next one."""
        files = self.doctrees.joinpath('archgloss').rglob('*.pickle')
        return [
            path
            for path in files
            if path.name.startswith(('written-', 'outcome-')) != of_sets
        ]

    def build_now(self):
        """Build with the package under test, on what there is."""
        return build(self.source, self.top / 'out', self.doctrees)

    def check(self):
        """Check that a build on what there is goes well and equals a clean one."""
        built = self.build_now()
        assert 'Traceback' not in built.text
        assert (built.status, built.warnings, built.other_warnings) == (0, [], [])
        clean = build(self.source, self.top / 'clean', self.top / 'clean-doctrees')
        assert clean.status == 0, clean.text
        kept, expected = tree(self.top / 'out'), tree(self.top / 'clean')
        assert kept.keys() == expected.keys()
        for name, data in expected.items():
            assert kept[name] == data, name


def _with(package):
    return {**os.environ, 'PYTHONPATH': str(package)}


@pytest.fixture
def docs(tmp_path):
    return Docs(tmp_path / 'docs')


def test_doctrees_of_the_version_before_are_replaced(docs, package_before):
    docs.build_before(package_before)
    docs.check()


def test_a_term_edited_between_the_versions_is_shown(docs, package_before):
    docs.build_before(package_before)
    docs.write('set.yaml', SET.replace('A piece of text', 'A word or a part of one'))
    docs.check()


def test_domain_data_of_the_version_before_are_not_used(docs, package_before):
    """Data that can be loaded, but have another shape, are known by their version."""
    done = subprocess.run(
        [sys.executable, '-c', VERSION_BEFORE],
        capture_output=True, text=True, check=True, env=_with(package_before),
        cwd=package_before,
    )  # fmt: skip
    assert docs.build_now().status == 0
    path = docs.doctrees / 'environment.pickle'
    env = pickle.loads(path.read_bytes())
    data = env.domaindata['archgloss']
    other = dict.fromkeys(data, 'of another shape')
    env.domaindata['archgloss'] = {**other, 'version': int(done.stdout)}
    path.write_bytes(pickle.dumps(env, pickle.HIGHEST_PROTOCOL))
    docs.check()


def test_show_asks_for_a_new_build(docs, package_before):
    docs.build_before(package_before)
    done = subprocess.run(
        [
            sys.executable, '-m', 'sphinxcontrib_archgloss', 'show', 'token',
            '--doctrees', str(docs.doctrees),
        ],
        capture_output=True, text=True, encoding='utf-8', check=False, cwd=docs.top,
        env={**os.environ, 'NO_COLOR': '1'},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.endswith(
        'was made with another version of Sphinx or archgloss; build the project again\n'
    )


DAMAGED = {
    'empty': b'',
    'no pickle': b'\x80\x05garbage' * 9,
    'a pickle of something else': pickle.dumps({'pages': ['index']}),
    'a class that is gone': b'csphinxcontrib_archgloss.sphinx_ext.memory\n_Kept\n.',
}


@pytest.mark.parametrize('damaged', DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize('kind', ['written', 'outcome'])
def test_a_memory_of_what_was_written_is_made_anew(docs, kind, damaged):
    assert docs.build_now().status == 0
    [memory] = [path for path in docs.memories(of_sets=False) if path.name.startswith(kind)]
    memory.write_bytes(damaged)
    # pages that are not edited show it: without a memory all of them are written
    docs.write('set.yaml', SET.replace('A piece of text', 'A word or a part of one'))
    docs.check()
    assert memory.read_bytes() != damaged


@pytest.mark.parametrize('damaged', DAMAGED.values(), ids=DAMAGED)
def test_a_kept_copy_of_a_set_is_made_anew(docs, damaged):
    assert docs.build_now().status == 0
    [copy] = docs.memories(of_sets=True)
    copy.write_bytes(damaged)
    docs.write('page.md', '# Page\n\nThe {term-ref}`cache`.\n')
    docs.check()
    assert copy.read_bytes() != damaged


def test_a_memory_cut_off_in_the_middle_is_made_anew(docs):
    assert docs.build_now().status == 0
    for path in (*docs.memories(of_sets=False), *docs.memories(of_sets=True)):
        path.write_bytes(path.read_bytes()[:-20])
    docs.check()
