"""Views that are kept from build to build, for builds that write only few pages again.

If all facts and sets are those of the last build, its views are still valid. With those of
references, most pages can be written without loading a single term.
"""

from __future__ import annotations

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.plain_data import data_of
from sphinxcontrib_archgloss.project.destinations import Destination
from sphinxcontrib_archgloss.project.summary import Summary
from sphinxcontrib_archgloss.project.views import PopoverView, ReferenceView

UseName = tuple[str, str, str]
"""(kind, target, term) of a use in the facts of a page."""


class KeptViews(NamedTuple):
    """The views of a build that are kept; it is pickled."""

    references: dict[UseName, str]
    """Use → text of (use, its view without a popover, digest of the popover); the view is
    that on every page but the term's own."""
    popovers: dict[str, str]
    """Digest → text of the popover."""
    defining: frozenset[str]
    """Docnames of the pages that have a `HeadView` or a `SearchView`."""

    def reference(self, use: UseName) -> ReferenceView | None:
        """Return the view of *use*; None if it is not kept."""
        text = self.references.get(use)
        if text is None:
            return None
        _, (destination, *others), popover = data_of(text)
        view = ReferenceView(Destination(*destination), *others)
        return view._replace(popover=self._popover(popover)) if popover else view

    def _popover(self, digest: str) -> PopoverView:
        anchor, summary, *others = data_of(self.popovers[digest])
        return PopoverView(anchor, Summary(*summary), *others)
