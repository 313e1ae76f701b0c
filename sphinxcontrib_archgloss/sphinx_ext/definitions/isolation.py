"""Isolates page and project from a definition that is being parsed.

A definition may be rendered on several pages, in reST and in MyST. So nothing in it may
depend on what its page has set before it, and everything that its directives set or
register is dropped after parsing. A definition is also data. Errors of its directives and
roles, and messages of parsers, are recorded, because docutils, MyST and Sphinx would report
them only when the page is read, and never again.
"""

from __future__ import annotations

import copy
import functools
import logging
import pickle
import re
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import (
    Directive,
    DirectiveError,
    convert_directive_function,
    roles,
    states,
)
from docutils.parsers.rst.languages import get_language
from docutils.statemachine import StringList
from docutils.utils import Reporter, get_source_line
from sphinx.util.docutils import CustomReSTDispatcher
from sphinx.util.logging import is_suppressed_warning
from sphinx.util.rst import default_role

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

NUMBERED = r'(?:\d+|\w|[ivxlcdmIVXLCDM]+)[.)](?:\s|\Z)'
"""Matches the start of an item of a list: a number, a letter or a Roman numeral."""
PARAGRAPH = re.compile(r'.+(?:\n.+)*')
# The first line begins with a letter or a digit, but not like an item of a list. The lines
# after it are neither indented nor an underline.
_FIRST = rf'(?!{NUMBERED})[^\W_][^\n\t]*+'
_NEXT = r'(?=[^\n]*[^\W_])\S[^\n\t]*+'
_PARAGRAPHS = re.compile(rf'(?:{_FIRST}(?:\n{_NEXT})*+(?:\n\n++|\n?+\Z))++')
LOCAL_DOMAINS = ('c', 'cpp', 'js', 'math', 'py', 'rst', 'std')
"""The domains of Sphinx with which directives register objects."""
# State that the directives of a page set for the directives after them.
_SET_BY_PAGE = (
    'highlight_language', 'default_domain', 'object',
    'c:parent_symbol', 'c:last_symbol', 'c:namespace_stack',
    'cpp:parent_symbol', 'cpp:last_symbol', 'cpp:namespace_stack',
)  # fmt: skip


@contextmanager
def isolated_parsing(
    env: BuildEnvironment, initial: bytes | None
) -> Iterator[dict[str, Any]]:
    """Isolate a definition from its page, and the project from the definition.

    Yields the data that parsing registers with Sphinx's domains, by their names; they start
    as *initial*, see `initial_data`. Without it, the markup can register nothing, and there
    are no data.
    """
    page, context = env.temp_data, dict(env.ref_context)
    role = roles._roles.pop('', None)  # type: ignore[attr-defined]
    kept = {key: page[key] for key in _SET_BY_PAGE if key in page}
    for key in kept:
        page.pop(key)
    page['default_domain'] = env.domains.get(env.config.primary_domain)
    env.ref_context.clear()
    metadata = copy.copy(env.metadata[env.docname])
    own: dict[str, Any] = pickle.loads(initial) if initial else {}
    changed = [env.domains[name] for name in own]
    data = {domain.name: domain.data for domain in changed}
    for domain in changed:
        _put_data(env, domain, own[domain.name])
    try:
        with default_role(env.docname, env.config.default_role or ''):
            yield own
    finally:
        for domain in changed:
            _put_data(env, domain, data[domain.name])
        env.metadata[env.docname] = metadata
        env.ref_context.clear()
        env.ref_context.update(context)
        for key in _SET_BY_PAGE:
            if key in page:
                page.pop(key)
        for key, value in kept.items():
            page[key] = value
        if role is not None:
            roles._roles[''] = role  # type: ignore[attr-defined]


def initial_data(env: BuildEnvironment) -> bytes:
    """Return what the domains in `LOCAL_DOMAINS` contain at first, pickled.

    It is loaded for each definition, which takes less time than copying it.
    """
    return pickle.dumps({name: env.domains[name].initial_data for name in LOCAL_DOMAINS})


def _put_data(env: BuildEnvironment, domain: Any, data: dict[str, Any]) -> None:
    domain.data = env.domaindata[domain.name] = data


def failure(what: str, error: Exception) -> str:
    """Return the message that *what* has raised *error*."""
    return f'{what} failed with {type(error).__name__}: {error}'.rstrip(': ')


class GuardedMarkup(CustomReSTDispatcher):
    """Looks directives and roles up as before, but reports their errors."""

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the directive, which raises nothing but errors of directives."""
        directive: Any
        directive, messages = super().directive(directive_name, language_module, document)
        if directive is not None:
            directive = _guarded_directive(directive)
        return directive, messages

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the role, which raises nothing."""
        role: Any
        role, messages = super().role(role_name, language_module, lineno, reporter)
        if role is not None:
            role = _guarded_role(role)
        return role, messages


@functools.lru_cache(maxsize=128)
def _guarded_directive(directive: Any) -> type[Directive]:
    if not isinstance(directive, type):
        directive = convert_directive_function(directive)

    def run(self: Any) -> list[Node]:
        try:
            result: list[Node] = directive.run(self)
        except DirectiveError:
            raise
        except Exception as error:
            raise self.error(failure(f'the directive "{self.name}"', error)) from error
        return result

    members = {'run': run, '__module__': directive.__module__}
    return type(directive.__name__, (directive,), members)


def _guarded_role(role: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(role)
    def guarded(
        name: str, rawtext: str, text: str, lineno: int, inliner: Any, *more: Any
    ) -> tuple[list[Node], list[nodes.system_message]]:
        result: tuple[list[Node], list[nodes.system_message]]
        try:
            result = role(name, rawtext, text, lineno, inliner, *more)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            text = failure(f'the role "{name}"', error)
            message = inliner.reporter.error(text, line=lineno)
            return [inliner.problematic(rawtext, rawtext, message)], [message]
        return result

    return guarded


_RECORDED = 'archgloss_recorded'
"""Attribute of log records that are recorded already."""


class ParserMessage(NamedTuple):
    """A warning or an error of a parser."""

    line: int | None
    """1-based line of the definition."""
    source: str
    message: str
    node: nodes.system_message | None = None
    """Problematic nodes refer to it by its ids."""
    faulty: Element | None = None
    """What the message is about, if that is known."""


def _recording_reporter(path: str, messages: list[ParserMessage]) -> Reporter:
    """Return a reporter that appends its messages to *messages*."""
    reporter = Reporter(path, report_level=2, halt_level=5, stream=False)

    def record_message(message: nodes.system_message) -> None:
        if message['level'] >= reporter.report_level:
            text = message.children[0].astext() if message.children else ''
            source = message.get('source') or ''
            messages.append(ParserMessage(message.get('line'), source, text, message))

    reporter.attach_observer(record_message)
    return reporter


@contextmanager
def recording_log(
    messages: list[ParserMessage], suppressed: Sequence[str]
) -> Iterator[None]:
    """Append warnings to *messages* instead of logging them."""

    def record_warning(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if not hasattr(record, _RECORDED):  # by the filter of another handler
            setattr(record, _RECORDED, True)
            kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
            if not is_suppressed_warning(kind or '', subtype or '', suppressed):
                line, source = _logged_position(getattr(record, 'location', None))
                text = record.getMessage()
                if kind:
                    text += f' ({kind}.{subtype})' if subtype else f' ({kind})'
                messages.append(ParserMessage(line, source, text))
        return False

    handlers = list(logging.getLogger('sphinx').handlers)
    for handler in handlers:
        handler.addFilter(record_warning)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(record_warning)


def _logged_position(location: Any) -> tuple[int | None, str]:
    if isinstance(location, nodes.Node):
        source, line = get_source_line(location)
        return line, source or ''
    if isinstance(location, tuple) and len(location) == 2:
        return location[1], ''
    if isinstance(location, str):
        path, _, number = location.rpartition(':')
        return (int(number), path) if number.isdigit() else (None, path)
    return None, ''


IN_DEFINITION = 'archgloss_in_definition'
"""Setting of the documents that definitions are parsed in."""


def scratch_document(
    host: nodes.document, path: str, prefix: str, messages: list[ParserMessage]
) -> nodes.document:
    """Return a document with the settings of the page *host*, for the source at *path*."""
    settings = copy.copy(host.settings)
    settings.id_prefix = prefix
    setattr(settings, IN_DEFINITION, True)
    document = nodes.document(settings, _recording_reporter(path, messages), source=path)
    document.note_source(path, -1)
    return document


def are_paragraphs(text: str) -> bool:
    """Return whether reST certainly consists of paragraphs and inline markup."""
    return '::' not in text and _PARAGRAPHS.fullmatch(text) is not None


class RstParser:
    """docutils' parser of reST, for texts one after the other.

    All of their documents have the settings of *document*. Building a parser takes as long
    as parsing many a definition.
    """

    def __init__(self, document: nodes.document) -> None:
        inliner = states.Inliner()
        inliner.init_customizations(document.settings)
        self._memo = SimpleNamespace(
            document=document,
            reporter=document.reporter,
            language=get_language(document.settings.language_code, document.reporter),
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            section_parents=[],
            inliner=inliner,
        )
        self._machine = states.NestedStateMachine(states.state_classes, 'Body')

    def run(self, text: str, path: str, document: nodes.document, parent: Element) -> None:
        """Parse *text* into *parent*, a part of *document*, where titles are errors."""
        self._memo.document, self._memo.reporter = document, document.reporter
        if are_paragraphs(text):
            self._parse_paragraphs(text, path, parent)
            return
        document.reporter.get_source_and_line = self._machine.get_source_and_line
        lines = [line.expandtabs(8).rstrip() for line in text.split('\n')]
        block = StringList(lines, items=[(path, n) for n in range(len(lines))])  # 0-based
        self._machine.run(block, 0, self._memo, parent, match_titles=False)
        self._machine.observers.clear()  # each run attaches the reporter again

    def _parse_paragraphs(self, text: str, path: str, parent: Element) -> None:
        """Parse *text* that consists of paragraphs, as the machine would."""
        memo = self._memo
        for match in PARAGRAPH.finditer(text):
            lines = [line.rstrip() for line in match[0].split('\n')]
            block, first = '\n'.join(lines), text.count('\n', 0, match.start()) + 1
            current = first + max(len(lines) - 1, 1)
            memo.reporter.get_source_and_line = functools.partial(_place, path, current)
            inlines, messages = memo.inliner.parse(block, first, memo, parent)
            paragraph = nodes.paragraph(block, '', *inlines)
            paragraph.source, paragraph.line = path, first
            parent += [paragraph, *messages]
        memo.document.note_source(path, None)  # what is added later is on no line


def _place(path: str, current: int, line: int | None = None) -> tuple[str, int]:
    """Return the place of *line*, or of the *current* line of the parser."""
    return path, current if line is None else line
