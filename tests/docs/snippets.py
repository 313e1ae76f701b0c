"""The snippets of the manual, taken from its doctrees and run.

The convention: a code block with a caption is a file, and the caption is its path
in the reader's project; ``…, at the end`` after the path appends to the file. A
code block in the language ``console`` is a session: a line that begins with ``$``
is a command, what follows it is the output. Blocks in the language ``text`` only
show something. A page's blocks take effect in their order.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPENDED = ', at the end'
SKIPPED = ('pip install', 'sphinx-autobuild')
"""Commands that begin so are shown, but not run."""

_MARK = '\x1e'


class Snippet(NamedTuple):
    """A code block of a page."""

    language: str
    caption: str
    """Empty where there is none."""
    text: str
    line: int


class Exchange(NamedTuple):
    """A command and what it prints."""

    command: str
    output: str


def snippets(doctree: Path) -> list[Snippet]:
    """Return the code blocks of the page that was read into *doctree*."""
    document: nodes.document = pickle.loads(doctree.read_bytes())
    found = []
    for block in document.findall(nodes.literal_block):
        caption = ''
        if isinstance(block.parent, nodes.container) and block.parent.get('literal_block'):
            caption = block.parent[0].astext()
        language = block.get('language', 'default')
        found.append(Snippet(language, caption, block.astext() + '\n', block.line or 0))
    return found


def exchanges(session: str) -> list[Exchange]:
    """Return the commands of a console session and their output."""
    found: list[Exchange] = []
    for line in session.splitlines():
        if line.startswith('$ '):
            found.append(Exchange(line.removeprefix('$ '), ''))
        else:
            last = found.pop()
            found.append(Exchange(last.command, f'{last.output}{line}\n'))
    return found


class Reader:
    """Somebody who follows the manual in the empty directory *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / 'work'
        self.folder.mkdir()
        self._bin = folder / 'bin'
        self._bin.mkdir()
        programs = {
            'sphinx-build': '-m sphinx',
            'archgloss': '-m sphinxcontrib_archgloss',
            'python': '',
        }
        for name, start in programs.items():
            script = self._bin / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {start} "$@"\n')
            script.chmod(0o755)

    def write(self, snippet: Snippet) -> None:
        """Write the file that *snippet* shows."""
        path = self.folder / snippet.caption.removesuffix(APPENDED)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text('utf-8') if snippet.caption.endswith(APPENDED) else ''
        path.write_text(before + snippet.text, encoding='utf-8')
        # Sphinx compares times, and a snippet is written faster than a clock ticks
        later = path.stat().st_mtime + 0.01
        os.utime(path, (later, later))

    def type(self, session: str) -> list[Exchange]:
        """Type the commands of *session* into one shell; return what really happens."""
        commands = [one.command for one in exchanges(session)]
        script = ''.join(
            f"{command}\nstatus=$?; printf '{_MARK}'; (exit $status)\n"
            for command in commands
            if not command.startswith(SKIPPED)
        )
        done = subprocess.run(
            ['bash', '-c', f'exec 2>&1\n{script}'],
            cwd=self.folder,
            env={**os.environ, 'PATH': f'{self._bin}{os.pathsep}{os.environ["PATH"]}'},
            capture_output=True,
            text=True,
            encoding='utf-8',
            check=False,
        )
        outputs = iter(done.stdout.replace(f'{self.folder}{os.sep}', '').split(_MARK))
        return [
            Exchange(command, '' if command.startswith(SKIPPED) else next(outputs))
            for command in commands
        ]

    def follow(
        self, page: list[Snippet]
    ) -> Iterator[tuple[list[Exchange], list[Exchange]]]:
        """Follow *page*; yield the output that each session shows, and the real one."""
        for snippet in page:
            if snippet.caption:
                self.write(snippet)
            elif snippet.language == 'console':
                yield exchanges(snippet.text), self.type(snippet.text)
