"""What a command prints: results, findings, and notes beside them.

Results and findings go to standard output, what is said about the run itself to
standard error. Colors are used on a terminal only, and not where NO_COLOR is set.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.problems import Problem

_CODES = {'plain': 0, 'bold': 1, 'red': 31, 'green': 32, 'yellow': 33, 'cyan': 36, 'dim': 2}


class Finding(NamedTuple):
    """Something to say of a place in a file."""

    severity: str
    """error, or note for what is no fault."""
    kind: str
    """As in ``archgloss.KIND``."""
    message: str
    path: str
    """As it is to be shown."""
    line: int
    column: int
    """Both 1-based; 1 where no more is known."""

    def as_data(self) -> dict[str, Any]:
        """Return the finding as a mapping."""
        return self._asdict()


def findings(problems: Iterable[Problem], severity: str = 'error') -> list[Finding]:
    """Return *problems* as findings."""
    found = []
    here = f'{Path.cwd()}{os.sep}'
    for problem in problems:
        path, line, column, _ = problem.place or ('', 1, 1, False)
        said = one_line(problem.message).replace(here, '')
        where = (shown_path(path), line or 1, column or 1)
        found.append(Finding(severity, problem.kind.value, said, *where))
    return found


def shown_path(path: str) -> str:
    """Return *path* relative to the working directory, where it is below it."""
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
        """Print *data* as JSON: the result of the command, or what is *aside* of it."""
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
        """Say *text* about the run."""
        print(one_line(text), file=self._err)

    def findings(self, found: Iterable[Finding], *, aside: bool = False) -> None:
        """Print *found*, a line each; *aside* of the result, where there is another."""
        stream = self._err if aside else self._out
        for one in found:
            where = paint(f'{one.path}:{one.line}:{one.column}:', 'bold', stream)
            color = 'yellow' if one.severity == 'note' else 'red'
            kind = paint(f'[archgloss.{one.kind}]', color, stream)
            note = 'note: ' if one.severity == 'note' else ''
            print(f'{where} {note}{one.message} {kind}', file=stream)

    def painted(self, text: str, color: str) -> str:
        """Return *text* in *color*, if results go to a terminal that is to have any."""
        return paint(text, color, self._out)


def paint(text: str, color: str, stream: TextIO) -> str:
    """Return *text* in *color*, if *stream* is a terminal that is to have any."""
    if os.environ.get('NO_COLOR') or os.environ.get('TERM') == 'dumb':
        return text
    return f'\x1b[{_CODES[color]}m{text}\x1b[0m' if stream.isatty() else text
