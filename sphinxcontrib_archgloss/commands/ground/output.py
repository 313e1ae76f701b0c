"""The output of a command: results, messages about files, and notes on the run.

Results go to standard output, notes to standard error; messages about files to standard
output, or to standard error if there is another result. Colors are used on a terminal only,
and never if NO_COLOR is set.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.problems import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.problems import Problem

_CODES = {'plain': 0, 'bold': 1, 'red': 31, 'green': 32, 'yellow': 33, 'cyan': 36, 'dim': 2}


class FileMessage(NamedTuple):
    """A message about a place in a file; its fields are the keys of the JSON output."""

    severity: str
    """error, or note."""
    kind: str
    """As in ``archgloss.KIND``."""
    message: str
    path: str
    """As shown to the user."""
    line: int
    column: int
    """Both 1-based; 1 where unknown."""


def file_messages(
    problems: Iterable[Problem], severity: str = 'error'
) -> list[FileMessage]:
    """Return *problems* as messages, with paths relative to the working directory."""
    messages = []
    here = f'{Path.cwd()}{os.sep}'
    for problem in problems:
        path, line, column, _ = problem.place or ('', 1, 1, False)
        text = one_line(problem.message).replace(here, '')
        where = (shown_path(path), line or 1, column or 1)
        messages.append(FileMessage(severity, problem.kind.value, text, *where))
    return messages


def data_note(message: str, path: str, line: int) -> FileMessage:
    """Return a note on the data on a *line* of the file at *path* (as shown)."""
    return FileMessage('note', 'data', message, path, line, 1)


def shown_path(path: str) -> str:
    """Return *path*, relative to the working directory if it is below it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


class Output:
    """Where a command prints."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def result(self, text: str) -> None:
        """Print *text* as a result of the command."""
        print(text, file=self._out)

    def data(self, data: Any, *, aside: bool = False) -> None:
        """Print *data* as JSON: the result, or with *aside* an addition to it."""
        stream = self._err if aside else self._out
        print(json.dumps(data, indent=2, ensure_ascii=False), file=stream)

    def raw(self, text: str) -> None:
        """Print *text* exactly."""
        self._out.flush()
        if buffer := getattr(self._out, 'buffer', None):
            buffer.write(text.encode())
        else:
            self._out.write(text)

    def note(self, text: str) -> None:
        """Print *text* as a note on the run."""
        print(one_line(text), file=self._err)

    def messages(self, messages: Iterable[FileMessage], *, aside: bool = False) -> None:
        """Print each of *messages* on a line; *aside* if the command has a result."""
        stream = self._err if aside else self._out
        for severity, kind, message, path, line, column in messages:
            is_note = severity == 'note'
            where = _paint(f'{printable(path)}:{line}:{column}:', 'bold', stream)
            label = _paint(f'[archgloss.{kind}]', 'yellow' if is_note else 'red', stream)
            print(f'{where} {"note: " if is_note else ""}{message} {label}', file=stream)

    def painted(self, text: str, color: str) -> str:
        """Return *text* in *color*, if results go to a terminal that takes colors."""
        return _paint(printable(text), color, self._out)


def _paint(text: str, color: str, stream: TextIO) -> str:
    """Return *text* in *color*, if *stream* is a terminal that takes colors."""
    if os.environ.get('NO_COLOR') or os.environ.get('TERM') == 'dumb':
        return text
    return f'\x1b[{_CODES[color]}m{text}\x1b[0m' if stream.isatty() else text
