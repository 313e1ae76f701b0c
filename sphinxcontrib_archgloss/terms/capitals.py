"""Words that are names by their capitals, and what their plurals look like.

Only a small *s* after capitals makes a plural: *LLMs* are more than one *LLM*, but *HTTPS*
is not more than one *HTTP*, and *TAL* is not one of *TALES*.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile
from operator import eq

from sphinxcontrib_archgloss.terms.forms import INVISIBLE, folded, inflections

_WORDS = re.compile(r'[^\W_]+')
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


def words(text: str) -> list[str]:
    """Return the words of *text* in their own case."""
    if text.isascii():
        return _WORDS.findall(text)
    return _WORDS.findall(unicodedata.normalize('NFKC', text).translate(_UNSEEN))


def made_of_capitals(word: str) -> bool:
    """Return whether *word* is a name by its capitals, such as an acronym."""
    if word.islower() or (len(word) > 1 and word.isalpha() and word.istitle()):
        return False  # the common case
    letters = [char for char in word if char.isalpha()]
    if len(letters) == 1:
        return letters[0].isupper()
    return any(char.isupper() for char in letters[1:])


def split_endings(word: str, other: str) -> tuple[int, str, str]:
    """Return the length of what two words share but for their case, and their endings."""
    shared = sum(1 for _ in takewhile(bool, map(eq, word.lower(), other.lower())))
    return shared, word[shared:], other[shared:]


def may_inflect(label: str, written: str) -> bool:
    """Return whether the capitals of *label* allow that *written* is another number of it.

    It is presupposed that its letters do (see `forms.inflections`).
    """
    if label.islower():
        return True  # the common case
    label_words, text_words = words(label), words(written)
    if len(label_words) != len(text_words):
        return True
    for word, other in zip(label_words, text_words, strict=True):
        _, ending, other_ending = split_endings(word, other)
        endings = ending + other_ending
        if endings != endings.lower() and made_of_capitals(word):
            return False
    return True


def singulars_and_plurals(written: str) -> tuple[str, ...]:
    """Return the folded labels of which *written* may be another number, by its capitals.

    This is for labels of other projects, whose own capitals are unknown: an acronym is no
    more than the plural of one.
    """
    text_words = words(written)
    return tuple(
        form
        for form in inflections(folded(written))
        if len(words(form)) != len(text_words)
        or not any(
            form_ending or ending != ending.lower()
            for word, other in zip(words(form), text_words, strict=True)
            if made_of_capitals(other)
            for _, form_ending, ending in [split_endings(word, other)]
        )
    )
