"""A small documentation project on disk, and what building it gives.

Builds run in a process of their own through ``sphinx-build``'s own entry point,
so that no state survives from one to the next but what is on disk. It is a fork of the
test's, which saves a third of the time, unless ``ARCHGLOSS_BUILDS`` is ``fresh``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from forked import forked_build

CONF = """\
extensions = ['sphinxcontrib_archgloss']
project, version, release = 'Test', '1', '1'
copyright = 'nobody'
html_theme = 'basic'
html_copy_source = False
html_last_updated_fmt = None
"""


@dataclass
class Built:
    """The outcome of a build."""

    status: int
    output: Path
    text: str
    """Everything printed."""
    source: Path

    @property
    def warnings(self) -> list[str]:
        """The ``archgloss`` warnings, paths relative to the sources, as printed."""
        found = [
            line
            for line in self.text.splitlines()
            if re.search(r'\[archgloss\.\w+\]$', line)
        ]
        return [self._relative(line) for line in found]

    @property
    def all_warnings(self) -> list[str]:
        found = [
            line
            for line in self.text.splitlines()
            if 'WARNING:' in line or 'ERROR:' in line
        ]
        return [self._relative(line) for line in found]

    def _relative(self, line: str) -> str:
        return line.replace(f'{self.source}{os.sep}', '')

    @property
    def written(self) -> set[str]:
        """Docnames of the pages that were written."""
        found = re.findall(r'writing output\.\.\. \[ *\d+%\] (\S+)', self.text)
        return {name for name in found if name}

    @property
    def read(self) -> set[str]:
        """Docnames of the pages that were read."""
        found = re.findall(r'reading sources\.\.\. \[ *\d+%\] (\S+)', self.text)
        return {name for name in found if name}

    def page(self, name: str) -> str:
        """The text of an output file."""
        return (self.output / name).read_text(encoding='utf-8')

    def links(self, name: str) -> dict[str, str]:
        """Wording → target of each reference to a term in an HTML page ('' for none)."""
        found = re.findall(
            r'(?:<a class="[^"]*reference[^"]*" href="([^"]*)"[^>]*>)?'
            r'<(?:span|code) class="[^"]*\bterm-ref\b[^"]*">(.*?)</(?:span|code)>(?=</a>|)',
            self.page(name),
        )
        return {re.sub(r'<[^>]+>', '', text): href for href, text in found}


class Project:
    """A directory of sources, edited and built by a test."""

    def __init__(self, source: Path) -> None:
        self.source = source
        source.mkdir(parents=True, exist_ok=True)
        self.write('conf.py', CONF)

    def write(self, name: str, text: str) -> Path:
        """Write a file; the text is dedented."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding='utf-8')
        # so that Sphinx, which compares times, cannot miss an edit made at once
        later = path.stat().st_mtime + 0.01
        os.utime(path, (later, later))
        return path

    def conf(self, **values: object) -> None:
        """Write conf.py with *values* beside the usual ones."""
        lines = [f'{name} = {value!r}\n' for name, value in values.items()]
        self.write('conf.py', CONF + ''.join(lines))

    def remove(self, name: str) -> None:
        (self.source / name).unlink()

    def build(
        self,
        *arguments: str,
        builder: str = 'html',
        out: str | None = None,
        doctrees: str = 'doctrees',
        env: dict[str, str] | None = None,
    ) -> Built:
        """Build the project; the doctree directory is shared unless named otherwise."""
        top = self.source.parent
        output = top / (out or f'out-{builder}')
        command = [
            '-b', builder, '-N',
            '-d', str(top / doctrees), *arguments, str(self.source), str(output),
        ]  # fmt: skip
        run = _run if os.environ.get('ARCHGLOSS_BUILDS') == 'fresh' else _forked
        status, text = run(command, env or {}, top)
        return Built(status, output, text, self.source)


def _run(command: list[str], env: dict[str, str], cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, '-m', 'sphinx', *command],
        capture_output=True,
        text=True,
        env={**os.environ, **env, 'PYTHONWARNINGS': 'default'},
        check=False,
        cwd=cwd,  # or the checkout would be imported, not what is installed
        encoding='utf-8',
    )
    return done.returncode, done.stdout + done.stderr


def _forked(command: list[str], env: dict[str, str], cwd: Path) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, 'out'), Path(folder, 'err')
        status = forked_build(command, out, err, env, cwd)
        return status, out.read_text('utf-8') + err.read_text('utf-8')
