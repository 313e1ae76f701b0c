"""The directive ``term-page``: makes a section or a page the canonical page of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_claim
from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from docutils.nodes import Node


class ClaimTerms(PageDirective):
    """Makes the section around it the canonical page of terms."""

    def run(self) -> list[Node]:
        """Return a marker, whose section is looked up once the page is read."""
        argument = self.arguments[0] if self.arguments else ''
        lines = [*argument.split('\n'), *self.content]
        targets = self._with_lines([label for line in lines if (label := spaced(line))])
        if not targets:
            message = 'term-page names no terms; write one per line'
            self.note_problem(message, 'undefined')
            return []
        marker = term_claim(targets=targets)
        self.set_source_info(marker)
        return [marker]

    def _with_lines(self, labels: list[str]) -> list[tuple[str, int]]:
        """Return (label, line) for each term; parsers do not report these lines."""
        from sphinxcontrib_archgloss.file_lines import file_lines
        from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import REACH

        source, number = self.get_source_info()
        lines = file_lines(source)
        targets = []
        for label in labels:
            ahead = range(number, min(number + REACH, len(lines)) + 1)
            matches = (n for n in ahead if spaced(lines[n - 1]).endswith(label))
            number = next(matches, number)
            targets.append((label, number))
        return targets
