"""Located data to records: what is kept, what is dropped, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading import validation
from sphinxcontrib_archgloss.terms.loading.duplicates import same_id, same_labels
from sphinxcontrib_archgloss.terms.loading.positions import without_blank_ends
from sphinxcontrib_archgloss.terms.loading.recovery import labels_in, labels_of
from sphinxcontrib_archgloss.terms.model import (
    Alias,
    Category,
    Source,
    Term,
    TermSet,
    Text,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, quoted
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.loading.positions import Located

_NAMING = ('name', 'id', 'aliases', 'forms', 'formerly')
_LABELS = ('related', 'broader', 'contrast', 'formerly', 'forms')
_POINTERS = ('related', 'broader', 'contrast', 'see', 'replaced_by', 'canonical')


class _Spoiled:
    """The parts of the data that cannot be used because of errors of shape."""

    def __init__(self, faults: Iterable[validation.SchemaFault]) -> None:
        self._paths = {fault.path for fault in faults}
        self._below: dict[validation.Path, list[validation.Path]] = {}
        for path in self._paths:
            self._below.setdefault(path[:2], []).append(path[2:])

    def __contains__(self, path: validation.Path) -> bool:
        ends = range(1, len(path) + 1) if self._paths else ()
        return any(path[:n] in self._paths for n in ends)

    def inside(self, record: validation.Path) -> list[validation.Path]:
        """Return the paths, relative to the *record*, of its spoiled parts."""
        return [path for path in self._below.get(record, ()) if path]


def build_set(
    root: Located, path: str, digest: str
) -> tuple[TermSet | None, list[Problem]]:
    """Return the set in *root*, or None, and every problem in it."""
    faults = list(validation.faults(root))
    problems = [
        Problem(Kind.DATA, fault.message, Place(path, fault.line, fault.column))
        for fault in faults
        if fault.message
    ]
    spoiled = _Spoiled(faults)
    data, items = root.data, root.items
    if (
        not isinstance(items, dict)
        or not {'name', 'terms'} <= set(items)
        or ('name',) in spoiled
        or ('terms',) in spoiled
    ):
        return None, problems
    builder = _Builder(data['name'], path, spoiled, problems)
    header = {
        key: data[key].strip()
        for key in ('title', 'description', 'lang', 'markup', 'url', 'licence')
        if key in data and (key,) not in spoiled
    }
    term_set = TermSet(
        name=data['name'],
        path=path,
        digest=digest,
        categories=builder.categories(items.get('categories')),
        terms=builder.terms(items['terms']),
        lost=tuple(dict.fromkeys(builder.lost)),
        **header,
    )
    return term_set, problems


class _Builder:
    """Makes the records of one set."""

    def __init__(
        self, name: str, path: str, spoiled: _Spoiled, problems: list[Problem]
    ) -> None:
        self.lost: list[str] = []
        self._set = name
        self._path = path
        self._spoiled = spoiled
        self._problems = problems
        self._categories: set[str] = set()
        self._doubtful: set[str] = set()  # ids in faulty declarations

    def _report(self, message: str, item: Located) -> None:
        place = Place(self._path, item.line, item.column)
        self._problems.append(Problem(Kind.DATA, message, place))

    def categories(self, listed: Located | None) -> tuple[Category, ...]:
        """Return the set's own categories; of two with one id, the first counts."""
        categories: dict[str, Category] = {}
        if listed is not None and ('categories',) in self._spoiled:
            self._doubtful.update(labels_in(listed.data))
        for n, item in enumerate(_items(listed)):
            at: validation.Path = ('categories', n)
            parts = self._sound_parts(item, at)
            if not {'id', 'label'} <= set(parts):
                self._doubtful.update(labels_in(item.data))
                continue
            if parts['id'] in categories:
                message = (
                    f'the category {quoted(parts["id"])} is already declared; drop one'
                )
                self._report(message, item)
                continue
            categories[parts['id']] = Category(**parts)
        self._categories = set(categories)
        return tuple(categories.values())

    def _sound_parts(self, item: Located, at: validation.Path) -> dict[str, Any]:
        """Return the sound parts of a mapping; none if all of it is spoiled."""
        if at in self._spoiled:
            return {}
        return {k: v for k, v in item.data.items() if (*at, k) not in self._spoiled}

    def terms(self, listed: Located) -> tuple[Term, ...]:
        """Return the records that can be used."""
        terms: dict[str, Term] = {}
        for n, item in enumerate(_items(listed)):
            at: validation.Path = ('terms', n)
            for path in self._spoiled.inside(at):
                if path[0] in _NAMING or path[0] not in TERM_KEYS:
                    self.lost += labels_in(item.at(path).data)
            term = self._term(item, at)
            if term is None:
                self.lost += labels_of(item.data)
                continue
            other = terms.get(term.id)
            if other is not None:
                place = Place(self._path, item.line, item.column)
                given = 'id' in item.keys and (*at, 'id') not in self._spoiled
                self._problems += same_id(term, other, place, given=given)
                self.lost += [label for label in term.labels() if label != other.name]
                continue
            terms[term.id] = term
        self._problems += same_labels(terms.values(), self._path)
        return tuple(terms.values())

    def _term(self, item: Located, at: validation.Path) -> Term | None:
        if at in self._spoiled or not isinstance(item.items, dict):
            # it lacks a required key, or is no mapping
            return None
        items = {k: v for k, v in item.items.items() if (*at, k) not in self._spoiled}
        if 'name' not in items or not {'definition', 'see'} & set(items):
            return None
        name = spaced(items['name'].data)
        values = {k: self._value(k, v, (*at, k)) for k, v in items.items()}
        values['name'] = name
        values.setdefault('id', slug(name))
        if not values['id']:
            message = f'no id can be made from the name {quoted(name)}; give it an "id"'
            self._report(message, item)
            return None
        pointers = {key: items[key].line for key in _POINTERS if key in items}
        return Term(
            set=self._set,
            line=item.line,
            name_line=items['name'].line,
            lines=pointers,
            **values,
        )

    def _value(self, key: str, item: Located, at: validation.Path) -> Any:
        if key == 'definition':
            return _text(item)
        if key == 'aliases':
            return tuple(self._aliases(item, at))
        if key == 'references':
            return tuple(self._sources(item, at))
        if key == 'categories':
            return tuple(self._declared(item, at))
        if key in _LABELS:
            return tuple(
                spaced(label.data)
                for n, label in enumerate(_items(item))
                if (*at, n) not in self._spoiled
            )
        if key == 'extra':
            return item.data
        return spaced(item.data) if isinstance(item.data, str) else item.data

    def _aliases(self, item: Located, at: validation.Path) -> Iterable[Alias]:
        for n, alias in enumerate(_items(item)):
            here: validation.Path = (*at, n)
            if isinstance(alias.data, str):
                if here not in self._spoiled:
                    yield Alias(text=spaced(alias.data))
                continue
            parts = self._sound_parts(alias, here)
            if 'text' in parts:
                yield Alias(**parts | {'text': spaced(parts['text'])})

    def _sources(self, item: Located, at: validation.Path) -> Iterable[Source]:
        for n, source in enumerate(_items(item)):
            parts = self._sound_parts(source, (*at, n))
            if {'label', 'url'} <= set(parts):
                yield Source(**parts)

    def _declared(self, listed: Located, at: validation.Path) -> Iterable[str]:
        for n, item in enumerate(_items(listed)):
            if (*at, n) in self._spoiled:
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
    return located.items if located is not None and isinstance(located.items, list) else []


def _text(item: Located) -> Text:
    """Return markup without the blank lines at either end."""
    value = item.data.replace('\r\n', '\n')
    lines = without_blank_ends(list(zip(item.lines, value.split('\n'), strict=True)))
    return Text(
        value='\n'.join(line for _, line in lines),
        lines=tuple(number for number, _ in lines),
        folded=item.folded,
    )
