"""Terms of other projects: what intersphinx finds for labels we do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import WRITTEN
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET, inventory_name, mark
from sphinxcontrib_archgloss.terms.forms import folded, inflections

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


STATES = frozenset(
    {'term-published', 'term-unpublished', 'term-dangling', 'term-undefined'}
)
"""Classes that say what a reference came to."""


def is_ours(node: Element) -> bool:
    """Return whether *node* is a reference to a term."""
    return bool(node.get('refdomain') == 'archgloss' and node.get('reftype') == 'term-ref')


def find_inflected_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> Element | None:
    """Ask the inventories for other grammatical numbers of a label they do not have.

    Sphinx asks every handler, whatever those before it have found.
    """
    if not is_ours(node) or 'sphinx.ext.intersphinx' not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference  # only where it is loaded

    asked = node['reftarget']
    if missing_reference(app, env, node, contnode.deepcopy()) is not None:
        return None
    try:
        for form in inflections(folded(node.get(TARGET, asked))):
            node['reftarget'] = inventory_name(form)
            if node['reftarget'] and (found := missing_reference(app, env, node, contnode)):
                return found
    finally:
        node['reftarget'] = asked
    return None


class MarkState(SphinxPostTransform):
    """Gives references that are not to our own terms the class of their state."""

    default_priority = 15  # once references are resolved

    def run(self, **kwargs: Any) -> None:
        """Mark what other projects have as published, and the rest as undefined."""
        session = ArchglossDomain.of(self.env).session
        known = getattr(self.env, 'intersphinx_inventory', None)
        if not known and self.env.docname not in session.pages_with_unresolved_references:
            return
        for inner in self.document.findall(nodes.inline):
            classes = inner['classes']
            if 'archgloss-term-ref' in classes and not STATES.intersection(classes):
                found = isinstance(inner.parent, nodes.reference)
                written = inner.attributes.pop(WRITTEN, '')
                if found and 'refid' in inner.parent:
                    continue  # of a table of contents
                mark(inner, 'published' if found else 'undefined')
                if written and not found:
                    # what looks like the name of a set before the label is none
                    inner.clear()
                    inner.append(nodes.Text(written))


def silence_missing_reference_warning(
    app: Sphinx, domain: object, node: pending_xref
) -> bool | None:
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
