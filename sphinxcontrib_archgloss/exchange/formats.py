"""The registry of formats: the functions that read a text as a set, and write a set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.plain_data import Conversion, set_as_data
from sphinxcontrib_archgloss.terms.loading.json_reader import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice
    from sphinxcontrib_archgloss.terms.loading.load import Reader
    from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes
    from sphinxcontrib_archgloss.terms.model import TermSet

FORMATS = ('yaml', 'toml', 'json', 'csv', 'outline', 'rst', 'myst')
"""The formats that a set can be written in; `terms.loading` reads the first three."""
EXTENSIONS = {
    '.csv': 'csv', '.tsv': 'csv', '.txt': 'outline', '.rst': 'rst', '.rest': 'rst',
    '.md': 'myst', '.markdown': 'myst',
}  # fmt: skip
"""File extension → format that is read here."""
DOCUSAURUS = 'docusaurus'
"""A format that differs from other JSON in its shape."""


def foreign_format(path: str) -> str | None:
    """Return the format for the extension of *path*, if it is one of these."""
    return EXTENSIONS.get(Path(path).suffix.lower())


def reader(form: str, header: Mapping[str, Any], notices: list[Notice]) -> Reader:
    """Return the reader of the format *form*.

    *header* has the keys of the set that the format does not hold. The reader appends to
    *notices* what it changes, and raises SyntaxFault for a text without a set.
    """

    def read(text: str) -> tuple[Located, Notes]:
        # imported where they are needed: docutils, MyST and tomlkit load slowly
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
        if form == 'rst':
            from sphinxcontrib_archgloss.exchange.glossary_reader import rst

            return rst.read_glossaries(text, header, notices)
        from sphinxcontrib_archgloss.exchange.glossary_reader import myst

        return myst.read_glossaries(text, header, notices)

    return read


class JsonReader:
    """Reads sets in JSON, and glossaries of Docusaurus, recognised by their shape.

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


def write(term_set: TermSet, form: str, schema: str = '') -> Conversion:
    """Return *term_set* in the format *form*.

    *schema* is the path or URL of the JSON Schema, which YAML names for editors. Raises
    `glossary_writer.OtherMarkup` if a page cannot contain the definitions.
    """
    if form == 'yaml':
        from sphinxcontrib_archgloss.exchange.yaml_writer import as_yaml

        return as_yaml(term_set, schema)
    if form == 'toml':
        from sphinxcontrib_archgloss.exchange.toml_writer import as_toml

        return as_toml(term_set)
    if form == 'json':
        data = set_as_data(term_set)
        text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
        return Conversion(f'{text}\n')
    if form == 'csv':
        from sphinxcontrib_archgloss.exchange.csv_format import as_csv

        return as_csv(term_set)
    if form == 'outline':
        from sphinxcontrib_archgloss.exchange.outline_format import as_outline

        return as_outline(term_set)
    from sphinxcontrib_archgloss.exchange.glossary_reader.anchors import anchors_below
    from sphinxcontrib_archgloss.exchange.glossary_writer import as_glossary

    anchors = anchors_below(term_set.title or term_set.name)
    return as_glossary(term_set, form, anchors.of)
