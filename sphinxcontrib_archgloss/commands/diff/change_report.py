"""The changes of a set: as lines for the console, as Markdown, and as plain data."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.plain_data import plain, term_as_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.terms.differences import Change, Differences, Pair
    from sphinxcontrib_archgloss.terms.model import Term

_SPECIAL = re.compile(r'([\\*_`\[\]<>#&~|])')
_BECAUSE = {
    'formerly': 'its record has the old name',
    'definition': 'it has the same definition',
}


def as_text(changes: Differences) -> Iterator[str]:
    """Yield a line for each change, kind by kind."""
    for key, pair in changes.header.items():
        yield f'set        {key}: {_shown(pair.old)} → {_shown(pair.new)}'
    for term in changes.added:
        yield f'added      {term.name}'
    for term in changes.removed:
        yield f'removed    {term.name}'
    for change in changes.changed:
        yield from _lines(change)


def _lines(change: Change) -> Iterator[str]:
    name = change.new.name
    if change.renamed or change.because != 'id':
        why = _BECAUSE.get(change.because)
        moved = f'; the id is now {change.new.id}' if change.old.id != change.new.id else ''
        yield f'renamed    {change.old.name} → {name}{f" ({why}{moved})" if why else ""}'
    if change.relinked:
        yield f're-linked  {name}: {_link(change.old)} → {_link(change.new)}'
    if change.redefined:
        yield f'redefined  {name}'
        yield from (f'             {line}' for line in _definition_lines(change))
    labels = [f'+ {label}' for label in change.aliases_added]
    labels += [f'- {label}' for label in change.aliases_dropped]
    if labels:
        yield f'aliases    {name}: {", ".join(labels)}'
    for key, pair in change.others.items():
        yield f'changed    {name}: {key}: {_shown(pair.old)} → {_shown(pair.new)}'


def _definition_lines(change: Change) -> list[str]:
    old, new = (
        term.definition.value.split('\n') if term.definition else []
        for term in (change.old, change.new)
    )
    return [line for line in difflib.ndiff(old, new) if line[:1] in '+-']


def _link(term: Term) -> str:
    where = term.canonical or 'its entry'
    return where if term.published else f'{where}, held back'


def _shown(value: Any) -> str:
    """Return a value of a record on one line."""
    value = plain(value)
    if isinstance(value, list):
        return ', '.join(_shown(item) for item in value) or 'nothing'
    if isinstance(value, dict):
        return '{' + ', '.join(f'{key}: {_shown(v)}' for key, v in value.items()) + '}'
    if isinstance(value, bool):
        return str(value).lower()
    return ' '.join(str(value).split()) if value not in (None, '') else 'nothing'


def as_markdown(changes: Differences) -> Iterator[str]:
    """Yield lines for release notes, with a heading for each kind of change."""
    lines = list(_sections(changes))
    yield from lines[:-1]  # an empty line between kinds, not after the last


def _sections(changes: Differences) -> Iterator[str]:
    changed = changes.changed
    renamed = (c for c in changed if c.old.name != c.new.name)
    relinked = (c for c in changed if c.relinked)
    aliases = (c for c in changed if c.aliases_added or c.aliases_dropped)
    others = [
        (f'{_named(c.new)}, ', key, p) for c in changed for key, p in c.others.items()
    ]
    others += [('the set, ', key, pair) for key, pair in changes.header.items()]
    sections: dict[str, Iterable[str]] = {
        'New terms': map(_named, changes.added),
        'Removed terms': map(_named, changes.removed),
        'Renamed': (f'{_named(c.old)} is now {_named(c.new)}' for c in renamed),
        'Links': (
            f'{_named(c.new)}: {_code(_link(c.old))} → {_code(_link(c.new))}'
            for c in relinked
        ),
        'New definitions': (_named(c.new) for c in changed if c.redefined),
        'Aliases': (f'{_named(c.new)}: {_alias_words(c)}' for c in aliases),
        'Also changed': (_other(*other) for other in others),
    }
    for title, items in sections.items():
        if lines := [f'- {item}' for item in items]:
            yield from (f'### {title}', '', *lines, '')


def _alias_words(change: Change) -> str:
    parts = []
    if change.aliases_added:
        parts.append('also ' + ', '.join(map(_escaped, change.aliases_added)))
    if change.aliases_dropped:
        parts.append('no longer ' + ', '.join(map(_escaped, change.aliases_dropped)))
    return '; '.join(parts)


def _other(whose: str, key: str, pair: Pair) -> str:
    return (
        f'{whose}{_code(key)}: {_escaped(_shown(pair.old))} → {_escaped(_shown(pair.new))}'
    )


def _named(term: Term) -> str:
    return f'**{_escaped(term.name)}**'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r'\\\1', text)


def _code(text: str) -> str:
    return f'`` {text} ``' if '`' in text else f'`{text}`'


def as_data(changes: Differences) -> dict[str, Any]:
    """Return the changes as plain data."""
    return {
        'added': [_record(term) for term in changes.added],
        'removed': [_record(term) for term in changes.removed],
        'changed': [_change(change) for change in changes.changed],
        'set': {key: _pair(pair) for key, pair in changes.header.items()},
    }


def _record(term: Term) -> dict[str, Any]:
    return {'id': term.id, **term_as_data(term)}


def _change(change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    data: dict[str, Any] = {'id': new.id, 'name': new.name, 'because': change.because}
    if old.id != new.id:
        data['old_id'] = old.id
    if change.renamed:
        data['renamed'] = {'old': old.name, 'new': new.name}
    if change.relinked:
        data['relinked'] = {
            'old': {'canonical': old.canonical, 'published': old.published},
            'new': {'canonical': new.canonical, 'published': new.published},
        }
    if change.redefined:
        data['redefined'] = {'old': plain(old.definition), 'new': plain(new.definition)}
    if change.aliases_added:
        data['aliases_added'] = list(change.aliases_added)
    if change.aliases_dropped:
        data['aliases_dropped'] = list(change.aliases_dropped)
    if change.others:
        data['others'] = {key: _pair(pair) for key, pair in change.others.items()}
    return data


def _pair(pair: Pair) -> dict[str, Any]:
    return {'old': plain(pair.old), 'new': plain(pair.new)}
