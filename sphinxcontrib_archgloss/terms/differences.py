"""What has changed between two states of a set.

Terms are the same if they have the same id, or if one is named `formerly` the
other, or, where nothing else fits, if they alone have the same definition. What is
told of a pair is what its readers and writers notice; where a record stands in the
file, and how it is written there, is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.terms.schema import SET_KEYS, TERM_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.terms.model import Term, TermSet

_TOLD_APART = ('id', 'name', 'definition', 'aliases', 'canonical', 'published')
"""Keys of a term that have fields of their own in `Change`."""


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
    """Return what is different in *new*, held against *old*."""
    pairs = {pair[1].id: pair for pair in _pairs(old, new)}
    met = {one.id for one, _, _ in pairs.values()}
    changes = (_change(*pairs[term.id]) for term in new.terms if term.id in pairs)
    return Differences(
        added=tuple(term for term in new.terms if term.id not in pairs),
        removed=tuple(term for term in old.terms if term.id not in met),
        changed=tuple(change for change in changes if change),
        header={
            key: Pair(getattr(old, key), getattr(new, key))
            for key in SET_KEYS
            if key != 'terms' and getattr(old, key) != getattr(new, key)
        },
    )


def _pairs(old: TermSet, new: TermSet) -> Iterator[tuple[Term, Term, str]]:
    """Yield (old, new, why they are one) for the terms that are in both."""
    before = {term.id: term for term in old.terms}
    after = {term.id: term for term in new.terms}
    for name in before.keys() & after.keys():
        yield before.pop(name), after.pop(name), 'id'
    named = {label: term for term in before.values() for label in (term.name, term.id)}
    for term in tuple(after.values()):
        found = next((named[f] for f in term.formerly if f in named), None)
        if found is not None and found.id in before:
            yield before.pop(found.id), after.pop(term.id), 'formerly'
    alone = _by_definition(before.values())
    for text, term in _by_definition(after.values()).items():
        if text in alone:
            yield alone[text], term, 'definition'


def _by_definition(terms: Iterable[Term]) -> dict[str, Term]:
    """Return definition → term, for the definitions that only one of *terms* has."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        if term.definition is not None:
            found.setdefault(term.definition.value, []).append(term)
    return {text: same[0] for text, same in found.items() if len(same) == 1}


def _change(old: Term, new: Term, because: str) -> Change:
    labels = [dict.fromkeys(alias.text for alias in term.aliases) for term in (old, new)]
    dropped, added = (
        tuple(label for label in one if label not in other)
        for one, other in (labels, labels[::-1])
    )
    others = {
        key: Pair(getattr(old, key), getattr(new, key))
        for key in TERM_KEYS
        if key not in _TOLD_APART and getattr(old, key) != getattr(new, key)
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
