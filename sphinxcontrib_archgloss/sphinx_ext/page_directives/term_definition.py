"""The directive ``term-definition``: one definition, where a page wants it.

It is parsed with the page, as entries are, and nothing in it is registered with the
page either; what depends on the project is filled in when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from sphinxcontrib_archgloss.project.entry_order import record_view, select, term_set_view
from sphinxcontrib_archgloss.project.facts import Fault, Rendering, Request
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    make_ids_unique,
    restore_nodes,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import BASE, TERM, term_definition
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import label_of, mark
from sphinxcontrib_archgloss.sphinx_ext.ground.text import mark_foreign
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import summary_nodes
from sphinxcontrib_archgloss.sphinx_ext.popovers.summaries import summary_of
from sphinxcontrib_archgloss.sphinx_ext.term_set.entries import make_entry
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

STEM = 'shown--'
"""What tells ids in a definition here from those in the entry of the term."""


class TermDefinitionDirective(PageDirective):
    """Shows the definition of one term."""

    required_arguments = 1
    optional_arguments = 0
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        'set': directives.unchanged_required,
        'short': directives.flag,
        'title': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def run_in_page(self) -> list[Node]:
        """Return what stands for the definition, and holds it if it is to be had."""
        named = [self.options['set'].strip()] if 'set' in self.options else []
        paths = self.paths(named)
        if paths is None:
            return []
        target = spaced(self.arguments[0])
        if paths and (term_set := self.session.files.load(paths[0]).set) is not None:
            prefix = f'{term_set.name}:'
            target = f'{prefix}{target.removeprefix(prefix).strip()}'
        request = Request(
            paths=tuple(paths),
            only=(target,),
            indexed=False,
            single='short' if 'short' in self.options else 'long',
            titled='title' in self.options,
        )
        lexicon = self.session.lexicon_of(request)
        terms = select(lexicon, request)
        rendering = Rendering(
            request=request,
            keys=tuple(term.key for term in terms),
            files=self.session.files_of(request),
            digest=term_set_view(lexicon, request, terms).digest,
        )
        self.session.notes.note_rendering(rendering)
        node = term_definition(
            docname=self.env.docname,
            target=target,
            titled=request.titled,
            classes=['term-definition', *self.options.get('class', ())],
        )
        self.set_source_info(node)
        for term in terms:
            node[TERM] = term.key
            node[BASE] = term.first_line
            node += self._body(term, lexicon, short=request.single == 'short')
        self.add_name(node)
        return [node]

    def _body(self, term: Term, lexicon: Lexicon, *, short: bool) -> list[Node]:
        """Return the definition of *term*, or what it is in a sentence."""
        term_set = lexicon.sets[term.set]
        if short and term.short:
            said = nodes.paragraph(term.short, term.short)
            said.source, said.line = term_set.path, term.line
            return [said]
        times = self.session.notes.note_rendered(term.key, STEM)
        with DefinitionParser(self.state.document, self.env, self.session.app) as parser:
            parsed = parser.parse(term, term_set.path, term_set.markup, times, STEM)
        for line, message in parsed.faults:
            fault = Fault(term.key, line - term.first_line, message)
            self.session.notes.note_fault(fault)
        if not short:
            return parsed.nodes
        record = record_view(lexicon, term)
        entry = make_entry(record, term, term_set.path, parsed.nodes, index=False)
        made = summary_nodes(summary_of(entry).inlines)
        return [nodes.paragraph('', '', *made, translatable=False)] if made else []


def fill_definition(node: term_definition, session: BuildSession, taken: set[str]) -> None:
    """Put the definition in the place of *node*, or its label if it has none.

    *taken* are the ids of definitions before it; it takes in those of this one.
    """
    docname, builder = node['docname'], session.app.builder
    keys = [node[TERM]] if node.children else []
    view = session.views.definition(node['target'], keys, docname, titled=node['titled'])
    if view.key:
        _complete(node, session.project.lexicon, view.key, taken)
        restore_nodes(node, docname, latex=builder.format == 'latex')
    else:
        label = label_of(node['target'])
        wording = nodes.inline(label, label)
        mark(wording, 'undefined')
        node.clear()
        node += nodes.paragraph('', '', wording, translatable=False)
    body = node.children
    filled: Element = nodes.compound('', *body)
    if view.title is not None:
        link = name_link(view.title, docname, builder)
        name = nodes.term('', '', link, translatable=False)
        item = nodes.definition_list_item('', name, nodes.definition('', *body))
        filled = nodes.definition_list('', item)
    mark_foreign(view.lang, builder, filled)
    filled.update_basic_atts(node)
    node.replace_self(filled)


def _complete(node: term_definition, lexicon: Lexicon, key: str, taken: set[str]) -> None:
    """Make the ids of a definition its own, and follow its record to where it is now."""
    inside = list(node.findall(nodes.Element))
    if any(inner['ids'] for inner in inside if inner is not node):
        make_ids_unique(node, taken)
    term = lexicon.terms[key]
    path = lexicon.sets[term.set].path
    for inner in inside:
        if isinstance(inner, addnodes.pending_xref):
            inner[TERM] = key
        if inner.source == path and inner.line is not None:
            inner.line += term.first_line - cast('int', node[BASE])
