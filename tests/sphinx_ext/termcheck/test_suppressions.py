"""Comments that silence, wherever on a page they stand: their lines, and what they reach."""

from __future__ import annotations

import pytest

from doctrees import doctrees
from sphinx_ext.termcheck.tried import Tried
from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.termcheck.suppressions import on_page

RST = """\
Page
====

.. code-block:: rst

   .. term-check: off forbidden -- again

- An item

  .. term-check: off forbidden -- again

  First of the
  item

  .. term-check: off forbidden -- in two
     lines

  * second

.. note::

   .. term-check: off forbidden -- again

   Third

   .. term-check: off forbidden -- again

   Fourth

Term
   .. term-check: off forbidden -- again

   Fifth

.. term-check: off forbidden -- again

Sixth

.. warning::

   .. term-check: off forbidden -- nothing follows
"""
MYST = """\
# Page

```markdown
% term-check: off forbidden -- again
```

- An item

  % term-check: off forbidden -- again

  First of the
  item

  % term-check: off forbidden -- in two
  % lines

  * second

:::{note}
% term-check: off forbidden -- again

Third

<!-- term-check: off forbidden -- again -->

Fourth
:::

> <!-- term-check: off forbidden -- in
> two -->
>
> Fifth

% term-check: off forbidden -- again
% and again

Sixth

```{eval-rst}
.. note::

   .. term-check: off forbidden -- again

   Seventh
```

:::{warning}
% term-check: off forbidden -- nothing follows
:::
"""
BLOCKS = {'item', '* second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh'}
CODE = {'rst': 6, 'md': 4}


@pytest.mark.parametrize(('suffix', 'text'), [('rst', RST), ('md', MYST)])
def test_comments_are_found_where_they_stand(tmp_path, suffix, text):
    document = doctrees(tmp_path, {f'page.{suffix}': text})['page']
    path = document['source']
    found = list(on_page(elements(document), lambda path: path, file_lines))
    lines = text.splitlines()
    marked = [n for n, line in enumerate(lines, 1) if 'term-check:' in line]
    assert [one.first for one in found] == [n for n in marked if n != CODE[suffix]]
    assert {one.place.path for one in found} == {path}
    assert all(one.place.source == lines[one.first - 1] for one in found)
    assert all(one.is_clear and one.rules == ('forbidden',) for one in found)
    *reaching, last = found
    for one, following in zip(reaching, found[1:], strict=True):
        block = lines[one.first : one.last]
        assert sum(line.strip(' >') in BLOCKS for line in block) == 1
        assert one.last < following.first
    assert last.last == 0


PAGE = """\
Page
====

- An item

  .. term-check: off forbidden -- in a list

  The model memory.

.. note::

   .. term-check: off forbidden -- in a directive

   The model memory.

   The model memory.
"""
OTHER = """\
# Page

:::{note}
% term-check: off forbidden -- in MyST

The model memory.

<!-- term-check: off forbidden -- in HTML -->

The model memory.

<!-- term-check: of forbidden -- misspelt -->

The model memory.
:::
"""


def test_silences_in_lists_and_directives_hold(tmp_path):
    tried = Tried(tmp_path)
    tried.conf(myst_enable_extensions=['colon_fence'])
    tried.records(
        '- name: KV cache\n  definition: Store of what is worked out.\n'
        '  aliases: [{text: model memory, status: forbidden}]\n'
    )
    tried.write('page.rst', PAGE)
    tried.write('other.md', OTHER)
    tried.check()
    found = [
        (finding['path'], finding['line'], finding['rule'], finding['reason'])
        for finding in tried.findings
        if finding['rule'] in ('forbidden', 'silence')
    ]
    assert sorted(found) == [
        ('other.md', 6, 'forbidden', 'in MyST'),
        ('other.md', 10, 'forbidden', 'in HTML'),
        ('other.md', 12, 'silence', None),
        ('other.md', 14, 'forbidden', None),
        ('page.rst', 8, 'forbidden', 'in a list'),
        ('page.rst', 14, 'forbidden', 'in a directive'),
        ('page.rst', 16, 'forbidden', None),
    ]
