"""HTML of a concept map: the picture and the list that can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import HtmlNode

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class disclosure(HtmlNode, nodes.General):
    """Content that readers open; attribute: ``summary``, its visible title."""

    def write(self, translator: HTML5Translator) -> None:
        """Write the content, closed for readers, after its summary."""
        summary = f'<summary>{translator.encode(self["summary"])}</summary>\n'
        self.write_element(translator, 'details', first=summary)


class map_picture(HtmlNode, nodes.General):
    """A picture in a page; attribute: ``svg``.

    The names in it are not text of the page, so the search does not index them.
    """

    def write(self, translator: HTML5Translator) -> None:
        """Write the picture in a frame that scrolls if the picture is wide."""
        translator.body.append(f'<div class="term-map-frame">{self["svg"]}</div>\n')


_HEADS = {
    'hollow': '<path d="M27 2 38 6 27 10Z" fill="none" stroke="currentColor"/>',
    'solid': '<path d="M27 2 38 6 27 10Z" fill="currentColor" stroke="currentColor"/>',
    'vee': '<path d="M28 2 38 6 28 10 31 6Z" fill="currentColor" stroke="currentColor"/>',
    '': '',
}
_SAMPLES = {
    'broader': ('hollow', '1.2', ''),
    'related': ('', '1.2', ''),
    'contrast': ('', '1.2', '5 2'),
    'see': ('vee', '1.2', '5 2'),
    'replaced_by': ('solid', '2.6', ''),
    'mentions': ('vee', '1.6', '1.6 4'),
}
"""Kind of line → its head, width and dashes, as `dot` draws it."""


class map_legend(HtmlNode, nodes.General):
    """The lines of a picture; attribute: ``lines``, a list of (kind, name, sentence)."""

    def write(self, translator: HTML5Translator) -> None:
        """Write a sample of each kind of line, and its name."""
        translator.body.append('<p class="term-map-legend">\n')
        for kind, name, sentence in self['lines']:
            head, width, dashes = _SAMPLES[kind]
            end = 38 if not head else 28
            label = translator.attval(sentence)
            translator.body.append(
                f'<span><svg width="40" height="12" viewBox="0 0 40 12" role="img" '
                f'aria-label="{label}"><path d="M1 6H{end}" stroke="currentColor" '
                f'stroke-width="{width}" stroke-dasharray="{dashes or "none"}"/>'
                f'{_HEADS[head]}</svg> {translator.encode(name)}</span>\n'
            )
        translator.body.append('</p>\n')
