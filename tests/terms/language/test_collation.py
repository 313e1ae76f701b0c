"""`terms.language.collation`: the alphabetical order of names in each language."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet
from sphinxcontrib_archgloss.terms.language.collation import (
    LIBRARY,
    collator,
    sort_keys,
    version,
)
from strategies import labels

LANGUAGES = ['', 'en', 'sv', 'cs', 'ja', 'zh', 'zh-Hant', 'th', 'ar', 'xx']


def ranked(names, lang=''):
    return [name for _, name in sorted(zip(sort_keys(names, lang), names, strict=True))]


@pytest.mark.parametrize(
    ('lang', 'names'),
    [
        ('', 'Ara Ära Arb Zone ωmega 注意力'),
        ('en', 'Ara Ära Arb Zone ωmega 注意力'),
        ('sv', 'apa zebra åka ärlig öga'),
        ('de', 'Äpfel Apfelmus öffnen Ofter Straße Zebra'),
        ('de-u-co-phonebk', 'Ad Ärger Af'),
        ('de-AT', 'Ad Af Ärger'),
        ('da', 'bil zebra ærlig øl åben Aalborg'),
        ('nb', 'bil zebra ærlig øl åben Aasen'),
        ('cs', 'cz čaj hudba chleba index'),
        ('sk', 'cz čaj hudba chlieb index'),
        ('es', 'nz ñu oso'),
        ('tr', 'hava ılık iz İzmir jale'),
        ('fr', 'cote coté côte côté'),
        ('fr-CA', 'cote côte coté côté'),
        ('hu', 'cukor czeh csak dal'),
        ('lt', 'yla ilgas jonas'),
        ('et', 'sool zoo tuul õlu öö'),
        ('pl', 'lokal łata ocet'),
        ('hr', 'dom džep đak'),
        ('zh', '安 波 注意力 A Z'),  # by their sounds
        ('zh-CN', '安 波 注意力 A Z'),
        ('zh-Hant', '一 人 中 注意力'),  # by the number of their strokes
        ('zh-TW', '一 人 中 注意力'),
        ('zh-u-co-unihan', '一 中 人'),  # by their radicals
        ('ja', 'Token あい アテンション かき 学習'),
        ('ko', '가나 다라 Token'),
        ('ar', 'أحمد باب Token'),
        ('ru', 'ёж жук яма Token'),
        ('sr@latin', 'cip čaj ćup dom džep'),
    ],
)
def test_names_have_the_order_of_their_language(lang, names):
    expected = names.split()
    assert ranked(sorted(expected), lang) == expected
    assert ranked(sorted(expected), lang.replace('-', '_')) == expected or '-u-' in lang


@pytest.mark.parametrize('lang', ['xx', 'tlh', 'und', '', 'no such language', 'a' * 9])
def test_a_language_that_is_unknown_has_the_order_of_the_root(lang):
    names = ['öl', 'ol', 'zeta', 'chleba', 'cz']
    assert ranked(names, lang) == ['chleba', 'cz', 'ol', 'öl', 'zeta']


def test_case_comes_last_and_signs_first():
    names = ['token', 'Zero', 'Token', 'alpha', 'tokens', 'A*', '.NET', '4-bit']
    names += ['a b', 'ab']
    expected = ['.NET', '4-bit', 'a b', 'A*', 'ab', 'alpha', 'token', 'Token', 'tokens']
    assert ranked(names, 'en') == [*expected, 'Zero']


@given(names=st.lists(labels() | st.text(max_size=5), max_size=6))
@pytest.mark.parametrize('lang', LANGUAGES)
def test_a_name_has_one_place_however_it_is_composed(lang, names):
    names = [name.encode('utf-8', 'replace').decode() for name in names]
    for form in ('NFC', 'NFD'):
        other = [unicodedata.normalize(form, name) for name in names]
        assert sort_keys(other, lang) == sort_keys(names, lang)


def test_a_name_may_be_as_long_as_a_book():
    names = ['e' * 100_000, 'é' * 100_000 + 'a', 'é' * 100_000 + 'b', 'f']
    assert ranked(names[::-1]) == names


@pytest.mark.parametrize('machine', ['C', 'sv_SE.UTF-8'])
def test_the_order_does_not_depend_on_the_machine(machine):
    code = (
        'import sys\n'
        'from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet\n'
        'from sphinxcontrib_archgloss.terms.language.collation import sort_keys\n'
        'assert sort_keys(["b", "A"], "en") and Alphabet(["en"]).letter("b") == "B"\n'
        'assert "icu" not in sys.modules  # loaded only where the order needs it\n'
        'names = ["ö", "z", "o"]\n'
        'assert sorted(names, key=lambda n: sort_keys([n])) == ["o", "ö", "z"]\n'
        'assert Alphabet(["xx"]).letter("ö") == Alphabet().letter("ö") == "O"\n'
    )
    env = {**os.environ, 'LANG': machine, 'LC_ALL': machine}
    subprocess.run([sys.executable, '-c', code], check=True, env=env)


def test_the_version_of_the_library_is_known():
    assert version() == importlib.metadata.version(LIBRARY)


PLAIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=5)


@given(one=PLAIN, other=PLAIN, flips=st.lists(st.booleans(), min_size=5, max_size=5))
def test_plain_names_in_english_have_the_order_of_icu(one, other, flips):
    key = collator('en').getSortKey
    flipped = ''.join(c.swapcase() if f else c for c, f in zip(one, flips, strict=False))
    for a, b in ((one, other), (one, flipped), (one, one + other)):
        first, second = sort_keys([a, b], 'en')
        assert (first < second, first == second) == (key(a) < key(b), key(a) == key(b))


def test_every_english_has_the_order_and_the_alphabet_of_plain_names():
    import icu

    signs = [chr(code) for code in range(0x20, 0x7F)]
    expected = ranked(signs, 'en')
    regions = [str(name) for name in icu.Locale.getAvailableLocales()]
    regions = [name for name in regions if name.startswith('en') and len(name) <= 5]
    assert len(regions) > 50
    for lang in regions:
        assert sorted(signs, key=collator(lang).getSortKey) == expected
        # with a second language, ICU answers
        plain, mixed = Alphabet([lang]), Alphabet([lang, 'xx'])
        assert [*map(plain.letter, signs)] == [*map(mixed.letter, signs)]
        for letters in (['#'], ['B'], ['Z', '#']):
            assert plain.shown(letters) == mixed.shown(letters)
