"""The cache of term sets and the memory of builds: damaged files are replaced."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import (
    TermSetFiles,
    write_pickled,
    write_whole,
)
from sphinxcontrib_archgloss.terms.sets import built_in_sets

SET = 'name: set\nterms:\n- {name: Token, definition: A piece.}\n'


@pytest.fixture
def library(tmp_path):
    (tmp_path / 'set.yaml').write_text(SET)
    return lambda *names: TermSetFiles(
        names, tmp_path, tmp_path / 'docs', tmp_path / 'kept', 1000
    )


def test_a_set_is_parsed_once_and_kept(library, tmp_path, monkeypatch):
    first = library('set.yaml').load('conf:set.yaml')
    assert first.set.terms[0].name == 'Token'
    import sphinxcontrib_archgloss.terms.loading.load as module

    monkeypatch.setattr(module, 'load_bytes', lambda *_: pytest.fail('parsed again'))
    assert library('set.yaml').load('conf:set.yaml') == first


@pytest.mark.parametrize(
    'damage', [b'', b'\x80\x05 nonsense', b'cos\nnothing\n.', b'\x80\x04K\x01.']
)
def test_a_damaged_copy_is_made_anew(library, tmp_path, damage):
    first = library('set.yaml').load('conf:set.yaml')
    (kept,) = (tmp_path / 'kept').iterdir()
    kept.write_bytes(damage)
    assert library('set.yaml').load('conf:set.yaml') == first
    assert kept.read_bytes() != damage


def test_an_edit_is_seen(library, tmp_path):
    path = tmp_path / 'set.yaml'
    before = library('set.yaml').load('conf:set.yaml')
    path.write_text(SET.replace('Token', 'Head'))
    after = library('set.yaml').load('conf:set.yaml')
    assert (before.set.terms[0].name, after.set.terms[0].name) == ('Token', 'Head')
    assert before.digest != after.digest


def test_a_damaged_copy_is_not_replaced_by_what_is_read_later(library, tmp_path):
    path, files = tmp_path / 'set.yaml', library('set.yaml')
    first = files.load('conf:set.yaml')
    (kept,) = (tmp_path / 'kept').iterdir()
    later = library('set.yaml')
    later.digest('conf:set.yaml')
    kept.write_bytes(b'')
    path.write_text(SET.replace('Token', 'Head'))
    assert later.load('conf:set.yaml').set.terms[0].name == 'Head'
    path.write_text(SET)
    assert library('set.yaml').load('conf:set.yaml') == first


def test_a_file_is_looked_at_once(library, tmp_path):
    path, files = tmp_path / 'set.yaml', library('set.yaml', 'later.yaml')
    digest, missing = files.digest('conf:set.yaml'), files.is_missing('conf:later.yaml')
    path.write_text(SET.replace('Token', 'Head'))
    (tmp_path / 'later.yaml').write_text(SET)
    assert files.load('conf:set.yaml').set.terms[0].name == 'Token'
    assert files.digest('conf:set.yaml') == digest
    assert (missing, files.is_missing('conf:later.yaml')) == (True, True)


def test_what_a_worker_has_seen_first_is_what_the_others_see(library, tmp_path):
    files = library('set.yaml')
    child = multiprocessing.get_context('fork').Process(
        target=files.digest, args=['conf:set.yaml']
    )
    child.start()
    child.join()
    (tmp_path / 'set.yaml').write_text(SET.replace('Token', 'Head'))
    assert files.load('conf:set.yaml').set.terms[0].name == 'Token'
    files.close()
    assert library('set.yaml').load('conf:set.yaml').set.terms[0].name == 'Head'
    assert not list((tmp_path / 'kept').glob('seen-*'))


@pytest.mark.parametrize(
    ('path', 'location'),
    [
        ('set.yaml', 'conf:set.yaml'),
        ('docs/a/b.toml', 'conf:docs/a/b.toml'),
        ('../other/x.json', 'conf:../other/x.json'),
    ],
)
def test_a_location_is_relative_to_a_root(library, tmp_path, path, location):
    absolute = os.path.normpath(tmp_path / path)
    assert library().location(absolute) == location
    assert library().path(location) == absolute


def test_names_of_configured_and_built_in_sets_are_known(library, tmp_path):
    files = library('set.yaml')
    assert files.named('set') == 'conf:set.yaml'
    assert files.named('architecture') == 'package:architecture.yaml'
    assert files.path('package:architecture.yaml') == built_in_sets()['architecture']
    assert files.named('nobody') is None
    assert files.names() == ['architecture', 'set']


def test_the_order_of_sets_is_the_configured_one_then_by_name(library, tmp_path):
    for name in ('zeta', 'beta', 'alpha'):
        (tmp_path / f'{name}.yaml').write_text(SET.replace('name: set', f'name: {name}'))
    files = library('zeta.yaml', 'set.yaml')
    pulled = [f'conf:{name}.yaml' for name in ('beta', 'alpha')]
    lexicon, problems = files.lexicon(pulled)
    assert list(lexicon.sets) == ['zeta', 'set', 'alpha', 'beta']
    assert not problems


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / 'file'
    write_whole(path, b'before')

    def fail(*_args):
        raise OSError

    with pytest.raises(AttributeError):  # part of the data is written by then
        write_pickled(path, [*range(100000), lambda: None])
    assert path.read_bytes() == b'before'
    monkeypatch.setattr(Path, 'replace', fail)
    with pytest.raises(OSError):
        write_whole(path, b'after')
    assert path.read_bytes() == b'before'


@pytest.mark.parametrize(
    'damage',
    [
        lambda _: b'',
        lambda _: b'nonsense',
        lambda _: b'\x80\x04K\x01.',
        lambda whole: whole[:-40],
    ],
)
def test_a_damaged_memory_has_every_page_written_again(project, damage):
    project.write('set.yaml', SET)
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    project.write('other.rst', ':orphan:\n\nOther\n=====\n\n:term-ref:`token`\n')
    project.conf(archgloss_term_sets=['set.yaml'])
    built = project.build()
    assert built.written == {'index', 'other'}
    inventory = (built.output / 'objects.inv').read_bytes()
    assert project.build().written == set()
    (kept,) = (project.source.parent / 'doctrees' / 'archgloss').glob('written-*')
    kept.write_bytes(damage(kept.read_bytes()))
    assert project.build().written == {'index', 'other'}
    (kept,) = (project.source.parent / 'doctrees' / 'archgloss').glob('outcome-*')
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    built = project.build('-W')
    assert built.written == set()
    assert (built.output / 'objects.inv').read_bytes() == inventory
    assert kept.read_bytes() == whole


def test_a_file_that_may_not_be_read_is_a_problem(library, tmp_path, monkeypatch):
    files = library('set.yaml')

    def refuse(*_arguments):
        raise PermissionError(13, 'Permission denied')

    monkeypatch.setattr('os.open', refuse)
    loaded = files.load('conf:set.yaml')
    assert loaded.set is None
    assert loaded.problems[0].message == 'the term set cannot be read: Permission denied'
