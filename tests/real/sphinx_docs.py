"""Sphinx's own documentation, with its glossary made into a term set.

The sources come from the source distribution of the Sphinx that is installed.
What is a term and where its definition stands is taken from the doctree that
Sphinx itself makes of the glossary; the definitions are the author's lines,
untouched but for the name of the role.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

import pytest
import sphinx
from docutils import nodes
from sphinx.addnodes import glossary

CACHE = 'ARCHGLOSS_REAL_CACHE'
"""Environment variable: a directory to keep downloads in."""

ROLE = re.compile(r'(?<![\w:+]):term:(?=`)')
"""The role in a source, but not ``:external+python:term:``."""

# The network is left out, and what is only cosmetic; everything else is as it is.
CONF = """
nitpicky = False
intersphinx_mapping = {}
"""

# Docstrings of the installed Sphinx have the role, too.
CONF_MIGRATED = r"""
extensions += ['sphinxcontrib_archgloss']
archgloss_term_sets = ['terms.yaml']
archgloss_fail_on = [
    'undefined', 'ambiguous', 'dangling', 'unplaced', 'duplicate', 'conflict', 'data', 'config'
]

def _migrate_docstring(app, what, name, obj, options, lines):
    lines[:] = [re.sub(r'(?<![\w:+]):term:(?=`)', ':term-ref:', line) for line in lines]

_setup = setup

def setup(app):
    _setup(app)
    app.connect('autodoc-process-docstring', _migrate_docstring)
"""


class Entry(NamedTuple):
    """An entry of a glossary."""

    names: tuple[str, ...]
    definition: list[str]
    """Lines of reST, as in the source but for their common indentation."""


def fetch(folder: Path) -> Path:
    """Return the archive of Sphinx's sources, kept in *folder* or the cache."""
    version = sphinx.__version__
    cache = Path(os.environ.get(CACHE) or folder)
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / f'sphinx-{version}.tar.gz'
    if not archive.exists():
        command = [
            sys.executable, '-m', 'pip', 'download', '--no-deps', '--no-binary', 'sphinx',
            '--dest', str(cache), f'sphinx=={version}',
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not archive.exists():
            pytest.fail(
                f'the sources of Sphinx {version} could not be fetched; set {CACHE} to a '
                f'directory that has {archive.name}.\n{done.stdout}{done.stderr}',
                pytrace=False,
            )
    return archive


def unpack(archive: Path, where: Path) -> Path:
    """Return the documentation in *archive*, unpacked into *where*."""
    with tarfile.open(archive) as packed:
        packed.extractall(where, filter='data')
    doc = where / archive.name.removesuffix('.tar.gz') / 'doc'
    _append(doc / 'conf.py', CONF)
    return doc


def _append(path: Path, text: str) -> None:
    with path.open('a', encoding='utf-8') as file:
        file.write(text)


def entries(doctree: Path, source: Path) -> list[Entry]:
    """Return the entries of the glossary in *source*, of which Sphinx made *doctree*."""
    lines = source.read_text(encoding='utf-8').split('\n')
    document: nodes.document = pickle.loads(doctree.read_bytes())
    starts: list[tuple[int, int, tuple[str, ...]]] = []
    for item in next(document.findall(glossary)).findall(nodes.definition_list_item):
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        # 0-based, as it happens; the assertion is to notice when that changes
        first, last = terms[0].line, terms[-1].line
        assert lines[first].strip() == terms[0].astext()
        starts.append((first, last + 1, tuple(term.astext() for term in terms)))
    ends = [first for first, _, _ in starts[1:]] + [len(lines)]
    return [
        Entry(names, _dedented(lines[begin:end]))
        for (_, begin, names), end in zip(starts, ends, strict=True)
    ]


def _dedented(lines: list[str]) -> list[str]:
    text = '\n'.join(lines).strip('\n').split('\n')
    margin = min(len(line) - len(line.lstrip()) for line in text if line.strip())
    return [line[margin:] for line in text]


def as_yaml(listed: list[Entry]) -> str:
    """Return the term set of *listed*: the first name is the term's, the others aliases."""
    out = ['name: sphinx', 'terms:']
    for entry in listed:
        name, *aliases = (json.dumps(label) for label in entry.names)
        out += [f'  - name: {name}']
        out += [f'    aliases: [{", ".join(aliases)}]'] if aliases else []
        out += ['    definition: |']
        out += [f'      {line}'.rstrip() for line in entry.definition]
    return ROLE.sub(':term-ref:', '\n'.join(out) + '\n')


def migrate(doc: Path, doctree: Path) -> None:
    """Make the glossary in *doc*, of which Sphinx made *doctree*, a term set."""
    _append(doc / 'conf.py', CONF_MIGRATED)
    page = doc / 'glossary.rst'
    (doc / 'terms.yaml').write_text(as_yaml(entries(doctree, page)), encoding='utf-8')
    for path in doc.rglob('*.rst'):
        text = path.read_text(encoding='utf-8')
        path.write_text(ROLE.sub(':term-ref:', text), encoding='utf-8')
    head, found, _ = page.read_text(encoding='utf-8').partition('.. glossary::')
    assert found, 'the glossary is not where it was'
    page.write_text(f'{head}.. term-set::\n', encoding='utf-8')
