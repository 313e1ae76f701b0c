"""What pages in a browser have, without any script: what can be opened, and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class disclosure(nodes.General, nodes.Element):
    """What stands closed on a page. Attributes: ``summary``, what it is."""


def visit_disclosure(self: HTML5Translator, node: disclosure) -> None:
    """Begin it, closed, with its summary."""
    self.body.append(self.starttag(node, 'details', '\n'))
    self.body.append(f'<summary>{self.encode(node["summary"])}</summary>\n')


def depart_disclosure(self: HTML5Translator, node: disclosure) -> None:
    """End it."""
    self.body.append('</details>\n')


class map_picture(nodes.General, nodes.Element):
    """A picture in a page of HTML; attribute: ``svg``.

    The names in it are none of the page's words, so the search never meets them.
    """


def visit_map_picture(translator: HTML5Translator, node: map_picture) -> None:
    """Write the picture as it is."""
    translator.body.append(node['svg'])
    raise nodes.SkipNode
