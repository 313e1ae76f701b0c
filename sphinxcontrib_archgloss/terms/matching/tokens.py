r"""Text as pieces: words and signs, and what lies between two of them.

Labels and prose are cut up alike, and compared by *paths*: the folded pieces in
a row, with a space where white space or one hyphen parts them. A word is

* in scripts that put spaces between words, all letters, digits, marks and
  underscores in a row (``token_id`` is one word);
* in katakana, the whole run: キー is no part of スキーマ;
* in scripts without spaces (Han, Hiragana, Hangul, Thai, …), each character with its
  marks.

Anything else that can be seen is a sign, and a piece of its own. Soft hyphens and
zero-width characters are part of a word if they stand inside it, and nothing
elsewhere. Here nothing is known of labels, nor of which pieces may stand beside one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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
# Vowels that are letters to Unicode and belong to the Thai or Lao character before.
_TRAILING = '\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3'
_JAMO = (
    '[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]+'
    '[\u11a8-\u11ff\ud7cb-\ud7fb]*'
)
_MODIFIER_APOSTROPHE = '\u02bc'  # a letter to Unicode, an apostrophe to folding


# Quotation marks, dash, ellipsis, no-break space, and what stands for an object.
_PLAIN = dict(zip('‘’“”—…\u00a0\ufffc', '\'\'""\x1a\x1a \x1a', strict=True))


class Classes(NamedTuple):
    """What regular expressions say of characters, each for use between brackets."""

    spaced: str
    """Inverted: all that does *not* make up words that have spaces between them."""
    marks: str
    unspaced: str
    """What makes up the words of scripts without spaces."""
    invisible: str
    """All of them may be empty, for text that is plain ASCII."""


class Scan(NamedTuple):
    """A way to cut text up."""

    pieces: re.Pattern[str]
    """A piece; between two of them there is nothing but space."""
    step: re.Pattern[str]
    """What follows a piece: a join or a gap or neither, and the next piece."""
    shape: Callable[[str], str]
    """A piece → its folded form."""


_ASCII = Classes(r'\W', '', '', '')


@lru_cache(maxsize=1)
def _unicode_classes() -> Classes:
    return Classes(
        rf'\W{_UNSPACED}{_KATAKANA}{_MODIFIER_APOSTROPHE}',
        _marks(),
        _UNSPACED,
        INVISIBLE,
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
    """Return the classes of characters to look at."""
    return _ASCII if ascii_only else _unicode_classes()


def scan(text: str) -> Scan:
    """Return the way to cut *text* up; ASCII has a quick one, to the same end."""
    return _scan(ascii_only=text.isascii())


@lru_cache(maxsize=2)
def _scan(*, ascii_only: bool) -> Scan:
    known = classes(ascii_only=ascii_only)
    unseen = known.invisible
    word = f'[^{known.spaced}]+'
    if ascii_only:
        piece = rf'{word}|[^\s]'
        skipped = ''
    else:
        inside = f'(?:[{known.marks}{unseen}]+{word})*[{known.marks}]*'
        cluster = f'(?:{_JAMO}|[{known.unspaced}])[{known.marks}{_TRAILING}]*'
        run = f'[{_KATAKANA}][{_KATAKANA}{known.marks}]*'
        piece = rf'{word}{inside}|{cluster}|{run}|[^\s{unseen}]'
        skipped = f'[{unseen}]*'
    break_ = r'(?:[ \t]*\r?\n[ \t]*)?'
    join = rf'{skipped}(?P<hyphen>[{HYPHENS}]){skipped}{break_}(?=\w)'
    step = rf'(?:{join}|(?P<gap>[\s{unseen}]+))?(?P<piece>{piece})'
    shape = str.lower if ascii_only else piece_shape
    return Scan(re.compile(piece), re.compile(step), shape)


def plain(text: str) -> str:
    """Return *text* for cutting up: with signs of ASCII for those of typography.

    They part and bind words alike, and each is one character, so that pieces are found
    in the same places, and quickly, if nothing else is beyond ASCII.
    """
    if text.isascii():
        return text
    made = text
    for sign, other in _PLAIN.items():
        made = made.replace(sign, other)  # several times as fast as to translate
    return made if made.isascii() else text


def piece_shape(piece: str) -> str:
    """Return a piece in folded form; an underscore stays one."""
    return piece.lower() if piece.isascii() else _shape(piece)


@lru_cache(maxsize=65536)
def _shape(piece: str) -> str:
    if piece in _PLAIN:  # a long dash alone is no hyphen, though it folds to one
        return _PLAIN[piece]
    return '_'.join(map(folded, piece.split('_')))


class Onward(NamedTuple):
    """The piece after a piece."""

    path: str
    """What it adds to a path."""
    end: int
    """Where it ends."""
    hyphen: int
    """Where the hyphen ends that joins the two; -1 without one."""


def onward(way: Scan, text: str, at: int, stop: int) -> Onward | None:
    """Return the piece after the one that ends at *at*.

    None at the end of the text (at *stop*) or of a paragraph: no label goes across a
    blank line.
    """
    met = way.step.match(text, at, stop)
    if met is None:
        return None
    between = ''
    if met['hyphen'] is not None:
        between = ' '
    elif gap := met['gap']:
        if gap.count('\n') > 1:
            return None
        between = ' ' if gap.strip(INVISIBLE) else ''
    return Onward(between + way.shape(met['piece']), met.end(), met.end('hyphen'))


def paths(label: str) -> Iterator[str]:
    """Yield the path of a label piece by piece: of its beginnings, then of it all."""
    way = scan(label)
    start = way.pieces.search(label)
    if start is None:
        return
    path, at = way.shape(start[0]), start.end()
    yield path
    while following := onward(way, label, at, len(label)):
        path, at = path + following.path, following.end
        yield path
