"""What parsers find wrong in a definition: caught, and traced to the data file.

docutils speaks through a reporter, MyST and Sphinx through the log. Both would
speak once, when the page is read, and never again; so all is caught here and
kept as facts of the page.
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes, utils
from sphinx import addnodes
from sphinx.highlighting import PygmentsBridge
from sphinx.util.logging import is_suppressed_warning

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import DataLines

_QUOTED = re.compile(r'["\']([^"\']+)["\']')
_BEFORE = 24  # characters before a faulty piece that tell it from equal ones


_CAUGHT = 'archgloss_caught'
"""Attribute of log records that have been caught."""


class Caught(NamedTuple):
    """A complaint of a parser."""

    line: int | None
    """1-based line of the definition."""
    source: str
    message: str
    node: nodes.system_message | None = None
    """What faulty pieces of text refer to by its ids."""


def catching_reporter(path: str, caught: list[Caught]) -> utils.Reporter:
    """Return a reporter that puts what it hears into *caught*."""
    reporter = utils.Reporter(path, report_level=2, halt_level=5, stream=False)

    def catch(message: nodes.system_message) -> None:
        if message['level'] >= reporter.report_level:
            text = message.children[0].astext() if message.children else ''
            source = message.get('source') or ''
            caught.append(Caught(message.get('line'), source, text, message))

    reporter.attach_observer(catch)
    return reporter


@contextmanager
def catching_log(caught: list[Caught], suppressed: Sequence[str]) -> Iterator[None]:
    """Put what is logged as a warning meanwhile into *caught*."""

    def catch(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if not hasattr(record, _CAUGHT):  # each handler asks
            setattr(record, _CAUGHT, True)
            kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
            if not is_suppressed_warning(kind or '', subtype or '', suppressed):
                line, source = _logged_place(getattr(record, 'location', None))
                said = record.getMessage()
                if kind:
                    said += f' ({kind}.{subtype})' if subtype else f' ({kind})'
                caught.append(Caught(line, source, said))
        return False

    handlers = list(logging.getLogger('sphinx').handlers)
    for handler in handlers:
        handler.addFilter(catch)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(catch)


def _logged_place(location: Any) -> tuple[int | None, str]:
    if isinstance(location, nodes.Node):
        source, line = utils.get_source_line(location)
        return line, source or ''
    if isinstance(location, tuple) and len(location) == 2:
        return location[1], ''
    if isinstance(location, str):
        path, _, number = location.rpartition(':')
        return (int(number), path) if number.isdigit() else (None, path)
    return None, ''


def check_code(holder: Element, config: Config, caught: Sequence[Caught]) -> None:
    """Highlight code once, so that what is wrong with it goes into *caught* now.

    Writers would say it when a page happens to be written. The language is
    settled as well: it is the project's, not the one of the page.
    """
    bridge = PygmentsBridge('html', 'none')
    for node in holder.findall(nodes.literal_block):
        if node.rawsource != node.astext():
            continue  # a parsed literal is not highlighted
        language = node.setdefault('language', config.highlight_language)
        options = config.highlight_options.get(language, {})
        force = node.get('force', False)
        before = len(caught)
        bridge.highlight_block(node.rawsource, language, options, force, node)
        if len(caught) > before:
            unknown = 'is not known' in caught[-1].message
            node.attributes.update({'language': 'none'} if unknown else {'force': True})


def check_files(holder: Element, env: BuildEnvironment, caught: list[Caught]) -> None:
    """Put images and downloads that are not there into *caught*, and their words out.

    Sphinx would say it once for each page that renders the definition.
    """
    for node in list(holder.findall(nodes.Element)):
        if isinstance(node, nodes.image):
            name, what, words = node['uri'], 'image', node.get('alt') or node['uri']
        elif isinstance(node, addnodes.download_reference):
            name, what, words = node['reftarget'], 'download', node.astext()
        else:
            continue
        if '://' in name or name.startswith('data:') or name.endswith('.*'):
            continue
        relative, path = env.relfn2path(name, env.docname)
        if os.access(path, os.R_OK):
            continue
        env.note_dependency(relative)  # the page is read again when it is there
        source, line = utils.get_source_line(node)
        caught.append(Caught(line, source or '', f'{what} file not readable: "{name}"'))
        text: Node = nodes.Text(words)
        if not isinstance(node.parent, nodes.TextElement):
            text = nodes.paragraph('', words)
        node.parent.replace(node, text)


class _Tracer:
    """Finds the lines of faulty pieces of one definition."""

    def __init__(self, holder: Element, lines: DataLines) -> None:
        self._lines = lines
        self._faulty = {p['refid']: p for p in holder.findall(nodes.problematic)}
        self._met: Counter[tuple[int, str]] = Counter()

    def line(self, one: Caught) -> int:
        """Return the line of the data file that *one* is about."""
        ids = one.node['ids'] if one.node is not None else ()
        node = next((self._faulty[i] for i in ids if i in self._faulty), None)
        start = one.line or 1
        found = self._marked(node) if node is not None else None
        if found is None:
            found = self._named(start, one.message)
        if found is None:
            return self._lines.in_file(start)
        return self._lines.in_file(*found)

    def _marked(self, node: Element) -> tuple[int, str, int] | None:
        """Return line and piece where docutils has marked the piece itself."""
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
        spot = source.find(before + piece) + len(before)
        if spot < len(before):
            spot = source.find(piece)
        if spot < 0:
            return None
        start = source.rfind('\n', 0, spot) + 1
        nth = source.count(piece, start, spot)
        return (parent.line or 1) + source.count('\n', 0, spot), piece, nth

    def _named(self, start: int, message: str) -> tuple[int, str, int] | None:
        """Return line and piece where the message quotes the piece."""
        if (match := _QUOTED.search(message)) is None:
            return None
        name = match[1]
        skip = self._met[start, name]
        self._met[start, name] += 1
        forms = (
            f':{name}:',
            f'{{{name}}}',
            f'|{name}|',
            f'{name}`_',
            f'{name}_',
            f'#{name}',
            name,
        )
        for form in forms:
            if hits := list(self._hits(start, form)):
                return hits[min(skip, len(hits) - 1)]
        # some directives tell the line after their first
        return next(self._hits(start - 1, name), None)

    def _hits(self, start: int, piece: str) -> Iterator[tuple[int, str, int]]:
        pattern = re.compile(re.escape(piece), re.IGNORECASE)
        for line, value in enumerate(self._lines.values[start - 1 :], start):
            if not value.strip():
                return
            for nth, match in enumerate(pattern.finditer(value)):
                yield line, match[0], nth


def placed(
    caught: Sequence[Caught], holder: Element, path: str, lines: DataLines
) -> list[tuple[int, str]]:
    """Return (line of the data file, message) for each complaint, in their order."""
    tracer = _Tracer(holder, lines)
    found = []
    for one in caught:
        message = one_line(one.message)
        if one.source in ('', path):
            found.append((tracer.line(one), message))
        else:  # a file that the definition includes
            where = one.source if one.line is None else f'{one.source}:{one.line}'
            found.append((lines.in_file(1), f'{message} ({where})'))
    return list(dict.fromkeys(found))


def strip_messages(holder: Element) -> None:
    """Take out what parsers put in for their complaints; keep the author's text."""
    for message in list(holder.findall(nodes.system_message)):
        message.parent.remove(message)
    for faulty in list(holder.findall(nodes.problematic)):
        faulty.parent.replace(faulty, nodes.Text(faulty.astext()))
