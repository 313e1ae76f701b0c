"""The glossary of docusaurus-plugin-glossary, read: a JSON file with a list of terms.

The file has the keys `title`, `description` and `terms`; a term has `term`, `definition`
and perhaps `abbreviation`, `aliases`, `relatedTerms`, `references`, `documentation`,
`id`, `autoLink` and `caseSensitive`. Definitions are plain text, and `abbreviation` is
the full form of the term. Data for which records have no key are kept under `extra`, such
as the path under `documentation`, which is a path of the old site. The ids of the entries
on the page of the plugin are kept as `anchors`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.exchange.ground.escapes import escaped
from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice, located
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault
from sphinxcontrib_archgloss.terms.problems import quoted
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_NEEDED = ('term', 'definition')
_SAME = ('id', 'aliases', 'references')
"""Keys that mean the same in a record."""
_HEADER = ('title', 'description')


def is_docusaurus(root: Located) -> bool:
    """Return whether *root*, read from JSON, has the shape of such a glossary.

    The terms of a set, and the set itself, have a "name".
    """
    members = root.members()
    listed = members.get('terms')
    records = _items(listed) if listed is not None else []
    return 'name' not in members and any(
        'term' in record.members() and 'name' not in record.members() for record in records
    )


def as_set(
    root: Located, header: Mapping[str, Any], notes: Notes, notices: list[Notice]
) -> Located:
    """Return the set in the glossary *root*; *header* has keys of the set.

    Faults are added to *notes*; notes on what is kept elsewhere, or lost, to *notices*.
    Raises SyntaxFault if there is no list of terms.
    """
    members = root.members()
    listed = members.get('terms')
    if listed is None or not isinstance(listed.data, list):
        message = 'missing list "terms"; it is not a glossary of docusaurus-plugin-glossary'
        raise SyntaxFault(message, root.line, root.column)
    for key in members:
        if key not in (*_HEADER, 'terms'):
            message = f'the key {quoted(key)} of the glossary is ignored'
            notices.append(Notice(root.keys[key][0], message))
    names = {
        spaced(item.data).casefold()
        for record in _items(listed)
        if (item := record.members().get('term')) and isinstance(item.data, str)
    }
    reader = _RecordReader(names, str(header.get('markup', '')), notes, notices)
    records = [record for item in _items(listed) if (record := reader.read(item))]
    items = {key: located(value, 1) for key, value in header.items()}
    own = {key: members[key] for key in _HEADER if key in members and key not in items}
    items |= own | {'terms': Located.sequence(records, listed.line, listed.column)}
    return Located.mapping(items, dict.fromkeys(items, (1, 1)), 1, 1)


class _RecordReader:
    """Reads the terms of one glossary, with these *names* in lower case.

    *markup* is that of the definitions; empty for plain text.
    """

    def __init__(
        self, names: set[str], markup: str, notes: Notes, notices: list[Notice]
    ) -> None:
        self._names = names
        self._markup = markup
        self._notes = notes
        self._notices = notices
        self._anchors: set[str] = set()

    def read(self, item: Located) -> Located | None:
        """Return the record of a term, or None for a faulty one."""
        given = item.members()
        for key in _NEEDED:
            value = given[key].data if key in given else None
            if not isinstance(value, str) or not value.strip():
                message = f'the term has no "{key}"; add it'
                self._notes.append((message, item.line, item.column))
                return None
        record = {
            'name': given['term'],
            'definition': self._definition(given['definition']),
        }
        record |= {key: given[key] for key in _SAME if key in given}
        extra = {
            key: value
            for key, value in given.items()
            if key not in (*_NEEDED, *_SAME, 'abbreviation', 'relatedTerms', 'autoLink')
        }
        if 'id' in record and not _fits('id', record['id'].data):
            extra['id'] = record.pop('id')
        if 'abbreviation' in given:
            record['aliases'] = _with(record.get('aliases'), given['abbreviation'])
        if 'relatedTerms' in given:
            self._add_related(given['relatedTerms'], record, extra)
        if 'autoLink' in given and given['autoLink'].data is not True:
            value = given['autoLink']
            off = 'off' if value.data is False else value.data
            record['autolink'] = Located(off, value.line, value.column)
        if anchor := self._anchor(given):
            record['anchors'] = located([anchor], item.line)
        if extra:
            record['extra'] = _mapping(extra, item)
            name, keys = (
                quoted(given['term'].data),
                ', '.join(f'extra.{key}' for key in extra),
            )
            message = f'the keys of {name} that records do not have are kept as {keys}'
            self._notices.append(Notice(item.line, message))
        return _mapping(record, item)

    def _definition(self, item: Located) -> Located:
        if self._markup:
            return item
        text = escaped(item.data, 'rst')
        return Located(text, item.line, item.column, lines=item.lines[:1])

    def _add_related(
        self, item: Located, record: dict[str, Located], extra: dict[str, Located]
    ) -> None:
        """Add related terms of the glossary to *record*, and others to *extra*."""
        if not isinstance(item.data, list) or not item.data:
            record['related'] = item
            return
        parts: tuple[list[Located], list[Located]] = [], []
        for label in _items(item):
            name = spaced(label.data).casefold() if isinstance(label.data, str) else ''
            parts[bool(name) and name not in self._names].append(label)
        for part, target, key in zip(
            parts, (record, extra), ('related', 'relatedTerms'), strict=True
        ):
            if part:
                target[key] = Located.sequence(part, item.line, item.column)

    def _anchor(self, given: Mapping[str, Located]) -> str:
        """Return the id of the entry on the old page; empty if another entry has it."""
        own = given['id'].data if 'id' in given else None
        anchor = own or re.sub(r'\s+', '-', given['term'].data.lower())
        if not _fits('anchors', anchor) or anchor in self._anchors:
            return ''
        self._anchors.add(anchor)
        return str(anchor)


def _items(item: Located) -> list[Located]:
    return item.items if isinstance(item.items, list) else []


def _fits(key: str, value: Any) -> bool:
    schema = TERM_KEYS[key].schema
    pattern = schema.get('items', schema)['pattern']
    return isinstance(value, str) and re.search(pattern, value) is not None


def _with(listed: Located | None, item: Located) -> Located:
    """Return the list of aliases, with *item* as one of them."""
    if listed is None:
        return Located.sequence([item], item.line, item.column)
    if not isinstance(listed.data, list) or item.data in listed.data:
        return listed
    return Located.sequence([item, *_items(listed)], listed.line, listed.column)


def _mapping(items: dict[str, Located], place: Located) -> Located:
    keys = {key: (item.line, item.column) for key, item in items.items()}
    return Located.mapping(items, keys, place.line, place.column)
