"""`terms.cycles`: cycles of keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.cycles import find_cycles, find_short_cycles

GRAPHS = st.dictionaries(
    st.sampled_from('abcdef'), st.lists(st.sampled_from('abcdef'), unique=True, max_size=3)
)


@pytest.mark.parametrize(
    ('above', 'found'),
    [
        ({'a': 'b', 'b': 'a'}, ['ab']),
        ({'a': 'bc', 'b': 'a', 'c': 'a'}, ['ab', 'ac']),
        ({'a': 'b', 'b': 'c', 'c': 'a'}, ['abc']),
        ({'a': 'b', 'b': 'ac', 'c': 'a'}, ['ab']),
        ({'a': 'b', 'b': 'c', 'c': 'd', 'd': 'a'}, ['abcd']),
        ({'a': 'b', 'b': 'c', 'c': 'd', 'd': 'e', 'e': 'a'}, []),
        ({'a': 'a'}, []),
        ({'a': 'b'}, []),
    ],
)
def test_short_circles(above, found):
    assert [''.join(circle) for circle in find_short_cycles(above, 4)] == found


@given(GRAPHS)
def test_what_is_found_is_a_cycle(above):
    for circle in (*find_short_cycles(above, 4), *find_cycles(above)):
        assert len(set(circle)) == len(circle)
        for one, other in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert other in above[one]


@given(GRAPHS)
def test_every_pair_is_found(above):
    pairs = {frozenset(one) for one in find_short_cycles(above, 4) if len(one) == 2}
    assert pairs == {
        frozenset((one, other))
        for one in above
        for other in above[one]
        if one != other and one in above.get(other, ())
    }
