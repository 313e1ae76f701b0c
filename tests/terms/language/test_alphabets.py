"""`terms.language.alphabets`: the letter of a name."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.language.alphabets import HAN, SIGNS, Alphabet
from sphinxcontrib_archgloss.terms.language.collation import first_weight, sort_keys

LATIN = list('ABCDEFGHIJKLMNOPQRSTUVWXYZ')


@pytest.mark.parametrize(
    ('name', 'letter'),
    [
        ('attention', 'A'),
        ('Äpfel', 'A'),
        ('Ångström', 'A'),
        ('æther', 'A'),
        ('Ørsted', 'O'),
        ('ßchen', 'S'),
        ('İzmir', 'I'),
        ('ｋａｎａ', 'K'),
        ('.NET', SIGNS),
        ('2PL', SIGNS),
        ('①', SIGNS),
        ('€', SIGNS),
        ('', SIGNS),
        ('\u200b', SIGNS),
        ('εντροπία', 'Ε'),
        ('Άλφα', 'Α'),
        ('ёж', 'Е'),
        ('йод', 'Й'),
        ('אות', 'א'),
        ('أحمد', 'ا'),
        ('باب', 'ب'),
        ('가나', 'ㄱ'),
        ('까치', 'ㄱ'),
        ('がくしゅう', 'か'),
        ('アテンション', 'あ'),
        ('ﾄｰｸﾝ', 'た'),
        ('注意力', HAN),
        ('学習', HAN),
        ('कण', 'क'),
    ],
)
def test_the_letter_of_a_name(name, letter):
    assert Alphabet().letter(name) == letter


def test_languages_have_letters_of_their_own():
    assert Alphabet(['uk']).letter('їжак') == 'І'
    assert Alphabet(['uk']).letter('єдність') == 'Є'
    assert Alphabet(['ru']).letter('єдність') == 'Е'
    assert Alphabet(['sr-Cyrl']).letter('љубав') == 'Љ'
    assert Alphabet(['fa']).letter('پایه') == 'پ'
    assert Alphabet(['ar']).letter('پایه') == 'ب'


@pytest.mark.parametrize(
    ('langs', 'found', 'shown'),
    [
        ([''], 'CA', LATIN),
        (['de'], 'A#', [SIGNS, *LATIN]),
        (['en'], ['Я', 'A'], [*LATIN, 'Я']),
        (['ru'], ['Я', 'A'], ['A', *'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ']),
        (['ru'], ['A'], ['A']),
        (['ja'], ['か', HAN], [*'あかさたなはまやらわ', HAN]),
        (['zh'], ['Z', HAN], ['Z', HAN]),
        (['ko'], ['ㅎ'], list('ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ')),
        (['hi'], ['क'], ['क']),
        ([], [SIGNS], [SIGNS]),
    ],
)
def test_an_alphabet_is_shown_whole_in_its_own_language(langs, found, shown):
    assert Alphabet(langs).shown(found) == shown


def test_every_alphabet_is_in_the_order_of_names():
    for lang in (
        'el',
        'ru',
        'uk',
        'be',
        'bg',
        'sr',
        'mk',
        'hy',
        'ka',
        'he',
        'ar',
        'fa',
        'ko',
        'ja',
        'en',
    ):
        alphabet = Alphabet([lang])
        (script,) = alphabet._own.values()
        assert all(first_weight(a) < first_weight(b) for a, b in pairwise(script)), lang
        assert [alphabet.letter(letter) for letter in script] == list(script)


# letters and digits of the alphabets that people write terms in, as one types them
PLAIN = st.characters(
    categories=['Lu', 'Ll', 'Lo', 'Nd', 'Po', 'Zs'], max_codepoint=0xD7A3
).filter(
    lambda char: unicodedata.name(char, '').split(' ')[0]
    in {'LATIN', 'GREEK', 'CYRILLIC', 'HEBREW', 'ARABIC', 'HANGUL', 'HIRAGANA', 'CJK', 'DIGIT'}
    and unicodedata.normalize('NFKC', char) == char
)  # fmt: skip
NAMES = st.lists(st.text(PLAIN, min_size=1, max_size=3), min_size=2, max_size=12)


@given(NAMES, st.sampled_from(['', 'ru', 'uk', 'ar', 'fa', 'ja', 'ko']))
def test_letters_come_in_the_order_of_the_names(names, lang):
    """In an alphabetical list all names of a letter follow each other."""
    alphabet = Alphabet([lang])
    ranked = [name for _, name in sorted(zip(sort_keys(names), names, strict=True))]
    letters = [alphabet.letter(name) for name in ranked]
    runs = [
        letter for n, letter in enumerate(letters) if n == 0 or letters[n - 1] != letter
    ]
    shown = [one for one in alphabet.shown(runs) if one in runs]
    assert runs == shown
