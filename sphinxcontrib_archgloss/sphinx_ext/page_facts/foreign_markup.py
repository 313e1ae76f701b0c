"""Markup of the other language on a page or in a definition, which readers would see raw.

reStructuredText leaves ``{term-ref}`` in the text; MyST leaves ``:term-ref:`` there, before
a literal. A field ``term-page`` counts only where the page's metadata is: in the front
matter of MyST, and before the title in reStructuredText.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.project.facts import PageProblem
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import BASE, TERM
from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import FIELD, SWITCH
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
    REACH,
    other_source,
)
from sphinxcontrib_archgloss.terms.problems import Kind, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element

_IN_REST = re.compile(r'\{((?:archgloss:)?term-ref)\}`([^`\n]+)`')
_IN_MYST = re.compile(r':((?:archgloss:)?term-ref):$')
_FIELD_IN_MYST = re.compile(rf':({FIELD}|{SWITCH}):[ \t]*(.*)')
_CODE = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.problematic)


_CODE_SPAN = re.compile(r'(?<!`)``(?!`).+?``(?!`)', re.DOTALL)


def may_be_foreign(text: str) -> bool:
    """Return whether *text*, a piece of running text, is worth a closer look."""
    return 'term-' in text and ('{' in text or text[:1] == ':' or text[-1:] == ':')


def foreign_markup(
    texts: Iterable[tuple[nodes.Text, Element | None]], path: str
) -> Iterator[PageProblem]:
    """Yield the problems of *texts*: (piece of text, the entry of a term around it)."""
    before = Counter[tuple[int, str]]()
    lines = cache(file_lines)
    for text, entry in texts:
        parent = text.parent
        if any(isinstance(node, _CODE) for node in (parent, *traverse_parent(parent))):
            continue
        for wrong, right, language, other in _foreign_roles(text):
            message = (
                f'{quoted(wrong)} is {language} markup, which {other} shows as it is; '
                f'write {quoted(right)}'
            )
            offset = _lines_before(parent, wrong, before[id(parent), wrong])
            before[id(parent), wrong] += 1
            problem = _problem(message, parent, offset, entry, path)
            line = problem.line
            if line and entry is None:
                line = _line_with(wrong, lines(problem.source or path), line)
            yield problem._replace(line=line, wrong=wrong, right=right)
        if entry is None and isinstance(parent, nodes.paragraph) and text is parent[0]:
            yield from _field_in_myst(text, parent, path)


def _foreign_roles(text: nodes.Text) -> Iterator[tuple[str, str, str, str]]:
    """Yield (what is written, what to write, its markup, that of the page)."""
    for match in _IN_REST.finditer(text):
        yield match[0], f':{match[1]}:`{match[2]}`', 'MyST', 'reStructuredText'
    following = text.next_node(descend=False, siblings=True)
    name = _IN_MYST.search(text)
    if name and isinstance(following, nodes.literal):
        label = f'`{following.astext()}`'
        yield f'{name[0]}{label}', f'{{{name[1]}}}{label}', 'reStructuredText', 'MyST'


def _field_in_myst(text: str, parent: Element, path: str) -> Iterator[PageProblem]:
    if field := _FIELD_IN_MYST.match(text):
        message = (
            f'":{field[1]}:" is a field of reStructuredText, which MyST shows as it is; '
            f'write "{field[1]}: {field[2].strip()}" in the front matter, between two '
            'lines "---" at the top of the page'
        )
        yield _problem(message, parent, 0, None, path)


def misplaced_field(node: nodes.field, path: str) -> Iterator[PageProblem]:
    """Yield the problem of a metadata field that stands after the title of its page."""
    name = node[0].astext()
    if name in (FIELD, SWITCH) and isinstance(node.parent.parent, nodes.section):
        instead = f', or write ".. {name}::" instead' if name == FIELD else ''
        message = (
            f'":{name}:" counts only above the title of the page; move it to the top of '
            f'the file{instead}'
        )
        yield _problem(message, node, 0, None, path)


def _lines_before(parent: Element, wrong: str, nth: int) -> int:
    """Return how many lines of *parent* end before *wrong*, after *nth* others of it."""
    whole = _CODE_SPAN.sub(
        lambda match: re.sub('[^\n]', 'x', match[0]), parent.rawsource or parent.astext()
    )
    parts = whole.split(wrong)
    return wrong.join(parts[: nth + 1]).count('\n') if nth + 1 < len(parts) else 0


def _line_with(wrong: str, lines: Sequence[str], first: int) -> int:
    """Return the line from *first* on that has *wrong*: parsers give cells no lines."""
    after = range(first, min(first + REACH, len(lines) + 1))
    return next((number for number in after if wrong in lines[number - 1]), first)


def _problem(
    message: str, node: Element, offset: int, entry: Element | None, path: str
) -> PageProblem:
    """Return the problem in *node*, at its line with a 0-based *offset*."""
    around = (parent for parent in traverse_parent(node) if parent.line)
    holder = node if node.line else next(around, node)
    line = (holder.line or 1) + offset
    if entry is not None:
        return PageProblem(Kind.MARKUP, message, line - entry[BASE], term=entry[TERM])
    return PageProblem(Kind.MARKUP, message, line, other_source(holder.source, path))
