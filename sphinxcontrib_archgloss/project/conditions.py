"""The conditions under which builders show blocks of pages.

How they are evaluated is not known here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable


class Condition(NamedTuple):
    """A condition under which a builder shows a block of a page."""

    directive: str
    """``only`` or ``ifconfig``."""
    expression: str


Holds = Callable[[Condition], bool]
"""Returns whether a builder shows what has a condition."""

TAKE_OUT = 'take it out of that block, or build with what the block asks for'
"""What to do about something that no builder shows."""


def leaves_out(conditions: Iterable[Condition], holds: Holds) -> str:
    """Return the directive that leaves something out, in quotes; empty for none."""
    hidden = (c for c in conditions if not holds(c))
    return next((quoted(f'{c.directive}:: {c.expression}') for c in hidden), '')
