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
    from sphinxcontrib_archgloss.project.views import TermLinkView

_MOST_URIS = 1024

Content = TypeVar('Content', bound=nodes.Node)


def make_link(
    builder: Builder, fromdocname: str, destination: Destination, content: Content
) -> Content | nodes.reference:
    """Return *content*, on the page *fromdocname*, as a link to where *destination* leads.

    Raises NoUri where the builder has no such page.
    """
    if destination.url:
        return nodes.reference('', '', content, internal=False, refuri=destination.url)
    if builder.name == 'man':
        return content  # a manual page has no anchors, but would print their names
    if builder.name == 'singlehtml':
        uri = address(builder, fromdocname, destination)
        return nodes.reference('', '', content, internal=True, refuri=uri)
    link = nodes.reference('', '', content, internal=True)
    if destination.anchor and destination.docname == fromdocname:
        link['refid'] = destination.anchor
    else:
        page = _relative_uri(builder, fromdocname, destination.docname)
        link['refuri'] = f'{page}#{destination.anchor}' if destination.anchor else page
    return link


def address(builder: Builder, fromdocname: str, destination: Destination) -> str:
    """Return what a link on the page *fromdocname* of HTML has for an address.

    It is empty for the page itself. Raises NoUri where the builder has no such page.
    """
    if destination.url:
        return destination.url
    anchor = destination.anchor
    if builder.name == 'singlehtml':
        # all is one page; Sphinx 9 writes "#document-page#anchor", which leads nowhere,
        # and the first page has no anchor of its own
        first = destination.docname == builder.config.root_doc
        return f'#{anchor or ("" if first else f"document-{destination.docname}")}'
    if anchor and hasattr(builder, 'fix_fragment'):  # EPUB has no colons in ids
        anchor = str(builder.fix_fragment('', anchor))
    if destination.docname == fromdocname:
        return anchor and f'#{anchor}'
    page = _relative_uri(builder, fromdocname, destination.docname)
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


def name_link(link: TermLinkView, fromdocname: str, builder: Builder) -> Element:
    """Return the name of a term as a link to where references lead, if anywhere."""
    name = nodes.inline(link.name, link.name, classes=['term-name'])
    if not link.destination.exists:
        return name
    if builder.format == 'latex' and link.destination.anchor:
        name['classes'].append('std-term')  # or it adds a page number
    try:
        return make_link(builder, fromdocname, link.destination, name)
    except NoUri:
        return name


def link_label(
    label: Element, destination: Destination, docname: str, builder: Builder
) -> None:
    """Make *label*, on the page *docname*, a link to *destination*, if there is one."""
    if not destination.exists:
        return
    content = label.deepcopy()
    if builder.format == 'latex' and destination.anchor:
        content['classes'].append('std-term')  # or it adds a page number
    try:
        link = make_link(builder, docname, destination, content)
    except NoUri:
        return
    link.source, link.line = label.source, label.line
    # not by replace_self, which gives the link the label's classes, too
    label.parent.replace(label, link)
