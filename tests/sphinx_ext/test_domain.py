"""`sphinx_ext.domain`: what the environment keeps."""

from __future__ import annotations

import copy
import pickle

from sphinxcontrib_archgloss.project.facts import PageFacts, Use
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import PageTable


def test_facts_of_pages_are_pickled_compressed():
    pages = {
        f'page-{n}': PageFacts(tuple(Use('ref', f'Token {m}', m) for m in range(n, n + 20)))
        for n in range(50)
    }
    pages['page'] = PageFacts(top='page')
    table = PageTable(pages)
    pickled = pickle.dumps(table)
    assert 4 * len(pickled) < len(pickle.dumps(pages))
    for other in (pickle.loads(pickled), copy.deepcopy(table)):
        assert type(other) is PageTable
        assert other == pages
    assert pickle.loads(pickle.dumps(PageTable())) == PageTable()
