"""The directive ``term-definition``: one definition, where a page wants it.

It is parsed with the page, as entries are, and nothing in it is registered with the
page either; what depends on the project is filled in when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from sphinxcontrib_archgloss.project.facts import Fault, Rendering, Request
from sphinxcontrib_archgloss.project.term_set_query import digest, select
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    make_ids_unique,
    restore_nodes,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.ground.lang_attributes import mark_foreign
from sphinxcontrib_archgloss.sphinx_ext.ground.links import name_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import BASE, TERM, term_definition
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import label_of, mark
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import brief_nodes
from sphinxcontrib_archgloss.sphinx_ext.popovers.summaries import summary_of
from sphinxcontrib_archgloss.sphinx_ext.term_set.entries import make_entry
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.project import Project
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
        titled = 'title' in self.options
        if paths and (one := self.domain.library.load(paths[0]).set) is not None:
            target = f'{one.name}:{target.removeprefix(f"{one.name}:").strip()}'
        request = Request(
            paths=tuple(paths),
            only=(target,),
            indexed=False,
            single='short' if 'short' in self.options else 'long',
            titled=titled,
        )
        lexicon = self.domain.lexicon_of(request)
        terms = select(lexicon, request)
        self.domain.notes.note_rendering(
            Rendering(
                request=request,
                keys=tuple(term.key for term in terms),
                files=self.domain.files(request),
                digest=digest(lexicon, request, terms),
            )
        )
        node = term_definition(
            docname=self.env.docname,
            target=target,
            titled=titled,
            classes=['term-definition', *self.options.get('class', ())],
        )
        self.set_source_info(node)
        for term in terms:
            node[TERM] = term.key
            node[BASE] = term.definition.first_line if term.definition else term.line
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
        times = self.domain.notes.note_rendered(term.key, STEM)
        with DefinitionParser(self.state.document, self.env, self.domain.app) as parser:
            parsed = parser.parse(term, term_set.path, term_set.markup, times, STEM)
        base = term.definition.first_line if term.definition else term.line
        for line, message in parsed.faults:
            self.domain.notes.note_fault(Fault(term.key, line - base, message))
        if not short:
            return parsed.nodes
        summary = summary_of(make_entry(term, parsed.nodes, lexicon, index=False))
        made = brief_nodes(summary.pieces)
        return [nodes.paragraph('', '', *made, translatable=False)] if made else []


def fill_definition(
    node: term_definition, project: Project, builder: Builder, taken: set[str]
) -> None:
    """Put the definition in the place of *node*, or its label if it has none.

    *taken* are the ids of definitions before it; it takes in those of this one.
    """
    docname, key = node['docname'], _key(node, project)
    if not key:
        label = label_of(node['target'])
        wording = nodes.inline(label, label)
        mark(wording, 'undefined')
        node.clear()
        node += nodes.paragraph('', '', wording, translatable=False)
    else:
        _complete(node, key, project, taken, latex=builder.format == 'latex')
    body = node.children
    filled: Element = nodes.compound('', *body)
    if key and node['titled']:
        link = name_link(project, key, docname, builder)
        name = nodes.term('', '', link, translatable=False)
        item = nodes.definition_list_item('', name, nodes.definition('', *body))
        filled = nodes.definition_list('', item)
    if key:
        mark_foreign(project.lang(key), builder, filled)
    filled.update_basic_atts(node)
    node.replace_self(filled)


def _key(node: term_definition, project: Project) -> str:
    """Return the key of the term whose definition *node* holds.

    Empty where the label is not, or no longer, that of this term alone.
    """
    found = project.lexicon.find(node['target']).keys
    key = project.lexicon.successor(found[0]) if len(found) == 1 else ''
    return key if key == node.get(TERM) and node.children else ''


def _complete(
    node: term_definition, key: str, project: Project, taken: set[str], *, latex: bool
) -> None:
    """Fill in what a definition takes from the rest of the project."""
    inside = list(node.findall(nodes.Element))
    if any(one['ids'] for one in inside if one is not node):
        make_ids_unique(node, taken)
    term = project.lexicon.terms[key]
    path = project.lexicon.sets[term.set].path
    now = term.definition.first_line if term.definition else term.line
    for one in inside:
        if isinstance(one, addnodes.pending_xref):
            one[TERM] = key
        if one.source == path and one.line is not None:
            one.line += now - cast('int', node[BASE])
    restore_nodes(node, node['docname'], latex=latex)
