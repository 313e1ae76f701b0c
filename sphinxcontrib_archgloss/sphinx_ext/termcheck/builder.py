"""The builder ``termcheck``: connects Sphinx to a `CheckRun`.

Every run checks all pages, so that a second run reports the same as the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.dummy import DummyBuilder
from sphinx.locale import __

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun


class TermCheckBuilder(DummyBuilder):
    """Checks how the project uses its terms."""

    name = 'termcheck'
    epilog = __('The findings are in %(outdir)s.')

    check_run: CheckRun | None = None
    """None until the project has been read, and after its reports are written."""

    def init(self) -> None:
        """Keep the pages that are read in memory for their checks."""
        self._doctrees: dict[str, nodes.document] = {}
        self.events.connect('doctree-read', self._note_doctree, 500)

    def _note_doctree(self, app: Sphinx, doctree: nodes.document) -> None:
        self._doctrees[self.env.docname] = doctree

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Check the pages as they were read; the rules need no resolved references."""
        # only this builder needs the checks
        from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun

        self.check_run = CheckRun(self)
        self.check_run.check_pages(docnames, self._doctree)

    def _doctree(self, docname: str) -> nodes.document:
        doctree = self._doctrees.pop(docname, None)
        return self.env.get_doctree(docname) if doctree is None else doctree

    def finish(self) -> None:
        """Check the project as a whole; write and print the reports."""
        # its objects are many, and not needed any longer
        check_run, self.check_run = self.check_run, None
        if check_run is not None:
            check_run.finish()
