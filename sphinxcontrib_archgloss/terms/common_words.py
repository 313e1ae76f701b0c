"""Common English words, which have other meanings than a term of that name.

The words in ``common-words.txt`` are the most frequent ones of SCOWL and its frequent
verbs, without plurals, regular verb forms, adverbs and words that are technical anyway
(*token*, *byte*). Less frequent words, such as *cache* or *directive*, are not included.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.forms import inflections, made_of_capitals

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def common_words() -> frozenset[str]:
    """Return the words of the list, in lower case."""
    text = Path(__file__).with_name('common-words.txt').read_text('ascii')
    lines = (line for line in text.splitlines() if not line.startswith('#'))
    return frozenset(word for line in lines for word in line.split())


def _verbs(form: str) -> Iterator[str]:
    """Yield the verbs of which *form* may be the participle."""
    for ending in ('ing', 'ed'):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1:
            yield from (stem, f'{stem}e')
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem[-1] == 'i':
                yield f'{stem[:-1]}y'


@lru_cache(maxsize=65536)
def is_common(label: str) -> bool:
    """Return whether *label* is a common English word, in any grammatical form."""
    if not (label.isascii() and label.isalpha()) or made_of_capitals(label):
        return False
    word = label.lower()
    return any(
        verb in common_words()
        for form in (word, *inflections(word))
        for verb in (form, *_verbs(form))
    )
