"""The ids that Sphinx gives the names of a page's glossaries, in the order of the page.

An id is made from the name. A name without ASCII letters, or one whose id is taken,
gets a number, so that the ids of a page depend on all names before them.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.docutils import new_document
from sphinx.util.nodes import make_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


class GlossaryAnchors:
    """Makes the ids of the names in the glossaries of *document*.

    The document is a page, or a part of one that shares its *numbers*.
    """

    def __init__(
        self, document: nodes.document, numbers: Iterator[int] | None = None
    ) -> None:
        self._document = document
        self.numbers = count() if numbers is None else numbers

    def new_serialno(self, category: str) -> int:
        """Return the next number, as Sphinx's environment does."""
        return next(self.numbers)

    def of(self, name: str) -> str:
        """Return the id of the next *name* of the page."""
        env = cast('BuildEnvironment', self)  # it only has to return numbers
        anchor = make_id(env, self._document, 'term', name)
        self.take(anchor)
        return anchor

    def take(self, node_id: str) -> None:
        """Note that something else on the page has the id *node_id*."""
        self._document.ids.setdefault(node_id, nodes.target())


def anchors_below(title: str) -> GlossaryAnchors:
    """Return an object that makes the ids on a new page with this *title*."""
    anchors = GlossaryAnchors(new_document(''))
    anchors.take(nodes.make_id(title))
    return anchors
