"""YAML files as located data.

PyYAML composes the node graph; nothing is constructed from tags. Aliases are followed, but
a file may not expand to more values than it has characters, because every written value
takes at least one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

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
_TEXT = f'{_CORE}str'
# `<<` and `=` have tags of their own in YAML 1.1; here they are text
_SCALARS = {
    f'{_CORE}{kind}'
    for kind in ('str', 'int', 'float', 'bool', 'null', 'timestamp', 'merge', 'value')
}
_COLLECTIONS = {f'{_CORE}map', f'{_CORE}seq'}
_BLOCKS = ('|', '>')
_LONGEST_NUMBER = 100
# In YAML 1.2, as in editors, these are not line breaks; PyYAML follows YAML 1.1.
_NO_BREAKS = str.maketrans('\x85\u2028\u2029', '   ')
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

_Composer: Any = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)


class _Loader(_Composer):  # type: ignore[misc]
    """Composes nodes, no deeper than the stack of the C library allows."""

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, _index: Any) -> None:
        self.depth += 1
        if parent is not None and self.depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def read_yaml(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and its faults other than syntax errors.

    Raises SyntaxFault if *text* is not valid YAML, or not safe to expand.
    """
    text = text.translate(_NO_BREAKS)
    lines = LineIndex(text)
    try:
        root = yaml.compose(text, _Loader)
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, lines) from error
    except yaml.MarkedYAMLError as error:
        message = TOO_DEEP
        # newer C libraries have a limit of their own
        if error.problem not in (TOO_DEEP, 'exceeded maximum nesting depth'):
            message = f'invalid YAML: {error.context or ""} {error.problem or ""}'
            message = f'{message}; {_next_step(str(error.problem))}'
        mark = error.problem_mark or error.context_mark
        raise SyntaxFault(message, *lines.place(mark.index if mark else 0)) from error
    if root is None:
        raise SyntaxFault('the file is empty', 1, None)
    reader = _NodeReader(text, lines)
    return reader.located(root, ()), reader.notes


def _next_step(problem: str) -> str:
    steps = (step for part, step in _STEPS.items() if part in problem)
    return next(steps, 'put text that contains special characters in quotation marks')


def _unreadable(text: str, lines: LineIndex) -> SyntaxFault:
    # the C loader counts bytes and the other one characters, so search for the character
    match = re.search(_NOT_YAML, text)
    at = match.start() if match else 0
    message = f'the character U+{ord(text[at]):04X} is not allowed in YAML; remove it'
    return SyntaxFault(message, *lines.place(at))


class _NodeReader:
    """Turns the composed nodes of one document into located data."""

    def __init__(self, text: str, lines: LineIndex) -> None:
        self.notes = Notes()
        self._budget = len(text) + 1
        self._text = text
        self._lines = lines
        self._scalars = yaml.constructor.SafeConstructor()

    def located(self, node: yaml.Node, above: tuple[int, ...]) -> Located:
        """Return the data of *node*; *above* are the ids of the nodes that contain it."""
        line, column = self._place(node)
        self._budget -= 1
        if self._budget < 0:
            raise SyntaxFault(
                'the aliases (*name) expand to more values than the file has '
                'characters; write the values out',
                line,
                column,
            )
        if id(node) in above:
            raise SyntaxFault('an alias (*name) contains itself; remove it', line, column)
        if len(above) >= MAX_DEPTH:
            raise SyntaxFault(TOO_DEEP, line, column)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line, column)
        if node.tag not in _COLLECTIONS:
            self._report_tag(node, line, column)
        above = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            items = [self.located(item, above) for item in node.value]
            return Located.sequence(items, line, column)
        return self._mapping(node, above, line, column)

    def _place(self, node: yaml.Node) -> tuple[int, int]:
        mark = node.start_mark
        if mark.index < self._lines.end:
            return mark.line + 1, mark.column + 1  # the same, without a search
        return self._lines.place(mark.index)

    def _mapping(
        self, node: yaml.Node, above: tuple[int, ...], line: int, column: int
    ) -> Located:
        items: dict[str, Located] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key_node, value_node in node.value:
            at = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.notes.append(('a key must be text, not a list or a mapping', *at))
                continue
            if key_node.tag not in _SCALARS:
                self._report_tag(key_node, *at)
            key = key_node.value
            if key in items:
                fault = f'duplicate key {quoted(key)} (first on line {keys[key][0]})'
                self.notes.append((f'{fault}; remove one of them', *at))
                continue
            keys[key] = at
            items[key] = self.located(value_node, above)
        return Located.mapping(items, keys, line, column)

    def _scalar(self, node: yaml.ScalarNode, line: int, column: int) -> Located:
        if node.tag not in _SCALARS:
            self._report_tag(node, line, column)
        data = node.value if node.tag == _TEXT else self._plain_value(node)
        if not isinstance(data, str):
            return Located(data, line, column)
        written = self._text[node.start_mark.index : node.end_mark.index]
        folded = written if node.style != '|' and '\n' in written else ''
        if '\n' not in data and node.style not in _BLOCKS:
            return Located(data, line, column, lines=(line,), folded=folded)
        lines = self._text_lines(node, data)
        return Located(data, line, column, lines=lines, folded=folded)

    def _text_lines(self, node: yaml.ScalarNode, data: str) -> tuple[int, ...]:
        """Return for each line of the text *data* its line in the file."""
        start, end = node.start_mark.index, node.end_mark.index
        match = _PROPERTIES.match(self._text, start, end)
        start = match.end() if match else start
        if node.style in _BLOCKS:
            start = self._text.find('\n', start) + 1 or len(self._text)
        elif node.style in ('"', "'"):
            start += 1
        first = self._lines.place(start)[0]
        if node.style == '|':
            return tuple(range(first, first + data.count('\n') + 1))
        raw = self._text[start:end]
        if node.style == "'":
            raw = raw.replace("''", "'")
        return align(data, raw, first, escapes=node.style == '"')

    def _plain_value(self, node: yaml.ScalarNode) -> Any:
        kind, written = node.tag.removeprefix(_CORE), node.value
        if kind == 'bool':
            # as in YAML 1.2, where `off` and `no` are words
            return {'true': True, 'false': False}.get(written.lower(), written)
        if kind == 'null':
            return None
        if kind not in {'int', 'float'} or len(written) > _LONGEST_NUMBER:
            return written
        try:
            return number(self._scalars.construct_object(node), written)
        except (ValueError, LookupError):
            return written

    def _report_tag(self, node: yaml.Node, line: int, column: int) -> None:
        tag = quoted(node.tag.replace(_CORE, '!!'))
        message = f'the tag {tag} is not supported; use plain text, lists and mappings'
        self.notes.append((message, line, column))
