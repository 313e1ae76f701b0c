"""Comments in pages and data files that silence findings of ``termcheck``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.checks.findings import Place
from sphinxcontrib_archgloss.checks.silence import Silence, in_data, parse
from sphinxcontrib_archgloss.sphinx_ext.nodes import elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.reading.project import Project


def on_page(
    document: nodes.document,
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
) -> Iterator[Silence]:
    """Yield the silences of a page, as its doctree has them."""
    for comment in elements(document):
        if not isinstance(comment, nodes.comment):
            continue
        said = parse(comment.astext())
        if said is None or not comment.source:
            continue
        rules, reason, is_clear = said
        path = comment.source
        text = lines(path)
        line = _line_of(comment, text)
        last = _last_line(comment, path)
        source = text[line - 1] if line <= len(text) else ''
        place = Place(shown(path), line, source=source)
        yield Silence(place, rules, reason, line, last, is_clear)


def _line_of(comment: nodes.comment, lines: Sequence[str]) -> int:
    """Return the line of a comment, which parsers tell after it or before it."""
    told = comment.line or 1
    for distance in range(len(comment.astext().split('\n')) + 2):
        for near in (told - distance, told + distance):
            if 0 < near <= len(lines) and 'term-check:' in lines[near - 1]:
                return near
    return told


def _last_line(comment: nodes.comment, path: str) -> int:
    """Return the last line of the block that follows; 0 for none."""
    siblings = comment.parent.children
    after = siblings[siblings.index(comment) + 1 :]
    block = next(
        (one for one in after if isinstance(one, nodes.Element) and _is_block(one)), None
    )
    if block is None:
        return 0
    return max((_end(one) for one in elements(block) if one.source == path), default=0)


def _is_block(node: Element) -> bool:
    return not isinstance(node, (nodes.Invisible, nodes.system_message))


def _end(node: Element) -> int:
    return (node.line or 0) + node.rawsource.count('\n')


def in_sets(
    project: Project,
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
    is_own: Callable[[str], bool],
) -> Iterator[Silence]:
    """Yield the silences in the data files that are the project's to edit."""
    for one in project.lexicon.sets.values():
        if is_own(one.path) and not one.path.endswith('.json'):
            records = [term.line for term in one.terms]
            yield from in_data(shown(one.path), lines(one.path), records)
