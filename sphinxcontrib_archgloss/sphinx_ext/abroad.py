"""Terms of other projects: what intersphinx finds for labels we do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from sphinxcontrib_archgloss.sphinx_ext.roles import TARGET, inventory_name, mark
from sphinxcontrib_archgloss.terms.forms import folded, inflections

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def is_ours(node: Element) -> bool:
    """Return whether *node* is a reference to a term."""
    return bool(node.get('refdomain') == 'archgloss' and node.get('reftype') == 'term-ref')


def expect_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> None:
    """Mark the wording as published, before anybody else is asked."""
    if is_ours(node):
        mark(contnode, 'published')


def find_inflected_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> Element | None:
    """Ask the inventories again, for other grammatical numbers of the label."""
    if not is_ours(node) or 'sphinx.ext.intersphinx' not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference  # only where it is loaded

    asked = node['reftarget']
    try:
        for form in inflections(folded(node.get(TARGET, asked))):
            node['reftarget'] = inventory_name(form)
            if node['reftarget'] and (found := missing_reference(app, env, node, contnode)):
                return found
    finally:
        node['reftarget'] = asked
    return None


def mark_undefined(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> None:
    """Mark the wording as broken, when nobody has the term."""
    if is_ours(node):
        mark(contnode, 'undefined')


def leave_to_verdict(app: Sphinx, domain: object, node: pending_xref) -> bool | None:
    """Keep Sphinx from warning of a reference that the verdict speaks of."""
    return True if is_ours(node) else None


class Elsewhere:
    """Answers where a label leads in another project; asks for each only once."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self._env = env
        self._docname = docname
        self._known: dict[str, str] = {}

    @property
    def was_asked(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self._known)

    def __call__(self, target: str) -> str:
        """Return the address that *target* leads to, or '' for nowhere."""
        found = self._known.get(target)
        if found is None:
            found = self._known[target] = self._ask(target)
        return found

    def _ask(self, target: str) -> str:
        node = addnodes.pending_xref(
            '',
            refdomain='archgloss',
            reftype='term-ref',
            reftarget=inventory_name(target),
            refexplicit=True,
            refdoc=self._docname,
        )
        node[TARGET] = target
        content = nodes.inline(target, target)
        node += content
        try:
            found = self._env.events.emit_firstresult(
                'missing-reference', self._env, node, content, allowed_exceptions=(NoUri,)
            )
        except NoUri:
            return ''
        if not isinstance(found, nodes.Element):
            return ''
        return str(found.get('refuri') or found.get('refid') or 'found')
