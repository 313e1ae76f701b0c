"""The glossaries of a page in reStructuredText.

docutils reads the page. It is told of one directive, `glossary`; every other one
that it does not know itself is looked through for glossaries, unless what it holds
is no prose. Roles give their text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import frontend, nodes
from docutils.parsers.rst import Directive, Parser, directives
from docutils.utils import new_document, unescape
from sphinx.util.docutils import CustomReSTDispatcher
from sphinx.util.nodes import split_explicit_title, traverse_parent

from sphinxcontrib_archgloss.exchange.glossary_reader.cross_references import (
    NAMES,
    rename_roles,
)
from sphinxcontrib_archgloss.exchange.glossary_reader.entries import entries
from sphinxcontrib_archgloss.exchange.ground.located_entries import (
    Entry,
    Notice,
    Page,
    TextBlock,
    page_of,
)
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.loading.positions import Notes
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
"""Directives whose content is no prose: what looks like a glossary in it is none."""


def glossaries(text: str, notes: Notes, told: list[Notice], offset: int = 0) -> Page:
    """Return the records in all glossaries of the page *text*, and what it is called.

    Its first line is *offset* lines further down in the file.
    """
    found: list[Entry] = []
    document = _parsed(text, _Dispatcher(found, notes, told, offset))
    told += _left_behind(found, document)
    told += rename_roles(found, term_roles, is_myst=False)
    said = [
        TextBlock(node.astext(), _line(node) + offset, is_plain=_is_plain(node))
        for node in document.findall(nodes.TextElement)
        if not isinstance(node.parent, nodes.TextElement) and not isinstance(node, _UNSAID)
    ]
    title = next(document.findall(nodes.title), None)
    return page_of(found, None if title is None else title.astext(), said, told)


_UNSAID = (nodes.Invisible, nodes.system_message)


def _line(node: nodes.Element) -> int:
    return next((one.line for one in traverse_parent(node) if one.line), 1)


def _is_plain(node: nodes.TextElement) -> bool:
    return all(isinstance(child, nodes.Text) for child in node.children)


def term_roles(text: str) -> list[str]:
    """Return what the roles ``term`` of *text* have between their back quotes."""
    found: list[str] = []
    _parsed(text, _RoleReader(found))
    return found


def _parsed(text: str, dispatcher: _Dispatcher) -> nodes.document:
    settings = frontend.get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    settings.file_insertion_enabled = settings.raw_enabled = False
    document = new_document('', settings)
    with dispatcher:
        Parser().parse(text, document)
    return document


def _left_behind(found: Sequence[Entry], document: nodes.document) -> Iterator[Notice]:
    """Yield which definitions need what stands elsewhere on the page."""
    for entry in found:
        needed = [
            match[0]
            for match in _NEEDS.finditer(str(entry.values.get('definition', '')))
            if _is_there(match, document)
        ]
        if needed:
            shown = ', '.join(dict.fromkeys(needed))
            name = quoted(str(entry.values['name']))
            said = f'the definition of {name} uses {shown} from elsewhere on the page'
            yield Notice(entry.line, f'{said}; copy that into it')


def _is_there(match: re.Match[str], document: nodes.document) -> bool:
    if match['sub']:
        return match['sub'].lower() in document.substitution_names
    label = match['mark'] or match['link'] or match['phrase']
    return nodes.fully_normalize_name(label.lstrip('#')) in document.nameids


# substitutions, footnotes and citations, and references by name
_NEEDS = re.compile(
    r'(?<![\w`|])(?:\|(?P<sub>\S(?:[^|]*\S)?)\|_{0,2}|\[(?P<mark>#?\w[\w.-]*)\]_'
    r'|`(?P<phrase>[^`<>]+)`_|(?P<link>[^\W_](?:[\w.-]*[^\W_])?)_)(?!\w)'
)


class _Dispatcher(CustomReSTDispatcher):
    """Answers docutils for the time that it reads one page."""

    def __init__(
        self, found: list[Entry], notes: Notes, told: list[Notice], offset: int
    ) -> None:
        super().__init__()

        class Glossary(_GlossaryDirective):
            into = (found, notes, told)
            first = offset

        class Only(_Only):
            into = (found, notes, told)
            first = offset

        self._glossary, self._only = Glossary, Only
        self._told = told
        self._offset = offset

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
            said = 'what "include" brings in is not read; convert that file by itself'
            self._told.append(Notice(line + self._offset, said))
            return _Literal, []
        if name in NO_PROSE:
            return _Literal, []
        known, _ = super().directive(directive_name, language_module, document)
        # others than docutils' own, which a process may have, need a build around them
        own = known is not None and known.__module__.startswith('docutils.')
        return (known if own else _Transparent), []

    def role(
        self,
        role_name: str,
        language_module: ModuleType,
        lineno: int,
        reporter: Reporter,
    ) -> tuple[Any, list[system_message]]:
        return self._role_of(role_name), []

    def _role_of(self, name: str) -> Any:
        """Return what answers for the roles of a name."""
        return _role


class _RoleReader(_Dispatcher):
    """Keeps what the roles of a name have between their back quotes."""

    def __init__(self, found: list[str]) -> None:
        super().__init__([], Notes(), [], 0)
        self._found = found

    def _role_of(self, name: str) -> Any:
        if name.lower() not in NAMES:
            return _role

        def keep(name: str, raw: str, text: str, *others: Any, **options: Any) -> Any:
            self._found.append(spaced(unescape(raw).partition('`')[2].rpartition('`')[0]))
            return _role(name, raw, text, *others, **options)

        return keep


def _role(
    name: str, rawtext: str, text: str, *_: Any, **__: Any
) -> tuple[list[Node], list[system_message]]:
    title = split_explicit_title(unescape(text))[1]
    return [nodes.inline(rawtext, title.removeprefix('!').removeprefix('~'))], []


class _AnyOption(dict[str, Any]):
    """A specification of options that takes whatever there is."""

    def __missing__(self, key: str) -> Any:
        return directives.unchanged


class _Transparent(Directive):
    """A directive that is only looked through."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = _AnyOption(name=directives.unchanged)

    def run(self) -> Sequence[Node]:
        inside = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inside)
        return [inside]


class _Only(_Transparent):
    """A condition, which a set has no place for."""

    into: ClassVar[tuple[list[Entry], Notes, list[Notice]]]
    first: ClassVar[int]

    def run(self) -> Sequence[Node]:
        found, _notes, told = self.into
        before = len(found)
        made = super().run()
        if len(found) > before:
            said = f'the condition "only:: {" ".join(self.arguments)}" is not kept'
            told.append(Notice(self.lineno + self.first, f'{said}: a set has none'))
        return made


class _Literal(_Transparent):
    """A directive whose content is left alone."""

    def run(self) -> Sequence[Node]:
        return []


class _GlossaryDirective(Directive):
    """Reads its content into records."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {'sorted': directives.flag}
    into: ClassVar[tuple[list[Entry], Notes, list[Notice]]]
    first: ClassVar[int]

    def run(self) -> Sequence[Node]:
        found, notes, told = self.into
        if 'sorted' in self.options:
            told.append(sorted_already(self.lineno + self.first))
        lines = [
            (offset + 1 + self.first, line)
            for line, (_, offset) in zip(self.content, self.content.items, strict=True)
        ]
        found += entries(lines, self._shown, notes, told)
        return []

    def _shown(self, written: str, line: int) -> str:
        textnodes, _ = self.state.inline_text(written, line)
        return nodes.inline('', '', *textnodes).astext()


def sorted_already(line: int) -> Notice:
    """Return what is said of the option ``sorted``."""
    return Notice(line, '"sorted" is not needed: term-set sorts, unless told otherwise')
