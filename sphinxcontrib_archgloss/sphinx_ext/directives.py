"""The directives ``term-set`` and ``term-page``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_archgloss.reading.facts import (
    Fault,
    NamedSet,
    PageProblem,
    Rendering,
    Request,
    Use,
)
from sphinxcontrib_archgloss.reading.selection import digest, select, unknown_categories
from sphinxcontrib_archgloss.sphinx_ext.definitions import IN_DEFINITION, DefinitionParser
from sphinxcontrib_archgloss.sphinx_ext.entries import make_entry
from sphinxcontrib_archgloss.sphinx_ext.lines import REACH, file_lines, other_source
from sphinxcontrib_archgloss.sphinx_ext.nodes import NO_INDEX, SORTED, term_claim
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.load import is_path
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node

    from sphinxcontrib_archgloss.sphinx_ext.domain import ArchglossDomain
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def labels(argument: str | None) -> tuple[str, ...]:
    """Return the labels of an option: one a line, or separated by commas."""
    parts = (argument or '').replace('\n', ',').split(',')
    return tuple(dict.fromkeys(filter(None, map(spaced, parts))))


def _order(argument: str | None) -> str:
    return directives.choice(argument or '', ('alphabetical', 'written'))


class _PageDirective(SphinxDirective):
    """A directive of a page, which makes no sense inside a definition."""

    def run(self) -> list[Node]:
        """Refuse to stand in a definition, which several pages may render."""
        if getattr(self.state.document.settings, IN_DEFINITION, False):
            raise self.error(f'{self.name} cannot stand inside a definition; take it out')
        return self.run_in_page()

    def run_in_page(self) -> list[Node]:
        """Return what stands in the page for the directive."""
        raise NotImplementedError


class TermSetDirective(_PageDirective):
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

    @property
    def _domain(self) -> ArchglossDomain:
        return cast('ArchglossDomain', self.env.domains['archgloss'])

    def run_in_page(self) -> list[Node]:
        """Return the entries asked for, as a definition list."""
        paths = self._paths(self.arguments[0].split() if self.arguments else [])
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
            self._domain.notes.note_use(Use('select', label, self.lineno, self._source()))
        lexicon = self._domain.lexicon_of(request)
        for wanted, known in unknown_categories(lexicon, request):
            hint = f'; there are {", ".join(known)}' if known else ', nor any other'
            self._note_problem(f'term-set: no set declares the category "{wanted}"{hint}')
        terms = select(lexicon, request)
        self._domain.notes.note_rendering(
            Rendering(
                request=request,
                keys=tuple(term.key for term in terms),
                files=self._domain.files(request),
                digest=digest(lexicon, request, terms),
            )
        )
        return [self._render(terms, lexicon, request)] if terms else []

    def _source(self) -> str:
        own = self.env.doc2path(self.env.docname)
        return other_source(self.get_source_info()[0], str(own))

    def _note_problem(self, message: str, kind: Kind = Kind.DATA) -> None:
        line = self.get_source_info()[1]
        self._domain.notes.note_problem(
            PageProblem(kind.value, message, line, self._source())
        )

    def _paths(self, arguments: list[str]) -> list[str] | None:
        """Return the files that *arguments* name; None if there are none left."""
        found = []
        library = self._domain.library
        line = self.get_source_info()[1]
        for argument in arguments:
            if is_path(argument):
                relative = self.env.relfn2path(argument)[0]
                path = os.path.normpath(Path(self.env.srcdir) / relative)
            else:
                path = library.named(argument) or ''
            self._domain.notes.note_named(NamedSet(argument, path, line, self._source()))
            if path:
                self._domain.notes.note_pulled(path)
                found.append(path)
        if arguments and not found:
            return None
        return found

    def _render(self, terms: list[Term], lexicon: Lexicon, request: Request) -> Node:
        index = request.indexed and 'no-index-entry' not in self.options
        classes = ['glossary', 'term-set', *self.options.get('class', ())]
        listed = nodes.definition_list(classes=classes)
        self.set_source_info(listed)
        if request.order == 'alphabetical':
            listed[SORTED] = True
        with DefinitionParser(self.state.document, self.env, self._domain.app) as parser:
            for term in terms:
                times = self._domain.notes.note_rendered(term.key)
                term_set = lexicon.sets[term.set]
                parsed = parser.parse(term, term_set.path, term_set.markup, times)
                base = term.definition.first_line if term.definition else term.line
                for line, message in parsed.faults:
                    self._domain.notes.note_fault(Fault(term.key, line - base, message))
                entry = make_entry(term, parsed.nodes, lexicon, index=index and times == 1)
                if not request.indexed:
                    entry[NO_INDEX] = True
                listed += entry
        self.add_name(listed)
        return listed


class TermPageDirective(_PageDirective):
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
            domain = cast('ArchglossDomain', self.env.domains['archgloss'])
            source, line = self.get_source_info()
            said = 'term-page names no term; write one a line'
            own = self.env.doc2path(self.env.docname)
            domain.notes.note_problem(
                PageProblem(
                    Kind.UNDEFINED.value, said, line, other_source(source, str(own))
                )
            )
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
