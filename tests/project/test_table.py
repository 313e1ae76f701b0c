"""Each row of the table in the manual's reference: links and warnings.

A project is a value, so a row is a value and a question.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.project.diagnostics.diagnostics import diagnose
from sphinxcontrib_archgloss.project.facts import (
    Claim,
    PageFacts,
    PageProblem,
    Rendering,
    Request,
    Use,
)
from sphinxcontrib_archgloss.project.page_views import PageViews
from sphinxcontrib_archgloss.project.project import Project
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import load_bytes

PATH = '/set.yaml'


def lexicon(*records: str, name: str = 'set', path: str = PATH) -> Lexicon:
    """A set whose records stand on lines 3, 4, …; each needs no definition."""
    return Lexicon([loaded(*records, name=name, path=path)])


def loaded(*records: str, name: str = 'set', path: str = PATH):
    rows = [f'- {{{record}, definition: It.}}' for record in records]
    text = f'name: {name}\nterms:\n' + '\n'.join(rows)
    result = load_bytes(text.encode(), path)
    assert not result.problems
    return result.set._replace(location=path)


def entries(*keys: str, path: str = PATH, **request) -> Rendering:
    options = Request(locations=(path,), **request)
    return Rendering(request=options, keys=keys, files=((path, ''),), digest='')


def refs(*targets: str) -> tuple[Use, ...]:
    return tuple(Use('ref', target, n) for n, target in enumerate(targets, 1))


def project(words: Lexicon, **pages: PageFacts) -> Project:
    order = sorted(pages)
    return Project(words, pages, order, str.upper)


def problems_of(
    example: Project, ignored=(), elsewhere=None
) -> list[tuple[str, str, int | None, str]]:
    diagnosis = diagnose(
        example,
        ignored=lambda target: target in ignored,
        elsewhere=lambda target: (elsewhere or {}).get(target, ''),
    )
    return [
        (p.kind.value, p.place.path, p.place.line, p.message) for p in diagnosis.problems
    ]


GLOSSARY = PageFacts(renderings=(entries('set:token'),))


class TestWhereItLeads:
    def test_to_a_page_that_claims_the_term(self):
        page = PageFacts(claims=(Claim('Token', '', '', 1),))
        example = project(lexicon('name: Token'), glossary=GLOSSARY, page=page)
        destination = example.resolve('tokens', 'other').destination
        assert (destination.state, destination.docname, destination.anchor) == (
            'published',
            'page',
            '',
        )
        assert problems_of(example) == []

    def test_to_a_section_rather_than_to_its_page(self):
        claims = (Claim('Token', '', '', 1), Claim('Token', 'pieces', 'Pieces', 9))
        example = project(lexicon('name: Token'), page=PageFacts(claims=claims))
        destination, title = example.canonical(next(iter(example.lexicon.terms)))
        assert (destination.docname, destination.anchor, title) == (
            'page',
            'pieces',
            'Pieces',
        )
        assert example.resolve('Token', 'other').destination == destination

    @pytest.mark.parametrize(
        ('canonical', 'docname', 'anchor', 'url'),
        [
            ('page', 'page', '', ''),
            ('/page', 'page', '', ''),
            ('page#pieces', 'page', 'pieces', ''),
            ('page#Of pieces', 'page', 'pieces', ''),
            ('page#MyTarget', 'page', 'mytarget', ''),
            ('HTTPS://example.org/x', '', '', 'HTTPS://example.org/x'),
            ('https://example.org/x', '', '', 'https://example.org/x'),
        ],
    )
    def test_to_what_the_record_names(self, canonical, docname, anchor, url):
        page = PageFacts(ids=('mytarget', 'pieces'), names=(('of pieces', 'pieces'),))
        words = lexicon(f'name: Token, canonical: "{canonical}"')
        example = project(words, glossary=GLOSSARY, page=page)
        destination = example.resolve('Token', 'other').destination
        assert (destination.state, destination.docname, destination.anchor) == (
            'published',
            docname,
            anchor,
        )
        assert destination.url == url
        assert problems_of(example) == []

    def test_to_the_entry_where_no_page_is_named(self):
        example = project(lexicon('name: Token'), glossary=GLOSSARY)
        destination = example.resolve('Token', 'other').destination
        assert (destination.state, destination.docname, destination.anchor) == (
            'unpublished', 'glossary', 'term-token',
        )  # fmt: skip
        assert problems_of(example) == []

    def test_to_the_entry_while_it_is_held_back_whatever_claims_it(self):
        page = PageFacts(claims=(Claim('Token', '', '', 1),))
        words = lexicon('name: Token, published: false, canonical: other')
        example = project(words, glossary=GLOSSARY, page=page)
        destination = example.resolve('Token', 'other').destination
        assert (destination.state, destination.docname) == ('unpublished', 'glossary')
        assert problems_of(example) == []

    def test_to_the_entry_on_a_page_that_is_canonical_as_a_whole(self):
        page = PageFacts(claims=(Claim('Token', '', '', 1),))
        example = project(lexicon('name: Token'), glossary=GLOSSARY, page=page)
        destination = example.resolve('Token', 'page').destination
        assert (destination.state, destination.docname) == ('published', 'glossary')

    def test_nowhere_inside_its_own_entry(self):
        example = project(lexicon('name: Token'), glossary=GLOSSARY)
        assert example.resolve('Token', 'glossary', 'set:token').inside

    def test_where_the_successor_links_through_see(self):
        words = lexicon('name: Token, canonical: page', 'name: Piece, see: Token')
        example = project(words, glossary=GLOSSARY, page=PageFacts())
        assert example.resolve('Piece', 'other').destination.docname == 'page'

    def test_nowhere_if_no_set_has_the_term(self):
        example = project(lexicon('name: Token'), glossary=GLOSSARY)
        resolution = example.resolve('Head', 'other')
        assert (resolution.key, resolution.destination.state, resolution.destination.exists) == (
            '', 'undefined', False,
        )  # fmt: skip


class TestTheEntryThatLinksLeadTo:
    def test_is_that_of_a_whole_set_before_that_of_a_part(self):
        part = PageFacts(renderings=(entries('set:token', only=('Token',)),))
        example = project(lexicon('name: Token'), a=part, z=GLOSSARY)
        assert example.destinations.entries == {'set:token': 'z'}

    def test_is_the_first_by_name_of_equal_pages(self):
        example = project(lexicon('name: Token'), b=GLOSSARY, a=GLOSSARY)
        assert example.destinations.entries == {'set:token': 'a'}

    def test_is_never_one_that_is_not_indexed(self):
        quiet = PageFacts(renderings=(entries('set:token', indexed=False),))
        example = project(lexicon('name: Token'), a=quiet)
        assert example.destinations.entries == {}

    def test_is_of_the_set_that_serves_and_not_of_its_namesake(self):
        other = PageFacts(renderings=(entries('set:token', path='/other.yaml'),))
        example = project(lexicon('name: Token'), a=other)
        assert example.destinations.entries == {}

    def test_has_the_short_anchor_only_in_the_first_set_that_has_the_id(self):
        words = Lexicon(
            [loaded('name: Token'), loaded('name: Token', name='two', path='/two.yaml')]
        )
        example = project(words)
        assert example.destinations.anchors('set:token') == ['term-token', 'term-set-token']
        assert example.destinations.anchors('two:token') == ['term-two-token']

    def test_gives_way_where_a_short_anchor_would_be_a_long_one_of_another(self):
        words = lexicon('name: Token', 'name: Set token')
        example = project(words)
        assert example.destinations.anchors('set:token') == ['term-token', 'term-set-token']
        assert example.destinations.anchors('set:set-token') == ['term-set-set-token']


class TestWhatIsSaid:
    def test_of_a_page_that_is_not_there(self):
        words = lexicon('name: Token, canonical: gone')
        asking = PageFacts(uses=refs('Token', 'token'))
        example = project(
            words, glossary=GLOSSARY, a=asking, b=PageFacts(uses=refs('Token'))
        )
        assert example.resolve('Token', 'a').destination.state == 'dangling'
        assert example.resolve('Token', 'a').destination.docname == 'glossary'
        assert problems_of(example) == [
            (
                'dangling', PATH, 3,
                'the canonical page of "Token", gone, does not exist (referred to 3 times, '
                'by a and 1 more); publish it, correct "canonical", or set "published: false"',
            )
        ]  # fmt: skip

    def test_of_an_anchor_that_is_not_there_though_nobody_asks(self):
        words = lexicon('name: Token, canonical: "page#gone"')
        example = project(words, glossary=GLOSSARY, page=PageFacts(ids=('here',)))
        ((kind, _, _, message),) = problems_of(example)
        assert kind == 'dangling'
        assert 'page, has no anchor "gone" (nothing refers to it)' in message

    @pytest.mark.parametrize(
        ('canonical', 'advice'),
        [
            ('kv.html', 'write "kv", without the extension'),
            ('kv.rst', 'write "kv", without the extension'),
            ('kv/index.html', 'did you mean "kv"?'),
            ('www.example.org/kv', 'did you mean "https://www.example.org/kv"?'),
            ('kv.md#part', 'write "kv", without the extension'),
            ('./kv', 'did you mean "kv"?'),
            ('KV', 'did you mean "kv"?'),
            ('KV.html', 'did you mean "kv"?'),
            ('/sharding', 'did you mean "concepts/sharding"?'),
            ('concepts\\\\sharding', 'did you mean "concepts/sharding"?'),
            ('concepts/', 'did you mean "concepts/index"?'),
            ('concept/shardin', 'did you mean "concepts/sharding"?'),
            ('elsewhere', 'publish it, correct "canonical", or set "published: false"'),
        ],
    )
    def test_of_a_page_that_is_named_otherwise(self, canonical, advice):
        pages = ('kv', 'concepts/index', 'concepts/sharding')
        words = lexicon(f'name: Token, canonical: "{canonical}"')
        example = project(words, glossary=GLOSSARY, **dict.fromkeys(pages, PageFacts()))
        ((kind, _, _, message),) = problems_of(example)
        assert kind == 'dangling'
        assert message.endswith(f'; {advice}')

    @pytest.mark.parametrize(
        ('ids', 'advice'),
        [
            ((), 'the page has no anchors; name the page alone, or add the anchor to it'),
            (('id1', 'index-0', 'term-token'), 'the page has no anchors; name the page alone, '
             'or add the anchor to it'),
            (('evicton', 'size'), 'did you mean "evicton"? Or add the anchor to the page'),
            (('b', 'a'), 'the page has "a", "b"; name one of these, or add the anchor to '
             'the page'),
            ('abcdefg', 'the page has "a", "b", "c", "d", "e" and 2 more; name one of these, '
             'or add the anchor to the page'),
        ],
    )  # fmt: skip
    def test_of_an_anchor_the_page_has_not_but_others(self, ids, advice):
        words = lexicon('name: Token, canonical: "page#Eviction"')
        example = project(words, glossary=GLOSSARY, page=PageFacts(ids=tuple(ids)))
        ((_, _, _, message),) = problems_of(example)
        assert message.endswith(f'; {advice}')
        assert 'publish' not in message

    def test_of_terms_that_no_page_renders_once_a_set(self):
        words = lexicon('name: Token', 'name: Head')
        example = project(
            words, b=PageFacts(uses=refs('Token')), a=PageFacts(uses=refs('Head', 'Token'))
        )
        assert problems_of(example) == [
            (
                'unplaced', 'a', 1,
                'no page renders the entry of "Head", so it cannot be linked (3 references '
                'to 2 such terms of the set "set"); add a term-set directive for "set" to a page',
            )
        ]  # fmt: skip

    def test_of_a_term_that_no_set_has(self):
        example = project(
            lexicon('name: KV cache'), a=PageFacts(uses=refs('KV cahce', 'quux'))
        )
        assert problems_of(example) == [
            (
                'undefined', 'a', 1,
                'unknown term "KV cahce"; did you mean "KV cache"?',
            ),
            (
                'undefined', 'a', 2,
                'unknown term "quux"; add the term to a set',
            ),
        ]  # fmt: skip

    def test_of_two_terms_that_fit(self):
        words = Lexicon(
            [loaded('name: Token'), loaded('name: Token', name='two', path='/two.yaml')]
        )
        example = project(words, a=PageFacts(uses=refs('token', 'two:token')), g=GLOSSARY)
        rows = [row for row in problems_of(example) if row[0] == 'ambiguous']
        assert rows == [
            (
                'ambiguous', 'a', 1,
                'ambiguous term "token": it matches two terms; write "set:token" or "two:token"',
            )
        ]  # fmt: skip

    def test_of_two_pages_that_claim_one_term_at_both(self):
        claim = PageFacts(claims=(Claim('Token', '', '', 4),))
        example = project(lexicon('name: Token'), glossary=GLOSSARY, a=claim, b=claim)
        assert example.resolve('Token', 'c').destination.docname == 'glossary'
        rows = problems_of(example)
        assert [(kind, path, line) for kind, path, line, _ in rows] == [
            ('conflict', 'a', 4), ('conflict', 'b', 4),
        ]  # fmt: skip
        assert 'this one and b;' in rows[0][3]
        assert 'this one and a;' in rows[1][3]

    @pytest.mark.parametrize('canonical', ['other', 'https://example.org/'])
    def test_of_a_page_that_claims_what_the_record_gives_to_another(self, canonical):
        claim = PageFacts(claims=(Claim('Token', '', '', 4),))
        words = lexicon(f'name: Token, canonical: "{canonical}"')
        example = project(words, a=claim, other=PageFacts())
        assert [(kind, path, line) for kind, path, line, _ in problems_of(example)] == [
            ('conflict', PATH, 3), ('conflict', 'a', 4),
        ]  # fmt: skip

    def test_nothing_of_a_claim_that_the_record_agrees_with(self):
        claim = PageFacts(claims=(Claim('Token', 'pieces', 'Pieces', 4),))
        example = project(lexicon('name: Token, canonical: a'), a=claim)
        assert problems_of(example) == []
        assert example.resolve('Token', 'b').destination.anchor == 'pieces'

    def test_of_claims_that_fit_nobody_or_two(self):
        words = Lexicon(
            [loaded('name: Token'), loaded('name: Token', name='two', path='/two.yaml')]
        )
        claims = (
            Claim('Head', '', '', 1),
            Claim('Token', '', '', 2),
            Claim('two:Token', '', '', 3),
        )
        rows = problems_of(project(words, a=PageFacts(claims=claims)))
        assert [(kind, line) for kind, _, line, _ in rows] == [
            ('undefined', 1),
            ('ambiguous', 2),
        ]
        assert rows[0][3].startswith('term-page names an unknown term "Head"')

    def test_of_labels_that_options_name(self):
        uses = (Use('select', 'Heads', 7), Use('select', 'token', 7))
        rows = problems_of(project(lexicon('name: Token'), a=PageFacts(uses=uses)))
        assert [(kind, path, line) for kind, path, line, _ in rows] == [
            ('undefined', 'a', 7)
        ]

    def test_of_faults_and_references_inside_definitions_at_the_data_files_lines(self):
        page = PageFacts(
            renderings=(entries('set:token'),),
            uses=(Use('ref', 'gone', 2, '', 'set:token'),),
            problems=(
                PageProblem('data', 'Odd.', 5),
                PageProblem('data', 'Odd.', 6, '/inc.txt'),
                PageProblem('data', 'Bad.', 1, term='set:token'),
                PageProblem('data', 'Bad.', 1, term='set:nobody'),
            ),
        )
        rows = problems_of(project(lexicon('name: Token'), a=page))
        assert [(kind, path, line) for kind, path, line, _ in rows] == [
            ('data', '/inc.txt', 6), ('data', PATH, 4), ('undefined', PATH, 5), ('data', 'a', 5),
        ]  # fmt: skip
        assert rows[1][3] == 'in the definition of "Token": Bad.'

    def test_nothing_of_what_is_ignored_or_known_elsewhere(self):
        example = project(lexicon('name: Token'), a=PageFacts(uses=refs('one', 'two')))
        assert problems_of(example, ignored=['one'], elsewhere={'two': 'http://x'}) == []

    def test_nothing_of_each_reference_where_a_set_could_not_be_read(self):
        words = Lexicon([], ['Lost'], opaque=True)
        example = project(words, a=PageFacts(uses=refs('gone', 'Lost')))
        diagnosis = diagnose(example, ignored=lambda _: False, elsewhere=lambda _: '')
        assert (diagnosis.problems, diagnosis.suppressed_undefined) == ([], 2)

    def test_an_information_of_former_names(self):
        words = lexicon('name: Token, formerly: [Word piece]')
        example = project(words, a=PageFacts(uses=refs('word pieces', 'Token')), g=GLOSSARY)
        diagnosis = diagnose(example, ignored=lambda _: False, elsewhere=lambda _: '')
        assert diagnosis.problems == []
        assert [(p.place.line, p.message) for p in diagnosis.notes] == [
            (1, '"word pieces" is a former name; write "Token"')
        ]


NAMES = st.sampled_from(['Token', 'Head', 'Layer', 'two:Token', 'gone'])
FACTS = st.builds(
    lambda uses, claims, renderings: PageFacts(
        uses=uses, claims=claims, renderings=renderings
    ),
    uses=st.lists(
        st.builds(lambda name, line: Use('ref', name, line), NAMES, st.integers(1, 9)),
        max_size=3,
    ).map(tuple),
    claims=st.lists(
        st.builds(
            lambda n, a, i: Claim(n, a, '', i),
            NAMES,
            st.sampled_from(['', 'x']),
            st.integers(1, 9),
        ),
        max_size=2,
    ).map(tuple),
    renderings=st.lists(st.just(entries('set:token', 'set:head')), max_size=1).map(tuple),
)


@given(st.dictionaries(st.sampled_from('abcde'), FACTS), st.randoms())
def test_the_order_in_which_pages_were_read_cannot_show(pages, random):
    words = Lexicon(
        [
            loaded('name: Token, canonical: a', 'name: Head', 'name: Layer'),
            loaded('name: Token', name='two', path='/two.yaml'),
        ]
    )
    shuffled = list(pages)
    random.shuffle(shuffled)
    example = project(words, **{name: pages[name] for name in sorted(pages)})
    two = Project(words, {n: pages[n] for n in shuffled}, sorted(pages), str.upper)
    assert problems_of(example) == problems_of(two)
    for name in pages:
        assert PageViews(example, str).digest(name) == PageViews(two, str).digest(name)


def test_a_page_that_neither_refers_nor_renders_depends_on_nothing():
    example = project(lexicon('name: Token'), a=PageFacts(ids=('x',)))
    assert PageViews(example, str).digest('a') == ''
    assert PageViews(example, str).digest('nobody') == ''


def test_a_page_depends_on_where_its_references_lead_and_not_on_other_terms():
    page = PageFacts(uses=refs('Token'))
    before = project(lexicon('name: Token', 'name: Head'), a=page, g=GLOSSARY)
    other = project(lexicon('name: Token', 'name: Hat'), a=page, g=GLOSSARY)
    moved = project(lexicon('name: Token', 'name: Head'), a=page, h=GLOSSARY)
    assert PageViews(before, str).digest('a') == PageViews(other, str).digest('a')
    assert PageViews(before, str).digest('a') != PageViews(moved, str).digest('a')
