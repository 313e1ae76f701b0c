"""Every link that archgloss makes in the documentation of others has its target.

The glossary of each project becomes a set by the commands alone; claims that some builders
leave out are added to it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from built_links import dead_links
from real.sources import CACHE
from sphinxcontrib_archgloss.terms.loading.load import load_bytes

BUILDERS = ('html', 'dirhtml', 'singlehtml', 'epub', 'latex')
PROJECTS = {
    'waitress==3.0.2': 'docs/glossary.rst',
    'attrs==25.3.0': 'docs/glossary.md',
    'pyramid==2.1': 'docs/glossary.rst',
    'sphinx==9.0.4': 'doc/glossary.rst',
    'celery==5.7.0': 'docs/glossary.rst',
    'django==5.2.19': 'docs/glossary.txt',
}
"""Requirement → path of the glossary in the source distribution."""

# the others take many minutes
CHOSEN = PROJECTS if os.environ.get('ARCHGLOSS_EXAMPLES') == 'search' else [*PROJECTS][:1]

# Their own extensions and themes are left out: the pages are what matters here.
CONF = """
from pathlib import Path

extensions = ['myst_parser', 'sphinx.ext.ifconfig', 'sphinx.ext.todo', 'sphinxcontrib_archgloss']
project, version, release, copyright = 'Real', '1', '1', 'nobody'
root_doc = 'index' if list(Path(__file__).parent.glob('index.*')) else 'contents'
source_suffix = {'.rst': 'restructuredtext', '.txt': 'restructuredtext', '.md': 'markdown'}
html_theme = 'basic'
archgloss_term_sets = ['terms.yaml']
archgloss_structured_data = True
archgloss_autolink = 'first'
"""


def _unpacked(requirement: str, folder: Path) -> Path:
    """Return the source distribution of *requirement*, unpacked into *folder*."""
    cache = Path(os.environ.get(CACHE) or folder / 'downloads')
    name = requirement.replace('==', '-')
    if not (archive := cache / f'{name}.tar.gz').exists():
        command = [sys.executable, '-m', 'pip', 'download', '--no-deps', '--no-binary', ':all:',
                   '--dest', str(cache), requirement]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not archive.exists():
            pytest.skip(f'{requirement} could not be fetched: {done.stderr[-200:]}')
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter='data')
    return folder / name


def _run(*arguments: str, cwd: Path) -> None:
    command = [sys.executable, '-m', *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.network
@pytest.mark.parametrize('requirement', CHOSEN)
def test_every_link_has_its_target(tmp_path, requirement):
    glossary = _unpacked(requirement, tmp_path) / PROJECTS[requirement]
    docs = glossary.parent
    (docs / 'conf.py').write_text(CONF)
    _run('sphinxcontrib_archgloss', 'convert', str(glossary), 'terms.yaml', cwd=docs)
    _run('sphinxcontrib_archgloss', 'link', '.', '--roles', 'term=term-ref', cwd=docs)
    head = re.split(r'\.\. glossary::|(?::::+|```+)\{glossary\}', glossary.read_text())[0]
    if glossary.suffix == '.md':
        glossary.write_text(f'{head}```{{term-set}}\n```\n')
    else:
        variants = ('html', 'not html', 'nowhere')
        blocks = [f'.. only:: {tags}\n\n   .. term-set::\n' for tags in variants]
        glossary.write_text(head + '\n'.join(blocks))
    terms = load_bytes((docs / 'terms.yaml').read_bytes(), 'terms.yaml').set.terms
    claims = zip(['html', 'latex', 'nowhere', 'not html'], terms, strict=False)
    blocks = [f'.. only:: {tags}\n\n   .. term-page:: {t.name}\n' for tags, t in claims]
    (docs / 'claims.rst').write_text('Claims\n======\n\n' + '\n'.join(blocks))
    for builder in BUILDERS:
        output = tmp_path / 'out' / builder
        shared = str(tmp_path / 'doctrees')
        places = ('-d', shared, str(docs), str(output))
        _run('sphinx', '-q', '-b', builder, *places, cwd=tmp_path)
        assert dead_links(output, builder) == []
