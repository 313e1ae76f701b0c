"""References to terms of other projects by the role ``external``.

Sphinx warns of a broken one only when it writes the page, at the line of the paragraph, and
of an unknown inventory only when it reads it. So they are facts of their page, and their
problems are found on every build.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import CustomReSTDispatcher

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    EXPLICIT,
    TARGET,
    TermRefRole,
    label_of,
    mark,
)
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import (
    AMBIGUOUS,
    differ,
    inventory_names,
    links_by_project,
    make_reference,
    projects_with,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Problem, alternatives, first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.facts import PageFacts, Use
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.suggestions import Choices

_ROLE = 'archgloss:term-ref'
_EXTERNAL = re.compile(r'external(?:\+([^:]+))?:(?:archgloss:)?term-ref')


class ExternalTermRole(TermRefRole):
    """The role ``term-ref`` for the terms of an *inventory*, or of all (None).

    Sphinx's own role drops the text of a reference to an inventory that it does not know.
    """

    def __init__(self, inventory: str | None) -> None:
        super().__init__()
        self._inventory = inventory

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Mark the reference as intersphinx does."""
        result, messages = super().run()
        resolve_self = getattr(self.env.config, 'intersphinx_resolve_self', '')  # since 8.2
        if not resolve_self or resolve_self != self._inventory:
            for node in result:
                if isinstance(node, addnodes.pending_xref):
                    node['intersphinx'], node['inventory'] = True, self._inventory
        return result, messages


class _RoleDispatcher(CustomReSTDispatcher):
    """Finds the role ``external`` for terms before intersphinx does."""

    def role(self, role_name: str, *arguments: Any) -> Any:
        if match := _EXTERNAL.fullmatch(role_name):
            return ExternalTermRole(match[1]), []
        return super().role(role_name, *arguments)


def dispatch_external_role(app: Sphinx, docname: str, source: list[str]) -> None:
    """Handle the role on the page that is about to be read, and only there."""
    _RoleDispatcher().enable()


def external_problems(
    project: Project, env: BuildEnvironment, ignored: Callable[[str], bool]
) -> Iterator[Problem]:
    """Yield references of the role ``external`` to no term, or to terms of two projects."""
    choices = cache(partial(_choices, env))
    for docname, page in project.pages.items():
        for use in page.external:
            links = _links(env, use.kind, use.target, docname)
            place = project.place_of(docname, use)
            if differ(links):
                roles = [f'"external+{name}:{_ROLE}"' for name in sorted(links)]
                message = (
                    f'ambiguous term "{use.target}": it matches terms of {len(links)} '
                    f'projects; use the role {alternatives(roles)}'
                )
                yield Problem(Kind.AMBIGUOUS, message, place)
            elif not links and not ignored(use.target):
                others = sorted(_links(env, 'external', use.target, docname))
                own = bool(project.lexicon.find(use.target).keys)
                message = _undefined(env, use, others, choices, own=own)
                yield Problem(Kind.UNDEFINED, message, place)


def ambiguous_labels(
    project: Project,
    env: BuildEnvironment,
    elsewhere: Callable[[str], str],
    ignored: Callable[[str], bool],
) -> Iterator[Problem]:
    """Yield references that match no term of this project, but terms of several others."""
    for docname, use in project.uses():
        if use.kind != 'ref' or project.resolve(use.target, docname, use.term).match.keys:
            continue
        if ignored(use.target) or elsewhere(use.target) != AMBIGUOUS:
            continue
        links = projects_with(env, use.target, docname)
        forms = alternatives([_form(name, use.target) for name in sorted(links)])
        message = (
            f'ambiguous term "{use.target}": it matches terms of {len(links)} other '
            f'projects; use {forms}'
        )
        yield Problem(Kind.AMBIGUOUS, message, project.place_of(docname, use))


def _form(inventory: str, label: str) -> str:
    """Return how a reference names *label* of the project *inventory*."""
    qualified = f'{inventory}:{label}'
    if label_of(qualified) == label:
        return f'"{qualified}"'
    return f'the role "external+{inventory}:{_ROLE}"'


def _choices(env: BuildEnvironment, name: str) -> Choices:
    """Return the labels of the project *name*, or of all if it is empty."""
    from sphinxcontrib_archgloss.terms.suggestions import Choices

    loaded = getattr(env, 'intersphinx_named_inventory', {})
    chosen = [name] if name else sorted(loaded)
    return Choices(label for name in chosen for label in _labels(loaded.get(name, {})))


def _undefined(
    env: BuildEnvironment,
    use: Use,
    others: Sequence[str],
    choices: Callable[[str], Choices],
    *,
    own: bool,
) -> str:
    """Return the message about a reference to no term of the project it names.

    The projects *others* have its label, and this project if *own*. *choices* returns the
    labels of a project.
    """
    from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest_keyword

    name = use.kind.partition('+')[2]
    loaded = getattr(env, 'intersphinx_named_inventory', {})
    mapping = env.config.intersphinx_mapping
    if name and name not in mapping:
        names = ', '.join(first_of(sorted(mapping), len(mapping)))
        known = f'valid projects: {names}' if names else 'add it'
        near = nearest_keyword(name, mapping)
        hint = did_you_mean([near]) if near else known
        return (
            f'intersphinx_mapping does not contain the project "{name}" of the reference '
            f'to "{use.target}"; {hint}'
        )
    if name and name not in loaded:
        return (
            f'cannot read the inventory of the project "{name}" for the reference to '
            f'"{use.target}"; correct intersphinx_mapping'
        )
    owner = f'the project "{name}"' if name else 'other projects'
    if others:
        hint = f'"{others[0]}" defines it: use the role "external+{others[0]}:{_ROLE}"'
    elif own:
        hint = 'this project defines it: use the role "term-ref"'
    else:
        near = did_you_mean(choices(name).nearest(use.target))
        hint = near or 'check the label, or rebuild the inventory'
    return f'unknown term "{use.target}" in {owner}; {hint}'


def _labels(inventory: dict[str, Any]) -> Iterable[str]:
    """Return the names of the terms in *inventory*, as their project shows them."""
    items = inventory.get('archgloss:term', {})
    # an item was a plain tuple before Sphinx 8.2
    shown = {getattr(item, 'display_name', None) or item[3] for item in items.values()}
    return sorted(shown)


def _links(
    env: BuildEnvironment, kind: str, target: str, docname: str
) -> dict[str, Element]:
    """Return inventory → link of an external reference."""
    references = [
        make_reference('archgloss', 'term-ref', name, docname)
        for name in inventory_names(target)
    ]
    if settings(env.config).std_terms:
        from sphinxcontrib_archgloss.sphinx_ext.references.std_glossary import counterparts

        own = make_reference('archgloss', 'term-ref', target, docname)
        references += [make_reference(*other, docname) for other in counterparts(own)]
    name = kind.partition('+')[2]
    return links_by_project(env, references, [name] if name else ())


def _is_whole(env: BuildEnvironment, kind: str, node: Element) -> bool:
    """Return whether no part of the label of *node* is the name of a set."""
    names, inventory = inventory_names(node[TARGET]), kind.partition('+')[2]
    if len(names) <= 1:
        return False
    qualified = make_reference('archgloss', 'term-ref', names[0], node['refdoc'])
    return not links_by_project(env, [qualified], [inventory] if inventory else ())


def external_digest(page: PageFacts, docname: str, env: BuildEnvironment) -> str:
    """Return a digest of the links of the external references of *page*."""
    uses = {(use.kind, use.target) for use in page.external}
    links = (_links(env, *use, docname) for use in sorted(uses))
    return digest_of([sorted(str(x['refuri']) for x in found.values()) for found in links])


class ResolveExternalTerms(SphinxPostTransform):
    """Resolves external references to terms, whose problems have been reported."""

    default_priority = 8  # before intersphinx's own resolver, at 9

    def run(self, **kwargs: Any) -> None:
        """Replace each reference by its link, or by its wording."""
        session, docname = ArchglossDomain.of(self.env).session, self.env.docname
        if not session.may_show(docname, 'external'):
            return
        for node in list(self.document.findall(addnodes.pending_xref)):
            if not node.get('intersphinx') or TARGET not in node:
                continue
            kind = f'external+{node["inventory"]}' if node['inventory'] else 'external'
            links = _links(self.env, kind, node[TARGET], node['refdoc'])
            content = cast('Element', node[0].deepcopy())
            if links and not differ(links):
                link = next(iter(links.values()))
                if not node.get(EXPLICIT) and _is_whole(self.env, kind, node):
                    content.children = [nodes.Text(node[TARGET])]
                link.children = []
                link.append(content)
                mark(content, 'published')
                node.replace_self(link)
            else:
                session.pages_with_unresolved_references.add(docname)
                node.replace_self(content)
