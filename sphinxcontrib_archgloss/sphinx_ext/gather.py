"""The facts of a page, gathered once it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.reading.facts import Claim, Use
from sphinxcontrib_archgloss.sphinx_ext.lines import RoleFinder, file_lines, other_source
from sphinxcontrib_archgloss.sphinx_ext.nodes import (
    BASE,
    TERM,
    enclosing_term,
    term_claim,
)
from sphinxcontrib_archgloss.sphinx_ext.roles import TARGET
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docutils.nodes import Element

FIELD = 'term-page'
"""Name of the metadata field by which a page claims terms."""


def uses(document: nodes.document, path: str, *, has_entries: bool) -> Iterator[Use]:
    """Yield every reference of a page, in its order.

    *path* is the page's own file; *has_entries* whether it renders any.
    """
    finder = RoleFinder(lambda node: file_lines(node.source or path))
    for node in document.findall(addnodes.pending_xref):
        if node.get('intersphinx'):
            continue
        if node.get('refdomain') == 'archgloss' and node['reftype'] == 'term-ref':
            kind, target = 'ref', str(node.get(TARGET, node['reftarget']))
        elif node['reftype'] == 'any' and not node.get('refdomain'):
            kind, target = 'any', str(node['reftarget'])
        else:
            continue
        term = enclosing_term(node) if has_entries else ''
        if term:  # its line is its own already, that of the data file
            yield Use(kind, target, (node.line or 0) - _base(node), '', term)
            continue
        line = finder.spot(node).line
        yield Use(kind, target, line, other_source(node.source, path))


def _base(node: Element) -> int:
    parent = node.parent
    while TERM not in parent.attributes:
        parent = parent.parent
    return int(parent[BASE])


def claims(document: nodes.document, path: str) -> Iterator[Claim]:
    """Yield the claims of a page, and take their markers out of it."""
    yield from _metadata_claims(document, path)
    for marker in list(document.findall(term_claim)):
        anchor, title = _section(marker, document)
        source = other_source(marker.source, path)
        for target, line in marker['targets']:
            yield Claim(target, anchor, title, line, source)
        marker.parent.remove(marker)


def _section(node: Element, document: nodes.document) -> tuple[str, str]:
    """Return id and title of the section *node* stands in; empty for the page."""
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    if parent is None or not parent['ids']:
        return '', ''
    if parent.parent is document and parent is next(document.findall(nodes.section)):
        return '', ''
    return parent['ids'][0], parent[0].astext()


def _metadata_claims(document: nodes.document, path: str) -> Iterator[Claim]:
    for docinfo in document.findall(nodes.docinfo):
        for field in docinfo.findall(nodes.field):
            if field[0].astext() == FIELD:
                for target, line in _field_lines(field, path):
                    yield Claim(target, '', '', line)
        return


def _field_lines(field: Element, path: str) -> Iterator[tuple[str, int | None]]:
    """Yield (label, line) for each name in a metadata field.

    The field's source is taken, not its text, which smart quotes may have
    changed. MyST hands a list over as JSON.
    """
    body = field[1]
    # MyST gives front matter no lines, or 0
    line = field.line or (body.children[0].line if body.children else None) or None
    text = '\n'.join(child.rawsource or child.astext() for child in body.children)
    try:
        listed = json.loads(text)
    except ValueError:
        listed = None
    if isinstance(listed, list):
        for item in listed:
            yield spaced(str(item)), line
        return
    for n, name in enumerate(text.split('\n')):
        if name.strip():
            yield spaced(name), None if line is None else line + n


def front_matter_lines(path: Path) -> dict[str, int]:
    """Return label → line for the front matter of a Markdown page.

    MyST gives front matter no lines. A label is looked for from the line of the
    field on, to the end of the front matter.
    """
    found: dict[str, int] = {}
    try:
        lines = path.read_text(encoding='utf-8-sig').split('\n')
    except (OSError, UnicodeDecodeError):
        return found
    if not lines or lines[0].strip() != '---':
        return found
    inside = False
    for n, line in enumerate(lines[1:], 2):
        if line.strip() in ('---', '...'):
            break
        if line.startswith(f'{FIELD}:'):
            inside, line = True, line[len(FIELD) + 1 :]
        elif inside and line[:1] not in (' ', '-', '\t', ''):
            inside = False
        if inside:
            for part in line.strip().strip('[]').removeprefix('-').split(','):
                found.setdefault(spaced(part.strip(' "\'')), n)
            found.setdefault(spaced(line.strip(' -"\'')), n)
    return found


def fragments(
    document: nodes.document,
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the ids of a page, and (label, id) where a label is no id itself."""
    ids = dict.fromkeys(map(str, document.ids))
    names = {
        str(name): str(one)
        for name, one in document.nameids.items()
        if one and name != one and name not in ids
    }
    for section in document.findall(nodes.section):
        if (slug := section.get('slug')) and slug not in ids and section['ids']:
            names.setdefault(str(slug), str(section['ids'][0]))
    return tuple(sorted(ids)), tuple(sorted(names.items()))
