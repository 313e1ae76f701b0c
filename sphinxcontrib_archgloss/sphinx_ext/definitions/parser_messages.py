"""The messages of parsers about a definition: their lines in the data file.

This module also finds faults that Sphinx would report only when it writes a page.
"""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes, utils
from sphinx import addnodes
from sphinx.highlighting import PygmentsBridge

from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import ParserMessage
from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
        DefinitionLines,
    )

_QUOTED = re.compile(r'["\']([^"\']+)["\']')
_BEFORE = 24  # characters before faulty text that distinguish it from equal text


def check_code(holder: Element, config: Config, messages: Sequence[ParserMessage]) -> None:
    """Highlight code once, to record the warnings about it in *messages* now.

    Writers would report them only when they write a page. This also sets the language to
    that of the project; otherwise it would be the page's.
    """
    bridge = PygmentsBridge('html', 'none')
    for node in holder.findall(nodes.literal_block):
        if node.rawsource != node.astext():
            continue  # a parsed literal is not highlighted
        language = node.setdefault('language', config.highlight_language)
        options = config.highlight_options.get(language, {})
        force = node.get('force', False)
        before = len(messages)
        bridge.highlight_block(node.rawsource, language, options, force, node)
        if len(messages) > before:
            unknown = 'is not known' in messages[-1].message
            node.attributes.update({'language': 'none'} if unknown else {'force': True})


def check_files(
    holder: Element, env: BuildEnvironment, messages: list[ParserMessage]
) -> None:
    """Replace images and downloads without a file by text, with a message for each.

    Sphinx would warn once for each page that renders the definition.
    """
    for node in list(holder.findall(nodes.Element)):
        if isinstance(node, nodes.image):
            name, what, words = node['uri'], 'image', node.get('alt') or node['uri']
        elif isinstance(node, addnodes.download_reference):
            name, what, words = node['reftarget'], 'download', node.astext()
        else:
            continue
        if '://' in name or name.startswith('data:'):
            continue
        relative, path = env.relfn2path(name, env.docname)
        if _is_readable(path):
            continue
        env.note_dependency(relative)  # the page is read again when the file exists
        source, line = utils.get_source_line(node)
        fault = f'{what} file not readable: "{name}"'
        messages.append(ParserMessage(line, source or '', fault))
        _replace_by_text(node, words)


def _is_readable(path: str) -> bool:
    """Return whether *path*, which may end in ``.*``, is that of a readable file."""
    pattern = f'{glob.escape(path[:-1])}*'
    paths = glob.glob(pattern) if path.endswith('.*') else [path]  # noqa: PTH207
    return any(os.access(name, os.R_OK) and Path(name).is_file() for name in paths)


def _replace_by_text(node: Element, words: str) -> None:
    """Replace *node*, and not the link around it, by *words*."""
    inline: Node = nodes.Text(words)
    parent = node.parent
    parent.replace(node, inline)
    if isinstance(parent, nodes.reference):  # an image with a ``:target:``
        inline, parent = parent, parent.parent
    if not isinstance(parent, nodes.TextElement):
        paragraph = nodes.paragraph('', '')
        parent.replace(inline, paragraph)
        paragraph += inline


class _MessageLocator:
    """Finds the lines that the messages about one definition refer to."""

    def __init__(self, holder: Element, lines: DefinitionLines) -> None:
        self._lines = lines
        self._faulty = {p['refid']: p for p in holder.findall(nodes.problematic)}
        self._times: Counter[tuple[int, str]] = Counter()

    def line(self, message: ParserMessage) -> int:
        """Return the line of the data file that *message* is about."""
        ids = message.node['ids'] if message.node is not None else ()
        node = next((self._faulty[i] for i in ids if i in self._faulty), message.faulty)
        start = message.line or 1
        place = self._marked(node) if node is not None else None
        if place is None:
            place = self._quoted(start, message.message)
        return self._lines.in_file(*(place or (start,)))

    def _marked(self, node: Element) -> tuple[int, str, int] | None:
        """Return (line, piece, number before it) of a piece that docutils has marked."""
        parent = node.parent
        while parent is not None and not (parent.rawsource and parent.line is not None):
            parent = parent.parent
        piece = node.rawsource
        if parent is None or not piece:
            return None
        source, before = parent.rawsource, ''
        at = node.parent.index(node)
        if at and isinstance(node.parent[at - 1], nodes.Text):
            before = node.parent[at - 1].astext()[-_BEFORE:]
        offset = source.find(before + piece) + len(before)
        if offset < len(before):
            offset = source.find(piece)
        if offset < 0:
            return None
        start = source.rfind('\n', 0, offset) + 1
        nth = source.count(piece, start, offset)
        return (parent.line or 1) + source.count('\n', 0, offset), piece, nth

    def _quoted(self, start: int, message: str) -> tuple[int, str, int] | None:
        """Return (line, piece, number before it) of a piece that the message quotes."""
        if (match := _QUOTED.search(message)) is None:
            return None
        name = match[1]
        skip = self._times[start, name]
        self._times[start, name] += 1
        for form in (f':{name}:', f'{{{name}}}', f'|{name}|', f'{name}`_', f'{name}_',
                     f'#{name}', name):  # fmt: skip
            if hits := list(self._hits(start, form)):
                return hits[min(skip, len(hits) - 1)]
        # some directives report the line after their first
        return next(self._hits(start - 1, name), None)

    def _hits(self, start: int, piece: str) -> Iterator[tuple[int, str, int]]:
        pattern = re.compile(re.escape(piece), re.IGNORECASE)
        for line, value in enumerate(self._lines.values[start - 1 :], start):
            if not value.strip():
                return
            for nth, match in enumerate(pattern.finditer(value)):
                yield line, match[0], nth


def locate_messages(
    messages: Sequence[ParserMessage], holder: Element, path: str, lines: DefinitionLines
) -> list[tuple[int, str]]:
    """Return (line of the data file, text) of each message, in their order."""
    if not messages:
        return []
    locator = _MessageLocator(holder, lines)
    faults = []
    for message in messages:
        text = one_line(message.message)
        if message.source in ('', path):
            faults.append((locator.line(message), text))
        else:  # a file that the definition includes
            line = message.line
            where = message.source if line is None else f'{message.source}:{line}'
            faults.append((lines.in_file(1), f'{text} ({where})'))
    return list(dict.fromkeys(faults))


def strip_messages(holder: Element) -> None:
    """Remove the messages of parsers from the nodes; keep the author's text."""
    for message in list(holder.findall(nodes.system_message)):
        message.parent.remove(message)
    for faulty in list(holder.findall(nodes.problematic)):
        faulty.parent.replace(faulty, nodes.Text(faulty.astext()))
