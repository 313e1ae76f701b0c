"""Checks of a data file's shape against the schema, with messages for people.

The JSON Schema made from `terms.schema` is the authority; this module turns each of its
errors into a message with a place and a next step, and names the part of the data that
the error spoils.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms import schema
from sphinxcontrib_archgloss.terms.loading.shape import CONTROL
from sphinxcontrib_archgloss.terms.problems import quoted
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest_keyword

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.terms.loading.positions import Located

Path = tuple[str | int, ...]

_TYPES = {
    'string': 'text',
    'array': 'a list',
    'object': 'a mapping',
    'boolean': 'true or false',
}


_URL = 'an absolute http(s) URL with a host (https://example.org/)'
_SHAPES = {
    'name of a set': 'of a set must consist of lowercase letters, digits, "-", "_" and "."',
    'url': f'must be {_URL}',
    'lang': 'must be a language tag such as "en" or "pt-BR"',
    'canonical': f'must be a document (guide/page), a document#anchor or {_URL}',
    'id': 'must not contain spaces or any of , : # / ? " \' < > `',
    'anchors': 'must be an id without "#", spaces or quotes',
}
_NEEDED = ('name', 'definition', 'see', 'terms')
"""Keys without which a record or a set is lost; a misspelled one is used as meant."""

_SURE = 72.0
"""Similarity, in percent, above which a key counts as a misspelled one."""


class SchemaFault(NamedTuple):
    """An error of shape."""

    path: Path
    """The key or item that the error makes unusable."""
    message: str
    """Empty if the message of another fault covers this one."""
    line: int
    column: int
    spoils: bool = True
    """Whether the key or item is left out; one that the file needs is used as meant."""


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema.json_schema())


def find_faults(root: Located) -> Iterator[SchemaFault]:
    """Yield every error of shape in a data file.

    Gives misspelled keys in *root* the names that they are meant to have, so that what is
    wrong in their values is found, too.
    """
    unknown: dict[Path, SchemaFault] = {}
    guessed: set[Path] = set()
    while _correct_keys(root, errors := _errors(root), unknown, guessed):
        pass
    lacking: dict[Path, list[str]] = {}
    for path, keyword, error in errors:
        at = root.at(path)
        if keyword == 'required':
            lacking.setdefault(path, []).append(error.kind.property)
        elif keyword == 'anyOf':
            lacking.setdefault(path, []).append('definition')
        elif keyword != 'additionalProperties':
            message = '' if path in guessed else _message(keyword, error, at.data, path)
            yield SchemaFault(path, message, at.line, at.column)
    for path, keys in lacking.items():
        at, name = root.at(path), unknown.get((*path, 'name'))
        if name and keys == ['definition']:  # one line for one record
            text = f'{name.message} The record has no "definition" either'
            unknown[name.path] = name._replace(message=text)
            yield SchemaFault(path, '', at.line, at.column)
        else:
            for message in _lacking(keys, path):
                yield SchemaFault(path, message, at.line, at.column)
    yield from unknown.values()
    yield from _control_characters(root, ())


def _errors(root: Located) -> list[tuple[Path, str, Any]]:
    """Return (path, keyword of the schema, error) for each violation of the schema."""
    return [
        (tuple(error.instance_path), str(error.schema_path[-1]), error)
        for error in _validator().iter_errors(root.data)
    ]


def _correct_keys(
    root: Located,
    errors: list[tuple[Path, str, Any]],
    unknown: dict[Path, SchemaFault],
    guessed: set[Path],
) -> bool:
    """Correct misspelled keys, and return whether there were any.

    Adds the fault of each unknown key to *unknown*, by its corrected path, and the path to
    *guessed* where the key is similar to a known one in meaning only.
    """
    corrected = False
    for path, keyword, error in errors:
        at = root.at(path)
        for key in error.kind.unexpected if keyword == 'additionalProperties' else ():
            if (*path, key) in unknown:
                continue
            message = _unknown_key(key, at.members(), _allowed(path))
            place, meant = at.keys[key], _rename(at, key, path)
            here = (*path, meant or key)
            unknown[here] = SchemaFault(here, message, *place, meant not in _NEEDED)
            if meant:
                corrected = True
            if meant and not _is_misspelled(key, meant):
                guessed.add(here)
    return corrected


def _rename(at: Located, key: str, path: Path) -> str:
    """Give *key* of the mapping *at* the name that it is meant to have, and return that.

    Return '' where the mapping has such a key, or where the name is only similar in
    meaning and not needed: its values may have another shape.
    """
    meant = _intended_key(key, at.members(), _allowed(path))
    if not meant or meant in at.members() or (not path and key in schema.TERM_KEYS):
        return ''
    if meant not in _NEEDED and not _is_misspelled(key, meant):
        return ''
    mappings: tuple[dict[str, Any], ...] = (at.members(), at.data, at.keys)
    for mapping in mappings:
        mapping[meant] = mapping.pop(key)
    return meant


def _is_misspelled(key: str, meant: str) -> bool:
    """Return whether *key* is surely *meant*, and not only similar in meaning."""
    return nearest_keyword(key.lower(), (meant,), _SURE) == meant


def _control_characters(at: Located, path: Path) -> Iterator[SchemaFault]:
    if isinstance(at.items, dict):
        for key, item in at.items.items():
            if key != 'extra':
                yield from _control_characters(item, (*path, key))
    elif isinstance(at.data, str):
        if match := re.search(CONTROL, at.data):
            code = f'U+{ord(match[0]):04X}'
            message = f'control character {code} in {_name(path)}; remove it'
            yield SchemaFault(path, message, at.line, at.column)
    else:
        for n, item in enumerate(at.items):
            yield from _control_characters(item, (*path, n))


def _lacking(keys: list[str], path: Path) -> Iterator[str]:
    """Yield the messages that the mapping at *path* lacks *keys*: one for a record."""
    missing = [' and no '.join(map(quoted, sorted(keys, reverse=True)))]
    for listed in missing if _owner(path) == 'the record' else map(quoted, keys):
        hint = ', or "see" for a redirect' if 'definition' in listed else ''
        them = 'them' if ' and ' in listed else 'it'
        yield f'{_owner(path)} has no {listed}; add {them}{hint}'


def _message(keyword: str, error: Any, data: Any, path: Path) -> str:
    name = _name(path)
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
        return 'is empty; give it a value or remove it'
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
        return f'{name} is empty; give it a value or remove it'
    key = next(step for step in reversed(path) if isinstance(step, str))
    shape = 'name of a set' if path == ('name',) else key
    if shape in _SHAPES:
        return f'{name} {_SHAPES[shape]}, not {_shown(data)}'
    return f'{name} contains no visible characters; give it a value or remove it'


def _allowed(path: Path) -> tuple[str, ...]:
    keys = {
        (): schema.SET_KEYS,
        ('categories',): schema.CATEGORY_KEYS,
        ('terms',): schema.TERM_KEYS,
        ('terms', 'aliases'): schema.ALIAS_KEYS,
        ('terms', 'references'): schema.SOURCE_KEYS,
    }
    return tuple(keys[tuple(step for step in path if isinstance(step, str))])


def _intended_key(key: str, members: Mapping[str, Located], allowed: Sequence[str]) -> str:
    """Return the key that *key* of *members* seems to mean; empty if none is near."""
    name, value = key.lower(), members[key].data
    if name in allowed:
        return name
    near = nearest_keyword(name, allowed)
    is_list = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if 'terms' in allowed and is_list and near != 'categories':
        return 'terms'  # whatever other glossaries call their records
    other = schema.OTHER_NAMES.get(name, '')
    if other == 'forms' and isinstance(value, bool):
        other = 'no_plural'
    return other if other in allowed else near


def _unknown_key(key: str, members: Mapping[str, Located], allowed: Sequence[str]) -> str:
    message = f'unknown key {quoted(key)}'
    if 'terms' in allowed and key in schema.TERM_KEYS:
        return f'{message} of a set; move it to a record under "terms"'
    if near := _intended_key(key, members, allowed):
        hint = ' Regular plurals need no entry' if near == 'forms' else ''
        return f'{message}; {did_you_mean([near])}{hint}'
    hint = ' (other data goes under "extra")' if 'extra' in allowed else ''
    return f'{message}; valid keys: {", ".join(allowed)}{hint}'


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
        return f'the Boolean value {str(data).lower()}'
    if isinstance(data, (int, float)):
        return f'the number {data}'
    if data is None:
        return 'nothing'
    return 'a list' if isinstance(data, list) else 'a mapping'
