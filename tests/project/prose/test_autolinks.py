"""`project.prose.rewrites`: which mentions become links, and on what that depends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.project.facts import Claim, PageFacts, Use
from sphinxcontrib_archgloss.project.outputs import Condition, ProseOptions
from sphinxcontrib_archgloss.project.page_views import PageViews
from sphinxcontrib_archgloss.project.project import Project
from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites
from sphinxcontrib_archgloss.project.prose_facts import Passage, PassageReference, Prose
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import lexicon, project, rendering, term, term_set

FIRST, ALL = ProseOptions('first'), ProseOptions('all')
SECTIONS = ((0, ('top',)), (1, ('one',)), (2, ('deep',)), (1, ('two',)))


def page_with(*texts, **kept):
    """A page with *texts*, each in a passage of its own."""
    passages = tuple(
        text if isinstance(text, Passage) else Passage(text, 1) for text in texts
    )
    return PageFacts(prose=Prose(passages, SECTIONS, kept.pop('quiet', False)), **kept)


def placed(*terms, **pages):
    """A project whose glossary renders all terms."""
    words = lexicon(*terms)
    return project(
        words, glossary=PageFacts(renderings=(rendering(*words.terms),)), **pages
    )


def links(found, docname='page', prose_options=FIRST):
    """(number of the passage, what is linked) for each automatic link of a page."""
    return [
        (n, one.text[edit.start : edit.end])
        for n, one in enumerate(ProseRewrites(found).of(docname, prose_options))
        for edit in one.rewrites
        if edit.target
    ]


def test_off_is_off_whatever_records_state():
    one = placed(term('Token', autolink='all'), page=page_with('A token.'))
    assert links(one, prose_options=ProseOptions()) == []


def test_the_first_mention_on_a_page_is_linked_or_all_of_them():
    one = placed(
        'Token', 'Logit', page=page_with('A token, a logit.', 'Tokens and a token.')
    )
    assert links(one) == [(0, 'token'), (0, 'logit')]
    assert links(one, prose_options=ALL) == [
        (0, 'token'), (0, 'logit'), (1, 'Tokens'), (1, 'token'),
    ]  # fmt: skip


def test_the_first_mention_is_that_of_each_section():
    page = page_with(*(Passage('A token. A token.', n) for n in (1, 2, 4, 1)))
    one = placed('Token', page=page)
    assert links(one, prose_options=ProseOptions('first', 'section')) == [
        (0, 'token'), (1, 'token'), (2, 'token'),
    ]  # fmt: skip


def test_each_entry_is_read_by_itself():
    inside = [
        Passage('A token, a logit, a kernel.', 1, f's:{n}') for n in ('logit', 'token')
    ]
    one = placed('Token', 'Logit', 'Kernel', page=page_with('A kernel.', *inside))
    assert links(one) == [
        (0, 'kernel'), (1, 'token'), (1, 'kernel'), (2, 'logit'), (2, 'kernel'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('own', 'linked'),
    [(None, ['token']), ('first', ['token']), ('all', ['token', 'tokens']),
     ('off', []), ('suggest', [])],
)  # fmt: skip
def test_a_record_decides_for_its_term(own, linked):
    one = placed(term('Token', autolink=own), page=page_with('A token and tokens.'))
    assert [text for _, text in links(one)] == linked


def test_an_alias_decides_for_itself():
    aliases = (Alias(text='wordpiece', autolink='off'), Alias(text='unit', autolink='all'))
    page = page_with('Wordpiece, unit, token, unit.')
    one = placed(term('Token', *aliases), page=page)
    assert [text for _, text in links(one)] == ['unit', 'unit']


def test_discouraged_wordings_are_not_linked():
    aliases = (
        Alias(text='bad', status='forbidden', autolink='all'),
        Alias(text='old', status='deprecated'),
        Alias(text='tokken', kind='misspelling'),
    )
    words = term('Token', *aliases, formerly=('Wordpiece',))
    one = placed(
        words, page=page_with('The bad, the old, the tokken, the wordpiece, the token.')
    )
    assert links(one) == [(0, 'token')]


def test_what_fits_two_terms_is_left_alone_but_in_an_entry_its_set_comes_first():
    one = placed(
        term_set('one', 'Token', 'x'), term_set('two', 'Token', 'y'),
        page=page_with('A token.', Passage('A token.', 1, 'two:y')),
    )  # fmt: skip
    assert links(one) == [(1, 'token')]
    (edit,) = ProseRewrites(one).of('page', FIRST)[1].rewrites
    assert one.resolve(edit.target, 'page', edit.term).key == 'two:token'


def test_pages_and_passages_can_be_left_alone():
    assert links(placed('Token', page=page_with('A token.', quiet=True))) == []
    page = page_with(Passage('A token.', quiet=True), 'A token.')
    assert links(placed('Token', page=page)) == [(1, 'token')]


def test_no_link_goes_across_the_edge_of_emphasis():
    page = page_with(Passage('The KV cache.', seams=(4, 6)), 'The KV cache.')
    assert links(placed('KV cache', page=page)) == [(1, 'KV cache')]


def test_a_term_without_a_place_is_not_linked():
    assert links(project(lexicon('Token'), page=page_with('A token.'))) == []


# --- not where the reader is already ---


def test_no_link_on_a_page_that_is_canonical_as_a_whole():
    page = page_with('A token.', claims=(Claim('Token', '', '', 1),))
    one = placed('Token', page=page, other=page_with('A token.'))
    assert links(one) == []
    assert links(one, 'other') == [(0, 'token')]


def test_no_link_in_a_section_that_is_canonical_nor_in_those_inside_it():
    page = page_with(
        *(Passage('A token.', n) for n in (1, 2, 3, 4)),
        claims=(Claim('Token', 'one', 'One', 1),),
        ids=('one', 'two'),
    )
    assert links(placed('Token', page=page), prose_options=ALL) == [
        (0, 'token'),
        (3, 'token'),
    ]


def test_no_link_under_the_title_if_that_is_what_the_record_names():
    page = page_with(*(Passage('A token.', n) for n in (1, 3)), ids=('top',))
    one = placed(term('Token', canonical='page#top'), page=page)
    assert links(one, prose_options=ALL) == []


def test_no_link_in_the_own_entry_nor_in_that_of_a_redirect_to_it():
    inside = [Passage('A token.', 1, key) for key in ('s:token', 's:wordpiece')]
    one = placed(term('Token'), term('Wordpiece', see='Token'), page=page_with(*inside))
    assert links(one) == [(1, 'token')]
    two = placed(
        'Token', term('Wordpiece', see='Token'),
        page=page_with(Passage('A wordpiece.', 1, 's:token')),
    )  # fmt: skip
    assert links(two) == []


# --- beside what the author has written ---


def test_a_written_reference_is_the_first_wherever_in_the_scope_it_is():
    use = Use('ref', 'tokens', 1, '', '', 4)
    page = page_with(Passage('A token.', 2), Passage('A token.', 4), uses=(use,))
    one = placed('Token', page=page)
    assert links(one) == []
    assert links(one, prose_options=ProseOptions('first', 'section')) == [(0, 'token')]


def test_a_reference_in_an_entry_is_not_one_of_the_page():
    use = Use('ref', 'Token', 0, '', 's:logit')
    page = page_with('A token.', Passage('A token.', 1, 's:logit'), uses=(use,))
    assert links(placed('Token', 'Logit', page=page)) == [(0, 'token')]


def test_all_mentions_but_those_beside_a_reference_in_the_same_passage():
    beside = Passage(
        'A token: \ufffc.', 1, references=(PassageReference(9, 'ref', 'tokens'),)
    )
    page = page_with('A token.', beside, uses=(Use('ref', 'tokens', 1),))
    assert links(placed('Token', page=page), prose_options=ALL) == [(0, 'token')]


def test_a_redirect_and_its_target_are_one():
    one = placed(
        term('Token'),
        term('Wordpiece', see='Token'),
        page=page_with('A wordpiece, a token.'),
    )
    assert links(one) == [(0, 'wordpiece')]


def test_conditions_that_do_not_hold_hide_their_mentions():
    words = lexicon('Token')
    html, draft = Condition('only', 'html'), Condition('only', 'draft')
    hidden = Passage('A token.', 1, conditions=(html, draft))
    pages = {
        'glossary': PageFacts(renderings=(rendering(*words.terms),)),
        'page': page_with(hidden, 'A token.'),
    }
    one = Project(words, pages, list(pages), str.title, lambda asked: asked == html)
    assert links(one) == [(0, 'token')]  # only what is shown is looked at


# --- what a page depends on ---


def nowhere(_label):
    return ''


def linked(one):
    """What the pages of a project depend on where its terms are linked."""
    rewrites = ProseRewrites(one)
    return PageViews(one, nowhere, rewrites=lambda docname: rewrites.of(docname, FIRST))


def test_a_new_term_is_of_account_for_exactly_the_pages_that_mention_it():
    pages = {'page': page_with('A token.'), 'other': page_with('A kernel.')}
    before, after = placed('Logit', **pages), placed('Logit', 'Token', **pages)

    def depends(one, docname):
        return linked(one).digest(docname)

    assert depends(before, 'page') != depends(after, 'page')
    assert depends(before, 'other') == depends(after, 'other')


def test_without_automatic_links_prose_is_of_no_account():
    with_it, without = (
        placed('Token', page=page_with('A token.')),
        placed('Logit', page=page_with('x')),
    )
    assert PageViews(with_it, nowhere).digest('page') == PageViews(without, nowhere).digest(
        'page'
    )


def test_what_a_mention_links_to_counts():
    page = page_with('A token.')
    one = placed('Token', page=page)
    two = placed('Token', page=page, home=PageFacts(claims=(Claim('Token', '', '', 1),)))
    assert linked(one).digest('page') != linked(two).digest('page')


WORDS = st.lists(
    st.sampled_from(['token', 'Tokens', 'KV cache', 'a', 'logit', '\ufffc', '.', 'cache']),
    max_size=12,
).map(' '.join)


@given(st.lists(WORDS, max_size=4), st.sampled_from([FIRST, ALL]))
def test_links_never_overlap_and_are_what_the_role_would_be(texts, prose_options):
    one = placed(
        'Token', 'KV cache', 'Logit', term('Cache', see='KV cache'), page=page_with(*texts)
    )
    for passage in ProseRewrites(one).of('page', prose_options):
        ends = 0
        for edit in passage.rewrites:
            assert ends <= edit.start < edit.end
            ends = edit.end
            assert '\ufffc' not in passage.text[edit.start : edit.end]
            assert one.resolve(edit.target, 'page').key


@given(st.lists(WORDS, max_size=4))
def test_the_first_is_among_all(texts):
    one = placed('Token', 'KV cache', page=page_with(*texts))
    assert set(links(one)) <= set(links(one, prose_options=ALL))
