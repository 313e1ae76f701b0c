"""Sphinx's own glossary beside ours: the role of each finds the terms of the other.

Registered only with ``archgloss_std_terms``, for example during a migration. Each role
looks in its own glossary first, which Sphinx ensures. A term that is not found there is
looked up here, first in this project and then in others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.domain.resolution import link
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    TARGET,
    inventory_name,
    mark,
    show_wording,
)
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import (
    is_term_ref,
    make_reference,
)
from sphinxcontrib_archgloss.terms.forms import singulars_and_plurals, spaced
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.model import Term, TermSet

if TYPE_CHECKING:
    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.project import Project


def is_std_term(node: Element) -> bool:
    """Return whether *node* is a reference of Sphinx's own role ``term``."""
    return bool(node.get('refdomain') == 'std' and node.get('reftype') == 'term')


class StdGlossary:
    """The terms of Sphinx's own glossaries in this project, collected once a build."""

    def __init__(self) -> None:
        self._lexicon: Lexicon | None = None

    def forget(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Collect the terms again when they are needed: all pages are read."""
        self._lexicon = None

    def resolve_in_project(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
    ) -> Element | None:
        """Return the link to a term in the other glossary of this project."""
        content = contnode.deepcopy()  # other handlers get it after this one
        if is_term_ref(node):
            return self._link(app, env, node, content)
        if is_std_term(node):
            domain, docname = ArchglossDomain.of(env), node['refdoc']
            label = spaced(node['reftarget'])
            reference = domain.session.views.reference('term', label, '', docname)
            if reference.elsewhere:
                return self._link(app, env, node, content)
            if not reference.destination.is_undefined:
                return link(reference, domain.session, docname, content)
        return None

    def _link(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, content: TextElement
    ) -> Element | None:
        """Return the link to a term of Sphinx's own glossary."""
        project = ArchglossDomain.of(env).session.project
        if self._lexicon is None:
            self._lexicon = _std_lexicon(env, project)
        target = str(node.get(TARGET, node['reftarget']))
        match, own = self._lexicon.find(target), project.lexicon.find(target)
        qualified = own.qualified and len(own.keys) == 1  # by a set, which it lacks
        if qualified and not match.keys:
            match = self._lexicon.find(own.label)
        if len(match.keys) != 1:
            return None
        name = self._lexicon.terms[match.keys[0]].name
        show_wording(content, qualified=qualified or match.qualified)
        mark(content, 'unpublished')
        content['classes'].append('std-term')  # as Sphinx's own role has it
        return env.domains.standard_domain.resolve_xref(
            env, node['refdoc'], app.builder, 'term', name, node, content
        )


def _std_lexicon(env: BuildEnvironment, project: Project) -> Lexicon:
    """Return the terms of all of Sphinx's own glossaries that the builder shows."""
    objects, pages = env.domains.standard_domain.objects, project.pages
    names = sorted(
        name
        for (kind, name), (docname, anchor) in objects.items()
        if kind == 'term' and docname in pages and anchor in pages[docname].ids
    )
    terms = (
        Term(set='glossary', id=str(n), name=name, line=1, name_line=1)
        for n, name in enumerate(names)
    )
    return Lexicon([TermSet(name='glossary', path='', digest='', terms=tuple(terms))])


def counterparts(node: Element) -> list[tuple[str, str, str]]:
    """Return (domain, role, target) of what to try in the other glossary."""
    if is_term_ref(node):
        forms = _forms(str(node.get(TARGET, node['reftarget'])))
        return [('std', 'term', form) for form in forms if form]
    if is_std_term(node):
        names = map(inventory_name, _forms(spaced(node['reftarget'])))
        return [('archgloss', 'term-ref', name) for name in names if name]
    return []


def _forms(label: str) -> tuple[str, ...]:
    return (label, *singulars_and_plurals(label))


def resolve_in_inventories(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
) -> Element | None:
    """Return the link to a term in the other glossary of another project."""
    if 'sphinx.ext.intersphinx' not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference  # only where it is loaded

    for counterpart in counterparts(node):
        reference = make_reference(*counterpart, node['refdoc'])
        if link := missing_reference(app, env, reference, contnode.deepcopy()):
            return link
    return None


class ResolveExternalRoles(SphinxPostTransform):
    """Resolves references of the role ``external`` in both glossaries of other projects.

    For these intersphinx has a transform of its own, which emits no ``missing-reference``.
    """

    default_priority = 8  # before intersphinx's own, at 9

    def run(self, **kwargs: Any) -> None:
        """Resolve what only the other role finds; leave the rest to intersphinx."""
        session = ArchglossDomain.of(self.env).session
        if not session.may_show(self.env.docname, 'has_external_roles'):
            return
        for node in list(self.document.findall(addnodes.pending_xref)):
            if 'intersphinx' in node:
                own = (node['refdomain'], node['reftype'], node['reftarget'])
                candidates = (own, *counterparts(node))
                links = (_external_link(self.env, node, *role) for role in candidates)
                if link := next(filter(None, links), None):
                    node.replace_self(link)


def _external_link(
    env: BuildEnvironment, node: pending_xref, domain: str, role: str, target: str
) -> Element | None:
    """Return the link of *node*, from the inventories it names, to *target* of a role."""
    from sphinx.ext.intersphinx import (  # only where it is loaded
        resolve_reference_any_inventory,
        resolve_reference_in_inventory,
    )

    reference = make_reference(domain, role, target, node['refdoc'])
    content = cast('TextElement', node[0].deepcopy())
    if node['inventory'] is None:
        return resolve_reference_any_inventory(env, False, reference, content)
    return resolve_reference_in_inventory(env, node['inventory'], reference, content)


def add_std_terms(app: Sphinx) -> None:
    """Register what lets each role find the terms of the other glossary."""
    glossary = StdGlossary()
    app.add_post_transform(ResolveExternalRoles)
    app.connect('env-updated', glossary.forget, priority=100)
    app.connect('missing-reference', glossary.resolve_in_project, priority=400)
    app.connect('missing-reference', resolve_in_inventories, priority=700)
