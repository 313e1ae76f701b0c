"""The facts of one page, collected from its doctree and from what its directives noted.

Facts do not depend on other pages or on the term sets, so they are valid until the page
itself is read again.
"""

from __future__ import annotations

from functools import cache
from sys import intern
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.project.facts import (
    Claim,
    Link,
    Listing,
    PageFacts,
    PageProblem,
    Rendering,
    Section,
    Use,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import conditions_of
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BASE,
    REFERENCES,
    RENDERING,
    TERM,
    USED,
    elements,
    is_any,
    term_definition,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET, WORDING
from sphinxcontrib_archgloss.sphinx_ext.page_facts.doctree_scan import DoctreeScan
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.project.facts import IndexEntry
    from sphinxcontrib_archgloss.project.outputs import Condition
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import page_terms

_BASIC = frozenset(nodes.Element.basic_attributes) | {'translated'}


def collect_page_facts(app: Sphinx, document: nodes.document) -> None:
    """Keep the facts of the page that Sphinx has just read; remove markers from it."""
    env, domain = app.env, ArchglossDomain.of(app.env)
    path, notes = str(document['source']), domain.session.take_notes()
    scan = DoctreeScan(document)
    quiet, switch_problems = False, list[PageProblem]()
    if scan.docinfo is not None:
        from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import (
            autolink_switch,
        )

        quiet, switch_problems = autolink_switch(scan.docinfo)
    claims = tuple(_claims(scan, document, path))
    std_terms = domain.session.settings.std_terms
    uses, external = _uses(scan, path, std_terms=std_terms)
    has_external_roles = std_terms and any(
        'intersphinx' in node.attributes for node, *_ in scan.references
    )
    _remove_useless_links(scan)
    if uses:
        references = [node for node, *_ in scan.references]
        setattr(document, REFERENCES, references)  # for `resolve_references`
    ids, names = _fragments(document, scan.sections)
    renderings = _renderings(scan, notes.renderings)
    conditional_ids = tuple(_conditional_ids(scan))
    prose = None
    if domain.session.keeps_prose:
        from sphinxcontrib_archgloss.sphinx_ext.prose.snapshot import page_prose

        prose = page_prose(document, scan.sections, quiet=quiet)
    domain.pages[env.docname] = PageFacts(
        uses=(*notes.uses, *uses),
        external=tuple(external),
        has_external_roles=has_external_roles,
        links=tuple(_links(scan)) if scan.renderings else (),
        claims=claims,
        renderings=renderings,
        listings=tuple(_listing(node, section, scan) for node, section in scan.listings),
        maps=tuple(notes.maps),
        pulled=tuple(
            dict.fromkeys(named.location for named in notes.named if named.location)
        ),
        named=tuple(notes.named),
        problems=(*notes.problems, *switch_problems, *_foreign_markup(scan, path)),
        top=_id_of(scan.sections[0]) if scan.sections else '',
        sections=tuple(map(_section_facts, scan.sections)) if uses else (),
        summaries=_summaries(scan),
        ids=ids,
        conditional_ids=conditional_ids,
        conditions=tuple(
            sorted({c for block in scan.conditional for c in conditions_of(block)})
        ),
        names=names,
        wordings=tuple(dict.fromkeys(notes.wordings)),
        index_entries=_index_entries(scan),
        prose=prose,
    )


def _summaries(scan: DoctreeScan) -> bytes:
    """Return the summaries of the first entry of each term, packed."""
    if not scan.entries:
        return b''
    from sphinxcontrib_archgloss.project.summary import pack_summaries
    from sphinxcontrib_archgloss.sphinx_ext.popovers.summaries import summary_of

    first = {entry[TERM]: entry for entry in reversed(scan.entries)}
    return pack_summaries((key, summary_of(first[key])) for key in sorted(first))


def _foreign_markup(scan: DoctreeScan, path: str) -> Iterator[PageProblem]:
    if not (scan.suspicious or scan.fields):
        return
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.foreign_markup import (
        foreign_markup,
        misplaced_field,
    )

    if scan.suspicious:
        yield from foreign_markup(scan.suspicious, path)
    for field in scan.fields:
        yield from misplaced_field(field, path)


def _index_entries(scan: DoctreeScan) -> tuple[IndexEntry, ...]:
    """Return the index entries of a page where not all may count."""
    entries = [entry for _, entry in scan.index if entry is not None]
    is_certain = not scan.conditional and not any(USED in entry for entry in entries)
    if is_certain and len({entry[TERM] for entry in entries}) == len(entries):
        return ()
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.general_index import index_facts

    return index_facts(scan.index)


def _listing(node: page_terms, section: int, scan: DoctreeScan) -> Listing:
    """Return the sections that a list of terms covers; keep them on its node, too."""
    first = last = section if node['own'] else 0
    if first:
        inside = sum(1 for _ in scan.sections[first - 1].findall(nodes.section))
        last = first + inside - 1
    listing = node['listing'] = Listing(node['order'], first, last)
    return listing


def _id_of(section: nodes.section) -> str:
    return str(section['ids'][0]) if section['ids'] else ''


def _section_facts(section: nodes.section) -> Section:
    return Section(_id_of(section), section[0].astext() if section.children else '')


def _uses(scan: DoctreeScan, path: str, *, std_terms: bool) -> tuple[list[Use], list[Use]]:
    """Return the references to terms, and those by the role ``external``.

    Both are in the order of the page, whose file is at *path*. *std_terms*: references of
    Sphinx's role ``term`` may link to our terms.
    """
    uses, external = list[Use](), list[Use]()
    if not scan.references:
        return uses, external
    from sphinxcontrib_archgloss.file_lines import file_lines
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
        RoleFinder,
        original_position,
        other_source,
    )

    lines = cache(file_lines)  # reads each file once
    finder = RoleFinder(lambda node: lines(node.source or path))
    for node, section, entry in scan.references:
        target = _target(node, std_terms=std_terms)
        if target is None:
            continue
        kind, label = target
        line, source, term = node.line, '', ''
        if isinstance(node, term_definition):
            source = other_source(node.source, path)
        elif entry is not None:  # its line is already used by the data file
            line, term = (node.line or entry[BASE]) - entry[BASE], entry[TERM]
        elif node.source == path:
            line = finder.line(node)
        elif (original := original_position(node.source)) is not None:
            source, line = other_source(original[0], path), original[1]
        else:
            line, source = finder.line(node), other_source(node.source, path)
        conditions = conditions_of(node) if scan.conditional else ()
        # many pages refer to the same few terms
        use = Use(kind, intern(str(label)), line, source, term, section, conditions)
        (external if kind.startswith('external') else uses).append(use)
    return uses, external


def _target(node: Element, *, std_terms: bool) -> tuple[str, str] | None:
    """Return (kind, target) of a `Use`; None for a reference to something else."""
    attributes = node.attributes
    domain, kind = attributes.get('refdomain'), attributes.get('reftype')
    if attributes.get('intersphinx'):
        inventory = f'+{node["inventory"]}' if node['inventory'] else ''
        return (f'external{inventory}', node[TARGET]) if TARGET in node else None
    if domain == 'archgloss' and kind == 'term-ref':
        return 'ref', str(attributes.get(TARGET, attributes['reftarget']))
    if isinstance(node, term_definition):
        return 'show', node['target']
    if is_any(node):
        return 'any', str(attributes['reftarget'])
    if std_terms and kind == 'term' and domain == 'std':
        return 'term', spaced(attributes['reftarget'])
    return None


def _remove_useless_links(scan: DoctreeScan) -> None:
    """Remove links inside links, which HTML does not allow, and invisible links.

    The directive ``contents`` copies headings into links, with the references in them, and
    makes links of the headings themselves. A substitution is copied to where it is used.
    """
    for part in (*scan.contents, *scan.substitutions):
        for node in _references(part):
            cast('Element', node[0]).attributes.pop(WORDING, None)
            node.replace_self(node.children)
    for title in scan.titles:
        if _references(title):
            del title['refid']


def _references(node: Element) -> list[addnodes.pending_xref]:
    references = node.findall(addnodes.pending_xref)
    return [ref for ref in references if ref.get('refdomain') == 'archgloss']


def _links(scan: DoctreeScan) -> Iterator[Link]:
    """Yield the references in entries that do not refer to terms."""
    for node, _, entry in scan.references:
        if entry is not None and is_foreign(node):
            attributes = [(k, v) for k, v in node.attributes.items() if k not in _BASIC]
            line = (node.line or entry[BASE]) - entry[BASE]
            yield Link(entry[TERM], line, node.astext(), tuple(sorted(attributes)))


def is_foreign(node: nodes.Element) -> bool:
    """Return whether *node* refers to something other than a term.

    Sphinx resolves figure numbers, which do not exist yet when problems are reported.
    """
    return bool(
        node.get('refdomain') != 'archgloss'
        and node['reftype'] != 'numref'
        and not node.get('intersphinx')
    )


def _claims(scan: DoctreeScan, document: nodes.document, path: str) -> Iterator[Claim]:
    """Yield the claims of a page, and remove their markers from it."""
    if scan.docinfo is not None:
        from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import (
            metadata_claims,
        )

        yield from metadata_claims(scan.docinfo, path)
    if not scan.claims:
        return
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import other_source

    for marker in scan.claims:
        anchor, title = _section(marker, document, scan)
        source, conditions = other_source(marker.source, path), conditions_of(marker)
        for target, line in marker['targets']:
            yield Claim(target, anchor, title, line, source, conditions)
        marker.parent.remove(marker)


def _renderings(scan: DoctreeScan, noted: Sequence[Rendering]) -> tuple[Rendering, ...]:
    """Return the *noted* renderings with their conditions, now that each has its place."""
    numbered = dict(enumerate(noted))
    for node in scan.renderings:
        number = node.attributes.pop(RENDERING, None)
        if number is not None and scan.conditional:
            conditions = conditions_of(node)
            numbered[number] = numbered[number]._replace(conditions=conditions)
    return tuple(numbered.values())


def _conditional_ids(scan: DoctreeScan) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield (id, conditions) for the content of blocks that a builder may leave out."""
    outermost = [block for block in scan.conditional if len(conditions_of(block)) == 1]
    for block in outermost:
        for node in elements(block):
            for anchor in node['ids']:
                yield anchor, conditions_of(node)


def _section(node: Element, document: nodes.document, scan: DoctreeScan) -> tuple[str, str]:
    """Return id and title of the section that contains *node*; empty for the page."""
    section = next(iter(traverse_parent(node, nodes.section)), None)
    if section is None or not section['ids']:
        return '', ''
    if section.parent is document and section is scan.sections[0]:
        return '', ''
    return section['ids'][0], section[0].astext()


def _fragments(
    document: nodes.document, sections: Iterable[nodes.section]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the ids of a page, and (label, id) where a label is not an id itself."""
    ids = dict.fromkeys(map(str, document.ids))
    names = {
        str(name): str(node_id)
        for name, node_id in document.nameids.items()
        if node_id and name != node_id and name not in ids
    }
    for section in sections:
        if (slug := section.get('slug')) and slug not in ids and section['ids']:
            names.setdefault(str(slug), str(section['ids'][0]))
    if any(node_id.startswith('equation-') for node_id in ids):
        for block in document.findall(nodes.math_block):
            if (label := block.get('label')) and block['ids'] and label not in ids:
                names.setdefault(str(label), str(block['ids'][0]))
    return tuple(sorted(ids)), tuple(sorted(names.items()))
