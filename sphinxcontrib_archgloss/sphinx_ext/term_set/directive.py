"""The directive ``term-set``: the entries that it puts on a page when the page is read.

`project.entry_order` selects the terms and sorts them. When the page is written, `entries`
and `lists` add to entries and lists what depends on the rest of the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.facts import Rendering, Request, Use
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BACKLINKS,
    BASE,
    CATEGORY,
    NO_INDEX,
    RENDERING,
    SHORT,
    SORT,
    SORTED,
    SOURCE,
    TERM,
    USED,
    add_child,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.text import (
    ALIASES,
    captioned,
    fact,
    facts_line,
)
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.project.entry_order import Group
    from sphinxcontrib_archgloss.project.read_views import (
        GroupView,
        RecordView,
        TermSetView,
    )
    from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

_ = get_translation('sphinxcontrib_archgloss')


class ShowTermSet(PageDirective):
    """Shows the entries of term sets, and makes the sets part of the project."""

    def run(self) -> list[Node]:
        """Return the entries that the options select, as definition lists in one node."""
        from sphinxcontrib_archgloss.project.entry_order import (
            is_alphabetical,
            select,
            term_set_view,
        )

        locations = self.locations(self.arguments[0].split() if self.arguments else [])
        if locations is None:
            return []
        request = Request(
            locations=tuple(locations),
            only=self.options.get('only', ()),
            exclude=self.options.get('exclude', ()),
            categories=self.options.get('category', ()),
            order=self.options.get('order', ''),
            indexed='no-index' not in self.options,
            used='used' in self.options,
            grouped='group' in self.options,
        )
        notes = self.session.notes
        for label in (*request.only, *request.exclude):
            notes.uses.append(Use('select', label, self.lineno, self.source))
        lexicon = self.session.lexicon_of(request)
        request = request._replace(
            letters=self._letters(alphabetical=is_alphabetical(lexicon, request))
        )
        terms = select(lexicon, request)
        view = term_set_view(lexicon, request, terms)
        for category, declared in view.unknown_categories:
            from sphinxcontrib_archgloss.project.diagnostics.directives import (
                unknown_category,
            )

            self.note_problem(unknown_category('term-set', category, declared))
        rendering = self.note_rendering(request, view, self._switch('backlinks'))
        if not terms:
            return []
        listing = self._term_list(rendering, view, lexicon, terms)
        listing[RENDERING] = len(notes.renderings) - 1
        for node in (listing, *listing.children):
            if node.source is None:
                self.set_source_info(node)
        self.add_name(next(listing.findall(nodes.definition_list)))
        return [listing]

    def _switch(self, name: str) -> bool | None:
        """Return True for the option *name*, False for its "no-" form, None for neither."""
        on, off = name in self.options, f'no-{name}' in self.options
        if on and off:
            both = f'"{name}" and "no-{name}" are both given'
            self.note_problem(f'term-set: {both}; remove one of them')
        return None if on == off else on

    def _letters(self, *, alphabetical: bool) -> bool | None:
        letters = self._switch('letters')
        if letters and not alphabetical:
            message = (
                '"letters" needs the alphabetical order; remove it or "order: written"'
            )
            self.note_problem(f'term-set: {message}')
            return False
        return letters

    def _term_list(
        self,
        rendering: Rendering,
        view: TermSetView,
        lexicon: Lexicon,
        terms: Sequence[Term],
    ) -> term_list:
        """Return the entries of *terms*: a list for each group, under its heading."""
        from sphinxcontrib_archgloss.project.entry_order import grouped, languages
        from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser

        request = rendering.request
        groups = grouped(lexicon, request, terms)
        listing = term_list(
            letters=request.letters if view.alphabetical else False,
            langs=languages(lexicon, [term for group in groups for term in group.terms]),
        )
        headed = any(group.category for group in groups)
        classes = ['glossary', 'term-set', *self.options.get('class', ())]
        with DefinitionParser(self.state.document, self.env, self.session.app) as parser:
            for group, group_view in zip(groups, view.groups, strict=True):
                if headed:
                    listing += _heading(group, group_view)
                entries = nodes.definition_list(classes=classes)
                if view.alphabetical:
                    entries[SORTED] = True
                for record, term in zip(group_view.records, group.terms, strict=True):
                    entry = self._entry(record, term, rendering, lexicon, parser)
                    add_child(entries, entry)
                listing += entries
        return listing

    def _entry(
        self,
        record: RecordView,
        term: Term,
        rendering: Rendering,
        lexicon: Lexicon,
        parser: DefinitionParser,
    ) -> Element:
        request = rendering.request
        body = self.parse_definition(term, lexicon, parser)
        index = request.indexed and 'no-index-entry' not in self.options
        entry = make_entry(record, term, lexicon.sets[term.set].path, body, index=index)
        if not request.indexed:
            entry[NO_INDEX] = True
        if request.used:
            entry[USED] = True
        if rendering.backlinks is not None:
            entry[BACKLINKS] = rendering.backlinks
        return entry


def make_entry(
    record: RecordView, term: Term, path: str, body: list[Node], *, index: bool
) -> Element:
    """Return the entry of *record*, with the nodes of its definition as *body*.

    *term* has the lines of the record in the data file *path*; *index* is true if the entry
    is in the general index.
    """
    item = nodes.definition_list_item()
    item[TERM] = record.key
    if record.sort:
        item[SORT] = record.sort
    if record.short:
        item[SHORT] = record.short
    item[BASE], item[SOURCE] = term.first_line, path
    name = nodes.term(record.name)
    add_child(name, nodes.Text(record.name))
    name.source, name.line = path, term.name_line
    definition = nodes.definition()
    add_child(item, name)
    add_child(item, definition)
    if index:
        target = f'term-{term.set}-{term.id}'
        marker = addnodes.index(
            entries=[('single', label, target, '', None) for label in record.index_labels]
        )
        marker.source, marker.line = path, term.name_line
        add_child(name, marker)
    if record.deprecated:
        definition += captioned('term-status', _('Deprecated.'), [])
    for node in body:
        add_child(definition, node)
    facts = []
    if record.aliases:
        labels: list[list[Node]] = [[nodes.inline(a, a)] for a in record.aliases]
        facts.append(fact(ALIASES, _('Also: {terms}'), labels))
    if record.references:
        works: list[list[Node]] = [
            [nodes.reference('', work.label, refuri=work.url, internal=False)]
            for work in record.references
        ]
        facts.append(fact('term-references', _('References: {works}'), works))
    if facts:
        definition += facts_line(facts)
    return item


def _heading(group: Group, view: GroupView) -> list[Element]:
    """Return the heading of a group, and its description.

    It is not a section: the directive can be used where sections are not allowed, and a
    table of contents must not depend on the project, as groups may.
    """
    from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import HEADING

    label = view.label or str(_('Other terms'))
    heading: list[Element] = [nodes.rubric(label, label, classes=[HEADING])]
    if text := view.description:
        heading.append(nodes.paragraph(text, text, classes=[HEADING]))
    for node, key in zip(heading, ('label', 'description'), strict=False):
        node['translatable'] = bool(view.label)
        if group.category is not None and group.term_set is not None:
            node.source = group.term_set.path
            node.line = group.category.lines.get(key, 1)
            node[CATEGORY] = (group.term_set.location, group.category.id, key)
    return heading
