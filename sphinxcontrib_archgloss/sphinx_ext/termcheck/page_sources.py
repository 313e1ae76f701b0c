"""The places of a page's passages in files, and the references to write there.

`termcheck` and `archgloss link` both take the places of mentions and the references to
write from here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.project.prose.link_policy import Obstacle
from sphinxcontrib_archgloss.project.prose.mentions import ReferenceEdit
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_metadata import OFF, SWITCH
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST, RST, reference
from sphinxcontrib_archgloss.sphinx_ext.prose.snapshot import page_prose
from sphinxcontrib_archgloss.sphinx_ext.source_positions.excerpts import (
    line_before,
    source_of,
)
from sphinxcontrib_archgloss.sphinx_ext.source_positions.prologs import is_around_pages
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import original_position
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import DRAWN
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.prose.mentions import LinkCandidate
    from sphinxcontrib_archgloss.project.prose_facts import Prose
    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Span, Spans
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_DOCSTRING = re.compile(r':docstring of .*', re.DOTALL)
_FENCE = re.compile(r'[\s>]*(?:[-*+]\s+)*`{3,}')
_EVAL_RST = re.compile(r'(`{3,}|~{3,}|:{3,})\s*\{eval-rst\}')


class PageSources:
    """The passages of a page, whose own file is at *path*, in their files."""

    def __init__(
        self, document: nodes.document, path: str, spans: Spans, markups: Markups
    ) -> None:
        self._document = document
        self._path = path
        self._spans = spans
        self._markups = markups
        self._places: dict[tuple[int, int, int], Span | None] = {}
        self.passages: Sequence[DoctreePassage] = list(passages(document, headings=True))
        self.elements: Sequence[nodes.Element] = list(elements(document))
        """All elements of the page, in its order."""

    def prose(self, *, quiet: bool) -> Prose:
        """Return the passages as plain data; *quiet* is of the page as a whole."""
        sections = [n for n in self.elements if isinstance(n, nodes.section)]
        return page_prose(self._document, sections, quiet=quiet, blocks=self.passages)

    def origin(self, candidate: LinkCandidate) -> tuple[str, int]:
        """Return (absolute path, 1-based line) of the source of a mention.

        If this is unknown, the result is the place of the text before it on the page. The
        prolog and the epilog of the project have a name in angle brackets instead of a
        path.
        """
        block = self.passages[candidate.number].block
        source = source_of(block) or self._path
        if (original := original_position(source)) is not None:
            return original
        if source.startswith('<') and not is_around_pages(source):
            return self._path, line_before(block) or 1
        if (docstring := _DOCSTRING.search(source)) is not None:
            return source[: docstring.start()], 1
        return source, self.line(candidate) or line_before(block) or 1

    def is_around(self, candidate: LinkCandidate) -> bool:
        """Return whether a mention is in the prolog or the epilog of the project."""
        source = source_of(self.passages[candidate.number].block)
        if '<' not in source:
            return False  # nearly always
        original = original_position(source)
        return is_around_pages(original[0] if original else source)

    def line(self, candidate: LinkCandidate) -> int | None:
        """Return the 1-based line of a mention, or else of its passage, if it is known."""
        return self._spans.line(self.passages[candidate.number], candidate.span[0])

    def span(self, candidate: LinkCandidate) -> Span | None:
        """Return the place of a mention; None if it is not certain."""
        if candidate.passage.term:
            return None  # the text is in a data file
        place = (candidate.number, *candidate.span)
        if place not in self._places:
            passage = self.passages[candidate.number]
            self._places[place] = self._spans.span(passage, *candidate.span)
        return self._places[place]

    def takes_reference(self, candidate: LinkCandidate) -> bool:
        """Return whether a mention has a certain place that can hold a role."""
        return self._span_of_role(candidate) is not None

    def obstacle(self, candidate: LinkCandidate) -> str:
        """Return why a mention cannot become a reference."""
        if candidate.obstacles & {Obstacle.CROSSES_EMPHASIS, Obstacle.EMPHASISED}:
            return 'emphasis'
        if self._is_drawn(candidate):
            return 'table'
        span = self.span(candidate)
        return 'the file has different text there' if span is None else 'unknown markup'

    def _is_drawn(self, candidate: LinkCandidate) -> bool:
        return DRAWN in self._spans.cells.kinds(self.passages[candidate.number].block)

    def _span_of_role(self, candidate: LinkCandidate) -> Span | None:
        span, obstacles = self.span(candidate), candidate.obstacles
        if span is None or Obstacle.CROSSES_EMPHASIS in obstacles:
            return None
        if self._is_drawn(candidate):
            return None
        markup = self._markups.at(span.path, span.line)
        # in reStructuredText, markup cannot be nested
        nests = markup == MYST or Obstacle.EMPHASISED not in obstacles
        return span if markup and nests else None

    def edit(self, candidate: LinkCandidate) -> ReferenceEdit | None:
        """Return the reference that replaces a mention, if it is certain."""
        span = self._span_of_role(candidate)
        if span is None:
            return None
        lines = self._spans.lines(span.path)[span.line - 1 : span.end_line]
        new = self._markups.reference(lines, span, candidate.wording.key)
        return None if new is None else ReferenceEdit(*span, new)


class Markups:
    """The markup of files, and how references are written in it.

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
        self._in_eval_rst: dict[str, frozenset[int]] = {}

    def at(self, path: str, line: int) -> str:
        """Return the markup on a 1-based *line* of a file; empty if it is not certain."""
        parsers = (name for end, name in self._suffixes.items() if path.endswith(end))
        parser = next(parsers, '')
        if parser == RST:
            return RST
        if parser != MYST and not (parser == 'myst-nb' and path.endswith('.md')):
            return ''
        if path not in self._in_eval_rst:
            self._in_eval_rst[path] = frozenset(_in_eval_rst(self._lines(path)))
        return '' if line in self._in_eval_rst[path] else MYST

    def reference(self, lines: Sequence[str], span: Span, key: str) -> str | None:
        """Return a reference to the term *key* for a *span*, which is on *lines*."""
        if any(line.lstrip().startswith('>') for line in lines[1:]):
            return None
        if _FENCE.match(lines[0]):
            return None  # its line must not contain another back quote
        before = lines[0][: span.column - 1][-1:]
        after = lines[-1][span.end_column - 1 :][:1]
        cut = [*lines[:-1], lines[-1][: span.end_column - 1]]
        cut[0] = cut[0][span.column - 1 :]
        return reference(
            '\n'.join(cut),
            self.at(span.path, span.line),
            (before, after),
            key,
            lambda target: self._lexicon.find(spaced(target)).keys,
        )


def _in_eval_rst(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines of Markdown that may be reStructuredText."""
    fence = ''
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if fence:
            yield number
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ''
        elif (opening := _EVAL_RST.match(bare)) is not None:
            fence = opening[1]


def is_quiet(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page's metadata switch automatic links off."""
    value = env.metadata.get(docname, {}).get(SWITCH, '')
    return spaced(str(value)).lower() in OFF
