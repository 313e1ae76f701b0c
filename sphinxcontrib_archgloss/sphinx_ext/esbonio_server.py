"""Completion of labels where a page claims terms: in fields, front matter and directives.

esbonio's own features complete roles and the arguments of directives, with labels from
`sphinx_ext.esbonio`. This module adds a feature to the server itself, which takes the same
labels from the same database. Only ``esbonio server --include`` loads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from esbonio import server
from esbonio.server.features.project_manager import ProjectManager  # noqa: TC002 - injected
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD = re.compile(r'^:term-page:[ \t]+.*$')
_KEY = re.compile(r'^term-page:[ \t]*\S?.*$')
_ITEM = re.compile(r'^[ \t]*-[ \t]+.*$')
_CONTENT = re.compile(r'^[ \t]+\S?.*$')
_DIRECTIVE = re.compile(r'^\s*(?:\.\. |(?:`{3,}|:{3,})\{)(?:archgloss:)?term-page(?:::|\})')
# as `sphinx_ext.esbonio` stores them
_LABELS = """
    SELECT name, display FROM objects WHERE domain = 'archgloss' AND objtype = 'label'
"""


class TermPageCompletion(server.LanguageFeature):
    """Offers labels wherever a page may claim a term."""

    completion_trigger = server.CompletionTrigger(
        patterns=[re.compile(r'^.*$')],
        languages={'rst', 'markdown'},
        characters={':', ' ', '-'},
    )

    def __init__(
        self, manager: ProjectManager, esbonio: server.EsbonioLanguageServer
    ) -> None:
        super().__init__(esbonio)
        self._manager = manager

    async def completion(
        self, context: server.CompletionContext
    ) -> list[types.CompletionItem] | None:
        """Return the labels if the position is one of a claim."""
        project = self._manager.get_project(context.uri)
        at = context.position.line
        if project is None or not claims(context.doc.lines, at, context.language):
            return None
        database = await project.get_db()
        cursor = await database.execute(_LABELS)
        return [
            types.CompletionItem(
                label=name,
                detail=None if display == '-' else display,
                kind=types.CompletionItemKind.Reference,
            )
            for name, display in await cursor.fetchall()
        ]


def claims(lines: Sequence[str], at: int, language: str) -> bool:
    """Return whether the 0-based line *at* is one where names of terms are claimed."""
    line = lines[at].rstrip('\n') if at < len(lines) else ''
    above = [text.rstrip('\n') for text in lines[:at]]
    if language == 'rst' and _FIELD.match(line):
        return True
    if language == 'markdown' and above and above[0] == '---' and '---' not in above[1:]:
        if _KEY.match(line):
            return True
        if _ITEM.match(line):
            above = [text for text in above if not _ITEM.match(text)]
            return above[-1].rstrip() == 'term-page:'
        return False
    return _is_content(line, above, language)


def _is_content(line: str, above: Sequence[str], language: str) -> bool:
    """Return whether *line* is in the content of a directive that claims terms."""
    for text in reversed(above):
        if _DIRECTIVE.match(text):
            return language == 'markdown' or _CONTENT.match(line) is not None
        if language == 'rst' and text.strip() and not _CONTENT.match(text):
            return False
        if language == 'markdown' and re.match(r'\s*(`{3,}|:{3,})', text):
            return False
    return False


def esbonio_setup(esbonio: server.EsbonioLanguageServer, manager: ProjectManager) -> None:
    """Add the feature to the server."""
    esbonio.add_feature(TermPageCompletion(manager, esbonio))
