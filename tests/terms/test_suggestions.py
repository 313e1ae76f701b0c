"""`terms.suggestions`: "did you mean"."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.common_words import common_words
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import load_set
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from sphinxcontrib_archgloss.terms.suggestions import (
    did_you_mean,
    label_suggestions,
    nearest,
    nearest_keyword,
)
from strategies import labels, lexicon, term_set

LABELS = ['KV cache', 'Token', 'Positional encodings', 'Mixture of experts', 'Attention']


@pytest.mark.parametrize(
    ('wanted', 'first'),
    [
        ('KV cahce', 'KV cache'),
        ('kv-cashe', 'KV cache'),
        ('Tokn', 'Token'),
        ('positional encodng', 'Positional encodings'),
        ('Mixture of exprets', 'Mixture of experts'),
        ('ATENTION', 'Attention'),
    ],
)
def test_the_label_meant_comes_first(wanted, first):
    assert nearest(wanted, LABELS)[0] == first


@pytest.mark.parametrize(
    ('wanted', 'label'),
    [
        ('bechamel', 'Béchamel'),
        ('bechamell', 'Béchamel'),
        ('Béchamel', 'Bechamel'),
        ('crème brulee', 'Creme brûlée'),
        ('Schluessel', 'Schlüssel'),
        ('smörgåsbrod', 'Smørgåsbord'),
        ('ударение', 'ударе\u0301ние'),
    ],
)
def test_accents_are_no_misspelling(wanted, label):
    assert nearest(wanted, [*LABELS, label])[:1] == [label]


def test_signs_of_other_scripts_count_as_letters():
    assert nearest('ガス', ['カス']) == []


@pytest.mark.parametrize('wanted', ['xyzzy', '', '注意力', '???'])
def test_nothing_is_suggested_where_nothing_is_near(wanted):
    assert nearest(wanted, LABELS) == []


def test_at_most_as_many_as_asked_for():
    many = [f'token {n}' for n in range(20)]
    assert len(nearest('token', many)) == 3
    assert len(nearest('token', many, count=1)) == 1


DATA = Path(__file__).parent / 'data'
MISSPELLED = [
    tuple(line.split(' -> '))
    for line in (DATA / 'misspelled.txt').read_text('utf-8').splitlines()
    if not line.startswith('#')
]
UNRELATED = (DATA / 'unrelated.txt').read_text('utf-8').split()
DRAWN = (DATA / 'drawn-words.txt').read_text('utf-8').split()
"""Drawn from a dictionary; nothing was tuned to them."""
FIRST = [
    'adaptive',
    'binary',
    'cached',
    'dense',
    'eager',
    'frozen',
    'global',
    'hybrid',
    'inverse',
    'joint',
]
SECOND = [
    'buffer',
    'channel',
    'digest',
    'encoder',
    'filter',
    'handler',
    'iterator',
    'lookup',
    'mapper',
    'parser',
]
SYLLABLES = [
    'ba',
    'cor',
    'del',
    'fen',
    'gra',
    'hul',
    'jin',
    'kes',
    'lom',
    'mar',
    'nip',
    'ost',
    'pra',
    'qui',
    'rut',
    'sel',
    'tro',
    'vex',
]


def names_of_a_large_set(seed, count=2000):
    """Names of one, two and three words, made up of syllables and English words."""
    chance = random.Random(seed)
    names = {}
    while len(names) < count:
        made_up = ''.join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        words = chance.choice(
            [[made_up], [made_up, chance.choice(SECOND)], [chance.choice(FIRST), made_up]]
        )
        if chance.random() < 0.1:
            words = [chance.choice(FIRST), chance.choice(SECOND), made_up]
        names[' '.join(words).capitalize()] = None
    return list(names)


def misspellings(names, seed, count):
    """Yield (misspelled, name): a letter transposed, dropped, doubled or swapped."""
    chance = random.Random(seed)
    known = {name.casefold() for name in names}
    for name in chance.choices([name for name in names if len(name) >= 5], k=count):
        letters = list(name)
        at, other = sorted(chance.sample([n for n, c in enumerate(name) if c != ' '], 2))
        slip = chance.choice(['transposed', 'dropped', 'doubled', 'replaced', 'swapped'])
        if slip == 'transposed':
            other = min(at + 1, len(name) - 1)
        if slip in ('transposed', 'swapped'):
            letters[at], letters[other] = letters[other], letters[at]
        elif slip == 'dropped':
            del letters[at]
        elif slip == 'doubled':
            letters[at] *= 2
        else:
            letters[at] = chance.choice(string.ascii_lowercase)
        if (misspelled := ''.join(letters)).casefold() not in known:
            yield misspelled, name


@pytest.fixture(scope='module')
def built_in():
    return Lexicon([load_set(path).set for path in built_in_sets().values()])


def share(answers):
    answers = list(answers)
    return sum(answers) / len(answers)


def test_the_table_is_large_enough():
    assert len(set(MISSPELLED)) >= 120
    assert len(set(UNRELATED)) >= 120


def test_misspelled_names_of_the_built_in_set(built_in):
    wrong = [
        (unknown, suggested[:1])
        for unknown, label in MISSPELLED
        if (suggested := label_suggestions(built_in, unknown))[:1] != [label]
    ]
    assert len(wrong) <= 0.05 * len(MISSPELLED), wrong


def test_nothing_is_suggested_for_words_that_are_unrelated_to_the_built_in_set(built_in):
    offered = {
        word: near for word in UNRELATED if (near := label_suggestions(built_in, word))
    }
    assert len(offered) <= 0.05 * len(UNRELATED), offered


def names_of_english_words(seed, count=2000):
    """Names of one and two words of a dictionary: the hardest of all sets."""
    chance = random.Random(seed)
    words = sorted(word for word in common_words() if len(word) > 3)
    singles = chance.sample(words, count // 2)
    pairs = (' '.join(chance.sample(words, 2)) for _ in range(count // 2))
    return [name.capitalize() for name in (*singles, *pairs)]


@pytest.mark.parametrize('large', [None, names_of_a_large_set, names_of_english_words])
@pytest.mark.parametrize('seed', [3, 4])
def test_nothing_is_suggested_for_words_drawn_from_a_dictionary(built_in, large, seed):
    names = large(seed) if large else list(built_in.labels())
    stems = {name.casefold()[:5] for name in names} | {n.casefold()[:4] for n in names}
    unrelated = [word for word in DRAWN if not {word[:5], word[:4]} & stems]
    assert len(unrelated) >= 80
    offered = {word: near for word in unrelated if (near := nearest(word, names))}
    assert len(offered) <= 0.05 * len(unrelated), offered
    known = list(misspellings(names, seed, 150))
    assert share(nearest(word, names)[:1] == [name] for word, name in known) >= 0.95


def test_a_common_word_is_not_a_misspelled_label():
    names = ['Wafer', 'Sick', 'Flock', 'Lager']
    assert [nearest(word, names) for word in ('water', 'stick', 'locked', 'later')] == [
        []
    ] * 4
    assert nearest('wafre', names) == ['Wafer']
    assert nearest('requests', ['Request']) == ['Request']


@pytest.mark.parametrize(
    'word', ['dropuot', 'prompt', 'backpropagation', 'cat', 'Nowhere', 'hope', 'Lot']
)
def test_a_few_letters_in_common_are_no_reason_for_a_suggestion(built_in, word):
    assert label_suggestions(built_in, word) == []
    assert nearest(word, ['RoPE', 'emergent capability', 'R', 'LoRA', 'Nested loop']) == []


@pytest.mark.parametrize('seed', [1, 2])
def test_names_of_a_large_set(seed):
    names = names_of_a_large_set(seed)
    assert (
        share(
            nearest(word, names)[:1] == [name]
            for word, name in misspellings(names, seed, 150)
        )
        >= 0.95
    )
    assert share(nearest(word, names) == [] for word in UNRELATED) >= 0.95


@pytest.mark.parametrize(
    ('unknown', 'label'),
    [
        ('criterias', 'Criterion'),
        ('matrice', 'Matrix'),
        ('phenomenas', 'Phenomenon'),
        ('keyvalue caches', 'Key-value cache'),
        ('keys values cache', 'Key-value cache'),
        ('back-propagation', 'Backpropagation'),
        ('back propagated', 'Backpropagating'),
        ('fine tuned', 'Fine-tuning'),
        ('cache, key-value', 'Key-value cache'),
        ('key-value cache page', 'Key-value cache'),
        ('GPT', 'GPT-3'),
    ],
)
def test_plurals_spaces_hyphens_and_the_order_of_words(unknown, label):
    known = ['Backpropagation', 'Backpropagating', 'Criterion', 'Fine-tuning', 'GPT-3']
    known += ['Key-value cache', 'Matrix', 'Phenomenon']
    assert nearest(unknown, known)[:1] == [label]


@pytest.mark.parametrize('unknown', ['GPT-4', 'H200', 'Llama 3', 'x86-32'])
def test_another_number_is_another_thing(unknown):
    assert nearest(unknown, ['GPT-3', 'H100', 'Llama 2', 'x86-64']) == []


@pytest.mark.parametrize(
    ('target', 'suggested'),
    [
        ('serving:Gradient', ['Gradient']),  # of the other set
        ('serving:Gradeint', ['Gradient']),
        ('servign:Tokne', ['serving:Token']),
        ('glossary:Gradient', ['Gradient']),
        ('serving:Tokne', ['serving:Token']),  # both sets have it
        ('Tokne', ['serving:Token', 'training:Token']),
        ('16:8 mix', ['16:8 mux']),  # no set, but a colon in a label
        ('[the cache](KV cache)', ['KV cache']),
        ('[KV cache]', ['KV cache']),
        ('{term-ref}`KV cache`', ['KV cache']),
        (':term-ref:`the cache <KV cahce>`', ['KV cache']),
        ('the cache<KV cache>', ['KV cache']),
        ('**KV cache**', ['KV cache']),
        ('~KV cache', ['KV cache']),
        ('', []),
        (':', []),
        ('serving:', []),
        ('<>', []),
    ],
)
def test_what_to_write_for_the_wrong_set_or_markup(target, suggested):
    sets = (
        term_set('serving', 'Token', 'KV cache', '16:8 mux'),
        term_set('training', 'Token', 'Gradient'),
    )
    assert label_suggestions(lexicon(*sets), target) == suggested


@given(
    st.lists(labels(), unique=True, max_size=8).flatmap(
        lambda found: st.tuples(st.just(found), st.permutations(found))
    ),
    labels(),
)
def test_the_order_of_labels_makes_no_difference(orders, wanted):
    one, other = orders
    assert nearest(wanted, one) == nearest(wanted, other)


@given(st.lists(labels(), unique=True, min_size=1, max_size=8), st.data())
def test_a_label_in_other_case_is_among_its_own_suggestions(found, data):
    wanted = data.draw(st.sampled_from(found))
    if any(char.isalnum() for char in wanted):
        assert wanted in nearest(wanted.upper(), found, count=len(found))


@pytest.mark.parametrize(
    ('unknown', 'keyword'),
    [('nmae', 'name'), ('defintion', 'definition'), ('reference', 'references'), ('x', '')],
)
def test_the_keyword_nearest_to_one_that_is_unknown(unknown, keyword):
    assert nearest_keyword(unknown, TERM_KEYS) == keyword


def test_a_question_offers_the_suggestions():
    assert did_you_mean(['a', 'b']) == 'did you mean "a" or "b"?'
    assert did_you_mean([]) == ''


def test_rapidfuzz_is_not_imported_before_something_is_unknown():
    code = (
        'import sys; from sphinxcontrib_archgloss.terms.loading import validation; '
        'sys.exit("rapidfuzz" in sys.modules)'
    )
    subprocess.run([sys.executable, '-c', code], check=True)
