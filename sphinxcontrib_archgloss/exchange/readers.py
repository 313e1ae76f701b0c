"""The readers of this package by the name of their format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice, placed_set
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxcontrib_archgloss.exchange.ground.located_entries import Page

FORMATS = {
    '.csv': 'csv', '.tsv': 'csv', '.txt': 'outline', '.rst': 'rst', '.rest': 'rst',
    '.md': 'myst', '.markdown': 'myst',
}  # fmt: skip
"""File extension → format."""


def foreign_format(path: str) -> str | None:
    """Return the format that the extension of *path* stands for, if it is one of these."""
    return FORMATS.get(Path(path).suffix.lower())


def reader(
    form: str, header: Mapping[str, Any], told: list[Notice]
) -> Callable[[str], tuple[Located, Notes]]:
    """Return the reader of the format *form*.

    *header* has the keys of the set that the format does not hold; *told* gets what
    is taken in with a change.
    """

    def read(text: str) -> tuple[Located, Notes]:
        return _READERS[form](text, header, told)

    return read


def _outline(
    text: str, header: Mapping[str, Any], told: list[Notice]
) -> tuple[Located, Notes]:
    from sphinxcontrib_archgloss.exchange.outline_format import read_outline

    return read_outline(text, header)


def _csv(text: str, header: Mapping[str, Any], told: list[Notice]) -> tuple[Located, Notes]:
    from sphinxcontrib_archgloss.exchange.csv_format import read_table

    return read_table(text, header)


def _rst(text: str, header: Mapping[str, Any], told: list[Notice]) -> tuple[Located, Notes]:
    from sphinxcontrib_archgloss.exchange.glossary_reader.rst import glossaries

    notes = Notes()
    page = glossaries(text, notes, told)
    return _glossary(page, {**header, 'markup': 'rst'}), notes


def _myst(
    text: str, header: Mapping[str, Any], told: list[Notice]
) -> tuple[Located, Notes]:
    from sphinxcontrib_archgloss.exchange.glossary_reader.myst import glossaries

    notes = Notes()
    found = glossaries(text, notes, told)
    if found.myst and found.rst:
        said = (
            'a set has one markup, but this page has definitions in MyST and, inside '
            '"eval-rst" from here on, in reStructuredText; convert them apart'
        )
        notes.append((said, found.rst[0].line, 1))
    markup = 'myst' if found.myst else 'rst'
    return _glossary(found.page(), {**header, 'markup': markup}), notes


def _glossary(page: Page, header: Mapping[str, Any]) -> Located:
    if not page.entries:
        said = 'there is no glossary in the file; name the page that has it'
        raise SyntaxFault(said, 1, None)
    own = {'name': '', 'title': page.title, 'description': page.description}
    return placed_set({k: v for k, v in {**own, **header}.items() if v}, page.entries)


_READERS = {'outline': _outline, 'csv': _csv, 'rst': _rst, 'myst': _myst}
