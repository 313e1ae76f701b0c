"""`reading.destinations`: claims × ``canonical`` × ``published`` × entries.

Every combination is compared with the table in the manual's reference, written again
in a few lines by `expected`.
"""

from __future__ import annotations

import itertools

import pytest

from sphinxcontrib_archgloss.project.destinations import Destination, Destinations
from sphinxcontrib_archgloss.project.diagnostics.diagnostics import diagnose
from sphinxcontrib_archgloss.project.facts import Claim, PageFacts, Use
from strategies import lexicon, project, rendering, term, term_set

CANONICAL = {
    None: None,
    'page': 'page',
    'page#here': 'page',
    'page#Of it': 'page',
    'page#gone': 'page',
    'gone': 'gone',
    'gone#x': 'gone',
    'http://example.org/': 'http://example.org/',
    'https://example.org/#x': 'https://example.org/#x',
}
"""Value in the record → page or URL that it names."""

CLAIMS = [
    {},
    {'page': ['']},
    {'page': ['', 'sec']},
    {'page': ['sec', 'sec2', '']},
    {'other': ['']},
    {'other': ['sec'], 'page': ['']},
]
"""Docname → anchors of what it claims to be canonical."""


def expected(canonical, claims, *, published, rendered):
    """What a reference links to, and what the build reports."""
    pages = set(claims) | ({CANONICAL[canonical]} - {None})
    entry = Destination('unpublished', *(('glossary', 'term-token') if rendered else ()))
    unplaced = [] if rendered else ['unplaced']
    if not published:
        return entry, unplaced
    if len(pages) > 1:
        tellers = sum(map(len, claims.values())) + (canonical is not None)
        return entry, sorted(['conflict'] * tellers + unplaced)
    if claims:
        ((docname, anchors),) = claims.items()
        anchor = next(filter(None, anchors), '')
        return Destination('published', docname, anchor), []
    match canonical:
        case None:
            return entry, unplaced
        case 'page':
            return Destination('published', 'page'), []
        case 'page#here' | 'page#Of it':
            return Destination('published', 'page', 'here'), []
        case 'page#gone' | 'gone' | 'gone#x':
            return entry._replace(state='dangling'), ['dangling']
        case url:
            return Destination('published', url=url), []


@pytest.mark.parametrize(
    ('canonical', 'claims', 'published', 'rendered'),
    list(itertools.product(CANONICAL, CLAIMS, [True, False], [True, False])),
)
def test_every_combination(canonical, claims, published, rendered):
    words = lexicon(term('Token', canonical=canonical, published=published))
    pages = {
        'asking': PageFacts(uses=(Use('ref', 'tokens', 1),)),
        'other': PageFacts(),
        'page': PageFacts(ids=('here', 'sec'), names=(('of it', 'here'),)),
    }
    if rendered:
        pages['glossary'] = PageFacts(renderings=(rendering('s:token'),))
    for docname, anchors in claims.items():
        made = tuple(Claim('Token', a, a.title(), n) for n, a in enumerate(anchors, 1))
        pages[docname] = pages[docname]._replace(claims=made)
    example = project(words, **pages)
    diagnosis = diagnose(example, ignored=lambda _: False, elsewhere=lambda _: '')
    kinds = [problem.kind.value for problem in diagnosis.problems]
    assert (example.resolve('tokens', 'asking').destination, sorted(kinds)) == expected(
        canonical, claims, published=published, rendered=rendered
    )


def of(words, key, **pages):
    return Destinations(words, pages).of(key)


def test_the_first_section_of_a_page_that_claims_a_term_twice():
    claims = (Claim('Token', 'b', 'B', 9), Claim('tokens', 'a', 'A', 12))
    places = Destinations(lexicon('Token'), {'page': PageFacts(claims=claims)})
    assert places.of('s:token').anchor == 'b'
    assert places.section_title('s:token') == 'B'


@pytest.mark.parametrize(
    'label', ['Token', 'TOKENS', 's:token', 's:Token', 'piece', 'Old token']
)
def test_a_claim_may_use_any_label(label):
    words = lexicon(term('Token', 'piece', formerly=('old token',)))
    page = PageFacts(claims=(Claim(label, '', '', 1),))
    assert of(words, 's:token', page=page) == Destination('published', 'page')


def test_a_claim_that_fits_two_terms_is_for_neither():
    words = lexicon(term_set('one', 'Token'), term_set('two', 'Token'))
    page = PageFacts(claims=(Claim('Token', '', '', 1),))
    assert of(words, 'one:token', page=page).state == 'unpublished'
    assert of(words, 'two:token', page=page).state == 'unpublished'


@pytest.mark.parametrize(
    ('fragment', 'anchor'),
    [
        ('here', 'here'),
        ('of it', 'here'),
        ('Of It', 'here'),
        ('of  it', 'here'),
        ('MixedCase', 'there'),
        ('gone', None),
        ('', ''),
    ],
)
def test_ids_and_labels_of_a_page(fragment, anchor):
    names = (('of it', 'here'), ('MixedCase', 'there'))
    assert PageFacts(ids=('here', 'there'), names=names).anchor(fragment) == anchor


# --- redirects ---


def test_a_redirect_links_where_its_target_links_whatever_its_own_record_states():
    words = lexicon(
        term('Token', canonical='page'),
        term('Piece', see='Token', canonical='elsewhere', published=False),
        term('Bit', see='Piece'),
    )
    for key in ('s:token', 's:piece', 's:bit'):
        assert of(words, key, page=PageFacts()) == Destination('published', 'page')


def test_a_redirect_to_nobody_links_to_its_own_entry():
    words = lexicon(term('Piece', see='Tokn'))
    page = PageFacts(renderings=(rendering('s:piece'),))
    assert of(words, 's:piece', page=page) == Destination(
        'unpublished', 'page', 'term-piece'
    )


# --- entries ---


def entries(words, **pages):
    return Destinations(words, pages).entries


def test_of_several_renderings_on_a_page_the_place_is_the_page():
    page = PageFacts(renderings=(rendering('s:b', only=('b',)), rendering('s:a', 's:b')))
    assert entries(lexicon('a', 'b'), page=page) == {'s:a': 'page', 's:b': 'page'}


def test_a_part_is_better_than_nothing():
    part = PageFacts(renderings=(rendering('s:a', only=('a',)),))
    other = PageFacts(renderings=(rendering('s:b', exclude=('a',)),))
    assert entries(lexicon('a', 'b'), z=part, y=other) == {'s:a': 'z', 's:b': 'y'}


def test_a_term_that_is_no_more_has_no_entry():
    page = PageFacts(renderings=(rendering('s:a', 's:gone'),))
    assert entries(lexicon('a'), page=page) == {'s:a': 'page'}


@pytest.mark.parametrize(
    ('destination', 'exists', 'whole'),
    [
        (Destination('published', 'page'), True, True),
        (Destination('published', 'other'), True, False),
        (Destination('published', 'page', 'x'), True, False),
        (Destination('published', url='http://x'), True, False),
        (Destination('unpublished'), False, False),
    ],
)
def test_what_a_destination_is(destination, exists, whole):
    assert (destination.exists, destination.is_page('page')) == (exists, whole)
    assert not destination.is_page('')


def test_anchors_of_terms_with_ids_in_other_scripts_and_long_ones():
    words = lexicon(
        term_set('a', term('注意力'), term('b-x', id='b-x')), term_set('a-b', term('x'))
    )
    places = Destinations(words, {})
    assert places.anchors('a:注意力') == ['term-注意力', 'term-a-注意力']
    assert places.anchors('a:b-x') == ['term-b-x', 'term-a-b-x']
    assert places.anchors('a-b:x') == ['term-x', 'term-a-b-x']


# --- old names ---


def old_anchors(*sets):
    destinations = Destinations(lexicon(*sets), {})
    return {key: destinations.old_anchors(key) for key in lexicon(*sets).terms}


def test_old_names_and_records_keep_anchors():
    first = term_set(
        'one', term('Token', formerly=('Word piece', 'C++'), anchors=('term-Token',))
    )
    assert old_anchors(first) == {
        'one:token': (
            ('term-Token',),
            (
                'term-one-word-piece',
                'term-one-c-plus-plus',
                'term-word-piece',
                'term-c-plus-plus',
            ),
        )
    }


def test_a_short_anchor_gives_way_to_one_that_a_record_of_the_set_has():
    words = lexicon(term_set('a', term('Go'), term('Move', 'go', anchors=('term-go',))))
    assert Destinations(words, {}).anchors('a:go') == ['term-a-go']
    own = lexicon(term_set('a', term('Go', anchors=('term-go',))))
    assert Destinations(own, {}).anchors('a:go') == ['term-go', 'term-a-go']
    # each set has its own pages
    two = lexicon(term_set('a', 'Go'), term_set('b', term('Move', anchors=('term-go',))))
    assert Destinations(two, {}).anchors('a:go') == ['term-go', 'term-a-go']


def test_a_short_anchor_gives_way_to_what_stands_on_the_page():
    words = lexicon('Token')
    page = PageFacts(renderings=(rendering('s:token'),), ids=('term-token',))
    assert Destinations(words, {'page': page}).anchors('s:token') == ['term-s-token']
    elsewhere = PageFacts(ids=('term-token',))
    pages = {'page': page._replace(ids=()), 'other': elsewhere}
    assert Destinations(words, pages).anchors('s:token') == ['term-token', 'term-s-token']


def test_a_name_that_leaves_no_id_leaves_no_anchor():
    first = term_set('one', term('Token', formerly=('()',)))
    assert old_anchors(first)['one:token'] == ((), ())
