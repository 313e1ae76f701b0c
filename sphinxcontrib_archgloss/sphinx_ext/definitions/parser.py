"""Definitions: from markup in a data file to nodes on a page.

A definition is parsed in isolation from the page that renders it, by the parser of its own
set's markup, so that the result is the same in a reST page and in a MyST page. During
parsing line numbers count the lines of the definition; then they become lines of the data
file.
"""

from __future__ import annotations

import copy
import re
from contextlib import ExitStack
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple, Self

from docutils import nodes
from docutils.parsers.rst import states
from docutils.parsers.rst.languages import get_language
from docutils.statemachine import StringList
from docutils.utils import get_source_line
from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.definitions.guard import GuardedMarkup, failure
from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import isolated_parsing
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    Preamble,
    prefix_ids,
    prepare_targets,
    resolve_local_targets,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
    ParserMessage,
    check_code,
    check_files,
    locate_messages,
    recording_log,
    recording_reporter,
    strip_messages,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.transforms import (
    LOCAL,
    HideUnknownSubstitutions,
    apply_transforms,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.translation import (
    is_translated,
    translate,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.config import catalogue_folders
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import UNKNOWN, elements
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
    DefinitionLines,
    RoleFinder,
)

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.terms.model import Term, Text

# reST that registers something with its document (explicit markup, references,
# substitutions) needs a document of its own.
_REGISTERS = re.compile(r'_(?!\w)|\||^\s*\.\. |::', re.MULTILINE)

IN_DEFINITION = 'archgloss_in_definition'
"""Setting of the documents that definitions are parsed in."""


class ParsedDefinition(NamedTuple):
    """A definition as nodes."""

    nodes: list[Node]
    faults: list[tuple[int, str]]
    """(1-based line of the data file, what is wrong)."""


class DefinitionParser:
    """Parses definitions on behalf of one page, whose document is *host*.

    A context manager: it records the messages of parsers and keeps the settings of the
    page from the definitions.
    """

    def __init__(self, host: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
        self._host = host
        self._env = env
        self._app = app
        self._messages: list[ParserMessage] = []
        self._isolation = ExitStack()

    def __enter__(self) -> Self:
        self._isolation.enter_context(isolated_parsing(self._env, domains=False))
        suppressed = self._env.config.suppress_warnings
        self._isolation.enter_context(recording_log(self._messages, suppressed))
        self._isolation.enter_context(GuardedMarkup())
        return self

    def __exit__(self, *_raised: object) -> None:
        self._isolation.close()

    def parse(
        self, term: Term, path: str, markup: str, times: int = 1, stem: str = ''
    ) -> ParsedDefinition:
        """Return the definition of *term*, whose data file is at *path*.

        *times* is how often the page has rendered the term by now. *stem* distinguishes
        the ids of a definition outside the term's entry from the ids in the entry.
        """
        text = term.definition
        if text is None:
            return ParsedDefinition([], [])
        self._messages.clear()
        prefix = f'term-{term.set}-{term.id}--{stem}'
        prefix += f'{times}--' if times > 1 else ''
        simple = markup == 'rst' and not _REGISTERS.search(text.value)
        try:
            if simple and not self._is_translated:
                holder = self._parse_simple(text, path)
            else:
                holder = self._parse_isolated(text, path, markup, prefix)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            self._note_error(failure('its markup', error))
            self.__dict__.pop('_simple', None)  # its parser has stopped half-way
            holder = nodes.Element('', nodes.paragraph(text.value, text.value))
        lines = DefinitionLines(text, path)
        faults = locate_messages(self._messages, holder, path, lines)
        if faults:
            strip_messages(holder)
        if not simple:
            _mark_unknown_substitutions(holder, term, path, lines)
        _move_to_file(holder, path, lines)
        return ParsedDefinition(holder.children, faults)

    def _note_error(self, message: str) -> None:
        self._messages.append(ParserMessage(None, '', message))

    def _parse_simple(self, text: Text, path: str) -> Element:
        """Parse reST that registers nothing, in one document for all such definitions."""
        holder = nodes.Element()
        holder.document = self._simple.document
        self._simple.run(_string_list(text.value, path), holder)
        if ':download:' in text.value:
            check_files(holder, self._env, self._messages)
        return holder

    def _parse_isolated(self, text: Text, path: str, markup: str, prefix: str) -> Element:
        """Parse any markup in a document of its own."""
        with isolated_parsing(self._env, domains=True) as data:
            document = self._scratch(path, prefix)
            more = self._fill(document, text, path, markup)
            if self._is_translated:
                translate(document, markup, self._app)
            borrowed = prepare_targets(document, self._preamble)
            apply_transforms(document, [*LOCAL, *more], self._note_error)
            count = len(self._messages)
            resolve_local_targets(document, borrowed, self._app)
            del self._messages[count:]  # `in_definitions` reports what is not local
            check_code(document, self._env.config, self._messages)
            check_files(document, self._env, self._messages)
        prefix_ids(document, prefix, self._host, data)
        return document

    @cached_property
    def _is_translated(self) -> bool:
        return bool(catalogue_folders(self._app)) and is_translated(self._env, self._app)

    @cached_property
    def _simple(self) -> _RstParser:
        return _RstParser(self._scratch('<definitions>', ''))

    def _scratch(self, path: str, prefix: str) -> nodes.document:
        settings = copy.copy(self._host.settings)
        settings.id_prefix = prefix
        setattr(settings, IN_DEFINITION, True)
        reporter = recording_reporter(path, self._messages)
        document = nodes.document(settings, reporter, source=path)
        document.note_source(path, -1)
        if prefix:
            given = self._preamble.document
            document.substitution_defs.update(given.substitution_defs)
            document.substitution_names.update(given.substitution_names)
        return document

    @cached_property
    def _preamble(self) -> Preamble:
        """The project's ``rst_prolog`` and ``rst_epilog``, which MyST pages lack."""
        config = self._env.config
        document = self._scratch('<rst_prolog>', '')
        count = len(self._messages)
        with isolated_parsing(self._env, domains=True):
            for part in filter(None, (config.rst_prolog, config.rst_epilog)):
                _RstParser(document).run(_string_list(part, '<rst_prolog>'), document)
        del self._messages[count:]  # Sphinx reports these on every page
        HideUnknownSubstitutions(document).apply()
        targets = [t for t in document.findall(nodes.target) if 'refuri' in t]
        return Preamble(document, tuple(targets))

    def _fill(
        self, document: nodes.document, text: Text, path: str, markup: str
    ) -> tuple[type[Transform], ...]:
        """Parse *text* into *document*; return the transforms that it needs."""
        if markup != 'myst':
            _RstParser(document).run(_string_list(text.value, path), document)
            return ()
        # MyST is imported only where a set is written in it
        from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

        myst.render(text.value, document, self._env, self._app)
        transforms: tuple[type[Transform], ...] = myst.transforms()
        return transforms


def _string_list(text: str, path: str) -> StringList:
    """Return *text* as docutils reads it, with its own line numbers, 0-based."""
    lines = [line.expandtabs(8).rstrip() for line in text.split('\n')]
    return StringList(lines, items=[(path, n) for n in range(len(lines))])


class _RstParser:
    """docutils' parser of reST, for the texts of one document one after the other."""

    def __init__(self, document: nodes.document) -> None:
        self.document = document
        inliner = states.Inliner()
        inliner.init_customizations(document.settings)
        reporter = document.reporter
        self._memo = SimpleNamespace(
            document=document,
            reporter=reporter,
            language=get_language(document.settings.language_code, reporter),
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            section_parents=[],
            inliner=inliner,
        )
        self._machine = states.NestedStateMachine(states.state_classes, 'Body')
        reporter.get_source_and_line = self._machine.get_source_and_line

    def run(self, block: StringList, parent: Element) -> None:
        """Parse *block* into *parent*, where titles are errors."""
        self._machine.run(block, 0, self._memo, parent, match_titles=False)
        self._machine.observers.clear()  # each run attaches the document's anew


def _mark_unknown_substitutions(
    holder: Element, term: Term, path: str, lines: DefinitionLines
) -> None:
    """Give references to substitutions that are left to the page a message."""
    for node in holder.findall(nodes.substitution_reference):
        text = f'Undefined substitution referenced: "{node["refname"]}".'
        message = ParserMessage(get_source_line(node)[1], '', text, faulty=node)
        [(line, text)] = locate_messages([message], holder, path, lines)
        node[UNKNOWN] = f'{line - term.first_line} {text}'


def _move_to_file(holder: Element, path: str, lines: DefinitionLines) -> None:
    """Give the nodes of a definition the lines of its data file.

    References get the lines that they are written on, not those of their paragraphs.
    """
    finder = RoleFinder(lambda _node: lines.values)
    all_nodes = list(elements(holder))
    positions = {
        id(node): finder.position(node)
        for node in all_nodes
        if isinstance(node, addnodes.pending_xref)
    }
    for node in all_nodes:
        node.source = node.source and str(node.source)  # extensions set paths
        if node.source not in (None, path):
            if node.source.endswith('<translated>'):
                _, node.line = get_source_line(node.parent)
                node.source = path
            continue  # of a file that the definition includes
        if (position := positions.get(id(node))) is not None:
            node.line = lines.in_file(position.line, position.written, position.nth)
        elif node.line is not None:
            node.line = lines.in_file(node.line)
