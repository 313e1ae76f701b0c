"""The forms of a label: folded spelling, and singular and plural.

`folded` is the same for labels that differ only in case, in the kind of space or
hyphen, or in Unicode's compatibility forms. `inflections` proposes other grammatical
numbers of an English label. It over-generates on purpose: a candidate counts only if
the lexicon has it, so a wrong guess does no harm. No dictionary is needed, and nothing
here depends on the terms.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INVISIBLE = '\u00ad\u200b\u200c\u200d\u2060\ufeff'
"""Characters that folding drops: soft hyphen, zero-width spaces and joiners."""
APOSTROPHES = '\u2019\u2018\u02bc'
"""Characters that are equal to a straight apostrophe."""

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


_ENDINGS = (
    *_UNDERSTOOD,
    *((p, s) for s, p in IRREGULAR_PLURALS.items() if not _is_regular(p, s)),
    *_REGULAR,
)


def _by_last_letter() -> dict[str, tuple[tuple[str, str], ...]]:
    pairs = [*_ENDINGS, *((singular, plural) for plural, singular in _ENDINGS)]
    letters = {''} | {ending[-1:] for ending, _ in pairs}
    return {
        letter: tuple(pair for pair in pairs if pair[0][-1:] in ('', letter))
        for letter in letters
    }


# Last letter of a word → (its ending, the other ending), in the order above; the empty
# string has those that fit any word.
_EXCHANGES = _by_last_letter()


def spaced(label: str) -> str:
    """Return *label* with white space collapsed: the exact form."""
    return ' '.join(label.split())


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
    label itself is not among them, and their order means nothing.
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
    for ending, other in _EXCHANGES.get(word[-1:], _EXCHANGES['']):
        if word.endswith(ending) and (stem := word[: len(word) - len(ending)] + other):
            yield stem
    if word.endswith("'s"):
        yield word[:-2]
