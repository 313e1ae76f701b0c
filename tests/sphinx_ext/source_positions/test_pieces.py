"""Sources of which the page shows all letters."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import RunningText
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.pieces import (
    letters_of,
    shown_letters,
)


@pytest.mark.parametrize(
    ('source', 'letters'),
    [
        ('A *cache*, 2.0', 'Acache20'),
        (r'unit\ s of ``code`` and https://example.org/', 'unitsofcodeandhttpsexampleorg'),
        # these may show other letters than are written, or fewer
        ('A :role:`cache`', None),
        ('A `cache`', None),
        ('A |cache|', None),
        ('A [cache](page)', None),
        ('A ``cache <page>``', None),
        ('A cache &amp; more', None),
    ],
)
def test_letters_that_are_shown(source, letters):
    assert shown_letters(source) == letters


PARTS = st.sampled_from(
    [
        'a',
        'b',
        ' ',
        '\n',
        '``a b``',
        '*b*',
        '\\ ',
        '\\a',
        'a_b',
        '[a]',
        '`a <b>`__',
        '-',
        ':x:',
    ]
)


@given(st.lists(PARTS, max_size=8), st.lists(PARTS, max_size=8))
def test_a_page_shows_no_letters_in_a_row_that_its_source_has_not(parts, others):
    """Whichever of two sources the page is read as."""
    source = ''.join(parts).strip()
    document = publish_doctree(source, settings_overrides={'report_level': 5})
    for block in document.findall(nodes.paragraph):
        text = RunningText(block)
        for written in (source, ''.join(others)):
            letters = shown_letters(written)
            if letters is not None and Alignment(written, [text], True).is_complete:
                assert all(letters_of(part.text) in letters for part in text.parts)
