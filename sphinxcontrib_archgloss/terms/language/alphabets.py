"""The letters of an alphabetical list: the alphabets of languages.

They are CLDR's index characters, and ICU's ``AlphabeticIndex`` decides which of them a name
is listed under, in the order of `collation`: *chleba* under CH in Czech, 学习 under X in
Chinese. Names in the scripts of other languages are listed under the letters of these
languages.

In the root's order Han has no alphabet: all its names are in one group, unless a sort key
gives the reading.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.language.collation import (
    collator,
    is_english,
    is_plain,
    locale,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SIGNS = '#'
"""The letter of digits, signs, and names without any letter."""
HAN = '漢'

# fmt: off
_EACH_SCRIPT = (
    'am', 'ar', 'bn', 'el', 'en', 'gu', 'he', 'hi', 'hy', 'ja', 'ka', 'km', 'kn', 'ko',
    'lo', 'ml', 'my', 'or', 'pa', 'ru', 'si', 'ta', 'te', 'th',
)
# fmt: on
"""A language for each script, with the letters of names in no language of a list."""

_ALL = 10_000  # ICU leaves out letters if there are too many
_NORMAL = 0
"""ICU's type of a bucket that has a letter."""
_IGNORED = b'\x02'
"""Keys of characters that the order ignores at first are below this."""


class Alphabet:
    """The letters of the languages *langs*, in the order of the first.

    Languages are named as in `collation.sort_keys`; by default it is the root.
    """

    def __init__(self, langs: Iterable[str] = ()) -> None:
        self._langs = tuple(langs) or ('',)
        self._is_english = all(map(is_english, self._langs))

    @cached_property
    def _key(self) -> Callable[[str], bytes]:
        key: Callable[[str], bytes] = collator(self._langs[0]).getSortKey
        return key

    @cached_property
    def _index(self) -> Any:
        return _index(self._langs)[0]

    @cached_property
    def _letters(self) -> dict[str, int]:
        return _index(self._langs)[1]

    def letter(self, name: str) -> str:
        """Return the letter under which *name* is listed."""
        if self._is_english and is_plain(name):  # ICU gives the same result
            return name[0].upper() if name[:1].isalpha() else SIGNS
        if letter := self._letter(name):
            return letter
        for char in unicodedata.normalize('NFKD', name):
            if self._key(char) > _IGNORED:
                return (self._letter(char) or _lone(char)) if char.isalpha() else SIGNS
        return SIGNS

    def _letter(self, name: str) -> str:
        letter, kind = self._index.getBucket(self._index.getBucketIndex(name))
        return str(letter) if kind == _NORMAL else ''

    def shown(self, letters: Iterable[str]) -> list[str]:
        """Return *letters* and those between them, each once, in their order.

        If any of *letters* is in an alphabet of these languages, all letters of that
        alphabet are shown.
        """
        shown = set(letters)
        if self._is_english and shown <= {SIGNS, *ascii_uppercase}:
            return sorted(shown if shown <= {SIGNS} else {*shown, *ascii_uppercase})
        for lang in self._langs:
            alphabet = _letters_of(lang) & self._letters.keys()
            if not shown.isdisjoint(alphabet):
                shown |= alphabet
        return sorted(shown, key=self._rank)

    def _rank(self, letter: str) -> tuple[int, bytes]:
        if letter == SIGNS:
            return -1, b''
        rank = self._letters.get(letter)
        if rank is None:
            rank = self._index.getBucketIndex(letter)
        return rank, self._key(letter)


def _lone(char: str) -> str:
    """Return the letter of *char*, which is in no alphabet."""
    return HAN if unicodedata.name(char, '').startswith('CJK') else char.upper()


@lru_cache(maxsize=8)
def _index(langs: tuple[str, ...]) -> tuple[Any, dict[str, int]]:
    """Return ICU's index for *langs* and other scripts, and letter → its bucket."""
    import icu

    index = icu.AlphabeticIndex(locale(langs[0]))
    index.maxLabelCount = _ALL
    for lang in (*langs[1:], *_EACH_SCRIPT):
        index.addLabels(locale(lang))
    built = index.buildImmutableIndex()
    buckets = [built.getBucket(n) for n in range(built.bucketCount)]
    return built, {letter: n for n, (letter, kind) in enumerate(buckets) if kind == _NORMAL}


@lru_cache(maxsize=32)
def _letters_of(lang: str) -> frozenset[str]:
    """Return the alphabet of *lang*; numbers of strokes are not letters."""
    import icu

    index = icu.AlphabeticIndex(locale(lang)).buildImmutableIndex()
    buckets = (index.getBucket(n) for n in range(index.bucketCount))
    return frozenset(
        letter for letter, kind in buckets if kind == _NORMAL and letter[0].isalpha()
    )
