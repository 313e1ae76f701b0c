"""The directive ``term-page``: makes a section or a page canonical for terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_claim
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import REACH
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from docutils.nodes import Node


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
