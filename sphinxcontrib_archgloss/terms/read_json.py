"""JSON files as located data: the standard library's decoder, with places kept."""

from __future__ import annotations

import json
from bisect import bisect_right
from json.decoder import JSONArray, JSONObject, scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from sphinxcontrib_archgloss.terms.located import (
    MAX_DEPTH,
    Located,
    Notes,
    SyntaxFault,
)


def read_json(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and what is wrong beside its syntax.

    Raises SyntaxFault where there is no document to be had.
    """
    decoder = _Decoder(text)
    try:
        return decoder.read(text), decoder.notes
    except json.JSONDecodeError as error:
        said = f'not valid JSON: {error.msg}'
        raise SyntaxFault(said, error.lineno, error.colno) from error
    except RecursionError as error:
        raise SyntaxFault('nested too deeply to be meant', None, None) from error


class _Decoder(json.JSONDecoder):
    """The pure Python decoder, whose every value passes through `_scan`."""

    def __init__(self, text: str) -> None:
        super().__init__(strict=True, parse_constant=str)
        self.notes = Notes()
        self.memo: dict[str, str] = {}
        self.parse_object = self._object
        self.parse_array = self._array
        self.parse_string = scanstring
        self._starts = [0]
        for at, char in enumerate(text):
            if char == '\n':
                self._starts.append(at + 1)
        self._depth = 0
        self._scanner = py_make_scanner(self)

    def read(self, text: str) -> Located:
        start = len(text) - len(text.lstrip(' \t\r\n'))
        if start == len(text):
            raise SyntaxFault('the file is empty', 1, None)
        try:
            found, end = self._scan(text, start)
        except StopIteration as stop:
            raise json.JSONDecodeError('Expecting value', text, stop.value) from None
        if text[end:].strip(' \t\r\n'):
            raise json.JSONDecodeError('Extra data', text, end)
        return found

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def _scan(self, text: str, at: int) -> tuple[Located, int]:
        line, column = self._place(at)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SyntaxFault('nested too deeply to be meant', line, column)
        value, end = self._scanner(text, at)
        self._depth -= 1
        if isinstance(value, list):  # of Located
            data: Any = [item.data for item in value]
            return Located(data, line, column, items=value), end
        if isinstance(value, _Pairs):
            found = dict(value.found)
            data = {key: item.data for key, item in found.items()}
            keys = {key: (item.line, item.column) for key, item in found.items()}
            return Located(data, line, column, items=found, keys=keys), end
        if isinstance(value, str):
            if any('\ud800' <= char <= '\udfff' for char in value):
                said = 'half of a surrogate pair (\\ud800 to \\udfff) is no character'
                self.notes.append((said, line, column))
                value = value.encode('utf-8', 'replace').decode()
            lines = (line,) * (value.count('\n') + 1)
            return Located(value, line, column, lines=lines), end
        return Located(value, line, column), end

    def _object(self, s_and_end: tuple[str, int], strict: bool, *_: Any) -> Any:
        return JSONObject(s_and_end, strict, self._scan, None, self._pairs, self.memo)

    def _array(self, s_and_end: tuple[str, int], _scan: Any) -> Any:
        return JSONArray(s_and_end, self._scan)

    def _pairs(self, pairs: list[tuple[str, Located]]) -> _Pairs:
        found: dict[str, Located] = {}
        for key, value in pairs:
            if key in found:
                said = f'the key "{key}" is already given in line {found[key].line}'
                self.notes.append((f'{said}; drop one', value.line, value.column))
            else:
                found[key] = value
        return _Pairs(found)


class _Pairs:
    """An object just read, not yet placed."""

    def __init__(self, found: dict[str, Located]) -> None:
        self.found = found
