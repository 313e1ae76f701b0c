"""Groups of entries."""

from __future__ import annotations

from sphinxcontrib_archgloss.project.entry_order import grouped, select, term_set_view
from sphinxcontrib_archgloss.project.facts import Request
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import load_bytes

ONE = b"""
name: one
categories: [{id: z, label: Last}, {id: a, label: First, description: Of the first.}, {id: n, label: Nobody}]
terms:
  - {name: Both, definition: d, categories: [a, z]}
  - {name: Alone, definition: d, categories: [a]}
  - {name: None, definition: d}
"""
TWO = b"""
name: two
categories: [{id: a, label: Another}, {id: b, label: Own}]
terms:
  - {name: Mine, definition: d, categories: [b]}
  - {name: Shared, definition: d, categories: [a]}
"""


def lexicon(*texts):
    sets = [load_bytes(text, f'/{n}.yaml').set for n, text in enumerate(texts)]
    assert all(sets)
    return Lexicon(sets)


def shown(lexicon, **given):
    request = Request((), **given)
    groups = grouped(lexicon, request, select(lexicon, request))
    return [
        (
            group.category.label if group.category else '',
            [term.name for term in group.terms],
        )
        for group in groups
    ]


def test_without_groups_all_are_in_one():
    assert shown(lexicon(ONE)) == [('', ['Alone', 'Both', 'None'])]
    assert shown(lexicon(ONE), grouped=True, only=('None',)) == [('', ['None'])]


def test_a_term_is_in_the_first_of_its_categories_and_those_without_one_come_last():
    assert shown(lexicon(ONE), grouped=True) == [
        ('Last', ['Both']), ('First', ['Alone']), ('', ['None']),
    ]  # fmt: skip


def test_where_only_some_categories_are_asked_for_terms_are_in_these():
    assert shown(lexicon(ONE), grouped=True, categories=('a',)) == [
        ('First', ['Alone', 'Both'])
    ]


def test_sets_share_the_categories_of_one_id():
    assert shown(lexicon(ONE, TWO), grouped=True, order='written') == [
        ('Last', ['Both']), ('First', ['Alone', 'Shared']), ('Own', ['Mine']), ('', ['None']),
    ]  # fmt: skip
    assert shown(lexicon(TWO, ONE), grouped=True, order='written')[0] == (
        'Another',
        ['Shared', 'Alone'],
    )


def differs(before, after, **given):
    """Whether what the arrangement shows is another once the text is another."""
    request = Request((), **given)
    one, two = lexicon(before), lexicon(after)
    views = [term_set_view(words, request, select(words, request)) for words in (one, two)]
    before, after = (
        ([group._replace(records=()) for group in view.groups], *view[1:]) for view in views
    )
    return before != after


def test_what_is_not_shown_makes_no_difference():
    labelled = ONE.replace(b'label: First', b'label: Foremost')
    assert differs(ONE, labelled, grouped=True)
    assert not differs(ONE, labelled)
    sorted_ = ONE.replace(b'{name: None,', b'{name: None, sort: zero,')
    assert differs(ONE, sorted_, letters=True)
    assert not differs(ONE, sorted_)
    spoken = ONE.replace(b'name: one', b'name: one\nlang: ru')
    assert differs(ONE, spoken, letters=True)
    assert not differs(ONE, spoken)
