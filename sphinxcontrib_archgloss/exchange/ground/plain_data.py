"""A set as plain data in the shape of its file, and as JSON.

Keys are in the documented order; a key that holds its default is left out. Every
format that can hold a whole set is written from this.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.written import Written
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source, Term, TermSet, Text
from sphinxcontrib_archgloss.terms.schema import (
    ALIAS_KEYS,
    CATEGORY_KEYS,
    SET_KEYS,
    SOURCE_KEYS,
    TERM_KEYS,
)
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

INDEX_KEY = 'index'
"""Key of `extra` under which the index keys of a Sphinx glossary are kept."""


def set_as_data(term_set: TermSet) -> dict[str, Any]:
    """Return the data of a file that holds *term_set*; `terms` is always there."""
    found = _set_defaults_aside(term_set, SET_KEYS)
    found['terms'] = [term_as_data(term) for term in term_set.terms]
    return found


def term_as_data(term: Term) -> dict[str, Any]:
    """Return the data of the record *term*."""
    found = _set_defaults_aside(term, TERM_KEYS)
    if term.id == slug(term.name):
        del found['id']
    return found


def _set_defaults_aside(record: Any, keys: Iterable[str]) -> dict[str, Any]:
    defaults = {field.name: field.default for field in dataclasses.fields(record)}
    values = ((key, getattr(record, key)) for key in keys)
    return {key: plain(value) for key, value in values if value != defaults[key]}


def plain(value: Any) -> Any:
    """Return a *value* of a record as it would stand in a file."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Source):
        return _set_defaults_aside(value, SOURCE_KEYS)
    if isinstance(value, Category):
        return _set_defaults_aside(value, CATEGORY_KEYS)
    if isinstance(value, Alias):
        found = _set_defaults_aside(value, ALIAS_KEYS)
        return value.text if found.keys() == {'text'} else found
    return value


def as_json(term_set: TermSet) -> Written:
    """Return *term_set* as a JSON file."""
    return Written(
        json.dumps(set_as_data(term_set), indent=2, ensure_ascii=False, allow_nan=False)
        + '\n'
    )
