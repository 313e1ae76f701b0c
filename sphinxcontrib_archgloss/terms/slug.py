"""The id of a term, made from its name alone.

Lower case; white space and hyphens become one hyphen; signs that distinguish names
are spelled out (``C++`` and ``C#`` and ``C`` are three terms); quotation marks,
brackets and other punctuation are dropped; letters and digits of every script are
kept. The same name gives the same id in every set and on every machine.
"""

from __future__ import annotations

import re
import unicodedata

_SPELLED = {
    '+': 'plus', '#': 'sharp', '.': 'dot', '&': 'and', '@': 'at', '%': 'percent',
    '*': 'star', '/': 'slash', '\\': 'backslash', '=': 'equals', '<': 'less',
    '>': 'greater', '!': 'bang', '?': 'question', '$': 'dollar', '^': 'caret',
    '|': 'bar', '~': 'tilde', ':': 'colon', '_': 'underscore',
}  # fmt: skip
_PLAIN = re.compile('[A-Za-z0-9 -]*')
_HYPHENS = frozenset('-\u2010\u2011\u2012\u2013\u2014\u2212')


def slug(name: str) -> str:
    """Return the id made from *name*; empty if nothing in it can be kept."""
    if _PLAIN.fullmatch(name):
        return '-'.join(name.lower().replace('-', ' ').split())  # the same result, faster
    text = unicodedata.normalize('NFKC', name).lower()
    text = unicodedata.normalize('NFC', text)
    words: list[str] = []
    word = ''
    for char in text:
        if char.isalnum() or (word and unicodedata.combining(char)):
            word += char
            continue
        category = unicodedata.category(char)
        # viramas and vowel signs are part of their word
        if category in ('Mn', 'Mc') and word:
            word += char
            continue
        if category == 'Cf':  # soft hyphens, joiners
            continue
        if category in ('Pi', 'Pf', 'Ps', 'Pe') or char in '\'"`,;':
            spelled, breaks = '', char not in '\'"`\u2019\u2018'
        elif char in _SPELLED:
            spelled, breaks = _SPELLED[char], True
        elif char.isspace() or char in _HYPHENS or category in ('Cc', 'Cs'):
            spelled, breaks = '', True
        else:
            spelled, breaks = _spelled_by_unicode(char), True
        if breaks:
            words += [word, spelled]
            word = ''
    words.append(word)
    return '-'.join(filter(None, words))


def _spelled_by_unicode(char: str) -> str:
    name = unicodedata.name(char, f'u{ord(char):x}')
    return '-'.join(filter(None, name.lower().replace(' ', '-').split('-')))
