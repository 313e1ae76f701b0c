"""What parsers find wrong in a definition: caught, and traced to the data file.

docutils speaks through a reporter, MyST and Sphinx through the log. Both would
speak once, when the page is read, and never again; so all is caught here and
kept as facts of the page.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes, utils
from sphinx.highlighting import PygmentsBridge
from sphinx.util.logging import is_suppressed_warning

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element
    from sphinx.config import Config

    from sphinxcontrib_archgloss.sphinx_ext.lines import DataLines

_QUOTED = re.compile(r'["\'\u201c]([^"\'\u201c\u201d]+)["\'\u201d]')
_BEFORE = 24  # characters before a faulty piece that tell it from equal ones


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
    seen: set[int] = set()

    def catch(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if id(record) not in seen:  # each handler asks
            seen.add(id(record))
            kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
            if not is_suppressed_warning(kind or '', subtype or '', suppressed):
                line, source = _logged_place(getattr(record, 'location', None))
                said = record.getMessage()
                if kind:
                    said += f' [{kind}.{subtype}]' if subtype else f' [{kind}]'
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
        path, _, line = location.rpartition(':')
        return (int(line), path) if line.isdigit() else (None, path)
    return None, ''


def check_code(holder: Element, config: Config) -> None:
    """Highlight code once, so that what is wrong is logged while it is caught.

    Writers would say it when a page happens to be written. The highlighting
    language of the definition is settled as well: it is not the page's.
    """
    bridge = PygmentsBridge('html', 'none')
    for node in holder.findall(nodes.literal_block):
        if node.rawsource != node.astext():
            continue  # a parsed literal is not highlighted
        language = node.setdefault('language', config.highlight_language)
        options = config.highlight_options.get(language, {})
        told: list[Caught] = []
        with catching_log(told, ()):
            bridge.highlight_block(
                node.rawsource, language, options, node.get('force', False), node
            )
        for one in told:
            logging.getLogger('sphinx.highlighting')
            yield_ = one
        if told:
            node['force'] = True


def placed(
    caught: Sequence[Caught], holder: Element, path: str, lines: DataLines
) -> list[tuple[int, str]]:
    """Return (line of the data file, message) for each complaint, in their order."""
