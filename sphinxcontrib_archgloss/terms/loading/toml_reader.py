"""TOML files as located data: tomlkit's parser, with places recorded."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tomlkit.container import Container, OutOfOrderTableProxy
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item, Key, Table
from tomlkit.parser import Parser

from sphinxcontrib_archgloss.terms.loading.positions import (
    MAX_DEPTH,
    TOO_DEEP,
    LineIndex,
    Located,
    Notes,
    SyntaxFault,
    align,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = (Table, InlineTable, Container, OutOfOrderTableProxy)
_END = "character: '\\x00'"  # tomlkit's message at the end of the file
_DELIMITERS = ('"""', "'''", '"', "'")


def read_toml(text: str) -> tuple[Located, Notes]:
    """Return the document in *text*; the notes are empty, as TOML has no lesser faults.

    Raises SyntaxFault if *text* is not valid TOML.
    """
    if not text.strip():
        raise SyntaxFault('the file is empty', 1, None)
    parser = _PlacingParser(text)
    try:
        document = parser.parse()
        return parser.located(document, (0, len(text)), 1), Notes()
    except (TOMLKitError, ValueError) as error:
        raise parser.fault(error) from error
    except RecursionError as error:  # in versions of tomlkit without a limit
        raise SyntaxFault(TOO_DEEP, None, None) from error


class _PlacingParser(Parser):
    """Records the place of each key, value and table."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        self._lines = LineIndex(text)
        self._spans: dict[int, tuple[int, int]] = {}
        self._keys: dict[int, int] = {}
        self._began: dict[int, int] = {}  # end of a pair or table → its beginning
        self._alive: list[Item] = []  # keeps items alive, so that no id is used twice

    def _record(self, item: Item, start: int) -> None:
        self._alive.append(item)
        self._spans[id(item)] = (start, self._src.idx)

    def _parse_value(self) -> Item:
        start = self._src.idx
        item = super()._parse_value()
        self._record(item, start)
        return item

    def _parse_key_value(self, parse_comment: bool = False) -> tuple[Key, Item]:
        start = self._src.idx
        key, item = super()._parse_key_value(parse_comment)
        start += len(item.trivia.indent)
        self._keys[id(item)] = self._began[self._src.idx] = start
        return key, item

    def _parse_table(
        self, parent_name: Key | None = None, parent: Table | None = None
    ) -> tuple[Key, Table | AoT]:
        start = self._src.idx
        key, item = super()._parse_table(parent_name, parent)
        if isinstance(item, AoT) and item.body:
            self._record(item.body[0], start)
        self._record(item, start)
        self._began[self._src.idx] = start
        return key, item

    def fault(self, error: Exception) -> SyntaxFault:
        """Return *error* in the words of archgloss, with its place."""
        at, message = self._src.idx, str(error)
        if not isinstance(error, ParseError) or error.__cause__:
            # tomlkit notices a duplicate only after it has read all of it
            message = f'{message.rpartition(" at line ")[0] or message}'.rstrip('.')
            at, message = self._began.get(at, at), f'{message}; remove one of them'
        else:
            message = message.rpartition(' at line ')[0]
            # tomlkit splits lines at more characters than we do
            lines = self._text.splitlines(keepends=True)
            at = sum(map(len, lines[: error.line - 1])) + error.col
            if message.endswith(_END) and '\0' not in self._text:
                message = 'Unexpected end of file'
            if self.end() or message == 'Unexpected end of file':
                at = len(self._text)
        return SyntaxFault(f'invalid TOML: {message}', *self._lines.place(at))

    def located(self, item: Any, above: tuple[int, int], depth: int) -> Located:
        """Return *item* with its place; *above* is the span of its container."""
        start, end = self._spans.get(id(item), above)
        line, column = self._lines.place(start)
        if depth > MAX_DEPTH:
            raise SyntaxFault(TOO_DEEP, line, column)
        if isinstance(item, _TABLES):
            items, keys = {}, {}
            for key, child in _children(item):
                items[key] = value = self.located(child, (start, end), depth + 1)
                at = self._keys.get(id(child))
                keys[key] = (
                    (value.line, value.column) if at is None else self._lines.place(at)
                )
            return Located.mapping(items, keys, line, column)
        if isinstance(item, (AoT, Array)):
            values = [self.located(value, (start, end), depth + 1) for value in item]
            return Located.sequence(values, line, column)
        value = _plain_value(item)
        if not isinstance(value, str):
            return Located(value, line, column)
        raw = self._text[start:end]
        mark = next((mark for mark in _DELIMITERS if raw.startswith(mark)), '')
        lines = align(value, raw[len(mark) :], line, escapes=mark[:1] == '"')
        folded = raw if '\\\n' in raw else ''
        return Located(value, line, column, lines=lines, folded=folded)


def _children(table: Any) -> Iterator[tuple[str, Any]]:
    inner = table.value if isinstance(table, (Table, InlineTable)) else table
    for key in table:
        child = inner.item(key) if isinstance(inner, Container) else inner[key]
        yield str(key), child


def _plain_value(item: Any) -> Any:
    value = item.unwrap() if isinstance(item, Item) else item
    if isinstance(value, (datetime.date, datetime.time)):
        return item.as_string()
    if isinstance(value, (int, float)):
        return number(value, item.as_string()) if isinstance(item, Item) else value
    return str(value)
