"""Back-references: in an entry, the pages and sections that mention its term.

A page of entries has thousands of them. So the line is one node, which only HTML ever
meets, and its links are written as they are. Titles of other pages are
nothing that the search should find here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.ground.links import address
from sphinxcontrib_archgloss.sphinx_ext.ground.text import around, separator

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.project.references import MentionPlace
    from sphinxcontrib_archgloss.project.views import MentionsView

_ = get_translation('sphinxcontrib_archgloss')


class term_mentions(nodes.General, nodes.Element):
    """The line of an entry that says where its term is mentioned.

    Attributes: ``said``, the line with braces for the places; ``places``, a list of
    (address, titles of page and section, how often), where the address is empty if
    there is nothing to link to.
    """


def mention_line(mentions: MentionsView, docname: str, builder: Builder) -> list[Element]:
    """Return the line of an entry on page *docname*, if its term is mentioned."""
    if not mentions.places:
        return []
    said = _('MentionPlace in: {places}')
    if mentions.more:
        said = _('MentionPlace in: {places}, and {count} more').replace(
            '{count}', str(mentions.more)
        )
    places = [_place(place, docname, builder) for place in mentions.places]
    return [term_mentions(said=said, places=places)]


def _place(
    place: MentionPlace, docname: str, builder: Builder
) -> tuple[str, tuple[str, ...], int]:
    titles = (place.page, place.section) if place.section else (place.page,)
    try:
        there = Destination('', place.docname, place.anchor)
        return address(builder, docname, there), titles, place.times
    except NoUri:
        return '', titles, place.times


def visit_term_mentions(translator: HTML5Translator, node: term_mentions) -> None:
    """Write the links, and how often each place mentions the term."""
    caption, between, after = map(translator.encode, around(node['said']))
    written = []
    for uri, titles, times in node['places']:
        # an angle quote as it is would double the memory that the page's text takes
        name = ' &#8250; '.join(map(translator.encode, titles))
        if uri:
            href = translator.attval(uri)
            name = f'<a class="reference internal" href="{href}">{name}</a>'
        written.append(f'{name} ({times})' if times > 1 else name)
    places = translator.encode(separator()).join(written)
    line = f'<em>{caption}</em>{between}{places}{after}'
    translator.body.append(f'<p class="term-line term-mentions">{line}</p>\n')
    raise nodes.SkipNode
