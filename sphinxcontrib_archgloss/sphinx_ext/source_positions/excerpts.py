"""The lines of a file that contain the source of a block of text.

A parser reports the line of a block, or one near it, and keeps the source of the block as
it has read it. This module finds that source in the lines of the file: without bullets,
quotation marks, names of fields and directives, and whatever else is before it. Where the
block has another text (a version in front, a field's name) or no line, its words are looked
up. A place is certain only if no other place is possible. Blocks with the same text are
distinguished by their order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property, lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import (
    letters_of,
    shown_letters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText
    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage
    from sphinxcontrib_archgloss.sphinx_ext.source_positions.text_blocks import TextBlocks

# What a line may have before the text of a paragraph: quotation marks of Markdown, title
# marks, bullets, lines of verse, numbers, directives, fields, footnotes, task boxes.
LEAD = re.compile(
    r'(?:[\s>]'
    r'|\#{1,6}\s+'
    r'|[-*+•‣⁃:~|]\s+'
    r'|\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\#)[.)]\s+'
    r'|\.\.\s+(?:[\w:+.-]+::|\[[^\]]+\])\s+'
    r'|:[^:`]+:\s+'
    r'|(?:--?|/)\w[^\n]{0,80}?\s{2,}'
    r'|\[\^[^\]]+\]:\s+'
    r'|(?:`{3,}|~{3,}|:{3,})\{[^}]+\}\s*'
    r'|\[[ xX]\]\s*)*'
)
_CONTINUED = re.compile(r'[\s>]*')
_VERSION = re.compile(r'(?:\.\.\s+|[`~:]{3,}\{)[\w-]+(?:::|\})\s+\S+\s+')
"""A directive whose text follows a version."""
NEAR = 5
"""Maximum distance, in lines, of a paragraph from the line that its parser reports."""


class ExcerptLine(NamedTuple):
    """The part of a line of a file that is in an excerpt."""

    line: int
    """0-based."""
    column: int
    """0-based."""
    text: str


class Excerpt:
    """The source of a block."""

    def __init__(self, lines: tuple[ExcerptLine, ...]) -> None:
        self.lines = lines

    @cached_property
    def text(self) -> str:
        """The lines, with a line feed between them."""
        return '\n'.join(line.text for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        """Offset in the text of each line, and of what would be the next one."""
        return [*accumulate((len(line.text) + 1 for line in self.lines), initial=0)]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 0-based line and column in the file of an offset in the text."""
        number = bisect_right(self._starts, offset) - 1
        line = self.lines[number]
        return line.line, line.column + offset - self._starts[number]


class AlignedBlock(NamedTuple):
    """A block in its source, or in that of the table around it."""

    excerpt: Excerpt
    alignment: Alignment
    number: int = 0
    """Of the block in the alignment."""


def source_of(node: Element) -> str:
    """Return the path of the file that a node is from, or the name that represents it."""
    if node.source:
        return node.source
    for here in traverse_parent(node):
        if here.source:
            return here.source
    # that of its siblings: old docutils gives nested line blocks no source
    texts = (t for here in traverse_parent(node) for t in here.findall(nodes.TextElement))
    return next(filter(None, (text.source for text in texts)), '')


def nearest_line(node: Element) -> int | None:
    """Return the line that the parser reports of a node, or of what it is in."""
    return node.line or next(filter(None, (n.line for n in traverse_parent(node))), None)


def line_before(node: Element) -> int | None:
    """Return the last line that the parser reports before a node, if there is any."""
    for here in traverse_parent(node):
        siblings = here.parent.children if here.parent is not None else []
        for sibling in reversed(siblings[: siblings.index(here) if siblings else 0]):
            if isinstance(sibling, nodes.Element):
                lines = [inside.line for inside in sibling.findall(nodes.Element)]
                if any(lines):
                    return max(filter(None, lines))
    return None


class _Paragraph(NamedTuple):
    """What may be a paragraph in a file."""

    excerpt: Excerpt
    letters: str | None
    """See `shown_letters`."""


class FileParagraphs:
    """The paragraphs that may begin on the *lines* of a file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._letters = cache(lambda at: letters_of(lines[at]))
        self._starting_on = cache(partial(_paragraphs_on, lines))

    def ending_with(self, text: str, near: range) -> Iterable[int]:
        """Return the 0-based lines *near* that may end with a line of text."""
        words = text.split()
        if len(near) < len(self.lines) or len(words) < 2:
            return near
        return [at for at in self._by_last_word.get(words[-1], ()) if at in near]

    @cached_property
    def _by_last_word(self) -> dict[str, list[int]]:
        """Last word of a line → the lines that have it, 0-based."""
        by_last_word: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            for word in _without_closing(line).split()[-1:]:
                by_last_word.setdefault(word, []).append(at)
        return by_last_word

    def containing(self, running_text: RunningText, near: range) -> Iterator[Excerpt]:
        """Yield the paragraphs that can be read as a text and begin on the lines *near*.

        Inlines that are not prose may be missing at the beginning.
        """
        runs = [letters_of(part.text) for part in running_text.parts]
        words = (word for part in running_text.parts for word in part.text.split())
        first = next(filter(None, map(letters_of, words)), '')
        for at in near:
            if first not in self._letters(at):
                continue
            for excerpt, letters in self._starting_on(at):
                if letters is not None and not all(run in letters for run in runs):
                    continue
                if Alignment(excerpt.text, [running_text], skips_lead=True).is_complete:
                    yield excerpt
                    break


def _paragraphs_on(lines: Sequence[str], at: int) -> list[_Paragraph]:
    """Return what may be a paragraph that begins on a 0-based line."""
    leads = (match.end() for p in (_VERSION, LEAD) if (match := p.match(lines[at])))
    excerpts = (_to_its_end(lines, at, lead) for lead in dict.fromkeys(leads))
    return [_Paragraph(excerpt, shown_letters(excerpt.text)) for excerpt in excerpts]


def paragraph_excerpt(
    passage: DoctreePassage,
    paragraphs: FileParagraphs,
    blocks: TextBlocks,
    *,
    nearby: bool = True,
) -> Excerpt | None:
    """Return the source of a block that is in no drawn table; None if not certain.

    Unless *nearby*, it must be on the line that the parser reports. *paragraphs* are those
    of the file, and *blocks* those of the document.
    """
    block, lines = passage.block, paragraphs.lines
    raw = block.rawsource.split('\n') if block.rawsource else []
    # parsers report the line below a title
    for at in (block.line - 1, block.line - 2) if block.line and raw else ():
        if excerpt := _excerpt_at(raw, lines, at):
            return excerpt
    if not nearby:
        return None
    near = range(len(lines))
    if block.line:
        near = range(max(0, block.line - 1 - NEAR), min(len(lines), block.line + NEAR))
    starts = paragraphs.ending_with(raw[0], near) if raw else ()
    excerpts = list(filter(None, (_excerpt_at(raw, lines, at) for at in starts)))
    if excerpts:
        twins = blocks.with_lines(raw, block.line)
    elif excerpts := list(paragraphs.containing(passage.running_text, near)):
        twins = blocks.with_letters(block)
    else:
        return None
    if block not in twins or len(excerpts) != len(twins):
        return None
    return excerpts[twins.index(block)]


def _excerpt_at(raw: Sequence[str], lines: Sequence[str], at: int) -> Excerpt | None:
    """Return the excerpt with the lines *raw* that begins at the line *at*, if any."""
    if not 0 <= at <= len(lines) - len(raw):
        return None
    excerpt: list[ExcerptLine] = []
    for n, line in enumerate(raw):
        columns = _columns(_without_closing(lines[at + n]), line)
        if columns is None:
            return None
        start, end = columns
        if not (_CONTINUED if n else LEAD).fullmatch(lines[at + n][:start]):
            return None
        excerpt.append(ExcerptLine(at + n, start, lines[at + n][start:end]))
    return Excerpt(tuple(excerpt))


def _without_closing(line: str) -> str:
    """Return a line without the marks at the end of a heading."""
    return re.sub(r'\s#+\s*$', '', line) if line.lstrip()[:1] == '#' else line


@lru_cache(maxsize=16)
def _columns(line: str, raw: str) -> tuple[int, int] | None:
    """Return where *raw*, which must end the *line*, begins and ends in it."""
    raw, end = raw.rstrip(), len(line.rstrip())
    at, start = len(raw), end
    if at and line.endswith(raw, 0, end) and not raw[0].isspace():
        return end - at, end
    while at:
        if not start:
            return None
        if raw[at - 1].isspace() and line[start - 1].isspace():
            # tabs have become spaces
            while at and raw[at - 1].isspace():
                at -= 1
            while start and line[start - 1].isspace():
                start -= 1
        elif raw[at - 1] == line[start - 1]:
            at, start = at - 1, start - 1
        else:
            return None
    return start, end


def _to_its_end(lines: Sequence[str], at: int, column: int) -> Excerpt:
    """Return the paragraph that begins on a line and in a column, both 0-based."""
    excerpt = [ExcerptLine(at, column, lines[at][column:])]
    for n, line in enumerate(lines[at + 1 :], at + 1):
        start = _CONTINUED.match(line).end()  # type: ignore[union-attr] # it may be empty
        if start == len(line) or LEAD.match(line).end() > start:  # type: ignore[union-attr]
            break
        if re.match(r'(`{3,}|~{3,}|:{3,})', line[start:]):
            break
        excerpt.append(ExcerptLine(n, start, line[start:]))
    return Excerpt(tuple(excerpt))
