"""The registry of readers: format → function that reads a text as a term set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.located_entries import located_set
from sphinxcontrib_archgloss.terms.loading.json_reader import read_json
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxcontrib_archgloss.exchange.ground.located_entries import GlossaryPage, Notice
    from sphinxcontrib_archgloss.terms.loading.load import Reader

FORMATS = {
    '.csv': 'csv', '.tsv': 'csv', '.txt': 'outline', '.rst': 'rst', '.rest': 'rst',
    '.md': 'myst', '.markdown': 'myst',
}  # fmt: skip
"""File extension → format."""
DOCUSAURUS = 'docusaurus'
"""A format that is told from other JSON by its shape."""


def foreign_format(path: str) -> str | None:
    """Return the format that the extension of *path* stands for, if it is one of these."""
    return FORMATS.get(Path(path).suffix.lower())


def reader(form: str, header: Mapping[str, Any], notices: list[Notice]) -> Reader:
    """Return the reader of the format *form*.

    *header* has the keys of the set that the format does not hold. The reader appends
    to *notices* what it takes in with a change, and raises SyntaxFault for a text
    without a set.
    """

    def read(text: str) -> tuple[Located, Notes]:
        # imported where they are needed: docutils and MyST take their time
        if form == 'outline':
            from sphinxcontrib_archgloss.exchange.outline_format import read_outline

            return read_outline(text, header)
        if form == 'csv':
            from sphinxcontrib_archgloss.exchange.csv_format import read_table

            return read_table(text, header)
        if form == DOCUSAURUS:
            from sphinxcontrib_archgloss.exchange.docusaurus_format import as_set

            root, faults = read_json(text)
            return as_set(root, header, faults, notices), faults
        notes = Notes()
        if form == 'rst':
            from sphinxcontrib_archgloss.exchange.glossary_reader import rst

            page = rst.read_glossaries(text, notes, notices)
        else:
            from sphinxcontrib_archgloss.exchange.glossary_reader import myst

            page = myst.read_glossaries(text, notes, notices)
        return _glossary_set(page, header), notes

    return read


class JsonReader:
    """Reads sets in JSON, and glossaries of Docusaurus, told by their shape.

    *header* and *notices* are for those, as in `reader`.
    """

    def __init__(self, header: Mapping[str, Any], notices: list[Notice]) -> None:
        self._header = header
        self._notices = notices
        self.form = 'json'
        """The format of the text that was read last."""

    def __call__(self, text: str) -> tuple[Located, Notes]:
        """Return the set in *text*, and its faults."""
        from sphinxcontrib_archgloss.exchange.docusaurus_format import as_set, is_docusaurus

        root, notes = read_json(text)
        if is_docusaurus(root):
            self.form = DOCUSAURUS
            root = as_set(root, self._header, notes, self._notices)
        return root, notes


def _glossary_set(page: GlossaryPage, header: Mapping[str, Any]) -> Located:
    if not page.entries:
        message = 'there is no glossary in the file; name the page that has it'
        raise SyntaxFault(message, 1, None)
    own = {'name': '', 'title': page.title, 'description': page.description}
    own |= {**header, 'markup': page.markup, 'order': page.order}
    return located_set({key: value for key, value in own.items() if value}, page.entries)
