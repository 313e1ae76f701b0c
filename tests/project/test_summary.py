"""The data of summaries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import hostile
from sphinxcontrib_archgloss.project.summary import (
    Summary,
    pack_summaries,
    unpack_summaries,
)

_texts = hostile.texts() | st.text(st.characters(categories=['Cs', 'L']))
_inlines = st.recursive(
    _texts,
    lambda children: st.tuples(
        st.just('docutils.nodes:strong'),
        st.tuples(st.tuples(st.just('classes'), st.tuples(_texts))),
        st.lists(children, max_size=2).map(tuple),
    ),
)
_summaries = st.builds(
    Summary, _texts, st.lists(_inlines, max_size=3).map(tuple), st.booleans(), _texts
)


@given(st.dictionaries(_texts, _summaries))
def test_packed_summaries_are_the_same_when_they_are_unpacked(summaries):
    assert unpack_summaries(pack_summaries(summaries.items())) == summaries
