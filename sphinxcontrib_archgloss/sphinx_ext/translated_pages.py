"""Pages in another language: what translation takes from entries, put back.

Sphinx leaves nothing of a translated name but its words. Entries keep their places
in the index, under the names they have now, and the alphabetical order is that of
these names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale

from sphinxcontrib_archgloss.sphinx_ext.definitions.translation import (
    hide_targets,
    is_translated,
    restore_targets,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import SORT, SORTED, entries_in
from sphinxcontrib_archgloss.terms.language.collation import sort_keys

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx


class _OfTranslatedPages(SphinxTransform):
    """A transform that has something to do only where there is a translation."""

    def apply(self, **kwargs: Any) -> None:
        """Run for a page that has a catalogue."""
        if is_translated(self.env, ArchglossDomain.of(self.env).session.app):
            self.run()

    def run(self) -> None:
        """Do what there is to do."""
        raise NotImplementedError


class PrepareTranslation(_OfTranslatedPages):
    """Saves what a translation would make away with."""

    default_priority = Locale.default_priority - 1

    def run(self) -> None:
        """Veil the targets of references; take the index out of names."""
        hide_targets(self.document)
        for item in entries_in(self.document):
            for index in list(item[0].findall(addnodes.index)):
                index.parent.remove(index)
                item.insert(1, index)


class CompleteTranslation(_OfTranslatedPages):
    """Puts it back, and in the order of the translated names."""

    default_priority = Locale.default_priority + 1

    def run(self) -> None:
        """Unveil references; index entries, and sort them, by the names they have now."""
        restore_targets(self.document)
        lists = {}
        for item in entries_in(self.document):
            name = cast('Element', item[0])
            shown = name.astext()
            for index in [i for i in item.children if isinstance(i, addnodes.index)]:
                index['entries'] = [
                    (kind, shown, *more) for kind, _, *more in index['entries']
                ]
                item.remove(index)
                name += index
            if SORTED in item.parent:
                lists[id(item.parent)] = item.parent
        for listed in lists.values():
            _sort(listed)


def _sort(listed: Element) -> None:
    items = cast('list[Element]', listed.children)
    names = [cast('Element', item[0]) for item in items]
    if not any(name.get('translated') for name in names):
        return
    # a record's own sort key is for the name in the record
    keys = sort_keys(
        [
            name.astext() if name.get('translated') else item.get(SORT, name.astext())
            for item, name in zip(items, names, strict=True)
        ]
    )
    ranked = sorted(range(len(items)), key=lambda n: (keys[n], names[n].astext(), n))
    listed.children = [items[n] for n in ranked]


def add_translation(app: Sphinx) -> None:
    """Register what prepares pages for Sphinx's own transform, and what comes after it."""
    app.add_transform(PrepareTranslation)
    app.add_transform(CompleteTranslation)
