"""What depends on the builder: which blocks of pages it shows, and which features.

Conditions are evaluated elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Condition(NamedTuple):
    """A condition under which a builder shows a block of a page."""

    directive: str
    """``only`` or ``ifconfig``."""
    expression: str


Holds = Callable[[Condition], bool]
"""Returns whether a builder shows a block with a condition."""

TAKE_OUT = 'move it out of that block, or make the condition of the block true'
"""What to do about something that no builder shows."""


def leaves_out(conditions: Iterable[Condition], holds: Holds) -> str:
    """Return the directive that leaves something out, in quotes; empty for none."""
    from sphinxcontrib_archgloss.terms.problems import quoted

    hidden = (c for c in conditions if not holds(c))
    return next((quoted(f'{c.directive}:: {c.expression}') for c in hidden), '')


class BuilderFeatures(NamedTuple):
    """What a builder's pages show beyond links and entries."""

    popovers: bool = False
    """Popovers of references."""
    backlinks: bool = False
    """Lists of mentions in entries, unless the directive forbids them."""
    unpublished_marks: bool = True
    """Marks in entries of terms without a canonical page."""
    html: bool = False
    """These lists if the directive asks for them, and languages other than the page's."""
    look: str = ''
    """Digest of the style sheets and scripts of the pages, and the template of popovers."""
    entry_layout: str = ''
    """Digest of the project's own template of entries; empty for none."""
    pictures: str = ''
    """The program that draws maps, with its version; empty where maps are lists."""
    structured_data: bool = False
    """JSON-LD in the head of a page."""
    search: bool = False
    """Labels that the search finds pages by, though readers do not see them."""


class ProseOptions(NamedTuple):
    """The changes to prose when it is written."""

    autolink: str = 'off'
    """off, first or all: the default for terms whose records do not set it."""
    scope: str = 'page'
    """page or section: where the first mention is the first."""
    expand: str = 'off'
    """off or first: which uses of acronyms are expanded."""

    @property
    def is_active(self) -> bool:
        """Whether prose is changed at all."""
        return self.autolink != 'off' or self.expand != 'off'
