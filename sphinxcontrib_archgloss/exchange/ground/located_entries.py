"""Records read from another format, as located data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Located

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Notice(NamedTuple):
    """Something the user should know about what was read; no fault."""

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


class GlossaryPage(NamedTuple):
    """What is read from a page with a glossary."""

    markup: str
    """rst or myst."""
    entries: list[Entry]
    title: str = ''
    description: str = ''


class TextBlock(NamedTuple):
    """A block of text of a page beside its glossaries."""

    text: str
    line: int
    """1-based."""
    is_plain: bool
    """Whether there is no markup in it."""


def glossary_page(
    markup: str,
    entries: list[Entry],
    title: str | None,
    blocks: Sequence[TextBlock],
    notices: list[Notice],
) -> GlossaryPage:
    """Return what is read from a page with these *blocks* of text beside its glossaries.

    That is its title and, as the description, the one paragraph before the glossary if
    there is no other text. Anything else is left out, with an entry in *notices*.
    """
    rest = list(blocks)
    if title is not None and rest and rest[0].text == title:
        del rest[0]
    title = spaced(title or '')
    if not entries or not rest:
        return GlossaryPage(markup, entries, title)
    only = rest[0] if len(rest) == 1 and rest[0].is_plain and title else None
    if only is not None and only.line < entries[0].line:
        return GlossaryPage(markup, entries, title, spaced(only.text))
    message = 'what the page says beside its glossary, from here on, is not taken in'
    notices.append(Notice(rest[0].line, message))
    return GlossaryPage(markup, entries, title)


def located_set(header: Mapping[str, Any], entries: Sequence[Entry]) -> Located:
    """Return a set with the keys in *header* and the records *entries*."""
    items = {key: _located(value, 1) for key, value in header.items()}
    items['terms'] = Located.sequence([_record(entry) for entry in entries], 1, 1)
    return Located.mapping(items, dict.fromkeys(items, (1, 1)), 1, 1)


def _record(entry: Entry) -> Located:
    record = _located(entry.values, entry.line)
    if entry.lines and isinstance(record.items, dict):
        text = record.items['definition'].data
        record.items['definition'] = Located(text, entry.lines[0], 1, lines=entry.lines)
    return record


def _located(value: Any, line: int) -> Located:
    if isinstance(value, dict):
        items = {key: _located(inner, line) for key, inner in value.items()}
        return Located.mapping(items, dict.fromkeys(items, (line, 1)), line, 1)
    if isinstance(value, list):
        return Located.sequence([_located(inner, line) for inner in value], line, 1)
    lines = (line,) * (value.count('\n') + 1) if isinstance(value, str) else ()
    return Located(value, line, 1, lines=lines)
