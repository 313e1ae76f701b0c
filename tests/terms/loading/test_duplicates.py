"""`terms.loading.duplicates`: labels and names that sets share."""

from __future__ import annotations

from sphinxcontrib_archgloss.terms.loading.duplicates import same_names, shared_labels
from strategies import term, term_set


def test_a_label_of_two_sets_is_reported_at_the_later_one():
    one = term_set('a', term('Token', 'piece', line=3))
    other = term_set('b', term('Token', line=7), term('Part', 'piece', line=9))
    assert [(p.place.path, p.place.line, p.message) for p in shared_labels([one, other])] == [
        ('/b.yaml', 7, 'the label "Token" also names "a:token"; to refer to either one, write '
         '"a:Token" or "b:Token"'),
        ('/b.yaml', 9, 'the label "piece" also names "a:token"; to refer to either one, write '
         '"a:piece" or "b:piece"'),
    ]  # fmt: skip


def test_a_label_that_one_set_has_twice_is_another_matter():
    assert list(shared_labels([term_set('a', term('A', 'x'), term('B', 'x'))])) == []


def test_two_sets_of_one_name_are_reported():
    one, other = term_set('a', 'A'), term_set('a', 'B')
    [problem] = same_names([one, other])
    assert (
        problem.message == 'the set name "a" is already used by /a.yaml; rename one of them'
    )
