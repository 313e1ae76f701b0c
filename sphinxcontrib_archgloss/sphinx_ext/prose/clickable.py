"""Elements with an effect when they are clicked, which must not contain links.

A link in the label of a tab leaves the page instead of opening the tab. Extensions and
themes have no common mark for what they make clickable, so this module looks for all usual
ones: attributes of accessibility, classes, and names of node types.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Element

_ROLES = frozenset(
    {'button', 'checkbox', 'link', 'menuitem', 'option', 'radio', 'switch', 'tab',
     'treeitem'}
)  # fmt: skip
"""Values of the attribute ``role`` in WAI-ARIA for elements that are clicked."""
_ATTRIBUTES = frozenset(
    {'aria-controls', 'aria-expanded', 'data-bs-toggle', 'data-toggle', 'onclick'}
)
_CLASSES = frozenset(
    {'accordion-button', 'accordion-header', 'btn', 'button', 'nav-link', 'sd-btn',
     'sd-summary-title', 'sd-tab-label', 'sphinx-tabs-tab', 'sphx-glr-thumbcontainer',
     'tab-label', 'toggle-button', 'toggle-header'}
)  # fmt: skip
_CARDS = frozenset({'card', 'sd-card'})
_WORD = re.compile('[A-Z]?[a-z]+|[A-Z]+(?![a-z])')
_CONTROLS = frozenset({'button', 'label', 'link', 'summary'})
_LABELS = (['tab'], ['title'], ['toggle'])
_KNOWN = ('docutils.', 'sphinx.', 'sphinxcontrib_archgloss.')


def is_clickable(node: Element) -> bool:
    """Return whether a click on *node*, or on text in it, has an effect."""
    if isinstance(node, (nodes.Referential, addnodes.pending_xref)):
        return True
    if are_clickable(node.attributes, node['classes']):
        return True
    if node['classes'] and _has_clickable_class(node, {*node['classes']}):
        return True
    return is_foreign(node) and _is_control(node)


def are_clickable(attributes: Mapping[str, Any], classes: Iterable[str]) -> bool:
    """Return whether the *attributes* or *classes* of an element are those of a control."""
    if attributes.get('role') in _ROLES or not _ATTRIBUTES.isdisjoint(attributes):
        return True
    return not _CLASSES.isdisjoint(classes)


def is_foreign(node: Element) -> bool:
    """Return whether *node* is of a type that an extension defines."""
    return _is_in_foreign_module(type(node).__module__)


@cache
def _is_in_foreign_module(module: str) -> bool:
    return not f'{module}.'.startswith(_KNOWN)


def _has_clickable_class(node: Element, classes: set[str]) -> bool:
    if 'header' in classes and node.parent is not None:
        # the usual markup of what can be collapsed: container "toggle", in it "header"
        return 'toggle' in node.parent['classes']
    return not classes.isdisjoint(_CARDS) and _has_stretched_link(node)


def _has_stretched_link(card: Element) -> bool:
    """Return whether *card* is covered by a link, as by Bootstrap and sphinx-design."""
    return any(
        name.endswith('stretched-link')
        for part in card.children
        for link in (part, *part.children)
        if isinstance(link, nodes.Element)
        for name in link['classes']
    )


def _is_control(node: Element) -> bool:
    """Return whether the type of *node* has the name of a control, such as a button."""
    words = [word.lower() for word in _WORD.findall(type(node).__name__)]
    if not _CONTROLS.isdisjoint(words):
        return True
    # an element with paragraphs may be the content of a tab
    return isinstance(node, nodes.TextElement) and words[-1:] in _LABELS
