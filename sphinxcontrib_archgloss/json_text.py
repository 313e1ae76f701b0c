"""Plain data as text, from which it can be made again."""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, default=repr, separators=(',', ':')
).encode


def text_of(value: object) -> str:
    """Return plain data as JSON: the same for equal values, and without line breaks.

    This costs less than `repr`. Named tuples become arrays; what JSON does not have becomes
    its `repr`.
    """
    try:
        return _encode(value)
    except TypeError:  # a key that is not a text
        return _encode(repr(value))


def data_of(text: str) -> Any:
    """Return the data of *text*; arrays become tuples."""
    return _frozen(json.loads(text))


def _frozen(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return tuple([_frozen(item) if type(item) is list else item for item in value])
