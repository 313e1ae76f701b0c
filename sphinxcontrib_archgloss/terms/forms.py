"""The forms a label takes: folded, and inflected.

`folded` makes equal what differs only in case, in the kind of space or hyphen,
or in Unicode's compatibility forms. `inflections` proposes other grammatical
numbers of an English label. It over-generates on purpose: a candidate counts
only if the lexicon has it, so that a wrong guess meets nothing. No dictionary
is needed, and nothing here depends on what terms there are.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HYPHENS_AND_SPACES = dict.fromkeys(
    map(ord, '-\u2010\u2011\u2012\u2013\u2014\u2212_\u00a0\u202f\u2007\u2009'), ' '
)
_INVISIBLE = dict.fromkeys(map(ord, '\u00ad\u200b\u200c\u200d\u2060\ufeff'), None)
_APOSTROPHES = dict.fromkeys(map(ord, '\u2019\u2018\u02bc'), "'")
_FOLD = {**_HYPHENS_AND_SPACES, **_INVISIBLE, **_APOSTROPHES}

# Endings of one word: (plural, singular), the irregular ones that occur in
# technical vocabularies; the regular ones come after them.
_ENDINGS = (
    ('matrices', 'matrix'), ('indices', 'index'), ('vertices', 'vertex'),
    ('vortices', 'vortex'), ('appendices', 'appendix'), ('analyses', 'analysis'),
    ('bases', 'basis'), ('hypotheses', 'hypothesis'), ('theses', 'thesis'),
    ('syntheses', 'synthesis'), ('parentheses', 'parenthesis'),
    ('criteria', 'criterion'), ('phenomena', 'phenomenon'), ('optima', 'optimum'),
    ('maxima', 'maximum'), ('minima', 'minimum'), ('spectra', 'spectrum'),
    ('corpora', 'corpus'), ('foci', 'focus'), ('radii', 'radius'),
    ('schemata', 'schema'), ('formulae', 'formula'), ('children', 'child'),
    ('people', 'person'), ('men', 'man'), ('mice', 'mouse'), ('feet', 'foot'),
    ('halves', 'half'), ('leaves', 'leaf'), ('shelves', 'shelf'), ('lives', 'life'),
    ('zzes', 'z'), ('ies', 'y'), ('es', ''), ('s', ''),
)  # fmt: skip


def spaced(label: str) -> str:
    """Return *label* with white space collapsed: the exact form."""
    return ' '.join(label.split())


@lru_cache(maxsize=65536)
def folded(label: str) -> str:
    """Return the form in which labels that differ only in writing are equal."""
    if label.isascii():
        text = label.lower().replace('-', ' ').replace('_', ' ')
    else:
        text = unicodedata.normalize('NFKC', label).casefold().translate(_FOLD)
        text = unicodedata.normalize('NFC', text)
    return ' '.join(text.split())


@lru_cache(maxsize=65536)
def inflections(label: str) -> tuple[str, ...]:
    """Return candidate singulars and plurals of a *folded* English label.

    Only the last word is inflected. The label itself is not among them; there
    is no order of preference, as all that the lexicon has are looked at.
    """
    head, _, word = label.rpartition(' ')
    head = f'{head} ' if head else ''
    candidates: dict[str, None] = {}
    for plural, singular in _ENDINGS:
        if word.endswith(plural):
            candidates[head + word[: len(word) - len(plural)] + singular] = None
        if word.endswith(singular):
            candidates[head + word[: len(word) - len(singular)] + plural] = None
    if word.endswith("'s"):
        candidates[head + word[:-2]] = None
    candidates.pop(label, None)
    candidates.pop(head, None)
    return tuple(candidates)
