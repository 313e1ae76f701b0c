"""The example docs in German: built as strictly, every reference found."""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pages import broken_links, entries, repeated_ids, words
from projects import Built

SOURCE = Path(__file__).parents[2] / 'example_docs'
CATALOGUES = SOURCE / 'locale' / 'de' / 'LC_MESSAGES'


def build(top: Path, builder: str, *options: str) -> Built:
    command = [
        sys.executable, '-m', 'sphinx', '-b', builder, '-W', '-n', '--keep-going', '-N',
        *options, '-d', str(top / f'doctrees-{builder}'), str(SOURCE), str(top / builder),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return Built(done.returncode, top / builder, done.stdout + done.stderr, SOURCE)


@pytest.fixture(scope='module')
def german(tmp_path_factory):
    """The German docs, built by one worker for all: catalogues are compiled in place."""
    top = tmp_path_factory.getbasetemp()
    if 'PYTEST_XDIST_WORKER' in os.environ:
        top = top.parent
    top /= 'german'
    top.mkdir(exist_ok=True)
    kept = top / 'built.pickle'
    with (top / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(build(top, 'html', '-D', 'language=de')))
    return pickle.loads(kept.read_bytes())


def test_they_build_without_a_warning(german):
    assert german.all_warnings == []
    assert german.status == 0
    assert broken_links(german.output) == []
    assert repeated_ids(german.output) == {}


def test_references_are_in_german_and_lead_where_the_english_ones_do(german):
    cache = german.links('handbook/kv-cache.html')
    assert cache['Dekodierschritt'] == 'serving.html'
    assert cache['Kontextfenster'] == 'long-context.html#what-the-limit-is'
    assert cache['warum langer Kontext schwierig ist'] == 'long-context.html'
    rest = german.links('handbook/normalization.html')
    assert (
        rest['Residualverbindung']
        == rest['Residualverbindungen']
        == 'residual-connections.html'
    )
    for page in ('handbook/kv-cache.html', 'handbook/normalization.html', 'index.html'):
        assert all(german.links(page).values())
        assert 'term-undefined' not in german.page(page)


def test_entries_are_in_german_and_in_german_order(german):
    shown = entries(german.page('handbook/glossary.html'))
    assert list(shown)[:5] == [
        'Aktivierung', 'ALiBi', 'Architektur', 'Ausrichtung', 'Ausschnitt',
    ]  # fmt: skip
    assert list(shown)[-1] == 'Weltmodell'
    assert len(shown) == 46
    text = words(shown['Aktivierung']).replace(' ,', ',')
    assert 'Verwandt: Darstellung, Berechnungsgraph, Normalisierung' in text
    inference = entries(german.page('handbook/inference-terms.html'))
    assert 'Wie lange jemand wartet' in inference['Zeit bis zum ersten Token']


def test_every_message_that_is_translated_is_in_the_docs(tmp_path):
    built = build(tmp_path, 'gettext')
    assert built.status == 0
    for path in CATALOGUES.rglob('*.po'):
        name = path.relative_to(CATALOGUES).with_suffix('.pot')
        with (built.output / name).open('rb') as file:
            known = {message.id for message in read_po(file)}
        with path.open('rb') as file:
            translated = {message.id for message in read_po(file)}
        gone = {re.sub(r'\s+', ' ', str(one))[:60] for one in translated - known}
        assert not gone, f'{path.name}: these are no longer in {name}'
