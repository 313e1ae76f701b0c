r"""Text as pieces: words and signs, and the space between them.

Labels and prose are split in the same way, and compared by *paths*: the folded pieces in
a row, with a space where white space or one hyphen separates them. A word is

* in scripts that put spaces between words, all letters, digits, marks and
  underscores in a row (``token_id`` is one word);
* in katakana, the whole run: スキーマ does not contain キー;
* in scripts without spaces (Han, Hiragana, Hangul, Thai, …), each character with its
  marks.

Any other visible character is a sign, and a piece of its own. Soft hyphens and
zero-width characters are part of a word inside it, and ignored elsewhere. This module
knows neither labels nor the pieces that may stand next to one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import INVISIBLE, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HYPHENS = r'\-\u2010-\u2013\u2212\ufe63\uff0d'
"""Hyphens and short dashes, for a character class; longer dashes are punctuation."""
_KATAKANA = '\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f'
_UNSPACED = (
    '\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff'
    '\U00020000-\U0003ffff'  # Han
    '\u3041-\u3096\u309d-\u309f'  # Hiragana
    '\u3105-\u312f\u31a0-\u31bf'  # Bopomofo
    '\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb'  # Hangul
    '\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46'  # Thai
    '\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf'  # Lao
    '\u1780-\u17b3\u17d7\u17dc'  # Khmer
    '\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070'
    '\u1075-\u1081\u108e'  # Myanmar
)
# Vowels that Unicode has as letters, but that belong to the Thai or Lao character before.
_TRAILING = '\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3'
_JAMO = (
    '[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]+'
    '[\u11a8-\u11ff\ud7cb-\ud7fb]*'
)
_MODIFIER_APOSTROPHE = '\u02bc'  # a letter to Unicode, an apostrophe to folding


# Quotation marks, dash, ellipsis, no-break space, and the object replacement character.
_PLAIN = dict(zip('‘’“”—…\u00a0\ufffc', '\'\'""\x1a\x1a \x1a', strict=True))


class Classes(NamedTuple):
    """Classes of characters for regular expressions, each for use between brackets."""

    spaced: str
    """Inverted: all characters that are *not* in words with spaces between them."""
    marks: str
    unspaced: str
    """Characters of scripts without spaces."""
    invisible: str
    """Empty for ASCII text, like the two before it."""


class Scanner(NamedTuple):
    """The regular expressions that split a text."""

    pieces: re.Pattern[str]
    """A piece; between two of them there is only space."""
    parts: re.Pattern[str]
    """A piece, or the space between two."""
    step: re.Pattern[str]
    """What follows a piece: a hyphen, a gap or neither, and the next piece."""
    shape: Callable[[str], str]
    """A piece → its folded form."""


_ASCII = Classes(r'\W', '', '', '')


@lru_cache(maxsize=1)
def _unicode_classes() -> Classes:
    return Classes(
        rf'\W{_UNSPACED}{_KATAKANA}{_MODIFIER_APOSTROPHE}', _marks(), _UNSPACED, INVISIBLE
    )


def _marks() -> str:
    """Return the ranges of all combining characters this Python's Unicode has."""
    ranges: list[list[int]] = []
    for code in (*range(0x300, 0x3400), *range(0xA000, 0x1F000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] == 'M':
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return ''.join(f'{chr(first)}-{chr(last)}' for first, last in ranges)


def classes(*, ascii_only: bool) -> Classes:
    """Return the classes for ASCII, or for all of Unicode."""
    return _ASCII if ascii_only else _unicode_classes()


def scanner_for(text: str) -> Scanner:
    """Return the scanner for *text*; that for ASCII is faster and finds the same."""
    return _scanner(ascii_only=text.isascii())


@lru_cache(maxsize=2)
def _scanner(*, ascii_only: bool) -> Scanner:
    chars = classes(ascii_only=ascii_only)
    unseen = chars.invisible
    word = f'[^{chars.spaced}]+'
    if ascii_only:
        piece = rf'{word}|[^\s]'
        skipped = ''
    else:
        inside = f'(?:[{chars.marks}{unseen}]+{word})*[{chars.marks}]*'
        cluster = f'(?:{_JAMO}|[{chars.unspaced}])[{chars.marks}{_TRAILING}]*'
        run = f'[{_KATAKANA}][{_KATAKANA}{chars.marks}]*'
        piece = rf'{word}{inside}|{cluster}|{run}|[^\s{unseen}]'
        skipped = f'[{unseen}]*'
    break_ = r'(?:[ \t]*\r?\n[ \t]*)?'
    join = rf'{skipped}(?P<hyphen>[{HYPHENS}]){skipped}{break_}(?=\w)'
    gap = rf'[\s{unseen}]+'
    step = rf'(?:{join}|(?P<gap>{gap}))?(?P<piece>{piece})'
    shape = str.lower if ascii_only else piece_shape
    parts = re.compile(f'{piece}|{gap}')
    return Scanner(re.compile(piece), parts, re.compile(step), shape)


def plain(text: str) -> str:
    """Return *text* with ASCII in place of typographic signs, if that makes it ASCII.

    Both separate and bind words in the same way, and each is one character, so the pieces
    have the same places, and the faster scanner finds them.
    """
    if text.isascii():
        return text
    ascii_text = text
    for sign, other in _PLAIN.items():
        ascii_text = ascii_text.replace(sign, other)  # much faster than `str.translate`
    return ascii_text if ascii_text.isascii() else text


def piece_shape(piece: str) -> str:
    """Return *piece* in folded form, with its underscores."""
    return piece.lower() if piece.isascii() else _shape(piece)


@lru_cache(maxsize=65536)
def _shape(piece: str) -> str:
    if piece in _PLAIN:  # a long dash alone is not a hyphen, although it folds to one
        return _PLAIN[piece]
    return '_'.join(map(folded, piece.split('_')))


class NextPiece(NamedTuple):
    """The piece after another one."""

    path: str
    """The part of the path that it adds."""
    end: int
    """Offset of its end."""
    hyphen: int
    """Offset of the end of the hyphen before it; -1 without one."""


def next_piece(scanner: Scanner, text: str, at: int, stop: int) -> NextPiece | None:
    """Return the piece after the one that ends at *at*.

    None at the end of the text (at *stop*) or of a paragraph, as no label contains a
    blank line.
    """
    match = scanner.step.match(text, at, stop)
    if match is None:
        return None
    space = ''
    if match['hyphen'] is not None:
        space = ' '
    elif gap := match['gap']:
        if gap.count('\n') > 1:
            return None
        space = ' ' if gap.strip(INVISIBLE) else ''
    path = space + scanner.shape(match['piece'])
    return NextPiece(path, match.end(), match.end('hyphen'))


def paths(label: str) -> Iterator[str]:
    """Yield the path of each beginning of a label, piece by piece, then its own."""
    scanner = scanner_for(label)
    start = scanner.pieces.search(label)
    if start is None:
        return
    path, at = scanner.shape(start[0]), start.end()
    yield path
    while following := next_piece(scanner, label, at, len(label)):
        path, at = path + following.path, following.end
        yield path
