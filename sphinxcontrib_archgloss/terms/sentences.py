"""The first sentence of a text.

Knows where a sentence ends in languages that mark it with a full stop, a question
mark, an exclamation mark or their CJK forms; knows no markup.
"""

from __future__ import annotations

import re

# A mark and what closes with it, before a space or the end; CJK marks need no space.
_END = re.compile(r'[.!?…]["”’»)\]]*(?=\s|$)|[。！？]["”’」』）]*')

# What a full stop after it does not end.
_ABBREVIATION = re.compile(
    r'(?:^|[\s("“])(?:\w|[Ee]\.g|[Ii]\.e|[Cc]f|vs|resp|etc|al|approx|[Ff]igs?|[Ee]qs?'
    r'|[Nn]o|St|Dr)\.$'
)


def sentence_end(text: str) -> int | None:
    """Return the index behind the first sentence of *text*; None if none ends in it."""
    for match in _END.finditer(text):
        if not _ABBREVIATION.search(text[: match.end()]):
            following = text[match.end() :].lstrip()[:1]
            if not following.islower():
                return match.end()
    return None
