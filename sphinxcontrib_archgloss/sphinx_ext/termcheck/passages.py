"""The prose of a page, as checks want it: text, and where a stretch of it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxcontrib_archgloss.checks.project_check import Passage
from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import OFF, SWITCH
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import Passage as DoctreePassage
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST, RST, reference
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import untranslated
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import Cells
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_DOCSTRING = re.compile(r':docstring of .*', re.DOTALL)


def page_passages(
    document: nodes.document,
    path: str,
    spans: Spans,
    holds: Callable[[str], bool],
) -> Iterator[Passage]:
    """Yield the passages of the page whose own file is at *path*.

    *holds* says whether the condition of an ``only`` directive is true.
    """
    around: dict[int, frozenset[str]] = {}
    cells = Cells(spans.lines)
    for one in passages(document, headings=True):
        if not all(map(holds, one.conditions)):
            continue
        if one.section not in around:
            around[one.section] = _ids_around(one.block)
        where, line = _source(one.block, path, cells)
        yield _plain(one, where, line, spans, around[one.section])


def _plain(
    passage: DoctreePassage, where: str, line: int, spans: Spans, around: frozenset[str]
) -> Passage:
    def locate(start: int, end: int) -> tuple[int, int, int, int] | None:
        found = spans.span(passage, start, end)
        return None if found is None or found.path != where else found[1:]

    def is_plain(start: int, end: int) -> bool:
        pieces = passage.pieces(start, end)
        whole = passage.run(start, end) is not None
        return whole and all(piece.node.parent is passage.block for piece in pieces)

    return Passage(
        passage.text,
        where,
        line,
        passage.entry,
        passage.quoted,
        passage.quiet,
        around,
        locate,
        is_plain,
        passage.heading,
    )


def _source(block: nodes.Element, path: str, cells: Cells) -> tuple[str, int]:
    """Return (path, line) of what a block was read from; of the page where unknown."""
    source = block.source or path
    if (original := untranslated(source)) is not None:
        return original
    if source.startswith('<'):
        return path, 1
    if (docstring := _DOCSTRING.search(source)) is not None:
        return source[: docstring.start()], 1
    return source, cells.line(block) or 1


def _ids_around(block: nodes.Element) -> frozenset[str]:
    found: set[str] = set()
    here: nodes.Element | None = block
    while here is not None:
        if isinstance(here, nodes.section):
            found.update(map(str, here['ids']))
        here = cast('nodes.Element | None', here.parent)
    return frozenset(found)


def is_quiet(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page's metadata want it without automatic links."""
    value = env.metadata.get(docname, {}).get(SWITCH, '')
    return spaced(str(value)).lower() in OFF


class References:
    """Writes references in the places of mentions.

    *suffixes* are Sphinx's: ending of a path → name of a parser.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        suffixes: dict[str, str],
        lines: Callable[[str], Sequence[str]],
    ) -> None:
        self._lexicon = lexicon
        self._suffixes = suffixes
        self._lines = lines
        self._inside: dict[str, frozenset[int]] = {}

    def __call__(self, place: FindingPlace, path: str, key: str) -> str | None:
        """Return the reference to the term *key* to write in an exact *place*."""
        markup = self._markup(path, place.line)
        lines = self._lines(path)[place.line - 1 : place.end_line]
        if not markup or any(line.lstrip().startswith('>') for line in lines[1:]):
            return None
        before = lines[0][: place.column - 1][-1:]
        after = lines[-1][place.end_column - 1 :][:1]
        cut = [*lines[:-1], lines[-1][: place.end_column - 1]]
        cut[0] = cut[0][place.column - 1 :]
        return reference(
            '\n'.join(cut),
            markup,
            (before, after),
            key,
            lambda target: self._lexicon.find(spaced(target)).keys,
        )

    def _markup(self, path: str, line: int) -> str:
        found = next(
            (name for end, name in self._suffixes.items() if path.endswith(end)), ''
        )
        if found == RST:
            return RST
        if found not in (MYST, 'myst-nb') or not path.endswith('.md'):
            return ''
        if path not in self._inside:
            self._inside[path] = frozenset(_in_eval_rst(self._lines(path)))
        return '' if line in self._inside[path] else MYST


def _in_eval_rst(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines of Markdown that may be reStructuredText."""
    fence = ''
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if fence:
            yield number
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ''
        elif (opened := re.match(r'(`{3,}|~{3,}|:{3,})\s*\{eval-rst\}', bare)) is not None:
            fence = opened[1]
