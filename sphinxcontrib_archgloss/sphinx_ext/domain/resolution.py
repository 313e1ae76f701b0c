"""The links of a page's references to terms of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils.nodes import Element
from sphinx.addnodes import pending_xref, pending_xref_condition
from sphinx.errors import NoUri

from sphinxcontrib_archgloss.sphinx_ext.ground.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER, REFERENCES, TERM
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    TARGET,
    WORDING,
    mark,
    show_wording,
)

if TYPE_CHECKING:
    from docutils import nodes

    from sphinxcontrib_archgloss.project.views import ReferenceView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


def view_of(
    node: pending_xref, target: str, session: BuildSession, docname: str
) -> ReferenceView:
    """Return the view of a reference to *target* on the page *docname*."""
    attributes = node.attributes
    written, term = attributes.get(TARGET, target), attributes.get(TERM, '')
    return session.views.reference('ref', written, term, docname)


def link(
    reference: ReferenceView, session: BuildSession, docname: str, contnode: Element
) -> Element:
    """Return *contnode* as the link of *reference* on the page *docname*.

    Raises NoUri where the builder has no such page.
    """
    destination, popover = reference.destination, reference.popover
    mark(contnode, destination.state)
    builder = session.app.builder
    if builder.format == 'latex':
        contnode['classes'].append('std-term')  # or LaTeX adds a page number
    if reference.inside or not destination.exists:
        return contnode
    if popover is not None:
        contnode.attributes[POPOVER] = popover
        session.linked.append(contnode)
    return make_link(builder, docname, destination, contnode)


def _resolve(node: pending_xref, session: BuildSession, docname: str) -> Element | None:
    """Return the link for a reference on the page *docname*; None for others to try.

    The content of the reference is not copied, as it is for `Domain.resolve_xref`.
    """
    content = cast('Element', node.children[0])
    reference = view_of(node, node.attributes['reftarget'], session, docname)
    if reference.is_undefined:
        return None
    if WORDING in content.attributes:
        show_wording(content, qualified=reference.qualified)
    try:
        return link(reference, session, docname, content)
    except NoUri:
        return content


def resolve_references(
    document: nodes.document, session: BuildSession, docname: str
) -> None:
    """Replace the references of the page *docname* to terms of the project by links.

    Sphinx's own transform does the same, but copies each reference and asks all handlers of
    an event. Sphinx's transform gets only those that other projects may resolve, or that
    have alternatives.
    """
    are_first = not session.linked
    references = document.__dict__.pop(REFERENCES, None)
    if references is None:  # this is a copy, perhaps of several pages
        references = list(document.findall(pending_xref))
    places: dict[int, int] = {}
    parent: Any = None
    at, is_attached = 0, False
    for node in references:  # in the order of the document, as far as they are in it
        if not (isinstance(node, pending_xref) and _is_own(node)):
            continue
        if node.parent is not parent:
            parent, at = node.parent, 0
            is_attached = parent is not None and _has(document, parent, places)
        if not is_attached:
            continue
        try:
            at = parent.children.index(node, at)
        except ValueError:
            continue
        result = _resolve(node, session, node.attributes.get('refdoc', docname))
        if result is not None:
            parent.children[at] = result
            _take_place(result, node, parent, document)
    session.in_order = len(session.linked) if are_first else 0


def _is_own(node: pending_xref) -> bool:
    """Return whether *node* is a reference that this project may resolve as it is."""
    attributes, children = node.attributes, node.children
    return (
        attributes.get('refdomain') == 'archgloss'
        and 'intersphinx' not in attributes
        and len(children) == 1
        and isinstance(children[0], Element)
        and not isinstance(children[0], pending_xref_condition)
    )


def _has(document: nodes.document, node: Element, places: dict[int, int]) -> bool:
    """Return whether *node* is in *document*; what was removed keeps its parent.

    *places* is id of an element → index of the child that was found last. As nodes come in
    the order of the document, a list of many entries is not searched from its start.
    """
    while node is not document:
        parent = node.parent
        if parent is None:
            return False
        children = parent.children
        try:
            places[id(parent)] = children.index(node, places.get(id(parent), 0))
        except ValueError:
            if node not in children:
                return False
        node = parent
    return True


def _take_place(
    result: Element, node: pending_xref, parent: Element, document: nodes.document
) -> None:
    """Give *result* what `replace_self` would give it in the place of *node*."""
    basic = node.attributes
    if basic['ids'] or basic['names'] or basic['classes'] or basic['dupnames']:
        result.update_basic_atts(node)
    result.parent, result.document = parent, document
    if not result.source:
        result.source = node.source
    if not result.line:
        result.line = node.line
