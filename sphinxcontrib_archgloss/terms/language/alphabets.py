"""The letters of an alphabetical list: the alphabets of languages.

A name stands under the last letter of its script's alphabet that does not come after
it in the order of `collation`, so letters have the order of the names, and variants that
the order folds (accents, ligatures, small kana) stand with their base letter. Neither
Babel nor pyuca has alphabets, so the letters are a table of our own, modelled on CLDR's
index characters but not checked against them; tests check only their order.

Han has no alphabet that the order of its characters follows: all of it stands together,
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
"""The letter of digits, signs, and names without any letter."""
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
"""Script → its letters, as in the language that is most often written in it."""

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
"""Language → its script, and its letters if they differ from the script's; languages that
are not here have Latin."""

_IMPLICIT = 0xFB00
"""The first weight of characters that the table does not have, apart from Han (UTS #10,
10.1.3)."""

_SAME_SCRIPT = {'HIRAGANA': 'KANA', 'KATAKANA': 'KANA', 'HALFWIDTH': 'KANA'}


class Alphabet:
    """The letters of the languages *langs* (BCP 47 tags), by default those of English."""

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
        return letters[max(at - 1, 0)]  # hamzas come before the first letter of Arabic

    def shown(self, letters: Iterable[str]) -> list[str]:
        """Return *letters* and those between them, each once, in their order.

        If any of *letters* is in an alphabet of these languages, all letters of that
        alphabet are shown.
        """
        shown = set(letters)
        for alphabet in self._own.values():
            if not shown.isdisjoint(alphabet):
                shown.update(alphabet)
        if all(letter.isascii() for letter in shown):
            return sorted(shown)  # signs come first here, too
        return sorted(shown, key=lambda letter: (first_weight(letter), letter))


def _script(char: str) -> str:
    script = unicodedata.name(char, '').partition(' ')[0]
    return _SAME_SCRIPT.get(script, script)


def _lone(char: str, weight: int) -> str:
    """Return the letter of a *char* without an alphabet: one of its weight, or itself."""
    for letters in _SCRIPTS.values():
        if weight in (weights := _weights(letters)):
            return letters[weights.index(weight)]
    return char.upper()


@lru_cache(maxsize=32)
def _weights(letters: str) -> list[int]:
    return [first_weight(letter) for letter in letters]
