"""Comments in pages and data files that suppress findings of ``termcheck``.

Parsers report a line after or before a comment, or none if it is nested, so the line is
found in the source of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.checks.findings import FindingPlace
from sphinxcontrib_archgloss.checks.suppressions import MARK, Suppression, in_data, parse
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.project.project import Project


def on_page(
    page: Iterable[Element],
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
) -> Iterator[Suppression]:
    """Yield the suppressions among the elements of a *page*, given in its order."""
    taken: set[tuple[str, int]] = set()
    cells = Cells(lines)
    for comment in page:
        if not isinstance(comment, (nodes.comment, nodes.raw)):
            continue
        text = _comment_text(comment)
        parsed = parse(text) if text is not None else None
        if text is None or parsed is None:
            continue
        rules, reason, is_clear = parsed
        block = _block_after(comment)
        path = _path_of(comment, block)
        source = lines(path)
        starts = _starts(text, source)
        starts = [line for line in starts if (path, line) not in taken] or starts
        line = _line_of(comment, block, path, starts)
        taken.add((path, line))
        line_text = source[line - 1] if line <= len(source) else ''
        place = FindingPlace(shown(path), line, source=line_text)
        last = _last_line(block, path, cells)
        yield Suppression(place, rules, reason, line, last, is_clear)


def _comment_text(node: Element) -> str | None:
    """Return the text of a comment; None for any other node."""
    if isinstance(node, nodes.comment):
        return node.astext()
    if isinstance(node, nodes.raw) and 'html' in str(node.get('format', '')).split():
        text = node.astext().strip()
        if text.startswith('<!--') and text.endswith('-->'):
            return text[4:-3].strip()
    return None


def _path_of(comment: Element, block: Element | None) -> str:
    """Return the file of a comment; a nested one has no source of its own."""
    within = [] if block is None else elements(block)
    near = (comment, *within, *traverse_parent(comment.parent))
    sources = (node.source or '' for node in near)
    # a message of a catalogue is not a file
    return next((s for s in sources if s and not s.endswith('<translated>')), '')


def _starts(text: str, lines: Sequence[str]) -> list[int]:
    """Return the lines on which a comment with this *text* begins."""
    count, words = text.count('\n') + 1, text.split()
    return [
        number
        for number, line in enumerate(lines, 1)
        if MARK.search(line) and _words(lines[number - 1 : number - 1 + count]) == words
    ]


def _words(lines: Sequence[str]) -> list[str]:
    """Return the words of a comment that begins on the first of *lines*."""
    mark = MARK.search(lines[0])
    first = lines[0][mark.start() :] if mark else ''
    # in MyST, each line of a comment begins with a sign
    whole = ' '.join([first, *(line.lstrip(' \t>%') for line in lines[1:])])
    return whole.partition('-->')[0].split()


def _line_of(
    comment: Element, block: Element | None, path: str, starts: Sequence[int]
) -> int:
    """Return the line of a comment, one of *starts* if possible."""
    parsed = comment.line if comment.source else None
    if parsed is not None and starts:
        distance, nearest = min((abs(start - parsed), start) for start in starts)
        if distance < comment.astext().count('\n') + 3:
            return nearest
    within = () if block is None else elements(block)
    block_line = next((n.line for n in within if n.source == path and n.line), None)
    if block_line is not None:
        parsed = block_line if parsed is None else parsed
        if before := [start for start in starts if start <= block_line]:
            return before[-1]
    above = traverse_parent(comment.parent)
    around = (n.line for n in above if n.source == path and n.line)
    first = next(around, 1)
    return next((start for start in starts if start >= first), parsed or first)


def _block_after(comment: Element) -> Element | None:
    """Return the block that follows a comment; after a section, the next section."""
    for node in traverse_parent(comment):
        if node.parent is None or (
            node is not comment and not isinstance(node, nodes.section)
        ):
            break
        siblings = node.parent.children
        for sibling in siblings[siblings.index(node) + 1 :]:
            if isinstance(sibling, nodes.Element) and _is_block(sibling):
                return sibling
    return None


def _is_block(node: Element) -> bool:
    is_shown = not isinstance(node, (nodes.Invisible, nodes.system_message))
    return is_shown and _comment_text(node) is None


def _last_line(block: Element | None, path: str, cells: Cells) -> int:
    """Return the last line of *block*; 0 for none."""
    within = () if block is None else elements(block)
    return max((_end(node, cells) for node in within if node.source == path), default=0)


def _end(node: Element, cells: Cells) -> int:
    line = cells.line(node) if isinstance(node, nodes.paragraph) else node.line
    return (line or 0) + node.rawsource.count('\n')


def in_sets(
    project: Project,
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
    is_own: Callable[[str], bool],
) -> Iterator[Suppression]:
    """Yield the suppressions in the data files that the project may edit."""
    for term_set in project.lexicon.sets.values():
        path = term_set.path
        if is_own(path) and not path.endswith('.json'):
            records = [term.line for term in term_set.terms]
            yield from in_data(shown(path), lines(path), records)
