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
    """Use → it and its view, as text; the view is that on every page but the term's own."""
    defining: frozenset[str]
    """Docnames of the pages that have a `HeadView` or a `SearchView`."""

    def reference(self, use: UseName) -> ReferenceView | None:
        """Return the view of *use*; None if it is not kept."""
        text = self.references.get(use)
        if text is None:
            return None
        destination, qualified, inside, popover, elsewhere = data_of(text)[1]
        if popover is not None:
            anchor, summary, *more = popover
            popover = PopoverView(anchor, Summary(*summary), *more)
        return ReferenceView(
            Destination(*destination), qualified, inside, popover, elsewhere
        )
