"""Markup of the other language on a page or in a definition, shown as plain text.

reStructuredText leaves ``{term-ref}`` in the text, and fences at the beginning of a
paragraph; MyST leaves ``:term-ref:`` before a literal, and ``.. term-set::``. On pages,
only our own markup counts. Definitions are our responsibility, so other roles, directives,
links and code count there, too. A field ``term-page`` counts only where the page's metadata
is: in the front matter of MyST, and before the title in reStructuredText.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple
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

_OWN_ROLES = r'(?:archgloss:)?term-ref'
# Roles of Sphinx and docutils that definitions may contain.
_ALL_ROLES = (
    rf'{_OWN_ROLES}|(?:(?:c|cpp|js|math|py|rst|std):)?(?:abbr|any|attr|class|code|command|dfn'
    r'|doc|download|emphasis|envvar|eq|exc|external|file|func|guilabel|index|kbd|keyword'
    r'|literal|manpage|math|menuselection|meth|mod|numref|obj|option|pep|program|ref|rfc|samp'
    r'|strong|sub|subscript|sup|superscript|term|token)'
)
_OWN_DIRECTIVES = r'(?:archgloss:)?(?:page-terms|term-(?:definition|map|page|set))'
_ALL_DIRECTIVES = r'[a-z][\w:+.-]*'
# Python compiles these when they are first used: many pages have only plain text.
_LINK = r'(?<!!)\[([^\[\]\n]+)\]\(#([\w.:-]+)\)'
_LINK_TEXT = r'(?<!!)\[([^\[\]\n]+)\]\($'
_CODE_FENCE = r'(?m)`{3}(?!`)[ ]*([\w+#.-]*)[ ]*$'
_FIELD_IN_MYST = rf':({FIELD}|{SWITCH}):[ \t]*(.*)'
_FRONT_MATTER = rf'---\n(?:.*\n)*?({FIELD}|{SWITCH}):[ ]*(.*)'
_CODE_SPAN = r'(?s)(?<!`)``(?!`).+?``(?!`)'
_CODE = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.problematic)
_REST, _MYST = 'reStructuredText', 'MyST'


class _Patterns:
    """What to search for: our own roles and directives, or all of them."""

    def __init__(self, roles: str, directives: str) -> None:
        self.role_in_rest = rf'\{{({roles})\}}`([^`\n]+)`'
        self.role_in_myst = rf'(?:^|(?<=\s|[(])):({roles}):$'
        self.directive_in_rest = (
            rf'(?m)(?:`{{3,4}}(?!`)|:{{3,}}|~{{3,}})\{{({directives})\}}[ ]*([^`\n]*)$'
        )
        self.directive_in_myst = rf'\.\.[ ]+({directives})::[ ]*(.*)'


_ON_PAGES = _Patterns(_OWN_ROLES, _OWN_DIRECTIVES)
_IN_DEFINITIONS = _Patterns(_ALL_ROLES, _ALL_DIRECTIVES)


class _Foreign(NamedTuple):
    """A piece of markup of the other language."""

    wrong: str
    right: str
    """What to write instead, or the line to begin it with."""
    language: str
    """That of the markup."""
    edit: str = ''
    """What may replace it; empty if more has to change."""


def foreign_markup(
    texts: Iterable[tuple[nodes.Text, Element | None]], path: str
) -> Iterator[PageProblem]:
    """Yield the problems of *texts*: (piece of text, the entry of a term around it).

    On pages, only markup of this package is looked for.
    """
    before = Counter[tuple[int, str]]()
    lines = cache(file_lines)
    blocks: set[int] = set()
    for text, entry in texts:
        parent = text.parent
        patterns = _ON_PAGES if entry is None else _IN_DEFINITIONS
        pieces = list[_Foreign]()
        around = (parent, *traverse_parent(parent))
        if not any(isinstance(node, _CODE) for node in around):
            pieces += _foreign_roles(text, patterns)
            pieces += _foreign_links(text) if entry is not None else ()
        block = next(node for node in around if not isinstance(node, nodes.Inline))
        if isinstance(block, nodes.paragraph) and id(block) not in blocks:
            blocks.add(id(block))
            pieces += _foreign_directives(block, patterns, in_entry=entry is not None)
            if entry is None:
                yield from _foreign_fields(block, path)
        for wrong, right, language, edit in pieces:
            other = _REST if language == _MYST else _MYST
            message = (
                f'{quoted(wrong)} is {language} markup and appears as plain text in '
                f'{other}; write {quoted(right)}'
            )
            if right.startswith('```'):
                message += ' and a line "```" after it'
            offset = _lines_before(block, wrong, before[id(block), wrong])
            before[id(block), wrong] += 1
            problem = _problem(message, block, offset, entry, path)
            line = problem.line
            if line and entry is None:
                line = _line_with(wrong, lines(problem.source or path), line)
            yield problem._replace(line=line, wrong=wrong, right=edit)


def _foreign_roles(text: nodes.Text, patterns: _Patterns) -> Iterator[_Foreign]:
    for match in re.finditer(patterns.role_in_rest, text):
        right = f':{match[1]}:`{match[2]}`'
        yield _Foreign(match[0], right, _MYST, right)
    following = text.next_node(descend=False, siblings=True)
    name = re.search(patterns.role_in_myst, text)
    if name and isinstance(following, nodes.literal):
        label = f'`{following.astext()}`'
        right = f'{{{name[1]}}}{label}'
        yield _Foreign(f':{name[1]}:{label}', right, _REST, right)


def _foreign_links(text: nodes.Text) -> Iterator[_Foreign]:
    """Yield the links of MyST in a text; reStructuredText makes references of addresses."""
    for match in re.finditer(_LINK, text):
        right = f':ref:`{match[1]} <{match[2]}>`'
        yield _Foreign(match[0], right, _MYST, right)
    following = text.next_node(descend=False, siblings=True)
    title = re.search(_LINK_TEXT, text)
    if title and isinstance(following, nodes.reference):
        address = following.astext()
        right = f'`{title[1]} <{address}>`__'
        yield _Foreign(f'[{title[1]}]({address})', right, _MYST, right)


def _foreign_directives(
    block: nodes.paragraph, patterns: _Patterns, *, in_entry: bool
) -> Iterator[_Foreign]:
    """Yield the directive of the other language that a paragraph begins with."""
    raw = block.rawsource or block.astext()
    first, _, more = raw.partition('\n')
    if match := re.match(patterns.directive_in_rest, raw):
        yield _Foreign(first.strip(), f'.. {match[1]}:: {match[2]}'.rstrip(), _MYST)
    elif match := re.match(patterns.directive_in_myst, raw):
        right = f'```{{{match[1]}}} {match[2]}'.rstrip()
        edit = '' if more else f'{right}\n```'
        yield _Foreign(first.strip(), right, _REST, edit)
    elif (
        in_entry and more.rstrip().endswith('```') and (match := re.match(_CODE_FENCE, raw))
    ):
        yield _Foreign(first.strip(), f'.. code-block:: {match[1] or "text"}', _MYST)


def _foreign_fields(block: nodes.paragraph, path: str) -> Iterator[PageProblem]:
    raw = block.rawsource or block.astext()
    if field := re.match(_FRONT_MATTER, raw):
        message = (
            'MyST front matter appears as plain text in reStructuredText; write '
            f'":{field[1]}: {field[2].strip()}" at the top of the page'
        )
        yield _problem(message, block, raw[: field.start(1)].count('\n'), None, path)
    else:
        yield from _field_in_myst(raw, block, path)


def _field_in_myst(text: str, parent: Element, path: str) -> Iterator[PageProblem]:
    if field := re.match(_FIELD_IN_MYST, text):
        message = (
            f'":{field[1]}:" is a reStructuredText field and appears as plain text in '
            f'MyST; write "{field[1]}: {field[2].strip()}" in the front matter, between '
            'two lines "---" at the top of the page'
        )
        yield _problem(message, parent, 0, None, path)


def misplaced_field(node: nodes.field, path: str) -> Iterator[PageProblem]:
    """Yield the problem of a metadata field after the title of its page."""
    name = node[0].astext()
    if name in (FIELD, SWITCH) and isinstance(node.parent.parent, nodes.section):
        instead = f', or write ".. {name}::" instead' if name == FIELD else ''
        message = (
            f'":{name}:" works only above the title of the page; move it to the top of '
            f'the file{instead}'
        )
        yield _problem(message, node, 0, None, path)


def _lines_before(parent: Element, wrong: str, nth: int) -> int:
    """Return how many lines of *parent* end before *wrong*, after *nth* others of it."""
    raw = parent.rawsource or parent.astext()
    whole = re.sub(_CODE_SPAN, lambda match: re.sub('[^\n]', 'x', match[0]), raw)
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
