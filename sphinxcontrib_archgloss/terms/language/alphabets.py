"""Letters under which readers look for names: the alphabets of languages.

A name stands under the last letter of its script's alphabet that does not come after
it in the order of `collation`, so letters follow each other as the names do, and
whatever that order folds (accents, ligatures, small kana) stands with its base letter.
Neither Babel nor pyuca has alphabets, so the letters are a table of our own, modelled on
CLDR's index characters but not checked against them; tests hold it to the order alone.

Han has none that the order of its characters follows: all of it stands together,
unless a sort key gives the reading.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.language.collation import first_weight

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS = '#'
"""Stands for digits, signs, and what has no letter at all."""
HAN = '漢'

_LATIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

_SCRIPTS = {
    'LATIN': _LATIN,
    'GREEK': 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ',
    'CYRILLIC': 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ',
    'ARMENIAN': 'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
    'GEORGIAN': 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
    'HEBREW': 'אבגדהוזחטיכלמנסעפצקרשת',
    'ARABIC': 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
    'HANGUL': 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ',
    'KANA': 'あかさたなはまやらわ',
}
"""Script → its letters, as the language that most use it for has them."""

_LANGUAGES = {
    'ar': ('ARABIC', ''),
    'be': ('CYRILLIC', 'АБВГДЕЖЗІЙКЛМНОПРСТУФХЦЧШЫЭЮЯ'),
    'bg': ('CYRILLIC', 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЮЯ'),
    'el': ('GREEK', ''),
    'fa': ('ARABIC', 'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی'),
    'he': ('HEBREW', ''),
    'hy': ('ARMENIAN', ''),
    'ja': ('KANA', ''),
    'ka': ('GEORGIAN', ''),
    'ko': ('HANGUL', ''),
    'mk': ('CYRILLIC', 'АБВГДЕЖЗЅИЈКЛЉМНЊОПРСТУФХЦЧЏШ'),
    'ru': ('CYRILLIC', ''),
    'sr': ('CYRILLIC', 'АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ'),
    'uk': ('CYRILLIC', 'АБВГДЕЄЖЗИІЙКЛМНОПРСТУФХЦЧШЩЮЯ'),
    'zh': ('CJK', HAN),
}
"""Language → its script, and its letters where they are not the script's; others have
those of Latin."""

_IMPLICIT = 0xFB00
"""Weights from here on say that a character, younger than the table, has no place in it
(UTS #10, 10.1.3), and is not Han."""

_SAME_SCRIPT = {'HIRAGANA': 'KANA', 'KATAKANA': 'KANA', 'HALFWIDTH': 'KANA'}


class Alphabet:
    """The letters of the languages *langs* (BCP 47 tags); of none, those of English."""

    def __init__(self, langs: Iterable[str] = ()) -> None:
        self._own: dict[str, str] = {}
        for lang in langs:
            script, letters = _LANGUAGES.get(lang.lower().split('-')[0], ('LATIN', ''))
            self._own.setdefault(script, letters or _SCRIPTS[script])
        if not self._own:
            self._own['LATIN'] = _LATIN

    def letter(self, name: str) -> str:
        """Return the letter under which *name* stands."""
        first = name.strip()[:1]
        if first.isascii():
            return first.upper() if first.isalpha() else SIGNS
        for char in unicodedata.normalize('NFKC', name):
            if weight := first_weight(char):
                return self._letter(char, weight)
        return SIGNS

    def _letter(self, char: str, weight: int) -> str:
        if weight < first_weight('a'):
            return SIGNS
        script = _script(char)
        if script == 'CJK':
            return HAN
        letters = self._own.get(script) or _SCRIPTS.get(script)
        if not letters or weight >= _IMPLICIT:
            return _lone(char, weight)
        at = bisect_right(_weights(letters), weight)
        return letters[max(at - 1, 0)]  # Arabic has its hamzas before the first letter

    def shown(self, letters: Iterable[str]) -> list[str]:
        """Return *letters* and those between them, each once, in their order.

        Of an alphabet of these languages all letters are shown, if any of *letters*
        is in it; of others only those.
        """
        found = set(letters)
        for own in self._own.values():
            if not found.isdisjoint(own):
                found.update(own)
        if all(one.isascii() for one in found):
            return sorted(found)  # signs come first here, too
        return sorted(found, key=lambda one: (first_weight(one), one))


def _script(char: str) -> str:
    script = unicodedata.name(char, '').partition(' ')[0]
    return _SAME_SCRIPT.get(script, script)


def _lone(char: str, weight: int) -> str:
    """Return the letter of a *char* of no alphabet: one of its weight, or itself."""
    for letters in _SCRIPTS.values():
        if weight in (weights := _weights(letters)):
            return letters[weights.index(weight)]
    return char.upper()


@lru_cache(maxsize=32)
def _weights(letters: str) -> list[int]:
    return [first_weight(letter) for letter in letters]
