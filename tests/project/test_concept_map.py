"""`reading.graph`: terms and what joins them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.project.concept_map import KINDS, Graph, concept_map
from sphinxcontrib_archgloss.project.facts import MapRequest, PageFacts, Use
from sphinxcontrib_archgloss.terms.model import Category
from strategies import lexicon, term, term_set

LEXICON = lexicon(
    term_set(
        's',
        term('Cache', related=('Memory',), categories=('x',)),
        term('KV cache', broader=('Cache',), related=('Token',), categories=('x',)),
        term('Token', related=('KV cache',)),
        term('Memory', contrast=('Disk',)),
        term('Disk', contrast=('Memory',)),
        term('Store', see='Cache', definition=None),
        term('Tape', replaced_by='Disk', related=('gone',)),
        term('Loner'),
        categories=(Category(id='x', label='X'),),
    ),
    term_set('t', term('Byte', broader=('s:token',))),
)


def inside(target, key):
    return Use('ref', target, 1, '', key)


PAGES = {
    'a': PageFacts(
        uses=(
            inside('stores', 's:token'),
            inside('Token', 's:token'),
            inside('memory', 's:cache'),
            inside('disks', 's:token'),
            inside('Tokens', 's:disk'),
            inside('unheard of', 's:token'),
            Use('ref', 'Loner', 1),
        )
    )
}


def of(**request):
    return concept_map(LEXICON, PAGES, MapRequest(**request))


def edges(graph):
    return {(edge.kind, edge.tail, edge.head, edge.both) for edge in graph.edges}


def test_a_map_of_all_has_every_term_in_alphabetical_order():
    assert of().keys == (
        't:byte', 's:cache', 's:disk', 's:kv-cache', 's:loner', 's:memory', 's:store',
        's:tape', 's:token',
    )  # fmt: skip


def test_relations_and_references_inside_definitions_join_terms_each_once():
    assert edges(of()) == {
        ('broader', 't:byte', 's:token', False),
        ('broader', 's:kv-cache', 's:cache', False),
        ('related', 's:cache', 's:memory', False),  # and no reference beside it
        ('related', 's:kv-cache', 's:token', True),
        ('contrast', 's:disk', 's:memory', True),
        ('see', 's:store', 's:cache', False),
        ('replaced_by', 's:tape', 's:disk', False),
        ('mentions', 's:token', 's:store', False),
        ('mentions', 's:disk', 's:token', True),
    }


def test_a_map_of_a_set_has_its_terms_only():
    location = LEXICON.sets['t'].location
    assert of(locations=(location,)) == Graph(('t:byte',), ())


def test_a_map_of_a_category_follows_redirects_that_are_not_in_it():
    graph = of(categories=('x',))
    assert graph.keys == ('s:cache', 's:kv-cache')
    assert edges(graph) == {('broader', 's:kv-cache', 's:cache', False)}


@pytest.mark.parametrize(
    ('depth', 'keys'),
    [
        (0, {'s:kv-cache'}),
        (1, {'s:kv-cache', 's:cache', 's:token'}),
        (
            2,
            {'s:kv-cache', 's:cache', 's:token', 's:memory', 's:store', 's:disk', 't:byte'},
        ),
    ],
)
def test_a_neighbourhood_is_what_can_be_reached_in_as_many_steps(depth, keys):
    assert set(of(terms=('KV caches',), depth=depth).keys) == keys


def test_a_label_of_nobody_or_of_two_is_the_middle_of_nothing():
    assert of(terms=('gone',)).keys == ()


def test_terms_that_nothing_joins_can_be_left_out():
    assert 's:loner' not in of(connected=True).keys
    assert of(connected=True, terms=('Loner',)).keys == ()


def test_a_term_has_its_own_relations_and_mutual_ones():
    neighbours = of().relations()
    assert list(neighbours['s:token'].items()) == [
        ('related', ['s:kv-cache']), ('mentions', ['s:disk', 's:store']),
    ]  # fmt: skip
    assert list(neighbours['s:memory'].items()) == [
        ('contrast', ['s:disk']), ('related', ['s:cache']),
    ]  # fmt: skip
    assert neighbours['s:loner'] == {}


NAMES = ['A', 'B', 'C', 'D']
SOME = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)


@given(
    st.lists(st.tuples(SOME, SOME, SOME), min_size=4, max_size=4), st.permutations(NAMES)
)
def test_a_map_does_not_depend_on_the_order_of_records_nor_of_pages(relations, order):
    made = {
        name: term(name, related=one, contrast=two, broader=three)
        for name, (one, two, three) in zip(NAMES, relations, strict=True)
    }
    pages = {n: PageFacts(uses=(inside(n, 's:a'), inside(n, 's:b'))) for n in order}
    maps = [
        concept_map(
            lexicon(term_set('s', *(made[name] for name in ordered))),
            {n: pages[n] for n in ordered},
            MapRequest(),
        )
        for ordered in (NAMES, order)
    ]
    assert maps[0] == maps[1]
    assert len(set(maps[0].edges)) == len(maps[0].edges)
    assert {edge.kind for edge in maps[0].edges} <= set(KINDS)
    assert all(edge.tail != edge.head for edge in maps[0].edges)


def test_automatic_links_in_definitions_are_like_references():
    terms = [term(name) for name in 'ABC']
    page = {'p': PageFacts(uses=(inside('B', 's:a'),))}
    links = [('s:a', 's:b'), ('s:b', 's:a'), ('s:a', 's:a'), ('', 's:c'), ('s:x', 's:a')]
    graph = concept_map(lexicon(term_set('s', *terms)), page, MapRequest(), links)
    assert [(edge.kind, edge.tail, edge.head, edge.both) for edge in graph.edges] == [
        ('mentions', 's:a', 's:b', True)
    ]
