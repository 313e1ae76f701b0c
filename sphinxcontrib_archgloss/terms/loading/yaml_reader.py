"""YAML files as located data.

PyYAML parses; its events become located data one by one, so that the whole tree is in
memory only once. Nothing is constructed from tags. Aliases are followed, but a file may not
expand to more values than it has characters, because every written value takes at least
one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from sphinxcontrib_archgloss.named_tuples import NamedTuple
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
from sphinxcontrib_archgloss.terms.problems import quoted

_CORE = 'tag:yaml.org,2002:'
_NO_TAG = {None, '!'}
_SCALARS = _NO_TAG | {
    f'{_CORE}{kind}'
    for kind in ('str', 'int', 'float', 'bool', 'null', 'timestamp', 'merge', 'value')
}
_COLLECTIONS = _NO_TAG | {f'{_CORE}map', f'{_CORE}seq'}
_BLOCKS = ('|', '>')
_LONGEST_NUMBER = 100
# In YAML 1.2, as in editors, these are not line breaks; PyYAML follows YAML 1.1.
_NO_BREAKS = '\x85\u2028\u2029'
_NOT_YAML = '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]'
# Part of the parser's message → the most common correction.
_STEPS = {
    'mapping values are not allowed': 'put text that contains ": " in quotation marks, '
    'and indent all keys of a record alike',
    'tab character': 'indent with spaces',
    'cannot start any token': 'indent with spaces, and put text that begins with a '
    'special character in quotation marks',
    'undefined alias': 'put text that begins with "*" in quotation marks',
    'end of stream': 'add the closing quotation mark',
    'unknown escape': 'double the backslash or use single quotation marks',
    "',' or ']'": 'close the bracket, or put text with brackets in quotation marks',
    "',' or '}'": 'close the brace, or put text with braces in quotation marks',
    'another document': 'remove the line "---"',
    'did not find expected': 'check the indentation and the quotation marks above',
}
# Tag and anchor before a scalar; each may have a line of its own.
_PROPERTIES = re.compile(r'(?:[!&]\S*\s+|#[^\n]*\s+)*')

_Loader: Any = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
_Event = Any
"""An event of PyYAML."""


class _Anchored(NamedTuple):
    """A value with an anchor."""

    value: Located
    text: str | None
    """A scalar as written; None for a list or a mapping."""
    size: int
    """Number of values in it, itself included."""
    height: int
    """Number of levels below it."""


def read_yaml(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and its faults other than syntax errors.

    Raises SyntaxFault if *text* is not valid YAML, or not safe to expand.
    """
    for character in _NO_BREAKS:
        text = text.replace(character, ' ')
    lines = LineIndex(text)
    try:
        reader = _EventReader(text, lines)
        return reader.document(), reader.notes
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, lines) from error
    except yaml.MarkedYAMLError as error:
        message = TOO_DEEP
        # a limit of newer C libraries, which read brackets ahead
        if error.problem != 'exceeded maximum nesting depth':
            message = f'invalid YAML: {error.context or ""} {error.problem or ""}'
            message = f'{message}; {_next_step(str(error.problem))}'
        mark = error.problem_mark or error.context_mark
        raise SyntaxFault(message, *lines.place(mark.index if mark else 0)) from error


def _next_step(problem: str) -> str:
    steps = (step for part, step in _STEPS.items() if part in problem)
    return next(steps, 'put text that contains special characters in quotation marks')


def _unreadable(text: str, lines: LineIndex) -> SyntaxFault:
    # the C loader counts bytes and the other one characters, so search for the character
    match = re.search(_NOT_YAML, text)
    at = match.start() if match else 0
    message = f'the character U+{ord(text[at]):04X} is not allowed in YAML; remove it'
    return SyntaxFault(message, *lines.place(at))


class _EventReader:
    """Turns the events of one document into located data."""

    def __init__(self, text: str, lines: LineIndex) -> None:
        self.notes = Notes()
        self._text = text
        self._lines = lines
        self._loader = _Loader(text)
        self._next = self._loader.get_event
        self._scalars = yaml.constructor.SafeConstructor()
        self._anchored: dict[str, _Anchored | _Event] = {}
        """Anchor → value, or the event that begins it until it ends."""
        self._count = 0
        """Number of the values so far; those in aliases count again."""
        self._deepest = 0
        """The deepest level so far; within a value with an anchor, the deepest in it."""

    def document(self) -> Located:
        """Return the only document of the text."""
        self._next()  # the text begins
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise SyntaxFault('the file is empty', 1, None)
        root = self._located(self._next(), 0, (1, 1))
        self._next()  # the document ends
        following = self._next()
        if not isinstance(following, yaml.StreamEndEvent):
            raise yaml.MarkedYAMLError(
                'expected a single document in the stream',
                problem='but found another document',
                problem_mark=following.start_mark,
            )
        return root

    def _located(self, event: _Event, level: int, parent: tuple[int, int]) -> Located:
        """Return the data that begins with *event*; *parent* is the place around it."""
        if isinstance(event, yaml.AliasEvent):
            return self._copy(event, level, parent)
        self._count += 1
        if level > self._deepest:
            self._deepen(level, parent)
        if event.anchor is None:
            return self._value(event, level)
        return self._anchored_value(event, level)

    def _copy(self, alias: _Event, level: int, parent: tuple[int, int]) -> Located:
        """Return the data that *alias* stands for."""
        anchored = self._named_by(alias)
        self._count += anchored.size
        if self._count > len(self._text):
            raise SyntaxFault(
                'the aliases (*name) expand to more values than the file has '
                'characters; write the values out',
                *self._place(alias),
            )
        if level + anchored.height > self._deepest:
            self._deepen(level + anchored.height, parent)
        return anchored.value.copy()

    def _anchored_value(self, event: _Event, level: int) -> Located:
        """Return the data that begins with *event*, for later aliases, too."""
        if event.anchor in self._anchored:
            raise yaml.MarkedYAMLError(
                'found duplicate anchor; first occurrence',
                problem='second occurrence',
                problem_mark=event.start_mark,
            )
        self._anchored[event.anchor] = event
        before, deepest, self._deepest = self._count - 1, self._deepest, level
        value = self._value(event, level)
        size, height = self._count - before, self._deepest - level
        self._deepest = max(deepest, self._deepest)
        text = getattr(event, 'value', None)
        self._anchored[event.anchor] = _Anchored(value, text, size, height)
        return value

    def _deepen(self, level: int, parent: tuple[int, int]) -> None:
        """Note the first value at *level*, inside that at *parent*."""
        self._deepest = level
        if level >= MAX_DEPTH:
            raise SyntaxFault(TOO_DEEP, *parent)

    def _named_by(self, alias: _Event) -> _Anchored:
        anchored = self._anchored.get(alias.anchor)
        if anchored is None:
            raise yaml.MarkedYAMLError(
                problem='found undefined alias', problem_mark=alias.start_mark
            )
        if not isinstance(anchored, _Anchored):
            place = self._place(anchored)
            raise SyntaxFault('an alias (*name) contains itself; remove it', *place)
        return anchored

    def _value(self, event: _Event, level: int) -> Located:
        line, column = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line, column)
        if event.tag not in _COLLECTIONS:
            self._report_tag(event.tag, line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(level, line, column)
        items: list[Located] = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            items.append(self._located(item, level + 1, (line, column)))
        return Located.sequence(items, line, column)

    def _place(self, event: _Event) -> tuple[int, int]:
        mark = event.start_mark
        if mark.index < self._lines.end:
            return mark.line + 1, mark.column + 1  # the same, without a search
        return self._lines.place(mark.index)

    def _mapping(self, level: int, line: int, column: int) -> Located:
        items: dict[str, Located] = {}
        keys: dict[str, tuple[int, int]] = {}
        here, inner = (line, column), level + 1
        while not isinstance(start := self._next(), yaml.MappingEndEvent):
            key, at = self._key(start, inner, here)
            noted = len(self.notes)
            value = self._located(self._next(), inner, here)
            if key is not None and key not in items:
                keys[key] = at
                items[key] = value
                continue
            del self.notes[noted:]
            fault = 'a key must be text, not a list or a mapping'
            if key is not None:
                fault = f'duplicate key {quoted(key)} (first on line {keys[key][0]})'
                fault += '; remove one of them'
            self.notes.append((fault, *at))
        return Located.mapping(items, keys, line, column)

    def _key(
        self, event: _Event, level: int, parent: tuple[int, int]
    ) -> tuple[str | None, tuple[int, int]]:
        """Return the text of the key that begins with *event*, if it is text; its place."""
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None:
            place = self._place(event)
            if event.tag not in _SCALARS:
                self._report_tag(event.tag, *place)
            return event.value, place
        noted = len(self.notes)
        self._located(event, level, parent)
        text = getattr(event, 'value', None)
        if isinstance(event, yaml.AliasEvent):
            text = self._named_by(event).text
        if text is None:
            del self.notes[noted:]
        return text, self._place(event)

    def _scalar(self, event: _Event, line: int, column: int) -> Located:
        if event.tag not in _SCALARS:
            self._report_tag(event.tag, line, column)
        data = self._data(event)
        if not isinstance(data, str):
            return Located(data, line, column)
        if event.style == '|':
            first = self._first_line(event, data)
            lines = tuple(range(first, first + data.count('\n') + 1))
            return Located(data, line, column, lines=lines)
        written = self._text[event.start_mark.index : event.end_mark.index]
        folded = written if '\n' in written else ''
        if '\n' not in data and event.style != '>':
            return Located(data, line, column, lines=(line,), folded=folded)
        lines = self._text_lines(event, data)
        return Located(data, line, column, lines=lines, folded=folded)

    def _first_line(self, block: _Event, data: str) -> int:
        """Return the first line of the text *data* in a block, which follows a header."""
        if block.tag is None and block.anchor is None and data and not data.isspace():
            return int(block.start_mark.line) + 2  # most blocks
        return self._lines.place(self._text_start(block))[0]

    def _text_start(self, event: _Event) -> int:
        """Return where the text of a scalar begins, after all that is written before it."""
        start, end = int(event.start_mark.index), event.end_mark.index
        if match := _PROPERTIES.match(self._text, start, end):
            start = match.end()
        if event.style in _BLOCKS:
            return self._text.find('\n', start) + 1 or len(self._text)
        return start + 1 if event.style in ('"', "'") else start

    def _text_lines(self, event: _Event, data: str) -> tuple[int, ...]:
        """Return for each line of the text *data* its line in the file."""
        start, end = self._text_start(event), event.end_mark.index
        first = self._lines.place(start)[0]
        raw = self._text[start:end]
        if event.style == "'":
            raw = raw.replace("''", "'")
        return align(data, raw, first, escapes=event.style == '"')

    def _data(self, event: _Event) -> Any:
        """Return the text, number, truth value or None that *event* stands for."""
        written, tag = event.value, event.tag
        if tag in _NO_TAG:
            if not event.implicit[0]:
                return written  # in quotation marks, or a block
            tag = self._loader.resolve(yaml.ScalarNode, written, event.implicit)
        kind = tag.removeprefix(_CORE)
        if kind == 'bool':
            # as in YAML 1.2, where `off` and `no` are words
            return {'true': True, 'false': False}.get(written.lower(), written)
        if kind == 'null':
            return None
        if kind not in {'int', 'float'} or len(written) > _LONGEST_NUMBER:
            return written
        try:
            node = yaml.ScalarNode(tag, written, event.start_mark)
            return number(self._scalars.construct_object(node), written)
        except (ValueError, LookupError):
            return written

    def _report_tag(self, tag: str | None, line: int, column: int) -> None:
        written = quoted(str(tag).replace(_CORE, '!!'))
        message = f'the tag {written} is not supported; use plain text, lists and mappings'
        self.notes.append((message, line, column))
