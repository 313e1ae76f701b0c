"""`project.references`: the references of all pages, ordered by term."""

from __future__ import annotations

from sphinxcontrib_archgloss.project.facts import PageFacts, Section, Use
from sphinxcontrib_archgloss.project.references import UsedKeys, mentions, used_terms
from strategies import lexicon, term, term_set


def use(target, inside='', section=1, kind='ref'):
    return Use(kind, target, 1, '', inside, section)


SECTIONS = (Section('top', 'Top'), Section('deep', 'Deep'))
LEXICON = lexicon(
    term_set(
        's',
        term('Token'),
        term('Head'),
        term('Layer'),
        term('Old', see='Token', definition=None),
        term('Spare'),
    )
)


def test_what_pages_refer_to_and_what_that_needs_is_used():
    pages = {
        'a': PageFacts(uses=(use('Head'),)),
        'b': PageFacts(
            uses=(use('Layer', inside='s:head'), use('Spare', inside='s:spare'))
        ),
    }
    assert used_terms(LEXICON, pages) == {'s:head', 's:layer'}


def test_a_redirect_needs_its_target():
    assert used_terms(LEXICON, {'a': PageFacts(uses=(use('old'),))}) == {'s:old', 's:token'}


def test_an_option_of_a_directive_uses_nothing():
    assert (
        used_terms(LEXICON, {'a': PageFacts(uses=(use('Token', kind='select'),))}) == set()
    )


def test_mentions_come_in_reading_order_with_their_sections_and_counts():
    pages = {
        'a': PageFacts(uses=(use('tokens'), use('Token', section=2)), sections=SECTIONS),
        'b': PageFacts(
            uses=(use('Token', section=0), use('Old', section=1), use('Token', section=1)),
            sections=SECTIONS,
        ),
        'c': PageFacts(uses=(use('Token', inside='s:head'),)),
    }
    counts = mentions(LEXICON, UsedKeys(LEXICON), pages, ['b', 'a', 'c', 'gone'])
    assert [*counts['s:token'].items()] == [(('b', 0), 3), (('a', 0), 1), (('a', 2), 1)]
