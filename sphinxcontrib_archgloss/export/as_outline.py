"""A set as an outline: title, description, and a line with a name before each definition.

    Architecture
    Concepts of model architecture.
    - Token
    A piece of text.

It holds names, definitions, the title and the description; of those, what has no
line that begins like a name does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.export.data import set_as_data
from sphinxcontrib_archgloss.export.written import Loss, Written, term_losses

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import TermSet

BULLET = '- '
"""What stands before a name."""
_HELD = {'name', 'definition'}


def as_outline(term_set: TermSet) -> Written:
    """Return *term_set* as an outline."""
    data = set_as_data(term_set)
    title = ' '.join(term_set.title.split()) or term_set.name
    lines = [title if not title.startswith(BULLET) else term_set.name]
    lost = [key for key in data if key not in {'name', 'title', 'description', 'terms'}]
    if term_set.title not in ('', lines[0]):
        lost.insert(0, 'line breaks of the title' if title == lines[0] else 'title')
    if term_set.description and holds(term_set.description):
        lines.append(term_set.description)
    elif term_set.description:
        lost.append('description')
    losses = [Loss(1, '', tuple(lost))] if lost else []
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        if term.definition is None:
            losses += term_losses(term, ['the record, as it has no definition'])
        elif not holds(term.definition.value):
            said = f'the record, as a line of its definition begins with "{BULLET}"'
            losses += term_losses(term, [said])
        else:
            losses += term_losses(term, [key for key in record if key not in _HELD])
            lines += [f'{BULLET}{term.name}', term.definition.value]
    return Written('\n'.join(lines) + '\n', tuple(losses))


def holds(text: str) -> bool:
    """Return whether no line of *text* would be taken for a name."""
    return not any(line.startswith(BULLET) for line in text.split('\n'))
