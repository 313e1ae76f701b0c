"""What takes time in proportion to a number of labels, terms or faults, and no more."""

from __future__ import annotations

import random
from itertools import pairwise
from string import ascii_lowercase

import pytest

from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.duplicates import same_labels
from sphinxcontrib_archgloss.terms.relations import relation_problems
from sphinxcontrib_archgloss.terms.suggestions import label_question
from strategies import lexicon, term, term_set
from work_counter import assert_linear


def words(count: int) -> list[str]:
    """Return words that are unlike each other."""
    letters = random.Random(0)
    return [''.join(letters.choices(ascii_lowercase, k=14)) for _ in range(count)]


@pytest.mark.parametrize('written', ['{}', '{}s', 'X{}'])
def test_looking_up_each_name_of_one_term(written):
    def prepare(count):
        known = lexicon(term('A', *(f'X{word}' for word in words(count))))
        targets = [written.format(word) for word in words(count)]
        return lambda: [known.find(target) for target in targets]

    assert_linear(prepare)


@pytest.mark.parametrize('circular', [False, True])
def test_following_a_long_chain_from_each_of_its_terms(circular):
    def prepare(count):
        names = words(count)
        last = [term(names[-1], see=names[0])] if circular else [term(names[-1])]
        known = lexicon(*(term(a, see=b) for a, b in pairwise(names)), *last)
        return lambda: [known.successor(key) for key in known.terms]

    assert_linear(prepare)


def test_reporting_a_circle_of_relations():
    def prepare(count):
        names = words(count)
        pairs = pairwise([*names, names[0]])
        known = lexicon(*(term(a, broader=(b,)) for a, b in pairs))
        return lambda: list(relation_problems(known, str))

    assert_linear(prepare)


@pytest.mark.parametrize('unknown', ['{}', '{} unit', 'unit {}s', 'no {} of it'])
def test_suggesting_labels_for_many_unknown_ones(unknown):
    """As many labels to choose from: what reads each of them is rapidfuzz."""

    def prepare(count):
        known = lexicon(*(term(f'{word} unit') for word in words(count)))
        targets = [unknown.format(f'z{word}') for word in words(count)]
        return lambda: [label_question(known, target) for target in targets]

    assert_linear(prepare)


def test_reporting_a_label_of_many_terms():
    terms = [term(word, 'shared', line=n) for n, word in enumerate(words(120))]
    assert_linear(lambda count: lambda: list(same_labels(terms[:count], (), 'a.yaml')))


def test_looking_up_names_of_many_sets():
    def prepare(count):
        sets = [term_set(name, term(f'of {name}', set=name)) for name in words(count)]
        known = Lexicon(sets)
        targets = [f'{s.name}:of {s.name}' for s in sets]
        return lambda: [known.find(target).keys for target in targets]

    assert_linear(prepare)
