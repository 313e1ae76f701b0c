"""Entries: how a term looks where a page renders it.

When the page is read, an entry is made of what its record says. What depends on
the rest of the project (its anchors, the way to its canonical page, the links of
its relations) is filled in when the page is written, by `CompleteEntries`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.local import COMPLETED, complete, differ
from sphinxcontrib_archgloss.sphinx_ext.nodes import (
    BASE,
    NO_INDEX,
    SHORT,
    SORT,
    SORTED,
    TERM,
)

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.reading.destinations import Destination
    from sphinxcontrib_archgloss.sphinx_ext.domain import ArchglossDomain
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
    shown = [alias.text for alias in term.aliases if not alias.hidden]
    if shown:
        definition += _line(
            'term-aliases', _('Also: {terms}'), [[nodes.Text(a)] for a in shown]
        )
    if term.status == 'deprecated':
        definition += _line('term-status', _('Deprecated.'), [])
    definition += body
    if term.references:
        works: list[list[Node]] = [
            [nodes.reference('', work.label, refuri=work.url, internal=False)]
            for work in term.references
        ]
        definition += _line('term-references', _('References: {works}'), works)
    return item


def _line(name: str, said: str, parts: list[list[Node]]) -> Element:
    """Return a line of an entry: a caption, and *parts* where *said* has its braces.

    Marks and spaces, too, are those of the language.
    """
    line = nodes.paragraph(classes=['term-line', name], translatable=False)
    before, _braces, after = re.split(r'({\w*}|$)', said, maxsplit=1)
    caption = before.rstrip()
    line += nodes.emphasis(caption, caption)
    if between := before.removeprefix(caption):
        line += nodes.Text(between)
    for n, part in enumerate(parts):
        if n:
            # Translators: between the items of a list
            line += nodes.Text(_(', '))
        line += part
    if after:
        line += nodes.Text(after)
    return line


class CompleteEntries(SphinxPostTransform):
    """Fills in what an entry takes from the rest of the project."""

    default_priority = 5  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Complete each entry of the document."""
        domain = cast('ArchglossDomain', self.env.domains['archgloss'])
        if not domain.has_entries(self.env.docname):
            return
        items = [i for i in self.document.findall(nodes.definition_list_item) if TERM in i]
        taken: set[str] = set()
        # where a tree holds an entry twice, the one that links lead to has the ids
        for item in sorted(items, key=lambda item: not self._leads(item, domain)):
            self._complete(item, domain, taken)
        for item in items:
            for attribute in (TERM, BASE, SHORT, SORT, NO_INDEX):
                item.attributes.pop(attribute, None)
            item.parent.attributes.pop(SORTED, None)

    def _docname(self, item: Element) -> str:
        """Return the page of *item*, also where builders join pages into one."""
        parent: Element | None = item.parent
        while parent is not None and parent is not self.document:
            if 'docname' in parent:  # of a section
                return str(parent['docname'])
            if isinstance(parent, nodes.document):
                return self.env.path2doc(parent['source']) or self.env.docname
            parent = parent.parent
        return self.env.docname

    def _leads(self, item: Element, domain: ArchglossDomain) -> bool:
        entries = domain.project.destinations.entries
        return entries.get(item[TERM]) == self._docname(item)

    def _complete(self, item: Element, domain: ArchglossDomain, taken: set[str]) -> None:
        project = domain.project
        key, docname = item[TERM], self._docname(item)
        term = project.lexicon.terms.get(key)
        if term is None:
            return
        name, definition = cast('list[Element]', item.children)
        inside = list(definition.findall(nodes.Element))
        if any(node['ids'] for node in inside):
            differ(item, taken)
        for node in inside:
            if isinstance(node, addnodes.pending_xref):
                node[TERM] = key  # the entry's own is gone when it is resolved
        if NO_INDEX not in item:
            ids = [one for one in project.destinations.anchors(key) if one not in taken]
            taken.update(ids)
            name['ids'] += ids
        self._move_lines(item, term, project.lexicon)
        if any(isinstance(node, COMPLETED) for node in inside):
            complete(item, docname, latex=domain.app.builder.format == 'latex')
        self._add_relations(definition, term, docname, domain)
        canonical = project.canonical(key)
        if canonical is not None and canonical[0].docname != docname and not term.see:
            found, title = canonical
            label = nodes.inline(title, title)
            line = _line('term-canonical', _('Read more: {page}'), [[label]])
            line.source = label.source = project.lexicon.sets[term.set].path
            line.line = label.line = term.lines.get('canonical', term.line)
            definition += line
            self._link(label, found, docname, domain.app.builder)

    def _add_relations(
        self, definition: Element, term: Term, docname: str, domain: ArchglossDomain
    ) -> None:
        """Add the lines of relations, which may lead into other sets."""
        captions = {
            'see': _('See: {terms}'),
            'replaced_by': _('Replaced by: {terms}'),
            'broader': _('Broader: {terms}'),
            'contrast': _('Contrast: {terms}'),
            'related': _('Related: {terms}'),
        }
        project, builder = domain.project, domain.app.builder
        related = project.related(term)
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
                self._link(label, found, docname, builder)
                labels.append(list(holder.children))
            if labels:
                name = f'term-{key.replace("_", "-")}'
                definition.insert(at, _line(name, caption, labels))
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

    def _link(
        self, label: Element, found: Destination, docname: str, builder: Builder
    ) -> None:
        """Make *label* a link to *found*, if there is anything to lead to."""
        if not found.leads:
            return
        content = label.deepcopy()
        if builder.format == 'latex' and found.anchor:
            content['classes'].append('std-term')  # or it adds a page number
        try:
            link = make_link(builder, docname, found, content)
        except NoUri:
            return
        link.source, link.line = label.source, label.line
        # not by replace_self, which gives the link the label's classes, too
        label.parent.replace(label, link)
