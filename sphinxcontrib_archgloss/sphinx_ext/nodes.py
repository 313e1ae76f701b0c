"""Marker nodes: what a directive leaves in a page until the page is read whole."""

from __future__ import annotations

from docutils import nodes


class term_claim(nodes.Invisible, nodes.Element):
    """Says that the section it stands in is canonical for some terms.

    Attributes: ``targets``, a list of (label, line). It never outlives the
    reading of its page.
    """
