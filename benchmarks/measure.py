"""What a process costs: wall time, processor time and peak memory.

Each measured command is a fresh process. Its numbers come from the kernel when
it ends (``wait4``), so that they include the workers it forked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The checkout under test."""


class Cost(NamedTuple):
    """What one process took, its descendants included."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system together, of all descendants as well."""
    memory: float
    """MiB; the greatest resident set of the process or of any one descendant."""


class BuildFailed(Exception):
    """A measured process said something or did not succeed: its cost means nothing."""


def run(command: Sequence[str], log: Path, *, quiet: bool = True) -> Cost:
    """Run *command*, its output going to *log*, and return its cost.

    Raises BuildFailed if it exits with a status other than 0 or, where it is to
    be *quiet*, prints something, as a build with warnings does.
    """
    env = {**os.environ, 'PYTHONHASHSEED': '0', 'PYTHONPATH': ROOT}
    # what is installed is compiled once, and so is what is measured
    env.pop('PYTHONDONTWRITEBYTECODE', None)
    with log.open('wb') as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text(encoding='utf-8', errors='replace').strip()
    if process.returncode or (quiet and said):
        shown = ' '.join(command)
        raise BuildFailed(f'{shown}\nexit status {process.returncode}\n{said[:4000]}')
    unit = 1024 * 1024 if sys.platform == 'darwin' else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def build_command(source: Path, target: Path, *options: str) -> list[str]:
    """Return the command that builds *source* into *target*, quietly."""
    return [
        sys.executable, '-m', 'sphinx', '-b', 'html', '-q', *options,
        '-d', str(target / 'doctrees'), str(source), str(target / 'html'),
    ]  # fmt: skip


START_UP = """\
import sys
from sphinx.application import Sphinx
source, target, *extensions = sys.argv[1:]
Sphinx(
    source, source, target, target + '/doctrees', 'html',
    confoverrides={'extensions': extensions}, status=None,
)
"""


def start_up_command(source: Path, target: Path, *extensions: str) -> list[str]:
    """Return a command that sets Sphinx up with *extensions* and builds nothing."""
    return [sys.executable, '-c', START_UP, str(source), str(target), *extensions]
