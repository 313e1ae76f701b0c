"""The glossaries of a page in MyST.

markdown-it finds the fences, in whatever block they stand. Those of `eval-rst` are
read as reStructuredText, and those of other directives are looked through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import Directive, directives
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from myst_parser.parsers.directives import parse_directive_text

from sphinxcontrib_archgloss.intake import from_rst
from sphinxcontrib_archgloss.intake.glossary import entries
from sphinxcontrib_archgloss.intake.placed import Told

if TYPE_CHECKING:
    from markdown_it.token import Token

    from sphinxcontrib_archgloss.intake.placed import Entry
    from sphinxcontrib_archgloss.terms.located import Notes


class Found:
    """The records of a page, by the markup that their definitions are in."""

    def __init__(self, notes: Notes, told: list[Told]) -> None:
        self.myst: list[Entry] = []
        self.rst: list[Entry] = []
        self.notes = notes
        self.told = told


def glossaries(text: str, notes: Notes, told: list[Told]) -> Found:
    """Return the records in all glossaries of the page *text*."""
    found = Found(notes, told)
    _Page(found).read(text, 0)
    return found


class _Glossary(Directive):
    """What MyST has to know of the directive."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {'sorted': directives.flag}


class _Page:
    """Reads a page, or what stands in a fence of it."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._markdown = MarkdownIt('commonmark')
        for plugin in (front_matter_plugin, colon_fence_plugin, myst_role_plugin):
            self._markdown.use(plugin)

    def read(self, text: str, offset: int) -> None:
        """Look for glossaries in *text*, which begins after so many lines."""
        for token in self._markdown.parse(text):
            if token.type in ('fence', 'colon_fence') and token.map is not None:
                name, brace, _ = token.info.strip().removeprefix('{').partition('}')
                if brace and token.info.strip().startswith('{'):
                    self._fence(name, token, offset + token.map[0] + 1)

    def _fence(self, name: str, token: Token, offset: int) -> None:
        if name == 'glossary':
            self._glossary(token.content, offset)
        elif name == 'eval-rst':
            found = self._found
            found.rst += from_rst.glossaries(token.content, found.notes, found.told, offset)
        elif name not in from_rst.NO_PROSE:
            self.read(token.content, offset)

    def _glossary(self, content: str, offset: int) -> None:
        found = self._found
        parsed = parse_directive_text(_Glossary, '', content)
        found.told += [Told(offset, f'glossary: {one.msg}') for one in parsed.warnings]
        if 'sorted' in parsed.options:
            found.told.append(from_rst.sorted_already(offset))
        first = offset + 1 + parsed.body_offset
        found.myst += entries(
            enumerate(parsed.body, first), self._shown, found.notes, found.told
        )

    def _shown(self, written: str, _line: int) -> str:
        inline = self._markdown.parseInline(written)[0].children or []
        return ''.join(token.content for token in inline)
