"""Back-references: the pages and sections that mention the term of an entry.

A page of entries has thousands of them, so each entry gets a single node, for HTML only,
whose visitor writes the links. The titles of other pages are not text of this page, so the
search does not index them here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.ground.links import address
from sphinxcontrib_archgloss.sphinx_ext.ground.text import LINE, around, separator

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.project.views import MentionsView

_ = get_translation('sphinxcontrib_archgloss')


class term_mentions(nodes.General, nodes.Element):
    """The line of an entry that lists where its term is mentioned.

    Attributes: ``sentence``, with braces for the places; ``count``, how many there are;
    ``places``, a list of (address, titles of page and section, how often). The address is
    empty where the builder has no such page.
    """


UNFOLDED = 3
"""Maximum number of places that a reader sees without opening the list."""


def mention_line(mentions: MentionsView, docname: str, builder: Builder) -> list[Element]:
    """Return the line of an entry on page *docname*, if its term is mentioned."""
    if not mentions.places:
        return []
    count = len(mentions.places) + mentions.more
    sentence = _('Mentioned in: {places}')
    if mentions.more:
        sentence = _('{places}, and {count} more').replace('{count}', str(mentions.more))
    elif count > UNFOLDED:
        sentence = '{places}'
    places: list[tuple[str, tuple[str, ...], int]] = []
    for place in mentions.places:
        titles = (place.page, place.section) if place.section else (place.page,)
        try:
            destination = Destination('', place.docname, place.anchor)
            uri = address(builder, docname, destination)
        except NoUri:
            uri = ''
        places.append((uri, titles, place.times))
    return [term_mentions(sentence=sentence, count=count, places=places, classes=[LINE])]


def visit_term_mentions(translator: HTML5Translator, node: term_mentions) -> None:
    """Write the links, folded where there are many, and how often a place has the term."""
    caption, between, after = map(translator.encode, around(node['sentence']))
    places = []
    for uri, titles, times in node['places']:
        # an angle quote as it is would double the memory that the page's text takes
        name = ' &#8250; '.join(map(translator.encode, titles))
        if uri:
            href = translator.attval(uri)
            name = f'<a class="reference internal" href="{href}">{name}</a>'
        places.append(f'{name} ({times})' if times > 1 else name)
    text = translator.encode(separator()).join(places)
    if node['count'] > UNFOLDED:
        title = translator.encode(
            _('Mentioned in ({count})').replace('{count}', str(node['count']))
        )
        html = (
            f'<details class="term-line term-mentions"><summary>{title}</summary>\n'
            f'<p>{caption}{between}{text}{after}</p>\n</details>'
        )
    else:
        line = f'<em>{caption}</em>{between}{text}{after}'
        html = f'<p class="term-line term-mentions">{line}</p>'
    translator.body.append(f'{html}\n')
    raise nodes.SkipNode
