"""Definitions: from markup in a data file to nodes on a page.

A definition is parsed in isolation from the page that renders it, by the parser of its own
set's markup, so that the result is the same in a reST page and in a MyST page. During
parsing, line numbers count the lines of the definition; afterwards they become lines of the
data file. A definition without any markup needs no parser: see `plain_paragraphs`.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Self

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import (
    NUMBERED,
    PARAGRAPH,
    GuardedMarkup,
    ParserMessage,
    RstParser,
    failure,
    isolated_parsing,
    recording_log,
    scratch_document,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.config import catalogue_folders
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import add_child, elements
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
    DefinitionLines,
    RoleFinder,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.sphinx_ext.definitions.own_document import OwnDocuments
    from sphinxcontrib_archgloss.terms.model import Term, Text

# A line without markup begins with a letter or a digit, but not like an item of a list. A
# colon before a space belongs to no role or address.
_MARKUP = r'\x00-\x1f\x7f-\xa0#$&*:<>@\[\\\]^_`{|}~'
_LINE = rf'(?!{NUMBERED})[^\W_](?:[^{_MARKUP}]++|:(?=\s|\Z))*+'
PLAIN = re.compile(rf'(?:{_LINE}(?:\n++|\Z))++')
"""The form of a definition without markup, but for its spaces."""
_TYPOGRAPHY = frozenset({'linkify', 'replacements', 'smartquotes'})
"""Extensions of MyST that change text without markup."""


class ParsedDefinition(NamedTuple):
    """A definition as nodes."""

    nodes: list[Node]
    faults: Sequence[tuple[int, str]] = ()
    """(1-based line of the data file, what is wrong)."""
    leaves_substitutions: bool = False
    """Whether it has substitutions that only the page, or an extension, may define."""


class DefinitionParser:
    """Parses definitions on behalf of one page, whose document is *host*.

    A context manager: from the first definition with markup on, it records the messages of
    parsers and keeps the settings of the page from the definitions.
    """

    def __init__(self, host: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
        self._host = host
        self._env = env
        self._app = app
        self._messages: list[ParserMessage] = []
        self._isolation = ExitStack()
        self._is_isolated = False

    def __enter__(self) -> Self:
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
            return ParsedDefinition([])
        if markup in self._unparsed and is_plain(text.value):
            return ParsedDefinition(plain_paragraphs(text, path, markup))
        self._isolate()
        self._messages.clear()
        prefix = f'term-{term.set}-{term.id}--{stem}'
        prefix += f'{times}--' if times > 1 else ''
        simple = markup == 'rst' and not registers(text.value)
        holder: Element
        try:
            if simple and not self._is_translated:
                holder = self._parse_simple(text, path)
            else:
                own, translated = self._own_documents, self._is_translated
                holder = own.parse(text, path, markup, prefix, translated=translated)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            message = failure('its markup', error)
            self._messages.append(ParserMessage(None, '', message))
            for name in ('_rst_parser', '_own_documents'):
                self.__dict__.pop(name, None)  # the parser has stopped half-way
            holder = nodes.Element('', nodes.paragraph(text.value, text.value))
        lines, faults = DefinitionLines(text, path), list[tuple[int, str]]()
        if self._messages:
            from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
                locate_messages,
                strip_messages,
            )

            faults = locate_messages(self._messages, holder, path, lines)
            strip_messages(holder)
        leaves_substitutions = False
        if not simple:
            from sphinxcontrib_archgloss.sphinx_ext.definitions.own_document import (
                mark_unknown_substitutions,
            )

            leaves_substitutions = mark_unknown_substitutions(holder, term, path, lines)
        _move_to_file(holder, path, lines)
        return ParsedDefinition(holder.children, faults, leaves_substitutions)

    def _isolate(self) -> None:
        """Isolate the page from the definitions, before the first that has markup."""
        if not self._is_isolated:
            self._is_isolated = True
            self._isolation.enter_context(isolated_parsing(self._env, None))
            suppressed = self._env.config.suppress_warnings
            self._isolation.enter_context(recording_log(self._messages, suppressed))
            self._isolation.enter_context(GuardedMarkup())

    def _parse_simple(self, text: Text, path: str) -> Element:
        """Parse reST that registers nothing, in one document for all such definitions."""
        holder = nodes.Element()
        holder.document = self._simple
        self._rst_parser.run(text.value, path, self._simple, holder)
        if ':download:' in text.value:
            from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
                check_files,
            )

            check_files(holder, self._env, self._messages)
        return holder

    @cached_property
    def _simple(self) -> nodes.document:
        return scratch_document(self._host, '<definitions>', '', self._messages)

    @cached_property
    def _rst_parser(self) -> RstParser:
        return RstParser(self._simple)

    @cached_property
    def _own_documents(self) -> OwnDocuments:
        # few definitions need what resolves targets and checks files
        from sphinxcontrib_archgloss.sphinx_ext.definitions.own_document import OwnDocuments

        return OwnDocuments(self._host, self._app, self._rst_parser, self._messages)

    @cached_property
    def _is_translated(self) -> bool:
        if not catalogue_folders(self._app):
            return False
        from sphinxcontrib_archgloss.sphinx_ext.definitions.translation import is_translated

        return is_translated(self._env, self._app)

    @cached_property
    def _unparsed(self) -> frozenset[str]:
        """The markups in which text without markup stays as it is on this page."""
        if self._is_translated:
            return frozenset()
        settings = self._host.settings
        markups = {'myst'} if _keeps_text(self._env.config) else set()
        if not (settings.pep_references or settings.rfc_references):
            markups.add('rst')
        return frozenset(markups)


def _keeps_text(config: Config) -> bool:
    """Return whether MyST, as configured, leaves text without markup as it is."""
    extensions = getattr(config, 'myst_enable_extensions', ())
    return (
        isinstance(extensions, (list, tuple, set))
        and _TYPOGRAPHY.isdisjoint(map(str, extensions))
        and not getattr(config, 'myst_gfm_only', False)  # has links without markup
    )


def is_plain(text: str) -> bool:
    """Return whether *text* is without markup; the parser handles every uncertain case."""
    if PLAIN.fullmatch(text) is None:
        return False
    if text[-1] == ' ' or ' \n' in text or '   ' in text:
        return False
    return text.isascii() or not re.search('[\ud800-\udfff\ufeff]|[^\\S \n]', text)


def registers(text: str) -> bool:
    """Return whether reST may register something with its document.

    Explicit markup, references and substitutions do, and need a document of their own.
    """
    return (
        '|' in text
        or '::' in text
        or ('_' in text and re.search(r'_(?!\w)', text) is not None)
        or ('.. ' in text and re.search(r'^\s*\.\. ', text, re.MULTILINE) is not None)
    )


def plain_paragraphs(text: Text, path: str, markup: str) -> list[Node]:
    """Return the nodes of a definition without markup, as the parser would make them."""
    lines = DefinitionLines(text, path)
    paragraphs: list[Node] = []
    for match in PARAGRAPH.finditer(text.value):
        block = match[0]
        # MyST has a node for each line, and for each end of one
        parts = re.split(r'(\n)', block) if markup == 'myst' else [block]
        paragraph = nodes.paragraph(block)
        for part in parts:
            add_child(paragraph, nodes.Text(part))
        paragraph.source = path
        paragraph.line = lines.in_file(text.value.count('\n', 0, match.start()) + 1)
        paragraphs.append(paragraph)
    return paragraphs


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
        _detach(node)
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


def _detach(node: Element) -> None:
    """Detach *node* and its texts from the document that they were parsed in.

    A page is stored with all that its nodes refer to. A text is where its parent is.
    """
    node.__dict__.pop('_document', None)
    for child in node.children:
        if isinstance(child, nodes.Text):
            for name in ('_document', 'source', 'line'):
                child.__dict__.pop(name, None)
