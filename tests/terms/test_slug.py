"""`terms.slug`: ids made from names."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.slug import slug
from strategies import labels


@pytest.mark.parametrize(
    ('name', 'made'),
    [
        ('Token', 'token'),
        ('KV cache', 'kv-cache'),
        ('encoder-decoder', 'encoder-decoder'),
        ('HTTP version 2', 'http-version-2'),
        ('C', 'c'),
        ('C++', 'c-plus-plus'),
        ('C#', 'c-sharp'),
        ('.NET', 'dot-net'),
        ('Node.js', 'node-dot-js'),
        ('A*', 'a-star'),
        ('R&D', 'r-and-d'),
        ('TCP/IP', 'tcp-slash-ip'),
        ('snake_case', 'snake-underscore-case'),
        ('100 %', '100-percent'),
        ('≤', 'less-than-or-equal-to'),
        ('注意力', '注意力'),
        ('Ära', 'ära'),
        ('λ-calculus', 'λ-calculus'),
        ('हिन्दी', 'हिन्दी'),  # vowel signs and viramas belong to their word
        ('x²', 'x2'),
        ('½ life', '1-fraction-slash-2-life'),
        # signs that distinguish nothing are left out
        ("Adam's rule", 'adams-rule'),
        ('Adam’s rule', 'adams-rule'),
        ('self-attention (scaled)', 'self-attention-scaled'),
        ('softmax(x)', 'softmax-x'),
        ('"hard" label', 'hard-label'),
        ('first, second', 'first-second'),
        ('  spaced   out ', 'spaced-out'),
        ('KV\u00a0cache', 'kv-cache'),
        ('KV\u2011cache', 'kv-cache'),
        ('KV\u00adcache', 'kvcache'),
        ('…', 'dot-dot-dot'),
        ('\u0301', 'combining-acute-accent'),
        ('\ue000', 'ue000'),  # a character without a name
    ],
)
def test_names_and_their_ids(name, made):
    assert slug(name) == made


def test_signs_of_ascii_have_the_names_that_people_use():
    assert slug('+ # . & @ % * / \\ = < > ! ? $ ^ | ~ : _') == (
        'plus-sharp-dot-and-at-percent-star-slash-backslash-equals-less-greater-bang-'
        'question-dollar-caret-bar-tilde-colon-underscore'
    )


@pytest.mark.parametrize('name', ['', '   ', '-', '\u00ad', '()', '""'])
def test_a_name_of_nothing_to_keep_has_no_id(name):
    assert slug(name) == ''


@pytest.mark.parametrize(
    'names',
    [
        ('C', 'C+', 'C++', 'C#', 'C*', 'C.', 'C/C++', 'CC', 'C C'),
        ('.NET', 'NET', 'NET.', 'N.E.T.'),
        ('注意力', '注意', '力'),
        ('GPT-2', 'GPT2', 'GPT 3'),
        ('Q', 'Q*', 'Q′', 'Q∗'),
    ],
)
def test_names_that_differ_in_a_sign_get_ids_of_their_own(names):
    assert len({slug(name) for name in names}) == len(names)


@given(labels() | st.text(max_size=12))
def test_an_id_is_lower_case_words_and_hyphens(name):
    made = slug(name)
    assert made == made.lower()
    assert not set(made) & set(string.whitespace + ':#/?"\'<>`,()[]{}')
    assert not any(char.isspace() for char in made)
    assert not made.startswith('-')
    assert not made.endswith('-')
    assert '--' not in made


@given(labels() | st.text(max_size=12))
def test_the_id_of_an_id_is_that_id(name):
    assert slug(slug(name)) == slug(name)


def test_the_id_of_each_single_character_is_stable():
    # all but surrogates, and the many that are as plain as their neighbours
    codes = (*range(0x3400), *range(0xF900, 0x10000), *range(0x1D000, 0x1FC00))
    unstable = [hex(code) for code in codes if slug(slug(chr(code))) != slug(chr(code))]
    assert unstable == []


@given(st.lists(st.text(string.ascii_lowercase, min_size=1), min_size=1))
def test_ascii_words_are_joined_by_hyphens(words):
    assert slug(' '.join(words)) == '-'.join(words)
    assert slug(' '.join(words).upper()) == '-'.join(words)


@given(
    labels(), st.sampled_from(['-', '\u2010', '\u2011', '\u2013', ' ', '\u00a0', '\u202f'])
)
def test_the_kind_of_space_or_hyphen_does_not_show(name, joint):
    assert slug(f'{name}{joint}x') == slug(f'{name} x')


@given(st.text(string.ascii_letters + string.digits + ' -'))
def test_plain_names_are_no_special_case(name):
    assert slug(name) == slug(f'{name}\u200b')  # which distinguishes nothing
