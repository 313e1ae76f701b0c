"""The lines of a text file, split where the parser of the file splits them.

Parsers disagree about what ends a line, and editors disagree with some of them. A line
number is useful only to a reader that splits the file as the parser did, so every module
that looks up a line uses this one.

* reStructuredText: docutils replaces vertical tabs and form feeds by spaces and then calls
  ``str.splitlines`` (``docutils.statemachine.string2lines``, as its parser calls it).
* Markdown: only CR, LF and CR LF end a line (CommonMark 0.31, 2.1; markdown-it's
  ``normalize``).
* Term sets: the same as in Markdown. `terms.loading.load` normalizes these three, and the
  readers count LF; the YAML reader replaces the further line breaks of YAML 1.1.

The extension of a path decides which of them applies. A project may give its Markdown
another extension; then a file with one of docutils' rarer line ends is counted as docutils
would count it.

docutils before 0.22 calls ``str.splitlines`` on all that it reads; the place of a mention
below one of the rarer line ends is unknown there.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

_LINE_END = re.compile(r'\r\n?|\n')
_DOCUTILS_LINE_END = re.compile(r'\r\n?|[\n\x1c-\x1e\x85]|\u2028|\u2029')
_NOT_DOCUTILS = ('.md', '.markdown', '.yaml', '.yml', '.toml', '.json')


def line_end(path: str) -> re.Pattern[str]:
    """Return the pattern of what ends a line in the file at *path*."""
    is_other = path.lower().endswith(_NOT_DOCUTILS)
    return _LINE_END if is_other else _DOCUTILS_LINE_END


def split_lines(text: str, path: str) -> tuple[str, ...]:
    """Return the lines of *text*, the content of the file at *path*, without their ends."""
    pattern = line_end(path)
    if pattern is _DOCUTILS_LINE_END and '\v' not in text and '\f' not in text:
        return tuple(text.splitlines())  # the same lines, in a tenth of the time
    lines = pattern.split(text)
    return tuple(lines if lines[-1] else lines[:-1])


def file_lines(path: str) -> tuple[str, ...]:
    """Return the lines of the file at *path*; none if it cannot be read as UTF-8.

    A byte-order mark belongs to no line.
    """
    try:
        # pathlib would take longer than the file system
        return _lines_as_of(path, os.stat(path).st_mtime_ns)  # noqa: PTH116
    except (OSError, UnicodeDecodeError, ValueError):
        return ()


@lru_cache(maxsize=4)
def _lines_as_of(path: str, _changed: int) -> tuple[str, ...]:
    """Return the lines of a file that was *_changed* at that time, in nanoseconds."""
    with open(path, 'rb') as file:  # noqa: PTH123
        return split_lines(file.read().decode('utf-8-sig'), path)
