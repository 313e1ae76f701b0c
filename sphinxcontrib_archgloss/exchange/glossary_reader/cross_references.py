"""Finds ``term`` roles in a text, and makes those of imported definitions ``term-ref``.

`written_roles` only looks at the text; the parser decides what is a role, and code that
looks the same does not change. In definitions, a role is renamed where its target is a term
of the same page, so that references still work without the glossary.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from sphinx.util.nodes import split_explicit_title

from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry

NAMES = ('term', 'std:term')
"""The names of the role to rename."""
# Within a paragraph; back quotes may be inside more of them.
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


def rename_roles(
    entries: Sequence[Entry], read: Callable[[str], Iterable[str]], *, is_myst: bool
) -> Iterator[Notice]:
    """Rename the roles in the definitions of *entries*; yield notices of the changes.

    *read* returns, for a definition, what its roles have between their back quotes.
    """
    labels = {spaced(label).casefold() for entry in entries for label in _labels(entry)}
    first_line = 0
    for entry in entries:
        text = str(entry.values.get('definition', ''))
        roles = list(written_roles(text, 'term', 'term-ref', is_myst=is_myst))
        if not roles:
            continue
        looks, real = Counter(role.content for role in roles), Counter(read(text))
        own = [role for role in roles if _target(role) in labels and real[role.content]]
        certain = [role for role in own if looks[role.content] == real[role.content]]
        for role in reversed(certain):
            text = text[: role.start] + role.new + text[role.end :]
        entry.values['definition'] = text
        first_line = first_line or (entry.line if certain else 0)
        if left := dict.fromkeys(role.content for role in own if role not in certain):
            name = quoted(str(entry.values['name']))
            listed = ', '.join(f':term:`{content}`' for content in left)
            message = (
                f'the definition of {name} contains {listed} both as a role and in code'
            )
            yield Notice(entry.line, f'{message}; rename the role to term-ref by hand')
    if first_line:
        message = (
            'references in definitions to terms of the page now use the role "term-ref"'
        )
        yield Notice(first_line, f'{message} instead of "term"')


def _labels(entry: Entry) -> Iterator[str]:
    yield str(entry.values['name'])
    yield from map(str, entry.values.get('aliases', ()))


def _target(role: WrittenRole) -> str:
    return spaced(split_explicit_title(role.content)[2]).casefold()
