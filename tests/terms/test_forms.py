"""`terms.forms`: labels folded, and in other grammatical numbers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.forms import folded, inflections, spaced
from strategies import WORDS, labels


@pytest.mark.parametrize(
    'written',
    [
        'kv cache',
        'KV cache',
        'KV-cache',
        'kv_cache',
        'KV  cache',
        ' KV\n cache ',
        'KV\u00a0cache',  # no-break space
        'KV\u202fcache',  # narrow no-break space
        'KV\u2007cache',  # figure space
        'KV\u2009cache',  # thin space
        'KV\u2010cache',  # hyphen
        'KV\u2011cache',  # non-breaking hyphen
        'KV\u2012cache',  # figure dash
        'KV\u2013cache',  # en dash
        'KV\u2014cache',  # em dash
        'KV\u2212cache',  # minus sign
        'KV\uff0dcache',  # full-width hyphen
        'KV ca\u00adche',  # soft hyphen
        'KV ca\u200bche',  # zero width space
        'KV ca\u2060che',  # word joiner
        '\ufeffKV cache',  # byte order mark
        'ＫＶ cache',  # full-width letters
    ],
)
def test_ways_to_write_one_label(written):
    assert folded(written) == 'kv cache'


@pytest.mark.parametrize(
    ('one', 'other'),
    [
        ('Straße', 'STRASSE'),
        ('Ära', 'ära'),
        ('Ära', 'A\u0308ra'),
        ('naïve Bayes', 'Nai\u0308ve-Bayes'),
        ('Adam’s rule', "adam's rule"),
        ('ﬁne-tuning', 'fine tuning'),
        ('x²', 'x2'),
        ('ΣΟΦΟΣ', 'σοφος'),
    ],
)
def test_labels_that_are_equal_but_for_their_writing(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    'different',
    [
        ('C', 'C++', 'C#', 'C--', '-C'),
        ('-', '', '--'),
        ('class', 'class_'),
        ('KV cache', 'KVcache'),
        ('.NET', 'NET'),
        ('résumé', 'resume'),
    ],
)
def test_labels_that_stay_different(different):
    assert len({folded(label) for label in different}) == len(different)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@given(labels())
def test_folding_ignores_case(label):
    # characters whose capital has no way back (ŉ, say) are not in the alphabet
    assert folded(label.upper()) == folded(label.lower()) == folded(label)


@given(st.text())
def test_folding_ignores_normal_forms(text):
    forms = {folded(unicodedata.normalize(form, text)) for form in ('NFC', 'NFD')}
    assert forms == {folded(text)}


@given(st.text(st.characters(codec='ascii')))
def test_plain_ascii_takes_a_short_cut_to_the_same_end(text):
    # a character that vanishes sends the rest the long way round
    assert folded(text) == folded(f'{text}\u00ad')


@given(st.text())
def test_spaced_keeps_all_but_white_space(text):
    assert spaced(text).split() == text.split()
    assert spaced(spaced(text)) == spaced(text)


@pytest.mark.parametrize(
    ('plural', 'singular'),
    [
        ('tokens', 'token'),
        ('kv caches', 'kv cache'),
        ('positional encodings', 'positional encoding'),
        ('batches', 'batch'),
        ('boxes', 'box'),
        ('losses', 'loss'),
        ('entropies', 'entropy'),
        ('keys', 'key'),
        ('quizzes', 'quiz'),
        ('matrices', 'matrix'),
        ('attention matrices', 'attention matrix'),
        ('indices', 'index'),
        ('indexes', 'index'),
        ('vertices', 'vertex'),
        ('analyses', 'analysis'),
        ('bases', 'basis'),
        ('bases', 'base'),
        ('hypotheses', 'hypothesis'),
        ('syntheses', 'synthesis'),
        ('axes', 'axis'),
        ('criteria', 'criterion'),
        ('automata', 'automaton'),
        ('phenomena', 'phenomenon'),
        ('optima', 'optimum'),
        ('spectra', 'spectrum'),
        ('corpora', 'corpus'),
        ('moduli', 'modulus'),
        ('foci', 'focus'),
        ('schemata', 'schema'),
        ('formulae', 'formula'),
        ('formulas', 'formula'),
        ('children', 'child'),
        ('people', 'person'),
        ('mice', 'mouse'),
        ('leaves', 'leaf'),
        ('halves', 'half'),
        ('shelves', 'shelf'),
        ('half lives', 'half life'),
        ('radii', 'radius'),
        ('loci', 'locus'),
        ('quanta', 'quantum'),
        ('maxima', 'maximum'),
        ('minima', 'minimum'),
        ('men', 'man'),
        ('feet', 'foot'),
        ('mixtures of experts', 'mixture of experts'),
        ('tables of contents', 'table of contents'),
        ('deep mixtures of experts', 'deep mixture of experts'),
        ('gpus', 'gpu'),
    ],
)
def test_plural_and_singular_find_each_other(plural, singular):
    assert singular in inflections(plural)
    assert plural in inflections(singular)


def test_a_possessive_finds_its_owner():
    assert 'transformer' in inflections("transformer's")


@pytest.mark.parametrize('label', ['c', 'c++', 'c#', 'f#'])
def test_signs_are_not_taken_for_endings(label):
    others = {'c', 'c++', 'c#', 'f', 'f#'} - {label}
    assert not others & set(inflections(label))


def test_only_the_last_word_and_the_head_are_inflected():
    found = inflections('keys of value matrix')
    assert 'key of value matrix' in found
    assert 'keys of value matrices' in found
    assert not any('values' in form for form in found)


@given(labels().map(folded))
def test_no_form_is_the_label_itself_or_ill_spaced(label):
    found = inflections(label)
    assert label not in found
    assert len(set(found)) == len(found)
    assert [form for form in found if form != spaced(form) or not form] == []


@given(WORDS.map(str.lower))
def test_a_regular_plural_is_always_among_the_forms(word):
    assert f'{word}s' in inflections(word)
    assert word in inflections(f'{word}s')


@pytest.mark.parametrize('label', ['', 's', 'es', 'x s'])
def test_an_ending_alone_is_no_word(label):
    assert '' not in inflections(label)
    assert 'x' not in inflections(label)
