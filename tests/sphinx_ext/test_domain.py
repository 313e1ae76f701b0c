"""`sphinx_ext.domain`: what the environment keeps."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.facts import PageFacts, Use
from sphinxcontrib_archgloss.sphinx_ext.domain.page_table import (
    MOST_SMALL_PACKS,
    PagePack,
    PageTable,
)

if TYPE_CHECKING:
    import pytest

PAGES = {
    f'page-{n:03}': PageFacts(tuple(Use('ref', f'Token {m}', m) for m in range(n, n + 20)))
    for n in range(250)
}
PAGES |= {
    'first': PageFacts(top='page', summaries=b'packed', pulled=('conf:a.yaml',)),
    'second': PageFacts(pulled=('conf:b.yaml',)),
}


def test_facts_of_pages_are_pickled_compressed():
    table = PageTable(PAGES)
    pickled = pickle.dumps(table)
    assert 4 * len(pickled) < len(pickle.dumps(PAGES))
    for other in (pickle.loads(pickled), copy.deepcopy(table)):
        assert type(other) is PageTable
        assert other == PAGES == other.loaded()
        assert other.overview == table.overview
    assert table.overview.items['pulled'] == {'conf:a.yaml', 'conf:b.yaml'}
    assert pickle.loads(pickle.dumps(PageTable())) == PageTable()


def test_an_edit_of_a_page_packs_few_pages_again(monkeypatch: pytest.MonkeyPatch):
    packed: list[str] = []

    make = PagePack.of

    def note(pages: dict[str, PageFacts]) -> PagePack:
        packed.extend(pages)
        return make(pages)

    table = pickle.loads(pickle.dumps(PageTable(PAGES)))
    monkeypatch.setattr(PagePack, 'of', note)
    assert pickle.loads(pickle.dumps(table)) == PAGES
    assert not packed
    del table['page-000']
    table['page-001'] = PageFacts()
    table['page-001'] = PageFacts(top='changed')
    expected = {**PAGES, 'page-001': PageFacts(top='changed')}
    del expected['page-000']
    assert table == table.loaded() == pickle.loads(pickle.dumps(table)) == expected
    assert table.overview == PageTable(expected).overview
    assert len(packed) == len(set(packed)) < len(PAGES) / 2


def test_pages_that_are_added_one_by_one_are_packed_together():
    table = pickle.loads(pickle.dumps(PageTable(PAGES)))
    added = {f'new-{n}': PageFacts(top=f'new-{n}') for n in range(100)}
    for name, page in added.items():
        table[name] = page
        table = pickle.loads(pickle.dumps(table))
    assert len(set(table._packs.values())) <= 2 * MOST_SMALL_PACKS
    assert table.loaded() == {**PAGES, **added}
