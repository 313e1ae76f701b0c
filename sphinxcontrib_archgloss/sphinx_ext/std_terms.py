"""Sphinx's own glossary beside ours: each role finds the terms of the other.

Only where ``archgloss_std_terms`` is set, for the time of a migration. The
project's own terms come before those of other projects, and each role looks at
its own glossary first, which Sphinx sees to: here is what it does not find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.abroad import is_ours
from sphinxcontrib_archgloss.sphinx_ext.roles import TARGET, inventory_name, mark
from sphinxcontrib_archgloss.terms.forms import folded, inflections, spaced
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.model import Term, TermSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.sphinx_ext.domain import ArchglossDomain


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
        if not app.config.archgloss_std_terms:
            return None
        content = contnode.deepcopy()  # Sphinx asks the handlers after this one, too
        if is_ours(node):
            return self._to_standard(app, env, node, content)
        if is_standard(node):
            domain = cast('ArchglossDomain', env.domains['archgloss'])
            lead = domain.project.lead(spaced(node['reftarget']), node['refdoc'])
            if lead.key:
                return domain.link(lead, node['refdoc'], app.builder, content)
        return None

    def find_elsewhere(
        self, app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
    ) -> Element | None:
        """Return the link to a term of another project's other glossary."""
        if not app.config.archgloss_std_terms:
            return None
        if is_ours(node):
            label = str(node.get(TARGET, node['reftarget']))
            forms = (label, *inflections(folded(label)))
            return _ask(app, env, node, contnode, ('std', 'term'), forms)
        if is_standard(node):
            label = spaced(node['reftarget'])
            forms = tuple(map(inventory_name, (label, *inflections(folded(label)))))
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
