"""Translated pages: entries keep their index entries, targets and alphabetical order.

Sphinx's transform replaces the whole content of a translated name. So index entries and
targets of references are saved before it and restored after it, under the translated names,
and entries are sorted by these names.
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
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    SORT,
    SORTED,
    TRANSLATION,
    entries_in,
)
from sphinxcontrib_archgloss.terms.language.collation import sort_keys

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx


class _TranslationTransform(SphinxTransform):
    """A transform that runs only on pages with a catalogue."""

    def apply(self, **kwargs: Any) -> None:
        """Run if the page is translated."""
        if is_translated(self.env, ArchglossDomain.of(self.env).session.app):
            self.run()

    def run(self) -> None:
        """Transform the page."""
        raise NotImplementedError


class PrepareTranslation(_TranslationTransform):
    """Saves what the translation would remove."""

    default_priority = Locale.default_priority - 1

    def run(self) -> None:
        """Hide the targets of references; move index entries out of names."""
        hide_targets(self.document)
        for item in entries_in(self.document):
            for index in list(item[0].findall(addnodes.index)):
                index.parent.remove(index)
                item.insert(1, index)


class CompleteTranslation(_TranslationTransform):
    """Restores targets and index entries, and sorts entries by their translated names."""

    default_priority = Locale.default_priority + 1

    def run(self) -> None:
        """Restore the targets of references, and the index under the translated names."""
        restore_targets(self.document)
        lists = {}
        for item in entries_in(self.document):
            name = cast('Element', item[0])
            text = name.astext()
            if name.get('translated'):
                item[TRANSLATION] = text
            for index in [i for i in item.children if isinstance(i, addnodes.index)]:
                (kind, _, *rest), *aliases = index['entries']
                folded = text.casefold()
                aliases = [entry for entry in aliases if entry[1].casefold() != folded]
                index['entries'] = [(kind, text, *rest), *aliases]
                item.remove(index)
                name += index
            if SORTED in item.parent:
                lists[id(item.parent)] = item.parent
        for entries in lists.values():
            _sort(entries, self.env.config.language)


def _sort(entries: Element, language: str) -> None:
    items = cast('list[Element]', entries.children)
    names = [cast('Element', item[0]) for item in items]
    if not any(name.get('translated') for name in names):
        return
    # the sort key of a record is for the name in the record
    keys = sort_keys(
        [
            name.astext() if name.get('translated') else item.get(SORT, name.astext())
            for item, name in zip(items, names, strict=True)
        ],
        language,
    )
    ranked = sorted(range(len(items)), key=lambda n: (keys[n], names[n].astext(), n))
    entries.children = [items[n] for n in ranked]


def add_translation(app: Sphinx) -> None:
    """Register the transforms before and after Sphinx's own."""
    app.add_transform(PrepareTranslation)
    app.add_transform(CompleteTranslation)
