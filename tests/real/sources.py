"""Documentation of projects, from their source distributions on PyPI.

With ``ARCHGLOSS_REAL_CACHE`` set to a directory, downloads are kept there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

CACHE = 'ARCHGLOSS_REAL_CACHE'
"""Environment variable: a directory to keep downloads in."""


class NotFetched(Exception):
    """A source distribution could not be had."""


def fetch(project: str, version: str, folder: Path) -> Path:
    """Return the archive of a project's sources, kept in *folder* or the cache.

    Raises NotFetched without a connection to PyPI.
    """
    cache = Path(os.environ.get(CACHE) or folder)
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / f'{project}-{version}.tar.gz'
    if not archive.exists():
        command = [
            sys.executable, '-m', 'pip', 'download', '--no-deps', '--no-binary', project,
            '--dest', str(cache), f'{project}=={version}',
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not archive.exists():
            raise NotFetched(
                f'the sources of {project} {version} could not be fetched; set {CACHE} to a '
                f'directory that has {archive.name}.\n{done.stdout}{done.stderr}'
            )
    return archive


def unpack(archive: Path, where: Path) -> Path:
    """Return the folder of the project in *archive*, unpacked into *where*."""
    with tarfile.open(archive) as packed:
        packed.extractall(where, filter='data')
    return where / archive.name.removesuffix('.tar.gz')
