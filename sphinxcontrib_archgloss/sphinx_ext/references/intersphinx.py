"""References to terms of other projects, which intersphinx resolves.

Only for labels that the project's own sets do not define. Reads no inventory itself.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    EXPLICIT,
    TARGET,
    UNMARKED,
    WORDING,
    inventory_name,
    mark,
    show_wording,
)
from sphinxcontrib_archgloss.terms.forms import singulars_and_plurals, spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


AMBIGUOUS = 'ambiguous'
"""Represents the address of a label that several other projects have."""


def is_term_ref(node: Element) -> bool:
    """Return whether *node* is a reference of the role ``term-ref``."""
    return bool(node.get('refdomain') == 'archgloss' and node.get('reftype') == 'term-ref')


def make_reference(domain: str, role: str, target: str, docname: str) -> pending_xref:
    """Return a reference as if it were written on the page *docname*, without content."""
    reference = addnodes.pending_xref('', refdomain=domain, reftype=role, reftarget=target)
    reference['refexplicit'], reference['refdoc'] = True, docname
    return reference


def inventory_names(label: str) -> tuple[str, ...]:
    """Return the names that inventories may have for *label*.

    What looks like the name of a set before a label may be a part of it, as in "16:9".
    """
    return tuple(dict.fromkeys(filter(None, (inventory_name(label), slug(label)))))


def links_by_project(
    env: BuildEnvironment,
    references: Iterable[pending_xref],
    inventories: Iterable[str] = (),
) -> dict[str, Element]:
    """Return inventory → link, for the first of *references* that any inventory has.

    Of *inventories*, or of all.
    """
    from sphinx.ext.intersphinx import resolve_reference_in_inventory  # where it is loaded

    loaded = getattr(env, 'intersphinx_named_inventory', {})
    chosen = [name for name in (inventories or sorted(loaded)) if name in loaded]
    for reference in references:
        content = nodes.inline()
        links: dict[str, Element] = {
            name: link
            for name in chosen
            if (link := resolve_reference_in_inventory(env, name, reference, content))
        }
        if links:
            return links
    return {}


def differ(links: Mapping[str, Element]) -> bool:
    """Return whether *links* have several targets."""
    return len({link['refuri'] for link in links.values()}) > 1


def projects_with(env: BuildEnvironment, label: str, docname: str) -> dict[str, Element]:
    """Return inventory → link to the term that a reference to *label* finds there."""
    forms = (*inventory_names(label), *map(inventory_name, singulars_and_plurals(label)))
    return _links_without_external(env, filter(None, forms), docname)


def _links_without_external(
    env: BuildEnvironment, names: Iterable[str], docname: str
) -> dict[str, Element]:
    """Return inventory → link to the term with the first of *names* that any has."""
    if not getattr(env, 'intersphinx_named_inventory', None):
        return {}
    disabled = set(env.config.intersphinx_disabled_reftypes)
    if disabled & {'*', 'archgloss:*', 'archgloss:term'}:
        return {}
    references = (make_reference('archgloss', 'term-ref', n, docname) for n in names)
    return links_by_project(env, references)


def withhold_ambiguous_link(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> Element | None:
    """Return the wording without a link if several projects have the label."""
    if not is_term_ref(node):
        return None
    label = str(node.get(TARGET, node['reftarget']))
    return contnode if differ(projects_with(env, label, node['refdoc'])) else None


def resolve_any_label(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> Element | None:
    """Return the link of the role ``any`` to a term of exactly one other project."""
    if node['reftype'] != 'any' or node.get('refdomain'):
        return None
    names = inventory_names(spaced(node['reftarget']))
    links = _links_without_external(env, names, node['refdoc'])
    if not links or differ(links):
        return None
    content = contnode.deepcopy()
    mark(content, 'published')
    link = next(iter(links.values()))
    link.children = []
    link.append(content)
    return link


def resolve_inflected_label(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> Element | None:
    """Return the link to a term of another project for a form of its label.

    Sphinx calls every handler, even after another one has resolved the reference.
    """
    if not is_term_ref(node) or 'sphinx.ext.intersphinx' not in app.extensions:
        return None
    from sphinx.ext.intersphinx import missing_reference  # only where it is loaded

    target = node['reftarget']
    if missing_reference(app, env, node, contnode.deepcopy()) is not None:
        return None
    try:
        label = str(node.get(TARGET, target))
        forms = map(inventory_name, singulars_and_plurals(label))
        for form in (*inventory_names(label), *forms):
            node['reftarget'] = form
            content = contnode
            if form == slug(label) != inventory_name(label) and not node.get(EXPLICIT):
                # no part of the label is the name of a set
                content = nodes.inline('', label, classes=contnode['classes'])
            if form and (link := missing_reference(app, env, node, content)):
                return link
    finally:
        node['reftarget'] = target
    return None


class MarkState(SphinxPostTransform):
    """Gives the class of its state to each reference that the domain has not resolved."""

    def run(self, **kwargs: Any) -> None:
        """Mark terms of other projects as published, and all others as undefined."""
        for inner in self.document.findall(nodes.inline):
            if UNMARKED in inner['classes']:
                is_link = isinstance(inner.parent, nodes.reference)
                if is_link and 'refid' in inner.parent:
                    continue  # of a table of contents
                if is_link and WORDING in inner:
                    qualified = _names_foreign_set(self.env, inner[WORDING][0])
                    show_wording(inner, qualified=qualified)
                mark(inner, 'published' if is_link else 'undefined')


def _names_foreign_set(env: BuildEnvironment, wording: str) -> bool:
    """Return whether *wording* begins with the name of a set of another project.

    Names in inventories hold a colon only after the name of a set.
    """
    name, colon, _ = inventory_name(spaced(wording)).partition(':')
    if not colon:
        return False
    if name in getattr(env, 'intersphinx_named_inventory', {}):
        return True  # intersphinx takes its own name of a project, too
    terms = getattr(env, 'intersphinx_inventory', {}).get('archgloss:term', {})
    return any(term.startswith(f'{name}:') for term in terms)


def silence_missing_reference_warning(
    app: Sphinx, domain: object, node: pending_xref
) -> bool | None:
    """Keep Sphinx from warning of a reference that archgloss itself reports."""
    return True if is_term_ref(node) else None


class Elsewhere:
    """Looks up labels in the inventories of other projects, each label only once.

    Labels are looked up as if for a reference on the page *docname*.
    """

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self._env = env
        self._docname = docname
        self._addresses: dict[str, str] = {}

    @property
    def was_asked(self) -> bool:
        """Whether there were any lookups."""
        return bool(self._addresses)

    def __call__(self, target: str) -> str:
        """Return the address of *target* in another project.

        Empty if none has it, and `AMBIGUOUS` if several have it.
        """
        if target not in self._addresses:
            self._addresses[target] = self._look_up(target)
        return self._addresses[target]

    def std_address(self, target: str) -> str:
        """Return the address of *target* in Sphinx's own glossary of this project.

        It is empty without ``archgloss_std_terms``.
        """
        if not settings(self._env.config).std_terms:
            return ''
        link = self._link(target)
        return _address(link) if link is not None and link.get('internal') else ''

    def _look_up(self, target: str) -> str:
        link = self._link(target)
        if link is None:
            return ''
        return _address(link) if isinstance(link, nodes.reference) else AMBIGUOUS

    def _link(self, target: str) -> Element | None:
        name = inventory_name(target)
        node = make_reference('archgloss', 'term-ref', name, self._docname)
        node[TARGET] = target
        content = nodes.inline(target, target)
        node += content
        link = None
        with suppress(NoUri):
            link = self._env.events.emit_firstresult(
                'missing-reference', self._env, node, content, allowed_exceptions=(NoUri,)
            )
        return link if isinstance(link, nodes.Element) else None


def _address(link: Element) -> str:
    return str(link.get('refuri') or link.get('refid') or 'found')


def connect_lookups(app: Sphinx) -> None:
    """Connect what resolves references that the project itself does not resolve."""
    app.connect('missing-reference', withhold_ambiguous_link, priority=450)
    # after intersphinx, which has the usual 500 and comes first
    app.connect('missing-reference', resolve_inflected_label, priority=600)
    app.connect('missing-reference', resolve_any_label, priority=650)
    app.connect('warn-missing-reference', silence_missing_reference_warning)
