"""The source of a block as pieces: plain text, and markup that may show something else.

Emphasis, escapes and typography change signs and white space only, so they are part of
plain text. Roles, code, links, substitutions and HTML may show other letters than are
written, or an inline that is not prose. A piece of text counts as such markup wherever it
may be markup in reStructuredText or MyST; the caller has to find out what it shows.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Pieces of markup that may show other text than is written, or no prose at all.
_PIECE = re.compile(
    r'\\(?P<escaped>.)'
    r'|(?P<role>:\w[\w:.+-]{0,80}:(?=`)|\{[\w:.+-]{1,80}\}(?=`))?'
    r'(?<!`)(?P<quotes>`++)(?P<quoted>.{1,1000}?)(?<!`)(?P=quotes)(?!`)'
    r'(?P<suffix>:\w[\w:.+-]{0,80}:|__?\b)?'
    r'|(?P<open>\|(?![\s|])[^|]{0,100}(?<!\s)\|(?:__?\b)?|\{\{[^{}]{1,200}\}\})'
    r'|!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,500}\](?:\([^()]{0,500}\))?){0,500})\]'
    r'(?:\((?:[^()]|\([^()]{0,500}\)){0,500}\)|\[[^\[\]]{0,500}\])'
    r'|(?<=[\]`*_)])(?P<unshown>\{[^{}]{0,500}\})'
    r'|(?P<sign>\((?:c|r|p|tm)\))'
    r'|(?P<entity>&\#?\w{1,40};)'
    r'|(?P<plain>\[[^\[\]`|<{$\\]{1,500}\]_?'
    r'|\$\$?[^$]{1,2000}\$\$?'
    r'|<!?[^<>\s][^<>]{0,500}>'
    r'|\b[A-Za-z][\w+.-]{1,30}:[^\s<>`]{1,500}'
    r'|\w[\w.+-]{0,80}__?(?![\w`])|\w[\w.+-]{0,80}@[\w.-]{1,80})',
    re.DOTALL | re.IGNORECASE,
)
LETTERS = re.compile(r'[^\W_]+')
"""Letters and digits in a row."""
_TARGET = re.compile(r'\s<[^<>]*>$')
"""The part of a role after its title."""


class Piece(NamedTuple):
    """A piece of the source."""

    shown: tuple[str, ...]
    """The letters that may be shown for the piece."""
    offsets: Sequence[int] = ()
    """Offset in the source of each letter of the first of these; none if not prose."""
    written: str = ''
    """The whole piece if it may show an inline that is not prose; else empty."""
    is_open: bool = False
    """Whether it may show any text."""
    is_role: bool = False
    start: int = 0
    """Offset in the source."""


def pieces_of(source: str) -> Iterator[Piece]:
    """Yield the pieces of a source, in order."""
    plain: list[int] = []
    at = 0
    for match in _PIECE.finditer(source):
        if match['escaped']:
            continue
        plain += _letters(source, at, match.start())
        at = match.end()
        if plain:
            yield Piece((''.join(map(source.__getitem__, plain)),), plain)
            plain = []
        yield _piece(match)._replace(start=match.start())
    plain += _letters(source, at, len(source))
    yield Piece((''.join(map(source.__getitem__, plain)),), plain)


def shown_letters(source: str) -> str | None:
    """Return the letters of a source if the page shows all of them; else None.

    An inline that is not prose may stand for some of them. Between two of these, the page
    shows letters that follow each other in the source.
    """
    for match in _PIECE.finditer(source):
        quotes, quoted = match['quotes'], match['quoted']
        is_code = quotes and len(quotes) > 1 and not (match['role'] or match['suffix'])
        if not (match['escaped'] or match['plain'] or (is_code and '<' not in quoted)):
            return None
    return letters_of(source)


def quoted_spans(source: str) -> list[tuple[int, int]]:
    """Return (start, end) of each piece of markup; (0, 0) for one without back quotes."""
    return list(map(_quoted_span, _PIECE.finditer(source)))


def quoted_span(source: str, at: int) -> tuple[int, int]:
    """Return (start, end) of the markup at an offset; (0, 0) for none with back quotes."""
    return _quoted_span(_PIECE.match(source, at))


def _quoted_span(match: re.Match[str] | None) -> tuple[int, int]:
    return match.span() if match and match['quotes'] else (0, 0)


def _letters(source: str, start: int, end: int) -> list[int]:
    """Return the offsets of the letters and digits of a part of the source."""
    letters: list[int] = []
    for word in LETTERS.finditer(source, start, end):
        letters += range(*word.span())
    return letters


def _piece(match: re.Match[str]) -> Piece:
    written = spaced(match[0])
    if match['open']:
        return Piece((), written=written, is_open=True)
    if match['quotes']:
        is_role = len(match['quotes']) == 1 or bool(match['role'])
        title = letters_of(_TARGET.sub('', match['quoted']))
        shown = (title, '') if is_role else (title,)  # nothing for an icon
        return Piece(shown, written=written, is_role=is_role)
    if match['unshown'] or match['sign']:
        return Piece(('', letters_of(match[0])))
    if match['entity']:
        return Piece((letters_of(unescape(match[0])), letters_of(match[0])))
    if match['plain']:
        offsets = _letters(match.string, *match.span())
        return Piece((letters_of(match[0]),), offsets, written)
    return Piece((letters_of(match['text']),), written=written)


def words_of(piece: Piece, source: str) -> Iterator[Piece]:
    """Yield the words of a piece of prose; any other piece as it is."""
    if piece.written or not piece.offsets:
        yield piece
        return
    word: list[int] = []
    for n in piece.offsets:
        if word and source[word[-1] + 1 : n].strip() != source[word[-1] + 1 : n]:
            yield Piece((''.join(source[at] for at in word),), word)
            word = []
        word.append(n)
    yield Piece((''.join(source[at] for at in word),), word)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text."""
    return ''.join(filter(str.isalnum, text))
