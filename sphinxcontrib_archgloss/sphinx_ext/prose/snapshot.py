"""The prose of a page as plain data, which no longer needs the doctree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.prose_facts import Prose
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils import nodes
    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage


def page_prose(
    document: nodes.document,
    sections: Sequence[nodes.section],
    *,
    quiet: bool,
    blocks: Iterable[DoctreePassage] | None = None,
) -> Prose:
    """Return the prose of a page, whose *sections* are given in its order.

    *quiet* leaves the page without automatic links. *blocks* are the passages to take; by
    default those that may change when the page is written.
    """
    if blocks is None:
        # in entries, the only change is links
        blocks = passages(document, entries=not quiet)
    return Prose(
        tuple(block.passage for block in blocks), _sections(document, sections), quiet
    )


def _sections(
    document: nodes.document, sections: Sequence[nodes.section]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    numbers = {id(section): number for number, section in enumerate(sections, 1)}
    anchors: dict[int, list[str]] = {number: [] for number in numbers.values()}
    for anchor, node in document.ids.items():
        if number := _number(node, numbers):
            anchors[number].append(str(anchor))
    return tuple(
        (_number(section.parent, numbers), tuple(anchors[number]))
        for number, section in enumerate(sections, 1)
    )


def _number(node: Node | None, numbers: dict[int, int]) -> int:
    """Return the number of the section that *node* is or is in; 0 for none."""
    here: Element | Node | None = node
    while here is not None and id(here) not in numbers:
        here = here.parent
    return numbers.get(id(here), 0)
