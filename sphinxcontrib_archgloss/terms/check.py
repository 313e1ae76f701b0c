"""Checks of a data file's shape: what the schema says, in words for people.

The JSON Schema made from `terms.schema` is the authority; this module turns
each of its errors into a message with a place and a next step, and says which
part of the data the error spoils.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from sphinxcontrib_archgloss.terms import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.terms.located import Located

Path = tuple[str | int, ...]

_SORTS = {
    'string': 'text',
    'array': 'a list',
    'object': 'a mapping',
    'boolean': 'true or false',
    'number': 'a number',
    'integer': 'a number',
    'null': 'nothing',
}


class Fault(NamedTuple):
    """An error of shape."""

    path: Path
    """What it spoils; the key or item there cannot be used."""
    message: str
    line: int
    column: int


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema.json_schema())


def faults(root: Located) -> Iterator[Fault]:
    """Yield every error of shape in a data file."""
    for error in _validator().iter_errors(root.data):
        path: Path = tuple(error.instance_path)
        keyword = str(error.schema_path[-1])
        at = root.at(path)
        if keyword == 'additionalProperties':
            for key in error.kind.unexpected:  # type: ignore[union-attr]
                line, column = at.keys.get(key, (at.line, at.column))
                said = _unknown_key(key, _allowed(path))
                yield Fault((*path, key), said, line, column)
        else:
            yield Fault(path, _words(keyword, error, at.data, path), at.line, at.column)


def _words(keyword: str, error: Any, data: Any, path: Path) -> str:
    name = _spoken(path)
    if keyword == 'required':
        return f'{_owner(path)} has no {quoted(error.kind.property)}; add it'
    if keyword == 'anyOf':
        return f'{_owner(path)} has no "definition"; add it, or "see" for a redirect'
    if keyword == 'enum':
        options = [str(option) for option in error.kind.options]
        near = difflib.get_close_matches(str(data), options, 1)
        hint = f'; did you mean {quoted(near[0])}?' if near else ''
        return f'{name} must be one of {", ".join(options)}, not {_shown(data)}{hint}'
    if keyword == 'type':
        wanted = ' or '.join(_SORTS[sort] for sort in error.kind.types)
        hint = '; put it in quotes' if isinstance(data, (bool, int, float)) else ''
        return f'{name} must be {wanted}, not {_sort_of(data)}{hint}'
    if keyword == 'pattern':
        return _pattern_words(name, data, path)
    return f'{name}: {error.message}'


def _pattern_words(name: str, data: str, path: Path) -> str:
    if not data.strip():
        return f'{name} is empty; write it or leave the key out'
    last = path[-1]
    if last == 'name':
        said = 'must be lower-case letters, digits, "-", "_" and "."'
        return f'{name} of a set {said}, not {_shown(data)}'
    if last == 'url':
        return f'{name} must be an absolute http(s) URL, not {_shown(data)}'
    if last == 'lang':
        return f'{name} must be a language tag such as "en" or "pt-BR", not {_shown(data)}'
    if last == 'canonical':
        said = 'must be a document, a document#anchor or an http(s) URL'
        return f'{name} {said}, not {_shown(data)}'
    return (
        f'{name} must not hold spaces or any of : # / ? " \' < > ` , — not {_shown(data)}'
    )


def _allowed(path: Path) -> Iterable[str]:
    if not path:
        return schema.SET_KEYS
    steps = [step for step in path if isinstance(step, str)]
    return {
        'aliases': schema.ALIAS_KEYS,
        'references': schema.SOURCE_KEYS,
        'categories': schema.CATEGORY_KEYS,
        'terms': schema.TERM_KEYS,
    }[steps[-1]]


def _unknown_key(key: str, allowed: Iterable[str]) -> str:
    names = list(allowed)
    near = difflib.get_close_matches(key.lower(), names, 1, cutoff=0.6)
    if near:
        return f'unknown key {quoted(key)}; did you mean {quoted(near[0])}?'
    hint = ' (free data goes under "extra")' if 'extra' in names else ''
    return f'unknown key {quoted(key)}; known are {", ".join(names)}{hint}'


def _spoken(path: Sequence[str | int]) -> str:
    """Return how a message speaks of what stands at *path*."""
    if not path:
        return 'the file'
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    holder = path[-2] if len(path) > 1 else 'list'
    return f'item {last + 1} of {quoted(str(holder))}'


def _owner(path: Sequence[str | int]) -> str:
    if not path:
        return 'the set'
    if len(path) == 2 and path[0] == 'terms':
        return 'the record'
    return _spoken(path)


def quoted(text: str) -> str:
    """Return *text* in quotation marks, cut to a length fit for a message."""
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def _shown(data: Any) -> str:
    return quoted(data) if isinstance(data, str) else _sort_of(data)


def _sort_of(data: Any) -> str:
    if data is None:
        return 'nothing'
    if isinstance(data, bool):
        return f'the truth value {str(data).lower()}'
    if isinstance(data, (int, float)):
        return f'the number {str(data)[:40]}'
    if isinstance(data, str):
        return 'text'
    return 'a list' if isinstance(data, list) else 'a mapping'
