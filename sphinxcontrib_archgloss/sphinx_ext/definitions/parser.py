"""Definitions: markup in a data file to nodes on a page.

A definition is parsed apart from the page that renders it, by the parser of its
own set's markup, so that it comes out the same in a reST page and in a MyST
page. Until it is parsed all lines are those of the definition; then they become
those of the data file.
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

from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import isolated_parsing
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    Preamble,
    prefix_ids,
    resolve_local_targets,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
    Caught,
    catching_log,
    catching_reporter,
    check_code,
    check_files,
    placed,
    strip_messages,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.translation import (
    is_translated,
    translate,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
    DataLines,
    RoleFinder,
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
    """Parses definitions on behalf of one page, whose document is *host*.

    A context manager: between entering and leaving it what parsers say is caught,
    and nothing the page has set reaches the definitions.
    """

    def __init__(self, host: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
        self._host = host
        self._env = env
        self._app = app
        self._caught: list[Caught] = []
        self._apart = ExitStack()

    def __enter__(self) -> Self:
        self._apart.enter_context(isolated_parsing(self._env, domains=False))
        suppressed = self._env.config.suppress_warnings
        self._apart.enter_context(catching_log(self._caught, suppressed))
        return self

    def __exit__(self, *_raised: object) -> None:
        self._apart.close()

    def parse(
        self, term: Term, path: str, markup: str, times: int = 1, stem: str = ''
    ) -> Parsed:
        """Return the definition of *term*, which stands in the file at *path*.

        *times* says how often the page has rendered the term by now; *stem* tells
        ids from those of the entry where the definition stands elsewhere.
        """
        text = term.definition
        if text is None:
            return Parsed([], [])
        self._caught.clear()
        simple = markup == 'rst' and not _REGISTERS.search(text.value)
        if simple and not self._is_translated:
            holder = self._parse_simple(text, path)
        else:
            prefix = f'term-{term.set}-{term.id}--{stem}'
            prefix += f'{times}--' if times > 1 else ''
            holder = self._parse_apart(text, path, markup, prefix)
        lines = DataLines(text, path)
        faults = placed(self._caught, holder, path, lines) if self._caught else []
        if faults:
            strip_messages(holder)
        _move_to_file(holder, path, lines)
        return Parsed(holder.children, faults)

    def _parse_simple(self, text: Text, path: str) -> Element:
        """Parse reST that registers nothing: all of it in one document."""
        holder = nodes.Element()
        holder.document = self._simple.document
        self._simple.run(_block(text.value, path), holder)
        if ':download:' in text.value:
            check_files(holder, self._env, self._caught)
        return holder

    def _parse_apart(self, text: Text, path: str, markup: str, prefix: str) -> Element:
        """Parse any markup in a document of its own."""
        with isolated_parsing(self._env, domains=True) as data:
            document = self._scratch(path, prefix)
            more = self._fill(document, text, path, markup)
            if self._is_translated:
                translate(document, markup, self._app)
            resolve_local_targets(document, self._preamble, more)
            check_code(document, self._env.config, self._caught)
            check_files(document, self._env, self._caught)
        prefix_ids(document, prefix, self._env, data)
        return document

    @cached_property
    def _is_translated(self) -> bool:
        return is_translated(self._env, self._app)

    @cached_property
    def _simple(self) -> _Machine:
        return _Machine(self._scratch('<definitions>', ''))

    def _scratch(self, path: str, prefix: str) -> nodes.document:
        settings = copy.copy(self._host.settings)
        settings.id_prefix = prefix
        setattr(settings, IN_DEFINITION, True)
        reporter = catching_reporter(path, self._caught)
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
        told = len(self._caught)
        with isolated_parsing(self._env, domains=True):
            for part in filter(None, (config.rst_prolog, config.rst_epilog)):
                _Machine(document).run(_block(part, '<rst_prolog>'), document)
        del self._caught[told:]  # the pages tell what is wrong with it
        targets = [t for t in document.findall(nodes.target) if 'refuri' in t]
        return Preamble(document, tuple(targets))

    def _fill(
        self, document: nodes.document, text: Text, path: str, markup: str
    ) -> tuple[type, ...]:
        """Parse *text* into *document*; return the transforms that it needs."""
        if markup != 'myst':
            _Machine(document).run(_block(text.value, path), document)
            return ()
        # MyST is imported only where a set is written in it
        from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

        myst.render(text.value, document, self._env, self._app)
        found: tuple[type, ...] = myst.transforms()
        return found


def _block(text: str, path: str) -> StringList:
    """Return *text* as docutils reads it; its lines are its own, from 0."""
    lines = [line.expandtabs(8).rstrip() for line in text.split('\n')]
    return StringList(lines, items=[(path, n) for n in range(len(lines))])


class _Machine:
    """docutils' parser of reST for pieces of one document, one after the other."""

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
        """Parse *block* into *parent*; titles are faults there."""
        self._machine.run(block, 0, self._memo, parent, match_titles=False)
        self._machine.observers.clear()  # each run attaches the document's anew


def _move_to_file(holder: Element, path: str, lines: DataLines) -> None:
    """Give the nodes of a definition the lines of its data file.

    References get lines of their own, not those of their paragraphs.
    """
    finder = RoleFinder(lambda _node: lines.values)
    found = list(elements(holder))
    spots = {
        id(node): finder.spot(node)
        for node in found
        if isinstance(node, addnodes.pending_xref)
    }
    for node in found:
        if node.source not in (None, path):
            if node.source.endswith('<translated>'):
                _, node.line = get_source_line(node.parent)
                node.source = path
            continue  # of a file that the definition includes
        if (spot := spots.get(id(node))) is not None:
            node.line = lines.in_file(spot.line, spot.written, spot.nth)
        elif node.line is not None:
            node.line = lines.in_file(node.line)
