"""The glossaries of a page in MyST.

markdown-it finds the fences, in whatever block they stand. Those of `eval-rst` are
read as reStructuredText, and those of other directives are looked through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import Directive, directives
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.parsers.directives import parse_directive_text

from sphinxcontrib_archgloss.exchange.glossary_reader import rst
from sphinxcontrib_archgloss.exchange.glossary_reader.cross_references import (
    NAMES,
    rename_roles,
)
from sphinxcontrib_archgloss.exchange.glossary_reader.entries import entries
from sphinxcontrib_archgloss.exchange.ground.located_entries import (
    Notice,
    Page,
    TextBlock,
    page_of,
)
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry


# what stands at the head of a directive, in either of its forms
_OPTIONS = re.compile(r'(?:[ \t]*:[\w-]+:.*\n)+|---\n(?:.*\n)*?---\n')


class Glossaries:
    """The records of a page, by the markup that their definitions are in."""

    def __init__(self, notes: Notes, told: list[Notice]) -> None:
        self.myst: list[Entry] = []
        self.rst: list[Entry] = []
        self.notes = notes
        self.told = told
        self.title: str | None = None
        self.said: list[TextBlock] = []
        """What the page says beside its glossaries."""

    def page(self) -> Page:
        """Return what is taken in of the page, in one of its markups."""
        return page_of(self.myst or self.rst, self.title, self.said, self.told)


def glossaries(text: str, notes: Notes, told: list[Notice]) -> Glossaries:
    """Return the records in all glossaries of the page *text*, and what it is called."""
    found = Glossaries(notes, told)
    _Page(found).read(text, 0)
    told += rename_roles(found.myst, term_roles, is_myst=True)
    return found


def term_roles(text: str) -> list[str]:
    """Return what the roles ``term`` of *text* have between their back quotes."""
    page = _Page(Glossaries(Notes(), []))
    page.read(text, 0)
    return page.roles


class _Glossary(Directive):
    """What MyST has to know of the directive."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {'sorted': directives.flag}


class _Page:
    """Reads a page, or what stands in a fence of it."""

    def __init__(self, found: Glossaries) -> None:
        self._found = found
        self._markdown = MarkdownIt('commonmark')
        self.roles: list[str] = []
        for plugin in (
            front_matter_plugin,
            colon_fence_plugin,
            myst_role_plugin,
            myst_block_plugin,
        ):
            self._markdown.use(plugin)

    def read(self, text: str, offset: int) -> None:
        """Look for glossaries in *text*, which begins after so many lines."""
        tag = ''
        for token in self._markdown.parse(text):
            if token.type == 'inline':
                self._inline(token, tag, offset)
            tag = token.tag
            if token.type in ('fence', 'colon_fence') and token.map is not None:
                name, brace, _ = token.info.strip().removeprefix('{').partition('}')
                if brace and token.info.strip().startswith('{'):
                    self._fence(name, token, offset + token.map[0] + 1)

    def _inline(self, token: Token, tag: str, offset: int) -> None:
        """Take in a block of text, whose element is *tag*."""
        found, inline = self._found, token.children or []
        self.roles += [
            spaced(one.content)
            for one in inline
            if one.type == 'myst_role' and one.meta['name'] in NAMES
        ]
        text = _text(inline)
        is_plain = all(one.type in ('text', 'softbreak') for one in inline)
        line = offset + (token.map[0] if token.map else 0) + 1
        found.said.append(TextBlock(text, line, is_plain))
        if tag == 'h1' and found.title is None:
            found.title = text

    def _fence(self, name: str, token: Token, offset: int) -> None:
        if name == 'glossary':
            self._glossary(token.content, offset)
        elif name == 'eval-rst':
            found = self._found
            page = rst.glossaries(token.content, found.notes, found.told, offset)
            found.rst += page.entries
            self.roles += rst.term_roles(token.content)
        elif name not in rst.NO_PROSE:
            options = _OPTIONS.match(token.content)
            skipped = options.end() if options else 0
            lines = token.content.count('\n', 0, skipped)
            self.read(token.content[skipped:], offset + lines)

    def _glossary(self, content: str, offset: int) -> None:
        found = self._found
        parsed = parse_directive_text(_Glossary, '', content)
        found.told += [Notice(offset, f'glossary: {one.msg}') for one in parsed.warnings]
        if 'sorted' in parsed.options:
            found.told.append(rst.sorted_already(offset))
        first = offset + 1 + parsed.body_offset
        found.myst += entries(
            enumerate(parsed.body, first), self._shown, found.notes, found.told
        )

    def _shown(self, written: str, _line: int) -> str:
        inline = self._markdown.parseInline(written)[0].children or []
        return _text(inline)


def _text(inline: Sequence[Token]) -> str:
    return ''.join(
        ' ' if one.type in ('softbreak', 'hardbreak') else one.content for one in inline
    )
