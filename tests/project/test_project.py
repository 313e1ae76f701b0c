"""`project.project` and `page_views`: where references lead, and what pages depend on."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.project.facts import Claim, PageFacts, Section, Use
from sphinxcontrib_archgloss.project.outputs import BuilderFeatures
from sphinxcontrib_archgloss.project.page_views import PageViews
from sphinxcontrib_archgloss.project.summary import Summary, pack_summaries
from sphinxcontrib_archgloss.project.views import PopoverView
from strategies import lexicon, project, rendering, term, term_set


def use(target, kind='ref', inside=''):
    return Use(kind, target, 1, '', inside)


def test_uses_come_in_reading_order_and_in_that_of_the_page():
    example = project(
        lexicon('Token'),
        z=PageFacts(uses=(use('b'), use('a'))),
        a=PageFacts(uses=(use('c'),)),
        m=PageFacts(),
    )
    assert [(docname, u.target) for docname, u in example.uses()] == [
        ('z', 'b'),
        ('z', 'a'),
        ('a', 'c'),
    ]


def test_a_document_without_facts_has_no_uses():
    example = project(lexicon('Token'), a=PageFacts(uses=(use('x'),)))
    example.order = ['ghost', 'a']
    assert [docname for docname, _ in example.uses()] == ['a']


# --- links ---


def test_inside_a_definition_the_labels_of_its_set_come_first():
    words = lexicon(term_set('one', 'Token', 'x'), term_set('two', 'Token', 'y'))
    example = project(words)
    assert example.resolve('Token', 'page', 'two:y').key == 'two:token'
    assert example.resolve('Token', 'page', 'one:x').key == 'one:token'
    assert example.resolve('Token', 'page').key == ''
    assert len(example.resolve('Token', 'page').match.keys) == 2


def test_a_reference_is_inside_only_in_the_entry_of_the_very_term():
    example = project(lexicon('Token', term('Piece', see='Token')))
    assert example.resolve('tokens', 'page', 's:token').inside
    assert not example.resolve('piece', 'page', 's:token').inside
    assert not example.resolve('token', 'page', 's:piece').inside
    assert not example.resolve('token', 'page').inside


def test_levels_after_the_last_are_not_tried():
    example = project(lexicon('KV cache'))
    assert example.resolve('kv cache', 'page', kind='any').key == 's:kv-cache'
    assert example.resolve('kv-cache', 'page', kind='any').key == ''


def test_on_its_canonical_page_a_reference_links_to_the_entry():
    words = lexicon(term('Token', canonical='page'), term('Piece', see='Token'))
    glossary = PageFacts(renderings=(rendering('s:token', 's:piece'),))
    example = project(words, page=PageFacts(), glossary=glossary)
    for target in ('Token', 'Piece'):
        destination = example.resolve(target, 'page').destination
        assert destination == ('published', 'glossary', 'term-token', '')
        assert example.resolve(target, 'glossary').destination.docname == 'page'


def test_on_its_canonical_page_a_reference_without_an_entry_has_no_link():
    example = project(lexicon(term('Token', canonical='page')), page=PageFacts())
    assert not example.resolve('Token', 'page').destination.exists


def test_on_the_page_of_its_canonical_section_a_reference_links_there():
    claim = Claim('Token', 'sec', 'Sec', 1)
    example = project(lexicon('Token'), page=PageFacts(claims=(claim,)))
    assert example.resolve('Token', 'page').destination.anchor == 'sec'


# --- the way to canonical pages ---


@pytest.mark.parametrize(
    ('fields', 'claims', 'expected'),
    [
        ({'canonical': 'page'}, (), ('page', 'Page')),
        ({'canonical': 'page#x'}, (), ('page', 'Page')),
        ({'canonical': 'https://example.org'}, (), ('', 'https://example.org')),
        ({}, (Claim('Token', '', '', 1),), ('page', 'Page')),
        ({}, (Claim('Token', 'x', 'The section', 1),), ('page', 'The section')),
    ],
)
def test_where_to_read_more_and_its_title(fields, claims, expected):
    example = project(
        lexicon(term('Token', **fields)), page=PageFacts(claims=claims, ids=('x',))
    )
    destination, title = example.canonical('s:token')
    assert (destination.docname, title) == expected


@pytest.mark.parametrize(
    'fields', [{}, {'canonical': 'gone'}, {'canonical': 'page', 'published': False}]
)
def test_there_is_nothing_to_read_more(fields):
    assert (
        project(lexicon(term('Token', **fields)), page=PageFacts()).canonical('s:token')
        is None
    )


# --- what pages depend on ---

ENTRY = PageFacts(renderings=(rendering('s:token', 's:head'),))
TERMS = [term('Token', related=('Head',)), 'Head', 'Layer']


def dependencies(words, page, elsewhere=lambda _: '', titles=str.title, **others):
    example = project(words, page=page, **others)
    example._title = titles
    return PageViews(example, elsewhere).digest('page')


REFERRER = PageFacts(uses=(use('tokens'), use('gone'), use('s:Head'), use('layer', 'any')))


@pytest.mark.parametrize(
    'changed',
    [
        {'words': lexicon('Tokens', 'Head', 'Layer')},  # another key for the label
        {
            'words': lexicon(term('Token', canonical='other'), 'Head', 'Layer'),
            'other': PageFacts(),
        },
        {'words': lexicon(term('Token', canonical='http://x'), 'Head', 'Layer')},
        {'words': lexicon(term('Token', canonical='gone'), 'Head', 'Layer')},
        {'words': lexicon('Token', 'Token too', term('tokens', id='t'), 'Head', 'Layer')},
        {'words': lexicon('Token', 'Head', 'Layer', 'gone')},
        {'words': lexicon('Token', 'Head')},
        {'words': lexicon('Token', 'Layer')},
        {'other': PageFacts(claims=(Claim('Token', '', '', 1),))},
        {'other': PageFacts(claims=(Claim('Token', 'x', 'X', 1),))},
        {'page': PageFacts(uses=REFERRER.uses, claims=(Claim('Token', '', '', 1),))},
        {'elsewhere': lambda label: 'http://x' * (label == 'gone')},
        {'glossary': PageFacts()},
        {'glossary': PageFacts(), 'another': ENTRY},
    ],
)
def test_a_page_depends_on_where_its_references_lead(changed):
    usual = {'words': lexicon(*TERMS), 'page': REFERRER, 'glossary': ENTRY}
    assert dependencies(**usual | changed) != dependencies(**usual)


@pytest.mark.parametrize(
    'changed',
    [
        {'words': lexicon(*TERMS, 'More')},
        {'words': lexicon(term('Token', line=90, definition='Other.'), 'Head', 'Layer')},
        {'page': PageFacts(uses=REFERRER.uses[::-1])},
        {'page': PageFacts(uses=tuple(u._replace(line=7) for u in REFERRER.uses))},
        {'page': PageFacts(uses=REFERRER.uses * 2)},
        {'other': PageFacts(claims=(Claim('More', '', '', 1),), ids=('a',))},
        {'titles': str.upper},  # a reference shows the author's wording
        {
            'elsewhere': lambda label: 'http://x' * (label == 'tokens')
        },  # what is found here is not asked for there
    ],
)
def test_a_page_depends_on_nothing_else(changed):
    usual = {'words': lexicon(*TERMS), 'page': REFERRER, 'glossary': ENTRY}
    assert dependencies(**usual | changed) == dependencies(**usual)


def test_a_page_depends_on_how_options_are_written_and_not_on_what_they_find():
    page = PageFacts(uses=(use('Token', 'select'),))
    assert dependencies(lexicon('Token'), page) == dependencies(lexicon('Head'), page) != ''
    other = PageFacts(uses=(use('Head', 'select'),))
    assert dependencies(lexicon('Token'), page) != dependencies(lexicon('Token'), other)


@pytest.mark.parametrize(
    'changed',
    [
        {'words': lexicon(term('Token', related=('Head',), canonical='other'), 'Head')},
        {
            'words': lexicon(
                term('Token', related=('Head',)), term('Head', canonical='other')
            )
        },
        {'words': lexicon(term('Token', related=('Gone',)), 'Head')},
        {
            'words': lexicon(term_set('a', 'Head'), term_set('s', *TERMS))
        },  # the short anchor
        {'words': lexicon('Head')},
        {'other': PageFacts(claims=(Claim('Head', 'x', 'X', 1),))},
        {'a': ENTRY},  # links lead to another entry
    ],
)
def test_a_glossary_depends_on_what_its_entries_take_from_the_project(changed):
    usual = {'words': lexicon(*TERMS), 'page': ENTRY, 'other': PageFacts()}
    assert dependencies(**usual | changed) != dependencies(**usual)


def test_a_glossary_depends_on_the_titles_it_shows():
    words = lexicon(term('Token', canonical='other'), 'Head')
    usual = {'words': words, 'page': ENTRY, 'other': PageFacts()}
    assert dependencies(**usual, titles=str.upper) != dependencies(**usual)


def test_what_an_entry_shows_of_a_term_that_is_no_more():
    assert PageViews(project(lexicon('Token')), str).entry('s:gone', 'page') is None


# --- tips ---


def test_a_tip_is_that_of_the_target_of_a_redirect():
    words = lexicon(
        term_set('s', 'Token', term('Piece', see='Token'), lang='de'),
        term_set('t', 'Token'),
    )
    summary = Summary('Token', ('A piece.',))
    example = project(
        words,
        entries=PageFacts(
            renderings=(rendering('s:token', 's:piece'),),
            summaries=pack_summaries(
                [('s:token', summary), ('s:piece', Summary('Piece', ()))]
            ),
        ),
        page=PageFacts(claims=(Claim('s:token', '', '', 1),)),
    )
    popover, of = (
        PopoverView('term-token', summary, 'de', 'Page'),
        PageViews(example, str).popover,
    )
    assert of('s:piece', 'entries') == of('s:token', 'entries') == popover
    # from the page itself, a reference links to the entry
    assert of('s:token', 'page') == popover._replace(page='')
    assert of('t:token', 'page') is None


def test_a_page_depends_on_its_tips_where_its_builder_shows_them():
    def made(sentence, **pages):
        entry = PageFacts(
            renderings=(rendering('s:token'),),
            summaries=pack_summaries([('s:token', Summary('Token', (sentence,)))]),
        )
        return project(lexicon('Token'), entry=entry, **pages)

    def depends(example, *shown):
        return PageViews(example, str, *shown).digest('page')

    referring = PageFacts(uses=(use('tokens'),))
    before, after = made('One.', page=referring), made('Two.', page=referring)
    assert depends(before) == depends(after)
    shown = BuilderFeatures(popovers=True, look='a')
    assert depends(before, shown) != depends(after, shown)
    assert depends(before, shown) == depends(made('One.', page=referring), shown)
    assert depends(before, shown) != depends(before, shown._replace(look='b'))
    # what stands in its own entry shows nothing more
    inside = PageFacts(uses=(use('tokens', inside='s:token'),))
    assert depends(made('One.', page=inside), shown) == depends(
        made('Two.', page=inside), shown
    )


# --- back-references, states, terms in use ---


def sections(*targets, anchor='x'):
    uses = tuple(use(target)._replace(section=2) for target in targets)
    return PageFacts(uses=uses, sections=(Section('top', 'Top'), Section(anchor, 'Part')))


BACK = BuilderFeatures(backlinks=True, html=True)


def digest_of(words, shown=BACK, option=None, used=False, **pages):
    made = rendering('s:token', 's:head')
    made = made._replace(backlinks=option, request=made.request._replace(used=used))
    glossary = PageFacts(renderings=(made,), uses=(use('gone', inside='s:head'),))
    example = project(words, **{'glossary': glossary, **pages})
    return PageViews(example, lambda _: '', shown).digest('glossary')


@pytest.mark.parametrize(
    ('shown', 'option', 'depends'),
    [
        (BACK, None, True),
        (BACK, False, False),
        (BuilderFeatures(html=True), None, False),
        (BuilderFeatures(html=True), True, True),
        (BuilderFeatures(), True, False),
    ],
)
def test_a_glossary_depends_on_mentions_where_it_shows_them(shown, option, depends):
    words = lexicon('Token', 'Head')
    before = digest_of(words, shown, option, p=sections('Token'))
    for after in (sections('Token', 'Token'), sections('Token', anchor='y'), sections()):
        assert (digest_of(words, shown, option, p=after) != before) == depends
    assert digest_of(words, shown, option, p=sections('Token', 'Gone')) == before


def test_only_half_a_dozen_places_make_a_difference():
    pages = {f'p{n:02}': sections('Token') for n in range(8)}
    words = lexicon('Token', 'Head')
    before = digest_of(words, **pages)
    assert digest_of(words, **pages | {'p07': sections('Token', 'Token')}) == before
    assert digest_of(words, **pages | {'p07': sections()}) != before
    assert digest_of(words, **pages | {'p05': sections('Token', 'Token')}) != before
    glossary = PageViews(project(words, **pages), str).entry('s:token', 'g', backlinks=True)
    assert glossary.mentions is None  # no HTML, no mentions
    views = PageViews(project(words, **pages), str, BACK)
    places, more = views.entry('s:token', 'g').mentions
    assert ([place.docname for place in places], more) == (list(pages)[:6], 2)


def test_where_only_used_terms_come_out_others_make_no_difference():
    def with_alias(text, **more):
        return lexicon('Token', term('Head', **more), text)

    used = {'used': True, 'p': sections('Token')}
    assert digest_of(with_alias('Layer'), **used) == digest_of(with_alias('gone'), **used)
    assert digest_of(with_alias('x', canonical='p'), **used) != digest_of(
        with_alias('x', canonical=None), **used
    )  # a page is to be expected, now that a term of the set has one
    both = {'used': True, 'p': sections('Token', 'Head')}
    assert digest_of(with_alias('Layer'), **both) != digest_of(with_alias('gone'), **both)


def test_a_page_is_awaited_where_the_set_has_others():
    plain = lexicon('Token', 'Head')
    assert not project(plain).is_awaited('s:token')
    words = lexicon(
        'Token',
        term('Head', canonical='p'),
        term('Old', see='Token'),
        term('Bad', status='deprecated'),
        term('Held', canonical='p', published=False),
        term('Gone', canonical='nowhere'),
    )
    example = project(words, p=PageFacts())
    assert [key for key in words.terms if example.is_awaited(key)] == [
        's:token', 's:held', 's:gone',
    ]  # fmt: skip
