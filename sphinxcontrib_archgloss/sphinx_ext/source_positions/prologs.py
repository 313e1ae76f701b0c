"""The lines of conf.py that contain the prolog and the epilog of a project.

Sphinx puts both around each page in reStructuredText and names them in angle brackets,
differently from version to version, with a line of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.file_lines import file_lines

if TYPE_CHECKING:
    from sphinx.config import Config

_NAMED = re.compile(r'<rst_(?P<which>prolog|epilog)(?:ue)?>')


def is_around_pages(source: str) -> bool:
    """Return whether a *source* is the prolog or the epilog."""
    return _NAMED.fullmatch(source) is not None


def line_in_conf(config: Config, conf: str, source: str, line: int) -> tuple[str, int]:
    """Return (path, line) in the file *conf* of a line of the prolog or the epilog.

    The line is that of the assignment, or the first, if the text is not found as it is.
    Any other place is returned unchanged.
    """
    named = _NAMED.fullmatch(source)
    if named is None:
        return source, line
    name = f'rst_{named["which"]}'
    wanted = (config[name] or '').splitlines()[line - 1 : line]
    lines = file_lines(conf)
    assigned = next((n for n, text in enumerate(lines, 1) if text.startswith(name)), 1)
    text = wanted[0].strip() if wanted else ''
    after = (n for n in range(assigned, len(lines) + 1) if text and text in lines[n - 1])
    expected = assigned + line - 1
    if text and text in ''.join(lines[expected - 1 : expected]):
        return conf, expected
    return conf, next(after, assigned)
