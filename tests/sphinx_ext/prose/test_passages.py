"""`sphinx_ext.prose`: the running text of a doctree, and nothing else."""

from __future__ import annotations

import pytest
from docutils import nodes

from doctrees import doctrees
from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import MARK
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages

RST = r"""
:author: Nobody, a docinfo token

Title token
===========

Subtitle token
--------------

.. |sub| replace:: a substitution

One *kept* token,
``code`` and :math:`x` and :term-ref:`ref` and :term-ref:`!barred` and `link <http://x.y>`_
and |sub| [1]_ \*escaped\* "quoted".

.. rst-class:: no-term-autolink

   Quiet one.

   Quiet two.

- an item

  1. a nested item

name token
   a definition

.. only:: html

   .. only:: draft

      Conditional.

Quoted:

   A quotation.

   -- Attribution token

.. figure:: x.png

   A caption.

   A legend.

.. code-block:: text
   :caption: Caption token

   code token

.. table:: Title token

   ========== ======
   Head token Other
   ========== ======
   a cell     b
   ========== ======

.. rubric:: Rubric token

| Line token
| of an address

.. comment token

.. raw:: html

   <p>raw token</p>

.. glossary::

   entry token
      What it means.

.. py:function:: token(x)

   A docstring, :guilabel:`Menu`.

   :param x: a field

.. versionadded:: 1.0
   An addition.

.. [1] A footnote.

.. contents:: Contents token

>>> doctest_token

.. math:: token

Emphasis: **strong** and :dfn:`defined` and H\ :sub:`2`\ O.

.. toctree::
   :caption: Toctree token

   page
"""

MYST = """
---
term-page: front token
---
# Title token

Over the KV
cache, *em* `code` {math}`x` {term-ref}`ref`, {term-ref}`!barred` [link](http://x.y)
<b>html</b> &amp; \\*escaped\\*.

{.no-term-autolink}
Quiet.

Not [this token]{.no-term-autolink} one.

> A quotation.

- [ ] a task

Term token
: a definition

:::{note}
A note.
:::

```{code-block} text
:caption: Caption token
code token
```

| Head token |
|------------|
| a cell     |

% comment token

```{toctree}
:caption: Toctree token
```
"""


@pytest.fixture(scope='module')
def read(tmp_path_factory):
    pages = {'page.rst': RST.lstrip(), 'md.md': MYST.lstrip()}
    return doctrees(tmp_path_factory.mktemp('prose'), pages)


def test_what_is_prose_in_restructuredtext(read):
    found = [' '.join(passage.text.split()) for passage in passages(read['page'])]
    assert found == [
        f'One kept token, {MARK} and {MARK} and {MARK} and {MARK} and {MARK}{MARK} '
        f'and a substitution {MARK} *escaped* “quoted”.',
        'Quiet one.',
        'Quiet two.',
        'an item',
        'a nested item',
        'a definition',
        'Conditional.',
        'Quoted:',
        'A quotation.',
        'A caption.',
        'A legend.',
        'a cell',
        'b',
        'Line token',
        'of an address',
        'What it means.',
        f'A docstring, {MARK}.',
        f'{MARK} – a field',
        f'{MARK}An addition.',
        'A footnote.',
        f'Emphasis: strong and {MARK} and H{MARK}O.',
    ]


def test_what_is_prose_in_markdown(read):
    found = [passage.text for passage in passages(read['md'])]
    assert found == [
        f'Over the KV\ncache, em {MARK} {MARK} {MARK}, {MARK} {MARK}\n'
        f'{MARK}html{MARK} & *escaped*.',
        'Quiet.',
        f'Not {MARK} one.',
        'A quotation.',
        found[4],
        'a definition',
        'A note.',
        'a cell',
    ]
    assert found[4].strip(f'{MARK} ') == 'a task'


@pytest.mark.parametrize(
    ('name', 'headings'),
    [
        ('page', ['Title token', 'Subtitle token', 'name token', 'Caption token', 'Title token', 'Head token',
                  'Other', 'Rubric token']),
        ('md', ['Title token', 'Term token', 'Caption token', 'Head token']),
    ],
)  # fmt: skip
def test_headings_are_included_where_they_are_asked_for(read, name, headings):
    found = list(passages(read[name], headings=True))
    assert [one.text for one in found if one.passage.heading] == headings
    plain = list(passages(read[name]))
    assert [
        (one.text, one.passage.section) for one in found if not one.passage.heading
    ] == [(one.text, one.passage.section) for one in plain]
    assert not any(one.passage.heading for one in plain)


def test_what_surrounds_a_passage_is_recorded(read):
    found = {passage.text.split('\n')[0]: passage for passage in passages(read['page'])}
    assert [name for name, one in found.items() if one.passage.quiet] == [
        'Quiet one.',
        'Quiet two.',
    ]
    assert found['Conditional.'].passage.conditions == (('only', 'html'), ('only', 'draft'))
    assert found['an item'].passage.section == 2
    assert found['A quotation.'].passage.quoted
    assert not found['Quoted:'].passage.quoted
    quiet = [passage.text for passage in passages(read['md']) if passage.passage.quiet]
    assert quiet == ['Quiet.']


@pytest.mark.parametrize('name', ['page', 'md'])
def test_text_nodes_and_marks_make_up_the_text(read, name):
    for passage in passages(read[name]):
        made = [(part.start, part.node.astext()) for part in passage.running_text.parts]
        made += [(mark.at, MARK) for mark in passage.running_text.marks]
        assert (
            ''.join(text for _, text in sorted(made, key=lambda pair: pair[0]))
            == passage.text
        )
        for start in range(0, len(passage.text), 3):
            end = min(start + 5, len(passage.text))
            pieces = passage.slices(start, end)
            words = ''.join(
                piece.node.astext()[piece.start : piece.end] for piece in pieces
            )
            assert words == passage.text[start:end].replace(MARK, '')


def test_lines_of_markdown_are_no_seams_and_the_ends_of_emphasis_are(read):
    first = next(passages(read['md']))
    text, passage = first.text, first.passage
    over = text.index('KV')
    assert len(first.slices(over, over + len('KV\ncache'))) == 3  # text, break, text
    start = text.index('em')
    [(begin, end)] = passage.emphasis
    assert begin <= start < end
    assert {begin, end} & set(passage.seams)
    assert not any(over < seam < over + len('KV\ncache') for seam in passage.seams)


def test_pages_that_a_builder_joins_are_distinguished(read):
    from sphinx import addnodes

    whole = read['page'].deepcopy()
    whole.children[-1] += addnodes.start_of_file(
        '', *[child.deepcopy() for child in read['md'].children], docname='md'
    )
    found = [(passage.docname, passage.text) for passage in passages(whole)]
    assert [text for name, text in found if name == 'md'] == [
        passage.text for passage in passages(read['md'])
    ]
    assert {name for name, _ in found} == {'', 'md'}


def test_a_document_without_prose_has_no_passages(read):
    assert list(passages(read['index'])) == []
    assert isinstance(read['index'], nodes.document)


# --- HTML and index entries between prose ---

HIDDEN = [
    '<a href="x.html">the token</a>', "<A HREF='a>b'\n title='c'>token</A>",
    '<code>token</code>', '<kbd>a *token* b</kbd>', '<abbr title="x">token</abbr>',
    '<samp>token</samp>', '<q>a <b>token</b></q>', '<button>token</button>',
    '<span role="button">token</span>', '<span class="btn x">a <span>b</span> token</span>',
    "<b onclick='x()'>token</b>", '<i aria-expanded=false>token</i>',
    '<cite>token</cite>', '<a href=x/>token</a>', '<code><kbd>a</code>',
    '<a href="x"><code>a</code> token</a>', '{index}`token`',
]  # fmt: skip
SHOWN = [
    '<b>token</b>', '<span class="a">token</span>', '<a id="here"/> token',
    '<a id="here"></a> token', 'a <br> token', 'token</kbd>', '<abc>token</abc>',
    '<!-- <a> --> token', '<code>a</code> token', '{index}`a` token', '**token**',
]  # fmt: skip
BLOCKS = """\
# Title

<a href="x.html">

hidden

- hidden

</a>

<blockquote>

quoted

</blockquote>

<h2 align="center">

hidden

</h2>

<kbd>hidden

shown, for it is another paragraph

<a href="never-closed">

shown
"""
ROLES = """\
.. role:: html(raw)
   :format: html latex

.. role:: tex(raw)
   :format: latex

Title
=====

A :html:`<a href="x">` token :html:`</a>` and :index:`token`, :index:`token <single: a; b>`,
:tex:`<a>` token.
"""


@pytest.fixture(scope='module')
def mixed(tmp_path_factory):
    many = '\n\n'.join(f'Before {one} after.' for one in (*HIDDEN, *SHOWN))
    pages = {'many.md': f'# Title\n\n{many}\n', 'blocks.md': BLOCKS, 'roles.rst': ROLES}
    return doctrees(tmp_path_factory.mktemp('mixed'), pages)


def test_html_that_is_no_prose_hides_what_is_in_it_and_nothing_else(mixed):
    found = [passage.text for passage in passages(mixed['many'])]
    sources = [*(f'Before {one} after.' for one in (*HIDDEN, *SHOWN))]
    assert len(found) == len(sources)
    for source, text in zip(sources[: len(HIDDEN)], found, strict=False):
        assert text.strip(f'{MARK} \n').startswith('Before'), source
        assert 'token' not in text, source
        assert text.endswith(' after.'), source
    for source, text in zip(sources[len(HIDDEN) :], found[len(HIDDEN) :], strict=True):
        assert 'token' in text, source


def test_html_around_blocks_hides_or_quotes_them(mixed):
    found = {
        passage.text.strip(MARK): passage.passage.quoted
        for passage in passages(mixed['blocks'])
    }
    assert found == {
        'quoted': True,
        '': False,
        'shown, for it is another paragraph': False,
        'shown': False,
    }


def test_html_by_roles_and_index_entries_in_restructuredtext(mixed):
    [one] = passages(mixed['roles'])
    assert one.text == (
        f'A {MARK}{MARK}{MARK} and {MARK}{MARK}{MARK}, {MARK}{MARK}{MARK},\n{MARK} token.'
    )


@pytest.mark.parametrize('name', ['many', 'blocks', 'roles'])
def test_hidden_texts_are_marks_with_their_nodes(mixed, name):
    for passage in passages(mixed[name]):
        made = [(part.start, part.node.astext()) for part in passage.running_text.parts]
        made += [(mark.at, MARK) for mark in passage.running_text.marks]
        made.sort(key=lambda pair: pair[0])
        assert ''.join(text for _, text in made) == passage.text
