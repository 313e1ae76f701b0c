"""Entries: how a term looks where a page renders it.

When the page is read, an entry is made of what its record says. What depends on
the rest of the project (its anchors, the way to its canonical page, the links of
its relations) is filled in when the page is written, by `CompleteEntries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    COMPLETED,
    make_ids_unique,
    restore_nodes,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.links import link_label
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BACKLINKS,
    BASE,
    ENTRY_ATTRIBUTES,
    NO_INDEX,
    SHORT,
    SORT,
    SORTED,
    TERM,
    elements,
    entries_in,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.text import captioned, mark_foreign
from sphinxcontrib_archgloss.sphinx_ext.term_set.backlinks import mention_line
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import finish_lists, remove_unused

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.read_views import RecordView
    from sphinxcontrib_archgloss.project.views import EntryView, TermLinkView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.model import Term

_ = get_translation('sphinxcontrib_archgloss')


def make_entry(
    record: RecordView, term: Term, path: str, body: list[Node], *, index: bool
) -> Element:
    """Return the entry that shows *record*, with the nodes of its definition as *body*.

    *term* and *path* say where the record stands: in which lines of which data file.
    """
    item = nodes.definition_list_item()
    item[TERM] = record.key
    if record.sort:
        item[SORT] = record.sort
    if record.short:
        item[SHORT] = record.short
    item[BASE] = term.first_line
    name = nodes.term(record.name, record.name)
    name.source, name.line = path, term.name_line
    definition = nodes.definition()
    item += [name, definition]
    if index:
        target = f'term-{term.set}-{term.id}'
        entries = [('single', record.name, target, '', None)]
        indexed = addnodes.index(entries=entries)
        indexed.source, indexed.line = path, term.name_line
        name += indexed
    if record.aliases:
        labels: list[list[Node]] = [[nodes.Text(alias)] for alias in record.aliases]
        definition += captioned('term-aliases', _('Also: {terms}'), labels)
    if record.deprecated:
        definition += captioned('term-status', _('Deprecated.'), [])
    definition += body
    if record.references:
        works: list[list[Node]] = [
            [nodes.reference('', work.label, refuri=work.url, internal=False)]
            for work in record.references
        ]
        definition += captioned('term-references', _('References: {works}'), works)
    return item


class CompleteEntries(SphinxPostTransform):
    """Fills in what an entry takes from the rest of the project."""

    default_priority = 5  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Complete each entry of the document."""
        session = ArchglossDomain.of(self.env).session
        if not session.may_show(self.env.docname, lambda page: page.renderings):
            return
        lists = [node for node in elements(self.document) if isinstance(node, term_list)]
        for listed in lists:
            remove_unused(listed, session.project.destinations.used)
        items = entries_in(self.document)
        self._complete_all(items, session)
        finish_lists(lists, self.document, session.app)
        for item in items:
            for attribute in ENTRY_ATTRIBUTES:
                item.attributes.pop(attribute, None)
            item.parent.attributes.pop(SORTED, None)

    def _complete_all(self, items: list[Element], session: BuildSession) -> None:
        pages: dict[int, str] = {}  # of each list
        for item in items:
            if id(item.parent) not in pages:
                pages[id(item.parent)] = self._page_of(item.parent)
        # where a tree holds an entry twice, the one that links lead to has the ids
        leading = session.project.destinations.entries
        ranked = sorted(
            ((item, pages[id(item.parent)]) for item in items),
            key=lambda placed: leading.get(placed[0][TERM]) != placed[1],
        )
        taken: set[str] = set()
        for item, docname in ranked:
            key, backlinks = item[TERM], item.get(BACKLINKS)
            entry = session.views.entry(key, docname, backlinks=backlinks)
            if entry is not None:
                lexicon = session.project.lexicon
                place = lexicon.terms[key], lexicon.sets[lexicon.terms[key].set].path
                _Completion(item, entry, docname, session.app.builder, *place).run(taken)

    def _page_of(self, node: Element) -> str:
        """Return the page of *node*, also where builders join pages into one."""
        parent: Element | None = node
        while parent is not None and parent is not self.document:
            if 'docname' in parent:  # of a section
                return str(parent['docname'])
            if isinstance(parent, nodes.document):
                return self.env.path2doc(parent['source']) or self.env.docname
            parent = parent.parent
        return self.env.docname


class _Completion:
    """Draws what *entry* shows into the entry *item* on the page *docname*.

    *term* and *path* say where the record stands now.
    """

    def __init__(
        self,
        item: Element,
        entry: EntryView,
        docname: str,
        builder: Builder,
        term: Term,
        path: str,
    ) -> None:
        self._item = item
        self._entry = entry
        self._docname = docname
        self._builder = builder
        self._term = term
        self._path = path

    def run(self, taken: set[str]) -> None:
        """Complete the entry; *taken* are the ids of those before it, and gets its own."""
        item, entry = self._item, self._entry
        name, definition = cast('list[Element]', item.children)
        inside = list(elements(definition))
        if any(node['ids'] for node in inside):
            make_ids_unique(item, taken)
        for node in inside:
            if isinstance(node, addnodes.pending_xref):
                node[TERM] = entry.key  # the entry's own is gone when it is resolved
        if NO_INDEX not in item:
            ids = [anchor for anchor in entry.anchors if anchor not in taken]
            taken.update(ids)
            name['ids'] += ids
        self._move_lines()
        mark_foreign(entry.lang, self._builder, name, definition)
        if any(isinstance(node, COMPLETED) for node in inside):
            restore_nodes(item, self._docname, latex=self._builder.format == 'latex')
        self._add_relations(definition)
        self._add_canonical_page(definition)
        if entry.mentions is not None:
            definition += mention_line(entry.mentions, self._docname, self._builder)

    def _add_canonical_page(self, definition: Element) -> None:
        """Add the way to the canonical page, or say that there is none yet."""
        canonical = self._entry.canonical
        if canonical is not None:
            label = nodes.inline(canonical.name, canonical.name)
            line = captioned('term-canonical', _('Read more: {page}'), [[label]])
            line.source = label.source = self._path
            line.line = label.line = self._term.lines.get('canonical', self._term.line)
            definition += line
            link_label(label, canonical.destination, self._docname, self._builder)
        elif self._entry.awaited:
            definition += captioned('term-state', _('No page yet.'), [])

    def _add_relations(self, definition: Element) -> None:
        """Add the lines of relations, which may lead into other sets."""
        if not self._entry.relations:
            return
        captions = {
            'see': _('See: {terms}'),
            'replaced_by': _('Replaced by: {terms}'),
            'broader': _('Broader: {terms}'),
            'contrast': _('Contrast: {terms}'),
            'related': _('Related: {terms}'),
        }
        last = definition[-1] if len(definition) else None
        cites = isinstance(last, nodes.paragraph) and 'term-references' in last['classes']
        at = len(definition) - cites
        for kind, caption in captions.items():
            labels = [
                self._related(relation.link)
                for relation in self._entry.relations
                if relation.kind == kind
            ]
            if labels:
                name = f'term-{kind.replace("_", "-")}'
                definition.insert(at, captioned(name, caption, labels))
                at += 1

    def _related(self, link: TermLinkView) -> list[Node]:
        label = nodes.inline(link.name, link.name, classes=['term-related'])
        holder = nodes.inline('', '', label)
        link_label(label, link.destination, self._docname, self._builder)
        return list(holder.children)

    def _move_lines(self) -> None:
        """Follow a record that moved in its file since the page was read."""
        name = self._item[0]
        moved = self._term.first_line - self._item[BASE]
        if not moved and name.line == self._term.name_line:
            return
        for node in self._item[1].findall(nodes.Element):
            if node.source == self._path and node.line is not None:
                node.line += moved
        for node in name.findall(nodes.Element):
            node.line = self._term.name_line
