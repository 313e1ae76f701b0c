"""The writers of this package by the name of their format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.exchange.ground.written import Written
    from sphinxcontrib_archgloss.terms.model import TermSet

FORMATS = ('yaml', 'toml', 'json', 'csv', 'outline', 'rst', 'myst')


def write(term_set: TermSet, form: str, schema: str = '') -> Written:
    """Return *term_set* in the format *form*.

    *schema* is the path or URL of the JSON Schema, which YAML names for editors.
    Raises `as_glossary.OtherMarkup` where a page cannot hold the definitions.
    """
    # each is imported where it is needed: tomlkit takes its time
    if form == 'yaml':
        from sphinxcontrib_archgloss.exchange.yaml_writer import as_yaml

        return as_yaml(term_set, schema)
    if form == 'toml':
        from sphinxcontrib_archgloss.exchange.toml_writer import as_toml

        return as_toml(term_set)
    if form == 'json':
        from sphinxcontrib_archgloss.exchange.ground.plain_data import as_json

        return as_json(term_set)
    if form == 'csv':
        from sphinxcontrib_archgloss.exchange.csv_format import as_csv

        return as_csv(term_set)
    if form == 'outline':
        from sphinxcontrib_archgloss.exchange.outline_format import as_outline

        return as_outline(term_set)
    from sphinxcontrib_archgloss.exchange.glossary_writer import as_glossary

    return as_glossary(term_set, form)
