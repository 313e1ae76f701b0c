"""The labels that may be meant by an unknown one: "did you mean".

A suggestion is offered only where a reader would agree. A few common letters are not
enough: the two labels have to be alike as a whole, except for typing errors, grammatical
number, word order, and spaces, hyphens and other signs. The fewer letters, the fewer slips
are forgiven, and a number never matches another number. rapidfuzz counts the slips; it is
imported only when something is wrong, as that takes longer than most look-ups.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.common_words import is_common
from sphinxcontrib_archgloss.terms.forms import folded, inflections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

_Key = TypeVar('_Key')

KEYWORD_CUTOFF = 60.0
"""Similarity, of 100, below which a keyword is not suggested: there are few of them."""

_SLIPS = ((18, 3), (12, 2), (5, 1))
"""(fewest letters of the longer label, most slips)."""
_SCRAMBLED = 9
"""Fewest letters for two slips that leave each label at most one letter of its own."""
_FIRST_LETTER = 8
"""Fewest letters of a label whose first letter may be another one."""
_WORD = re.compile(r'[^\W_]+')
# These are compiled when they are first used: only if something is wrong.
_DIGITS = r'\d+'
_ACCENTS = '[\u0300-\u036f]'
_ENDINGS = ('ings', 'ing', 'ers', 'er', 'ed', 'es', 's', 'e')
_STEM = 4
"""Fewest letters before an ending; one less in a label of several words."""
_SMALL_WORDS = frozenset(
    ['a', 'an', 'and', 'for', 'in', 'is', 'of', 'on', 'or', 'the', 'to']
)
# A link of Markdown, and a title before a target, with the signs of a role around them.
_MARKDOWN_LINK = r'\[([^\]]+)\](?:\(([^)]*)\))?'
_TITLED = r'([^<>]*)<([^<>]+)>'
_ROLE = r'\{[\w:+-]+\}|:[\w:+-]+:(?=`)'
_SIGNS = '`*_~! \t\\'

_NEVER = 1000


@lru_cache(maxsize=65536)
def _letters(label: str) -> str:
    """Return the letters and digits of *label*, folded and without accents."""
    plain = re.sub(_ACCENTS, '', unicodedata.normalize('NFD', folded(label)))
    return ''.join(_WORD.findall(unicodedata.normalize('NFC', plain)))


class _Stems(NamedTuple):
    """The words of a label without their grammatical endings, small words left out."""

    sorted: tuple[str, ...]
    without_numbers: tuple[str, ...]
    joined: str
    """The label as one word."""


@lru_cache(maxsize=65536)
def _stems(label: str) -> _Stems:
    words = [word for word in _WORD.findall(folded(label)) if word not in _SMALL_WORDS]
    fewest = _STEM if len(words) == 1 else _STEM - 1
    stems = tuple(sorted(_stem(word, fewest) for word in words))
    without_numbers = tuple(stem for stem in stems if not stem.isdigit())
    return _Stems(stems, without_numbers, _stem(_letters(label), _STEM))


def _stem(word: str, fewest: int) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= fewest:
            stem = word.removesuffix(ending)
            return stem[:-1] if stem[-1] == stem[-2] else stem  # overfitting, overfit
    return word


def _size(letters: str) -> int:
    """Return the number of letters; an ideograph or a syllable counts as two."""
    return sum(2 if char >= '\u2e80' else 1 for char in letters)


def _swapped(one: str, other: str) -> bool:
    """Return whether two letters have changed places, adjacent or not."""
    if len(one) != len(other):
        return False
    pairs = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 2 and pairs[0] == pairs[1][::-1]


def _slips(unknown: str, letters: str, distance: int) -> int:
    """Return the number of slips between two labels; `_NEVER` if it is too large."""
    size = max(_size(unknown), _size(letters))
    if distance == 0:
        return 0
    digits = re.findall(_DIGITS, unknown)
    if digits and digits != re.findall(_DIGITS, letters):
        return _NEVER
    if _swapped(unknown, letters):
        return 1 if size >= (4 if distance == 1 else 5) else _NEVER
    if unknown[0] != letters[0]:
        if len(unknown) < (_FIRST_LETTER if len(unknown) == len(letters) else 5):
            return _NEVER
        distance += distance > 1
    allowed = next((slips for fewest, slips in _SLIPS if size >= fewest), 0)
    if size >= _SCRAMBLED and max(_other_letters(unknown, letters)) < 2:
        allowed = max(allowed, 2)
    return distance if distance <= allowed else _NEVER


def _other_letters(one: str, other: str) -> tuple[int, int]:
    """Return how many letters only the first has, and only the second."""
    count, others = Counter(one), Counter(other)
    return (count - others).total(), (others - count).total()


PAGE_CUTOFF = 80.0
"""The same for docnames, which are long and have much in common."""


class Choices:
    """Labels of which some may be meant, in tables for many questions."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._letters = {label: _letters(label) for label in labels}

    @cached_property
    def _by_form(self) -> Mapping[str, list[str]]:
        """Folded form → labels."""
        return _grouped((folded(label), label) for label in self._letters)

    @cached_property
    def _by_stems(self) -> Mapping[str | tuple[str, ...], list[str]]:
        """The stems of a label's words, or the stem of all its letters → labels."""
        labels = self._letters
        return _grouped((stems, label) for label in labels for stems in _stems(label))

    @cached_property
    def _by_stem(self) -> Mapping[str, list[str]]:
        """Stem of a word → labels of several words that have it."""
        labels = self._letters
        return _grouped((stem, label) for label in labels for stem in _several(label))

    @cached_property
    def _by_rarest_stem(self) -> Mapping[str, list[str]]:
        """Stem of a word → labels of several words in which no other stem is rarer."""
        frequency = {stem: (len(having), stem) for stem, having in self._by_stem.items()}
        labels = filter(_several, self._letters)
        return _grouped((min(_several(n), key=frequency.__getitem__), n) for n in labels)

    def nearest(self, unknown: str, count: int = 3) -> list[str]:
        """Return up to *count* labels that *unknown* may mean, the likeliest first."""
        ranks = dict.fromkeys(self._same_words(unknown), 1)
        # a common word is rarely misspelled: "water" does not mean the label "Wafer"
        letters = '' if is_common(unknown) else _letters(unknown)
        for label, slips in self._misspelled(letters):
            ranks[label] = min(slips, ranks.get(label, _NEVER))
        if not ranks:
            ranks = dict.fromkeys(self._more_or_fewer_words(unknown), 1)
        least = min(ranks.values(), default=0)
        near = [label for label, rank in ranks.items() if rank <= least + 1]
        return sorted(near, key=lambda label: _order(unknown, label, ranks[label]))[:count]

    def _same_words(self, unknown: str) -> Iterator[str]:
        """Yield labels that differ in grammatical forms, the order of words or a number."""
        stems, _, joined = _stems(unknown)
        if stems:
            yield from self._by_stems.get(stems, ())
            yield from self._by_stems.get(joined, ())
        if shape := folded(unknown):
            numbers = {shape, *inflections(shape)}
            numbers.update(*map(inflections, tuple(numbers)))
            for number in numbers:
                yield from self._by_form.get(number, ())

    def _misspelled(self, letters: str) -> Iterator[tuple[str, int]]:
        """Yield (label, number of slips) for the labels that *letters* may misspell."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if letters:
            most = _SLIPS[0][1] if _size(letters) + 3 >= _SLIPS[0][0] else 2
            for other, distance, label in process.extract(
                letters, self._letters, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                if other and (slips := _slips(letters, other, distance)) < _NEVER:
                    yield label, slips

    def _more_or_fewer_words(self, unknown: str) -> Iterator[str]:
        """Yield labels that share all of their words, at least two, with *unknown*.

        Labels that have all of its words, at least two, and others are yielded, too.
        """
        stems = _several(unknown)
        if not stems:
            return
        rarest = min((self._by_stem.get(stem, []) for stem in stems), key=len)
        yield from (label for label in rarest if stems < _several(label))
        for stem in stems:
            labels = self._by_rarest_stem.get(stem, ())
            yield from (label for label in labels if _several(label) < stems)


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, list[str]]:
    """Return key → labels, of (key, label)."""
    groups: dict[_Key, list[str]] = {}
    for key, label in pairs:
        groups.setdefault(key, []).append(label)
    return groups


def _several(label: str) -> frozenset[str]:
    """Return the stems of a label's words if there are several."""
    stems = frozenset(_stems(label).sorted)
    return stems if len(stems) > 1 else frozenset()


def _order(unknown: str, label: str, rank: int) -> tuple[int | str, ...]:
    """Return the sort key of suggestions: likelier slips first, then the alphabet."""
    from rapidfuzz.distance import OSA

    letters, others = _letters(unknown), _letters(label)
    return (
        rank,
        letters[:1] != others[:1],
        sum(_other_letters(letters, others)),
        abs(len(folded(unknown).split()) - len(folded(label).split())),
        OSA.distance(folded(unknown), folded(label)),
        label.casefold(),
        label,
    )


def nearest(unknown: str, labels: Iterable[str], count: int = 3) -> list[str]:
    """Return up to *count* of *labels* that *unknown* may mean, the likeliest first."""
    return Choices(labels).nearest(unknown, count)


_choices: WeakKeyDictionary[Lexicon, dict[str, Choices]] = WeakKeyDictionary()
"""Lexicon → name of a set, or '' for all → the labels to suggest."""


def _choices_of(lexicon: Lexicon, set_name: str) -> Choices:
    of_sets = _choices.setdefault(lexicon, {})
    if set_name not in of_sets:
        of_sets[set_name] = Choices(lexicon.labels(set_name))
    return of_sets[set_name]


def label_suggestions(lexicon: Lexicon, target: str, count: int = 3) -> list[str]:
    """Return what to write instead of the *target* of a reference, the likeliest first.

    The target may name a wrong or unknown set, or contain markup of another language. Each
    suggestion names exactly one term.
    """
    for reading in (target, *_without_markup(target)):
        name, _, rest = (part.strip() for part in reading.partition(':'))
        for label in (reading, rest):
            if keys := lexicon.find(label).keys:
                return _writable(lexicon, label, keys)[:count]
        within = name if name in lexicon.sets else nearest_keyword(name, lexicon.sets)
        for label, set_name in ((rest, within), (reading, ''), (rest, '')):
            near = _choices_of(lexicon, set_name).nearest(label, count)
            choices = [
                choice
                for found in near
                for choice in _writable(lexicon, found, lexicon.find(found, set_name).keys)
            ]
            if choices:
                return list(dict.fromkeys(choices))[:count]
    return []


def _without_markup(target: str) -> Iterator[str]:
    """Yield the labels in a *target* that has the markup of a role, link or title in it."""
    text = re.sub(_ROLE, '', target)
    for pattern in (_MARKDOWN_LINK, _TITLED):
        if match := re.fullmatch(pattern, text.strip(_SIGNS)):
            yield from (part.strip(_SIGNS) for part in match.groups('')[::-1])
    yield text.strip(_SIGNS)


def _writable(lexicon: Lexicon, label: str, keys: tuple[str, ...]) -> list[str]:
    """Return *label* if it alone names its term; otherwise a form for each of *keys*."""
    if lexicon.find(label).keys == keys and len(keys) == 1:
        return [label]
    qualified = [f'{key.partition(":")[0]}:{label}' for key in keys]
    return [
        form if lexicon.find(form).keys == (key,) else key
        for key, form in zip(keys, qualified, strict=True)
    ]


def did_you_mean(suggestions: Iterable[str]) -> str:
    """Return the question that offers *suggestions*; empty without any."""
    *most, last = [f'"{suggestion}"' for suggestion in suggestions] or ['']
    listed = f'{", ".join(most)} or {last}' if most else last
    return f'did you mean {listed}?' if listed else ''


def label_question(lexicon: Lexicon, unknown: str) -> str:
    """Return the question that offers the labels that *unknown* may mean."""
    return did_you_mean(label_suggestions(lexicon, unknown))


def nearest_keyword(
    unknown: str, keywords: Iterable[str], cutoff: float = KEYWORD_CUTOFF
) -> str:
    """Return the one of *keywords* most similar to *unknown*; empty if none is near."""
    from rapidfuzz import fuzz, process

    match = process.extractOne(
        unknown, tuple(keywords), scorer=fuzz.ratio, score_cutoff=cutoff
    )
    return match[0] if match else ''
