"""Sphinx glossaries in the places and forms that people use."""

from __future__ import annotations

import html
import re
import textwrap

import pytest

from sphinxcontrib_archgloss.exchange.formats import reader
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from strategies import reported


def read(page, text):
    """(the set made from the page, the notices about it)"""
    notices = []
    raw = textwrap.dedent(text).encode()
    loaded = load_bytes(raw, f'/page.{page}', reader(page, {'name': 's'}, notices))
    return loaded, [tuple(notice) for notice in notices]


ORDER = 'the glossary is not in alphabetical order; the set keeps its order with "order: written"; without it, term-set sorts the entries'
RST = """\
Glossary
========

.. code-block:: rst

   .. glossary::

      Shown
         Not a term.

.. note::

   .. only:: html

      .. glossary::
         :sorted:

         KV cache : K
         key-value cache
            The keys and values; see :term:`Token <token>`.

            .. code-block:: none

               verbatim   *text*

            - a list

         .. a comment
            about nothing

         :abbr:`MoE (mixture of experts)`
            A *sparse* layer.

.. tab:: One
   :anything: x

   .. glossary::

      escaped \\*name\\*
         And ``so on``.

* in a list

  .. glossary::

     Nested
      One space.
"""


def test_every_glossary_of_a_page_is_read():
    loaded, notices = read('rst', RST)
    assert reported(loaded) == []
    assert [(t.line, t.labels(), t.extra) for t in loaded.set.terms] == [
        (18, ('KV cache', 'key-value cache'), {'index': 'K'}),
        (31, ('MoE',), None),
        (39, ('escaped *name*',), None),
        (46, ('Nested',), None),
    ]
    assert notices == [
        (13, 'the condition "only:: html" is not kept: a set cannot contain conditions'),
        (15, '"sorted" is not needed: term-set sorts entries by default'),
        (18, 'the index key "K" of "KV cache" is kept as extra.index'),
        (28, 'a comment between the terms is not kept: a set cannot contain comments'),
        (31, 'the markup of the name ":abbr:`MoE (mixture of experts)`" is not kept: a '
             'name is plain text'),
        (37, ORDER),
        (42, 'page content outside the glossary, from here on, is ignored'),
    ]  # fmt: skip


ELSEWHERE = """\
Glossary
========

.. |project| replace:: Sphinx
.. _its site: https://www.sphinx-doc.org
.. [1] A note.

.. glossary::

   Whole
      It has ``|project|``, `a link <https://x.example>`_, |none| and a_b.

   Parted
      |Project| has `its site`_ and a note [1]_, and [2]_ nowhere.
"""


def test_what_a_definition_needs_of_its_page_is_reported():
    _, notices = read('rst', ELSEWHERE)
    assert notices == [
        (6, 'page content outside the glossary, from here on, is ignored'),
        (8, ORDER),
        (13, 'the definition of "Parted" uses |Project|, `its site`_, [1]_ from elsewhere on the page; copy it into the definition'),
    ]  # fmt: skip


def test_definitions_keep_their_markup_and_their_lines():
    loaded, _ = read('rst', RST)
    text = loaded.set.terms[0].definition
    assert text.value == (
        'The keys and values; see :term:`Token <token>`.\n\n'
        '.. code-block:: none\n\n   verbatim   *text*\n\n- a list'
    )
    assert text.lines == tuple(range(20, 27))
    assert loaded.set.terms[2].definition.value == 'And ``so on``.'


MYST = """\
---
key: value
---
# Glossary

````md
```{glossary}
Shown
  Not a term.
```
````

::::{note}
:class: wide

```{glossary}
:sorted:

*KV* cache : K
key-value cache
  The keys and values; see {term}`Token`.

  ~~~
  verbatim
  ~~~

{abbr}`MoE`
  A *sparse* layer.
```
::::

- in a list

  :::{glossary}
  Nested
    With `code`.
  :::
"""


def test_every_glossary_of_a_myst_page_is_read():
    loaded, notices = read('myst', MYST)
    assert reported(loaded) == []
    assert loaded.set.markup == 'myst'
    assert [(t.line, t.labels(), t.definition.value) for t in loaded.set.terms] == [
        (19, ('KV cache', 'key-value cache'),
         'The keys and values; see {term}`Token`.\n\n~~~\nverbatim\n~~~'),
        (27, ('MoE',), 'A *sparse* layer.'),
        (35, ('Nested',), 'With `code`.'),
    ]  # fmt: skip
    assert loaded.set.terms[0].definition.lines == (21, 22, 23, 24, 25)
    assert [line for line, _ in notices] == [16, 19, 19, 27, 32]


def test_rst_inside_a_myst_page_stays_rst():
    loaded, _ = read(
        'myst', '# A\n\n```{eval-rst}\n.. glossary::\n\n   A\n     ``a``\n```\n'
    )
    assert (loaded.set.markup, loaded.set.terms[0].definition.lines) == ('rst', (7,))


@pytest.mark.parametrize(
    ('page', 'text'),
    [
        ('rst', '{}\n\nWords\n=====\n\n{}\n\n.. glossary::\n\n   A\n     a\n'),
        ('myst', '{}\n\n(words)=\n# Words\n\n{}\n\n```{{glossary}}\nA\n  a\n```\n'),
        ('myst', '{}\n\n# Words\n\n{}\n\n```{{eval-rst}}\n.. glossary::\n\n   A\n     a\n```\n'),
    ],
)  # fmt: skip
def test_title_and_description_are_those_of_the_page(page, text):
    comment = '.. a comment' if page == 'rst' else '% a comment'
    loaded, notices = read(page, text.format(comment, 'What we say\nhere.'))
    assert (loaded.set.title, loaded.set.description) == ('Words', 'What we say here.')
    assert notices == []

    loaded, notices = read(page, text.format('', 'What *we* say.'))
    assert (loaded.set.title, loaded.set.description) == ('Words', '')
    [(line, message)] = notices
    assert message.startswith('page content outside the glossary')
    assert text.split('\n').index('{}', 1) + 1 == line

    loaded, notices = read(page, text.format('Before.', 'Between.'))
    assert loaded.set.description == ''
    assert [line for line, _ in notices] == [1]


def test_messages_of_docutils_are_not_text_of_the_page():
    label = '.. _words:\n\nWords\n=====\n\n'
    loaded, notices = read('rst', f'{label}.. glossary::\n\n   A\n     a\n')
    assert (loaded.set.title, loaded.set.description, notices) == ('Words', '', [])


RST_ROLES = """\
.. glossary::

   Token
   piece
      See :term:`KV  cache`, :term:`the cache
      <kv cache>` and :std:term:`piece`, not :term:`else`, :term:`!token`.

   KV cache
      Of a :term:`token`; one writes ``so :term:`token` it``.

      .. note:: A :term:`piece`.

      .. code-block:: rst

         :term:`KV cache`
"""
MYST_ROLES = """\
```{glossary}
Token
piece
  See {term}`KV  cache`, {term}`the cache
  <kv cache>` and {std:term}`piece`, not {term}`else`, {term}`!token`.

KV cache
  Of a {term}`token`; one writes ``so {term}`token` it``.

  ~~~{note}
  A {term}`piece`.
  ~~~

  ~~~
  {term}`KV cache`
  ~~~
```
"""


@pytest.mark.parametrize(('page', 'text'), [('rst', RST_ROLES), ('myst', MYST_ROLES)])
def test_references_between_its_terms_are_those_of_a_set(page, text):
    loaded, notices = read(page, text)
    first, second = (term.definition.value for term in loaded.set.terms)
    mark = ':{}:' if page == 'rst' else '{{{}}}'
    old, new = mark.format('term'), mark.format('term-ref')
    assert (
        first.split()
        == (
            f'See {new}`KV cache`, {new}`the cache <kv cache>` and {new}`piece`, '
            f'not {old}`else`, {old}`!token`.'
        ).split()
    )
    # what looks the same in code is left, and so is what cannot be distinguished from it
    assert f'Of a {old}`token`; one writes ``so {old}`token` it``.' in second
    assert f'A {new}`piece`.' in second
    assert second.rstrip('~\n').endswith(f'{old}`KV cache`')
    assert notices[0] == (1, ORDER)
    assert notices[1:] == [
        (loaded.set.terms[0].line, 'references in definitions to terms of the page now use the role "term-ref" instead of "term"'),
        (loaded.set.terms[1].line, 'the definition of "KV cache" contains :term:`token` both as a role and in code; rename the role to term-ref by hand'),
    ]  # fmt: skip


def test_a_page_in_two_markups_is_reported():
    loaded, _ = read(
        'myst',
        '```{glossary}\nA\n  a\n```\n\n```{eval-rst}\n.. glossary::\n\n   B\n     b\n```\n',
    )
    assert reported(loaded) == [
        (9, 'a set has one markup, but this page has definitions in MyST and, inside '
            '"eval-rst" from here on, in reStructuredText; convert them separately'),
    ]  # fmt: skip


@pytest.mark.parametrize('page', ['rst', 'myst'])
def test_a_page_without_a_glossary_is_reported(page):
    loaded, _ = read(page, 'Title\n=====\n\nText.\n')
    assert reported(loaded) == [
        (1, 'no glossary in the file; name the page that contains it')
    ]


def test_what_sphinx_would_warn_of_is_reported():
    loaded, _ = read(
        'rst',
        """\
        .. glossary::

             Lost.

           A
             one
           B

           C
               two
             three
        """,
    )
    # what is indented less ends the directive for docutils, or is reported
    assert reported(loaded) == [
        (3, 'a definition needs a name before it; correct the glossary'),
        (7, 'a name must have an empty line before it; correct the glossary'),
        (9, 'there must be no empty line between names; correct the glossary'),
        (11, 'the line is indented less than its definition; correct the glossary'),
    ]


def test_a_term_without_a_definition_and_a_label_of_two_terms_are_reported():
    loaded, _ = read(
        'rst', '.. glossary::\n\n   A\n   B\n      x\n\n   B\n      y\n\n   C\n'
    )
    assert [line for line, _ in reported(loaded)] == [3, 7, 10]
    assert reported(loaded)[2][1].startswith('the record has no "definition"')


@pytest.mark.parametrize('page', ['rst', 'myst'])
@pytest.mark.parametrize(
    ('names', 'kept'),
    [
        ('A : X|B', 'X'),
        ('A|B : X', {'B': 'X'}),
        ('A : X|B : X', {'A': 'X', 'B': 'X'}),
        ('A|B : X|C|D : Y', {'B': 'X', 'D': 'Y'}),
    ],
)
def test_an_index_key_is_that_of_one_name(page, names, kept):
    lines = names.split('|')
    if page == 'rst':
        body = ''.join(f'   {line}\n' for line in lines)
        text = f'.. glossary::\n\n{body}      x\n'
    else:
        body = ''.join(f'{line}\n' for line in lines)
        text = f'```{{glossary}}\n\n{body}  x\n```\n'
    loaded, notices = read(page, text)
    assert [term.extra for term in loaded.set.terms] == [{'index': kept}]
    keyed = [line.split(' : ') for line in lines if ' : ' in line]
    assert [message for _, message in notices] == [
        f'the index key "{key}" of "{name}" is kept as extra.index' for name, key in keyed
    ]


def test_a_second_index_key_of_one_name_is_not_kept():
    _, notices = read('rst', '.. glossary::\n\n   A : X\n   A : Y\n      x\n')
    assert notices == [
        (3, 'the index key "X" of "A" is kept as extra.index'),
        (4, 'the index key "Y" of "A" is not kept: it has "X" already'),
    ]


def test_other_files_are_not_read():
    _, notices = read(
        'rst', 'A\n=\n\n.. include:: /etc/hostname\n\n.. glossary::\n\n   A\n     a\n'
    )
    assert notices == [
        (4, 'the content of "include" is not read; convert the included file separately')
    ]


def test_an_option_that_myst_does_not_know_is_no_end():
    loaded, _ = read('myst', '```{glossary}\n---\nsorted: [\n---\nA\n  a\n```\n')
    assert loaded.set is None or loaded.set.terms[0].name == 'A'


NAMES = {
    # name of a term in reStructuredText → what Sphinx shows
    ':class:`~.Basic`': 'Basic',
    ':class:`~pkg.mod.Zeta`': 'Zeta',
    ':py:class:`.Local`': 'Local',
    ':class:`oo <x.Infinity>`': 'oo',
    ':class:`!Tilde`': 'Tilde',
    ':func:`~pkg.open`': 'open()',
    ':meth:`~pkg.File.read()`': 'read()',
    ':func:`!close`': 'close()',
    ':func:`opened <pkg.open>`': 'opened',
    ':cpp:class:`~ns::Vector`': 'Vector',
    ':c:func:`~mod.alloc`': 'alloc()',
    ':js:attr:`~a.b.size`': 'size',
    ':doc:`the index </index>`': 'the index',
    ':term:`!other`': 'other',
    ':envvar:`HOME`': 'HOME',
    ':kbd:`Ctrl <b>`': 'Ctrl <b>',
    ':command:`make`': 'make',
    ':file:`/usr/{name}`': '/usr/name',
    ':guilabel:`&Save && go`': 'Save & go',
    ':menuselection:`File --> New`': 'File ‣ New',
    ':abbr:`LIFO (last-in, first-out)`': 'LIFO',
    ':pep:`8`': 'PEP 8',
    ':math:`a^2` norm': 'a^2 norm',
    'The :class:`~.Symbol` class': 'The Symbol class',
}


def glossary_of_names(page):
    names = list(NAMES)
    if page == 'md':
        names = [re.sub(r':([\w:]+):`', r'{\1}`', name) for name in names]
        return '```{glossary}\n' + '\n\n'.join(f'{n}\n  X.' for n in names) + '\n```\n'
    return '.. glossary::\n\n' + '\n'.join(f'   {n}\n      X.\n' for n in names)


@pytest.mark.parametrize(('page', 'form'), [('rst', 'rst'), ('md', 'myst')])
def test_a_name_with_a_role_is_what_sphinx_shows(project, page, form):
    text = glossary_of_names(page)
    loaded, _ = read(form, text)
    assert reported(loaded) == []
    assert [term.name for term in loaded.set.terms] == list(NAMES.values())
    project.write('conf.py', "extensions = ['myst_parser']\n")
    project.write(f'index.{page}', text)
    built = project.build()
    shown = re.findall(
        r'<dt id="term-[^"]*">(.*?)<a class="headerlink"', built.page('index.html')
    )
    texts = [html.unescape(re.sub(r'<[^>]+>', '', name)) for name in shown]
    expected = [name for name in NAMES.values() if 'a^2' not in name]
    assert [name for name in texts if 'a^2' not in name] == expected


@pytest.mark.parametrize('page', ['rst', 'myst'])
def test_a_set_keeps_the_order_that_readers_of_the_page_see(page):
    def glossary(*lines):
        text = '\n'.join(lines)
        if page == 'rst':
            text = '.. glossary::\n' + textwrap.indent(text, '   ')
        else:
            text = f'```{{glossary}}\n{text}\n```\n'
        loaded, notices = read(page, text)
        return loaded.set.order, [term.name for term in loaded.set.terms], notices

    assert glossary('', 'b', '  X.', '', 'a', '  Y.') == (
        'written',
        ['b', 'a'],
        [(1, ORDER)],
    )
    assert glossary('', 'A', '  X.', '', 'b', '  Y.') == ('alphabetical', ['A', 'b'], [])
    # Unicode's order, not that of the code points
    assert glossary('', 'Ä', '  X.', '', 'b', '  Y.') == ('alphabetical', ['Ä', 'b'], [])
    order, names, notices = glossary(':sorted:', '', 'b', '  X.', '', 'a', '  Y.')
    assert (order, names) == ('alphabetical', ['b', 'a'])
    assert ORDER not in dict(notices).values()


@pytest.mark.parametrize('page', ['rst', 'myst'])
def test_a_sorted_glossary_beside_one_that_is_not_is_sorted_in_the_set(page):
    first, second = ':sorted:\n\nd\n  X.\n\nc\n  Y.', '\nb\n  X.\n\na\n  Y.'
    if page == 'rst':
        texts = ['.. glossary::\n' + textwrap.indent(t, '   ') for t in (first, second)]
    else:
        texts = [f'```{{glossary}}\n{t}\n```' for t in (first, second)]
    found = read(page, '\n\n'.join(texts))[0].set
    assert (found.order, [term.name for term in found.terms]) == ('written', [*'cdba'])
