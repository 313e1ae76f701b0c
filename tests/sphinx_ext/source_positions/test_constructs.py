"""Each mention has its exact place, whatever else its paragraph holds."""

from __future__ import annotations

import re

import pytest

from constructs import CONSTRUCTS, FILES, docname, pages, without_brackets
from doctrees import doctrees
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans

MENTION = re.compile(r"KV\s+caches?|model[’']s\s+head|RAG[–-]+loop")


@pytest.fixture(scope='module')
def read(tmp_path_factory):
    return doctrees(tmp_path_factory.mktemp('constructs'), FILES | pages())


@pytest.mark.parametrize('name', CONSTRUCTS)
def test_mentions_have_exact_places(read, name):
    spans, places, elsewhere = Spans(), set(), 0
    for passage in passages(read[docname(name)], headings=True):
        for match in MENTION.finditer(passage.text):
            span = spans.span(passage, *match.span())
            if span is None:
                elsewhere += 1
            else:
                places.add(span[1:])
    marked = without_brackets(CONSTRUCTS[name])[1]
    assert places == {place for bracket, place in marked if bracket != '‹'}
    assert elsewhere <= sum(bracket == '‹' for bracket, _ in marked)
