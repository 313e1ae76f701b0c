"""The facts of a page, gathered once it is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.project.facts import (
    Claim,
    Link,
    Listing,
    PageFacts,
    PageProblem,
    Section,
    Use,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import BASE, TERM, term_definition
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET
from sphinxcontrib_archgloss.sphinx_ext.page_facts.doctree_scan import Seen, conditions_of
from sphinxcontrib_archgloss.sphinx_ext.page_facts.general_index import index_facts
from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import (
    autolink_switch,
    front_matter_lines,
    metadata_claims,
)
from sphinxcontrib_archgloss.sphinx_ext.popovers.summaries import summary_of
from sphinxcontrib_archgloss.sphinx_ext.prose.snapshot import page_prose
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
    RoleFinder,
    original_position,
    other_source,
)
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.project.summary import Summary
    from sphinxcontrib_archgloss.sphinx_ext.ground.directive_notes import PageNotes
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import page_terms

_BASIC = frozenset(nodes.Element.basic_attributes) | {'translated'}


def collect_page_facts(app: Sphinx, document: nodes.document) -> None:
    """Keep what the page that Sphinx has just read says of terms."""
    env, domain = app.env, ArchglossDomain.of(app.env)
    domain.pages[env.docname] = page_facts(
        document,
        str(env.doc2path(env.docname)),
        domain.session.take_notes(),
        std_terms=env.config.archgloss_std_terms,
        keeps_prose=domain.session.keeps_prose,
    )


def page_facts(
    document: nodes.document,
    path: str,
    notes: PageNotes,
    *,
    std_terms: bool = False,
    keeps_prose: bool = False,
) -> PageFacts:
    """Return all that the page in the file at *path* says; take markers out of it.

    *std_terms*: references to terms of Sphinx's own glossary may be to ours.
    *keeps_prose*: something is made of what is said in plain words.
    """
    seen = Seen(document)
    quiet, switch_problems = False, list[PageProblem]()
    if seen.docinfo is not None:
        quiet, switch_problems = autolink_switch(seen.docinfo)
    found = list(_claims(seen, document, path))
    if any(claim.line is None for claim in found):
        known = front_matter_lines(file_lines(path))
        found = [
            claim._replace(line=known.get(claim.target, 1)) if claim.line is None else claim
            for claim in found
        ]
    written = tuple(_uses(seen, path, std_terms=std_terms))
    _unnest(seen)
    ids, names = fragments(document, seen.sections)
    return PageFacts(
        uses=(*notes.uses, *written),
        links=tuple(_links(seen)),
        claims=tuple(found),
        renderings=tuple(notes.renderings),
        listings=tuple(_listing(*one, seen) for one in seen.listings),
        maps=tuple(notes.maps),
        pulled=tuple(dict.fromkeys(notes.pulled)),
        named=tuple(notes.named),
        problems=(*notes.problems, *switch_problems),
        top=_id_of(seen.sections[0]) if seen.sections else '',
        sections=tuple(map(_section_facts, seen.sections)) if written else (),
        summaries=_summaries(seen),
        ids=ids,
        names=names,
        index_entries=index_facts(seen.index) if notes.shows_used else (),
        prose=page_prose(document, seen.sections, quiet=quiet) if keeps_prose else None,
    )


def _summaries(seen: Seen) -> tuple[tuple[str, Summary], ...]:
    """Return the brief of each term, that of its first entry on the page."""
    found = {item[TERM]: item for item in reversed(seen.entries)}
    return tuple((key, summary_of(item)) for key, item in sorted(found.items()))


def _listing(node: page_terms, section: int, seen: Seen) -> Listing:
    """Return what a list has; tell its node, too, which is filled in later."""
    first = last = section if node['own'] else 0
    if first:
        inside = sum(1 for _ in seen.sections[first - 1].findall(nodes.section))
        last = first + inside - 1
    listing = node['listing'] = Listing(node['order'], first, last)
    return listing


def _id_of(section: nodes.section) -> str:
    return str(section['ids'][0]) if section['ids'] else ''


def _section_facts(section: nodes.section) -> Section:
    return Section(_id_of(section), section[0].astext() if section.children else '')


def _uses(seen: Seen, path: str, *, std_terms: bool) -> Iterator[Use]:
    """Yield every reference of a page, whose own file is at *path*, in its order."""
    lines = cache(file_lines)  # of each file once
    finder = RoleFinder(lambda node: lines(node.source or path))
    for node, section, entry in seen.references:
        named = _named(node, std_terms=std_terms)
        if named is None:
            continue
        line, source, term = node.line, '', ''
        if isinstance(node, term_definition):
            source = other_source(node.source, path)
        elif entry is not None:  # its line is its own already, that of the data file
            line, term = (node.line or entry[BASE]) - entry[BASE], entry[TERM]
        elif (original := original_position(node.source)) is not None:
            source, line = other_source(original[0], path), original[1]
        else:
            line, source = finder.position(node).line, other_source(node.source, path)
        conditions = conditions_of(node) if seen.is_conditional else ()
        yield Use(*named, line, source, term, section, conditions)


def _named(node: Element, *, std_terms: bool) -> tuple[str, str] | None:
    """Return (kind, target) of a use; None for a reference to something else."""
    if node.get('intersphinx'):
        return None
    if isinstance(node, term_definition):
        return 'show', node['target']
    domain, kind = node.get('refdomain'), node['reftype']
    if domain == 'archgloss' and kind == 'term-ref':
        return 'ref', str(node.get(TARGET, node['reftarget']))
    if kind == 'any' and not domain:
        return 'any', str(node['reftarget'])
    if std_terms and kind == 'term' and domain == 'std':
        return 'term', spaced(node['reftarget'])
    return None


def _unnest(seen: Seen) -> None:
    """Take references to terms out of links that docutils has put around them.

    A table of contents copies headings, references and all, into links, and
    makes links of the headings themselves; a link in a link is no HTML.
    """
    for topic in seen.contents:
        for node in _references(topic):
            node.replace_self(node.children)
    for title in seen.titles:
        if _references(title):
            del title['refid']


def _references(node: Element) -> list[addnodes.pending_xref]:
    found = node.findall(addnodes.pending_xref)
    return [one for one in found if one.get('refdomain') == 'archgloss']


def _links(seen: Seen) -> Iterator[Link]:
    """Yield the references to other things than terms in the entries of a page."""
    for node, _, entry in seen.references:
        if entry is not None and is_foreign(node):
            given = [(k, v) for k, v in node.attributes.items() if k not in _BASIC]
            line = (node.line or entry[BASE]) - entry[BASE]
            yield Link(entry[TERM], line, node.astext(), tuple(sorted(given)))


def is_foreign(node: nodes.Element) -> bool:
    """Return whether *node* refers to something else than a term.

    Figure numbers are left to Sphinx: there are none yet when the verdict is drawn.
    """
    return bool(
        node.get('refdomain') != 'archgloss'
        and node['reftype'] != 'numref'
        and not node.get('intersphinx')
    )


def _claims(seen: Seen, document: nodes.document, path: str) -> Iterator[Claim]:
    """Yield the claims of a page, and take their markers out of it."""
    if seen.docinfo is not None:
        yield from metadata_claims(seen.docinfo, path)
    for marker in seen.claims:
        anchor, title = _section(marker, document, seen)
        source = other_source(marker.source, path)
        for target, line in marker['targets']:
            yield Claim(target, anchor, title, line, source)
        marker.parent.remove(marker)


def _section(node: Element, document: nodes.document, seen: Seen) -> tuple[str, str]:
    """Return id and title of the section *node* stands in; empty for the page."""
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    if parent is None or not parent['ids']:
        return '', ''
    if parent.parent is document and parent is seen.sections[0]:
        return '', ''
    return parent['ids'][0], parent[0].astext()


def fragments(
    document: nodes.document, sections: Iterable[nodes.section]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the ids of a page, and (label, id) where a label is no id itself."""
    ids = dict.fromkeys(map(str, document.ids))
    names = {
        str(name): str(one)
        for name, one in document.nameids.items()
        if one and name != one and name not in ids
    }
    for section in sections:
        if (slug := section.get('slug')) and slug not in ids and section['ids']:
            names.setdefault(str(slug), str(section['ids'][0]))
    return tuple(sorted(ids)), tuple(sorted(names.items()))
