"""`terms.lexicon`: what a label names."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.forms import folded
from sphinxcontrib_archgloss.terms.lexicon import Level, Lexicon
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import WORDS, labels, lexicon, term, term_set

WORDS_OF_A_FIELD = lexicon(
    'Token',
    'Positional encodings',
    'KV cache',
    term('Mixture of experts', 'MoE'),
    term('Moe', id='moe-the-dog'),
    'C',
    'C++',
    'C#',
    '.NET',
    '注意力',
    term('Attention matrix', forms=('attn matrixes',)),
    'Analysis',
    term('Data', no_plural=True),
    term('Canonical page', formerly=('main page',)),
    'Encoder-decoder',
    'Ära',
    'Transformer',
)


def found(target, **how):
    """(level, names) of what the field's words have for a target."""
    match = WORDS_OF_A_FIELD.find(target, **how)
    return match.level, [WORDS_OF_A_FIELD.terms[key].name for key in match.keys]


@pytest.mark.parametrize(
    ('target', 'level', 'name'),
    [
        ('Token', Level.EXACT, 'Token'),
        (' KV \n cache ', Level.EXACT, 'KV cache'),
        ('token', Level.CASE, 'Token'),
        ('TOKEN', Level.CASE, 'Token'),
        ('ÄRA', Level.CASE, 'Ära'),
        ('kv-cache', Level.FOLDED, 'KV cache'),
        ('KV\u00a0cache', Level.EXACT, 'KV cache'),
        ('KV\u2011cache', Level.FOLDED, 'KV cache'),
        ('KV ca\u00adche', Level.FOLDED, 'KV cache'),
        ('encoder decoder', Level.FOLDED, 'Encoder-decoder'),
        ('Encoder–decoder', Level.FOLDED, 'Encoder-decoder'),
        ('A\u0308ra', Level.FOLDED, 'Ära'),
        ('tokens', Level.INFLECTED, 'Token'),
        ('KV-caches', Level.INFLECTED, 'KV cache'),
        ('positional encoding', Level.INFLECTED, 'Positional encodings'),
        ('attention matrices', Level.INFLECTED, 'Attention matrix'),
        ('attn matrixes', Level.EXACT, 'Attention matrix'),
        ('analyses', Level.INFLECTED, 'Analysis'),
        ('mixtures of experts', Level.INFLECTED, 'Mixture of experts'),
        ("transformer's", Level.INFLECTED, 'Transformer'),
        ('main page', Level.EXACT, 'Canonical page'),
        ('MoE', Level.EXACT, 'Mixture of experts'),
        ('Moe', Level.EXACT, 'Moe'),
        ('MoEs', Level.INFLECTED, None),
        ('C', Level.EXACT, 'C'),
        ('c++', Level.CASE, 'C++'),
        ('c#', Level.CASE, 'C#'),
        ('.net', Level.CASE, '.NET'),
        ('注意力', Level.EXACT, '注意力'),
    ],
)
def test_what_a_label_names(target, level, name):
    names = [name] if name else ['Mixture of experts', 'Moe']
    assert found(target) == (level, names)


@pytest.mark.parametrize(
    'target',
    ['datas', 'datum', 'NET', 'C--', 'F#', '注意', 'cach', 'toke', '', ' ', ':', 's:'],
)
def test_what_names_nothing(target):
    assert found(target) == (None, [])


def test_case_decides_only_where_it_can():
    assert found('moe') == (Level.CASE, ['Mixture of experts', 'Moe'])
    assert found('MOE') == (Level.CASE, ['Mixture of experts', 'Moe'])


@pytest.mark.parametrize(
    ('target', 'last', 'level'),
    [
        ('Token', Level.EXACT, Level.EXACT),
        ('token', Level.CASE, Level.CASE),
        ('kv-cache', Level.CASE, None),
        ('kv-cache', Level.FOLDED, Level.FOLDED),
        ('tokens', Level.FOLDED, None),
        ('s:token', Level.CASE, Level.CASE),
        ('s:kv_cache', Level.CASE, None),
        ('s:tokens', Level.CASE, None),
    ],
)
def test_levels_after_the_last_are_not_tried(target, last, level):
    assert found(target, last=last)[0] is level


def test_the_closest_level_wins():
    words = lexicon('tokens', 'Token', term('TOKENS', id='t2'), term('to-kens', id='t3'))
    assert words.find('tokens').keys == ('s:tokens',)
    assert words.find('Tokens').keys == ('s:tokens', 's:t2')
    assert words.find('to-kens').keys == ('s:t3',)
    assert words.find('to kens').keys == ('s:t3',)
    assert words.find('token').keys == ('s:token',)


def test_a_plural_that_fits_two_terms_is_ambiguous():
    words = lexicon('Basis', 'Base')
    assert words.find('bases') == (
        ('s:basis', 's:base'),
        Level.INFLECTED,
        False,
        'bases',
        False,
    )


def test_a_language_without_english_plurals():
    words = lexicon(
        term_set('de', 'Token', 'Schicht', lang='de'), term_set('en', 'Layer', lang='en-US')
    )
    assert words.find('Tokens').keys == ()
    assert words.find('layers').keys == ('en:layer',)
    assert words.find('schicht').keys == ('de:schicht',)


# --- several sets ---

TWO = lexicon(
    term_set('one', 'Token', 'Patch', term('Layer', id='l'), 'two: of a kind', 'One: a'),
    term_set(
        'two', 'token', 'Patch', 'Head', term('Depth', id='layer-count'), term('x', id='ID')
    ),
)


@pytest.mark.parametrize(
    ('target', 'within', 'keys'),
    [
        ('Token', '', ['one:token']),
        ('token', '', ['two:token']),
        ('TOKEN', '', ['one:token', 'two:token']),
        ('Patch', '', ['one:patch', 'two:patch']),
        # own labels come first, at whatever level
        ('Token', 'two', ['two:token']),
        ('tokens', 'one', ['one:token']),
        ('Patch', 'two', ['two:patch']),
        ('Head', 'one', ['two:head']),
        ('patches', 'none', ['one:patch', 'two:patch']),
        # the name of a set decides
        ('one:Patch', '', ['one:patch']),
        ('two:patches', '', ['two:patch']),
        ('two : Patch', '', ['two:patch']),
        ('two:Token', 'one', ['two:token']),
        # ids as well
        ('one:l', '', ['one:l']),
        ('one:L', '', ['one:l']),
        ('two:layer-count', '', ['two:layer-count']),
        ('two:ID', '', ['two:ID']),
        ('two:id', '', []),
        ('l', '', []),
        # a label with a colon of its own
        ('two: of a kind', '', ['one:two-colon-of-a-kind']),
        ('one:two: of a kind', '', ['one:two-colon-of-a-kind']),
        ('two: of a Kind', '', ['one:two-colon-of-a-kind']),
        ('One: a', '', ['one:one-colon-a']),
        ('two: of a horse', '', []),
        ('three:Patch', '', []),
        ('One:Patch', '', []),
        ('one:Head', '', []),
        ('one:', '', []),
        (':Patch', '', []),
    ],
)
def test_what_a_label_names_among_sets(target, within, keys):
    assert list(TWO.find(target, within).keys) == keys


def test_a_qualified_match_has_what_to_show():
    match = TWO.find('two:patches')
    assert (match.label, match.qualified) == ('patches', True)
    match = TWO.find('two: of a kind')
    assert (match.label, match.qualified) == ('two: of a kind', False)


def test_a_set_called_like_a_label_hides_what_it_has_not():
    words = lexicon(term_set('note', 'b'), term_set('other', 'note: a', 'note: b'))
    assert words.find('Note: a').keys == ('other:note-colon-a',)
    assert words.find('note: A').keys == ('other:note-colon-a',)
    assert words.find('note: B').keys == ('note:b',)
    assert words.find('note: b').keys == ('other:note-colon-b',)


@pytest.mark.parametrize(
    ('target', 'key'),
    [
        ('l', 'one:l'),
        ('Layer', 'one:l'),
        ('two:l', None),
        ('Head', 'two:head'),
        ('none', None),
    ],
)
def test_relations_may_name_an_id_of_their_own_set(target, key):
    keys = TWO.find_related(target, 'one').keys
    assert keys == ((key,) if key else ())


def test_an_own_id_comes_between_own_labels_and_those_of_others():
    words = lexicon(
        term_set('one', term('Cache', id='kvc'), term('KVC', id='other')),
        term_set('two', 'KVC', term('Cache', id='moe')),
        term_set('three', 'MoE'),
    )
    assert words.find_related('kvc', 'one').keys == ('one:other',)
    assert words.find_related('moe', 'two').keys == ('two:moe',)
    assert words.find_related('moe', 'one').keys == ('three:moe',)


def test_short_ids_belong_to_the_first_set_that_has_them():
    assert TWO.short_ids['token'] == 'one:token'
    assert TWO.short_ids['head'] == 'two:head'


def test_labels_to_suggest_are_those_that_writers_are_to_use():
    words = lexicon(
        term(
            'KV cache',
            'cache',
            Alias(text='kv-cahce', kind='misspelling'),
            Alias(text='KVC', status='deprecated'),
            Alias(text='k-v', status='forbidden'),
            Alias(text='key cache', status='preferred', hidden=True),
            forms=('caches of keys',),
            formerly=('old cache',),
        )
    )
    assert list(words.labels()) == ['KV cache', 'caches of keys', 'cache', 'key cache']
    assert all(words.find(label).keys for label in ('kv-cahce', 'KVC', 'k-v', 'old cache'))


# --- redirects ---


@pytest.mark.parametrize(
    ('key', 'expected'),
    [
        ('s:target', 's:target'),
        ('s:a', 's:target'),
        ('s:b', 's:target'),
        ('s:to-nobody', 's:to-nobody'),
        ('s:via-nobody', 's:via-nobody'),
        ('s:to-two', 's:to-two'),
        ('s:circle', 's:circle'),
        ('s:circle-too', 's:circle-too'),
        ('s:itself', 's:itself'),
    ],
)
def test_where_a_chain_of_redirects_ends(key, expected):
    words = lexicon(
        'Target',
        term('a', see='b'),
        term('b', see='target'),
        term('to nobody', see='none'),
        term('via nobody', see='to nobody'),
        term('to two', see='twin'),
        'Twin',
        term('TWIN', id='twin2'),
        term('circle', see='circle too'),
        term('circle too', see='circle'),
        term('itself', see='itself'),
    )
    assert words.successor(key) == expected


@given(st.lists(st.none() | st.integers(0, 9), max_size=9), st.randoms())
def test_a_chain_of_redirections_ends_where_each_step_leads(redirections, random):
    """Whatever was asked before; a number of no term is an unknown name."""
    words = lexicon(
        *(
            term(f'word {n}', see=None if to is None else f'word {to}')
            for n, to in enumerate(redirections)
        )
    )
    keys = list(words.terms)
    for key in random.sample(keys, len(keys)):
        passed, here = [key], key
        while (see := words.terms[here].see) is not None:
            here = f's:{see.replace(" ", "-")}'
            if here in passed or here not in words.terms:
                here = key
                break
            passed.append(here)
        assert words.successor(key) == here


# --- what is lost ---


@pytest.mark.parametrize(
    ('target', 'lost'),
    [
        ('Gone', True),
        ('gone', True),
        ('GONES', True),
        ('key-value store', True),
        ('one:Gone', True),
        ('one:gones', True),
        ('lost-set:Gone', True),
        ('unheard of', False),
        ('one:unheard of', False),
        ('', False),
        ('-', False),
        ('Token', False),
        ('one:Token', False),
    ],
)
def test_labels_of_what_is_lost_are_known_to_be(target, lost):
    words = lexicon(term_set('one', 'Token', lost=('Gone',)), lost=('Key value stores',))
    assert words.find(target).lost is lost


def test_nothing_is_lost_where_nothing_was_left_out():
    assert not lexicon('Token').find('Gone').lost


# --- laws ---


@st.composite
def lexicons(draw):
    """Some sets, with labels shared now and then."""
    pool = [*draw(st.lists(labels(), min_size=1, max_size=6)), 'Token', 'token', 'Tokens']
    sets = []
    for name in draw(st.lists(st.sampled_from(['a', 'b', 'c']), min_size=1, unique=True)):
        terms = [
            term(draw(st.sampled_from(pool)), *draw(st.lists(st.sampled_from(pool), max_size=2)), id=str(n))
            for n in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        sets.append(term_set(name, *terms, lang=draw(st.sampled_from(['', 'en', 'de']))))
    return sets


def variants(label):
    """Ways to write one label."""
    return [
        label,
        label.lower(),
        label.upper(),
        f'{label}s',
        label.replace(' ', '-'),
        f' {label}',
    ]


@given(lexicons())
def test_every_label_of_every_term_finds_it(sets):
    words = Lexicon(sets)
    for key, one in words.terms.items():
        for label in one.labels():
            match = words.find(label)
            assert key in match.keys
            assert match.level == Level.EXACT
            assert words.find(f'{one.set}:{label}').qualified
            assert key in words.find(label, within=one.set).keys


def test_what_to_write_is_qualified_where_it_has_to_be():
    words = lexicon(
        term_set(
            'one',
            'Token',
            term(
                'KV cache',
                Alias(text='cache'),
                Alias(text='kv-cash', kind='misspelling'),
                Alias(text='buffer', status='deprecated'),
            ),
        ),
        term_set('two', 'Token', term('Heads', forms=('heads of it',))),
    )
    assert list(words.targets()) == [
        ('one:Token', 'one:token'),
        ('KV cache', 'one:kv-cache'),
        ('cache', 'one:kv-cache'),
        ('two:Token', 'two:token'),
        ('Heads', 'two:heads'),
        ('heads of it', 'two:heads'),
    ]


@given(lexicons())
def test_what_to_write_finds_its_term_and_no_label_is_missing(sets):
    words = Lexicon(sets)
    offered = list(words.targets())
    assert all(words.find(target).keys == (key,) for target, key in offered)
    labels = set(words.labels())
    assert {target for target, _ in offered} <= labels | {
        f'{name}:{label}' for name in words.sets for label in labels
    }
    alone = {label for label in labels if len(words.find(label).keys) == 1}
    assert alone <= {target for target, _ in offered}


@given(lexicons())
def test_every_term_is_found_by_its_key(sets):
    words = Lexicon(sets)
    own = {label for value in words.terms.values() for label in value.labels()}
    for key, one in words.terms.items():
        if one.id not in own and key not in own:
            assert words.find(key).keys == (key,)


@given(lexicons(), labels())
def test_the_order_of_sets_never_changes_what_is_found(sets, more):
    targets = [
        v for s in sets for t in s.terms for label in t.labels() for v in variants(label)
    ]
    orders = [Lexicon(order) for order in itertools.permutations(sets)]
    for target in [more, *targets]:
        for within in ('', 'a'):
            answers = {
                (frozenset(m.keys), m.level, m.qualified)
                for m in (words.find(target, within) for words in orders)
            }
            assert len(answers) == 1


@given(lexicons(), labels())
def test_no_answer_but_by_one_of_four_ways_to_compare(sets, target):
    words = Lexicon(sets)
    match = words.find(target)
    for key in match.keys:
        known = words.terms[key].labels()
        if match.level == Level.EXACT:
            assert match.label in known
        elif match.level == Level.CASE:
            assert match.label.casefold() in {label.casefold() for label in known}
        elif match.level == Level.FOLDED:
            assert folded(match.label) in {folded(label) for label in known}
        else:
            assert words.sets[words.terms[key].set].inflects


@given(lexicons(), labels())
def test_a_closer_level_is_never_passed_over(sets, target):
    words = Lexicon(sets)
    whole = words.find(target)
    for last in Level:
        match = words.find(target, last=last)
        if whole.level is not None and whole.level <= last:
            assert match == whole
        else:
            assert match.keys == ()


@given(WORDS.filter(lambda word: word.lower() not in {'s', 'es'}))
def test_a_plain_plural_finds_its_term(word):
    words = lexicon(word)
    assert words.find(f'{word}s').keys == tuple(words.terms)
    assert lexicon(f'{word}s').find(word).level == Level.INFLECTED
    assert lexicon(term(word, no_plural=True)).find(f'{word}s').keys == ()
