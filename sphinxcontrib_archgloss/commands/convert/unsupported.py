"""Reports what a conversion drops, at its place in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.output import data_note
from sphinxcontrib_archgloss.exchange.yaml_writer import MODELINE
from sphinxcontrib_archgloss.file_lines import file_lines

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.commands.ground.output import FileMessage
    from sphinxcontrib_archgloss.exchange.ground.plain_data import Conversion
    from sphinxcontrib_archgloss.terms.loading.load import Loaded

_NAMES = {
    'outline': 'an outline',
    'csv': 'a table',
    'rst': 'a glossary',
    'myst': 'a glossary',
}


def not_held(written: Conversion, form: str, path: str) -> list[FileMessage]:
    """Return notes on what the format *form* cannot hold of the set at *path*."""
    name = _NAMES.get(form, form.upper())
    notes = []
    for line, owner, lost in written.losses:
        of = f'of "{owner}"' if owner else 'of the set'
        message = f'{name} cannot contain these parts {of}: {", ".join(lost)}'
        notes.append(data_note(message, path, line))
    return notes


def comment_lines(loaded: Loaded, form: str) -> int:
    """Return how many lines of the set's file are comments, the modeline aside."""
    if loaded.set is None or form not in ('yaml', 'toml'):
        return 0
    in_texts = {
        line
        for term in loaded.set.terms
        if term.definition
        for line in term.definition.lines
    }
    return sum(
        line.lstrip().startswith('#')
        and n not in in_texts
        and not line.startswith(MODELINE)
        for n, line in enumerate(file_lines(loaded.path), 1)
    )
