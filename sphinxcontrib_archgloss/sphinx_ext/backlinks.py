"""Back-references: in an entry, the pages and sections that mention its term.

A page of entries has thousands of them. So they are one node to an entry, which only
HTML ever meets, and their links are written as they are. Titles of other pages are
nothing that the search should find here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.reading.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.captions import captioned, separator
from sphinxcontrib_archgloss.sphinx_ext.links import address

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.reading.project import Project
    from sphinxcontrib_archgloss.reading.usage import Mentioned

_ = get_translation('sphinxcontrib_archgloss')


class term_places(nodes.General, nodes.Inline, nodes.Element):
    """Places that mention a term.

    Attribute: ``places``, a list of (address, what it is called, how often); the address
    is empty where there is nothing to link to.
    """


def mention_line(
    project: Project, key: str, docname: str, builder: Builder
) -> list[Element]:
    """Return the line for the entry of *key* on page *docname*, if it is mentioned."""
    found, more = project.places(key)
    if not found:
        return []
    said = _('Mentioned in: {places}')
    if more:
        said = _('Mentioned in: {places}, and {count} more').replace('{count}', str(more))
    places = [_place(one, docname, builder) for one in found]
    return [captioned('term-mentions', said, [[term_places(places=places)]])]


def _place(one: Mentioned, docname: str, builder: Builder) -> tuple[str, str, int]:
    title = f'{one.page} › {one.section}' if one.section else one.page
    try:
        there = Destination('', one.docname, one.anchor)
        return address(builder, docname, there), title, one.times
    except NoUri:
        return '', title, one.times


def visit_term_places(translator: HTML5Translator, node: term_places) -> None:
    """Write the links, and how often each place mentions the term."""
    written = []
    for uri, title, times in node['places']:
        name = translator.encode(title)
        if uri:
            href = translator.attval(uri)
            name = f'<a class="reference internal" href="{href}">{name}</a>'
        written.append(f'{name} ({times})' if times > 1 else name)
    translator.body.append(translator.encode(separator()).join(written))
    raise nodes.SkipNode
