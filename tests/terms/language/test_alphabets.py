"""`terms.language.alphabets`: the letter of a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.language.alphabets import HAN, SIGNS, Alphabet
from sphinxcontrib_archgloss.terms.language.collation import sort_keys

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
        ('ᏣᎳᎩ', 'Ꮳ'),
    ],
)
def test_the_letter_of_a_name(name, letter):
    assert Alphabet().letter(name) == letter


@pytest.mark.parametrize(
    ('lang', 'letters'),
    [
        ('sv', {'åka': 'Å', 'Äpfel': 'Ä', 'öga': 'Ö', 'Ørsted': 'Ö'}),
        ('da', {'Aalborg': 'Å', 'Ärger': 'Æ', 'øl': 'Ø', 'Øl': 'Ø'}),
        ('de', {'Ärger': 'A', 'Straße': 'S'}),
        ('cs', {'chleba': 'CH', 'Cz': 'C', 'Čech': 'Č', 'hudba': 'H'}),
        ('es', {'ñu': 'Ñ', 'llama': 'L'}),
        ('tr', {'ılık': 'I', 'izo': 'İ', 'çay': 'Ç'}),
        ('hu', {'csak': 'CS', 'cukor': 'C', 'dzsem': 'DZS'}),
        ('lt', {'yla': 'I', 'Queue': 'Q', 'web': 'W'}),
        ('zh', {'注意力': 'Z', '学习': 'X', 'attention': 'A'}),
        ('zh-Hant', {'一': '1劃', '注意力': '8劃', 'attention': 'A'}),
        ('ja', {'がくしゅう': 'か', '学習': HAN, 'attention': 'A'}),
        ('uk', {'їжак': 'Ї', 'єдність': 'Є'}),
        ('ru', {'єдність': 'Е'}),
        ('sr-Cyrl', {'љубав': 'Љ'}),
        ('sr@latin', {'ljubav': 'LJ'}),
        ('fa', {'پایه': 'پ'}),
        ('ar', {'پایه': 'ب', 'أحمد': 'ا', 'ءاب': 'ا'}),
        ('th', {'ไทย': 'ท'}),
        ('vi', {'đi': 'Đ'}),
    ],
)
def test_languages_have_letters_of_their_own(lang, letters):
    alphabet = Alphabet([lang])
    assert {name: alphabet.letter(name) for name in letters} == letters


@pytest.mark.parametrize(
    ('langs', 'found', 'shown'),
    [
        ([''], 'CA', LATIN),
        (['de'], 'A#', [SIGNS, *LATIN]),
        (['sv'], 'A', [*LATIN, *'ÅÄÖ']),
        (['cs'], ['CH'], 'A B C Č D E F G H CH I J K L M N O P Q R Ř S Š T U V W X Y Z Ž'),
        (['lt'], ['A'], 'A B C Č D E F G H I J K L M N O P R S Š T U V Z Ž'),
        (['lt'], ['A', 'Q'], 'A B C Č D E F G H I J K L M N O P Q R S Š T U V Z Ž'),
        (['en'], ['Я', 'A'], [*LATIN, 'Я']),
        (['ru'], ['Я', 'A'], [*'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ', 'A']),
        (['ru'], ['A'], ['A']),
        (['en', 'ru'], ['Я', 'A'], [*LATIN, *'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ']),
        (['ja'], ['か', HAN], [*'あかさたなはまやらわ', HAN]),
        (['zh'], ['Z', SIGNS], [SIGNS, *LATIN]),
        (['zh-Hant'], ['8劃', '10劃', 'A'], ['8劃', '10劃', 'A']),
        (['ko'], ['ㅎ'], list('ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ')),
        ([], [SIGNS], [SIGNS]),
    ],
)
def test_an_alphabet_is_shown_whole_in_its_own_language(langs, found, shown):
    expected = shown.split() if isinstance(shown, str) else shown
    assert Alphabet(langs).shown(found) == expected


# letters and digits of the alphabets that people write terms in, as one types them
PLAIN = st.characters(
    categories=['Lu', 'Ll', 'Lo', 'Nd', 'Po', 'Zs'], max_codepoint=0xD7A3
).filter(
    lambda char: unicodedata.name(char, '').split(' ')[0]
    in {'LATIN', 'GREEK', 'CYRILLIC', 'HEBREW', 'ARABIC', 'HANGUL', 'HIRAGANA', 'CJK', 'DIGIT'}
    and unicodedata.normalize('NFKC', char) == char
)  # fmt: skip
NAMES = st.lists(st.text(PLAIN, min_size=1, max_size=3), min_size=2, max_size=12)


@given(NAMES, st.sampled_from(['', 'ru', 'uk', 'ar', 'fa', 'ja', 'sv', 'cs', 'hu']))
def test_letters_come_in_the_order_of_the_names(names, lang):
    """In an alphabetical list all names of a letter follow each other.

    In Chinese, Han and Latin share letters, and stand in this order.
    """
    alphabet = Alphabet([lang])
    keys = sort_keys(names, lang)
    ranked = [name for _, name in sorted(zip(keys, names, strict=True))]
    letters = [alphabet.letter(name) for name in ranked]
    runs = [
        letter for n, letter in enumerate(letters) if n == 0 or letters[n - 1] != letter
    ]
    shown = [term for term in alphabet.shown(runs) if term in runs]
    assert runs == shown
