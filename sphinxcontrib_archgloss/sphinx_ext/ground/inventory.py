"""The domain's objects: the terms in inventories and in the search of HTML pages.

Sphinx gets both from a domain at once. Objects for inventories have ids as names and are
hidden from the search. For the search, each term is one object with all labels that readers
see. Its type is made for its set, so that a result names the set. Where that object says
all that an inventory says, it is in the place of one: the number of objects decides what
Sphinx's last steps cost in every build. Only this module depends on how Sphinx's search
treats names.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, SupportsIndex

import sphinx
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_ = get_translation('sphinxcontrib_archgloss')

InventoryObject = tuple[str, str, str, str, str, int]
"""(name, display name, type, docname, anchor, priority), as Sphinx expects them."""

_TYPE = 'term'
"""The type in inventories."""
_TOP = 'top'
"""The anchor of a page without sections; Sphinx would use the name for an empty one."""
_HIDDEN, _USUAL = -1, 1
"""Priorities: not in the search, and as important there as any other object."""
_BROWSER_ESCAPES = sphinx.version_info >= (9, 0)
"""Whether the search page escapes the types of results; it always escapes names."""
_ESCAPED = '&<>"\''
"""The characters that `html.escape` changes."""


class InventoryData(NamedTuple):
    """The objects of the domain, their types, and what the search page has about them.

    The objects are stored by column, which costs a build little to load, and in the order
    into which Sphinx puts them twice in every build.
    """

    columns: tuple[tuple[Any, ...], ...]
    """Names, display names, types, docnames, anchors and priorities of the objects."""
    types: dict[str, str]
    """Type of the objects in the search → its name in the results."""
    results: str
    """(anchor, title, sentence or '') for each term, as JSON for an element of a page."""

    def digest(self) -> str:
        """Return a digest of the objects and types, without the sentences of results."""
        return digest_of(self.columns, sorted(self.types.items()))

    def objects(self) -> Iterator[InventoryObject]:
        """Return all objects."""
        names, titles, *others = self.columns
        if _BROWSER_ESCAPES and _is_escaped('\n'.join(titles)):
            titles = tuple(_Unescaped(t) if _is_escaped(t) else t for t in titles)
        return zip(names, titles, *others, strict=True)


NO_OBJECTS = InventoryData(((),) * 6, {}, '')
"""The inventory of a project without terms."""


def inventory_data(project: Project) -> InventoryData:
    """Return the objects for all terms of *project* that have a link target in it."""
    objects: list[InventoryObject] = []
    results: list[tuple[str, str, str]] = []
    lexicon = project.lexicon
    targets = {
        key: target
        for key in lexicon.terms
        if (target := project.destinations.inside(key)).exists
    }
    sets = {lexicon.terms[key].set for key in targets}
    types = {_type_of(name): _type_name(lexicon, name) for name in sorted(sets)}
    if len(sets) == 1:
        types[_TYPE] = types[_type_of(*sets)]
    for key, names in _names(lexicon, targets).items():
        term, docname = lexicon.terms[key], targets[key].docname
        anchor = targets[key].anchor or project.pages[docname].top
        shown = spaced(project.shown_name(key))
        title = _title(' / '.join((shown, *map(spaced, term.shown_aliases()))))
        # then one object serves both; it has the first name, which is the key
        is_both = len(sets) == 1 and title == shown and bool(anchor)
        objects += [
            (name, shown, _TYPE, docname, anchor, _HIDDEN) for name in names[is_both:]
        ]
        kind = _TYPE if is_both else _type_of(term.set)
        objects.append((key, title, kind, docname, anchor or _TOP, _USUAL))
        summary = project.summary(lexicon.successor(key))
        sentence = '' if summary is None else summary.text
        results.append((anchor or _TOP, title, sentence))
    return InventoryData(
        tuple(zip(*sorted(objects), strict=True)) or NO_OBJECTS.columns,
        types,
        _as_element(results) if results else '',
    )


def _as_element(results: list[tuple[str, str, str]]) -> str:
    """Return *results* as JSON; nothing in it ends an element, or begins a comment."""
    data = json.dumps(results, ensure_ascii=False, separators=(',', ':'))
    return data.replace('<', '\\u003c')


def _type_of(name: str) -> str:
    """Return the type, in the search, of the terms of the set *name*."""
    return f'{_TYPE}-{name}'


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


def _is_escaped(text: str) -> bool:
    """Return whether `html.escape` changes *text*."""
    return any(character in text for character in _ESCAPED)


class _Unescaped(str):
    """A name that Sphinx does not escape a second time, after the browser."""

    __slots__ = ()

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> _Unescaped:
        """Stay the same: this is how `html.escape` works."""
        return self


def _title(labels: str) -> str:
    """Return the display name of which the search shows *labels*."""
    if labels.startswith('.') and labels.count('.') == 1:
        # Sphinx splits names at the last dot and drops one that has nothing before it
        return f'\u200b{labels}'
    return labels
