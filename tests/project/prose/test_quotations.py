"""What is between quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.project.prose.quotations import is_inside, quotations


@pytest.mark.parametrize(
    ('text', 'quoted'),
    [
        ('no quotation', []),
        ('say “old name” here', ['“old name”']),
        ('say "old name" and "more"', ['"old name"', '"more"']),
        ("say 'old name', then", ["'old name'"]),
        ('say ‘old name’', ['‘old name’']),
        ('sag „alter Name“ dazu', ['„alter Name“']),
        ('dites « vieux nom » ici', ['« vieux nom »']),
        ('og »gammelt navn« her', ['»gammelt navn«']),
        ('旧称「古い名前」です', ['「古い名前」']),
        ("it isn't a quotation, and the model's neither", []),
        ('the models’ caches’ size', []),
        ('“the model’s name”', ['“the model’s name”']),
        ("'the model's name'", ["'the model's name'"]),
        ('never “closed', []),
        ('5" and more', []),
        ('nothing “” in it', []),
        ('(“in brackets”)', ['(“in brackets”)'[1:-1]]),
    ],
)
def test_quotations(text, quoted):
    assert [text[start:end] for start, end in quotations(text)] == quoted


@given(st.text('ab “”„«»‘’\'"「」', max_size=40))
def test_quotations_never_overlap_and_hold_something(text):
    found = quotations(text)
    assert all(end - start > 2 for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))


@given(st.text('ab ', min_size=1, max_size=20))
def test_whatever_is_put_in_quotation_marks_is_quoted(text):
    [(start, end)] = quotations(f'so “{text}” it is')
    assert (start, end) == (3, len(text) + 5)
    assert is_inside(4, 4 + len(text), [(start, end)])
