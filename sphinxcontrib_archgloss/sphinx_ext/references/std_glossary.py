"""Sphinx's own glossary beside ours: each role finds the terms of the other.

Registered only where ``archgloss_std_terms`` is set, for the time of a migration. The
project's own terms come before those of other projects, and each role looks at
its own glossary first, which Sphinx sees to: here is what it does not find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.project.destinations import UNDEFINED
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET, inventory_name, mark
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import is_ours
from sphinxcontrib_archgloss.terms.forms import folded, inflections, spaced
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.model import Term, TermSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def is_standard(node: Element) -> bool:
    """Return whether *node* is a reference to a term of Sphinx's own glossary."""
    return bool(node.get('refdomain') == 'std' and node.get('reftype') == 'term')


class StandardTerms:
    """The handlers of one application; they draw up Sphinx's terms once a build."""

    def __init__(self) -> None:
        self._lexicon: Lexicon | None = None

    def forget(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Look at Sphinx's glossaries afresh, now that all pages are read."""
        self._lexicon = None

    def find_in_project(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
    ) -> Element | None:
        """Return the link to a term of this project's other glossary."""
        content = contnode.deepcopy()  # Sphinx asks the handlers after this one, too
        if is_ours(node):
            return self._to_standard(app, env, node, content)
        if is_standard(node):
            domain, docname = ArchglossDomain.of(env), node['refdoc']
            label = spaced(node['reftarget'])
            reference = domain.session.views.reference('term', label, '', docname)
            if reference.destination.state != UNDEFINED:
                return domain.link(reference, docname, content)
        return None

    def find_elsewhere(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
    ) -> Element | None:
        """Return the link to a term of another project's other glossary."""
        if is_ours(node):
            label = str(node.get(TARGET, node['reftarget']))
            return _ask(app, env, node, contnode, ('std', 'term'), _forms(label))
        if is_standard(node):
            label = spaced(node['reftarget'])
            forms = tuple(map(inventory_name, _forms(label)))
            return _ask(app, env, node, contnode, ('archgloss', 'term-ref'), forms)
        return None

    def _to_standard(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, content: TextElement
    ) -> Element | None:
        if self._lexicon is None:
            self._lexicon = _standard_lexicon(env)
        keys = self._lexicon.find(str(node.get(TARGET, node['reftarget']))).keys
        if len(keys) != 1:
            return None
        name = self._lexicon.terms[keys[0]].name
        standard = env.domains.standard_domain
        mark(content, 'unpublished')
        return standard.resolve_xref(
            env, node['refdoc'], app.builder, 'term', name, node, content
        )


class ExternalTerms(SphinxPostTransform):
    """Resolves references that are to lead abroad, and find the other glossary there.

    For these intersphinx has a role and a transform of its own, which asks nobody else.
    """

    default_priority = 8  # before intersphinx's own, at 9

    def run(self, **kwargs: Any) -> None:
        """Resolve what only the other role finds; leave the rest to intersphinx."""
        app = ArchglossDomain.of(self.env).session.app
        if 'sphinx.ext.intersphinx' not in app.extensions:
            return
        for node in [one for one in elements(self.document) if 'intersphinx' in one]:
            if not isinstance(node, addnodes.pending_xref):
                continue
            asked = [(node['refdomain'], node['reftype'], node['reftarget'])]
            if is_ours(node):
                forms = _forms(str(node.get(TARGET, node['reftarget'])))
                asked += [('std', 'term', form) for form in forms]
            elif is_standard(node):
                names = map(inventory_name, _forms(spaced(node['reftarget'])))
                asked += [('archgloss', 'term-ref', name) for name in names]
            found = (_abroad(self.env, node, one) for one in asked)
            if made := next(filter(None, found), None):
                node.replace_self(made)


def _forms(label: str) -> tuple[str, ...]:
    return (label, *inflections(folded(label)))


def _abroad(
    env: BuildEnvironment, node: pending_xref, asked: tuple[str, str, str]
) -> Element | None:
    """Return what the inventories that *node* names have for (domain, role, target)."""
    from sphinx.ext.intersphinx import (  # only where it is loaded
        resolve_reference_any_inventory,
        resolve_reference_in_inventory,
    )

    domain, kind, target = asked
    other = addnodes.pending_xref(
        '', refdomain=domain, reftype=kind, reftarget=target, refexplicit=True,
        refdoc=node['refdoc'],
    )  # fmt: skip
    content = cast('TextElement', node[0].deepcopy())
    if node['inventory'] is None:
        return resolve_reference_any_inventory(env, False, other, content)
    return resolve_reference_in_inventory(env, node['inventory'], other, content)


def _standard_lexicon(env: BuildEnvironment) -> Lexicon:
    """Return the terms of all glossaries of Sphinx's own in the project."""
    names = sorted(
        name for kind, name in env.domains.standard_domain.objects if kind == 'term'
    )
    terms = (
        Term(set='glossary', id=str(n), name=name, line=1, name_line=1)
        for n, name in enumerate(names)
    )
    return Lexicon([TermSet(name='glossary', path='', digest='', terms=tuple(terms))])


def _ask(
    app: Sphinx,
    env: BuildEnvironment,
    node: pending_xref,
    contnode: TextElement,
    role: tuple[str, str],
    names: Iterable[str],
) -> Element | None:
    """Return what inventories have for a reference if it were one of *role*."""
    if 'sphinx.ext.intersphinx' not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference  # only where it is loaded

    domain, kind = role
    for name in filter(None, names):
        asked = addnodes.pending_xref(
            '', refdomain=domain, reftype=kind, reftarget=name, refexplicit=True,
            refdoc=node['refdoc'],
        )  # fmt: skip
        if found := missing_reference(app, env, asked, contnode.deepcopy()):
            return found
    return None


def add_std_terms(app: Sphinx) -> None:
    """Register what lets each role find the terms of the other glossary."""
    standard = StandardTerms()
    app.add_post_transform(ExternalTerms)
    app.connect('env-updated', standard.forget, priority=100)
    app.connect('missing-reference', standard.find_in_project, priority=400)
    app.connect('missing-reference', standard.find_elsewhere, priority=700)
