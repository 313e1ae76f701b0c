"""The catalogues of the interface: from the code, complete, compiled."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).parents[1]
LOCALE = REPOSITORY / 'sphinxcontrib_archgloss' / 'locale'
CATALOGUES = sorted(LOCALE.glob('*/LC_MESSAGES/sphinxcontrib_archgloss.po'))


def test_they_are_those_of_the_code():
    command = [sys.executable, str(REPOSITORY / 'tools' / 'catalogues.py'), '--check']
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == '', 'run python tools/catalogues.py'
    assert done.returncode == 0, done.stderr


def test_there_is_a_template_and_the_languages_we_promise():
    with (LOCALE / 'sphinxcontrib_archgloss.pot').open('rb') as file:
        assert 'Read more: {page}' in {message.id for message in read_po(file)}
    assert [path.parents[1].name for path in CATALOGUES] == ['ar', 'de', 'ja']


@pytest.mark.parametrize('path', CATALOGUES, ids=lambda path: path.parents[1].name)
def test_a_language_is_complete_and_compiled(path):
    with path.open('rb') as file:
        messages = {m.id: m.string for m in read_po(file) if m.id}
    with path.with_suffix('.mo').open('rb') as file:
        compiled = {m.id: m.string for m in read_mo(file) if m.id}
    assert compiled == messages
    for original, translated in messages.items():
        assert translated, f'{original!r} has no translation'
        assert sorted(re.findall(r'{\w*}|%\w', translated)) == sorted(
            re.findall(r'{\w*}|%\w', original)
        )
