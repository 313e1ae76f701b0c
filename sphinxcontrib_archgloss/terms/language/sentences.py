"""The bounds of sentences, and where a text can be cut off.

Covers languages that end a sentence with a full stop, a question mark, an exclamation
mark or their CJK forms. Knows no markup.
"""

from __future__ import annotations

import re
import unicodedata

# A mark and closing signs, before a space or the end; CJK marks need no space.
_END = re.compile(r'[.!?…]["”’»)\]]*(?=\s|$)|[。！？]["”’」』）]*')

# Initials and English and German abbreviations, whose full stop ends no sentence.
_ABBREVIATION = re.compile(
    r'(?:^\d+|(?:^|[\s("“„])(?:(?:[^\W\d_]\.)*[^\W\d_]|St|Mr|Mrs|Ms|Dr|Prof'
    r'|(?i:cf|vs|resp|etc|al|approx|figs?|eqs?|incl|excl'
    r'|ca|bzw|usw|vgl|sog|inkl|exkl|evtl|ggf|bspw|zzgl)))\.$'
)
# Abbreviations whose full stop ends no sentence before a number.
_COUNTED = r'(?:^|[\s("“„])(?i:nos?|sec|vol|chap|ch|pp|ver|nr|abs|abb|bd|kap|tab)\.$'
_NUMBER = re.compile(r'\s*[\d(]')
# In German, a number before one of these is a day or a century.
_DAY = re.compile(r'\d\.$')
_MONTH = (
    r'\s*(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober'
    r'|November|Dezember|Jahrhundert|Jh)'
)

_JOINED = '\u200d\ufe0e\ufe0f\u20e3'  # part of the character before them


def sentence_end(text: str) -> int | None:
    """Return the index after the first sentence of *text*; None if no sentence ends."""
    for match in _END.finditer(text):
        if _ends(text, match.end()):
            following = text[match.end() :].lstrip()[:1]
            if not following.islower():
                return match.end()
    return None


def _ends(text: str, at: int) -> bool:
    """Return whether the mark before *at* ends a sentence, not only a word."""
    # the last word; the space before it shows that the text does not begin with it
    before = text[max(text.rfind(' ', 0, at), 0) : at]
    if _ABBREVIATION.search(before):
        return False
    if _NUMBER.match(text, at) and re.search(_COUNTED, before):
        return False
    return not (_DAY.search(before) and re.match(_MONTH, text[at:]))


def begins_sentence(before: str) -> bool:
    """Return whether a sentence begins after the text *before*."""
    text = before.rstrip().rstrip('"“‘«(¿¡[').rstrip()
    if not text:
        return True
    ends = [match.end() for match in _END.finditer(text)]
    return bool(ends) and ends[-1] == len(text) and _ends(text, len(text))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return (start, end) of the sentence around *start* to *end* of *text*."""
    first, last = 0, len(text)
    for match in _END.finditer(text):
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
