"""Any text gives a set or a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.exchange.formats import DOCUSAURUS, EXTENSIONS, reader
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from strategies import SPLINTERS, examples

PIECES = (
    *(piece.decode('latin-1') for piece in SPLINTERS),
    '.. glossary::\n', '   :sorted:\n', '   A\n', '      a\n', '\n', '```{glossary}\n',
    '```\n', ':::', '{eval-rst}', '.. include:: /etc/hostname\n', '.. note::\n', '   ',
    ':term:`a`', '|x|', '.. |x| replace:: y\n', '====\n', 'Title\n', ' : ', 'name,definition\n',
    'term;definition\n', 'x,"', '","', '\t', '---\n', '.. table::\n', '+--+\n', '.. role:: x(y)\n',
    '.. default-role:: z\n', '.. figure:: a.png\n', '.. csv-table::\n   :file: x\n',
    '.. raw:: html\n   :file: x\n', '.. class::\n', '.. unicode:: 0xdeadbeef\n',
)  # fmt: skip


@pytest.mark.parametrize('form', [*sorted(set(EXTENSIONS.values())), DOCUSAURUS])
@examples(200)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14))
def test_no_text_is_too_odd(form, pieces):
    raw = ''.join(pieces).encode('utf-8', 'replace')
    loaded = load_bytes(raw, f'/x.{form}', reader(form, {'name': 's'}, []))
    assert loaded.set or loaded.problems
    for problem in loaded.problems:
        assert problem.message
        assert problem.place.line is None or problem.place.line >= 1
