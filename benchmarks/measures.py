"""What one process costs: instructions, seconds and memory; what a build leaves on disk.

Each measured command is a fresh process with a fixed hash seed. It imports the package of
this checkout, compiled beforehand.
"""

from __future__ import annotations

import compileall
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
"""The checkout under test."""

VALGRIND = (
    'valgrind', '--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null',
)  # fmt: skip

_SAMPLE = 0.01
"""Seconds between two looks at the memory of a process."""


class BuildFailed(Exception):
    """A measured process failed, or printed something: its cost means nothing."""


class Seconds(NamedTuple):
    """The time that a process and its descendants took."""

    cpu: float
    """User and system together."""
    wall: float


class Process:
    """A command that is measured once, its output going to the file *log*.

    It must exit with one of *statuses*, and a *quiet* one must print nothing: a build with
    warnings is not what was to be measured.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        quiet: bool = True,
        statuses: Sequence[int] = (0,),
    ) -> None:
        self._command = list(command)
        self._log = log
        self._quiet = quiet
        self._statuses = statuses

    def run(self) -> None:
        """Run the command without measuring it."""
        self._finish(self._start(self._command))

    def instructions(self) -> int:
        """Return the instructions of the process and of those that it forks.

        This follows no other programs and no parallel builds; it is 20 to 50 times slower
        than the command alone.
        """
        counts = self._log.with_suffix('.valgrind')
        valgrind = [*_fixed_addresses(), *VALGRIND, f'--log-file={counts}']
        self._finish(self._start([*valgrind, *self._command]))
        found = re.findall(r'I\s+refs:\s+([\d,]+)', counts.read_text(encoding='utf-8'))
        return sum(int(count.replace(',', '')) for count in found)

    def seconds(self) -> Seconds:
        """Return the time that the process and its descendants take."""
        start = time.perf_counter()
        usage = self._finish(self._start(self._command))
        return Seconds(usage.ru_utime + usage.ru_stime, time.perf_counter() - start)

    def memory(self) -> float:
        """Return the peak memory in MiB of the process and its descendants together.

        The whole tree is sampled a hundred times a second: the proportional share (PSS) of
        each process's anonymous memory, which counts what forks share once, and the
        largest file-backed part of any. A shorter peak of a single process is not missed,
        since the kernel notes it.
        """
        process = self._start(self._command)
        peak = 0.0
        while (
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        ):
            peak = max(peak, _tree_memory(process.pid))
            time.sleep(_SAMPLE)
        usage = self._finish(process)
        unit = 1024 * 1024 if sys.platform == 'darwin' else 1024
        return max(peak, usage.ru_maxrss / unit)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        env = {**os.environ, 'PYTHONHASHSEED': '0', 'PYTHONPATH': str(ROOT)}
        for name in ('PYTHONDONTWRITEBYTECODE', 'PYTHONSAFEPATH'):
            env.pop(name, None)
        with self._log.open('wb') as output:
            return subprocess.Popen(command, stdout=output, stderr=output, env=env)

    def _finish(self, process: subprocess.Popen[bytes]):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed = self._log.read_text(encoding='utf-8', errors='replace').strip()
        if process.returncode not in self._statuses or (self._quiet and printed):
            command = ' '.join(map(str, self._command))
            raise BuildFailed(
                f'{command}\nexit status {process.returncode}\n{printed[-4000:]}'
            )
        return usage


def compile_package() -> None:
    """Compile the package, so that no measured process has to."""
    compileall.compile_dir(str(ROOT / 'sphinxcontrib_archgloss'), quiet=2)


def has_valgrind() -> bool:
    """Return whether instructions can be counted here."""
    return shutil.which('valgrind') is not None


@cache
def _fixed_addresses() -> tuple[str, ...]:
    """Return what lets a command have the same memory addresses each time it is run.

    With random addresses, counts of large builds differ by up to 1 %. Empty where the
    system has no such command, or forbids it, as some containers do.
    """
    command = ('setarch', '-R')
    if shutil.which(command[0]) is None:
        return ()
    tried = subprocess.run([*command, 'true'], capture_output=True, check=False)
    return command if tried.returncode == 0 else ()


def _tree_memory(root: int) -> float:
    """Return the memory of a process and its descendants at this moment, in MiB."""
    anonymous, file_backed = 0, 0
    for pid in _tree(root):
        with suppress(OSError, KeyError):  # it has just ended
            text = Path(f'/proc/{pid}/smaps_rollup').read_text(encoding='ascii')
            sizes = {name: int(kib) for name, kib in re.findall(r'(\w+): +(\d+) kB', text)}
            anonymous += sizes['Pss_Anon']
            file_backed = max(file_backed, sizes['Rss'] - sizes['Anonymous'])
    return (anonymous + file_backed) / 1024


def _tree(root: int) -> Iterator[int]:
    yield root
    with suppress(OSError):
        for path in Path(f'/proc/{root}/task').glob('*/children'):
            for child in path.read_text(encoding='ascii').split():
                yield from _tree(int(child))


class Weight(NamedTuple):
    """What a browser fetches for a page, in bytes."""

    page: float
    """The page itself."""
    compressed: float
    """The same, compressed."""
    assets: float
    """Scripts and styles of the site that the page loads, compressed."""
    foreign: float
    """How many scripts and styles it loads from other sites."""


def weight(paths: Iterable[Path]) -> Weight:
    """Return the medians of some pages."""
    weights = [_weight(path) for path in paths]
    return Weight(*map(median, zip(*weights, strict=True)))


def _weight(path: Path) -> Weight:
    raw = path.read_bytes()
    loaded = re.findall(
        r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"?]+)', raw.decode()
    )
    own = {(path.parent / name).resolve() for name in loaded if '://' not in name}
    assets = sum(len(gzip.compress(file.read_bytes())) for file in own)
    foreign = sum('://' in name for name in loaded)
    return Weight(len(raw), len(gzip.compress(raw)), assets, foreign)


def page_versions(html: Path) -> dict[str, tuple[int, str]]:
    """Return for each page the time at which it was written and its digest."""
    always_written = {html / 'genindex.html', html / 'search.html'}
    return {
        str(path): (path.stat().st_mtime_ns, hashlib.sha1(path.read_bytes()).hexdigest())
        for path in html.rglob('*.html')
        if path not in always_written
    }
