"""The directives ``term-set`` and ``term-page``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinxcontrib_archgloss.project.facts import (
    Rendering,
    Request,
    Use,
)
from sphinxcontrib_archgloss.project.term_set_layout import grouped
from sphinxcontrib_archgloss.project.term_set_query import (
    digest,
    select,
    unknown_categories,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_claim
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import (
    PageDirective,
    labels,
)
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import REACH, file_lines
from sphinxcontrib_archgloss.sphinx_ext.term_set.renderer import Renderer
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from sphinx.util.docutils import SphinxDirective


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
            self.domain.notes.note_use(Use('select', label, self.lineno, self.source))
        lexicon = self.domain.lexicon_of(request)
        for wanted, known in unknown_categories(lexicon, request):
            hint = f'; there are {", ".join(known)}' if known else ', nor any other'
            self.note_problem(f'term-set: no set declares the category "{wanted}"{hint}')
        terms = select(lexicon, request)
        groups = grouped(lexicon, request, terms)
        rendering = Rendering(
            request=request,
            keys=tuple(term.key for group in groups for term in group.terms),
            files=self.domain.files(request),
            digest=digest(lexicon, request, terms),
            backlinks=self._either('backlinks'),
        )
        self.domain.notes.note_rendering(rendering)
        if not terms:
            return []
        index = request.indexed and 'no-index-entry' not in self.options
        classes = ('glossary', 'term-set', *self.options.get('class', ()))
        with DefinitionParser(self.state.document, self.env, self.domain.app) as parser:
            notes = self.domain.notes
            renderer = Renderer(rendering, lexicon, notes, parser, index=index)
            listed = renderer.render(groups, classes)
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
