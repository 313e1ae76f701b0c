"""Builds for tests that need hundreds of them, and what they give."""

from __future__ import annotations

import json
import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forked import forked_build

if TYPE_CHECKING:
    from collections.abc import Iterable

STATUS_KILLED = -signal.SIGKILL

# Put into conf.py: kills the build at the n-th page it reads or writes, when the
# environment says so; a page being written is left cut off in the middle. Or changes a
# file while pages are read, and undoes it when they are.
KILL_SWITCH = """
import os, signal
from pathlib import Path

def setup(app):
    app.add_config_value('shown', False, 'env')
    path, _, text = os.environ.get('EDIT_WHILE_READING', '').partition('=')
    if path:
        before = Path(app.srcdir, path).read_text(encoding='utf-8')

        def edit(app, docname, content):
            Path(app.srcdir, path).write_text(text, encoding='utf-8')

        def undo(app, env):
            Path(app.srcdir, path).write_text(before, encoding='utf-8')

        app.connect('source-read', edit)
        app.connect('env-updated', undo, priority=1)

    when, _, count = os.environ.get('KILL_AT', '').partition(':')
    left = [int(count or 0)]

    def kill():
        os.killpg(os.getpgrp(), signal.SIGKILL)

    def reading(app, docname, content):
        left[0] -= 1
        if left[0] < 0:
            kill()

    def writing(app, pagename, template, context, doctree):
        if doctree is None:
            return
        left[0] -= 1
        if left[0] < 0:
            Path(app.builder.get_outfilename(pagename)).parent.mkdir(exist_ok=True)
            Path(app.builder.get_outfilename(pagename)).write_text('<html><p>cut o')
            kill()

    if when == 'read':
        app.connect('source-read', reading)
    if when == 'write':
        app.connect('html-page-context', writing)
"""


@dataclass
class Outcome:
    """What a build printed and how it ended."""

    status: int
    text: str
    source: str

    @property
    def warnings(self) -> list[str]:
        """The ``archgloss`` warnings, sorted, paths relative to the sources."""
        found = re.findall(r'^.*\[archgloss\.\w+\]$', self.text, re.MULTILINE)
        return sorted(line.replace(self.source + os.sep, '') for line in found)

    @property
    def other_warnings(self) -> list[str]:
        """Warnings of others."""
        return [
            line
            for line in self.text.splitlines()
            if re.search(r'(WARNING|ERROR|CRITICAL):', line) and '[archgloss.' not in line
        ]

    @property
    def written(self) -> set[str]:
        """Docnames of the pages that were written."""
        return set(re.findall(r'writing output\.\.\. \[ *\d+%\] (\S+)', self.text))

    @property
    def read(self) -> set[str]:
        """Docnames of the pages that were read."""
        return set(re.findall(r'reading sources\.\.\. \[ *\d+%\] (\S+)', self.text))


def build(
    source: Path,
    output: Path,
    doctrees: Path,
    *,
    builder: str = 'html',
    jobs: int = 1,
    strict: bool = True,
    kill_at: str = '',
    edit: str = '',
    tags: Iterable[str] = (),
    kept: str = 'compare',
) -> Outcome:
    """Build in a child process; return its outcome.

    *edit* is "path=text": what a file holds while pages are read. By default, what is kept
    of the last build is compared with what is derived.
    """
    log = output.with_name(output.name + '.log')
    log.parent.mkdir(parents=True, exist_ok=True)
    arguments = ['-b', builder, '-N', '-j', str(jobs), '-d', str(doctrees)]
    arguments += [argument for tag in tags for argument in ('-t', tag)]
    arguments += ['-W', '--keep-going'] if strict else []
    log.unlink(missing_ok=True)
    status = forked_build(
        [*arguments, str(source), str(output)],
        log,
        log,
        {'KILL_AT': kill_at, 'EDIT_WHILE_READING': edit, 'ARCHGLOSS_KEPT': kept},
    )
    text = log.read_text(encoding='utf-8', errors='replace')
    return Outcome(status, text, str(source))


def comparable_index(raw: bytes) -> bytes:
    """Return Sphinx's search index without what Sphinx itself makes unequal.

    It continues the index of the last build, but never loads the entries of the
    general index from it, and keeps words that no page has any more, with no
    pages to them.
    """
    index = json.loads(raw.removeprefix(b'Search.setIndex(').removesuffix(b')'))
    index.pop('indexentries')
    for name in ('terms', 'titleterms'):
        index[name] = {word: pages for word, pages in index[name].items() if pages != []}
    return json.dumps(index, indent=0, sort_keys=True).encode()


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under *folder* and its bytes.

    Only what Sphinx itself makes unequal is left out: of a book, all but its pages, as it
    never takes away what an earlier build has packed; and what another language leaves.
    """
    pattern = {'epub': '*.xhtml', 'latex': '*.tex'}.get(folder.name, '*')
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob(pattern))
        if path.is_file() and path.name not in ('.buildinfo.bak', 'translations.js')
    }
    if 'searchindex.js' in found:
        found['searchindex.js'] = comparable_index(found['searchindex.js'])
    return found
