"""An outline as data of a set; what it looks like is told in `export.as_outline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.export.as_outline import BULLET
from sphinxcontrib_archgloss.intake.placed import Entry, placed_set
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_outline(text: str, header: Mapping[str, Any]) -> tuple[Located, Notes]:
    """Return the set in *text*; *header* has what an outline does not say.

    The first line is the title; what stands before the first name is the
    description, and what stands after a name its definition.
    """
    if not text.strip():
        raise SyntaxFault('the file is empty', 1, None)
    notes = Notes()
    entries: list[tuple[int, str, list[tuple[int, str]]]] = []
    above: list[tuple[int, str]] = []
    for number, line in enumerate(text.split('\n'), 1):
        if line.startswith(BULLET):
            entries.append((number, line.removeprefix(BULLET).strip(), []))
        else:
            (entries[-1][2] if entries else above).append((number, line))
    above = _trimmed(above)
    found = dict(header)
    if above:
        found.setdefault('title', above[0][1].strip())
    else:
        notes.append(('an outline begins with a line for the title; add it', 1, 1))
    if described := _trimmed(above[1:]):
        found.setdefault('description', '\n'.join(line for _, line in described))
    return placed_set(found, [_entry(*entry) for entry in entries]), notes


def _entry(number: int, name: str, lines: list[tuple[int, str]]) -> Entry:
    body = _trimmed(lines)
    values = {'name': name}
    if body:
        values['definition'] = '\n'.join(line for _, line in body)
    return Entry(number, values, tuple(line for line, _ in body))


def _trimmed(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return *lines* without the blank ones at either end."""
    shown = [n for n, (_, line) in enumerate(lines) if line.strip()]
    return lines[shown[0] : shown[-1] + 1] if shown else []
