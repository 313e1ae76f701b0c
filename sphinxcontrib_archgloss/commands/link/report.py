"""The output of `archgloss link`: text, page by page, or JSON at the end.

In JSON it is one mapping:

* ``written``: whether the files have been changed;
* ``edits``: for each, the ``path``, where it begins and ends in the file as it was
  (``line``, ``column``, ``end_line``, ``end_column``; 1-based, in code points, the end
  exclusive), the ``old`` text and the ``new`` one;
* ``left``: ``path`` and ``line`` (null where unknown) of each paragraph that contains
  something for which no edit is certain, and the ``reason``;
* ``elsewhere``: ``path`` of each file that is no page, and ``what`` in it is to be edited
  there;
* ``failures``: the ``message`` for each page that could not be read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.commands.link.page_file import unified_diff
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import other_source
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.problems import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.commands.link.page_file import Edit, PageFile


class EditKind(NamedTuple):
    """The words for one kind of edit."""

    sources: str
    """What is edited, in the plural."""
    product: str
    """The result of an edit, in the singular."""
    verb: str
    """The participle for what was done to it."""


MENTIONS = EditKind('mentions of terms', 'reference', 'made')
ROLES = EditKind('roles', 'role', 'renamed')


class LinkReport:
    """Reports one run, whose edits are *written* or only shown, as text or json."""

    def __init__(self, kind: EditKind, output: Output, *, written: bool, form: str) -> None:
        self._kind = kind
        self._output = output
        self._written = written
        self._is_data = form == 'json'
        self.edits: list[dict[str, Any]] = []
        self.failures: list[dict[str, Any]] = []
        self._left: list[dict[str, Any]] = []
        self._elsewhere: set[tuple[str, str]] = set()
        self._pages = 0

    def page(self, page: PageFile, edits: Sequence[Edit], text: str) -> None:
        """Report the *edits* of a page, which give it a new *text*."""
        self.edits += [_data(page, edit) for edit in sorted(edits)]
        self._pages += 1
        if self._is_data:
            return
        if self._written:
            self._output.result(
                f'{printable(page.shown)}: {counted(len(edits), self._kind.product)}'
            )
        else:
            self._output.raw(unified_diff(page.shown, page.text, text))

    def left(self, page: PageFile, reasons: Mapping[int, str]) -> None:
        """Report paragraphs without an edit: line, 0 being unknown → reason."""
        if not reasons:
            return
        known = ', '.join(f'{n} ({why})' for n, why in sorted(reasons.items()) if n)
        where = f'in the paragraphs at line {known}' if known else 'somewhere on the page'
        if 0 in reasons:
            where += f'{" and elsewhere" if known else ""} ({reasons[0]})'
        self._output.note(
            f'{page.shown}: skipped {self._kind.sources} that cannot be edited safely, '
            f'{where}'
        )
        self._left += [
            {'path': page.shown, 'line': line or None, 'reason': reason}
            for line, reason in sorted(reasons.items())
        ]

    def elsewhere(self, source: str, what: str = '') -> None:
        """Note that something on a page is from another *source*, as docutils calls it."""
        self._elsewhere.add((other_source(source, ''), what or self._kind.sources))

    def failure(self, message: str) -> None:
        """Report a page that could not be read or written."""
        self._output.note(f'archgloss: {message}')
        self.failures.append({'message': message})

    def finish(self, pages: Collection[str]) -> None:
        """Report the totals at the end; *pages* are the paths of all pages."""
        elsewhere = sorted(pair for pair in self._elsewhere if pair[0] not in pages)
        for path, what in elsewhere:
            message = f'{shown_path(path)} has {what}, but is not a page itself'
            self._output.note(f'{message}; edit that file by hand')
        if self._is_data:
            self._output.data(
                {
                    'written': self._written,
                    'edits': self.edits,
                    'left': self._left,
                    'elsewhere': [
                        {'path': shown_path(path), 'what': what} for path, what in elsewhere
                    ],
                    'failures': self.failures,
                }
            )
        elif self._written and self.edits:
            done = f'{counted(len(self.edits), self._kind.product)} {self._kind.verb}'
            self._output.result(f'{done} on {counted(self._pages, "page")}')
        elif self._written:
            self._output.result('nothing was changed')


def _data(page: PageFile, edit: Edit) -> dict[str, Any]:
    line, column = page.lines.position(edit.start)
    end_line, end_column = page.lines.position(edit.end)
    return {
        'path': page.shown,
        'line': line,
        'column': column,
        'end_line': end_line,
        'end_column': end_column,
        'old': page.text[edit.start : edit.end],
        'new': edit.new,
    }
