"""A set as an outline, written and read: a line with the name before each definition.

    Architecture
    Concepts of model architecture.
    - Token
    A piece of text.

The first line is the title, and the text before the first name is the description. An
outline holds nothing else, and cannot contain text with a line that begins like a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry, located_set
from sphinxcontrib_archgloss.exchange.ground.plain_data import (
    Conversion,
    losses_of,
    set_as_data,
)
from sphinxcontrib_archgloss.terms.loading.positions import (
    Located,
    Notes,
    NumberedLine,
    SyntaxFault,
    without_blank_ends,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxcontrib_archgloss.terms.model import TermSet

BULLET = '- '
"""The sign before a name."""


def as_outline(term_set: TermSet) -> Conversion:
    """Return *term_set* as an outline."""
    data = set_as_data(term_set)
    title = ' '.join(term_set.title.split()) or term_set.name
    lines = [title if not title.startswith(BULLET) else term_set.name]
    lost = [key for key in data if key not in {'name', 'title', 'description', 'terms'}]
    if term_set.title not in ('', lines[0]):
        lost.insert(0, 'line breaks of the title' if title == lines[0] else 'title')
    if term_set.description and can_hold(term_set.description):
        lines.append(term_set.description)
    elif term_set.description:
        lost.append('description')
    losses = losses_of(None, lost)
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        if term.definition is None:
            losses += losses_of(term, ['the record, because it has no definition'])
        elif not can_hold(term.definition.value):
            phrase = f'the record, because a line of its definition begins with "{BULLET}"'
            losses += losses_of(term, [phrase])
        else:
            losses += losses_of(
                term, [key for key in record if key not in {'name', 'definition'}]
            )
            lines += [f'{BULLET}{term.name}', term.definition.value]
    return Conversion('\n'.join(lines) + '\n', tuple(losses))


def can_hold(text: str) -> bool:
    """Return whether no line of *text* would be read as a name."""
    return not any(line.startswith(BULLET) for line in text.split('\n'))


def read_outline(text: str, header: Mapping[str, Any]) -> tuple[Located, Notes]:
    """Return the set in *text*; *header* has the keys that an outline does not hold.

    Raises SyntaxFault for an empty *text*.
    """
    if not text.strip():
        raise SyntaxFault('the file is empty', 1, None)
    notes = Notes()
    entries: list[tuple[int, str, list[NumberedLine]]] = []
    above: list[NumberedLine] = []
    for number, line in enumerate(text.split('\n'), 1):
        if line.startswith(BULLET):
            entries.append((number, line.removeprefix(BULLET).strip(), []))
        else:
            (entries[-1][2] if entries else above).append((number, line))
    above = without_blank_ends(above)
    keys = dict(header)
    if above:
        keys.setdefault('title', above[0][1].strip())
    else:
        notes.append(('missing title; add it as the first line of the outline', 1, 1))
    if description := without_blank_ends(above[1:]):
        keys.setdefault('description', '\n'.join(line for _, line in description))
    return located_set(keys, [_entry(*entry) for entry in entries]), notes


def _entry(number: int, name: str, lines: list[NumberedLine]) -> Entry:
    body = without_blank_ends(lines)
    values = {'name': name}
    if body:
        values['definition'] = '\n'.join(line for _, line in body)
    return Entry(number, values, tuple(line for line, _ in body))
