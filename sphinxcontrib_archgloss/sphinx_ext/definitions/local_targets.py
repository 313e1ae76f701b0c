"""Targets that are local to a definition: footnotes, citations, labels, equations.

A definition may be rendered on several pages, and several times on one of them. So nothing
in it is registered with the page or with the project, and its ids begin with the term's id.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from docutils.transforms import references
from sphinx import addnodes
from sphinx.transforms import (
    AutoNumbering,
    DefaultSubstitutions,
    HandleCodeBlocks,
    UnreferencedFootnotesDetector,
)
from sphinx.transforms.references import SphinxDanglingReferences

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    local_citation,
    local_citation_reference,
    local_transition,
)

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

_TRANSFORMS: tuple[type, ...] = (
    DefaultSubstitutions,
    references.Substitutions,
    HandleCodeBlocks,
    AutoNumbering,
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.Footnotes,
    UnreferencedFootnotesDetector,
    references.ExternalTargets,
    references.InternalTargets,
    SphinxDanglingReferences,
)


class Preamble(NamedTuple):
    """The ``rst_prolog`` and ``rst_epilog`` of a project, which surround each reST page."""

    document: nodes.document
    targets: tuple[nodes.target, ...]
    """External targets, such as ``.. _Python: https://…``."""


def resolve_local_targets(
    document: nodes.document, preamble: Preamble, more: tuple[type, ...]
) -> None:
    """Resolve the local targets of a definition within its *document*.

    *more* are transforms that the parser of its markup needs.
    """
    borrowed = []
    for target in preamble.targets:
        if not set(target['names']) & set(document.nameids):
            document += (own := target.deepcopy())
            document.note_explicit_target(own)
            borrowed.append(own)
    _resolve_citations(document)
    _resolve_labels(document)
    # the line that MyST draws above footnotes is for the end of a page
    document.settings.myst_footnote_transition = False
    document.transformer.add_transforms([*_TRANSFORMS, *more])
    document.transformer.apply_transforms()
    for definition in [*borrowed, *document.findall(nodes.substitution_definition)]:
        definition.parent.remove(definition)
    for link in document.findall(nodes.reference):
        link.attributes.pop('id_link', None)  # a MyST page would resolve it again
    for rule in list(document.findall(nodes.transition)):
        rule.replace_self(local_transition(**rule.attributes))


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
        if cited is None:
            reference.resolved = True  # Sphinx's citation domain resolves it
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


def _resolve_labels(document: nodes.document) -> None:
    """Link references with an explicit title to labels inside the definition."""
    for reference in list(document.findall(addnodes.pending_xref)):
        if reference['reftype'] == 'ref' and reference['refexplicit']:
            target = document.nameids.get(reference['reftarget'])
            if target is not None:
                link = nodes.reference(reference.rawsource, '', *reference.children)
                link['refid'], link['internal'] = target, True
                reference.replace_self(link)


def prefix_ids(
    holder: Element, prefix: str, env: BuildEnvironment, data: dict[str, Any]
) -> None:
    """Give equations and described objects in *holder* labels and ids with *prefix*.

    *data* is what their directives have registered, by domain.
    """
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
    for node in holder.findall(nodes.Element):
        if isinstance(node, nodes.math_block) and node.get('label') in labels:
            node['label'] = labels[node['label']]
        elif isinstance(node, addnodes.pending_xref) and node.get('refdomain') == 'math':
            node['reftarget'] = labels.get(node['reftarget'], node['reftarget'])
        for node_id in node['ids']:
            if not node_id.startswith((prefix, 'index-')):
                renamed.setdefault(node_id, f'{prefix}{node_id}')
    _rename(holder, renamed)


def _rename(holder: Element, renamed: dict[str, str]) -> None:
    """Rename ids, and the references to them, within *holder*."""
    for node in holder.findall(nodes.Element):
        for key in ('ids', 'backrefs'):
            if node.get(key):
                node[key] = [renamed.get(node_id, node_id) for node_id in node[key]]
        if 'refid' in node:
            node['refid'] = renamed.get(node['refid'], node['refid'])
        if isinstance(node, addnodes.index):
            node['entries'] = [
                (kind, text, renamed.get(target, target), *more)
                for kind, text, target, *more in node['entries']
            ]


def make_ids_unique(entry: Element, taken: set[str]) -> None:
    """Make the ids in *entry* unique where a builder joins several pages with it into one.

    *taken* are the ids of the entries before it; those of this entry are added.
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
    """Replace the nodes in *entry* that only reading needs by nodes that writers know."""
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
