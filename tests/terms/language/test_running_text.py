"""`terms.language.running_text`: names as running text writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.language.running_text import (
    PLURAL,
    SINGULAR,
    article,
    at_the_start,
    has_heading_style,
    in_a_sentence,
    names_in,
    number_of,
    plural,
    singular,
)
from sphinxcontrib_archgloss.terms.language.sentences import (
    begins_sentence,
    sentence_around,
)


@pytest.mark.parametrize(
    ('name', 'inside'),
    [
        ('Mixture of experts', 'mixture of experts'),
        ('Mixture of Experts', 'mixture of experts'),
        ('Mixture-of-Experts', 'mixture-of-experts'),
        ('mixture of experts', 'mixture of experts'),
        ('Rotary Position Embedding', 'rotary position embedding'),
        ('KV cache', 'KV cache'),
        ('Key-value cache', 'key-value cache'),
        ('RMS normalization', 'RMS normalization'),
        ('Feed-forward network', 'feed-forward network'),
        ('Root Mean Square LayerNorm', 'root mean square LayerNorm'),
        ('Gaussian error linear unit', 'Gaussian error linear unit'),
        ('Fast Fourier Transform', 'fast Fourier transform'),
        ('Attention with Linear Biases', 'attention with linear biases'),
        ("Bayes' Rule", "Bayes' rule"),
        ('Low-rank Kronecker product', 'low-rank Kronecker product'),
        ('Hartree–Fock method', 'Hartree–Fock method'),
        ('Hartree–Fock Method', 'Hartree–Fock method'),
        ('Hartree-Fock method', 'Hartree-Fock method'),
        ('Hartree-Fock', 'Hartree-Fock'),
        ('McCulloch-Pitts Neuron', 'McCulloch-Pitts neuron'),
        ('McCulloch neuron', 'McCulloch neuron'),
        ('Self-consistent Hartree–Fock method', 'self-consistent Hartree–Fock method'),
        ('Low-Rank Adaptation', 'low-rank adaptation'),
        ('Chain-of-Thought Prompting', 'chain-of-thought prompting'),
        ('Cache–memory gap', 'cache–memory gap'),
    ],
)
def test_a_heading_in_the_middle_of_a_sentence(name, inside):
    assert in_a_sentence(name, frozenset()) == inside


def test_words_that_definitions_give_a_capital_keep_it():
    proper = names_in(
        ['As with Strassen, it is fast.', 'The Token is a token of Strassen.']
    )
    assert proper == {'Strassen'}
    assert in_a_sentence('Strassen algorithm', proper) == 'Strassen algorithm'
    names = ['Mixture of Experts', 'Strassen algorithm']
    texts = ['See the Mixture of Experts, the Strassen algorithm or Mixture of Strassen.']
    assert names_in(texts, names) == {'Mixture', 'Strassen'}
    assert names_in(texts[0].split(' or')[:1], names) == set()


@pytest.mark.parametrize(
    ('name', 'first'),
    [('mixture of experts', 'Mixture of experts'), ('vLLM engine', 'vLLM engine')],
)
def test_a_sentence_begins_with_a_capital_where_capitals_do_not_matter(name, first):
    assert at_the_start(name) == first


def test_a_style_of_headings_is_that_of_all_names():
    assert has_heading_style(['Token', 'KV cache', '注意力'])
    assert not has_heading_style(['token', 'Fourier transform'])
    assert has_heading_style(['Mixture of experts', *['Token'] * 8, 'k-means', 'Head'])
    assert not has_heading_style([*['Token'] * 8, 'k-means', 'iOS device', 'Head'])


@pytest.mark.parametrize(
    ('name', 'many'),
    [
        ('Mixture of experts', 'Mixtures of experts'),
        ('Mixture of Experts', 'Mixtures of Experts'),
        ('Feed-forward network', 'Feed-forward networks'),
        ('Large language model', 'Large language models'),
        ('KV cache', 'KV caches'),
        ('Vision and language model', None),
        ('Memory', 'Memories'),
        ('Confusion matrix', 'Confusion matrices'),
        ('Learned hypothesis', 'Learned hypotheses'),
        ('Activation function', 'Activation functions'),
        ('Graphics processing unit', 'Graphics processing units'),
        ('Attention with linear biases', None),
        ('Weights', None),
        ('Optimum', None),
        ('Echo', None),
        ('Wolf', None),
        ('Bypass', 'Bypasses'),
        ('Level 3', None),
        ('Größe', None),
    ],
)
def test_only_a_certain_plural_is_made(name, many):
    assert plural(name, ()) == many


def test_a_form_of_the_record_is_the_plural():
    assert plural('Wolf', ('wolves',)) is None  # nobody can tell what it is a form of
    assert plural('Corpus of text', ('corpora of text',)) == 'corpora of text'
    assert plural('Index', ('indices',)) == 'indices'


@pytest.mark.parametrize(
    ('name', 'one', 'number'),
    [
        ('models', 'model', PLURAL),
        ('Positional encodings', 'Positional encoding', PLURAL),
        ('Mixtures of experts', 'Mixture of experts', PLURAL),
        ('matrices', 'matrix', PLURAL),
        ('children', 'child', PLURAL),
        ('LLMs', 'LLM', PLURAL),
        ('caches', None, PLURAL),  # of cache or cach
        ('HTTPS', None, SINGULAR),
        ('model', None, SINGULAR),
        ('analysis', None, SINGULAR),
        ('process', None, SINGULAR),
        ('series', None, None),
        ('metadata', None, None),
    ],
)
def test_the_number_of_a_name_and_its_singular(name, one, number):
    assert (singular(name), number_of(name)) == (one, number)


@pytest.mark.parametrize(
    ('word', 'before'),
    [
        ('mixture', 'a'), ('attention', 'an'), ('hour', 'an'), ('head', 'a'),
        ('one-hot', 'a'), ('onerous', 'an'), ('unit', 'a'), ('unknown', 'an'), ('update', 'an'),
        ('university', 'a'), ('unimportant', 'an'), ('uninteresting', 'an'), ('user', 'a'),
        ('utility', 'a'), ('umbrella', 'an'), ('honest', 'an'), ('herb', None), ('Euler', 'a'),
        ('KV', 'a'), ('SQL', 'an'), ('MLP', 'an'), ('MLPs', 'an'), ('API', 'an'), ('URL', 'a'),
        ('RAM', None), ('LoRA', None), ('MoE', None), ('F-score', 'an'), ('n-gram', 'an'),
        ('U-Net', 'a'), ('8-bit', 'an'), ('80 GB', 'an'), ('11th', 'an'), ('110', 'a'),
        ('1800', None), ('7-fold', 'a'), ('', None), ('Ära', None),
    ],
)  # fmt: skip
def test_the_article_is_that_of_the_sound(word, before):
    assert article(word) == before


@given(st.text(max_size=30))
def test_names_differ_in_case_only(name):
    assert in_a_sentence(name, frozenset()).casefold() == name.casefold() or any(
        char.lower().casefold() != char.casefold() for char in name
    )


@pytest.mark.parametrize(
    ('before', 'begins'),
    [('', True), ('One. ', True), ('One, ', False), ('One: “', False), ('Done. “', True),
     ('e.g. ', False), ('of e.g. ', False), ('注意力。', True), ('Why? (', True), ('why (', False)],
)  # fmt: skip
def test_where_a_sentence_begins(before, begins):
    assert begins_sentence(before) == begins


@pytest.mark.parametrize('at', ['one', 'two', 'three'])
def test_the_sentence_around_a_word(at):
    text = 'Here is one, e.g. so. Then two! At last three'
    start = text.index(at)
    first, last = sentence_around(text, start, start + len(at))
    assert [one for one in ('one', 'two', 'three') if one in text[first:last]] == [at]
