"""The files that `termcheck` names, reads and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_archgloss.safe_write import read_original
from sphinxcontrib_archgloss.sphinx_ext.termcheck import files as check_files
from sphinxcontrib_archgloss.sphinx_ext.termcheck.files import (
    Files,
    read_baseline,
    write,
    write_output,
)
from sphinxcontrib_archgloss.terms.sets import built_in_sets


@pytest.fixture
def files(tmp_path):
    """Of a project in a repository."""
    (tmp_path / 'repo/.git').mkdir(parents=True)
    (tmp_path / 'repo/docs/source').mkdir(parents=True)
    for name in ('docs/source/a b.rst', 'terms.yaml'):
        (tmp_path / 'repo' / name).write_text('x', encoding='utf-8')
    return Files(str(tmp_path / 'repo/docs/source'))


def test_files_are_named_from_the_sources_and_from_the_repository(files, tmp_path):
    page, terms = tmp_path / 'repo/docs/source/a b.rst', tmp_path / 'repo/terms.yaml'
    assert files.shown(str(page)) == 'a b.rst'
    assert files.from_root('a b.rst') == 'docs/source/a b.rst'
    assert files.shown(str(terms)) == '../../terms.yaml'
    assert files.from_root('../../terms.yaml') == 'terms.yaml'
    assert files.from_root('../../../elsewhere.yaml') == ''
    assert files.is_own(str(page))
    assert files.is_own(str(terms))


def test_a_file_of_a_package_has_the_same_name_everywhere(files):
    path = built_in_sets()['architecture']
    shown = 'sphinxcontrib_archgloss/terms/sets/architecture.yaml'
    assert files.shown(path) == shown
    assert files.from_root(shown) == ''
    assert not files.is_own(path)
    other = str(Path('/opt/site-packages/words/set.yaml'))
    assert (files.shown(other), files.is_own(other)) == ('words/set.yaml', False)


def test_without_a_repository_paths_are_as_shown(tmp_path):
    files = Files(str(tmp_path))
    assert files.from_root('a.rst') in ('a.rst', '')
    assert files.from_root('../a.rst') == ''


def test_a_file_that_somebody_has_changed_stays_as_it_is(tmp_path):
    path = tmp_path / 'known.json'
    path.write_bytes(b'one')
    original = read_original(str(path))
    path.write_bytes(b'two')
    [problem] = write(original, b'three')
    assert 'was changed by another program during the command' in problem.message
    assert path.read_bytes() == b'two'
    assert list(tmp_path.iterdir()) == [path]


def test_a_huge_baseline_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / 'known.json'
    path.write_bytes(b'{"version": 1, "findings": []}')
    monkeypatch.setattr(check_files, 'LIMIT', 10)
    kept = read_baseline(str(path))
    assert kept.original is None
    assert [problem.message for problem in kept.problems] == [
        'the baseline is larger than 10 bytes and was not read'
    ]


def test_a_baseline_that_is_a_directory_is_reported(tmp_path):
    kept = read_baseline(str(tmp_path))
    assert kept.original is None
    assert [
        f'{tmp_path} cannot be read' in problem.message for problem in kept.problems
    ] == [True]


def test_an_output_is_written_with_its_directory(tmp_path):
    path = tmp_path / 'new/out.json'
    assert list(write_output(path, '{}')) == []
    assert path.read_bytes() == b'{}'
