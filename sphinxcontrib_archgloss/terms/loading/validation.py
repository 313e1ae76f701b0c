"""Checks of a data file's shape against the schema, with messages for people.

The JSON Schema made from `terms.schema` is the authority; this module turns each of its
errors into a message with a place and a next step, and names the part of the data that
the error spoils.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from sphinxcontrib_archgloss.terms import schema
from sphinxcontrib_archgloss.terms.problems import quoted
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest_keyword

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxcontrib_archgloss.terms.loading.positions import Located

Path = tuple[str | int, ...]

_TYPES = {
    'string': 'text',
    'array': 'a list',
    'object': 'a mapping',
    'boolean': 'true or false',
}


_URL = 'an absolute http(s) URL with a host (https://example.org/)'
_SHAPES: dict[str | int, str] = {
    'name of a set': 'of a set must be lower-case letters, digits, "-", "_" and "."',
    'url': f'must be {_URL}',
    'lang': 'must be a language tag such as "en" or "pt-BR"',
    'canonical': f'must be a document (guide/page), a document#anchor or {_URL}',
    'id': 'must hold no space and none of , : # / ? " \' < > `',
}
# Neither white space nor visible; HTML and XML cannot hold these characters.
_CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)')


class SchemaFault(NamedTuple):
    """An error of shape."""

    path: Path
    """The key or item that cannot be used because of it."""
    message: str
    """Empty if the message of another fault covers this one."""
    line: int
    column: int


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema.json_schema())


def find_faults(root: Located) -> Iterator[SchemaFault]:
    """Yield every error of shape in a data file."""
    errors = [
        (tuple(error.instance_path), str(error.schema_path[-1]), error)
        for error in _validator().iter_errors(root.data)
    ]
    intended: set[Path] = set()  # paths of the keys that unknown keys resemble
    for path, keyword, error in errors:
        if keyword == 'additionalProperties':
            at = root.at(path)
            for key in error.kind.unexpected:  # type: ignore[attr-defined]
                allowed = _allowed(path)
                value = at.members()[key].data
                intended.add((*path, _intended_key(key, value, allowed)))
                message = _unknown_key(key, value, allowed)
                yield SchemaFault((*path, key), message, *at.keys[key])
    for path, keyword, error in errors:
        if keyword != 'additionalProperties':
            at = root.at(path)
            covered = any((*path, key) in intended for key in _missing(keyword, error))
            message = '' if covered else _message(keyword, error, at.data, path)
            yield SchemaFault(path, message, at.line, at.column)
    yield from _control_characters(root, ())


def _control_characters(at: Located, path: Path) -> Iterator[SchemaFault]:
    if isinstance(at.items, dict):
        for key, item in at.items.items():
            if key != 'extra':
                yield from _control_characters(item, (*path, key))
    elif isinstance(at.data, str):
        if match := _CONTROL.search(at.data):
            code = f'U+{ord(match[0]):04X}'
            message = f'{_name(path)} holds the control character {code}; take it out'
            yield SchemaFault(path, message, at.line, at.column)
    else:
        for n, item in enumerate(at.items):
            yield from _control_characters(item, (*path, n))


def _missing(keyword: str, error: Any) -> tuple[str, ...]:
    """Return the missing keys, of which any one would do."""
    if keyword == 'required':
        return (error.kind.property,)
    return ('definition', 'see') if keyword == 'anyOf' else ()


def _message(keyword: str, error: Any, data: Any, path: Path) -> str:
    name = _name(path)
    if keyword == 'required':
        return f'{_owner(path)} has no {quoted(error.kind.property)}; add it'
    if keyword == 'anyOf':
        return f'{_owner(path)} has no "definition"; add it, or "see" for a redirect'
    if keyword == 'enum':
        options = tuple(map(str, error.kind.options))
        message = f'{name} must be one of {", ".join(options)}, not {_shown(data)}'
        near = nearest_keyword(str(data).lower(), options)
        return f'{message}; {did_you_mean([near])}' if near else message
    if keyword == 'type':
        return f'{name} {_type_message(error.kind.types, data, path)}'
    return _pattern_message(name, data, path)


def _type_message(types: Sequence[str], data: Any, path: Path) -> str:
    if data is None and path:
        return 'is empty; write it or leave it out'
    hint = ''
    if 'string' in types and isinstance(data, (bool, int, float)):
        hint = '; put it in quotes'
    elif 'array' in types and isinstance(data, str):
        hint = f'; write [{quoted(data)}]'
    elif not path:
        hint = '; write "name:" and "terms:" at the top'
        hint += ', and the list under "terms:"' if isinstance(data, list) else ''
    expected = ' or '.join(_TYPES[name] for name in types)
    return f'must be {expected}, not {_shown(data)}{hint}'


def _pattern_message(name: str, data: str, path: Path) -> str:
    if not data.strip():
        return f'{name} is empty; write it or leave it out'
    shape = 'name of a set' if path == ('name',) else path[-1]
    if shape in _SHAPES:
        return f'{name} {_SHAPES[shape]}, not {_shown(data)}'
    return f'{name} holds nothing that can be seen; write it or leave it out'


def _allowed(path: Path) -> tuple[str, ...]:
    keys = {
        (): schema.SET_KEYS,
        ('categories',): schema.CATEGORY_KEYS,
        ('terms',): schema.TERM_KEYS,
        ('terms', 'aliases'): schema.ALIAS_KEYS,
        ('terms', 'references'): schema.SOURCE_KEYS,
    }
    return tuple(keys[tuple(step for step in path if isinstance(step, str))])


def _intended_key(key: str, value: Any, allowed: Sequence[str]) -> str:
    """Return the key that *key* seems to stand for; empty if none is near."""
    name = key.lower()
    if name in allowed:
        return name
    other = schema.OTHER_NAMES.get(name, '')
    if other == 'forms' and isinstance(value, bool):
        other = 'no_plural'
    return other if other in allowed else nearest_keyword(name, allowed)


def _unknown_key(key: str, value: Any, allowed: Sequence[str]) -> str:
    message = f'unknown key {quoted(key)}'
    if 'terms' in allowed and key in schema.TERM_KEYS:
        return f'{message} of a set; records have it: write it in one under "terms"'
    if near := _intended_key(key, value, allowed):
        hint = ' Regular plurals need no entry' if near == 'forms' else ''
        return f'{message}; {did_you_mean([near])}{hint}'
    hint = ' (free data goes under "extra")' if 'extra' in allowed else ''
    return f'{message}; known are {", ".join(allowed)}{hint}'


def _name(path: Sequence[str | int]) -> str:
    """Return what a message calls the value at *path*."""
    if not path:
        return 'the file'
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    return f'item {last + 1} of {quoted(str(path[-2]))}'


def _owner(path: Sequence[str | int]) -> str:
    if not path:
        return 'the set'
    if len(path) == 2 and path[0] == 'terms':
        return 'the record'
    return _name(path)


def _shown(data: Any) -> str:
    if isinstance(data, str):
        return quoted(data)
    if isinstance(data, bool):
        return f'the truth value {str(data).lower()}'
    if isinstance(data, (int, float)):
        return f'the number {data}'
    if data is None:
        return 'nothing'
    return 'a list' if isinstance(data, list) else 'a mapping'
