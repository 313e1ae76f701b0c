"""JSON files as located data: the standard library's decoder, with places kept."""

from __future__ import annotations

import json
import re
from functools import partial
from json.decoder import JSONArray, JSONObject, scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from sphinxcontrib_archgloss.terms.loading.positions import (
    MAX_DEPTH,
    TOO_DEEP,
    LineIndex,
    Located,
    Notes,
    SyntaxFault,
    number,
)
from sphinxcontrib_archgloss.terms.problems import quoted

_SPACE = ' \t\r\n'
_SURROGATE = re.compile('[\ud800-\udfff]')
_LONGEST_INTEGER = 20


def read_json(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and its faults other than syntax errors.

    Raises SyntaxFault if *text* is not valid JSON.
    """
    decoder = _Decoder(text)
    try:
        return decoder.read(text), decoder.notes
    except json.JSONDecodeError as error:
        message = f'invalid JSON: {error.msg.removesuffix(" at")}'
        raise SyntaxFault(message, *decoder.lines.place(error.pos)) from error


class _Decoder(json.JSONDecoder):
    """The pure Python decoder, with `_scan` called for every value."""

    def __init__(self, text: str) -> None:
        super().__init__(
            strict=True, parse_int=_integer, parse_float=_float, parse_constant=_Constant
        )
        self.notes = Notes()
        self.lines = LineIndex(text)
        self.memo: dict[str, str] = {}
        self.parse_object = self._object
        self.parse_array = self._array
        self.parse_string = scanstring
        self._depth = 0
        self._scanner = py_make_scanner(self)

    def read(self, text: str) -> Located:
        """Return the one value in *text*."""
        start = len(text) - len(text.lstrip(_SPACE))
        if start == len(text):
            raise SyntaxFault('the file is empty', 1, None)
        try:
            document, end = self._scan(text, start)
        except StopIteration as stop:
            raise json.JSONDecodeError('Expecting value', text, stop.value) from None
        rest = text[end:].lstrip(_SPACE)
        if rest:
            raise json.JSONDecodeError('Extra data', text, len(text) - len(rest))
        return document

    def _scan(self, text: str, at: int) -> tuple[Located, int]:
        line, column = self.lines.place(at)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SyntaxFault(TOO_DEEP, line, column)
        value, end = self._scanner(text, at)
        self._depth -= 1
        if isinstance(value, list):  # of Located
            return Located.sequence(value, line, column), end
        if isinstance(value, Located):  # an object
            value.line, value.column = line, column
            return value, end
        if isinstance(value, _Constant):
            message = f'{value} is not valid JSON; put it in quotes or remove it'
            self.notes.append((message, line, column))
        if isinstance(value, str):
            value = self._without_surrogates(value, line, column)
            lines = (line,) * (value.count('\n') + 1)
            return Located(value, line, column, lines=lines), end
        return Located(value, line, column), end

    def _without_surrogates(self, text: str, line: int, column: int) -> str:
        """Return *text* with each lone half of a surrogate pair replaced."""
        valid = _SURROGATE.sub('\ufffd', text)
        if valid != text:
            fault = 'unpaired surrogate (\\ud800 to \\udfff)'
            self.notes.append((f'{fault}; write both halves of the pair', line, column))
        return valid

    def _object(self, s_and_end: tuple[str, int], strict: bool, *_: Any) -> Any:
        places: list[tuple[int, int]] = []

        def scan_member(text: str, at: int) -> tuple[Located, int]:
            places.append(self.lines.place(_key_before(text, at)))
            return self._scan(text, at)

        members = partial(self._members, places)
        return JSONObject(s_and_end, strict, scan_member, None, members, self.memo)

    def _array(self, s_and_end: tuple[str, int], _scan: Any) -> Any:
        return JSONArray(s_and_end, self._scan)

    def _members(
        self, places: list[tuple[int, int]], pairs: list[tuple[str, Located]]
    ) -> Located:
        """Return an object; `_scan` sets its place."""
        items: dict[str, Located] = {}
        keys: dict[str, tuple[int, int]] = {}
        for (written, value), at in zip(pairs, places, strict=True):
            key = self._without_surrogates(written, *at)
            if key in items:
                first = keys[key][0]
                fault = f'duplicate key {quoted(key)} (first on line {first})'
                self.notes.append((f'{fault}; remove one of them', *at))
            else:
                items[key] = value
                keys[key] = at
        return Located.mapping(items, keys, 0, 0)


class _Constant(str):
    """NaN, Infinity or -Infinity, which Python's decoder accepts and JSON does not have."""

    __slots__ = ()


def _integer(written: str) -> float | str:
    # Python refuses integers of thousands of digits
    return written if len(written) > _LONGEST_INTEGER else number(int(written), written)


def _float(written: str) -> float | str:
    return number(float(written), written)


def _key_before(text: str, at: int) -> int:
    """Return the offset of the key whose value begins at *at*."""
    start = text.rindex('"', 0, text.rindex(':', 0, at))
    while True:
        start = backslash = text.rindex('"', 0, start)
        while text[backslash - 1] == '\\':
            backslash -= 1
        if (start - backslash) % 2 == 0:  # the quotation mark is not escaped
            return start
