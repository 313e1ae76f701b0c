"""The glossaries of a page in MyST.

markdown-it finds the fences, in any block. The content of `eval-rst` is read as
reStructuredText, and that of other directives is searched for glossaries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.parsers.directives import parse_directive_text
from sphinx.util.docutils import new_document

from sphinxcontrib_archgloss.exchange.glossary_reader import rst
from sphinxcontrib_archgloss.exchange.glossary_reader.anchors import GlossaryAnchors
from sphinxcontrib_archgloss.exchange.glossary_reader.cross_references import (
    NAMES,
    rename_roles,
)
from sphinxcontrib_archgloss.exchange.glossary_reader.entries import glossary_entries
from sphinxcontrib_archgloss.exchange.glossary_reader.role_display import displayed
from sphinxcontrib_archgloss.exchange.ground.located_entries import (
    Glossary,
    Notice,
    TextBlock,
    glossary_set,
)
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token


_HEADINGS = frozenset(f'h{level}' for level in range(1, 7))
# the options at the head of a directive, in either of their forms
_OPTIONS = re.compile(r'(?:[ \t]*:[\w-]+:.*\n)+|---\n(?:.*\n)*?---\n')


def read_glossaries(
    text: str, header: Mapping[str, Any], notices: list[Notice]
) -> tuple[Located, Notes]:
    """Return the set of all glossaries on the page *text*; *header* has keys for it.

    A set has one markup: if definitions are in both, those in MyST are returned.
    """
    notes = Notes()
    reader = _PageReader(notes, notices)
    reader.read(text, 0)
    entries = [entry for glossary in reader.myst for entry in glossary.entries]
    notices += rename_roles(entries, term_roles, is_myst=True)
    if reader.myst and reader.rst:
        message = (
            'a set has one markup, but this page has definitions in MyST and, inside '
            '"eval-rst" from here on, in reStructuredText; convert them separately'
        )
        notes.append((message, reader.rst[0].entries[0].line, 1))
    markup, glossaries = ('myst', reader.myst) if reader.myst else ('rst', reader.rst)
    header = {**header, 'markup': markup}
    located = glossary_set(header, glossaries, reader.title, reader.blocks, notices)
    return located, notes


def term_roles(text: str) -> list[str]:
    """Return what the roles ``term`` of *text* have between their back quotes."""
    reader = _PageReader(Notes(), [])
    reader.read(text, 0)
    return reader.roles


class _GlossaryOptions(Directive):
    """What MyST's parser of options needs from the directive."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {'sorted': directives.flag}


class _PageReader:
    """Reads a page, or the content of one of its fences."""

    def __init__(self, notes: Notes, notices: list[Notice]) -> None:
        self.myst: list[Glossary] = []
        """Those whose definitions are in MyST."""
        self.rst: list[Glossary] = []
        """Those whose definitions are in reStructuredText."""
        self.title: str | None = None
        self.blocks: list[TextBlock] = []
        """The text of the page outside its glossaries."""
        self.roles: list[str] = []
        """What the roles ``term`` have between their back quotes."""
        self._notes = notes
        self._notices = notices
        self._anchors = GlossaryAnchors(new_document(''))
        self._markdown = MarkdownIt('commonmark')
        for plugin in (
            front_matter_plugin,
            colon_fence_plugin,
            myst_role_plugin,
            myst_block_plugin,
        ):
            self._markdown.use(plugin)

    def read(self, text: str, offset: int) -> None:
        """Read *text*, which begins after *offset* lines of the file."""
        tag = ''
        for token in self._markdown.parse(text):
            if token.type == 'inline':
                self._read_block(token, tag, offset)
            elif token.type == 'myst_target':
                self._anchors.take(nodes.make_id(token.content))
            tag = token.tag
            if token.type in ('fence', 'colon_fence') and token.map is not None:
                name, brace, _ = token.info.strip().removeprefix('{').partition('}')
                if brace and token.info.strip().startswith('{'):
                    self._read_fence(name, token, offset + token.map[0] + 1)

    def _read_block(self, token: Token, tag: str, offset: int) -> None:
        """Read a block of text, whose element is *tag*."""
        inline = token.children or []
        self.roles += [
            spaced(child.content)
            for child in inline
            if child.type == 'myst_role' and child.meta['name'] in NAMES
        ]
        text = _text(inline)
        is_plain = all(child.type in ('text', 'softbreak') for child in inline)
        line = offset + (token.map[0] if token.map else 0) + 1
        self.blocks.append(TextBlock(text, line, is_plain))
        if tag in _HEADINGS:
            self._anchors.take(nodes.make_id(text))
        if tag == 'h1' and self.title is None:
            self.title = text

    def _read_fence(self, name: str, token: Token, offset: int) -> None:
        if name == 'glossary':
            self._read_glossary(token.content, offset)
        elif name == 'eval-rst':
            self.rst += rst.glossaries_in(
                token.content,
                rst.new_page(),
                self._notes,
                self._notices,
                offset,
                self._anchors.numbers,
            )
            self.roles += rst.term_roles(token.content)
        elif name not in rst.NO_PROSE:
            options = _OPTIONS.match(token.content)
            skipped = options.end() if options else 0
            lines = token.content.count('\n', 0, skipped)
            self.read(token.content[skipped:], offset + lines)

    def _read_glossary(self, content: str, offset: int) -> None:
        parsed = parse_directive_text(_GlossaryOptions, '', content)
        self._notices += [
            Notice(offset, f'glossary: {warning.msg}') for warning in parsed.warnings
        ]
        lines = enumerate(parsed.body, offset + 1 + parsed.body_offset)
        own = list(
            glossary_entries(
                lines, self._plain_text, self._anchors.of, self._notes, self._notices
            )
        )
        if own:
            self.myst.append(Glossary(offset, own, 'sorted' in parsed.options))

    def _plain_text(self, written: str, _line: int) -> str:
        inline = self._markdown.parseInline(written)[0].children or []
        return _text(inline)


def _text(inline: Sequence[Token]) -> str:
    return ''.join(
        ' '
        if token.type in ('softbreak', 'hardbreak')
        else displayed(token.meta['name'], spaced(token.content))
        if token.type == 'myst_role'
        else token.content
        for token in inline
    )
