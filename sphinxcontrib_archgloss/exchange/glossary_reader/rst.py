"""The glossaries of a page in reStructuredText.

docutils reads the page, with one directive of ours, `glossary`. The content of any other
directive that docutils does not know is searched for glossaries, unless it is not prose.
Roles become their text.
"""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import frontend, nodes
from docutils.parsers.rst import Directive, Parser, directives
from docutils.utils import new_document, unescape
from sphinx.util.docutils import CustomReSTDispatcher
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.exchange.glossary_reader.anchors import GlossaryAnchors
from sphinxcontrib_archgloss.exchange.glossary_reader.cross_references import (
    NAMES,
    rename_roles,
)
from sphinxcontrib_archgloss.exchange.glossary_reader.entries import glossary_entries
from sphinxcontrib_archgloss.exchange.glossary_reader.role_display import displayed
from sphinxcontrib_archgloss.exchange.ground.located_entries import (
    Entry,
    Glossary,
    Notice,
    TextBlock,
    glossary_set,
)
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from docutils.nodes import Node, system_message
    from docutils.utils import Reporter

NO_PROSE = frozenset(
    (
        'code', 'code-block', 'code-cell', 'sourcecode', 'highlight', 'literalinclude',
        'parsed-literal', 'math', 'raw', 'doctest', 'testcode', 'testsetup',
        'testcleanup', 'testoutput', 'graphviz', 'digraph', 'graph', 'uml', 'mermaid',
        'plantuml', 'productionlist', 'prompt', 'index', 'toctree', 'autosummary',
    )
)  # fmt: skip
"""Directives whose content is not prose and cannot contain a glossary."""


class _Results(NamedTuple):
    """The state that the directives of a page add to."""

    glossaries: list[Glossary]
    roles: list[str]
    """What the roles ``term`` have between their back quotes."""
    notes: Notes
    notices: list[Notice]
    anchors: GlossaryAnchors
    offset: int = 0
    """Lines of the file before the page."""


def read_glossaries(
    text: str, header: Mapping[str, Any], notices: list[Notice]
) -> tuple[Located, Notes]:
    """Return the set of all glossaries on the page *text*; *header* has keys for it."""
    document, notes = new_page(), Notes()
    glossaries = glossaries_in(text, document, notes, notices)
    blocks = [
        TextBlock(node.astext(), _line(node), is_plain=_is_plain(node))
        for node in document.findall(nodes.TextElement)
        if not isinstance(node.parent, (nodes.TextElement, nodes.system_message))
        and not isinstance(node, nodes.Invisible)
    ]
    title = next((node.astext() for node in document.findall(nodes.title)), None)
    header = {**header, 'markup': 'rst'}
    return glossary_set(header, glossaries, title, blocks, notices), notes


def glossaries_in(
    text: str,
    document: nodes.document,
    notes: Notes,
    notices: list[Notice],
    offset: int = 0,
    numbers: Iterator[int] | None = None,
) -> list[Glossary]:
    """Return the glossaries of *text*, which is parsed into *document*.

    The text begins after *offset* lines of the file. It may be a part of a page, whose ids
    share its *numbers*.
    """
    anchors = GlossaryAnchors(document, numbers)
    results = _Results([], [], notes, notices, anchors, offset)
    _parse(text, document, _GlossaryDispatcher(results))
    entries = [entry for glossary in results.glossaries for entry in glossary.entries]
    notices += _missing_definitions(entries, document)
    notices += rename_roles(entries, term_roles, is_myst=False)
    return results.glossaries


def _line(node: nodes.Element) -> int:
    return next((above.line for above in traverse_parent(node) if above.line), 1)


def _is_plain(node: nodes.TextElement) -> bool:
    return all(isinstance(child, nodes.Text) for child in node.children)


def term_roles(text: str) -> list[str]:
    """Return what the roles ``term`` of *text* have between their back quotes."""
    document = new_page()
    results = _Results([], [], Notes(), [], GlossaryAnchors(document))
    _parse(text, document, _GlossaryDispatcher(results))
    return results.roles


def new_page() -> nodes.document:
    """Return an empty document that reads no files and reports nothing."""
    settings = copy(_default_settings())
    settings.report_level = settings.halt_level = 5
    settings.file_insertion_enabled = settings.raw_enabled = False
    return new_document('', settings)


@cache
def _default_settings() -> frontend.Values:
    # docutils takes longer to make them than to parse a definition
    return frontend.get_default_settings(Parser)


def _parse(text: str, document: nodes.document, dispatcher: _GlossaryDispatcher) -> None:
    with dispatcher:
        Parser().parse(text, document)


def _missing_definitions(
    entries: Sequence[Entry], document: nodes.document
) -> Iterator[Notice]:
    """Yield a notice for each entry that uses a definition from elsewhere on the page."""
    for entry in entries:
        needed = [
            match[0]
            for match in _NEEDS.finditer(str(entry.values.get('definition', '')))
            if _is_defined(match, document)
        ]
        if needed:
            listed = ', '.join(dict.fromkeys(needed))
            name = quoted(str(entry.values['name']))
            message = f'the definition of {name} uses {listed} from elsewhere on the page'
            yield Notice(entry.line, f'{message}; copy it into the definition')


def _is_defined(match: re.Match[str], document: nodes.document) -> bool:
    if match['sub']:
        return match['sub'].lower() in document.substitution_names
    label = match['mark'] or match['link'] or match['phrase']
    return nodes.fully_normalize_name(label.lstrip('#')) in document.nameids


# substitutions, footnotes and citations, and references by name
_NEEDS = re.compile(
    r'(?<![\w`|])(?:\|(?P<sub>\S(?:[^|]*\S)?)\|_{0,2}|\[(?P<mark>#?\w[\w.-]*)\]_'
    r'|`(?P<phrase>[^`<>]+)`_|(?P<link>[^\W_](?:[\w.-]*[^\W_])?)_)(?!\w)'
)


class _GlossaryDispatcher(CustomReSTDispatcher):
    """Looks up directives and roles for docutils while it reads one page."""

    def __init__(self, page_results: _Results) -> None:
        super().__init__()

        class PageGlossary(_GlossaryDirective):
            results = page_results

        class PageOnly(_Only):
            results = page_results

        self._glossary, self._only = PageGlossary, PageOnly
        self._results = page_results

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[type[Directive] | None, list[system_message]]:
        name = directive_name.lower()
        if name == 'glossary':
            return self._glossary, []
        if name == 'only':
            return self._only, []
        if name == 'include':
            line = document.current_line or 0
            message = (
                'the content of "include" is not read; convert the included file separately'
            )
            self._results.notices.append(Notice(line + self._results.offset, message))
            return _Literal, []
        if name in NO_PROSE:
            return _Literal, []
        directive, _ = super().directive(directive_name, language_module, document)
        # directives that other packages have registered need a running build
        own = directive is not None and directive.__module__.startswith('docutils.')
        return (directive if own else _Transparent), []

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[system_message]]:
        if role_name.lower() not in NAMES:
            return _role, []

        def keep(name: str, raw: str, text: str, *others: Any, **options: Any) -> Any:
            content = unescape(raw).partition('`')[2].rpartition('`')[0]
            self._results.roles.append(spaced(content))
            return _role(name, raw, text, *others, **options)

        return keep, []


def _role(
    name: str, rawtext: str, text: str, *_: Any, **__: Any
) -> tuple[list[Node], list[system_message]]:
    return [nodes.inline(rawtext, displayed(name, unescape(text)))], []


class _AnyOption(dict[str, Any]):
    """A specification of options that accepts any option."""

    def __missing__(self, key: str) -> Any:
        return directives.unchanged


class _Transparent(Directive):
    """A directive whose content is read as if it were outside."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = _AnyOption(name=directives.unchanged)

    def run(self) -> Sequence[Node]:
        container = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        return [container]


class _Only(_Transparent):
    """A condition, which a set cannot contain."""

    results: ClassVar[_Results]

    def run(self) -> Sequence[Node]:
        glossaries, _, _, notices, _, offset = self.results
        before = len(glossaries)
        content = super().run()
        if len(glossaries) > before:
            message = f'the condition "only:: {" ".join(self.arguments)}" is not kept'
            message += ': a set cannot contain conditions'
            notices.append(Notice(self.lineno + offset, message))
        return content


class _Literal(_Transparent):
    """A directive whose content is not read."""

    def run(self) -> Sequence[Node]:
        return []


class _GlossaryDirective(Directive):
    """Reads its content into records."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {'sorted': directives.flag}
    results: ClassVar[_Results]

    def run(self) -> Sequence[Node]:
        glossaries, _, notes, notices, anchors, offset = self.results
        lines = [
            (index + 1 + offset, line)
            for line, (_, index) in zip(self.content, self.content.items, strict=True)
        ]
        own = list(glossary_entries(lines, self._plain_text, anchors.of, notes, notices))
        if own:
            glossaries.append(Glossary(self.lineno + offset, own, 'sorted' in self.options))
        return []

    def _plain_text(self, written: str, line: int) -> str:
        textnodes, _ = self.state.inline_text(written, line)
        return nodes.inline('', '', *textnodes).astext()
