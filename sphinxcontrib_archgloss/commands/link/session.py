"""A run of `archgloss link`: chooses the edits of each page, asks, and writes them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.commands.link.mentions import Choice, UnlinkedMentions
from sphinxcontrib_archgloss.commands.link.page_file import edited, rebased, take_up
from sphinxcontrib_archgloss.commands.link.report import MENTIONS, ROLES, LinkReport
from sphinxcontrib_archgloss.commands.link.std_roles import Roles
from sphinxcontrib_archgloss.commands.link.verification import certain_links, certain_roles
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.project.prose.mentions import ProjectMentions
from sphinxcontrib_archgloss.safe_write import replace
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST, RST
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.termcheck.page_sources import (
    Markups,
    PageSources,
    is_quiet,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from docutils import nodes

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.commands.link.page_file import Edit, PageFile
    from sphinxcontrib_archgloss.commands.link.sphinx_project import Sources
    from sphinxcontrib_archgloss.commands.link.verification import Read

_QUESTION = 'make this edit? [y]es, [n]o, [a]ll that follow, [q]uit: '


class Linking:
    """One run over the pages of a project."""

    def __init__(
        self,
        asked: argparse.Namespace,
        keys: frozenset[str] | None,
        sources: Sources,
        output: Output,
    ) -> None:
        self._asked = asked
        self._sources = sources
        self._output = output
        # of the project as it was before any page is tried
        self._mentions = ProjectMentions(sources.project)
        self._choice = Choice('' if asked.all else asked.first, keys)
        self._asking = bool(asked.interactive)
        self._stopped = False
        what = ROLES if asked.roles else MENTIONS
        self._report = LinkReport(what, output, written=not asked.diff, form=asked.format)
        self._made: list[tuple[PageFile, list[Edit]]] = []

    def edit(self, docname: str, *, named: bool) -> None:
        """Edit a page, which was *named* or is one of all pages."""
        path, markup = self._sources.path(docname), self._sources.markup(docname)
        if self._stopped:
            return
        if markup not in (RST, MYST):
            if named:
                message = f'{shown_path(path)} is neither reStructuredText nor MyST'
                self._output.note(f'{message}; skipped')
            return
        try:
            page = take_up(docname, path, markup)
            document = self._sources.page(docname)
            change = self._roles if self._asked.roles else self._links
            if edits := change(page, document):
                self._made.append((page, edits))
        except CommandError as refusal:
            self._report.failure(str(refusal))

    def finish(self) -> int:
        """Write the files, and report what was done; return the exit status.

        No file is written earlier, because another page may include it: every edit is
        proven on the project as it was read.
        """
        for page, edits in self._made:
            try:
                self._make(page, edits)
            except CommandError as refusal:
                self._report.failure(str(refusal))
        self._report.finish(self._sources.paths)
        if self._report.failures:
            return 2
        return 1 if self._asked.diff and self._report.edits else 0

    def _links(self, page: PageFile, document: nodes.document) -> list[Edit]:
        """Return the links of a page that are certain and wanted.

        A link may make the place of another mention certain. So if some links are left
        out, the page is searched again: a second run must find nothing to do.
        """
        unlinked = self._unlinked(page, document)
        edits: list[Edit] = []
        while certain := certain_links(unlinked, page, self._reader(page)):
            asked, wanted = self._asking, self._wanted(page, certain)
            if len(wanted) < len(certain):
                only = frozenset(wanted)
                certain = certain_links(unlinked, page, self._reader(page), only)
            page = page.with_text(edited(page.text, certain))
            edits += rebased(certain, edits)
            if asked or unlinked.is_complete:
                break  # the user would be asked again about a rejected edit
            document = self._sources.page(page.docname)
            unlinked = self._unlinked(page, document, unlinked.linked)
        self._report.left(page, unlinked.doubtful)
        for source in unlinked.elsewhere:
            self._report.elsewhere(source)
        return edits

    def _unlinked(
        self,
        page: PageFile,
        document: nodes.document,
        linked: Collection[tuple[int, str]] = (),
    ) -> UnlinkedMentions:
        app, spans = self._sources.app, Spans(page.file_lines)
        suffixes = app.config.source_suffix
        markups = Markups(self._mentions.lexicon, suffixes, spans.lines)
        sources = PageSources(document, page.path, spans, markups)
        prose = sources.prose(quiet=is_quiet(app.env, page.docname))
        return UnlinkedMentions(self._mentions, page, sources, prose, self._choice, linked)

    def _roles(self, page: PageFile, document: nodes.document) -> list[Edit]:
        """Return the new names of a page's roles that are certain and wanted."""
        roles = Roles(self._mentions.lexicon, page, document)
        edits = certain_roles(roles, page, self._reader(page))
        self._report.left(page, roles.doubtful)
        for role in roles.elsewhere:
            self._report.elsewhere(role.source, f':term:`{role.content}`')
        return self._wanted(page, edits)

    def _reader(self, page: PageFile) -> Read:
        return lambda text: self._sources.page_with(page.docname, text)

    def _wanted(self, page: PageFile, edits: Sequence[Edit]) -> list[Edit]:
        """Return the *edits* that the user accepts."""
        wanted = []
        for edit in sorted(edits):
            if self._stopped:
                break
            if not self._asking or self._agreed(page, edit):
                wanted.append(edit)
        return wanted

    def _agreed(self, page: PageFile, edit: Edit) -> bool:
        start, end = page.lines.around(edit.start, edit.end, len(page.text))
        line, column = page.lines.position(edit.start)
        before = page.text[start:end]
        after = page.text[start : edit.start] + edit.new + page.text[edit.end : end]
        self._output.result(self._output.painted(f'{page.shown}:{line}:{column}', 'bold'))
        for sign, text, color in (('-', before, 'red'), ('+', after, 'green')):
            for line_of_text in text.splitlines():
                self._output.result(self._output.painted(f'{sign} {line_of_text}', color))
        while True:
            self._output.raw(_QUESTION)
            answer = sys.stdin.readline()
            letter = answer.strip().lower()[:1] if answer else 'q'
            if letter == 'a':
                self._asking = False
            if letter == 'q':
                self._stopped = True
            if letter in ('y', 'n', 'a', 'q') and letter:
                return letter in ('y', 'a')

    def _make(self, page: PageFile, edits: Sequence[Edit]) -> None:
        """Show or write a page with its *edits*."""
        text = edited(page.text, edits)
        if not self._asked.diff:
            replace(page.original, text.encode())
        self._report.page(page, edits, text)
