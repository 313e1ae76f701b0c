"""`terms.language.counts`: numbers with their nouns and verbs."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.terms.language.counts import by_number, counted


@pytest.mark.parametrize(
    ('count', 'text'), [(0, '0 terms'), (1, '1 term'), (2, '2 terms'), (21, '21 terms')]
)
def test_a_noun_agrees_with_its_number(count, text):
    assert counted(count, 'term') == text


def test_a_verb_agrees_with_its_number():
    assert [by_number(count, 'is', 'are') for count in (0, 1, 2)] == ['are', 'is', 'are']
