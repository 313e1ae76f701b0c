"""What has changed between two versions of a set.

Two records are the same term if they have the same id, or if `formerly` of the new one
names the old one, or if only these two have the same definition. Only what readers and
writers notice is a change; the place of a record in its file, and its spelling there, are
not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.schema import SET_KEYS, TERM_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.terms.model import Term, TermSet

_OWN_FIELDS = ('id', 'name', 'definition', 'aliases', 'canonical', 'published')
"""Keys of a term with a field of their own in `Change`."""


class Pair(NamedTuple):
    """A value before and after."""

    old: Any
    new: Any


class Change(NamedTuple):
    """What is different in one term."""

    old: Term
    new: Term
    because: str
    """Why the two are the same term: id, formerly or definition."""
    renamed: bool
    relinked: bool
    """Whether `canonical` or `published` differ."""
    redefined: bool
    aliases_added: tuple[str, ...]
    aliases_dropped: tuple[str, ...]
    others: dict[str, Pair]
    """Key → values, for every other key of the record."""

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        return any(self[3:])


class Differences(NamedTuple):
    """What is different in a set."""

    added: tuple[Term, ...]
    removed: tuple[Term, ...]
    changed: tuple[Change, ...]
    """In the order of the new set."""
    header: dict[str, Pair]
    """Key of the set → values."""

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        return bool(self.added or self.removed or self.changed or self.header)


def differences(old: TermSet, new: TermSet) -> Differences:
    """Return what is different in *new*, compared with *old*."""
    pairs = {pair[1].id: pair for pair in _pairs(old, new)}
    paired = {old_term.id for old_term, _, _ in pairs.values()}
    changes = (_change(*pairs[term.id]) for term in new.terms if term.id in pairs)
    return Differences(
        added=tuple(term for term in new.terms if term.id not in pairs),
        removed=tuple(term for term in old.terms if term.id not in paired),
        changed=tuple(change for change in changes if change),
        header={
            key: Pair(getattr(old, key), getattr(new, key))
            for key in SET_KEYS
            if key != 'terms' and getattr(old, key) != getattr(new, key)
        },
    )


def _pairs(old: TermSet, new: TermSet) -> Iterator[tuple[Term, Term, str]]:
    """Yield (old, new, why they are the same) for the terms of both sets."""
    before = {term.id: term for term in old.terms}
    after = {term.id: term for term in new.terms}
    for name in before.keys() & after.keys():
        yield before.pop(name), after.pop(name), 'id'
    named = {label: term for term in before.values() for label in (term.name, term.id)}
    for term in tuple(after.values()):
        former = next((named[label] for label in term.formerly if label in named), None)
        if former is not None and former.id in before:
            yield before.pop(former.id), after.pop(term.id), 'formerly'
    unique = _by_definition(before.values())
    for text, term in _by_definition(after.values()).items():
        if text in unique:
            yield unique[text], term, 'definition'


def _by_definition(terms: Iterable[Term]) -> dict[str, Term]:
    """Return definition → term, for the definitions that exactly one of *terms* has."""
    owners: dict[str, list[Term]] = {}
    for term in terms:
        if term.definition is not None:
            owners.setdefault(term.definition.value, []).append(term)
    return {text: same[0] for text, same in owners.items() if len(same) == 1}


def _change(old: Term, new: Term, because: str) -> Change:
    labels = [dict.fromkeys(alias.text for alias in term.aliases) for term in (old, new)]
    dropped, added = (
        tuple(label for label in own if label not in other)
        for own, other in (labels, labels[::-1])
    )
    others = {
        key: Pair(getattr(old, key), getattr(new, key))
        for key in TERM_KEYS
        if key not in _OWN_FIELDS and getattr(old, key) != getattr(new, key)
    }
    kept = [
        {alias for alias in term.aliases if alias.text in other}
        for term, other in zip((old, new), labels[::-1], strict=True)
    ]
    if kept[0] != kept[1]:
        others['aliases'] = Pair(old.aliases, new.aliases)
    return Change(
        old=old,
        new=new,
        because=because,
        renamed=old.name != new.name,
        relinked=(old.canonical, old.published) != (new.canonical, new.published),
        redefined=_definition(old) != _definition(new),
        aliases_added=added,
        aliases_dropped=dropped,
        others=others,
    )


def _definition(term: Term) -> str:
    return term.definition.value if term.definition else ''
