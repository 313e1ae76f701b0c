"""`terms.language.sentences`: the end of the first sentence of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.language.sentences import sentence_end


@pytest.mark.parametrize(
    ('text', 'first'),
    [
        ('One. Two.', 'One.'),
        ('A cache, e.g. of keys, is kept. It grows.', 'A cache, e.g. of keys, is kept.'),
        ('See Fig. 2 for it. More.', 'See Fig. 2 for it.'),
        ('Version 1.5 of it. More.', 'Version 1.5 of it.'),
        ('J. Doe wrote it. More.', 'J. Doe wrote it.'),
        ('Is it? Yes.', 'Is it?'),
        ('He said “so.” Then left.', 'He said “so.”'),
        ('注意力。下一句。', '注意力。'),
        ('Keys, values etc. and more. End.', 'Keys, values etc. and more.'),
        ('The end.', 'The end.'),
        ('A rule of the U.S. Congress holds. More.', 'A rule of the U.S. Congress holds.'),
        ('Told in Sec. 4 and Vol. 3, Ch. 2. More.', 'Told in Sec. 4 and Vol. 3, Ch. 2.'),
        ('By Dr. Who and Mrs. Doe. More.', 'By Dr. Who and Mrs. Doe.'),
        ('It takes 5 ms. Then more.', 'It takes 5 ms.'),
        ('There are 5. Then more.', 'There are 5.'),
        ('Press Tab. Then more.', 'Press Tab.'),
        ('Umfasst ca. 50 Einträge. Mehr.', 'Umfasst ca. 50 Einträge.'),
        ('Siehe Nr. 5 der Liste. Mehr.', 'Siehe Nr. 5 der Liste.'),
        ('Der Weg bzw. Pfad dorthin. Mehr.', 'Der Weg bzw. Pfad dorthin.'),
        ('Am 12. Oktober 2017 begonnen. Mehr.', 'Am 12. Oktober 2017 begonnen.'),
    ],
)
def test_the_first_sentence_ends_here(text, first):
    assert text[: sentence_end(text)] == first


@pytest.mark.parametrize(
    'text', ['', 'no mark at all', 'a.b', 'it is, e.g.', 'approx. ten']
)
def test_no_sentence_ends_in_it(text):
    assert sentence_end(text) is None


@given(st.text())
def test_a_sentence_ends_within_its_text_and_not_before_anything_is_said(text):
    end = sentence_end(text)
    assert end is None or 0 < end <= len(text)
