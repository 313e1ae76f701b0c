"""The registry of writers: format → function that writes a term set as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.exchange.ground.conversion import Conversion
from sphinxcontrib_archgloss.exchange.ground.plain_data import set_as_data

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import TermSet

FORMATS = ('yaml', 'toml', 'json', 'csv', 'outline', 'rst', 'myst')


def write(term_set: TermSet, form: str, schema: str = '') -> Conversion:
    """Return *term_set* in the format *form*.

    *schema* is the path or URL of the JSON Schema, which YAML names for editors.
    Raises `glossary_writer.OtherMarkup` where a page cannot hold the definitions.
    """
    # imported where they are needed: tomlkit takes its time
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
