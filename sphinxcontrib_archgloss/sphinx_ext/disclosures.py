"""What readers of a page in a browser can open and close, without any script."""

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
