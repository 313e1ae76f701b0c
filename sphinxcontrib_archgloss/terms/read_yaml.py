"""YAML files as located data.

PyYAML composes the node graph; nothing is constructed from tags. Aliases are
followed, but a file may not expand to more values than it has characters
(every value that was really written takes at least one).
"""

from __future__ import annotations

import math
import re
from typing import Any

import yaml

from sphinxcontrib_archgloss.terms.located import (
    MAX_DEPTH,
    Located,
    Notes,
    SyntaxFault,
    align,
)
from sphinxcontrib_archgloss.terms.problems import one_line

_Loader: Any = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
_CORE = 'tag:yaml.org,2002:'
_SCALARS = {'str', 'int', 'float', 'bool', 'null', 'timestamp'}
# Block sequences and mappings opened one in the other on one line.
_COMPACT_NEST = re.compile(r'(?:[-?][ \t]+){%d}' % MAX_DEPTH)
_BRACKET = re.compile(r'[\[{\]}]')


def read_yaml(text: str) -> tuple[Located, Notes]:
    """Return the document in *text* and what is wrong beside its syntax.

    Raises SyntaxFault where there is no document to be had.
    """
    _refuse_abyss(text)
    try:
        root = yaml.compose(text, _Loader)
    except yaml.reader.ReaderError as error:
        raise _unreadable(text, error) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = one_line(f'{error.context or ""} {error.problem or ""}')
        raise SyntaxFault(
            f'not valid YAML: {said}',
            mark.line + 1 if mark else None,
            mark.column + 1 if mark else None,
        ) from error
    except yaml.YAMLError as error:
        raise SyntaxFault(f'not valid YAML: {one_line(str(error))}', None, None) from error
    if root is None:
        raise SyntaxFault('the file is empty', 1, None)
    reader = _Reader(text)
    try:
        return reader.located(root, ()), reader.notes
    except RecursionError as error:
        raise SyntaxFault('nested too deeply to be meant', None, None) from error


def _refuse_abyss(text: str) -> None:
    """Refuse nesting that would overrun the C stack of the composer."""
    depth = 0
    if text.count('[') + text.count('{') > MAX_DEPTH:
        for match in _BRACKET.finditer(text):
            depth += 1 if match[0] in '[{' else -1
            if depth > 50 * MAX_DEPTH:
                line = text.count('\n', 0, match.start()) + 1
                raise SyntaxFault('nested too deeply to be meant', line, None)
    if match := _COMPACT_NEST.search(text):
        line = text.count('\n', 0, match.start()) + 1
        raise SyntaxFault('nested too deeply to be meant', line, None)


def _unreadable(text: str, error: yaml.reader.ReaderError) -> SyntaxFault:
    # the C loader counts bytes, the other characters: look for the culprit itself
    for at, char in enumerate(text):
        if ord(char) < 0x20 and char not in '\t\n\r' or 0x7F <= ord(char) < 0x85:
            line = text.count('\n', 0, at) + 1
            column = at - text.rfind('\n', 0, at)
            return SyntaxFault(
                f'the control character U+{ord(char):04X} is not allowed in YAML',
                line,
                column,
            )
    return SyntaxFault(f'not valid YAML: {one_line(str(error))}', None, None)


class _Reader:
    """Turns composed nodes into located data, once."""

    def __init__(self, text: str) -> None:
        self.notes = Notes()
        self._budget = len(text) + 1
        self._raw = text.split('\n')
        self._scalars = yaml.constructor.SafeConstructor()

    def located(self, node: yaml.Node, above: tuple[int, ...]) -> Located:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self._budget -= 1
        if self._budget < 0:
            raise SyntaxFault(
                'the aliases (*name) expand to more values than the file has '
                'characters; write the values out',
                line,
                column,
            )
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line, column)
        if id(node) in above:
            raise SyntaxFault('an alias (*name) contains itself', line, column)
        if len(above) > MAX_DEPTH:
            raise SyntaxFault('nested too deeply to be meant', line, column)
        self._check_tag(node, {'map', 'seq'}, line, column)
        above = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            items = [self.located(item, above) for item in node.value]
            return Located([i.data for i in items], line, column, items=items)
        return self._mapping(node, above, line, column)

    def _mapping(
        self, node: yaml.Node, above: tuple[int, ...], line: int, column: int
    ) -> Located:
        found: dict[str, Located] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key_node, value_node in node.value:
            at = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.notes.append(('a key must be text', *at))
                continue
            key = key_node.value
            if key in found:
                first = keys[key][0]
                said = f'the key "{key}" is already given in line {first}; drop one'
                self.notes.append((said, *at))
                continue
            keys[key] = at
            found[key] = self.located(value_node, above)
        data = {key: value.data for key, value in found.items()}
        return Located(data, line, column, items=found, keys=keys)

    def _scalar(self, node: yaml.ScalarNode, line: int, column: int) -> Located:
        self._check_tag(node, _SCALARS, line, column)
        data = self._plain_value(node)
        if not isinstance(data, str):
            return Located(data, line, column)
        first = line
        if node.style == '|':
            count = data.count('\n') + 1
            lines = tuple(range(line + 1, line + 1 + count))
            return Located(data, line, column, lines=lines)
        if '\n' not in data and node.style != '>':
            return Located(data, line, column, lines=(line,))
        if node.style == '>':
            first += 1
        raw = self._raw[first - 1 : max(node.end_mark.line + 1, first)]
        return Located(data, line, column, lines=align(data, raw, first))

    def _plain_value(self, node: yaml.ScalarNode) -> Any:
        kind = node.tag.removeprefix(_CORE)
        if kind not in {'int', 'float', 'bool', 'null'}:
            return node.value
        if kind == 'bool' and node.value.lower() not in {'true', 'false'}:
            return node.value  # as in YAML 1.2, where `off` and `no` are words
        try:
            value = self._scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):
            return node.value
        if isinstance(value, float) and not math.isfinite(value):
            return node.value
        if isinstance(value, int) and abs(value) > 2**63:
            return node.value
        return value

    def _check_tag(
        self, node: yaml.Node, allowed: set[str], line: int, column: int
    ) -> None:
        if node.tag.removeprefix(_CORE) not in allowed:
            tag = node.tag.replace(_CORE, '!!')
            said = f'the tag {tag} is not read; write plain text, lists and mappings'
            self.notes.append((said, line, column))
