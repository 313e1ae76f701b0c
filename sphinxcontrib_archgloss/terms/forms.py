"""The forms of a label: folded spelling, and singular and plural.

`folded` is the same for labels that differ only in case, in the kind of space or hyphen, or
in Unicode's compatibility forms. `inflections` proposes other grammatical numbers of an
English label. It proposes too many on purpose: a candidate counts only if the lexicon has
it, so a wrong guess does no harm. No dictionary is needed, and nothing here depends on the
terms.

Capitals restrict this, as they make a word a name. After capitals, only a lowercase *s*
makes a plural: *LLMs* are more than one *LLM*, but *HTTPS* is not more than one *HTTP*.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INVISIBLE = '\u00ad\u200b\u200c\u200d\u2060\ufeff'
"""Characters that folding drops: soft hyphen, zero-width spaces and joiners."""
APOSTROPHES = '\u2019\u2018\u02bc'
"""Characters that are equal to a straight apostrophe."""

_WORD = r'[^\W_]+'
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_HYPHENS = dict.fromkeys(map(ord, '\u2010\u2011\u2012\u2013\u2014\u2212_'), '-')
_FOLD: dict[int, str | None] = {
    **_HYPHENS,
    **dict.fromkeys(map(ord, INVISIBLE), None),
    **dict.fromkeys(map(ord, APOSTROPHES), "'"),
}

IRREGULAR_PLURALS = {
    'analysis': 'analyses', 'axis': 'axes', 'basis': 'bases', 'hypothesis': 'hypotheses',
    'synthesis': 'syntheses', 'thesis': 'theses', 'criterion': 'criteria',
    'phenomenon': 'phenomena', 'automaton': 'automata', 'matrix': 'matrices',
    'vertex': 'vertices', 'child': 'children', 'person': 'people', 'half': 'halves',
    'leaf': 'leaves', 'life': 'lives', 'shelf': 'shelves', 'foot': 'feet',
    'mouse': 'mice', 'radius': 'radii', 'modulus': 'moduli', 'corpus': 'corpora',
    'schema': 'schemas', 'quiz': 'quizzes', 'index': 'indexes',
}  # fmt: skip
"""Singular → its one certain plural, of the irregular nouns of technical vocabularies."""

# Endings of one word: (plural, singular).
_REGULAR = (
    ('ses', 'sis'), ('xes', 'xis'), ('ices', 'ix'), ('ices', 'ex'), ('zzes', 'z'),
    ('ies', 'y'), ('es', ''), ('s', ''),
)  # fmt: skip
# Irregular plurals that are understood but never written: less certain, or word endings.
_UNDERSTOOD = (
    ('optima', 'optimum'), ('maxima', 'maximum'), ('minima', 'minimum'),
    ('spectra', 'spectrum'), ('quanta', 'quantum'), ('foci', 'focus'), ('loci', 'locus'),
    ('schemata', 'schema'), ('formulae', 'formula'), ('men', 'man'),
)  # fmt: skip


def _is_regular(plural: str, singular: str) -> bool:
    return any(
        plural.endswith(ending) and plural.removesuffix(ending) + other == singular
        for ending, other in _REGULAR
    )


@cache
def endings() -> tuple[tuple[str, str], ...]:
    """Return (ending of a plural, ending of its singular) of one word, or whole words."""
    irregular = ((p, s) for s, p in IRREGULAR_PLURALS.items() if not _is_regular(p, s))
    return (*_UNDERSTOOD, *irregular, *_REGULAR)


@cache
def _exchanges() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return last letter of a word → (its ending, the other ending), in the order above.

    The empty string has those that match any word.
    """
    pairs = [*endings(), *((singular, plural) for plural, singular in endings())]
    letters = {''} | {ending[-1:] for ending, _ in pairs}
    return {
        letter: tuple(pair for pair in pairs if pair[0][-1:] in ('', letter))
        for letter in letters
    }


def spaced(label: str) -> str:
    """Return *label* with white space collapsed: the exact form."""
    text = ' '.join(label.split())
    return label if text == label else text  # not a second object with the same text


@lru_cache(maxsize=65536)
def folded(label: str) -> str:
    """Return the form that labels share if they differ only in their spelling.

    A hyphen between words is equal to a space; one at either end is kept, so that
    ``C--`` is not ``C``.
    """
    if label.isascii():
        text = label.lower().replace('_', '-').strip()
    else:
        text = unicodedata.normalize('NFKC', label).casefold().translate(_FOLD)
        text = unicodedata.normalize('NFC', text).strip()
    inner = text.strip('-')
    words = ' '.join(inner.replace('-', ' ').split())
    if inner == text:
        return words
    before, _, after = text.partition(inner) if inner else (text, '', '')
    return f'{before}{words}{after}'


@lru_cache(maxsize=65536)
def inflections(label: str) -> tuple[str, ...]:
    """Return candidate singulars and plurals of a *folded* English label.

    The last word is inflected, or the one before *of* (mixtures of experts). The
    result does not include the label itself, and its order is arbitrary.
    """
    candidates: dict[str, None] = {}
    head, _, word = label.rpartition(' ')
    for other in _other_numbers(word):
        candidates[f'{head} {other}' if head else other] = None
    before, of, rest = label.partition(' of ')
    if of:
        head, _, word = before.rpartition(' ')
        for other in _other_numbers(word):
            candidates[f'{head} {other}{of}{rest}' if head else f'{other}{of}{rest}'] = None
    candidates.pop(label, None)
    return tuple(candidates)


def _other_numbers(word: str) -> Iterator[str]:
    exchanges = _exchanges()
    for ending, other in exchanges.get(word[-1:], exchanges['']):
        if word.endswith(ending) and (stem := word[: len(word) - len(ending)] + other):
            yield stem
    if word.endswith("'s"):
        yield word[:-2]


def words(text: str) -> list[str]:
    """Return the words of *text* in their own case."""
    if text.isascii():
        return re.findall(_WORD, text)
    return re.findall(_WORD, unicodedata.normalize('NFKC', text).translate(_UNSEEN))


def made_of_capitals(word: str) -> bool:
    """Return whether *word* is a name by its capitals, such as an acronym."""
    if word.islower() or (len(word) > 1 and word.isalpha() and word.istitle()):
        return False  # the common case
    letters = [char for char in word if char.isalpha()]
    if len(letters) == 1:
        return letters[0].isupper()
    return any(char.isupper() for char in letters[1:])


def split_endings(word: str, other: str) -> tuple[int, str, str]:
    """Return the length of the common start of two words, in any case, and their ends."""
    shared = sum(1 for _ in takewhile(bool, map(eq, word.lower(), other.lower())))
    return shared, word[shared:], other[shared:]


def may_inflect(label: str, written: str) -> bool:
    """Return whether *written*, by its capitals, may be another number of *label*.

    The letters must already match (see `inflections`).
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

    This is for labels of other projects, whose own capitals are unknown: an acronym can
    only be the plural of one.
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
