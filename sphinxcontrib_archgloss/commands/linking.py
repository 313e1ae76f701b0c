"""What `archgloss link` does with each page: find, ask, show or write, and tell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.edits import edited, unified_diff
from sphinxcontrib_archgloss.commands.output import shown_path
from sphinxcontrib_archgloss.commands.pages import is_known, take_up
from sphinxcontrib_archgloss.commands.proven import certain_links, certain_roles
from sphinxcontrib_archgloss.commands.renamed import Roles
from sphinxcontrib_archgloss.commands.unlinked import Choice, Unlinked
from sphinxcontrib_archgloss.files import replace
from sphinxcontrib_archgloss.refused import Refused
from sphinxcontrib_archgloss.terms.mentions import Matcher

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from docutils import nodes

    from sphinxcontrib_archgloss.commands.edits import Edit
    from sphinxcontrib_archgloss.commands.output import Output
    from sphinxcontrib_archgloss.commands.pages import Page
    from sphinxcontrib_archgloss.commands.proven import Read
    from sphinxcontrib_archgloss.commands.reread import Sources

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
        self._project = sources.project  # as it was before any page is tried
        self._matcher = Matcher(self._project.lexicon)
        self._choice = Choice('' if asked.all else asked.first, keys)
        self._asking = bool(asked.interactive)
        self._stopped = False
        self._elsewhere: set[tuple[str, str]] = set()
        self._edits = self._pages = self._failures = 0

    def edit(self, docname: str, *, named: bool) -> None:
        """Edit a page, whether it was *named* or is one of all."""
        path, markup = self._sources.path(docname), self._sources.markup(docname)
        if self._stopped:
            return
        if not is_known(markup):
            if named:
                said = f'{shown_path(path)} is neither reStructuredText nor MyST'
                self._output.note(f'{said}; left as it is')
            return
        try:
            page = take_up(docname, path, markup)
            document = self._sources.page(docname)
            change = self._roles if self._asked.roles else self._links
            text, count = change(page, document)
            if count:
                self._make(page, text, count)
        except Refused as refusal:
            self._output.note(f'archgloss: {refusal}')
            self._failures += 1

    def finish(self) -> int:
        """Tell what has been done; return the exit status."""
        for source, content in sorted(self._elsewhere):
            said = f':term:`{content}` stands in {shown_path(source)}, which is no page'
            self._output.note(f'{said}; change it there')
        if not self._asked.diff:
            what = 'role' if self._asked.roles else 'reference'
            done = 'renamed' if self._asked.roles else 'made'
            told = f'{_count(self._edits, what)} {done} on {_count(self._pages, "page")}'
            self._output.result(told if self._edits else 'nothing was changed')
        if self._failures:
            return 2
        return 1 if self._asked.diff and self._edits else 0

    def _links(self, page: Page, document: nodes.document) -> tuple[str, int]:
        """Return a page with the links that are certain and wanted, and their number.

        A link may make the place of another mention certain, so the page is gone
        through until there are no more: a second run is to find nothing to do.
        """
        if self._sources.is_quiet(page.docname):
            return page.text, 0
        unlinked = Unlinked(self._project, self._matcher, page, document, self._choice)
        count = 0
        while edits := certain_links(unlinked, page, self._reader(page)):
            asked, wanted = self._asking, self._wanted(page, edits)
            if len(wanted) < len(edits):
                edits = certain_links(unlinked, page, self._reader(page), wanted)
            page = page.with_text(edited(page.text, edits))
            count += len(edits)
            if asked:
                break  # what was not wanted would be asked for again
            unlinked = unlinked.after(page, self._sources.page(page.docname))
        self._note_doubtful(page, unlinked.doubtful, 'mentions of terms')
        return page.text, count

    def _roles(self, page: Page, document: nodes.document) -> tuple[str, int]:
        """Return a page with the roles that are certain and wanted, and their number."""
        roles = Roles(self._project.lexicon, page, document)
        edits = certain_roles(roles, page, self._reader(page))
        self._note_doubtful(page, roles.doubtful, 'roles')
        self._elsewhere.update((one.source, one.content) for one in roles.elsewhere)
        wanted = self._wanted(page, edits)
        return edited(page.text, wanted), len(wanted)

    def _reader(self, page: Page) -> Read:
        return lambda text: self._sources.page_with(page.docname, text)

    def _note_doubtful(self, page: Page, lines: Collection[int], what: str) -> None:
        if lines:
            numbers = ', '.join(map(str, sorted(lines)))
            said = f'{page.shown}: {what} that no certain edit can be made of, in the'
            self._output.note(f'{said} paragraphs at line {numbers}; left as they are')

    def _wanted(self, page: Page, edits: Sequence[Edit]) -> list[Edit]:
        """Return those of *edits* that the user agrees to."""
        found = []
        for edit in sorted(edits):
            if self._stopped:
                break
            if not self._asking or self._agreed(page, edit):
                found.append(edit)
        return found

    def _agreed(self, page: Page, edit: Edit) -> bool:
        start, end = page.lines.around(edit.start, edit.end, len(page.text))
        line, column = page.lines.position(edit.start)
        before = page.text[start:end]
        after = page.text[start : edit.start] + edit.new + page.text[edit.end : end]
        self._output.result(self._output.painted(f'{page.shown}:{line}:{column}', 'bold'))
        for sign, text, color in (('-', before, 'red'), ('+', after, 'green')):
            for one in text.splitlines():
                self._output.result(self._output.painted(f'{sign} {one}', color))
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

    def _make(self, page: Page, text: str, count: int) -> None:
        """Show or write a page with its edits, which are in its new *text*."""
        if self._asked.diff:
            self._output.raw(unified_diff(page.shown, page.text, text))
        else:
            replace(page.original, text.encode())
            what = 'role' if self._asked.roles else 'reference'
            self._output.result(f'{page.shown}: {_count(count, what)}')
        self._edits += count
        self._pages += 1


def _count(number: int, what: str) -> str:
    return f'{number} {what}{"" if number == 1 else "s"}'
