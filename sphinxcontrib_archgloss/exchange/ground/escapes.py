"""Escapes plain text for the markup of definitions and pages."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r'([*`|\\_])')
_MYST_SPECIAL = re.compile(r'([*_`\\\[\]<>{}$&!#|~^])')
_COLON = re.compile(r'(?<= ):(?= |$)|(?<=:):$')
_NUMBER = re.compile(r'^(\w+)([.)])(?= |$)')
_PUNCTUATION = tuple('!"#$%&\'()+,-./:;<=>?@[]^{}~')


def escaped(text: str, markup: str) -> str:
    """Return the plain *text* on one line, with all that would be *markup* escaped."""
    text = ' '.join(text.split())
    if markup == 'myst':
        text = _MYST_SPECIAL.sub(r'\\\1', text)
    else:
        text = _SPECIAL.sub(r'\\\1', text)
    # a colon between spaces would begin an index key, two dots a comment, and two colons at
    # the end a block of code
    text = _COLON.sub(r'\\:', text)
    text = _NUMBER.sub(r'\1\\\2', text)
    return f'\\{text}' if text[:1] in _PUNCTUATION else text
