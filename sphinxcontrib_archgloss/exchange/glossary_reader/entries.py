"""The content of a Sphinx `glossary`: its lines as records.

The rules are those of the directive itself: what is not indented is the name of a
term, several names before one definition share it, and what comes after `` : `` in
the line of a name is a key of the general index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.domains.std import split_term_classifiers

from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry, Notice
from sphinxcontrib_archgloss.exchange.ground.plain_data import INDEX_KEY
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinxcontrib_archgloss.terms.loading.positions import Notes

    Numbered = tuple[int, str]
    """A 1-based line number and the line."""


class Block(NamedTuple):
    """Names and the definition that they share."""

    names: list[Numbered]
    body: list[Numbered]


def entries(
    lines: Iterable[Numbered],
    shown: Callable[[str, int], str],
    notes: Notes,
    told: list[Notice],
) -> Iterator[Entry]:
    """Yield the records in the *lines* of a glossary.

    *shown* gives the text of a name that is written with markup; *notes* gets what
    Sphinx would warn of, and *told* what is taken in with a change.
    """
    for block in _blocks(lines, notes, told):
        names: dict[str, None] = {}
        keys: dict[str, str] = {}
        for line, written in block.names:
            label, key = split_term_classifiers(written)
            text = spaced(shown(label, line))
            names[text] = None
            if key and spaced(key):
                told.append(_key_told(line, text, spaced(key), keys))
            if text != spaced(label) and '\\' not in label:
                said = f'the markup of the name {quoted(spaced(label))} is not kept'
                told.append(Notice(line, f'{said}: a name is plain text'))
        first, *others = names
        values: dict[str, object] = {'name': first}
        body = _trimmed(block.body)
        if body:
            values['definition'] = '\n'.join(text for _, text in body)
        if others:
            values['aliases'] = others
        line = block.names[0][0]
        if keys:
            values['extra'] = {INDEX_KEY: keys[first] if [*keys] == [first] else keys}
        yield Entry(line, values, tuple(number for number, _ in body))


def _key_told(line: int, name: str, key: str, keys: dict[str, str]) -> Notice:
    """Return what is said of the index key of a name; it is put into *keys*."""
    kept = keys.setdefault(name, key) == key
    said = f'the index key {quoted(key)} of {quoted(name)} is'
    if kept:
        return Notice(line, f'{said} kept as extra.{INDEX_KEY}')
    return Notice(line, f'{said} not kept: it has {quoted(keys[name])} already')


def _blocks(lines: Iterable[Numbered], notes: Notes, told: list[Notice]) -> Iterator[Block]:
    reader = _Reader(notes, told)
    for number, line in lines:
        if finished := reader.take(number, line):
            yield finished
    if reader.block.names:
        yield reader.block


class _Reader:
    """Takes the lines of a glossary one by one."""

    def __init__(self, notes: Notes, told: list[Notice]) -> None:
        self.block = Block([], [])
        self._told = told
        self._notes = notes
        self._after_blank = self._defined = True
        self._in_comment = False
        self._indent = 0

    def take(self, number: int, line: str) -> Block | None:
        """Take a line; return the block that it has brought to an end."""
        if not line.strip():
            self._after_blank = True
            if self._defined and self.block.names:
                self.block.body.append((number, ''))
            return None
        finished = None
        if not line[0].isspace():
            self._in_comment = line.startswith('.. ')
            if self._in_comment:
                said = 'a comment between the terms is not kept: records have "notes"'
                self._told.append(Notice(number, said))
                return None
            finished = self._name(number, line)
        elif not self._in_comment:
            self._definition(number, line)
        self._after_blank = False
        return finished

    def _name(self, number: int, line: str) -> Block | None:
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

    def _definition(self, number: int, line: str) -> None:
        if not self.block.names:
            self._note(number, 'a definition needs a name before it')
            return
        if not self._defined:
            self._defined, self._indent = True, len(line) - len(line.lstrip())
        if line[: self._indent].strip():
            self._note(number, 'the line is indented less than its definition')
        self.block.body.append((number, line[self._indent :].rstrip()))

    def _note(self, line: int, said: str) -> None:
        self._notes.append((f'{said}; mend the glossary', line, 1))


def _trimmed(lines: list[Numbered]) -> list[Numbered]:
    while lines and not lines[-1][1]:
        lines.pop()
    while lines and not lines[0][1]:
        lines.pop(0)
    return lines
