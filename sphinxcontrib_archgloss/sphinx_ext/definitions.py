"""Definitions: markup in a data file to nodes on a page.

A definition is parsed apart from the page that renders it, by the parser of its
own set's markup, so that it comes out the same in a reST page and in a MyST
page. Lines of the data file travel with the text (as a `StringList` for reST,
by a table afterwards for MyST); nothing is computed from a directive's offset.

Whatever the parsers say is caught and returned as faults, each at its line:
Sphinx would say it once, when the page is read, and never again.
"""

from __future__ import annotations

import copy
import importlib
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes, utils
from docutils.languages import get_language
from docutils.parsers.rst import states
from docutils.statemachine import StringList
from docutils.transforms import references
from sphinx.domains.citation import CitationDefinitionTransform, CitationReferenceTransform
from sphinx.transforms import DefaultSubstitutions
from sphinx.transforms.references import SphinxDanglingReferences
from sphinx.util.logging import is_suppressed_warning

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.terms.model import Term, Text

# reST that registers something with its document (footnotes, targets,
# substitutions, named or numbered things) needs a document of its own.
_REGISTERS = re.compile(r'_(?!\w)|\||^\s*:(?:name|label):', re.MULTILINE)

_LOCAL_TRANSFORMS: tuple[type, ...] = (
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.Footnotes,
    references.ExternalTargets,
    references.InternalTargets,
    CitationDefinitionTransform,
    CitationReferenceTransform,
    SphinxDanglingReferences,
)


class Parsed(NamedTuple):
    """A definition as nodes."""

    nodes: list[Node]
    faults: list[tuple[int, str]]
    """(1-based line of the data file, what is wrong)."""


class _Caught(NamedTuple):
    line: int | None
    source: str
    message: str


class DefinitionParser:
    """Parses definitions on behalf of one page.

    *host* is the document of that page, *suffix* is appended to local ids
    where the page renders the same term once more.
    """

    def __init__(self, host: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
        self._host = host
        self._env = env
        self._app = app
        self._batch: nodes.document | None = None

    def parse(self, term: Term, path: str, markup: str, suffix: str = '') -> Parsed:
        """Return the definition of *term*, which stands in the file at *path*."""
        text = term.definition
        if text is None:
            return Parsed([], [])
        caught: list[_Caught] = []
        holder = nodes.Element()
        prefix = f'term-{term.set}-{term.id}{suffix}-'
        with _catching(caught, self._env.config.suppress_warnings):
            if markup == 'myst':
                document = self._scratch(path, prefix, caught)
                self._parse_myst(text, document)
                _localise(document, ('ResolveAnchorIds',))
                _shift(document, text, path)
                holder += document.children
            elif _REGISTERS.search(text.value):
                document = self._scratch(path, prefix, caught)
                _parse_rst(text, path, document, document)
                _localise(document)
                holder += document.children
            else:
                document = self._shared(path, caught)
                _parse_rst(text, path, document, holder)
        for pending in holder.findall(nodes.pending):
            self._host.note_pending(pending)
        _strip_messages(holder)
        return Parsed(holder.children, [_placed(one, text, path, markup) for one in caught])

    def _scratch(self, path: str, prefix: str, caught: list[_Caught]) -> nodes.document:
        settings = copy.copy(self._host.settings)
        settings.id_prefix = prefix
        document = nodes.document(settings, _reporter(path, caught), source=path)
        document.note_source(path, -1)
        document.substitution_defs.update(self._host.substitution_defs)
        document.substitution_names.update(self._host.substitution_names)
        return document

    def _shared(self, path: str, caught: list[_Caught]) -> nodes.document:
        if self._batch is None:
            self._batch = self._scratch(path, '', caught)
        self._batch.reporter = _reporter(path, caught)
        self._batch['source'] = path
        return self._batch

    def _parse_myst(self, text: Text, document: nodes.document) -> None:
        # MyST is imported only where a set is written in it
        render = importlib.import_module('sphinxcontrib_archgloss.sphinx_ext.myst').render
        render(text.value, document, self._env, self._app)


def _reporter(path: str, caught: list[_Caught]) -> utils.Reporter:
    reporter = utils.Reporter(path, report_level=2, halt_level=5, stream=False)

    def catch(message: nodes.system_message) -> None:
        if message['level'] >= reporter.report_level:
            text = message.children[0].astext() if message.children else ''
            line = message.get('line')
            caught.append(_Caught(line, message.get('source', ''), text))

    reporter.attach_observer(catch)
    return reporter


def _parse_rst(text: Text, path: str, document: nodes.document, parent: Element) -> None:
    """Parse reST into *parent*; its lines are those of the file at *path*."""
    lines = text.value.split('\n')
    block = StringList(lines, items=[(path, line - 1) for line in text.lines])
    reporter = document.reporter
    language = get_language(document.settings.language_code, reporter)
    inliner = states.Inliner()
    inliner.init_customizations(document.settings)
    memo = states.Struct(
        document=document,
        reporter=reporter,
        language=language,
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        section_parents=[],
        inliner=inliner,
    )
    machine = states.NestedStateMachine(states.state_classes, 'Body')
    reporter.get_source_and_line = machine.get_source_and_line  # type: ignore[attr-defined]
    if parent is not document:
        parent.document = document
    machine.run(block, 0, memo, parent, match_titles=False)
    machine.unlink()


def _localise(document: nodes.document, myst: Sequence[str] = ()) -> None:
    """Resolve within *document* what is local to a definition."""
    transforms: list[Any] = list(_LOCAL_TRANSFORMS)
    if document.substitution_defs:
        own = {name.lower() for name in document.substitution_defs}
        refs = list(document.findall(nodes.substitution_reference))
        if any(ref['refname'].lower() in own for ref in refs):
            transforms[:0] = [DefaultSubstitutions, references.Substitutions]
    if myst:
        module = importlib.import_module('myst_parser.mdit_to_docutils.transforms')
        transforms += [getattr(module, name) for name in myst]
    document.transformer.add_transforms(transforms)
    document.transformer.apply_transforms()
    for definition in list(document.findall(nodes.substitution_definition)):
        definition.parent.remove(definition)


def _shift(document: nodes.document, text: Text, path: str) -> None:
    """Give nodes of a definition the lines of the data file."""
    for node in document.findall(nodes.Element):
        if node.line is not None:
            node.line = _file_line(node.line, text)
        node.source = path


def _file_line(line: int, text: Text) -> int:
    return text.lines[min(max(line, 1), len(text.lines)) - 1] if text.lines else 1


def _placed(one: _Caught, text: Text, path: str, markup: str) -> tuple[int, str]:
    message = one_line(one.message)
    if one.line is None:
        return text.first_line, message
    if markup == 'myst':
        return _file_line(one.line, text), message
    if one.source == path or not one.source:
        return min(max(one.line, text.lines[0]), text.lines[-1]), message
    return text.first_line, message


def _strip_messages(holder: Element) -> None:
    """Take out what the parser put in for its complaints; keep the author's text."""
    for message in list(holder.findall(nodes.system_message)):
        message.parent.remove(message)
    for problematic in list(holder.findall(nodes.problematic)):
        text = problematic.astext()
        problematic.replace_self(nodes.inline(text, text))
    for pending in list(holder.findall(nodes.pending)):
        if not pending.parent:
            holder.remove(pending)


@contextmanager
def _catching(caught: list[_Caught], suppressed: Sequence[str]) -> Iterator[None]:
    """Catch what is logged as a warning meanwhile."""
    seen: set[int] = set()

    def catch(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if id(record) not in seen:
            seen.add(id(record))
            kind, subtype = getattr(record, 'type', None), getattr(record, 'subtype', None)
            if not is_suppressed_warning(kind or '', subtype or '', suppressed):
                line, source = _logged_place(getattr(record, 'location', None))
                said = record.getMessage()
                if kind:
                    said += f' [{kind}.{subtype}]' if subtype else f' [{kind}]'
                caught.append(_Caught(line, source, said))
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
        return location.line, location.source or ''
    if isinstance(location, tuple) and len(location) == 2:
        return location[1], ''
    if isinstance(location, str):
        path, _, line = location.rpartition(':')
        return (int(line), path) if line.isdigit() else (None, path)
    return None, ''
