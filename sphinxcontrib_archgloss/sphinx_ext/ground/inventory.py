"""The domain's objects: the terms in inventories and in the search of HTML pages.

Sphinx gets both from a domain at once. Objects for inventories have ids as names and are
hidden from the search. For the search, each term is one object with all labels that readers
see. Its type is made for its set, so that a result names the set. Only this module depends
on how Sphinx's search treats names.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, SupportsIndex

import sphinx
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.json_text import data_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_ = get_translation('sphinxcontrib_archgloss')

InventoryObject = tuple[str, str, str, str, str, int]
"""(name, display name, type, docname, anchor, priority), as Sphinx expects them."""

_HIDDEN, _USUAL = -1, 1
"""Priorities: not in the search, and as important there as any other object."""
_BROWSER_ESCAPES = sphinx.version_info >= (9, 0)
"""Whether the search page escapes the types of results; it always escapes names."""


class TermObjects(NamedTuple):
    """What the objects of a term are made from."""

    key: str
    names: tuple[str, ...]
    """Names in inventories."""
    shown: str
    """The term's name as readers see it."""
    labels: str
    """All labels that readers see."""
    docname: str
    anchor: str
    """Empty for a page without sections."""
    sentence: str
    """A sentence about the term, for the results of the search; empty for none."""

    @property
    def kind(self) -> str:
        """The type of the object in the search."""
        return f'term-{self.key.partition(":")[0]}'

    def in_inventory(self) -> list[InventoryObject]:
        """Return the objects for inventories."""
        _, names, shown, _, docname, anchor, _ = self
        return [(name, shown, 'term', docname, anchor, _HIDDEN) for name in names]

    def in_search(self) -> InventoryObject:
        """Return the object for the search."""
        # without an anchor Sphinx would use the name as one
        displayed, anchor = _displayed(self.labels), self.anchor or 'top'
        return self.key, displayed, self.kind, self.docname, anchor, _USUAL


class InventoryData(NamedTuple):
    """The objects of the domain, and their types."""

    terms: tuple[TermObjects, ...]
    types: dict[str, str]
    """Type of the objects in the search → its name in the results."""

    @property
    def objects(self) -> list[InventoryObject]:
        """The objects of all terms."""
        return [
            item for term in self.terms for item in (*term.in_inventory(), term.in_search())
        ]

    @classmethod
    def of(cls, text: str) -> InventoryData:
        """Return the inventory whose `text_of` is *text*."""
        terms, types = data_of(text)
        return cls(tuple(TermObjects(*term) for term in terms), types)


def inventory_data(project: Project) -> InventoryData:
    """Return the objects for all terms of *project* that have a link target in it."""
    terms: list[TermObjects] = []
    types: dict[str, str] = {}
    lexicon = project.lexicon
    targets = {
        key: target
        for key in lexicon.terms
        if (target := project.destinations.inside(key)).exists
    }
    for key, names in _names(lexicon, targets).items():
        term, docname = lexicon.terms[key], targets[key].docname
        anchor = targets[key].anchor or project.pages[docname].top
        shown = spaced(project.shown_name(key))
        labels = ' / '.join((shown, *map(spaced, term.shown_aliases())))
        summary = project.summary(lexicon.successor(key))
        sentence = '' if summary is None else summary.text
        objects = TermObjects(key, tuple(names), shown, labels, docname, anchor, sentence)
        terms.append(objects)
        if objects.kind not in types:
            types[objects.kind] = _type_name(lexicon, term.set)
    return InventoryData(tuple(terms), types)


def _names(lexicon: Lexicon, keys: Collection[str]) -> dict[str, list[str]]:
    """Return key → names in inventories, which have neither spaces nor capitals.

    These are the term's id with its set, and alone if this set comes first; and its other
    labels likewise, if each belongs to one term only and is not an id.
    """
    terms = {key: lexicon.terms[key] for key in keys}
    names = {key: [key] for key in keys}
    ids = set(keys)
    for key, term in terms.items():
        if lexicon.short_ids[term.id] == key:
            names[key].append(term.id)
            ids.add(term.id)
    owners: dict[str, set[str]] = {}
    for key, term in terms.items():
        for label in filter(None, map(slug, term.labels())):
            for name in (label, f'{term.set}:{label}'):
                if name not in ids:
                    owners.setdefault(name, set()).add(key)
    for name, keys_of_name in owners.items():
        if len(keys_of_name) == 1:
            names[keys_of_name.pop()].append(name)
    return names


def _type_name(lexicon: Lexicon, name: str) -> str:
    """Return the name of the type of terms of the set *name* in results of the search."""
    # Translators: in the results of the search, before ", in {page}"
    text = _('term of {set}').replace('{set}', lexicon.sets[name].title or name)
    return text if _BROWSER_ESCAPES else html.escape(text)


class _Unescaped(str):
    """A name that Sphinx does not escape a second time, after the browser."""

    __slots__ = ()

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> _Unescaped:
        """Stay the same: this is how `html.escape` works."""
        return self


def _displayed(labels: str) -> str:
    """Return *labels* such that the search shows them unchanged."""
    if labels.startswith('.') and labels.count('.') == 1:
        # Sphinx splits names at the last dot and drops one that has nothing before it
        labels = f'\u200b{labels}'
    return _Unescaped(labels) if _BROWSER_ESCAPES else labels
