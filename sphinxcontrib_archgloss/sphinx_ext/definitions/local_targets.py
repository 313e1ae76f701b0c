"""Targets that are local to a definition: footnotes, citations, labels, equations.

A definition may be rendered on several pages, and several times on one of them. So nothing
in it is registered with the page or with the project, and its ids begin with the term's id.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import LOCAL_DOMAINS
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    elements,
    is_any,
    local_citation,
    local_citation_reference,
    local_transition,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_RESOLVED_EARLY = ('c', 'cpp', 'js', 'py', 'rst', 'std')


class Preamble(NamedTuple):
    """The ``rst_prolog`` and ``rst_epilog`` of a project, which surround each reST page."""

    document: nodes.document
    targets: tuple[nodes.target, ...]
    """External targets, such as ``.. _Python: https://…``."""


def prepare_targets(document: nodes.document, preamble: Preamble) -> list[nodes.target]:
    """Prepare the *document* of a definition for the transforms that resolve targets.

    Returns the targets that it borrows from the project.
    """
    borrowed = []
    for target in preamble.targets:
        if not set(target['names']) & set(document.nameids):
            document += (own := target.deepcopy())
            document.note_explicit_target(own)
            borrowed.append(own)
    _resolve_citations(document)
    # the line that MyST draws above footnotes is for the end of a page
    document.settings.myst_footnote_transition = False
    for rule in list(document.findall(nodes.transition)):
        rule.replace_self(local_transition(**rule.attributes))
    return borrowed


def resolve_local_targets(
    document: nodes.document, borrowed: list[nodes.target], app: Sphinx
) -> None:
    """Resolve references within *document*, and remove what only its transforms need.

    The data of Sphinx's domains is that of the definition.
    """
    for definition in [*borrowed, *document.findall(nodes.substitution_definition)]:
        if definition.parent is not None:
            definition.parent.remove(definition)
    for link in document.findall(nodes.reference):
        link.attributes.pop('id_link', None)  # a MyST page would resolve it again
    env = document.settings.env
    env.domains['std'].process_doc(env, env.docname, document)  # takes in the labels
    for reference in list(document.findall(addnodes.pending_xref)):
        if (local := _resolved(reference, env, app)) is not None:
            reference.replace_self(local)


def _resolved(
    reference: addnodes.pending_xref, env: BuildEnvironment, app: Sphinx
) -> Element | None:
    """Return the link for a reference to something in the same definition, if it is one.

    Links to documents are not local, and figures and equations have no numbers yet.
    """
    domain, kind, target = (
        reference.get(key) for key in ('refdomain', 'reftype', 'reftarget')
    )
    if kind in ('doc', 'numref') or not reference.children:
        return None
    place = env, env.docname, app.builder
    text = cast('Element', reference[0]).deepcopy()
    if domain in _RESOLVED_EARLY:
        link: Element | None
        link = env.domains[domain].resolve_xref(*place, kind, target, reference, text)
        return link
    if not is_any(reference):
        return None
    links = [
        link
        for name in _RESOLVED_EARLY
        for link in env.domains[name].resolve_any_xref(*place, target, reference, text)
    ]
    if len(links) != 1:
        return None
    [(role, link)] = links
    if isinstance(link[0], nodes.Element):
        link[0]['classes'] += [role.partition(':')[0], role.replace(':', '-')]
    return link


def _resolve_citations(document: nodes.document) -> None:
    """Link the citations that the definition defines; leave the others to Sphinx."""
    own = {}
    for citation in list(document.findall(nodes.citation)):
        cast('Element', citation[0])['support_smartquotes'] = False
        local = local_citation(
            citation.rawsource, *citation.children, **citation.attributes
        )
        local.source, local.line = citation.source, citation.line
        own.update(dict.fromkeys(citation['names'], local))
        citation.replace_self(local)
    for reference in list(document.findall(nodes.citation_reference)):
        cited = own.get(reference['refname'])
        if cited is None:  # Sphinx's citation domain resolves it
            continue
        text = reference.astext()
        link = local_citation_reference(
            reference.rawsource, '', nodes.inline(text, f'[{text}]'),
            refid=cited['ids'][0], ids=reference['ids'], support_smartquotes=False,
        )  # fmt: skip
        link.source, link.line = reference.source, reference.line
        cited['backrefs'] += reference['ids']
        reference.replace_self(link)
    document.citations.clear()
    document.citation_refs.clear()


def prefix_ids(
    holder: nodes.document, prefix: str, host: nodes.document, data: dict[str, Any]
) -> None:
    """Add *prefix* to ids and labels that *holder* registers with Sphinx's domains.

    *data* is what the domains have registered, by domain; *host* is the document of the
    page. Other ids without the prefix are those of extensions, which may have registered
    them: they stay unchanged where the page has no such id yet.
    """
    env = host.settings.env
    stem = prefix
    if not prefix.isascii():
        stem = f'term-{hashlib.blake2b(prefix.encode(), digest_size=6).hexdigest()}-'
    renamed: dict[str, str] = {}
    labels: dict[str, str] = {}
    for label, equation in data['math']['objects'].items():
        labels[label] = f'{env.docname}:{stem}{label}'
        renamed[nodes.make_id(f'equation-{label}')] = nodes.make_id(
            f'equation-{labels[label]}'
        )
        env.domaindata['math'].setdefault('objects', {})[labels[label]] = equation
    registered = set(_strings(data))
    kept: dict[str, Element] = {}
    for node in elements(holder):
        if isinstance(node, nodes.math_block) and node.get('label') in labels:
            node['label'] = labels[node['label']]
        elif isinstance(node, addnodes.pending_xref) and node.get('refdomain') == 'math':
            node['reftarget'] = labels.get(node['reftarget'], node['reftarget'])
        own = isinstance(node, addnodes.desc_signature) and _domain(node) in LOCAL_DOMAINS
        for node_id in node['ids']:
            if node_id.startswith(prefix) or node_id in renamed:
                continue
            if own or node_id in registered or node_id in host.ids:
                renamed[node_id] = f'{prefix}{node_id}'
            else:
                kept[node_id] = node
    if renamed:
        _rename(holder, renamed)
    host.ids.update(kept)
    _number_figures(holder, stem, host, data['std'])


def _domain(signature: Element) -> str:
    return str(signature.parent.get('domain', ''))


def _strings(data: Any) -> Iterator[str]:
    """Yield the strings among the values of plain *data*."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from _strings([*data.values()])
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _strings(value)


def _number_figures(
    holder: nodes.document, stem: str, host: nodes.document, data: dict[str, Any]
) -> None:
    """Register the labels by which ``:numref:`` in *holder* refers to its own figures.

    Sphinx looks the label up in the project and the figure up in the ids of the page.
    """
    env = host.settings.env
    for node in holder.findall(addnodes.pending_xref):
        place = data['anonlabels'].get(node['reftarget'])
        if node['reftype'] == 'numref' and place is not None:
            label = f'{env.docname}:{stem}{node["reftarget"]}'
            for kind in ('labels', 'anonlabels'):
                if node['reftarget'] in data[kind]:
                    env.domaindata['std'][kind][label] = data[kind][node['reftarget']]
            host.ids[place[1]] = holder.ids[place[1]]
            node['reftarget'] = label


_NAMES_IDS = re.compile(r'(?:^|[-_])ids?$|id$|^aria-|^(?:for|form|headers|list|itemref)$')
"""Attributes that name ids: those of docutils, of HTML, and by their names."""


def _rename(holder: Element, renamed: dict[str, str]) -> None:
    """Rename ids, and the attributes that name them, within *holder*."""
    for node in elements(holder):
        for key, value in node.attributes.items():
            if value:
                names = key == 'backrefs' or _NAMES_IDS.search(key) is not None
                node[key] = _renamed(value, renamed, names=names)
        if isinstance(node, addnodes.index):
            node['entries'] = [
                (kind, text, renamed.get(target, target), *more)
                for kind, text, target, *more in node['entries']
            ]


def _renamed(value: Any, renamed: dict[str, str], *, names: bool) -> Any:
    """Return the *value* of an attribute that *names* ids; others may have ``#id``."""
    if isinstance(value, list):
        return [_renamed(part, renamed, names=names) for part in value]
    if not isinstance(value, str):
        return value
    if value.startswith('#'):
        return f'#{renamed.get(value[1:], value[1:])}'
    if not names or value in renamed:
        return renamed.get(value, value) if names else value
    return ' '.join(renamed.get(part, part) for part in value.split(' '))


def make_ids_unique(entry: Element, taken: set[str]) -> None:
    """Make the ids in *entry* unique where a builder joins several pages with it into one.

    *taken* are ids of other entries; those of this entry are added.
    """
    ids = {node_id for node in entry.findall(nodes.Element) for node_id in node['ids']}
    renamed = {}
    for node_id in ids & taken:
        n = 2
        while f'{node_id}--{n}' in taken | ids:
            n += 1
        renamed[node_id] = f'{node_id}--{n}'
    if renamed:
        _rename(entry, renamed)
    taken |= ids | set(renamed.values())


COMPLETED = (
    local_citation,
    local_citation_reference,
    local_transition,
    nodes.footnote,
    nodes.footnote_reference,
)
"""Nodes that `restore_nodes` changes."""


def restore_nodes(entry: Element, docname: str, *, latex: bool) -> None:
    """Replace nodes in *entry* that are only for reading by nodes that writers support."""
    for local in list(entry.findall(local_citation)):
        citation = nodes.citation(local.rawsource, *local.children, **local.attributes)
        citation['docname'] = docname
        local.replace_self(citation)
    for rule in list(entry.findall(local_transition)):
        rule.replace_self(nodes.transition(**rule.attributes))
    for link in list(entry.findall(local_citation_reference)):
        attributes = {'ids': link['ids'], 'internal': True}
        restored: Element
        if latex:
            restored = nodes.citation_reference(
                link.rawsource, '', *link.children, **attributes
            )
            restored['docname'], restored['refname'] = docname, link['refid']
        else:
            restored = nodes.reference(link.rawsource, '', *link.children, **attributes)
            restored['refid'] = link['refid']
        link.replace_self(restored)
    if latex:
        # the LaTeX writer identifies a footnote by its page and number
        place = f'{docname}#{id(entry)}'
        for node in entry.findall(nodes.Element):
            if isinstance(node, (nodes.footnote, nodes.footnote_reference)):
                node['docname'] = place
