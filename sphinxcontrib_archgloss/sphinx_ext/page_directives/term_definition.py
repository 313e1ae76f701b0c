"""The directive ``term-definition``: the definition of one term, without its entry.

The definition is parsed when the page is read, as entries are, and registers nothing with
the page. `fill_definition` adds what depends on the project when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.project.facts import Request
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BASE,
    OWNER,
    RENDERING,
    SOURCE,
    TERM,
    follow_record,
    term_definition,
)
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

STEM = 'shown--'
"""Keeps the ids in a definition here apart from those in the entry of the term."""


class ShowDefinition(PageDirective):
    """Shows the definition of one term."""

    def run(self) -> list[Node]:
        """Return the node of the definition, empty if no set defines the term."""
        from sphinxcontrib_archgloss.project.entry_order import select, term_set_view

        locations = self.locations(
            [self.options['set'].strip()] if 'set' in self.options else []
        )
        if locations is None:
            return []
        target = spaced(self.arguments[0])
        if (
            locations
            and (term_set := self.session.files.load(locations[0]).set) is not None
        ):
            prefix = f'{term_set.name}:'
            target = f'{prefix}{target.removeprefix(prefix).strip()}'
        request = Request(
            locations=tuple(locations),
            only=(target,),
            indexed=False,
            single='short' if 'short' in self.options else 'long',
            titled='title' in self.options,
        )
        lexicon = self.session.lexicon_of(request)
        terms = select(lexicon, request)
        number = len(self.session.notes.renderings)
        self.note_rendering(request, term_set_view(lexicon, request, terms))
        node = term_definition(
            docname=self.env.docname,
            target=target,
            titled=request.titled,
            classes=['term-definition', *self.options.get('class', ())],
        )
        node[RENDERING] = number
        self.set_source_info(node)
        for term in terms:
            node[TERM] = term.key
            node[BASE] = term.first_line
            node[SOURCE] = lexicon.sets[term.set].path
            node += self._body(term, lexicon, short=request.single == 'short')
        self.add_name(node)
        return [node]

    def _body(self, term: Term, lexicon: Lexicon, *, short: bool) -> list[Node]:
        """Return the definition of *term*, or its summary if *short*."""
        path = lexicon.sets[term.set].path
        if short and term.short:
            paragraph = nodes.paragraph(term.short, term.short)
            paragraph.source, paragraph.line = path, term.line
            return [paragraph]
        from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser

        with DefinitionParser(self.state.document, self.env, self.session.app) as parser:
            body = self.parse_definition(term, lexicon, parser, STEM)
        if not short:
            return body
        from sphinxcontrib_archgloss.project.entry_order import record_view
        from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import summary_nodes
        from sphinxcontrib_archgloss.sphinx_ext.popovers.summaries import summary_of
        from sphinxcontrib_archgloss.sphinx_ext.term_set.directive import make_entry

        entry = make_entry(record_view(lexicon, term), term, path, body, index=False)
        summary = summary_of(entry)
        inlines = summary_nodes(summary.inlines)
        if not inlines:
            return []
        paragraph = nodes.paragraph('', '', *inlines, translatable=False)
        if summary.translated:
            paragraph['translated'] = True
        return [paragraph]


def fill_definition(node: term_definition, session: BuildSession, taken: set[str]) -> None:
    """Replace *node* by the definition, or by its label if the term is undefined.

    Adds its ids to *taken*, those of the definitions before it.
    """
    from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import restore_nodes
    from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
    from sphinxcontrib_archgloss.sphinx_ext.ground.roles import mark
    from sphinxcontrib_archgloss.sphinx_ext.ground.text import mark_foreign

    docname, builder = node['docname'], session.app.builder
    keys = [node[TERM]] if node.children else []
    view = session.views.definition(node['target'], keys, docname, titled=node['titled'])
    if view.key:
        _complete(node, session.project.lexicon, view.key, taken)
        restore_nodes(node, docname, latex=builder.format == 'latex')
    else:
        match = session.project.lexicon.as_written.find(node['target'])
        label = match.label if match.qualified else node['target']
        text = nodes.inline(label, label)
        mark(text, 'undefined')
        node.clear()
        node += nodes.paragraph('', '', text, translatable=False)
    body = node.children
    result: Element = nodes.compound('', *body)
    marked = result
    if view.title is not None:
        link = name_link(view.title, docname, builder)
        name = nodes.term('', '', link, translatable=False)
        marked = nodes.definition('', *body)
        item = nodes.definition_list_item('', name, marked)
        result = nodes.definition_list('', item)
    mark_foreign(view.lang, builder, marked)
    result.update_basic_atts(node)
    if view.key:
        result[OWNER] = view.key
    node.replace_self(result)


def _complete(node: term_definition, lexicon: Lexicon, key: str, taken: set[str]) -> None:
    """Make the ids of a definition unique, and correct lines if the record has moved."""
    from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import make_ids_unique

    inside = list(node.findall(nodes.Element))
    if any(inner['ids'] for inner in inside if inner is not node):
        make_ids_unique(node, taken)
    for inner in inside:
        if isinstance(inner, addnodes.pending_xref):
            inner[TERM] = key
    term = lexicon.terms[key]
    follow_record(inside, node, term, lexicon.sets[term.set].path)
