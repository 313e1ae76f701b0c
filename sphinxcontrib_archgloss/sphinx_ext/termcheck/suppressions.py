"""Comments in pages and data files that silence findings of ``termcheck``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.checks.findings import Place
from sphinxcontrib_archgloss.checks.suppressions import MARK, Suppression, in_data, parse
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.project.project import Project


def on_page(
    document: nodes.document,
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
) -> Iterator[Suppression]:
    """Yield the silences of a page, as its doctree has them."""
    taken: set[tuple[str, int]] = set()
    cells = Cells(lines)
    for comment in elements(document):
        text = _comment(comment)
        said = parse(text) if text is not None else None
        if text is None or said is None:
            continue
        rules, reason, is_clear = said
        block = _block_after(comment)
        path = _path_of(comment, block)
        there = lines(path)
        begins = _beginnings(text, there)
        begins = [one for one in begins if (path, one) not in taken] or begins
        line = _line_of(comment, block, path, begins)
        taken.add((path, line))
        source = there[line - 1] if line <= len(there) else ''
        place = Place(shown(path), line, source=source)
        yield Suppression(
            place, rules, reason, line, _last_line(block, path, cells), is_clear
        )


def _comment(node: Element) -> str | None:
    """Return the text of a comment; None for what is none."""
    if isinstance(node, nodes.comment):
        return node.astext()
    if isinstance(node, nodes.raw) and 'html' in str(node.get('format', '')).split():
        text = node.astext().strip()
        if text.startswith('<!--') and text.endswith('-->'):
            return text[4:-3].strip()
    return None


def _path_of(comment: Element, block: Element | None) -> str:
    """Return the file that a comment is in; parsers do not say if it is nested."""
    after = [] if block is None else list(elements(block))
    near = [comment, *after, *_ancestors(comment)]
    sources = (one.source or '' for one in near)
    # a message of a catalogue is no file
    return next((one for one in sources if one and not one.endswith('<translated>')), '')


def _ancestors(node: Element) -> Iterator[Element]:
    here = node.parent
    while here is not None:
        yield here
        here = here.parent


def _beginnings(text: str, lines: Sequence[str]) -> list[int]:
    """Return the lines on which a comment begins that says *text*."""
    count, said = text.count('\n') + 1, text.split()
    return [
        number
        for number, line in enumerate(lines, 1)
        if MARK.search(line) and _said(lines[number - 1 : number - 1 + count]) == said
    ]


def _said(lines: Sequence[str]) -> list[str]:
    mark = MARK.search(lines[0])
    first = lines[0][mark.start() :] if mark else ''
    # each line of a comment in MyST has a sign of its own
    whole = ' '.join([first, *(line.lstrip(' \t>%') for line in lines[1:])])
    return whole.partition('-->')[0].split()


def _line_of(
    comment: Element, block: Element | None, path: str, begins: Sequence[int]
) -> int:
    """Return the line of a comment, one of those on which such a one *begins*.

    Parsers tell a line after it or before it, or none if it is nested.
    """
    told = comment.line if comment.source else None
    if told is not None and begins:
        away, near = min((abs(one - told), one) for one in begins)
        if away < comment.astext().count('\n') + 3:
            return near
    after = _first_line(block, path) if block is not None else None
    if after is not None:
        told = after if told is None else told
        if before := [one for one in begins if one <= after]:
            return before[-1]
    around = (one.line for one in _ancestors(comment) if one.source == path and one.line)
    start = next(around, 1)
    return next((one for one in begins if one >= start), told or start)


def _first_line(block: Element, path: str) -> int | None:
    lines = (one.line for one in elements(block) if one.source == path)
    return next((line for line in lines if line), None)


def _block_after(comment: Element) -> Element | None:
    """Return the block that follows a comment; behind a section, the next one."""
    here = comment
    while here.parent is not None:
        siblings = here.parent.children
        after = siblings[siblings.index(here) + 1 :]
        for one in after:
            if isinstance(one, nodes.Element) and _is_block(one):
                return one
        here = here.parent
        if not isinstance(here, nodes.section):
            break
    return None


def _is_block(node: Element) -> bool:
    is_shown = not isinstance(node, (nodes.Invisible, nodes.system_message))
    return is_shown and _comment(node) is None


def _last_line(block: Element | None, path: str, cells: Cells) -> int:
    """Return the last line of *block*; 0 for none."""
    if block is None:
        return 0
    within = (one for one in elements(block) if one.source == path)
    return max((_end(one, cells) for one in within), default=0)


def _end(node: Element, cells: Cells) -> int:
    line = cells.line(node) if isinstance(node, nodes.paragraph) else node.line
    return (line or 0) + node.rawsource.count('\n')


def in_sets(
    project: Project,
    shown: Callable[[str], str],
    lines: Callable[[str], Sequence[str]],
    is_own: Callable[[str], bool],
) -> Iterator[Suppression]:
    """Yield the silences in the data files that are the project's to edit."""
    for one in project.lexicon.sets.values():
        if is_own(one.path) and not one.path.endswith('.json'):
            records = [term.line for term in one.terms]
            yield from in_data(shown(one.path), lines(one.path), records)
