"""Makes `Term` and `TermSet` records of located data, without its faulty parts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.duplicates import (
    same_anchors,
    same_id,
    same_labels,
)
from sphinxcontrib_archgloss.terms.loading.recovery import labels_in, labels_of
from sphinxcontrib_archgloss.terms.loading.shape import surely_fits
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source, Term, TermSet, Text
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, quoted
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS, json_schema
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.loading.positions import Located
    from sphinxcontrib_archgloss.terms.loading.validation import SchemaFault

_NAMES = ('name', 'aliases', 'forms', 'formerly')
_NAMING = (*_NAMES, 'id')
_LABELS = ('related', 'broader', 'contrast', 'formerly', 'forms', 'anchors')
_ALIAS_TEXTS = ('text', 'in_text')
# Characters that set the direction of the text between them. Directional marks are not
# included, because names in Hebrew and Arabic need them.
_BIDI = '[\u202a-\u202e\u2066-\u2069]'
_POINTERS = ('related', 'broader', 'contrast', 'see', 'replaced_by', 'canonical', 'anchors')
_PLACED = (*_POINTERS, 'references')


def build_set(
    root: Located, path: str, digest: str
) -> tuple[TermSet | None, list[Problem]]:
    """Return the set in *root*, or None, and every problem in it."""
    faults: list[SchemaFault] = []
    if not surely_fits(root.data, json_schema()):
        from sphinxcontrib_archgloss.terms.loading.validation import find_faults

        faults = list(find_faults(root))
    problems = [
        Problem(Kind.DATA, fault.message, Place(path, fault.line, fault.column))
        for fault in faults
        if fault.message
    ]
    for fault in faults:
        if fault.spoils:
            root.at(fault.path).spoiled = True
    items = {key: item for key, item in root.members().items() if not item.spoiled}
    if 'terms' not in items:
        return None, problems
    name = items['name'].data if 'name' in items else _provisional_name(root, path)
    builder = _Builder(name, path, problems)
    header = {
        key: items[key].data.strip()
        for key in ('title', 'description', 'lang', 'markup', 'order', 'url', 'licence')
        if key in items
    }
    categories = builder.categories(root.members().get('categories'))
    terms = builder.terms(items['terms'])
    lost = builder.lost
    if 'name' not in items:  # references may use the name that is meant
        lost += [label for term in terms for label in term.labels()]
    term_set = TermSet(
        name=name,
        path=path,
        digest=digest,
        categories=categories,
        terms=terms,
        lost=tuple(dict.fromkeys(lost)),
        **header,
    )
    return term_set, problems


def _provisional_name(root: Located, path: str) -> str:
    """Return the name that a set has until its own is corrected.

    It is made from the faulty name or from the file's name, so that the terms of the set
    can be used, and their other faults are reported in the same build.
    """
    for text in (root.members().get('name'), None):
        name = text.data if text and isinstance(text.data, str) else Path(path).stem
        if fit := re.sub('[^a-z0-9_.-]+', '-', name.lower()).strip('-_.'):
            return fit
    return 'unnamed'


class _Builder:
    """Makes the records of one set."""

    def __init__(self, name: str, path: str, problems: list[Problem]) -> None:
        self.lost: list[str] = []
        self._set = name
        self._path = path
        self._problems = problems
        self._categories: set[str] = set()
        self._doubtful: set[str] = set()  # ids in faulty declarations

    def _report(self, message: str, item: Located) -> None:
        place = Place(self._path, item.line, item.column)
        self._problems.append(Problem(Kind.DATA, message, place))

    def categories(self, listed: Located | None) -> tuple[Category, ...]:
        """Return the set's own categories; of two with one id, the first counts."""
        categories: dict[str, Category] = {}
        if listed and listed.spoiled:
            self._doubtful.update(labels_in(listed.data))
        for item in _items(listed):
            parts = _sound_parts(item)
            if not {'id', 'label'} <= set(parts):
                self._doubtful.update(labels_in(item.data))
                continue
            if parts['id'] in categories:
                message = f'duplicate category {quoted(parts["id"])}; remove one of them'
                self._report(message, item)
                continue
            members = item.members().items()
            lines = {key: (value.lines or (value.line,))[0] for key, value in members}
            categories[parts['id']] = Category(**parts, lines=lines)
        self._categories = set(categories)
        return tuple(categories.values())

    def terms(self, listed: Located) -> tuple[Term, ...]:
        """Return the records that can be used."""
        terms: dict[str, Term] = {}
        repeated: list[Term] = []
        for item in _items(listed):
            for key, value in item.members().items():
                if key in _NAMING or key not in TERM_KEYS:
                    for part in value.spoiled_parts():
                        self.lost += labels_in(part.data)
            term = self._term(item)
            if term is None:
                self.lost += labels_of(item.data)
                continue
            other = terms.get(term.id)
            if other is not None:
                place = Place(self._path, item.line, item.column)
                given = 'id' in item.sound_members()
                if term.name == other.name:
                    repeated.append(term)
                else:
                    self._problems.append(same_id(term, other, place, given=given))
                self.lost += [label for label in term.labels() if label != other.name]
                continue
            terms[term.id] = term
        labels = [label for term in terms.values() for label in set(term.labels())]
        if repeated or len(set(labels)) < len(labels):
            self._problems += same_labels(terms.values(), repeated, self._path)
        if any(term.anchors for term in terms.values()):
            self._problems += same_anchors(terms.values(), self._path)
        return tuple(terms.values())

    def _report_bidi(self, item: Located) -> None:
        """Warn of names that are not shown in the order in which they are written."""
        if isinstance(item.data, str):
            if not item.data.isascii() and (match := re.search(_BIDI, item.data)):
                code = f'U+{ord(match[0]):04X}'
                message = (
                    f'invisible character {code}, a text direction control, in '
                    f'{quoted(item.data)}; remove it'
                )
                self._report(message, item)
            return
        parts = item.items.values() if isinstance(item.items, dict) else item.items
        for part in parts:
            self._report_bidi(part)

    def _term(self, item: Located) -> Term | None:
        items = item.sound_members()
        if 'name' not in items or not ('definition' in items or 'see' in items):
            return None
        values = {key: self._value(key, value) for key, value in items.items()}
        name = values['name']
        if 'id' not in values:
            values['id'] = slug(name)
        if not values['id']:
            message = f'cannot make an id from the name {quoted(name)}; add an "id"'
            self._report(message, item)
            return None
        for key in _NAMES:
            if key in items:
                self._report_bidi(items[key])
        if not items.keys().isdisjoint(_PLACED):
            values['lines'] = {key: items[key].line for key in _POINTERS if key in items}
            values['lines'] |= _lines_of_addresses(items.get('references'))
        return Term(set=self._set, line=item.line, name_line=items['name'].line, **values)

    def _value(self, key: str, item: Located) -> Any:
        if key == 'definition':
            return _text(item)
        if key == 'aliases':
            return tuple(_aliases(item))
        if key == 'references':
            return tuple(_sources(item))
        if key == 'categories':
            return tuple(self._declared(item))
        if key in _LABELS:
            return tuple(spaced(label.data) for label in _items(item) if not label.spoiled)
        if key == 'extra':
            return item.data
        return spaced(item.data) if isinstance(item.data, str) else item.data

    def _declared(self, listed: Located) -> Iterable[str]:
        for item in _items(listed):
            if item.spoiled:
                continue
            if item.data in self._categories:
                yield item.data
            elif item.data not in self._doubtful:
                message = (
                    f'the category {quoted(item.data)} is not declared; '
                    'add it to the set’s "categories"'
                )
                self._report(message, item)


def _items(located: Located | None) -> list[Located]:
    return located.items if located and isinstance(located.items, list) else []


def _sound_parts(item: Located) -> dict[str, Any]:
    return {key: value.data for key, value in item.sound_members().items()}


def _aliases(listed: Located) -> Iterable[Alias]:
    for item in _items(listed):
        if isinstance(item.data, str):
            if not item.spoiled:
                yield Alias(text=spaced(item.data))
            continue
        parts = _sound_parts(item)
        if 'text' in parts:
            texts = {key: spaced(parts[key]) for key in _ALIAS_TEXTS if key in parts}
            yield Alias(**parts | texts)


def _sources(listed: Located) -> Iterable[Source]:
    for item in _items(listed):
        parts = _sound_parts(item)
        if {'label', 'url'} <= set(parts):
            yield Source(**parts)


def _lines_of_addresses(listed: Located | None) -> dict[str, int]:
    members = [item.sound_members() for item in _items(listed)]
    return {m['url'].data: m['url'].line for m in reversed(members) if 'url' in m}


def _text(item: Located) -> Text:
    """Return markup without the blank lines at either end."""
    lines = item.data.replace('\r\n', '\n').split('\n')
    start, end = 0, len(lines)
    while start < end and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    return Text('\n'.join(lines[start:end]), item.lines[start:end], item.folded)
