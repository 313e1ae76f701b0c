"""The builder ``termcheck``: connects Sphinx to a `CheckRun`.

Every run checks all pages, so that a second run reports the same as the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.dummy import DummyBuilder
from sphinx.locale import __
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun


class TermCheckBuilder(DummyBuilder):
    """Checks how the project uses its terms."""

    name = 'termcheck'
    epilog = __('The findings are in %(outdir)s.')

    check_run: CheckRun | None = None
    """None until the project has been read."""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Begin a run."""
        # only this builder needs the checks
        from sphinxcontrib_archgloss.sphinx_ext.termcheck.run import CheckRun

        self.check_run = CheckRun(self)

    def finish(self) -> None:
        """Check the project as a whole; write and print the reports."""
        if self.check_run is not None:
            self.check_run.finish()


class CheckPage(SphinxPostTransform):
    """Passes each page to the run of the builder ``termcheck``."""

    builders = ('termcheck',)
    default_priority = 1  # before anything of the page is completed or resolved

    def run(self, **kwargs: Any) -> None:
        """Check the page."""
        builder = ArchglossDomain.of(self.env).session.app.builder
        if isinstance(builder, TermCheckBuilder) and builder.check_run is not None:
            builder.check_run.check_page(self.env.docname, self.document)
