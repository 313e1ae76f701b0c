"""Markup of the other language is reported with its line and what to write."""

from __future__ import annotations

import json

import pytest

WORDS = """\
name: words
terms:
- name: Token
  definition: |
    A piece
    of {term-ref}`Patch`.

    As code: ``{term-ref}`Patch```.
- {name: Patch, definition: x}
"""
MARKED = """\
name: marked
markup: myst
terms:
- name: Head
  definition: |
    A part
    of :term-ref:`Patch`, not
    `` :term-ref:`Patch` ``.
"""
INDEX = """\
Index
=====

:term-page: Token

Some ``{term-ref}`Token``` text
and {term-ref}`Token`
and {term-ref}`Token` and *then* {archgloss:term-ref}`the patch <Patch>`.

Code::

   {term-ref}`Token`

:note: {term-ref} alone and :term-ref:`Token` are right

.. include:: part.txt

.. term-set:: words.yaml
.. term-set:: marked.yaml

.. toctree::

   page
"""
PAGE = """\
:term-page: Patch

# Page

See
also :term-ref:`Token` and *a* :term-ref:`the patch <Patch>`.

`:term-ref:` and `` :term-ref:`Token` `` and {term-ref}`Token`

| a |
|---|
| :term-ref:`Head` |

```
:term-ref:`Token`
```
"""


@pytest.fixture
def mixed(project):
    project.conf(
        extensions=['myst_parser', 'sphinxcontrib_archgloss'],
        archgloss_term_sets=['words.yaml', 'marked.yaml'],
    )
    files = {'words.yaml': WORDS, 'marked.yaml': MARKED, 'index.rst': INDEX}
    files |= {'page.md': PAGE, 'part.txt': 'Of a {term-ref}`Head`.\n'}
    for name, text in files.items():
        project.write(name, text)
    return project


EXPECTED = {
    ('words.yaml', 6, '{term-ref}`Patch`', ':term-ref:`Patch`'),
    ('marked.yaml', 7, ':term-ref:`Patch`', '{term-ref}`Patch`'),
    ('index.rst', 7, '{term-ref}`Token`', ':term-ref:`Token`'),
    ('index.rst', 8, '{term-ref}`Token`', ':term-ref:`Token`'),
    (
        'index.rst',
        8,
        '{archgloss:term-ref}`the patch <Patch>`',
        ':archgloss:term-ref:`the patch <Patch>`',
    ),
    ('part.txt', 1, '{term-ref}`Head`', ':term-ref:`Head`'),
    ('page.md', 6, ':term-ref:`Token`', '{term-ref}`Token`'),
    ('page.md', 6, ':term-ref:`the patch <Patch>`', '{term-ref}`the patch <Patch>`'),
    ('page.md', 12, ':term-ref:`Head`', '{term-ref}`Head`'),
}


def test_roles_of_the_other_language_are_reported_on_every_build(mixed):
    for _ in range(2):
        built = mixed.build()
        warnings = [line for line in built.warnings if line.endswith('[archgloss.markup]')]
        for path, number, wrong, right in EXPECTED:
            place = f'{path}:{number}: WARNING: '
            texts = f'"{wrong}" is ', f'; write "{right}" [archgloss.markup]'
            matches = [
                line
                for line in warnings
                if place in line and all(text in line for text in texts)
            ]
            assert len(matches) == 1, (path, number, wrong)
        fields = [line for line in warnings if 'term-page' in line]
        assert len(warnings) == len(EXPECTED) + len(fields)
        assert [line.partition(' WARNING: ')[0].rpartition('/')[2] for line in fields] == [
            'index.rst:4:',
            'page.md:1:',
        ]
        assert 'write ".. term-page::" instead' in fields[0]
        assert 'write "term-page: Patch" in the front matter' in fields[1]


def test_termcheck_offers_the_edits(mixed):
    built = mixed.build(builder='termcheck')
    report = json.loads((built.output / 'termcheck.json').read_text('utf-8'))
    edits = {
        (finding['path'], finding['line'], finding['subject'], finding['edit'])
        for finding in report['findings']
        if finding['rule'] == 'markup'
    }
    assert edits == EXPECTED


MORE_WORDS = """\
name: words
terms:
- name: Token
  definition: |
    See {doc}`index`, [the cache](#cache) and
    [a page](https://example.org/a).

    ```python
    x = {1}
    ```

    Or {math}`x`, but ``{doc}`x``` and ``[x](#y)`` are code; a {set} and f[0](#) are not.

    :::{note} Beware
    :::
- name: Patch
  definition: |
    ::

        {doc}`x` [x](#y)

    A set {x, y}`s text`, and `x`: [not a link] (#z).
"""
MORE_MARKED = """\
name: marked
markup: myst
terms:
- name: Head
  definition: |
    See :doc:`index` and a ratio 1:2 of `x`: `y`.

    .. note:: Beware

    `:doc:` and `` :doc:`x` `` are code.
"""
MORE_PAGES = {
    'index.rst': """\
---
orphan: true
term-page: Token
---

Index
=====

.. term-set:: words.yaml
.. term-set:: marked.yaml

```{term-definition} Token
```

:::{page-terms}
:::

This is {doc}`page`, as Sphinx's own.

``{term-set}`` and `````{term-set}`` and `x`::

   ```{term-set}
   ```

.. toctree::

   page
""",
    'page.md': """\
# Page

.. page-terms::

.. term-definition:: Token
   :class: x

`.. term-set::` is code, and .. term-set:: in a sentence says nothing; :doc:`index`.

    .. term-set::

- .. term-map:: words
""",
}
MORE = {
    ('words.yaml', 5, '{doc}`index`', ':doc:`index`', True),
    ('words.yaml', 5, '[the cache](#cache)', ':ref:`the cache <cache>`', True),
    ('words.yaml', 6, '[a page](https://example.org/a)', '`a page <https://example.org/a>`__', True),
    ('words.yaml', 8, '```python', '.. code-block:: python', False),
    ('words.yaml', 12, '{math}`x`', ':math:`x`', True),
    ('words.yaml', 14, ':::{note} Beware', '.. note:: Beware', False),
    ('marked.yaml', 6, ':doc:`index`', '{doc}`index`', True),
    ('marked.yaml', 8, '.. note:: Beware', '```{note} Beware', True),
    ('index.rst', 12, '```{term-definition} Token', '.. term-definition:: Token', False),
    ('index.rst', 15, ':::{page-terms}', '.. page-terms::', False),
    ('page.md', 3, '.. page-terms::', '```{page-terms}', True),
    ('page.md', 5, '.. term-definition:: Token', '```{term-definition} Token', False),
    ('page.md', 12, '.. term-map:: words', '```{term-map} words', True),
}  # fmt: skip


def test_directives_links_and_code_of_the_other_language(project):
    project.conf(
        extensions=['myst_parser', 'sphinxcontrib_archgloss'],
        archgloss_term_sets=['words.yaml', 'marked.yaml'],
    )
    files = {'words.yaml': MORE_WORDS, 'marked.yaml': MORE_MARKED, **MORE_PAGES}
    for name, text in files.items():
        project.write(name, text)
    built = project.build()
    warnings = [line for line in built.warnings if line.endswith('[archgloss.markup]')]
    for path, number, wrong, right, _ in MORE:
        place = f'{path}:{number}: WARNING: '
        texts = place, f'"{wrong}" is ', f'; write "{right}"'
        matches = [line for line in warnings if all(text in line for text in texts)]
        assert len(matches) == 1, (path, number, wrong, warnings)
    [front] = [line for line in warnings if 'front matter' in line]
    assert 'index.rst:3: ' in front
    assert 'write ":term-page: Token" at the top of the page' in front
    assert len(warnings) == len(MORE) + 1

    built = project.build(builder='termcheck')
    report = json.loads((built.output / 'termcheck.json').read_text('utf-8'))
    edits = {
        (finding['path'], finding['line'], finding['subject'], finding.get('edit'))
        for finding in report['findings']
        if finding['rule'] == 'markup'
    }
    assert edits == {
        (
            path,
            line,
            wrong,
            (f'{right}\n```' if '```' in right else right) if certain else None,
        )
        for path, line, wrong, right, certain in MORE
    }
