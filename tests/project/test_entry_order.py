"""`project.entry_order`: which terms a directive renders, and when it renders them anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.project.entry_order import (
    alphabetical,
    select,
    selected,
    term_set_view,
    unknown_categories,
)
from sphinxcontrib_archgloss.project.facts import Request
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source, Text
from strategies import labels, lexicon, term, term_set

WORDS = lexicon(
    term_set(
        'one',
        term('Token', 'piece', categories=('data',)),
        term('attention', categories=('data', 'inside')),
        term('Zero-shot', sort='0-shot'),
        categories=(
            Category(id='data', label='Data'),
            Category(id='inside', label='Inside'),
        ),
    ),
    term_set('two', term('Ära', categories=('data',)), term('Token', id='t2'), 'Base'),
)


def names(**request):
    return [one.name for one in select(WORDS, Request(locations=(), **request))]


@pytest.mark.parametrize(
    ('request_', 'expected'),
    [
        ({}, ['Zero-shot', 'Ära', 'attention', 'Base', 'Token', 'Token']),
        ({'order': 'written'}, ['Token', 'attention', 'Zero-shot', 'Ära', 'Token', 'Base']),
        ({'only': ('bases', 'PIECE')}, ['Base', 'Token']),
        ({'only': ('Token',)}, ['Token', 'Token']),
        ({'only': ('two:token',)}, ['Token']),
        ({'only': ('zero-shot',)}, ['Zero-shot']),
        ({'only': ('t2',)}, ['Token']),
        ({'only': ('unheard of',)}, []),
        ({'exclude': ('Token', 'Base')}, ['Zero-shot', 'Ära', 'attention']),
        ({'exclude': ('unheard of',), 'only': ('Base',)}, ['Base']),
        ({'categories': ('data',)}, ['Ära', 'attention', 'Token']),
        ({'categories': ('inside', 'none')}, ['attention']),
        ({'categories': ('data',), 'exclude': ('piece',)}, ['Ära', 'attention']),
        ({'categories': ('data',), 'only': ('Base', 'Ära')}, ['Ära']),
    ],
)
def test_what_is_selected(request_, expected):
    assert names(**request_) == expected


@pytest.mark.parametrize(
    ('label', 'keys'),
    [
        ('tokens', ('one:token', 'two:t2')),
        ('one:tokens', ('one:token',)),
        ('t2', ('two:t2',)),
        ('none', ()),
    ],
)
def test_options_take_labels_and_ids(label, keys):
    assert selected(WORDS, label) == keys


@pytest.mark.parametrize(
    ('orders', 'option', 'expected'),
    [
        (['written'], '', ['Z', 'A']),
        (['written'], 'alphabetical', ['A', 'Z']),
        (['alphabetical'], 'written', ['Z', 'A']),
        (['written', 'written'], '', ['Z', 'A', 'Y', 'B']),
        (['written', 'alphabetical'], '', ['A', 'B', 'Y', 'Z']),
    ],
)
def test_a_set_has_an_order_that_an_option_overrides(orders, option, expected):
    names = (('Z', 'A'), ('Y', 'B'))
    words = lexicon(
        *(term_set(f's{n}', *names[n], order=order) for n, order in enumerate(orders))
    )
    request = Request(locations=(), order=option)
    assert [shown.name for shown in select(words, request)] == expected


def test_what_a_request_leaves_out_makes_it_a_part():
    assert Request(locations=('/a',), order='written', indexed=False).is_whole
    assert not Request(locations=(), only=('x',)).is_whole
    assert not Request(locations=(), exclude=('x',)).is_whole
    assert not Request(locations=(), categories=('x',)).is_whole


def test_categories_that_no_set_declares():
    request = Request(locations=(), categories=('data', 'dta', 'inside', 'x'))
    declared = ('data', 'inside')
    assert unknown_categories(WORDS, request) == (('dta', declared), ('x', declared))
    undeclared = Request(locations=(), categories=('x',))
    assert unknown_categories(lexicon('Token'), undeclared) == (('x', ()),)
    assert unknown_categories(WORDS, Request(locations=())) == ()


@given(st.lists(labels(), max_size=6), st.randoms())
def test_the_alphabet_does_not_ask_in_what_order_terms_come(names, random):
    terms = [term(name, id=str(n), set='s') for n, name in enumerate(names)]
    shuffled = list(terms)
    random.shuffle(shuffled)
    words = lexicon(term_set('s', *terms))
    assert alphabetical(words, shuffled) == alphabetical(words, terms)


# --- when entries are to be rendered anew ---


def state(one=None, *, markup='rst', request=None, others=('Head',), **changed):
    """The digest of a set of one term, changed."""
    one = (one or FULL)._replace(**changed)
    words = lexicon(term_set('s', one, *others, markup=markup))
    request = request or Request(locations=())
    return digest_of(term_set_view(words, request, list(words.terms.values())))


FULL = term(
    'Token',
    'piece',
    Alias(text='tok', hidden=True),
    line=4,
    short='A unit.',
    related=('Head',),
    references=(Source(label='Paper', url='https://example.org'),),
    status='draft',
)


@pytest.mark.parametrize(
    'changed',
    [
        {'name': 'Tokens'},
        {'id': 'tok'},
        {'definition': Text(value='Other.', lines=(5,))},
        {'definition': None},
        {'aliases': (Alias(text='piece'), Alias(text='tok'))},
        {'aliases': ()},
        {'references': ()},
        {'status': 'deprecated'},
        {'markup': 'myst'},
        {'others': ('Heads',)},  # the name that the relation is shown with
        {'others': ('Head', 'Layer')},
        {'request': Request(locations=(), categories=('undeclared',))},
    ],
    ids=str,
)
def test_what_an_entry_shows_is_in_the_digest(changed):
    assert state(**changed) != state()


@pytest.mark.parametrize(
    'changed',
    [
        {'line': 40, 'name_line': 41, 'lines': {'related': 44}},
        {'definition': Text(value=FULL.definition.value, lines=(90,))},
        {'aliases': (Alias(text='piece'), Alias(text='other', hidden=True))},
        {'forms': ('toks',)},
        {'canonical': 'page'},
        {'published': False},
        {'extra': {'a': 1}},
    ],
    ids=str,
)
def test_what_no_entry_shows_when_it_is_read_is_not(changed):
    assert state(**changed) == state()


def test_the_shape_of_a_definition_is_in_the_digest_but_not_where_it_stands():
    def shaped(*lines):
        return state(definition=Text(value='a\nb\nc', lines=lines))

    assert shaped(5, 6, 7) == shaped(50, 51, 52)
    assert shaped(5, 6, 7) != shaped(5, 6, 8)


def test_how_a_definition_is_folded_is_in_the_digest():
    def written(folded):
        return state(definition=Text(value='a b', lines=(5,), folded=folded))

    assert written('a\nb') != written('a b')


def test_half_a_character_is_no_obstacle():
    assert state(name='\ud800')
