"""Finds the roles of one name in the text of a page, by pattern alone.

Goes by the look of the text alone; the caller finds out whether the parser sees a role
there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


# Within a paragraph; back quotes may stand inside more of them.
_INSIDE = r'[^`](?:[^\n]|\n(?![^\S\n]*\n))*?'


class WrittenRole(NamedTuple):
    """What looks like a role in a text."""

    start: int
    """Offset of the name of the role, with its colons or braces."""
    end: int
    """Offset after the name."""
    content: str
    """What is between the back quotes, white space collapsed."""
    new: str
    """The new name, written as the old one."""


def written_roles(text: str, old: str, new: str, *, is_myst: bool) -> Iterator[WrittenRole]:
    """Yield what looks like the role *old* of Sphinx's own domain, to be named *new*."""
    name = rf'(?:std:)?{re.escape(old)}'
    pattern = rf'(?<![\w:+`])(?P<rst>:{name}:)(?=`(?P<a>[^`]+)`)'
    if is_myst:  # which may hold reStructuredText, too
        pattern += rf'|(?P<myst>\{{{name}\}})(?=(?P<quotes>`+)(?P<b>{_INSIDE})(?P=quotes))'
    for match in re.finditer(pattern, text):
        content = match['a'] if match['rst'] else match['b']
        written = f':{new}:' if match['rst'] else f'{{{new}}}'
        start, end = match.span('rst' if match['rst'] else 'myst')
        yield WrittenRole(start, end, ' '.join(content.split()), written)
