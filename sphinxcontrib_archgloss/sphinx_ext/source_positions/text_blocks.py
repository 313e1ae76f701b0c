"""The blocks of text in a document, looked up by their lines or by their letters.

The source of a block may be in several places of a file. It is certain only if as many
blocks of the document have it, and then their order distinguishes them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_archgloss.sphinx_ext.source_positions.excerpts import NEAR, nearest_line
from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element


class TextBlocks:
    """The blocks of text in a document."""

    def __init__(self, document: Element) -> None:
        self._document = document

    def with_lines(self, raw: Sequence[str], line: int | None) -> list[Element]:
        """Return each block near a *line* as often as the lines *raw* occur in it."""
        text = _stripped(raw)
        found = []
        for number in self._by_line.get(raw[0].strip(), ()):
            if self._is_near(number, line):
                count = max(part.count(text) for part in self._texts(number))
                found += [self._blocks[number]] * count
        return found

    def with_letters(self, block: Element) -> list[Element]:
        """Return each block near *block* that has its letters.

        Code and comments have several lines, each of which may have them.
        """
        letters = _letters_behind_lead(block)
        counts = [(n, text.count(letters)) for n, text in self._code]
        counts += [(number, 1) for number in self._by_letters.get(letters, ())]
        found = []
        for number, count in sorted(counts):
            if self._is_near(number, block.line):
                found += [self._blocks[number]] * count
        return found

    @cached_property
    def _blocks(self) -> list[Element]:
        """All blocks, in document order."""
        texts = self._document.findall(nodes.TextElement)
        return [node for node in texts if not isinstance(node, nodes.Inline)]

    @cached_property
    def _lines(self) -> list[int | None]:
        """The line that is reported of each block; None if it may be anywhere."""
        # code and comments may begin far above
        return [
            None if isinstance(block, nodes.FixedTextElement) else nearest_line(block)
            for block in self._blocks
        ]

    def _is_near(self, number: int, line: int | None) -> bool:
        own = self._lines[number]
        return not (own and line) or abs(own - line) <= NEAR

    def _texts(self, number: int) -> tuple[str, str]:
        """Return a block as it is written and as it is shown, in whole lines."""
        block = self._blocks[number]
        written = block.rawsource or ''
        return _stripped(written.split('\n')), _stripped(block.astext().split('\n'))

    @cached_property
    def _by_line(self) -> dict[str, list[int]]:
        """Line, without white space around it → numbers of the blocks that have it."""
        by_line: dict[str, list[int]] = {}
        for number in range(len(self._blocks)):
            written, shown = self._texts(number)
            for line in {*written.split('\n'), *shown.split('\n')}:
                by_line.setdefault(line, []).append(number)
        return by_line

    @cached_property
    def _code(self) -> list[tuple[int, str]]:
        """(number, letters) of each block of code, and of each comment."""
        return [
            (number, letters_of(block.astext()))
            for number, block in enumerate(self._blocks)
            if isinstance(block, nodes.FixedTextElement)
        ]

    @cached_property
    def _by_letters(self) -> dict[str, list[int]]:
        """Letters behind the lead → numbers of the other blocks that have them."""
        by_letters: dict[str, list[int]] = {}
        for number, block in enumerate(self._blocks):
            if not isinstance(block, nodes.FixedTextElement):
                by_letters.setdefault(_letters_behind_lead(block), []).append(number)
        return by_letters


def _letters_behind_lead(block: Element) -> str:
    """Return the letters of a block without the inlines at its beginning."""
    texts = [
        (isinstance(child, nodes.Text), letters_of(child.astext()))
        for child in block.children
    ]
    first = next((n for n, (is_text, text) in enumerate(texts) if is_text and text), 0)
    return ''.join(text for _, text in texts[first:])


def _stripped(lines: Sequence[str]) -> str:
    """Return *lines* as one text in which only whole lines match."""
    return '\n'.join(['', *(line.strip() for line in lines), ''])
