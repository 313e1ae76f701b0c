"""What a project's own layout of popovers gets, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.layouts import Layout


class PopoverParts(NamedTuple):
    """What a template gets of a popover."""

    id: str
    name: str
    text: Markup
    """The sentence, as HTML."""
    status: str
    """That the term is deprecated, and its successor; else empty."""
    state: str
    """Where the links go, in words."""
    page: str
    """Title of the canonical page; empty where the links go to the entry."""
    body: Markup
    """HTML of the built-in layout."""


_SAMPLES = (
    PopoverParts('a', 'A', Markup('B.'), '', 'In C', '', Markup('<p>A</p>')),
    PopoverParts('a', 'A', Markup('B.'), 'D.', 'Read: C', 'C', Markup('<p>A</p>')),
)
"""Popovers by which a template is tried on every build."""


def popover_layout(session: BuildSession) -> Layout:
    """Return the layout of the popovers of a build."""
    from sphinxcontrib_archgloss.sphinx_ext.ground.layouts import Layout

    path = session.template('popover') if session.features.popovers else None
    return Layout(path, 'popovers', _SAMPLES)
