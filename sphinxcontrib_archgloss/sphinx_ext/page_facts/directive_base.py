"""What archgloss's directives have in common: what they note about their page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.project.facts import NamedSet, PageProblem, Rendering
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from docutils.nodes import Node

    from sphinxcontrib_archgloss.project.facts import Request
    from sphinxcontrib_archgloss.project.read_views import TermSetView
    from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


class PageDirective(SphinxDirective):
    """A directive in use, with the notes that it may make about its page."""

    @property
    def session(self) -> BuildSession:
        """The session of the build, with the notes on this page."""
        return ArchglossDomain.of(self.env).session

    @property
    def source(self) -> str:
        """Path of the file that contains the directive; empty for the page's own."""
        from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
            other_source,
        )

        own = self.env.doc2path(self.env.docname)
        return other_source(self.get_source_info()[0], str(own))

    def note_problem(self, message: str, kind: str = 'data') -> None:
        """Note a problem of the directive, of the *kind* with that value, at its line."""
        line = self.get_source_info()[1]
        problem = PageProblem(kind, message, line, self.source)
        self.session.notes.problems.append(problem)

    def locations(self, arguments: list[str]) -> list[str] | None:
        """Return the locations of the sets that *arguments* name, which join the project.

        None if there are arguments but none of them names a set.
        """
        from sphinxcontrib_archgloss.terms.loading.load import is_path

        files, locations, line = self.session.files, [], self.get_source_info()[1]
        directive = self.name.rpartition(':')[2]
        for argument in arguments:
            if is_path(argument):
                relative = self.env.relfn2path(argument)[0]
                location = files.location(
                    os.path.normpath(self.env.srcdir / Path(relative))
                )
            else:
                location = files.named(argument) or ''
            named = NamedSet(argument, location, line, self.source, directive)
            self.session.notes.named.append(named)
            if location:
                locations.append(location)
        return None if arguments and not locations else locations

    def note_rendering(
        self, request: Request, view: TermSetView, backlinks: bool | None = None
    ) -> Rendering:
        """Note that the page renders *view*, and return the note."""
        rendering = Rendering(
            request=request,
            keys=tuple(record.key for group in view.groups for record in group.records),
            files=self.session.files_of(request),
            digest=digest_of(view),
            backlinks=backlinks,
        )
        self.session.notes.renderings.append(rendering)
        return rendering

    def parse_definition(
        self, term: Term, lexicon: Lexicon, parser: DefinitionParser, stem: str = ''
    ) -> list[Node]:
        """Return the nodes of a definition.

        Notes what is wrong in it. *stem* is that of `DefinitionParser.parse`.
        """
        notes, term_set = self.session.notes, lexicon.sets[term.set]
        times = notes.note_rendered(term.key, stem)
        parsed = parser.parse(term, term_set.path, term_set.markup, times, stem)
        notes.has_substitutions |= parsed.leaves_substitutions
        for line, message in parsed.faults:
            offset = line - term.first_line
            problem = PageProblem('data', message, offset, term=term.key)
            notes.problems.append(problem)
        return parsed.nodes
