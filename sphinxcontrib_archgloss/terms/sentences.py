"""The first sentence of a text, and where a text may be cut off.

Knows where a sentence ends in languages that mark it with a full stop, a question
mark, an exclamation mark or their CJK forms; knows no markup.
"""

from __future__ import annotations

import re
import unicodedata

# A mark and what closes with it, before a space or the end; CJK marks need no space.
_END = re.compile(r'[.!?…]["”’»)\]]*(?=\s|$)|[。！？]["”’」』）]*')

# What a full stop after it does not end.
_ABBREVIATION = re.compile(
    r'(?:^|[\s("“])(?:\w|[Ee]\.g|[Ii]\.e|[Cc]f|vs|resp|etc|al|approx|[Ff]igs?|[Ee]qs?'
    r'|[Nn]o|St|Dr)\.$'
)

_JOINED = '\u200d\ufe0e\ufe0f\u20e3'  # go with what stands before them


def sentence_end(text: str) -> int | None:
    """Return the index behind the first sentence of *text*; None if none ends in it."""
    for match in _END.finditer(text):
        if not _ABBREVIATION.search(text[: match.end()]):
            following = text[match.end() :].lstrip()[:1]
            if not following.islower():
                return match.end()
    return None


def begins_sentence(before: str) -> bool:
    """Return whether a sentence begins behind the text *before*."""
    text = before.rstrip().rstrip('"“‘«(¿¡[').rstrip()
    if not text:
        return True
    ends = [match.end() for match in _END.finditer(text)]
    return bool(ends) and ends[-1] == len(text) and not _ABBREVIATION.search(text)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins and ends that a part of *text* stands in."""
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[: match.end()]):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return first, last


def cut_off(text: str, limit: int) -> int:
    """Return where to cut a *text* of more than *limit* characters, before that.

    Behind a word, unless the last one is as long as a third of it all; never
    between a letter and what is set on it.
    """
    at = text.rfind(' ', 0, limit + 1)
    if at < limit * 2 // 3:
        at = limit
        while at > 1 and (unicodedata.combining(text[at]) or text[at] in _JOINED):
            at -= 1
    return len(text[:at].rstrip(' ,;:–—-'))
