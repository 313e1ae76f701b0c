"""The prose of a page as plain data, for what is worked out without its doctree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinxcontrib_archgloss.project.facts import PlainPassage, Prose, Written
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import EXPLICIT, TARGET
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import Passage


def page_prose(
    document: nodes.document, sections: Sequence[nodes.section], *, quiet: bool
) -> Prose:
    """Return the prose of a page, whose *sections* are given in its order.

    *quiet*: the page is to be left without automatic links.
    """
    return Prose(
        # in entries nothing but links is ever made
        passages=tuple(map(_plain, passages(document, entries=not quiet))),
        sections=_sections(document, sections),
        quiet=quiet,
    )


def _plain(passage: Passage) -> PlainPassage:
    return PlainPassage(
        passage.text,
        passage.section,
        passage.entry,
        tuple(_seams(passage)),
        tuple(_written(passage)),
        passage.quiet,
        passage.conditions,
    )


def _seams(passage: Passage) -> Iterator[int]:
    """Yield where one run of text meets another without a mark between them."""
    before = None
    for part in passage.parts:
        if before is not None and part.run != before.run and part.start == before.end:
            yield part.start
        before = part


def _written(passage: Passage) -> Iterator[Written]:
    for mark in passage.marks:
        node = mark.node
        if not isinstance(node, addnodes.pending_xref) or node.get('intersphinx'):
            continue
        if node.get('refdomain') == 'archgloss' and node['reftype'] == 'term-ref':
            target = str(node.get(TARGET, node['reftarget']))
            yield Written(mark.at, 'ref', target, bool(node.get(EXPLICIT)))
        elif node['reftype'] == 'any' and not node.get('refdomain'):
            yield Written(mark.at, 'any', str(node['reftarget']), explicit=True)


def _sections(
    document: nodes.document, sections: Sequence[nodes.section]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    numbers = {id(section): n for n, section in enumerate(sections, 1)}
    found: dict[int, list[str]] = {n: [] for n in numbers.values()}
    for anchor, node in document.ids.items():
        if number := _number(node, numbers):
            found[number].append(str(anchor))
    return tuple(
        (_number(section.parent, numbers), tuple(found[n]))
        for n, section in enumerate(sections, 1)
    )


def _number(node: Node | None, numbers: dict[int, int]) -> int:
    """Return the number of the section that *node* is or stands in; 0 for none."""
    here: Element | Node | None = node
    while here is not None and id(here) not in numbers:
        here = here.parent
    return numbers.get(id(here), 0)
