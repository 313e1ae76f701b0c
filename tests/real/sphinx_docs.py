"""Sphinx's own documentation, from the source distribution of the Sphinx installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import sphinx

from real import sources

# The network is left out, and what is only cosmetic; everything else is as it is.
CONF = """
nitpicky = False
intersphinx_mapping = {}
"""


def fetch(folder: Path, package: str = 'sphinx', version: str = sphinx.__version__) -> Path:
    """Return the archive of the sources of a *package*, kept in *folder* or the cache."""
    try:
        return sources.fetch(package, version, folder)
    except sources.NotFetched as error:
        pytest.fail(str(error), pytrace=False)


def unpack(archive: Path, where: Path) -> Path:
    """Return the documentation in *archive*, unpacked into *where*."""
    doc = sources.unpack(archive, where) / 'doc'
    append(doc / 'conf.py', CONF)
    return doc


def append(path: Path, text: str) -> None:
    with path.open('a', encoding='utf-8') as file:
        file.write(text)


class Built(NamedTuple):
    status: int
    output: Path
    doctrees: Path
    warnings: list[str]
    """Sorted, paths relative to the folder of the build."""

    def of(self, kind: str) -> list[str]:
        return [line for line in self.warnings if f'[{kind}' in line]


def build(where: Path, doc: Path) -> Built:
    output, doctrees = where / 'out', where / 'doctrees'
    command = [
        sys.executable, '-m', 'sphinx', '-b', 'xml', '-j', '2', '-q', '-N',
        '-d', str(doctrees), str(doc), str(output),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, encoding='utf-8', check=False
    )
    lines = done.stderr.replace(f'{where}{os.sep}', '').splitlines()
    return Built(done.returncode, output, doctrees, sorted({x for x in lines if x.strip()}))
