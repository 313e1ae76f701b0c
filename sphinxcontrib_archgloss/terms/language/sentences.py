"""The bounds of sentences, and where a text can be cut off.

Covers languages that end a sentence with a full stop, a question mark, an exclamation
mark or their CJK forms. Knows no markup.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A mark and closing signs, before a space or the end. The group separates signs beyond
# Latin-1: a set with more of them takes several times as long to compile.
_END = re.compile(r'[.!?](?:["»)\]]|([”’]))*(?=\s|$)')
_OTHER_MARKS = '…。！？'
# The same for texts with these marks; those of CJK need no space.
_ANY_END = r'[.!?…]["”’»)\]]*(?=\s|$)|[。！？]["”’」』）]*'

# English and German abbreviations, whose full stop ends no sentence; nor do initials.
_TITLES = frozenset({'St', 'Mr', 'Mrs', 'Ms', 'Dr', 'Prof'})
_ABBREVIATIONS = frozenset({
    'cf', 'vs', 'resp', 'etc', 'al', 'approx', 'fig', 'figs', 'eq', 'eqs', 'incl', 'excl',
    'ca', 'bzw', 'usw', 'vgl', 'sog', 'inkl', 'exkl', 'evtl', 'ggf', 'bspw', 'zzgl',
})  # fmt: skip
# Abbreviations whose full stop ends no sentence before a number.
_COUNTED = frozenset({
    'no', 'nos', 'sec', 'vol', 'chap', 'ch', 'pp', 'ver', 'nr', 'abs', 'abb', 'bd', 'kap',
    'tab',
})  # fmt: skip
# In German, a number before one of these is a day or a century.
_MONTHS = (
    'Januar', 'Jänner', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August',
    'September', 'Oktober', 'November', 'Dezember', 'Jahrhundert', 'Jh',
)  # fmt: skip

_JOINED = '\u200d\ufe0e\ufe0f\u20e3'  # part of the character before them


def sentence_end(text: str) -> int | None:
    """Return the index after the first sentence of *text*; None if no sentence ends."""
    for match in _marks(text):
        if _ends(text, match.end()):
            following = text[match.end() :].lstrip()[:1]
            if not following.islower():
                return match.end()
    return None


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Return the marks in *text* that may end a sentence, with the closing signs."""
    is_usual = text.isascii() or not any(mark in text for mark in _OTHER_MARKS)
    return re.finditer(_END if is_usual else _ANY_END, text)


def _ends(text: str, at: int) -> bool:
    """Return whether the mark before *at* ends a sentence, not only a word."""
    if text[at - 1] != '.':
        return True
    # what is before the stop, up to a space or an opening sign; it may be empty
    word = f'{text[text.rfind(" ", 0, at) + 1 : at - 1]}.'.split()[-1][:-1]
    for opening in '("“„':
        word = word.rpartition(opening)[2]
    folded = word.casefold()
    if word in _TITLES or folded in _ABBREVIATIONS or all(map(_is_letter, word.split('.'))):
        return False
    if word.isdecimal() and at - 1 == len(word):  # the number of an item
        return False
    if folded in _COUNTED:
        number = text[at:].lstrip()[:1]
        return not (number.isdecimal() or number == '(')
    return not (word[-1:].isdecimal() and text[at:].lstrip().startswith(_MONTHS))


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalnum() and not text.isdecimal()


def begins_sentence(before: str) -> bool:
    """Return whether a sentence begins after the text *before*."""
    text = before.rstrip().rstrip('"“‘«(¿¡[').rstrip()
    if not text:
        return True
    ends = [match.end() for match in _marks(text)]
    return bool(ends) and ends[-1] == len(text) and _ends(text, len(text))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return (start, end) of the sentence around *start* to *end* of *text*."""
    first, last = 0, len(text)
    for match in _marks(text):
        if not _ends(text, match.end()):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return first, last


def cut_off(text: str, limit: int) -> int:
    """Return where to cut a *text* of more than *limit* characters to at most that many.

    The cut is after a word, unless the last word takes a third of the limit, and never
    between a letter and its combining marks.
    """
    at = text.rfind(' ', 0, limit + 1)
    if at < limit * 2 // 3:
        at = limit
        while at > 1 and (unicodedata.combining(text[at]) or text[at] in _JOINED):
            at -= 1
    return len(text[:at].rstrip(' ,;:–—-'))
