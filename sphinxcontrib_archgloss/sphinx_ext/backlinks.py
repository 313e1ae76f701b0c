"""Back-references: in an entry, the pages and sections that mention its term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.reading.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.captions import captioned
from sphinxcontrib_archgloss.sphinx_ext.links import link_label

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
    label = nodes.inline(title, title)
    holder = nodes.inline('', '', label)
    if one.anchor or one.docname != docname:
        link_label(label, Destination('', one.docname, one.anchor), docname, builder)
    if one.times > 1:
        holder += nodes.Text(f' ({one.times})')
    return list(holder.children)
