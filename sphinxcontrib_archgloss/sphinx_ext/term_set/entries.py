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

from sphinxcontrib_archgloss.project.label_visibility import shown_aliases
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    COMPLETED,
    make_ids_unique,
    restore_nodes,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.caption_lines import captioned
from sphinxcontrib_archgloss.sphinx_ext.ground.lang_attributes import mark_foreign
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
from sphinxcontrib_archgloss.sphinx_ext.term_set.backlinks import mention_line
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import finish_lists, take_out_unused

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

_ = get_translation('sphinxcontrib_archgloss')


def make_entry(term: Term, body: list[Node], lexicon: Lexicon, *, index: bool) -> Element:
    """Return the entry of *term*, whose parsed definition is *body*."""
    path = lexicon.sets[term.set].path
    item = nodes.definition_list_item()
    item[TERM] = term.key
    if term.sort:
        item[SORT] = term.sort
    if term.short:
        item[SHORT] = term.short
    item[BASE] = term.definition.first_line if term.definition else term.line
    name = nodes.term(term.name, term.name)
    name.source, name.line = path, term.name_line
    definition = nodes.definition()
    item += [name, definition]
    if index:
        target = f'term-{term.set}-{term.id}'
        entries = [('single', term.name, target, '', None)]
        indexed = addnodes.index(entries=entries)
        indexed.source, indexed.line = path, term.name_line
        name += indexed
    if shown := shown_aliases(term):
        definition += captioned(
            'term-aliases', _('Also: {terms}'), [[nodes.Text(a)] for a in shown]
        )
    if term.status == 'deprecated':
        definition += captioned('term-status', _('Deprecated.'), [])
    definition += body
    if term.references:
        works: list[list[Node]] = [
            [nodes.reference('', work.label, refuri=work.url, internal=False)]
            for work in term.references
        ]
        definition += captioned('term-references', _('References: {works}'), works)
    return item


class CompleteEntries(SphinxPostTransform):
    """Fills in what an entry takes from the rest of the project."""

    default_priority = 5  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Complete each entry of the document."""
        domain = cast('ArchglossDomain', self.env.domains['archgloss'])
        if not domain.has_entries(self.env.docname):
            return
        lists = [node for node in elements(self.document) if isinstance(node, term_list)]
        for listed in lists:
            take_out_unused(listed, domain.project.destinations.used)
        items = entries_in(self.document)
        self._complete_all(items, domain)
        finish_lists(lists, self.document, domain.app)
        for item in items:
            for attribute in ENTRY_ATTRIBUTES:
                item.attributes.pop(attribute, None)
            item.parent.attributes.pop(SORTED, None)

    def _complete_all(self, items: list[Element], domain: ArchglossDomain) -> None:
        pages: dict[int, str] = {}  # of each list
        for item in items:
            if id(item.parent) not in pages:
                pages[id(item.parent)] = self._page_of(item.parent)
        # where a tree holds an entry twice, the one that links lead to has the ids
        leading = domain.project.destinations.entries
        ranked = sorted(
            ((item, pages[id(item.parent)]) for item in items),
            key=lambda placed: leading.get(placed[0][TERM]) != placed[1],
        )
        taken: set[str] = set()
        for item, docname in ranked:
            self._complete(item, docname, domain, taken)

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

    def _complete(
        self, item: Element, docname: str, domain: ArchglossDomain, taken: set[str]
    ) -> None:
        project, builder = domain.project, domain.app.builder
        key = item[TERM]
        term = project.lexicon.terms.get(key)
        if term is None:
            return
        name, definition = cast('list[Element]', item.children)
        inside = list(elements(definition))
        if any(node['ids'] for node in inside):
            make_ids_unique(item, taken)
        for node in inside:
            if isinstance(node, addnodes.pending_xref):
                node[TERM] = key  # the entry's own is gone when it is resolved
        if NO_INDEX not in item:
            ids = [one for one in project.destinations.anchors(key) if one not in taken]
            taken.update(ids)
            name['ids'] += ids
        self._move_lines(item, term, project.lexicon)
        mark_foreign(project.lang(key), builder, name, definition)
        if any(isinstance(node, COMPLETED) for node in inside):
            restore_nodes(item, docname, latex=builder.format == 'latex')
        self._add_relations(definition, term, docname, domain)
        self._add_state(definition, term, docname, domain)
        if domain.shown.links_back(item.get(BACKLINKS)):
            definition += mention_line(project, key, docname, builder)

    def _add_state(
        self, definition: Element, term: Term, docname: str, domain: ArchglossDomain
    ) -> None:
        """Add the way to the canonical page, or say that there is none yet."""
        project, key = domain.project, term.key
        canonical = project.canonical(key)
        if canonical is not None and not canonical[0].is_page(docname) and not term.see:
            found, title = canonical
            label = nodes.inline(title, title)
            line = captioned('term-canonical', _('Read more: {page}'), [[label]])
            line.source = label.source = project.lexicon.sets[term.set].path
            line.line = label.line = term.lines.get('canonical', term.line)
            definition += line
            link_label(label, found, docname, domain.app.builder)
        elif project.is_awaited(key):
            definition += captioned('term-state', _('No page yet.'), [])

    def _add_relations(
        self, definition: Element, term: Term, docname: str, domain: ArchglossDomain
    ) -> None:
        """Add the lines of relations, which may lead into other sets."""
        project, builder = domain.project, domain.app.builder
        related = project.related(term)
        if not related:
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
        for key, caption in captions.items():
            labels: list[list[Node]] = []
            for other in (other for relation, other in related if relation == key):
                name = project.shown_name(other)
                label = nodes.inline(name, name, classes=['term-related'])
                holder = nodes.inline('', '', label)
                found = project.destination(other, docname)
                link_label(label, found, docname, builder)
                labels.append(list(holder.children))
            if labels:
                name = f'term-{key.replace("_", "-")}'
                definition.insert(at, captioned(name, caption, labels))
                at += 1

    def _move_lines(self, item: Element, term: Term, lexicon: Lexicon) -> None:
        """Follow a record that moved in its file since the page was read."""
        now = term.definition.first_line if term.definition else term.line
        name = item[0]
        moved = now - item[BASE]
        if not moved and name.line == term.name_line:
            return
        path = lexicon.sets[term.set].path
        for node in item[1].findall(nodes.Element):
            if node.source == path and node.line is not None:
                node.line += moved
        for node in name.findall(nodes.Element):
            node.line = term.name_line
