"""Lines of roles: where they are written, whatever else on the page looks like them."""

from __future__ import annotations

import pytest
from sphinx import addnodes

from doctrees import doctrees
from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import RoleFinder

# A role that is looked for is at the end of each line with an arrow.
RST = """\
Page
====

A literal ``nope term`` and
a link `nope term <https://example.org>`_ or `nope term`_, with
:abbr:`nope term` and the role ``:term-ref:`nope term```
before :term-ref:`nope term`; →
then :term-ref:`nope term`, →
:term-ref:`the other <nope
term>`; →
and ``nope term``, and
:term-ref:`nope
term`. →

.. _nope term: https://example.org

- ``nope term``

  ``nope term`` or
  :term-ref:`nope term` →

+----------------+------------------------+
| ``nope term``  | of :term-ref:`word` →  |
+----------------+------------------------+

.. csv-table::

   head, :term-ref:`word` →
   cell, :term-ref:`word` →
"""
MYST = """\
# Page

A literal `nope term` and ``nope term``,
a link [nope term](https://example.org), with
{abbr}`nope term (x)` and `{term-ref}`
before {term-ref}`nope term`; →
then {term-ref}`nope term`, →
{term-ref}`the other <nope
term>`; →
and `nope term`, and
{term-ref}`nope
term`. →

:::{note}
`nope term`

`nope term` or
{term-ref}`nope term` →
:::

| head         | other                |
|--------------|----------------------|
| `nope term`  | {term-ref}`word` →   |
"""


@pytest.mark.parametrize(('suffix', 'text'), [('rst', RST), ('md', MYST)])
def test_a_role_is_not_taken_for_what_has_the_same_text(tmp_path, suffix, text):
    [document] = [
        found
        for name, found in doctrees(tmp_path, {f'page.{suffix}': text}).items()
        if name == 'page'
    ]
    lines = text.split('\n')
    finder, other = (
        RoleFinder(lambda node: file_lines(node.source or document['source']))
        for _ in range(2)
    )
    found = []
    for node in document.findall(addnodes.pending_xref):
        if node['reftype'] == 'term-ref':
            line = finder.line(node)
            assert line == other.position(node).line
            # a role of two lines is reported at the first
            whole = lines[line - 1].count('`') % 2 == 0 and 'term-ref' in lines[line - 1]
            found.append(line if whole else line + 1)
    assert found == [n for n, line in enumerate(lines, 1) if '→' in line]
