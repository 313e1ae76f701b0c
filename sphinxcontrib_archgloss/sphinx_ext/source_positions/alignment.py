"""The text of a passage aligned with the markup that it was parsed from, by counting.

Parsers do not report which characters of a paragraph's source a text node is from. But
emphasis, escapes and typography change signs and white space only. Once the source is
without what the page does not show (names of roles, targets of links, attributes), its
letters and digits are those of the passage: the n-th here is the n-th there. An inline
whose source is unknown may stand for any letters, so the text around it is aligned from
both ends, and only a place that comes out the same both times is certain. Where the letters
differ nothing is certain: some text is not from this source, as that of a substitution.

This module knows nothing of files.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import role_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage

# Letters of the source that no page shows.
_HIDDEN = re.compile(
    r':\w[\w:.+-]{0,80}:(?=`)|\{[\w:.+-]+\}(?=`)'  # names of roles
    r'|(?<=[\]`*_)])\{[^{}]*\}'  # attributes of MyST
    r'|\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]]*\]'  # targets of links in Markdown
)
_ENTITY = re.compile(r'&\#?\w+;')
# Markup that a page shows other text for.
_SUBSTITUTION = re.compile(r'\|[^|\s](?:[^|]*[^|\s])?\||\{\{[^{}]*\}\}')
_UNKNOWN = '\x00'
"""A letter that no text has, for what is shown there."""


class _Inline(NamedTuple):
    """An inline that is no prose."""

    offset: int
    """In the text of the passage."""
    shown: str
    forms: tuple[str, ...]
    """What may be written for it; nothing if that is unknown."""


class _Run(NamedTuple):
    """The letters between two inlines of unknown source."""

    letters: str
    offsets: Sequence[int]
    """Offset in the passage of each letter; negative in an inline that is no prose."""


class Alignment:
    """A passage aligned with its source, once for all spans that are looked up in it."""

    def __init__(self, passage: DoctreePassage) -> None:
        self._text = passage.text
        inlines = [
            _Inline(mark.at, mark.node.astext(), _inline_forms(mark.node))
            for mark in passage.marks
        ]
        source, unknown = _without_markup(passage.block.rawsource, inlines)
        places = [n for n, char in enumerate(source) if char.isalnum() or char == _UNKNOWN]
        letters = ''.join(source[n] for n in places)
        self._places: dict[int, int] = {}
        # beside text from elsewhere, an unknown inline could match the letters of that text
        for as_shown in (True,) if _UNKNOWN in letters else (True, False):
            runs = list(_runs(passage, unknown, as_shown=as_shown))
            if (starts := _certain_starts(runs, letters)) is None:
                continue
            for run, start in zip(runs, starts, strict=True):
                if start is not None:
                    self._places |= zip(run.offsets, places[start:], strict=False)
            break

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the passage is in its source; None if not certain.

        Signs at the ends of the span are taken to be in the source as in the passage.
        """
        letters = [n for n in range(start, end) if self._text[n].isalnum()]
        if not letters or not {letters[0], letters[-1]} <= self._places.keys():
            return None
        first, last = self._places[letters[0]], self._places[letters[-1]]
        return first - (letters[0] - start), last + end - letters[-1]


def _without_markup(
    source: str, inlines: Sequence[_Inline]
) -> tuple[str, Sequence[_Inline]]:
    """Return the source with spaces for what is not shown, and the unknown inlines.

    An inline is replaced by spaces, too, if its source is known.
    """
    unknown: list[_Inline] = []
    for forms, count in Counter(inline.forms for inline in inlines).items():
        for form in forms:
            # no match behind the name of a role or within more backquotes
            pattern = r'(?<![:}`])' + r'\s+'.join(map(re.escape, form.split()))
            blanked, found = re.subn(pattern, _blank, source)
            if found == count:
                source = blanked
                break
        else:
            unknown += [inline for inline in inlines if inline.forms == forms]
    source = _HIDDEN.sub(_blank, source)
    source = _ENTITY.sub(lambda match: unescape(match[0]).ljust(len(match[0])), source)
    source = _SUBSTITUTION.sub(lambda match: _UNKNOWN + _blank(match)[1:], source)
    return source, unknown


def _inline_forms(node: Element | nodes.Text) -> tuple[str, ...]:
    """Return what may be written for an inline, the surest first; nothing if unknown."""
    if isinstance(node, nodes.Text):
        return ()
    if isinstance(node, nodes.image):
        return (f'|{node.astext()}|',)  # of a substitution
    written = node.rawsource
    if written == node.astext():  # MyST keeps the text of code only
        return (f'`{written}`',)
    return role_sources(written)[:3]


def _blank(match: re.Match[str]) -> str:
    return ' ' * len(match[0])


def _runs(
    passage: DoctreePassage, inlines: Collection[_Inline], *, as_shown: bool
) -> Iterator[_Run]:
    """Yield the runs of a passage.

    With *as_shown* the source of each of the *inlines* has the letters that it shows, and
    there is one run.
    """
    pieces = [(part.start, part.text, True) for part in passage.parts]
    pieces += [(inline.offset, inline.shown, False) for inline in inlines]
    letters: list[str] = []
    offsets: list[int] = []
    for start, text, is_prose in sorted(pieces):
        if is_prose or as_shown:
            shown = [n for n, char in enumerate(text) if char.isalnum()]
            letters += [text[n] for n in shown]
            offsets += [start + n if is_prose else -1 for n in shown]
        else:
            yield _Run(''.join(letters), offsets)
            letters, offsets = [], []
    yield _Run(''.join(letters), offsets)


def _certain_starts(runs: Sequence[_Run], letters: str) -> list[int | None] | None:
    """Return where each of *runs* begins in *letters*, None where that is not certain.

    None instead of a list if they do not fit at all.
    """
    texts = [run.letters for run in runs]
    leftmost = _leftmost(texts, letters)
    mirrored = _leftmost([text[::-1] for text in texts[::-1]], letters[::-1])
    if leftmost is None or mirrored is None:
        return None
    rightmost = [
        len(letters) - start - len(text)
        for text, start in zip(texts, mirrored[::-1], strict=True)
    ]
    return [a if a == b else None for a, b in zip(leftmost, rightmost, strict=True)]


def _leftmost(texts: Sequence[str], letters: str) -> list[int] | None:
    """Return the first place of each of *texts*, one behind the other; None for no such.

    The first text begins where the letters do, and the last one ends where they do.
    """
    starts: list[int] = []
    end = 0
    for n, text in enumerate(texts):
        is_last = n == len(texts) - 1
        start = len(letters) - len(text) if is_last else letters.find(text, end)
        if start < end or (n == 0 and start) or not letters.startswith(text, start):
            return None
        starts.append(start)
        end = start + len(text)
    return starts
