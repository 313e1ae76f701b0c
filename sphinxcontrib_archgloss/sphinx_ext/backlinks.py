"""Back-references: in an entry, the pages and sections that mention its term."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.reading.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.captions import captioned
from sphinxcontrib_archgloss.sphinx_ext.links import make_link

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.reading.project import Project
    from sphinxcontrib_archgloss.reading.usage import Mentioned

_ = get_translation('sphinxcontrib_archgloss')


def mention_line(
    project: Project, key: str, docname: str, builder: Builder
) -> list[Element]:
    """Return the line for the entry of *key* on page *docname*, if it is mentioned."""
    places, more = project.places(key)
    if not places:
        return []
    said = str(_('Mentioned in: {places}'))
    if more:
        said = str(_('Mentioned in: {places}, and {count} more'))
        said = said.replace('{count}', str(more))
    parts = [_place(one, docname, builder) for one in places]
    return [captioned('term-mentions', said, parts)]


def _place(one: Mentioned, docname: str, builder: Builder) -> list[Node]:
    """Return a link to a section, and how often it mentions the term."""
    title = f'{one.page} › {one.section}' if one.section else one.page
    found: list[Node] = [nodes.Text(title)]
    if one.anchor or one.docname != docname:
        there = Destination('', one.docname, one.anchor)
        with suppress(NoUri):
            # there may be thousands of them: no node more than a link takes
            found = [make_link(builder, docname, there, found[0])]
    if one.times > 1:
        found.append(nodes.Text(f' ({one.times})'))
    return found
