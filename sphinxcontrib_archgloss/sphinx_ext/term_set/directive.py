"""The directive ``term-set``: pulls term sets in and renders their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinxcontrib_archgloss.project.entry_order import grouped, select, term_set_view
from sphinxcontrib_archgloss.project.facts import (
    Rendering,
    Request,
    Use,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import (
    PageDirective,
    labels,
)
from sphinxcontrib_archgloss.sphinx_ext.term_set.backlinks import (
    term_mentions,
    visit_term_mentions,
)
from sphinxcontrib_archgloss.sphinx_ext.term_set.entries import CompleteEntries
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import VISITORS
from sphinxcontrib_archgloss.sphinx_ext.term_set.renderer import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from sphinx.application import Sphinx


def _order(argument: str | None) -> str:
    return directives.choice(argument or '', ('alphabetical', 'written'))


def _group(argument: str | None) -> str:
    if (argument or '').strip().lower() != 'category':
        raise ValueError(f'"{argument or ""}" unknown; choose "category"')
    return 'category'


class TermSetDirective(PageDirective):
    """Pulls term sets in and renders their entries."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        'only': labels,
        'exclude': labels,
        'category': labels,
        'order': _order,
        'group': _group,
        'used': directives.flag,
        'letters': directives.flag,
        'no-letters': directives.flag,
        'backlinks': directives.flag,
        'no-backlinks': directives.flag,
        'no-index': directives.flag,
        'no-index-entry': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def run_in_page(self) -> list[Node]:
        """Return the entries asked for, as a definition list."""
        paths = self.paths(self.arguments[0].split() if self.arguments else [])
        if paths is None:
            return []
        request = Request(
            paths=tuple(paths),
            only=self.options.get('only', ()),
            exclude=self.options.get('exclude', ()),
            categories=self.options.get('category', ()),
            order=self.options.get('order', 'alphabetical'),
            indexed='no-index' not in self.options,
            used='used' in self.options,
            grouped='group' in self.options,
            letters=self._letters(),
        )
        for label in (*request.only, *request.exclude):
            self.session.notes.note_use(Use('select', label, self.lineno, self.source))
        lexicon = self.session.lexicon_of(request)
        terms = select(lexicon, request)
        view = term_set_view(lexicon, request, terms)
        for unknown, declared in view.unknown_categories:
            hint = f'; there are {", ".join(declared)}' if declared else ', nor any other'
            self.note_problem(f'term-set: no set declares the category "{unknown}"{hint}')
        rendering = Rendering(
            request=request,
            keys=view.keys,
            files=self.session.files_of(request),
            digest=view.digest,
            backlinks=self._either('backlinks'),
        )
        notes = self.session.notes
        notes.note_rendering(rendering)
        if not terms:
            return []
        index = request.indexed and 'no-index-entry' not in self.options
        classes = ('glossary', 'term-set', *self.options.get('class', ()))
        with DefinitionParser(self.state.document, self.env, self.session.app) as parser:
            renderer = Renderer(rendering, lexicon, notes, parser, index=index)
            listed = renderer.render(view, grouped(lexicon, request, terms), classes)
        for node in (listed, *listed.children):
            if node.source is None:
                self.set_source_info(node)
        self.add_name(next(listed.findall(nodes.definition_list)))
        return [listed]

    def _either(self, name: str) -> bool | None:
        """Return what a pair of options says; None if there is neither."""
        said = [wanted for wanted in (name, f'no-{name}') if wanted in self.options]
        if len(said) == 2:
            both = f'"{name}" and "no-{name}" are both given'
            self.note_problem(f'term-set: {both}; drop one of them')
        return said == [name] if len(said) == 1 else None

    def _letters(self) -> bool | None:
        letters = self._either('letters')
        if letters and self.options.get('order') == 'written':
            said = '"letters" needs the alphabetical order; drop it, or "order: written"'
            self.note_problem(f'term-set: {said}')
            return False
        return letters


def add_term_sets(app: Sphinx) -> None:
    """Register the directive, what completes its entries, and how HTML writes them."""
    app.add_directive('term-set', TermSetDirective)
    app.add_directive_to_domain('archgloss', 'term-set', TermSetDirective)
    app.add_post_transform(CompleteEntries)
    for node, visitors in VISITORS.items():
        app.add_node(node, html=visitors)
    app.add_node(term_mentions, html=(visit_term_mentions, None))
