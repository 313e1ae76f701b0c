"""A set as TOML, which holds all of it except the nulls in `extra`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, Array, Item, String, StringType, Trivia

from sphinxcontrib_archgloss.exchange.ground.plain_data import (
    Conversion,
    losses_of,
    set_as_data,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.model import TermSet


def as_toml(term_set: TermSet) -> Conversion:
    """Return *term_set* as a TOML file."""
    data = set_as_data(term_set)
    losses = []
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        if 'extra' in record:
            missing: list[str] = []
            record['extra'] = _without_nulls(record['extra'], 'extra', missing)
            losses += losses_of(term, [f'the null at {path}' for path in missing])
    document = tomlkit.document()
    tables = {key: data.pop(key) for key in ('categories', 'terms') if data.get(key)}
    for key, value in data.items():
        document.add(key, _item(value))
    for key, records in tables.items():
        document.add(key, _tables(records))
    return Conversion(tomlkit.dumps(document), tuple(losses))


def _tables(records: Iterable[dict[str, Any]]) -> AoT:
    tables = tomlkit.aot()
    for record in records:
        table = tomlkit.table()
        for key, value in record.items():
            table.add(key, _item(value))
        tables.append(table)
    return tables


def _item(value: Any) -> Item:
    """Return *value* as an item of the document."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, inner in value.items():
            inline.add(key, _item(inner))
        return inline
    if isinstance(value, list):
        array: Array = tomlkit.array()
        for inner in value:
            array.append(_item(inner))
        array.multiline(any(isinstance(inner, dict) for inner in value))
        return array
    item: Item = tomlkit.item(value)
    return item


def _text(text: str) -> String:
    if '\n' not in text:
        literal = '\\' in text or '"' in text
        plain = "'" not in text and text.isprintable()
        return tomlkit.string(text, literal=literal and plain)
    is_printable = all(line.isprintable() for line in text.split('\n'))
    # the line break after the opening quotes is not part of the text
    if '\\' in text and "'''" not in text and is_printable and text[-1] != "'":
        return String(StringType.MLL, text, f'\n{text}', Trivia())
    # what tomlkit writes before a text that begins with a line break depends on its
    # version
    written = tomlkit.string(f'x{text}', multiline=True).as_string()
    return String(StringType.MLB, text, f'\n{written[4:-3]}', Trivia())


def _without_nulls(value: Any, path: str, missing: list[str]) -> Any:
    """Return *value* without its nulls; add their paths to *missing*."""
    if isinstance(value, dict):
        keys = {key: f'{path}.{key}' for key in value}
        missing += [keys[key] for key, inner in value.items() if inner is None]
        return {
            key: _without_nulls(inner, keys[key], missing)
            for key, inner in value.items()
            if inner is not None
        }
    if isinstance(value, list):
        missing += [f'{path}[{n}]' for n, inner in enumerate(value) if inner is None]
        return [
            _without_nulls(inner, f'{path}[{n}]', missing)
            for n, inner in enumerate(value)
            if inner is not None
        ]
    return value
