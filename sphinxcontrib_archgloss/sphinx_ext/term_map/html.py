"""HTML of a concept map: the picture and the list that can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class disclosure(nodes.General, nodes.Element):
    """Content that readers open; attribute: ``summary``, its visible title."""


def visit_disclosure(translator: HTML5Translator, node: disclosure) -> None:
    """Open the element, closed for readers, with its summary."""
    translator.body.append(translator.starttag(node, 'details', '\n'))
    translator.body.append(f'<summary>{translator.encode(node["summary"])}</summary>\n')


def depart_disclosure(translator: HTML5Translator, node: disclosure) -> None:
    """Close the element."""
    translator.body.append('</details>\n')


class map_picture(nodes.General, nodes.Element):
    """A picture in a page; attribute: ``svg``.

    The names in it are not text of the page, so the search does not index them.
    """


def visit_map_picture(translator: HTML5Translator, node: map_picture) -> None:
    """Write the picture as it is."""
    translator.body.append(node['svg'])
    raise nodes.SkipNode
