"""Words that look like a label but are other words: verbs, names, plain words.

A label of several words rarely has another meaning. A label of one word may be plain
English as well (*release*, *pattern*, *pending*). Then a person has to decide, so such
mentions are suggested and never linked automatically. Where the sentence shows that the
word is a verb (*to make*, *it releases the lock*), or capitals show that it is another name
(*a REST API* and the label *rest*), it is not a mention at all. Only English is covered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.common_words import is_common
from sphinxcontrib_archgloss.terms.forms import made_of_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

_WINDOW = 40
"""The characters around a word that are looked at."""
_LAST = re.compile(r'[^\W\d_]+(?:[\'’]\w+)?\Z')
_AFTER = re.compile(r'[ \n]+([^\W\d_]+)')
_STARTS = re.compile(r'(?:\A|[.!?:;…]["”’)]*[ \n]+|\n\n)["“‘(]*\Z')
_AUXILIARIES = frozenset((
    'to', 'can', 'could', 'cannot', 'may', 'might', 'must', 'shall', 'should', 'will',
    'would', 'do', 'does', 'did', 'let', 'lets', 'please', 'i', 'we', 'you', 'they', 'who',
))  # fmt: skip
_DETERMINERS = frozenset((
    'the', 'a', 'an', 'this', 'that', 'these', 'those', 'its', 'your', 'our', 'their', 'my',
    'his', 'her', 'it', 'them', 'him', 'us', 'me', 'all', 'any', 'each', 'every', 'some',
    'another', 'sure', 'use',
))  # fmt: skip
_LINKS = frozenset((
    'and', 'or', 'then', 'but', 'also', 'not', 'never', 'always', 'just', 'simply', 'first',
    'finally',
))  # fmt: skip
_SUBJECTS = frozenset(('it', 'he', 'she', 'who', 'which', 'that', 'this'))


def is_set_in_small_letters(names: Sequence[str]) -> bool:
    """Return whether a set writes *names* of one word like words, so that a capital counts.

    Acronyms do not count.
    """
    words = [name for name in names if name.isalpha() and not made_of_capitals(name)]
    small = sum(map(str.islower, words))
    return 2 * small > len(words)


def begins_sentence(text: str, at: int) -> bool:
    """Return whether a capital at an offset of *text* means nothing."""
    return _STARTS.search(text, max(0, at - _WINDOW), at) is not None


def is_other_word(text: str, start: int, end: int, label: str) -> bool:
    """Return whether the part from *start* to *end* of *text* is not a mention of *label*.

    The label is one word, and equal to that part except for case and number.
    """
    written = text[start:end]
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if made_of_capitals(label):
        return False
    if len(written) > 1 and written.isupper():
        return is_common(label) and _is_between_small_letters(before, after)
    return _is_verb(before, written, after)


def _is_between_small_letters(before: str, after: str) -> bool:
    following = _AFTER.match(after)
    words = (_word_before(before), following[1] if following else '')
    return not all(map(str.isupper, filter(None, words)))


def _word_before(before: str) -> str:
    """Return the word at the end of a text, with a space after it; empty for none."""
    text = before.rstrip(' \n')
    if len(text) == len(before):
        return ''
    match = _LAST.search(text, max(text.rfind(' '), text.rfind('\n')) + 1)
    return match[0] if match else ''


def _is_verb(before: str, written: str, after: str) -> bool:
    """Return whether a word that may be a noun or a verb is a verb in its place.

    That is in doubt after "to": *mapped to view functions*. Such a mention is lost.
    """
    word = written.lower()
    following = _AFTER.match(after)
    last = _word_before(before).lower()
    has_object = following is not None and following[1].lower() in _DETERMINERS
    if word.endswith('s') and not word.endswith('ss'):
        return last in _SUBJECTS and (has_object or last in {'it', 'he', 'she'})
    if word.endswith(('ing', 'ed')):
        return False
    if last in _AUXILIARIES or last.endswith(("n't", 'n’t')):
        return True
    return has_object and (last in _LINKS or begins_sentence(before, len(before)))
