"""What inventories and the search of the pages know of terms.

Sphinx asks a domain once for both. What inventories know has ids for names and is
hidden from the search; what the search knows is, for each term, one object with the
labels that readers see, of a type made for its set, so that a result says of which
set it is a term. Only this module knows how Sphinx's search treats names.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple, SupportsIndex

import sphinx
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_ = get_translation('sphinxcontrib_archgloss')

InventoryObject = tuple[str, str, str, str, str, int]
"""(name, display name, type, docname, anchor, priority), as Sphinx wants them."""

HIDDEN = -1
"""Priority of what the search does not have."""
USUAL = 1
"""Priority of what counts as much as any other object."""


_BROWSER_ESCAPES = sphinx.version_info >= (9, 0)
"""Whether the search escapes what it shows; names it has escaped all along."""


class InventoryData(NamedTuple):
    """What is known of terms outside of the pages."""

    objects: list[InventoryObject]
    types: dict[str, str]
    """Type of the objects in the search → what a result is called."""


def inventory_data(project: Project) -> InventoryData:
    """Return what is to be known of the terms of *project* that can be led to."""
    objects: list[InventoryObject] = []
    types: dict[str, str] = {}
    lexicon = project.lexicon
    found = {key: project.destinations.inside(key) for key in lexicon.terms}
    names = _names(lexicon, [key for key in found if found[key].exists])
    for key in names:
        term, docname = lexicon.terms[key], found[key].docname
        anchor = found[key].anchor or project.pages[docname].top
        shown, kind = spaced(project.shown_name(key)), f'term-{term.set}'
        objects += [(name, shown, 'term', docname, anchor, HIDDEN) for name in names[key]]
        labels = ' / '.join((shown, *map(spaced, term.shown_aliases())))
        # without an anchor Sphinx would take the name for it
        where = (docname, anchor or 'top')
        objects.append((key, _displayed(labels), kind, *where, USUAL))
        if kind not in types:
            types[kind] = _called(lexicon, term.set)
    return InventoryData(objects, types)


def _names(lexicon: Lexicon, keys: list[str]) -> dict[str, list[str]]:
    """Return key → names in inventories, which have neither spaces nor capitals.

    A term's id with its set, and alone where it is the first set's; its other labels
    in the same way, as far as they are one term's and no id's.
    """
    terms = {key: lexicon.terms[key] for key in keys}
    found = {key: [key] for key in keys}
    ids = set(keys)
    for key, term in terms.items():
        if lexicon.short_ids[term.id] == key:
            found[key].append(term.id)
            ids.add(term.id)
    owners: dict[str, set[str]] = {}
    for key, term in terms.items():
        for name in filter(None, map(slug, term.labels())):
            for one in (name, f'{term.set}:{name}'):
                if one not in ids:
                    owners.setdefault(one, set()).add(key)
    for name, whose in owners.items():
        if len(whose) == 1:
            found[next(iter(whose))].append(name)
    return found


def _called(lexicon: Lexicon, name: str) -> str:
    """Return what a term of the set *name* is called in the search."""
    title = lexicon.sets[name].title or name
    # Translators: in the results of the search, before ", in {page}"
    said = _('term of {set}').replace('{set}', title)
    return said if _BROWSER_ESCAPES else html.escape(said)


class _Unescaped(str):
    """A name that Sphinx does not escape once more than the browser does."""

    __slots__ = ()

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> _Unescaped:
        """Stay the same: this is how `html.escape` works."""
        return self


def _displayed(labels: str) -> str:
    """Return *labels* such that the search shows them as they are."""
    if labels.startswith('.') and labels.count('.') == 1:
        # it takes names apart at the last dot and drops one with nothing before it
        labels = f'\u200b{labels}'
    return _Unescaped(labels) if _BROWSER_ESCAPES else labels
