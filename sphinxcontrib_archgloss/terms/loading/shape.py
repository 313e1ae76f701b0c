"""Whether data surely has the shape that the schema describes, without a validator.

The validator takes time and memory to load, and most files have no fault. What is not
certain here, such as the pattern of a text in another script, is left to `validation`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTROL = '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)'
"""A character that is neither white space nor visible; HTML and XML cannot hold it."""

Schema = dict[str, Any]


def has_control(text: str) -> bool:
    """Return whether a control character is in *text*."""
    if text.replace('\n', ' ').isprintable():
        return False  # the common case
    return re.search(CONTROL, text) is not None


def surely_fits(data: Any, schema: Schema) -> bool:
    """Return whether *data* certainly fits a *schema* made from `terms.schema`."""
    if 'enum' in schema:
        return isinstance(data, str) and data in schema['enum']
    if 'type' not in schema:
        return True  # free-form
    kinds = schema['type']
    if isinstance(data, str):
        return 'string' in kinds and _fits_pattern(data, schema['pattern'])
    if isinstance(data, dict):
        return 'object' in kinds and _fits_mapping(data, schema)
    if isinstance(data, list):
        return kinds == 'array' and all(surely_fits(n, schema['items']) for n in data)
    return kinds == 'boolean' and isinstance(data, bool)


def _fits_pattern(text: str, pattern: str) -> bool:
    if pattern == r'\S':
        has_letter = text[:1].isalnum() or any(map(str.isalnum, text))
        return has_letter and not has_control(text)
    # other regular expressions agree with those of Python on one line of ASCII
    is_plain = text.isascii() and text.isprintable()
    return is_plain and re.search(pattern, text) is not None


def _fits_mapping(data: Mapping[Any, Any], schema: Schema) -> bool:
    members, choices = schema['properties'], schema.get('anyOf')
    for key, value in data.items():
        if key not in members or not surely_fits(value, members[key]):
            return False
    return _has(data, schema) and (not choices or any(_has(data, n) for n in choices))


def _has(data: Mapping[Any, Any], schema: Schema) -> bool:
    """Return whether *data* has all keys that *schema* requires."""
    return all(map(data.__contains__, schema['required']))
