"""The files of ``termcheck``: their names in findings, the baseline, the reports.

Findings name files in the same way on every machine: relative to the source directory or,
for files of an installed package, to the directory of packages. A file is written
completely or not at all.
"""

from __future__ import annotations

import os
import posixpath
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.baseline import LIMIT, Baseline, load
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.safe_write import Original, read_original, replace
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OWN = str(Path(__file__).parents[2])
_SITE = f'{os.sep}site-packages{os.sep}'


class Files:
    """Names the files of a project whose sources are in *srcdir*."""

    def __init__(self, srcdir: str) -> None:
        self._srcdir = srcdir
        self._root = _repository(Path(srcdir))
        # every finding needs a name
        self.shown = cache(self._shown)
        self.from_root = cache(self._from_root)

    def _shown(self, path: str) -> str:
        """Return the name that findings give to the file at *path* (absolute)."""
        start = _packages(path) or self._srcdir
        return os.path.relpath(path, start).replace(os.sep, '/')

    def is_own(self, path: str) -> bool:
        """Return whether the project may edit the file at *path*."""
        return not _packages(path)

    def is_gone(self, shown: str) -> bool:
        """Return whether the file that findings call *shown* is no longer there."""
        return not (Path(self._srcdir) / shown).exists()

    def _from_root(self, shown: str) -> str:
        """Return the path of a file relative to the root of the repository.

        Empty for a file outside the repository.
        """
        if self._root is None:
            return '' if shown.startswith('../') else shown
        source = os.path.relpath(self._srcdir, self._root).replace(os.sep, '/')
        path = posixpath.normpath(posixpath.join(source, shown))
        return '' if path.startswith('../') or not (self._root / path).exists() else path


def _packages(path: str) -> str:
    """Return the directory of packages that *path* is in; empty for none."""
    if path.startswith(_OWN + os.sep):
        return str(Path(_OWN).parent)
    head, site_packages, _ = path.rpartition(_SITE)
    return head + site_packages


def _repository(folder: Path) -> Path | None:
    above = (folder, *folder.parents)
    return next((path for path in above if (path / '.git').exists()), None)


class BaselineFile(NamedTuple):
    """The file of a baseline, with its content at the beginning of the build."""

    baseline: Baseline
    original: Original | None = None
    """None without a baseline, or if it cannot be read."""
    problems: Sequence[Problem] = ()


def read_baseline(path: str) -> BaselineFile:
    """Return the baseline in the file at *path* (absolute; empty for none)."""
    if not path:
        return BaselineFile(Baseline())
    try:
        if Path(path).is_file() and Path(path).stat().st_size > LIMIT:
            message = f'the baseline is larger than {LIMIT:,} bytes and was not read'
            problem = Problem(Kind.CONFIG, message, Place(path, 1))
            return BaselineFile(Baseline(), None, [problem])
        original = read_original(path)
    except (CommandError, OSError) as error:
        problem = Problem(Kind.CONFIG, f'baseline: {error}')
        return BaselineFile(Baseline(), None, [problem])
    if original.raw is None:
        message = (
            f'baseline {path} not found; correct archgloss_check_baseline, or create the '
            'file with -D archgloss_check_baseline_update=1'
        )
        return BaselineFile(Baseline(), original, [Problem(Kind.CONFIG, message)])
    baseline, fault = load(original.raw, path)
    return BaselineFile(baseline, original, [] if fault is None else [fault])


def write(original: Original, data: bytes) -> Iterator[Problem]:
    """Replace *original* by *data*; yield the problem if this fails."""
    if data == original.raw:
        return
    try:
        Path(original.path).parent.mkdir(parents=True, exist_ok=True)
        replace(original, data)
    except (CommandError, OSError) as error:
        yield Problem(Kind.CONFIG, f'termcheck: {error}')


def write_output(path: Path, text: str) -> Iterator[Problem]:
    """Write a report to *path*; yield the problem if this fails."""
    try:
        original = read_original(str(path))
    except CommandError as error:
        yield Problem(Kind.CONFIG, f'termcheck: {error}')
        return
    yield from write(original, text.encode('utf-8', 'replace'))
