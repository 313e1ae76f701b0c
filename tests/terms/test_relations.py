"""`terms.relations`: relations between records that are wrong."""

from __future__ import annotations

import graphlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.problems import Kind
from sphinxcontrib_archgloss.terms.relations import relation_problems
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest
from strategies import lexicon, term, term_set


def reported(words):
    """(line, message) of each problem."""
    problems = list(
        relation_problems(words, lambda label: did_you_mean(nearest(label, words.labels())))
    )
    assert {problem.kind for problem in problems} <= {Kind.DATA}
    assert {problem.place.path for problem in problems} <= {
        s.path for s in words.sets.values()
    }
    return [(problem.place.line, problem.message) for problem in problems]


def test_relations_that_hold():
    words = lexicon(
        term_set(
            'one',
            term('Token', related=('tokenizer', 'two:head'), broader=('unit',)),
            term('Tokenizer', contrast=('Heads',), replaced_by='token'),
            term('Unit', id='unit'),
        ),
        term_set('two', 'Head', term('Old head', see='head', definition='')),
    )
    assert reported(words) == []


@pytest.mark.parametrize('key', ['related', 'broader', 'contrast', 'see', 'replaced_by'])
def test_a_relation_to_nobody(key):
    value = 'Tokn' if key in ('see', 'replaced_by') else ('Tokn',)
    words = lexicon('Token', term('Patch', line=10, **{key: value}, lines={key: 14}))
    message = f'"{key}" of "Patch" names an unknown term "Tokn"; did you mean "Token"?'
    assert reported(words) == [(14, message)]


def test_a_relation_to_nobody_like_anybody():
    words = lexicon(term('Patch', line=3, related=('Quux', 'xyzzy')))
    hint = 'add the term or remove the relation'
    assert reported(words) == [
        (3, f'"related" of "Patch" names an unknown term "Quux"; {hint}'),
        (3, f'"related" of "Patch" names an unknown term "xyzzy"; {hint}'),
    ]


@pytest.mark.parametrize('key', ['related', 'broader', 'contrast', 'replaced_by'])
def test_a_relation_to_itself(key):
    value = 'patches' if key == 'replaced_by' else ('patches',)
    words = lexicon(term('Patch', line=3, **{key: value}))
    assert reported(words) == [(3, f'"{key}" of "Patch" names the term itself; remove it')]


def test_a_relation_to_two():
    words = lexicon(
        term_set('one', term('x', line=7, related=('Patch',))),
        term_set('two', 'Patch'),
        term_set('three', 'Patch'),
    )
    message = '"related" of "x" names an ambiguous term "Patch": it matches two terms; write "two:patch" or "three:patch"'
    assert reported(words) == [(7, message)]


def test_a_relation_to_many():
    words = lexicon(
        'Patch', term('PATCH', id='b'), term('patch', id='c'), term('x', see='pAtch')
    )
    message = '"see" of "x" names an ambiguous term "pAtch": it matches 3 terms; write "s:patch" or "s:b" or "s:c"'
    assert reported(words) == [(1, message)]


def test_a_relation_to_a_lost_term_is_reported_where_that_is_lost():
    words = lexicon(term_set('one', term('x', related=('Gone', 'gones')), lost=('Gone',)))
    assert reported(words) == []


def test_a_set_that_cannot_be_read_may_have_what_is_missing():
    words = lexicon(term('x', related=('Anything', 'x')), opaque=True)
    assert reported(words) == [(1, '"related" of "x" names the term itself; remove it')]


# --- circles ---


@pytest.mark.parametrize('key', ['broader', 'see', 'replaced_by'])
def test_a_circle(key):
    def one(name, target, line):
        value = (target,) if key == 'broader' else target
        return term(name, line=line, **{key: value}, lines={key: line + 2})

    words = lexicon(
        one('start', 'A', 1), one('A', 'B', 10), one('B', 'C', 20), one('C', 'A', 30)
    )
    message = f'circular "{key}": A → B → C → A; remove one of them'
    assert reported(words) == [(12, message)]


def test_a_redirect_to_itself_is_the_smallest_circle():
    message = 'circular "see": A → A; remove one of them'
    assert reported(lexicon(term('A', see='A'))) == [(1, message)]


def test_circles_that_share_a_term_are_reported_once():
    words = lexicon(
        term('A', broader=('B', 'C')),
        term('B', broader=('A', 'C')),
        term('C', broader=('A',)),
    )
    assert len(reported(words)) == 1


def test_separate_circles_are_each_reported():
    words = lexicon(
        term('A', broader=('B',)),
        term('B', broader=('A',)),
        term('C', broader=('D', 'A')),
        term('D', broader=('C',)),
    )
    assert [message for _, message in reported(words)] == [
        'circular "broader": A → B → A; remove one of them',
        'circular "broader": C → D → C; remove one of them',
    ]


def test_a_diamond_is_no_circle():
    words = lexicon(
        term('A', broader=('B', 'C')),
        term('B', broader=('D',)),
        term('C', broader=('D',)),
        'D',
    )
    assert reported(words) == []


def test_what_is_related_may_run_in_circles():
    assert reported(lexicon(term('A', related=('B',)), term('B', related=('A',)))) == []


@given(
    st.dictionaries(
        st.sampled_from('abcdef'), st.lists(st.sampled_from('abcdef'), unique=True)
    )
)
def test_a_circle_is_reported_exactly_where_there_is_one(above):
    above = {name: [t for t in targets if t != name] for name, targets in above.items()}
    words = lexicon(*(term(name, broader=tuple(above.get(name, ()))) for name in 'abcdef'))
    told_circles = [
        message.split(': ')[1].split(';')[0].split(' → ') for _, message in reported(words)
    ]
    try:
        graphlib.TopologicalSorter(above).prepare()
    except graphlib.CycleError:
        assert told_circles
    else:
        assert told_circles == []
    for circle in told_circles:
        assert circle[0] == circle[-1]
        assert all(two in above[one] for one, two in itertools.pairwise(circle))
        assert sum(not set(circle).isdisjoint(other) for other in told_circles) == 1


def test_a_long_chain_overruns_no_stack():
    words = lexicon(*(term(f'x{n}', broader=(f'x{n + 1}',)) for n in range(3000)), 'x3000')
    assert reported(words) == []
