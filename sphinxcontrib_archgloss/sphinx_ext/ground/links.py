"""Links: nodes and addresses for a destination, from one page of one builder.

Other modules decide which destination a reference has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.errors import NoUri

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import add_child
from sphinxcontrib_archgloss.sphinx_ext.ground.text import mark_foreign

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
    """Return *content* as a link from the page *fromdocname* to *destination*.

    Raises NoUri where the builder has no such page.
    """
    if builder.name == 'man' and not destination.url:
        return content  # a manual page has no anchors, but would print their names
    link = nodes.reference()
    add_child(link, content)
    attributes, anchor = link.attributes, destination.anchor
    attributes['internal'] = not destination.url
    if destination.url:
        attributes['refuri'] = destination.url
    elif builder.name == 'singlehtml':
        attributes['refuri'] = address(builder, fromdocname, destination)
    elif anchor and destination.docname == fromdocname:
        attributes['refid'] = anchor
    else:
        page = _relative_uri(builder, fromdocname, destination.docname)
        attributes['refuri'] = f'{page}#{anchor}' if anchor else page
    return link


def address(builder: Builder, fromdocname: str, destination: Destination) -> str:
    """Return the address of *destination* for an HTML link on the page *fromdocname*.

    It is empty for the page itself. Raises NoUri where the builder has no such page.
    """
    if destination.url:
        return destination.url
    anchor = destination.anchor
    if builder.name == 'singlehtml':
        # everything is one page; Sphinx 9 writes "#document-page#anchor", a broken link,
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
    """Return the relative address of a page; most pages need the same few often."""
    uris = _URIS.get(builder)
    if uris is None:
        uris = _URIS[builder] = {}
    uri = uris.get((fromdocname, docname))
    if uri is None:
        uri = builder.get_relative_uri(fromdocname, docname)
        if len(uris) > _MOST_URIS:
            uris.clear()
        uris[fromdocname, docname] = uri
    return uri


def name_link(
    link: TermLinkView, fromdocname: str, builder: Builder, name: str = 'term-name'
) -> Element:
    """Return the name of a term as a link to the term's destination, if it has one.

    *name* is a class of the text.
    """
    label = nodes.inline(link.name, link.name, classes=[name])
    mark_foreign(link.lang, builder, label)
    return link_label(label, link.destination, fromdocname, builder)


def link_label(
    label: Element, destination: Destination, docname: str, builder: Builder
) -> Element:
    """Return *label*, on the page *docname*, as a link to *destination*, if there is one.

    The link has the place of the label in its source.
    """
    if not destination.exists:
        return label
    if builder.format == 'latex' and destination.anchor:
        label['classes'].append('std-term')  # or LaTeX adds a page number
    try:
        link = make_link(builder, docname, destination, label)
    except NoUri:
        return label
    link.source, link.line = label.source, label.line
    return link
