"""The directives ``term-set`` and ``term-page``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinxcontrib_archgloss.reading.facts import (
    Fault,
    Rendering,
    Request,
    Use,
)
from sphinxcontrib_archgloss.reading.selection import digest, select, unknown_categories
from sphinxcontrib_archgloss.sphinx_ext.definitions import DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.entries import make_entry
from sphinxcontrib_archgloss.sphinx_ext.lines import REACH, file_lines
from sphinxcontrib_archgloss.sphinx_ext.nodes import NO_INDEX, SORTED, term_claim
from sphinxcontrib_archgloss.sphinx_ext.page_directive import PageDirective, labels
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from sphinx.util.docutils import SphinxDirective

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def _order(argument: str | None) -> str:
    return directives.choice(argument or '', ('alphabetical', 'written'))


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
        )
        for label in (*request.only, *request.exclude):
            self.domain.notes.note_use(Use('select', label, self.lineno, self.source))
        lexicon = self.domain.lexicon_of(request)
        for wanted, known in unknown_categories(lexicon, request):
            hint = f'; there are {", ".join(known)}' if known else ', nor any other'
            self.note_problem(f'term-set: no set declares the category "{wanted}"{hint}')
        terms = select(lexicon, request)
        self.domain.notes.note_rendering(
            Rendering(
                request=request,
                keys=tuple(term.key for term in terms),
                files=self.domain.files(request),
                digest=digest(lexicon, request, terms),
            )
        )
        return [self._render(terms, lexicon, request)] if terms else []

    def _render(self, terms: list[Term], lexicon: Lexicon, request: Request) -> Node:
        index = request.indexed and 'no-index-entry' not in self.options
        classes = ['glossary', 'term-set', *self.options.get('class', ())]
        listed = nodes.definition_list(classes=classes)
        self.set_source_info(listed)
        if request.order == 'alphabetical':
            listed[SORTED] = True
        with DefinitionParser(self.state.document, self.env, self.domain.app) as parser:
            for term in terms:
                times = self.domain.notes.note_rendered(term.key)
                term_set = lexicon.sets[term.set]
                parsed = parser.parse(term, term_set.path, term_set.markup, times)
                base = term.definition.first_line if term.definition else term.line
                for line, message in parsed.faults:
                    self.domain.notes.note_fault(Fault(term.key, line - base, message))
                entry = make_entry(term, parsed.nodes, lexicon, index=index and times == 1)
                if not request.indexed:
                    entry[NO_INDEX] = True
                listed += entry
        self.add_name(listed)
        return listed


class TermPageDirective(PageDirective):
    """Makes the section it stands in the canonical page of terms."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run_in_page(self) -> list[Node]:
        """Return a marker; what section it stands in is seen when the page is read."""
        argument = self.arguments[0] if self.arguments else ''
        written = [*argument.split('\n'), *self.content]
        targets = self._placed([label for text in written if (label := spaced(text))])
        if not targets:
            said = 'term-page names no term; write one a line'
            self.note_problem(said, Kind.UNDEFINED)
            return []
        marker = term_claim(targets=targets)
        self.set_source_info(marker)
        return [marker]

    def _placed(self, labels: list[str]) -> list[tuple[str, int]]:
        """Return (label, line) for each; neither parser tells where content begins."""
        source, at = self.get_source_info()
        lines = file_lines(source)
        found = []
        for label in labels:
            ahead = range(at, min(at + REACH, len(lines)) + 1)
            at = next((n for n in ahead if spaced(lines[n - 1]).endswith(label)), at)
            found.append((label, at))
        return found


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    'term-set': TermSetDirective,
    'term-page': TermPageDirective,
}
