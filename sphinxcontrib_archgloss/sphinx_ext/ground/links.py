"""Links: a destination to a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.errors import NoUri

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.destinations import Destination
    from sphinxcontrib_archgloss.project.project import Project

_MOST_URIS = 1024

Content = TypeVar('Content', bound=nodes.Node)


def make_link(
    builder: Builder, fromdocname: str, found: Destination, content: Content
) -> Content | nodes.reference:
    """Return *content*, on the page *fromdocname*, as a link to where *found* leads.

    Raises NoUri where the builder has no such page.
    """
    if found.url:
        return nodes.reference('', '', content, internal=False, refuri=found.url)
    if builder.name == 'man':
        return content  # a manual page has no anchors, but would print their names
    if builder.name == 'singlehtml':
        uri = address(builder, fromdocname, found)
        return nodes.reference('', '', content, internal=True, refuri=uri)
    link = nodes.reference('', '', content, internal=True)
    if found.anchor and found.docname == fromdocname:
        link['refid'] = found.anchor
    else:
        page = _relative_uri(builder, fromdocname, found.docname)
        link['refuri'] = f'{page}#{found.anchor}' if found.anchor else page
    return link


def address(builder: Builder, fromdocname: str, found: Destination) -> str:
    """Return what a link on the page *fromdocname* of HTML has for an address.

    It is empty for the page itself. Raises NoUri where the builder has no such page.
    """
    if found.url:
        return found.url
    anchor = found.anchor
    if builder.name == 'singlehtml':
        # all is one page; Sphinx 9 writes "#document-page#anchor", which leads nowhere,
        # and the first page has no anchor of its own
        first = found.docname == builder.config.root_doc
        return f'#{anchor or ("" if first else f"document-{found.docname}")}'
    if anchor and hasattr(builder, 'fix_fragment'):  # EPUB has no colons in ids
        anchor = str(builder.fix_fragment('', anchor))
    if found.docname == fromdocname:
        return anchor and f'#{anchor}'
    page = _relative_uri(builder, fromdocname, found.docname)
    return f'{page}#{anchor}' if anchor else page


_URIS: WeakKeyDictionary[Builder, dict[tuple[str, str], str]] = WeakKeyDictionary()


def _relative_uri(builder: Builder, fromdocname: str, docname: str) -> str:
    """Return the way from one page to another; a page asks for the same ones often."""
    known = _URIS.setdefault(builder, {})
    uri = known.get((fromdocname, docname))
    if uri is None:
        uri = builder.get_relative_uri(fromdocname, docname)
        if len(known) > _MOST_URIS:
            known.clear()
        known[fromdocname, docname] = uri
    return uri


def name_link(project: Project, key: str, fromdocname: str, builder: Builder) -> Element:
    """Return the name of the term *key* as a link to where references lead, if anywhere."""
    found = project.destination(key, fromdocname)
    shown = project.shown_name(key)
    name = nodes.inline(shown, shown, classes=['term-name'])
    if not found.leads:
        return name
    if builder.format == 'latex' and found.anchor:
        name['classes'].append('std-term')  # or it adds a page number
    try:
        return make_link(builder, fromdocname, found, name)
    except NoUri:
        return name


def link_label(label: Element, found: Destination, docname: str, builder: Builder) -> None:
    """Make *label*, on the page *docname*, a link to *found*, if it leads anywhere."""
    if not found.leads:
        return
    content = label.deepcopy()
    if builder.format == 'latex' and found.anchor:
        content['classes'].append('std-term')  # or it adds a page number
    try:
        link = make_link(builder, docname, found, content)
    except NoUri:
        return
    link.source, link.line = label.source, label.line
    # not by replace_self, which gives the link the label's classes, too
    label.parent.replace(label, link)
