"""Entries: how a term looks where a page renders it.

When the page is read, `make_entry` of `directive` draws the record. When the page is
written, `CompleteEntries` adds what depends on the rest of the project: anchors, the link
to the canonical page, the relations and the mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    COMPLETED,
    make_ids_unique,
    restore_nodes,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.links import link_label, name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BACKLINKS,
    CATEGORY,
    ENTRY_ATTRIBUTES,
    NO_INDEX,
    OWNER,
    SORTED,
    TERM,
    USED,
    add_child,
    around_entries,
    elements,
    entries_in,
    follow_record,
    is_entry,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.text import (
    ALIASES,
    BETWEEN,
    FACTS,
    captioned,
    fact,
    facts_line,
    mark_foreign,
    relation_captions,
)
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import finish_lists, remove_unused
from sphinxcontrib_archgloss.sphinx_ext.term_set.mentions import mention_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.views import EntryView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.model import Term

_ = get_translation('sphinxcontrib_archgloss')

Relations = dict[str, tuple[str, list[list[nodes.Node]]]]
"""Kind → (caption with braces for the names of terms, the names)."""


class CompleteEntries(SphinxPostTransform):
    """Adds to each entry the data from the rest of the project."""

    def run(self, **kwargs: Any) -> None:
        """Complete each entry of the document, and the lists."""
        session = ArchglossDomain.of(self.env).session
        term_lists: list[term_list] = []
        items: list[Element] = []
        for node in around_entries(self.document):
            if isinstance(node, term_list):
                term_lists.append(node)
            elif is_entry(node):
                items.append(node)
        if not (term_lists or items):
            return  # the page might be joined with others, but is not
        if any(USED in item for item in items):
            for listing in term_lists:
                remove_unused(listing, session.project.destinations.used)
            items = entries_in(self.document)
        _complete_headings(term_lists, session)
        self._complete_all(items, session)
        finish_lists(term_lists, self.document, session.app)
        for item in items:
            for attribute in ENTRY_ATTRIBUTES:
                item.attributes.pop(attribute, None)
            item.parent.attributes.pop(SORTED, None)
        if session.features.entry_layout:
            from sphinxcontrib_archgloss.sphinx_ext.term_set.layout import lay_out

            lay_out(items)

    def _complete_all(self, items: list[Element], session: BuildSession) -> None:
        pages: dict[int, str] = {}  # of each list
        for item in items:
            if id(item.parent) not in pages:
                pages[id(item.parent)] = self._page_of(item.parent)
        # if a tree contains an entry twice, the target of links has the ids
        linked, lexicon = session.project.destinations.entries, session.project.lexicon
        ranked = sorted(
            ((item, pages[id(item.parent)]) for item in items),
            key=lambda pair: linked.get(pair[0][TERM]) != pair[1],
        )
        entries: list[_Completion] = []
        for item, docname in ranked:
            key, backlinks = item[TERM], item.get(BACKLINKS)
            view = session.views.entry(key, docname, backlinks=backlinks)
            if view is not None:
                term = lexicon.terms[key]
                path, builder = lexicon.sets[term.set].path, session.app.builder
                entries.append(_Completion(item, view, docname, builder, term, path, []))
        taken = self._assign_ids([e for e in entries if NO_INDEX not in e.item])
        for entry in entries:
            entry.run(taken)

    def _assign_ids(self, entries: list[_Completion]) -> set[str]:
        """Give the *entries* their ids, each once on the page; return all these ids.

        Links use the first ids; old ids are kept unless something else on the page has
        them.
        """
        assigned: set[str] = set()
        for entry in entries:
            entry.take(entry.view.anchors, assigned)
        if any(any(entry.view.old_anchors) for entry in entries):
            on_page = {
                node_id for node in elements(self.document) for node_id in node['ids']
            }
            taken = assigned | on_page
            for kind in range(2):
                for entry in entries:
                    entry.take(entry.view.old_anchors[kind], taken)
        return {node_id for entry in entries for node_id in entry.ids}

    def _page_of(self, node: Element) -> str:
        """Return the page of *node*, also where builders join pages into one."""
        for parent in traverse_parent(node, nodes.Element):
            if parent is self.document:
                break
            if 'docname' in parent:  # of a section
                return str(parent['docname'])
            if isinstance(parent, nodes.document):
                return self.env.path2doc(parent['source']) or self.env.docname
        return self.env.docname


def _complete_headings(term_lists: list[term_list], session: BuildSession) -> None:
    """Correct the places of headings, which may have moved, and mark their language."""
    sets = {s.location: s for s in session.project.lexicon.sets.values()}
    for heading in (node for listing in term_lists for node in listing.children):
        if not isinstance(heading, nodes.Element) or CATEGORY not in heading:
            continue
        location, name, key = heading.attributes.pop(CATEGORY)
        heading.source = session.files.path(location)
        if (term_set := sets.get(location)) is not None:
            lines = next((c.lines for c in term_set.categories if c.id == name), {})
            heading.line = lines.get(key, heading.line)
            mark_foreign(term_set.lang, session.app.builder, heading)


class _Completion(NamedTuple):
    """An entry to be completed."""

    item: Element
    view: EntryView
    docname: str
    """The page of the entry, also where pages are joined."""
    builder: Builder
    term: Term
    """The term as it is now; its record may have moved since the page was read."""
    path: str
    """Absolute path of the data file."""
    ids: list[str]
    """The ids of the entry on this page, the one of links first; filled by `take`."""

    def take(self, anchors: Iterable[str], taken: set[str]) -> None:
        """Take the *anchors* that are not *taken* as ids, and add them to these."""
        free = [anchor for anchor in dict.fromkeys(anchors) if anchor not in taken]
        self.ids.extend(free)
        taken.update(free)

    def run(self, taken: set[str]) -> None:
        """Complete the entry; add the ids in its definition to *taken*."""
        item, view = self.item, self.view
        name, definition = cast('list[Element]', item.children)
        definition[OWNER] = view.key
        has_ids, is_complete = False, True
        for node in elements(definition):
            has_ids = has_ids or bool(node['ids'])
            if isinstance(node, addnodes.pending_xref):
                node[TERM] = view.key  # the entry's own is removed when it is resolved
            elif isinstance(node, COMPLETED):
                is_complete = False
        if has_ids:
            make_ids_unique(item, taken)
        name['ids'] += self.ids
        self._move_lines()
        if not is_complete:
            restore_nodes(item, self.docname, latex=self.builder.format == 'latex')
        facts = self._take_facts(definition)
        self._mark_labels(facts)
        relations = self._relations()
        self._add_successors(definition, relations)
        self._add_canonical_page(definition)
        self._add_facts(definition, facts, relations)
        if view.mentions is not None and view.mentions.places:
            add_child(definition, mention_line(view.mentions, self.docname))
        mark_foreign(view.lang, self.builder, name, definition)

    def _mark_labels(self, facts: list[Element]) -> None:
        """Mark the language of the record's own words in *facts*: aliases, references."""
        for line in facts:
            for label in line.children[1:]:
                if isinstance(label, nodes.Element):
                    mark_foreign(self.view.lang, self.builder, label)
                if isinstance(label, nodes.inline) and not label['classes']:
                    line.replace(label, label.children)

    def _take_facts(self, definition: Element) -> list[Element]:
        """Remove the line of facts that the record has, and return the facts."""
        line = definition[-1] if len(definition) else None
        if not (isinstance(line, nodes.paragraph) and FACTS in line['classes']):
            return []
        definition.remove(line)
        return cast('list[Element]', line.children)

    def _relations(self) -> Relations:
        """Return the relations of the entry, with the names of terms as links."""
        relations: Relations = {}
        captions = relation_captions() if self.view.relations else {}
        for relation in self.view.relations:
            kind = relation.kind
            name = name_link(relation.link, self.docname, self.builder, 'term-related')
            relations.setdefault(kind, (captions[kind], []))[1].append([name])
        return relations

    def _add_successors(self, definition: Element, relations: Relations) -> None:
        """Add the term to use instead to the status, or the term to look up."""
        if 'see' in relations:
            definition.insert(0, captioned('term-see', *relations['see']))
        if 'replaced_by' in relations:
            status = cast('Element', definition[0])  # only deprecated terms are replaced
            successor = fact('term-replaced-by', *relations['replaced_by'])
            status += [nodes.Text(' '), successor]

    def _add_canonical_page(self, definition: Element) -> None:
        canonical = self.view.canonical
        if canonical is None:
            return
        label = nodes.inline(canonical.name, canonical.name)
        label.source = self.path
        label.line = self.term.lines.get('canonical', self.term.line)
        page = link_label(label, canonical.destination, self.docname, self.builder)
        line = captioned('term-canonical', _('Read more: {page}'), [[page]])
        line.source, line.line = label.source, label.line
        definition += line

    def _add_facts(
        self, definition: Element, facts: list[Element], relations: Relations
    ) -> None:
        """Add one line: aliases, relations, references, and that no page is published."""
        at = int(bool(facts) and ALIASES in facts[0]['classes'])
        facts[at:at] = [
            fact(f'term-{kind}', *relations[kind])
            for kind in ('broader', 'narrower', 'contrast', 'related')
            if kind in relations
        ]
        if self.view.awaited:
            facts.append(fact('term-state', _('No page yet'), []))
        if facts:
            line = facts_line(facts)
            for n in range(1, len(facts)):
                line.insert(2 * n - 1, nodes.Text(BETWEEN))
            definition += line

    def _move_lines(self) -> None:
        """Correct the places of nodes if the record, or its file, has moved."""
        name, definition = cast('list[Element]', self.item.children)
        follow_record(definition.findall(nodes.Element), self.item, self.term, self.path)
        if (name.source, name.line) != (self.path, self.term.name_line):
            for node in name.findall(nodes.Element):
                node.source, node.line = self.path, self.term.name_line
