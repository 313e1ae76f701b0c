"""Records read from another format, as located data."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.language.collation import sort_keys
from sphinxcontrib_archgloss.terms.loading.positions import Located, SyntaxFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Notice(NamedTuple):
    """Something the user should know about the source; not a fault."""

    line: int
    """1-based."""
    message: str


class Entry(NamedTuple):
    """A record."""

    line: int
    """1-based line where it begins."""
    values: dict[str, Any]
    """Key of the record → value."""
    lines: tuple[int, ...] = ()
    """The 1-based line of each line of the definition; all `line` where empty."""


class Glossary(NamedTuple):
    """One glossary of a page."""

    line: int
    """1-based line of the directive."""
    entries: list[Entry]
    """As written."""
    is_sorted: bool
    """Whether the page shows the terms sorted."""


class TextBlock(NamedTuple):
    """A block of text of a page outside its glossaries."""

    text: str
    line: int
    """1-based."""
    is_plain: bool
    """Whether it contains no markup."""


def glossary_set(
    header: Mapping[str, Any],
    glossaries: Sequence[Glossary],
    title: str | None,
    blocks: Sequence[TextBlock],
    notices: list[Notice],
) -> Located:
    """Return the set of a page with these *blocks* of text outside its glossaries.

    *header* has further keys of the set. The page gives it the title and, as the
    description, the one paragraph before the glossary if there is no other text. Anything
    else is left out, with an entry in *notices*. Raises SyntaxFault without any record.
    """
    order, entries = _in_order(glossaries, notices)
    if not entries:
        message = 'no glossary in the file; name the page that contains it'
        raise SyntaxFault(message, 1, None)
    rest, description = list(blocks), ''
    if title is not None and rest and rest[0].text == title:
        del rest[0]
    is_only = len(rest) == 1 and rest[0].is_plain and bool(title)
    if is_only and rest[0].line < entries[0].line:
        description = spaced(rest[0].text)
    elif rest:
        message = 'page content outside the glossary, from here on, is ignored'
        notices.append(Notice(rest[0].line, message))
    notices.sort(key=attrgetter('line'))
    keys = {'name': '', 'title': spaced(title or ''), 'description': description}
    keys |= {**header, 'order': order}
    return located_set({key: value for key, value in keys.items() if value}, entries)


def _in_order(
    glossaries: Sequence[Glossary], notices: list[Notice]
) -> tuple[str, list[Entry]]:
    """Return the order of a set made from *glossaries*, and the records in it.

    It is the order of the page: empty if that is alphabetical, the default of sets.
    """
    message = '"sorted" is not needed: term-set sorts entries by default'
    notices += [Notice(g.line, message) for g in glossaries if g.is_sorted]
    shown = [
        entry
        for glossary in glossaries
        for entry in (_sorted(glossary.entries) if glossary.is_sorted else glossary.entries)
    ]
    first = next((glossary.line for glossary in glossaries if not glossary.is_sorted), None)
    if first is None or shown == _sorted(shown):
        return '', [entry for glossary in glossaries for entry in glossary.entries]
    message = (
        'the glossary is not in alphabetical order; the set keeps its order with "order: '
        'written"'
    )
    notices.append(Notice(first, f'{message}; without it, term-set sorts the entries'))
    return 'written', shown


def _sorted(entries: Sequence[Entry]) -> list[Entry]:
    keys = sort_keys([str(entry.values['name']) for entry in entries])
    return [entries[n] for n in sorted(range(len(entries)), key=keys.__getitem__)]


def located_set(header: Mapping[str, Any], entries: Sequence[Entry]) -> Located:
    """Return a set with the keys in *header* and the records *entries*."""
    items = {key: located(value, 1) for key, value in header.items()}
    items['terms'] = Located.sequence([_record(entry) for entry in entries], 1, 1)
    return Located.mapping(items, dict.fromkeys(items, (1, 1)), 1, 1)


def _record(entry: Entry) -> Located:
    record = located(entry.values, entry.line)
    if entry.lines and isinstance(record.items, dict):
        text = record.items['definition'].data
        record.items['definition'] = Located(text, entry.lines[0], 1, lines=entry.lines)
    return record


def located(value: Any, line: int) -> Located:
    """Return *value*, all of it on the 1-based *line* of the file."""
    if isinstance(value, dict):
        items = {key: located(inner, line) for key, inner in value.items()}
        return Located.mapping(items, dict.fromkeys(items, (line, 1)), line, 1)
    if isinstance(value, list):
        return Located.sequence([located(inner, line) for inner in value], line, 1)
    lines = (line,) * (value.count('\n') + 1) if isinstance(value, str) else ()
    return Located(value, line, 1, lines=lines)
