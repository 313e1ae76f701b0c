"""Sphinx's own documentation is taken from its glossary to a set by the commands alone.

Each step is one of the how-to, and every state between them builds: there is no day on
which everything has to change. With a download that is kept::

    ARCHGLOSS_REAL_CACHE=~/.cache/archgloss pytest tests/real
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

from real import sphinx_docs
from real.links import anchors, definitions, links
from real.sphinx_docs import Built, build

if TYPE_CHECKING:
    from pathlib import Path

SIDE_BY_SIDE = """
extensions += ['sphinxcontrib_archgloss']
archgloss_term_sets = ['terms.yaml']
archgloss_std_terms = True
"""
# Docstrings of the installed Sphinx have the role, too; they are no pages of this project,
# so their roles find our terms for as long as the option is set.


def archgloss(doc: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder above the documentation *doc*."""
    return subprocess.run(
        [sys.executable, '-m', 'sphinxcontrib_archgloss', *arguments],
        cwd=doc.parent, capture_output=True, text=True, encoding='utf-8', check=False,
        env={**os.environ, 'NO_COLOR': '1'},
    )  # fmt: skip


def _rebuild(where: Path, doc: Path) -> Built:
    """Build from nothing, so that all warnings are reported."""
    for folder in ('out', 'doctrees'):
        shutil.rmtree(where / folder)
    return build(where, doc)


@pytest.mark.network
def test_sphinx_documentation_moves_from_its_glossary(tmp_path):
    archive = sphinx_docs.fetch(tmp_path / 'downloads')
    where = tmp_path / 'moving'
    doc = sphinx_docs.unpack(archive, where)
    before = build(where, doc)
    expected = links(before.output)
    assert sum(map(len, expected.values())) >= 40, (
        'the documentation no longer has the role'
    )
    texts = definitions(before.output)
    assert len(texts) >= 10, 'the documentation no longer has the glossary'
    assert before.of('ref.term') == []

    # the set, and both glossaries side by side: nothing that there was has changed
    made = archgloss(doc, 'convert', 'doc/glossary.rst', 'doc/terms.yaml')
    assert made.returncode == 0, made.stderr
    text = (doc / 'terms.yaml').read_text()
    assert (':term-ref:`' in text, ':term:`' in text) == (True, False)
    sphinx_docs.append(doc / 'conf.py', SIDE_BY_SIDE)
    (doc / 'terms-page.rst').write_text(':orphan:\n\nTerms\n=====\n\n.. term-set::\n')
    beside = _rebuild(where, doc)
    own = {
        page: found for page, found in links(beside.output).items() if page != 'terms-page'
    }
    assert own == expected
    assert beside.of('archgloss') == []
    assert beside.warnings == before.warnings

    # one page, then all of them; what the build has read is not read again
    roles = ('--roles', 'term=term-ref', '--doctrees', str(where / 'doctrees'))
    some = doc / 'usage' / 'quickstart.rst'
    assert ':term:`' in some.read_text()
    one = archgloss(doc, 'link', 'doc', str(some), *roles)
    assert one.returncode == 0, one.stderr
    assert ':term-ref:`' in some.read_text()
    every = archgloss(doc, 'link', 'doc', *roles)
    assert every.returncode == 0, every.stderr
    assert 'cannot be edited safely' not in every.stderr
    again = archgloss(doc, 'link', 'doc', *roles)
    assert again.stdout == 'nothing was changed\n'

    # the old glossary goes, and the set takes its place
    page = doc / 'glossary.rst'
    head, found, _ = page.read_text().partition('.. glossary::')
    assert found
    page.write_text(f'{head}.. term-set::\n')
    (doc / 'terms-page.rst').unlink()
    after = _rebuild(where, doc)
    assert links(after.output) == expected
    assert definitions(after.output) == texts
    # whoever has a link to a term of the old glossary still gets there
    old = anchors(before.output)
    assert len(old) >= len(texts)
    assert old.items() <= anchors(after.output).items()
    assert after.of('archgloss') == []
    assert after.warnings == before.warnings
    assert (before.status, beside.status, after.status) == (0, 0, 0)


@pytest.mark.network
def test_every_old_anchor_of_a_large_glossary_lives_on(tmp_path):
    """Pyramid's glossary has 191 names, many with capitals and dots."""
    archive = sphinx_docs.fetch(tmp_path / 'downloads', 'pyramid', '2.0.2')
    with tarfile.open(archive) as packed:
        packed.extract('pyramid-2.0.2/docs/glossary.rst', tmp_path, filter='data')
    doc = tmp_path / 'pyramid-2.0.2' / 'docs'
    page, text = doc / 'glossary.rst', (doc / 'glossary.rst').read_text()
    (doc / 'index.rst').write_text('Home\n====\n\n.. toctree::\n\n   glossary\n')
    (doc / 'conf.py').write_text('extensions = []\n')
    before = anchors(build(tmp_path, doc).output)
    assert len(before) == 191
    made = archgloss(doc, 'convert', str(page), str(doc / 'terms.yaml'))
    assert made.returncode == 0, made.stderr
    page.write_text(text.partition('.. glossary::')[0] + '.. term-set::\n')
    sphinx_docs.append(doc / 'conf.py', SIDE_BY_SIDE)
    after = _rebuild(tmp_path, doc)
    assert before.items() <= anchors(after.output).items()
    assert not [line for line in after.of('archgloss') if 'anchor' in line]
