"""Files that ``termcheck`` names, reads and writes.

Findings name files in a way that is the same on every machine: relative to the source
directory, or, what comes with an installed package, relative to where packages are.
What is written is written whole or not at all.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.checks.baseline import LIMIT, Baseline, load
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import Original, read_original, replace
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN = str(Path(__file__).parents[2])
_SITE = f'{os.sep}site-packages{os.sep}'


class Files:
    """Names the files of a project whose sources are in *srcdir*."""

    def __init__(self, srcdir: str) -> None:
        self._srcdir = srcdir
        self._root = _repository(Path(srcdir))
        self._shown: dict[str, str] = {}
        self._rooted: dict[str, str] = {}

    def shown(self, path: str) -> str:
        """Return the name that findings give to the file at *path* (absolute)."""
        found = self._shown.get(path)
        if found is None:
            start = _packages(path) or self._srcdir
            found = os.path.relpath(path, start).replace(os.sep, '/')
            self._shown[path] = found
        return found

    def is_own(self, path: str) -> bool:
        """Return whether the file at *path* is the project's to edit."""
        return not _packages(path)

    def from_root(self, shown: str) -> str:
        """Return the path of a file from the root of the repository on.

        Empty for a file that is not in it.
        """
        found = self._rooted.get(shown)
        if found is None:
            found = self._rooted[shown] = self._from_root(shown)
        return found

    def _from_root(self, shown: str) -> str:
        if self._root is None:
            return '' if shown.startswith('../') else shown
        source = os.path.relpath(self._srcdir, self._root).replace(os.sep, '/')
        found = posixpath.normpath(posixpath.join(source, shown))
        return '' if found.startswith('../') or not (self._root / found).exists() else found


def _packages(path: str) -> str:
    """Return the directory of packages that *path* is in; empty for none."""
    if path.startswith(_OWN + os.sep):
        return str(Path(_OWN).parent)
    head, found, _ = path.rpartition(_SITE)
    return head + found


def _repository(folder: Path) -> Path | None:
    return next((one for one in (folder, *folder.parents) if (one / '.git').exists()), None)


class Kept(NamedTuple):
    """The file of a baseline, as it was when the build began."""

    baseline: Baseline
    original: Original | None = None
    """None where there is no baseline, or it cannot be read."""
    problems: tuple[Problem, ...] = ()


def read_baseline(path: str) -> Kept:
    """Return the baseline in the file at *path* (absolute; empty for none)."""
    if not path:
        return Kept(Baseline())
    try:
        if Path(path).is_file() and Path(path).stat().st_size > LIMIT:
            said = f'the baseline has more than {LIMIT:,} bytes, and is not read'
            return Kept(Baseline(), None, (Problem(Kind.CONFIG, said, Place(path, 1)),))
        original = read_original(path)
    except (CommandError, OSError) as error:
        return Kept(Baseline(), None, (Problem(Kind.CONFIG, f'baseline: {error}'),))
    if original.raw is None:
        said = (
            f'there is no baseline {path}; correct archgloss_check_baseline, or write '
            'one with -D archgloss_check_baseline_update=1'
        )
        return Kept(Baseline(), original, (Problem(Kind.CONFIG, said),))
    loaded = load(original.raw, path)
    wrong = () if loaded.problem is None else (loaded.problem,)
    return Kept(loaded.baseline, original, wrong)


def write(original: Original, data: bytes) -> Iterator[Problem]:
    """Write *data* in the place of *original*; yield why that cannot be done."""
    if data == original.raw:
        return
    try:
        Path(original.path).parent.mkdir(parents=True, exist_ok=True)
        replace(original, data)
    except (CommandError, OSError) as error:
        yield Problem(Kind.CONFIG, f'termcheck: {error}')


def write_output(path: Path, text: str) -> Iterator[Problem]:
    """Write a report to *path*; yield why that cannot be done."""
    try:
        original = read_original(str(path))
    except CommandError as error:
        yield Problem(Kind.CONFIG, f'termcheck: {error}')
        return
    yield from write(original, text.encode('utf-8', 'replace'))


def remove_output(path: Path) -> None:
    """Remove a report of an earlier run that is no longer asked for."""
    if path.is_file():
        path.unlink()
