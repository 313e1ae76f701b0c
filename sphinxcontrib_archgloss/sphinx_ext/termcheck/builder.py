"""The builder ``termcheck``: a thin shell around `checking`.

All pages are looked at on every run, so a run after another says the same as the
first. What a run takes is imported when there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.dummy import DummyBuilder
from sphinx.locale import __
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes

    from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun


class TermCheckBuilder(DummyBuilder):
    """Checks how the project uses its terms."""

    name = 'termcheck'
    epilog = __('What was found is in %(outdir)s.')

    def init(self) -> None:
        """Begin with no run."""
        self._run: CheckRun | None = None

    @property
    def _checking(self) -> CheckRun:
        if self._run is None:
            # only this builder needs the checks
            from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun

            self._run = CheckRun(self)
        return self._run

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Take up the project, which has been read by now."""
        self._checking.begin()

    def check_page(self, docname: str, document: nodes.document) -> None:
        """Check a page, whose references are not resolved yet."""
        self._checking.check_page(docname, document)

    def finish(self) -> None:
        """Check the project as a whole; write and print what was found."""
        self._checking.finish()


class CheckPage(SphinxPostTransform):
    """Hands each page over to the builder ``termcheck``."""

    builders = ('termcheck',)
    default_priority = 1  # before anything of the page is completed or resolved

    def run(self, **kwargs: Any) -> None:
        """Hand the page over."""
        session = ArchglossDomain.of(self.env).session
        builder = session.app.builder
        if isinstance(builder, TermCheckBuilder):
            builder.check_page(self.env.docname, self.document)
