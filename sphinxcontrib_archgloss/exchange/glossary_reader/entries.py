"""The content of a Sphinx `glossary`: its lines as records.

The rules are those of the directive: a line without indentation is the name of a term,
several names before one definition share it, and what comes after `` : `` in the line
of a name is a key of the general index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.domains.std import split_term_classifiers

from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry, Notice
from sphinxcontrib_archgloss.exchange.ground.plain_data import INDEX_KEY
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import NumberedLine, without_blank_ends
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinxcontrib_archgloss.terms.loading.positions import Notes


class Block(NamedTuple):
    """Names and the definition that they share."""

    names: list[NumberedLine]
    body: list[NumberedLine]


def glossary_entries(
    lines: Iterable[NumberedLine],
    plain_text: Callable[[str, int], str],
    anchor: Callable[[str], str],
    notes: Notes,
    notices: list[Notice],
) -> Iterator[Entry]:
    """Yield the records in the *lines* of a glossary.

    *plain_text* returns the text of a name that is written with markup, given its line,
    and *anchor* the id that Sphinx gives the next name of the page. Things that Sphinx
    would warn about are added to *notes*, and changes to *notices*.
    """
    for block in _blocks(lines, notes, notices):
        names: dict[str, None] = {}
        keys: dict[str, str] = {}
        anchors: list[str] = []
        for line, written in block.names:
            label, key = split_term_classifiers(written)
            name = spaced(plain_text(label, line))
            anchors.append(anchor(name))
            names[name] = None
            if key and spaced(key):
                notices.append(_keep_index_key(line, name, spaced(key), keys))
            if name != spaced(label) and '\\' not in label:
                message = f'the markup of the name {quoted(spaced(label))} is not kept'
                notices.append(Notice(line, f'{message}: a name is plain text'))
        first, *others = names
        values: dict[str, object] = {'name': first}
        body = without_blank_ends(block.body)
        if body:
            values['definition'] = '\n'.join(text for _, text in body)
        if others:
            values['aliases'] = others
        values['anchors'] = anchors
        if keys:
            values['extra'] = {INDEX_KEY: keys[first] if [*keys] == [first] else keys}
        yield Entry(block.names[0][0], values, tuple(number for number, _ in body))


def _keep_index_key(line: int, name: str, key: str, keys: dict[str, str]) -> Notice:
    """Put the index *key* of a name into *keys*, unless it has one; return the notice."""
    is_kept = keys.setdefault(name, key) == key
    message = f'the index key {quoted(key)} of {quoted(name)} is'
    if is_kept:
        return Notice(line, f'{message} kept as extra.{INDEX_KEY}')
    return Notice(line, f'{message} not kept: it has {quoted(keys[name])} already')


def _blocks(
    lines: Iterable[NumberedLine], notes: Notes, notices: list[Notice]
) -> Iterator[Block]:
    parser = _BlockParser(notes, notices)
    for number, line in lines:
        if finished := parser.take(number, line):
            yield finished
    if parser.block.names:
        yield parser.block


class _BlockParser:
    """Takes the lines of a glossary one by one."""

    def __init__(self, notes: Notes, notices: list[Notice]) -> None:
        self.block = Block([], [])
        self._notices = notices
        self._notes = notes
        self._after_blank = self._defined = True
        self._in_comment = False
        self._indent = 0

    def take(self, number: int, line: str) -> Block | None:
        """Take a line; return the block that it ends, if any."""
        if not line.strip():
            self._after_blank = True
            if self._defined and self.block.names:
                self.block.body.append((number, ''))
            return None
        finished = None
        if not line[0].isspace():
            self._in_comment = line.startswith('.. ')
            if self._in_comment:
                message = (
                    'a comment between the terms is not kept: a set cannot contain comments'
                )
                self._notices.append(Notice(number, message))
                return None
            finished = self._take_name(number, line)
        elif not self._in_comment:
            self._take_definition(number, line)
        self._after_blank = False
        return finished

    def _take_name(self, number: int, line: str) -> Block | None:
        finished = None
        if self._defined:
            if not self._after_blank:
                self._note(number, 'a name must have an empty line before it')
            finished = self.block if self.block.names else None
            self.block, self._defined = Block([], []), False
        elif self._after_blank:
            self._note(number, 'there must be no empty line between names')
        self.block.names.append((number, line.rstrip()))
        return finished

    def _take_definition(self, number: int, line: str) -> None:
        if not self.block.names:
            self._note(number, 'a definition needs a name before it')
            return
        if not self._defined:
            self._defined, self._indent = True, len(line) - len(line.lstrip())
        if line[: self._indent].strip():
            self._note(number, 'the line is indented less than its definition')
        self.block.body.append((number, line[self._indent :].rstrip()))

    def _note(self, line: int, fault: str) -> None:
        self._notes.append((f'{fault}; correct the glossary', line, 1))
