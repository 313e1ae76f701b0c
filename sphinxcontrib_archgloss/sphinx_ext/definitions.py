"""Definitions: markup in a data file to nodes on a page.

A definition is parsed apart from the page that renders it, by the parser of its
own set's markup, so that it comes out the same in a reST page and in a MyST
page. Until it is parsed all lines are those of the definition; then they become
those of the data file.
"""

from __future__ import annotations

import copy
import importlib
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import states
from docutils.statemachine import StringList
from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.faults import (
    Caught,
    catching_log,
    catching_reporter,
    check_code,
    check_files,
    placed,
    strip_messages,
)
from sphinxcontrib_archgloss.sphinx_ext.lines import DataLines, RoleFinder
from sphinxcontrib_archgloss.sphinx_ext.local import (
    Preamble,
    localise,
    own_ids,
    set_apart,
)

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.terms.model import Term, Text

# reST that registers something with its document (explicit markup, references,
# substitutions) needs a document of its own.
_REGISTERS = re.compile(r'_(?!\w)|\||^\s*\.\. |::', re.MULTILINE)

IN_DEFINITION = 'archgloss_in_definition'
"""Setting of the documents that definitions are parsed in."""


class Parsed(NamedTuple):
    """A definition as nodes."""

    nodes: list[Node]
    faults: list[tuple[int, str]]
    """(1-based line of the data file, what is wrong)."""


class DefinitionParser:
    """Parses definitions on behalf of one page, whose document is *host*."""

    def __init__(self, host: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
        self._host = host
        self._env = env
        self._app = app
        self._batch: nodes.document | None = None

    def parse(self, term: Term, path: str, markup: str, times: int = 1) -> Parsed:
        """Return the definition of *term*, which stands in the file at *path*.

        *times* says how often the page has rendered the term by now.
        """
        text = term.definition
        if text is None:
            return Parsed([], [])
        caught: list[Caught] = []
        prefix = f'term-{term.set}-{term.id}--' + (f'{times}--' if times > 1 else '')
        simple = markup == 'rst' and not _REGISTERS.search(text.value)
        with (
            set_apart(self._env, domains=not simple) as data,
            catching_log(caught, self._env.config.suppress_warnings),
        ):
            if simple:
                holder = nodes.Element()
                _parse_rst(text, path, self._shared(path, caught), holder)
            else:
                holder = self._scratch(path, prefix, caught)
                more = self._fill(holder, text, path, markup)
                localise(holder, self._preamble, more)
            check_code(holder, self._env.config, caught)
            check_files(holder, self._env, caught)
        if not simple:
            own_ids(holder, prefix, self._env, data)
        lines = DataLines(text, path)
        faults = placed(caught, holder, path, lines)
        strip_messages(holder)
        _move_to_file(holder, path, lines)
        return Parsed(holder.children, faults)

    def _scratch(self, path: str, prefix: str, caught: list[Caught]) -> nodes.document:
        settings = copy.copy(self._host.settings)
        settings.id_prefix = prefix
        setattr(settings, IN_DEFINITION, True)
        document = nodes.document(settings, catching_reporter(path, caught), source=path)
        document.note_source(path, -1)
        if prefix:
            given = self._preamble.document
            document.substitution_defs.update(given.substitution_defs)
            document.substitution_names.update(given.substitution_names)
        return document

    def _shared(self, path: str, caught: list[Caught]) -> nodes.document:
        if self._batch is None:
            self._batch = self._scratch(path, '', caught)
        self._batch.reporter = catching_reporter(path, caught)
        self._batch['source'] = path
        return self._batch

    @cached_property
    def _preamble(self) -> Preamble:
        """The project's ``rst_prolog`` and ``rst_epilog``, which MyST pages lack."""
        config = self._env.config
        document = self._scratch('<rst_prolog>', '', [])
        for part in filter(None, (config.rst_prolog, config.rst_epilog)):
            lines = part.splitlines()
            block = StringList(lines, items=[('<rst_prolog>', n) for n in range(len(lines))])
            _run_rst(block, document, document)
        targets = [t for t in document.findall(nodes.target) if 'refuri' in t]
        return Preamble(document, tuple(targets))

    def _fill(
        self, document: nodes.document, text: Text, path: str, markup: str
    ) -> tuple[type, ...]:
        """Parse *text* into *document*; return the transforms that it needs."""
        if markup != 'myst':
            _parse_rst(text, path, document, document)
            return ()
        # MyST is imported only where a set is written in it
        myst = importlib.import_module('sphinxcontrib_archgloss.sphinx_ext.myst')
        myst.render(text.value, document, self._env, self._app)
        found: tuple[type, ...] = myst.transforms()
        return found


def _parse_rst(text: Text, path: str, document: nodes.document, parent: Element) -> None:
    """Parse *text* into *parent*; its lines are those of the text."""
    lines = text.value.split('\n')
    block = StringList(lines, items=[(path, n) for n in range(len(lines))])
    _run_rst(block, document, parent)


def _run_rst(block: StringList, document: nodes.document, parent: Element) -> None:
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


def _move_to_file(holder: Element, path: str, lines: DataLines) -> None:
    """Give the nodes of a definition the lines of its data file.

    References get lines of their own, not those of their paragraphs.
    """
    finder = RoleFinder(lambda _node: lines.values)
    spots = {id(n): finder.spot(n) for n in holder.findall(addnodes.pending_xref)}
    for node in holder.findall(nodes.Element):
        if node.source not in (None, path):
            continue  # of a file that the definition includes
        if (spot := spots.get(id(node))) is not None:
            node.line = lines.in_file(spot.line, spot.written, spot.nth)
        elif node.line is not None:
            node.line = lines.in_file(node.line)
        node.source = path
