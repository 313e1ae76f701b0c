"""Sphinx's own documentation links the same with archgloss as with its own glossary.

With a download that is kept::

    ARCHGLOSS_REAL_CACHE=~/.cache/archgloss python -m pytest tests/real
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from real import sphinx_docs
from real.links import definitions, links

if TYPE_CHECKING:
    from pathlib import Path


class Built(NamedTuple):
    status: int
    output: Path
    doctrees: Path
    warnings: list[str]
    """Sorted, paths relative to the folder of the build."""

    def of(self, kind: str) -> list[str]:
        return [said for said in self.warnings if f'[{kind}' in said]


def _build(where: Path, doc: Path) -> Built:
    output, doctrees = where / 'out', where / 'doctrees'
    command = [
        sys.executable, '-m', 'sphinx', '-b', 'xml', '-j', '2', '-q', '-N',
        '-d', str(doctrees), str(doc), str(output),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, encoding='utf-8', check=False
    )
    said = done.stderr.replace(f'{where}{os.sep}', '').splitlines()
    return Built(done.returncode, output, doctrees, sorted({x for x in said if x.strip()}))


@pytest.mark.network
def test_sphinx_documentation_links_the_same(tmp_path):
    # one test, as there is one pair of builds, and they take a while
    archive = sphinx_docs.fetch(tmp_path / 'downloads')
    ours, theirs = tmp_path / 'archgloss', tmp_path / 'sphinx'
    plain = _build(theirs, sphinx_docs.unpack(archive, theirs))
    migrated = sphinx_docs.unpack(archive, ours)
    sphinx_docs.migrate(migrated, plain.doctrees / 'glossary.doctree')
    built = _build(ours, migrated)

    expected = links(plain.output)
    assert sum(map(len, expected.values())) >= 40, (
        'the documentation no longer has the role'
    )
    assert links(built.output) == expected

    texts = definitions(plain.output)
    assert len(texts) >= 10, 'the documentation no longer has the glossary'
    assert definitions(built.output) == texts

    assert plain.of('ref.term') == []
    assert built.of('archgloss') == []
    assert built.warnings == plain.warnings
    assert (plain.status, built.status) == (0, 0)
