"""`reading.defined`: what each page defines, for machines that read it."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.project import structured_data
from sphinxcontrib_archgloss.project.facts import Claim, PageFacts
from sphinxcontrib_archgloss.project.outputs import BuilderFeatures
from sphinxcontrib_archgloss.project.page_views import PageViews
from sphinxcontrib_archgloss.project.summary import Summary, pack_summaries
from sphinxcontrib_archgloss.project.views import (
    DefinedSetView,
    DefinedTermView,
    PageLocation,
)
from strategies import lexicon, project, rendering, term, term_set

CACHE = term('KV cache', 'cache', short='Not asked.')
TOKEN = term('Token')
OLD = term('Old', see='Token', definition=None)
SET = term_set(
    's', CACHE, TOKEN, OLD, title='Serving', lang='en', licence='https://example.org/by'
)
KEYS = ('docutils.nodes:strong', (), ('keys',))
ENTRIES = PageFacts(
    renderings=(rendering('s:kv-cache', 's:old', 's:token'),),
    summaries=pack_summaries(
        [
            ('s:kv-cache', Summary('KV cache', ('Keeps ', KEYS, '.'))),
            ('s:token', Summary('Token', ('A piece.',))),
        ]
    ),
)
PAGE = PageFacts(claims=(Claim('KV cache', 'eviction', 'Eviction', 1),))

SAID_CACHE = DefinedTermView(
    'kv-cache', 'KV cache', PageLocation('page', 'eviction'), ('cache',), 'Keeps keys.'
)
SAID_TOKEN = DefinedTermView(
    'token', 'Token', PageLocation('terms', 'term-token'), (), 'A piece.'
)


def on(*docnames, words=None, **pages):
    example = project(words or lexicon(SET), **{'terms': ENTRIES, 'page': PAGE, **pages})
    return PageViews(example, str).head(*docnames)


def test_the_page_with_the_entries_defines_the_set_and_its_terms_but_no_redirects():
    assert on('terms').sets == (
        DefinedSetView(
            'Serving',
            PageLocation('terms'),
            '',
            'en',
            'https://example.org/by',
            (SAID_CACHE, SAID_TOKEN),
        ),
    )
    assert on('terms').terms == ()


def test_a_canonical_page_defines_its_terms_and_names_their_set():
    assert on('page').sets == ()
    assert on('page').terms == (
        (SAID_CACHE, DefinedSetView('Serving', PageLocation('terms'))),
    )


def test_other_pages_define_nothing():
    assert not any(on('nobody'))
    # entries that links do not lead to are not the term's
    again = PageFacts(renderings=(rendering('s:token', indexed=False),))
    assert not any(on('again', again=again))


def test_joined_pages_describe_everything_once():
    both = on('page', 'terms')
    assert both.terms == ()
    assert both.sets == on('terms').sets


def test_a_set_with_an_address_of_its_own_is_there():
    words = lexicon(term_set('s', CACHE, TOKEN, url='https://example.org/set'))
    assert on('page', words=words).terms[0][1] == DefinedSetView(
        's', PageLocation(url='https://example.org/set')
    )


def test_a_set_in_parts_has_its_page_where_its_first_term_is():
    parts = {
        'terms': PageFacts(renderings=(rendering('s:token', only=('Token',)),)),
        'a': PageFacts(renderings=(rendering('s:kv-cache', only=('KV cache',)),)),
    }
    assert [view.where for view in on('terms', **parts).sets] == [PageLocation('a')]
    assert [t.name for view in on('terms', **parts).sets for t in view.terms] == ['Token']


def test_without_an_entry_the_record_speaks():
    ((view, of),) = on('page', terms=PageFacts()).terms
    assert (view.text, of.where) == ('Not asked.', PageLocation())


def test_a_licence_that_is_not_an_address_and_an_old_language_are_left_out():
    words = lexicon(term_set('s', TOKEN, lang='en', licence='CC-BY-4.0'))
    translated = PageFacts(
        renderings=(rendering('s:token'),),
        summaries=pack_summaries(
            [('s:token', Summary('Stück', ('Ein Stück.',), translated=True))]
        ),
    )
    (view,) = on('terms', words=words, terms=translated).sets
    assert (view.licence, view.lang) == ('', '')
    assert view.terms[0].name == 'Stück'


@pytest.mark.parametrize(
    ('count', 'listed', 'described'),
    [
        (structured_data.IN_FULL, structured_data.IN_FULL, structured_data.IN_FULL),
        (structured_data.IN_FULL + 1, structured_data.IN_FULL + 1, 1),
        (structured_data.LISTED, structured_data.LISTED, 1),
        (structured_data.LISTED + 1, 1, 1),
    ],
)
def test_the_description_of_a_large_set_is_bounded(count, listed, described):
    # the page is canonical for the last one, which it describes in full
    names = [f'T{n}' for n in range(count)]
    keys = [f's:t{n}' for n in range(count)]
    page = PageFacts(
        renderings=(rendering(*keys),),
        summaries=pack_summaries((key, Summary(key, ('A sentence.',))) for key in keys),
        claims=(Claim(names[-1], 'x', 'X', 1),),
    )
    (view,) = on('terms', words=lexicon(*names), terms=page).sets
    assert len(view.terms) == listed
    assert [t.name for t in view.terms if t.text][-1] == keys[-1]
    assert sum(bool(t.text) for t in view.terms) == described
    assert all(t.id and t.where.docname for t in view.terms)


# --- pages depend on what they say ---

STRUCTURED = BuilderFeatures(structured_data=True)


def dependencies(shown=STRUCTURED, docname='page', **changes):
    terms = [
        term('KV cache', *changes.pop('aliases', ('cache',)), **changes.pop('fields', {})),
        TOKEN,
    ]
    words = lexicon(term_set('s', *terms, **{'title': 'Serving', **changes.pop('set', {})}))
    pages = {'terms': ENTRIES, 'page': PAGE, **changes}
    return PageViews(project(words, **pages), str, shown).digest(docname)


@pytest.mark.parametrize(
    'changes',
    [
        {'aliases': ('store',)},
        {'set': {'title': 'Other'}},
        {'set': {'url': 'https://example.org'}},
        {'fields': {'id': 'kvc'}},
        {
            'terms': ENTRIES._replace(
                summaries=pack_summaries([('s:kv-cache', Summary('KV cache', ('Else.',)))])
            )
        },
        {
            'terms': ENTRIES._replace(
                summaries=pack_summaries(
                    [('s:kv-cache', Summary('Cache', ('Keeps keys.',)))]
                )
            )
        },
        {'page': PageFacts(claims=(Claim('KV cache', 'other', 'Other', 1),))},
    ],
)
def test_a_canonical_page_depends_on_what_it_describes(changes):
    assert dependencies() != dependencies(**changes)


@pytest.mark.parametrize(
    'changes',
    [
        {'set': {'lang': 'de', 'description': 'New.'}},
        {'fields': {'related': ('Token',), 'categories': ('x',)}},
        {'aliases': ('cache', CACHE.aliases[0].__class__(text='hid', hidden=True))},
        # the same words in another markup
        {
            'terms': ENTRIES._replace(
                summaries=pack_summaries(
                    [('s:kv-cache', Summary('KV cache', ('Keeps keys.',)))]
                )
            )
        },
    ],
)
def test_a_canonical_page_depends_on_nothing_else(changes):
    assert dependencies() == dependencies(**changes)


def test_pages_depend_on_labels_that_only_the_search_has():
    searched = BuilderFeatures(search=True)
    hidden = CACHE.aliases[0].__class__(text='hid', hidden=True)
    assert dependencies(searched) == ''
    digest = dependencies(searched, aliases=('cache', hidden))
    assert digest
    assert digest == dependencies(searched, aliases=('store', hidden))
    assert dependencies(BuilderFeatures(), aliases=('cache', hidden)) == ''
