"""TOML files as located data: tomlkit's parser, told to remember where it was."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from typing import Any

from tomlkit.container import Container, OutOfOrderTableProxy
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item, Key, Table
from tomlkit.parser import Parser

from sphinxcontrib_archgloss.terms.located import Located, Notes, SyntaxFault, align
from sphinxcontrib_archgloss.terms.problems import one_line

_TABLES = (Table, InlineTable, Container, OutOfOrderTableProxy)


def read_toml(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and what is wrong beside its syntax.

    Raises SyntaxFault where there is no document to be had.
    """
    if not text.strip():
        raise SyntaxFault('the file is empty', 1, None)
    parser = _PlacingParser(text)
    try:
        document = parser.parse()
        return parser.located(document, (0, len(text))), Notes()
    except ParseError as error:
        said = one_line(str(error)).partition(' at line ')[0]
        raise SyntaxFault(f'not valid TOML: {said}', error.line, error.col) from error
    except TOMLKitError as error:
        raise SyntaxFault(f'not valid TOML: {one_line(str(error))}', None, None) from error
    except RecursionError as error:
        raise SyntaxFault('nested too deeply to be meant', None, None) from error


class _PlacingParser(Parser):
    """Notes for each value and table the span of text it was read from."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        self._spans: dict[int, tuple[int, int]] = {}
        self._alive: list[Item] = []  # so that no id is used twice
        self._starts = [0]
        for at, char in enumerate(text):
            if char == '\n':
                self._starts.append(at + 1)

    def _note(self, item: Item, start: int) -> None:
        if id(item) not in self._spans:
            self._alive.append(item)
            self._spans[id(item)] = (start, self._src.idx)

    def _parse_value(self) -> Item:
        start = self._src.idx
        item = super()._parse_value()
        self._note(item, start)
        return item

    def _parse_table(
        self, parent_name: Key | None = None, parent: Table | None = None
    ) -> tuple[Key, Table | AoT]:
        start = self._src.idx
        key, item = super()._parse_table(parent_name, parent)
        if isinstance(item, AoT) and item.body:
            self._note(item.body[0], start)
        self._note(item, start)
        return key, item

    def located(self, item: Any, above: tuple[int, int]) -> Located:
        """Return *item* with its place; *above* is the span of what holds it."""
        start, end = self._spans.get(id(item), above)
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        if isinstance(item, _TABLES):
            found = {
                str(key): self.located(_child(item, key), (start, end)) for key in item
            }
            data: Any = {key: value.data for key, value in found.items()}
            keys = {key: (value.line, value.column) for key, value in found.items()}
            return Located(data, line, column, items=found, keys=keys)
        if isinstance(item, (AoT, Array)):
            items = [self.located(value, (start, end)) for value in item]
            return Located([v.data for v in items], line, column, items=items)
        value = item.unwrap() if isinstance(item, Item) else item
        if isinstance(value, (datetime.date, datetime.time)):
            value = item.as_string()
        if isinstance(value, float) and not math.isfinite(value):
            value = str(value)
        if not isinstance(value, str):
            return Located(value, line, column)
        raw = self._text[start:end].split('\n')
        return Located(str(value), line, column, lines=align(value, raw, line))


def _child(table: Any, key: str) -> Any:
    inner = table.value if isinstance(table, (Table, InlineTable)) else table
    return inner.item(key) if isinstance(inner, Container) else inner[key]
