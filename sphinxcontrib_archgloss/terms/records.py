"""Located data to records: what stands, what is dropped, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.terms import check
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.model import (
    Alias,
    Category,
    Source,
    Term,
    TermSet,
    Text,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.located import Located

_LABELS = ('related', 'broader', 'contrast', 'formerly', 'forms', 'categories')
_POINTERS = ('related', 'broader', 'contrast', 'see', 'replaced_by', 'canonical')


class Built(NamedTuple):
    """A set made from data."""

    set: TermSet | None
    problems: list[Problem]


class _Spoiled:
    """Which parts of the data errors of shape have spoiled."""

    def __init__(self, faults: Iterable[check.Fault]) -> None:
        self._paths = {fault.path for fault in faults}

    def __contains__(self, path: check.Path) -> bool:
        return any(path[:n] in self._paths for n in range(1, len(path) + 1))


def build_set(root: Located, path: str, digest: str) -> Built:
    """Return the set in *root*, or none, with every problem on the way."""
    faults = list(check.faults(root))
    problems = [
        Problem(Kind.DATA, fault.message, Place(path, fault.line, fault.column))
        for fault in faults
    ]
    spoiled = _Spoiled(faults)
    data, items = root.data, root.items
    if (
        not isinstance(data, dict)
        or not isinstance(items, dict)
        or not isinstance(data.get('name'), str)
        or not isinstance(data.get('terms'), list)
        or ('name',) in spoiled
    ):
        return Built(None, problems)
    builder = _Builder(data['name'], path, spoiled, problems)
    header = {
        key: data[key].strip()
        for key in ('title', 'description', 'lang', 'markup', 'url', 'licence')
        if isinstance(data.get(key), str) and (key,) not in spoiled
    }
    categories = builder.categories(items.get('categories'))
    terms = builder.terms(items['terms'], {category.id for category in categories})
    built = TermSet(
        name=data['name'],
        path=path,
        digest=digest,
        categories=categories,
        terms=terms,
        lost=tuple(builder.lost),
        **header,
    )
    return Built(built, problems)


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

    def _tell(self, kind: Kind, message: str, line: int, column: int = 0) -> None:
        place = Place(self._path, line, column or None)
        self._problems.append(Problem(kind, message, place))

    def categories(self, listed: Located | None) -> tuple[Category, ...]:
        """Return the set's own categories, the first of each id."""
        found: dict[str, Category] = {}
        for n, item in enumerate(_list(listed)):
            at: check.Path = ('categories', n)
            if at in self._spoiled or not {'id', 'label'} <= set(item.data):
                continue
            parts = {k: v for k, v in item.data.items() if (*at, k) not in self._spoiled}
            if not {'id', 'label'} <= set(parts):
                continue
            if parts['id'] in found:
                said = f'the category "{parts["id"]}" is already declared; drop one'
                self._tell(Kind.DATA, said, item.line, item.column)
                continue
            found[parts['id']] = Category(**parts)
        return tuple(found.values())

    def terms(self, listed: Located, categories: set[str]) -> tuple[Term, ...]:
        """Return the records that can stand."""
        found: dict[str, Term] = {}
        for n, item in enumerate(_list(listed)):
            term = self._term(item, ('terms', n), categories)
            if term is None:
                self.lost += _labels_of(item)
                continue
            other = found.get(term.id)
            if other is not None:
                self._told_twice(term, other, item)
                self.lost += [label for label in term.labels() if label != other.name]
                continue
            found[term.id] = term
        self._check_labels(found.values())
        return tuple(found.values())

    def _told_twice(self, term: Term, other: Term, item: Located) -> None:
        if term.name == other.name:
            self._duplicate(term.name, other, term)
        elif isinstance(item.items, dict) and 'id' in item.items:
            said = (
                f'the id "{term.id}" is already that of "{other.name}" (line {other.line})'
            )
            self._tell(Kind.DATA, f'{said}; choose another', item.line, item.column)
        else:
            said = (
                f'"{term.name}" and "{other.name}" (line {other.line}) both get the id '
                f'"{term.id}"; give one of them an "id" of its own'
            )
            self._tell(Kind.DATA, said, item.line, item.column)

    def _duplicate(self, label: str, one: Term, two: Term) -> None:
        for here, there in ((one, two), (two, one)):
            said = (
                f'the label "{label}" names two terms of the set "{self._set}": '
                f'"{here.name}" here and "{there.name}" in line {there.line}; '
                f'drop it from one of them'
            )
            self._tell(Kind.DUPLICATE, said, here.line)

    def _check_labels(self, terms: Iterable[Term]) -> None:
        owners: dict[str, Term] = {}
        for term in terms:
            for label in dict.fromkeys(term.labels()):
                owner = owners.setdefault(label, term)
                if owner is not term:
                    self._duplicate(label, owner, term)

    def _term(self, item: Located, at: check.Path, known: set[str]) -> Term | None:
        if at in self._spoiled or not isinstance(item.items, dict):
            # a record spoiled as a whole lacks a key it cannot do without,
            # or is no mapping at all
            return None
        items = {k: v for k, v in item.items.items() if (*at, k) not in self._spoiled}
        if 'name' not in items or not {'definition', 'see'} & set(items):
            return None
        name = spaced(items['name'].data)
        values = {k: self._value(k, v, (*at, k)) for k, v in items.items()}
        values['name'] = name
        values.setdefault('id', slug(name))
        if not values['id']:
            said = f'no id can be made from the name {check.quoted(name)}; give it an "id"'
            self._tell(Kind.DATA, said, item.line, item.column)
            return None
        values['categories'] = self._declared(items.get('categories'), known)
        pointers = {key: items[key].line for key in _POINTERS if key in items}
        return Term(
            set=self._set,
            line=item.line,
            name_line=items['name'].line,
            lines=pointers,
            **values,
        )

    def _value(self, key: str, item: Located, at: check.Path) -> Any:
        if key == 'definition':
            return _text(item)
        if key == 'aliases':
            return tuple(self._aliases(item, at))
        if key == 'references':
            return tuple(
                Source(**{k: v for k, v in source.data.items() if k in ('label', 'url')})
                for n, source in enumerate(_list(item))
                if not self._spoils_part((*at, n), ('label', 'url'))
            )
        if key in _LABELS:
            return tuple(
                spaced(label.data)
                for n, label in enumerate(_list(item))
                if (*at, n) not in self._spoiled
            )
        if key == 'extra':
            return item.data
        return spaced(item.data) if isinstance(item.data, str) else item.data

    def _spoils_part(self, at: check.Path, needed: tuple[str, ...]) -> bool:
        return any((*at, key) in self._spoiled for key in needed)

    def _aliases(self, item: Located, at: check.Path) -> Iterable[Alias]:
        for n, alias in enumerate(_list(item)):
            here: check.Path = (*at, n)
            if here in self._spoiled:
                continue
            if isinstance(alias.data, str):
                yield Alias(text=spaced(alias.data))
                continue
            parts = {k: v for k, v in alias.data.items() if (*here, k) not in self._spoiled}
            if 'text' in parts:
                yield Alias(**parts | {'text': spaced(parts['text'])})

    def _declared(self, listed: Located | None, known: set[str]) -> tuple[str, ...]:
        found = []
        for item in _list(listed):
            if item.data in known:
                found.append(item.data)
            elif isinstance(item.data, str):
                said = (
                    f'the category {check.quoted(item.data)} is not declared; '
                    'add it to the set’s "categories"'
                )
                self._tell(Kind.DATA, said, item.line, item.column)
        return tuple(found)


def _list(located: Located | None) -> list[Located]:
    return located.items if located is not None and isinstance(located.items, list) else []


def _text(item: Located) -> Text:
    """Return markup with blank lines at either end taken off."""
    pairs = list(zip(item.data.split('\n'), item.lines, strict=False))
    while pairs and not pairs[-1][0].strip():
        pairs.pop()
    while pairs and not pairs[0][0].strip():
        pairs.pop(0)
    return Text(
        value='\n'.join(line for line, _ in pairs),
        lines=tuple(number for _, number in pairs),
    )


def _labels_of(item: Located) -> list[str]:
    """Return the labels that a record left out would have had."""
    data = item.data
    if isinstance(data, str):
        return [spaced(data)]
    if not isinstance(data, dict):
        return []
    labels = [data.get('name'), *_texts(data.get('forms')), *_texts(data.get('formerly'))]
    for alias in _texts(data.get('aliases')):
        labels.append(alias.get('text') if isinstance(alias, dict) else alias)
    return [spaced(label) for label in labels if isinstance(label, str) and label.strip()]


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
