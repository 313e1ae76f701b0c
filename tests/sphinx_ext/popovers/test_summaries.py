"""Summaries: the sentence that popovers and lists of terms show of an entry."""

from __future__ import annotations

import pickle

import pytest

from projects import Project
from sphinxcontrib_archgloss.project.summary import summary_text, unpack_summaries
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import summary_nodes

SET = """\
name: set
terms:
- name: Plain
  definition: One thing. Another.
- name: Marked
  definition: A *key*, see :term-ref:`the plain one <Plain>` and :math:`a_1`. More.
- name: Short
  short: In a word.
  definition: At length.
- name: Noted
  definition: |
    It has a note [1]_, a link_ and "quotes". Not this.

    .. [1] Here.
    .. _link: https://example.org/
- name: Listed
  definition: |
    - one
    - two
- name: Introduced
  definition: |
    There are *two* kinds:

    #. Prefill, which has :math:`n` steps.
    #. Decode.
- name: Nested
  definition: |
    * one

      * inner
      * more

      .. image:: index.png

    * ``two``
- name: Described
  definition: |
    left
       Hand.

    right
       Side
- name: Gridded
  definition: |
    .. list-table:: Caption
       :header-rows: 1

       * - Kind
         - Size
       * - Small
         -
       * - Large
         - 10
- name: Long list
  definition: |
    - word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word
    - word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word
- name: In columns
  definition: |
    .. hlist::

       * a
       * b
       * c
- name: Warned
  definition: |
    .. warning:: Old.

    .. versionadded:: 1.0

    The thing itself. More.
- name: Only warned
  definition: |
    .. warning:: Old. Very old.
- name: Figured
  definition: |
    .. figure:: index.png

       The caption

       The legend. More.

    The text. More.
- name: Only figured
  definition: |
    .. figure:: index.png

       The caption
- name: Footed
  definition: |
    - one [#n]_
    - two

    .. [#n] The note.
- name: Code first
  definition: |
    .. code-block:: python

       x = 1

    Told below. More.
- name: Coded
  definition: |
    ::

       x = 1
- name: Pictured
  definition: |
    .. image:: index.png
       :alt: A picture

    Told after it. More.
- name: Quoted
  definition: |
    .. pull-quote::

       Said by somebody. More.
- name: Tabled
  definition: |
    == ==
    a  b
    == ==

    Told below. More.
- name: Divided
  definition: |
    .. only:: latex

       On paper.

    Anywhere. More.
- name: Calculated
  definition: It is :math:`a_1. B` and ``lit. Eral`` *em. Em* done. More.
- name: Emphatic
  definition: It ends *here.* Then it goes on.
"""


@pytest.fixture(scope='module')
def summaries(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp('summaries') / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', SET)
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    (project.source / 'index.png').write_bytes(b'')
    assert project.build('-W', builder='dummy').status == 0
    env = pickle.loads((project.source.parent / 'doctrees/environment.pickle').read_bytes())
    pages = env.domaindata['archgloss']['pages']
    return {
        summary.name: summary
        for summary in unpack_summaries(pages['index'].summaries).values()
    }


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('Plain', 'One thing.'),
        ('Marked', 'A key, see the plain one and a_1.'),
        ('Short', 'In a word.'),
        ('Noted', 'It has a note, a link and “quotes”.'),
        ('Listed', 'one; two'),
        ('Introduced', 'There are two kinds: Prefill, which has n steps. Decode.'),
        ('Nested', 'one (inner; more); two'),
        ('Described', 'left: Hand. right: Side'),
        ('Gridded', 'Kind, Size; Small; Large, 10'),
        ('Long list', f'{" ".join(["word"] * 40)}; {"word " * 23}word…'),
        ('In columns', 'a; b; c'),
        ('Warned', 'The thing itself.'),
        ('Only warned', 'Old.'),
        ('Figured', 'The text.'),
        ('Only figured', 'The caption'),
        ('Footed', 'one; two'),
        ('Code first', 'Told below.'),
        ('Coded', 'x = 1'),
        ('Pictured', 'Told after it.'),
        ('Quoted', 'Said by somebody.'),
        ('Tabled', 'Told below.'),
        ('Divided', 'Anywhere.'),
        ('Calculated', 'It is a_1. B and lit. Eral em.'),
    ],
)
def test_a_summary_is_the_short_form_or_the_first_sentence(summaries, name, text):
    assert summary_text(summaries[name].inlines) == text


def test_inline_markup_and_maths_are_kept_and_links_are_not(summaries):
    inlines = summary_nodes(summaries['Marked'].inlines)
    assert [node.tagname for node in inlines if node.tagname != '#text'] == [
        'emphasis',
        'math',
    ]


def test_a_sentence_may_end_inside_its_markup(summaries):
    assert summary_text(summaries['Emphatic'].inlines) == 'It ends here.'


def test_a_summary_is_plain_data(summaries):
    assert eval(repr(summaries['Marked'].inlines)) == summaries['Marked'].inlines


TITLED = """\
name: set
terms:
- name: Cited
  definition: |
    Told by [CIT]_. More.

    .. [CIT] Somebody.
- name: Near
  definition: Told in :ref:`place`, in :doc:`index` and in :ref:`my words <place>`. More.
"""


def test_a_summary_has_the_current_title_of_a_page_or_label(tmp_path):
    project = Project(tmp_path / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', TITLED)
    project.write(
        'index.rst', 'Top\n===\n\n:term-ref:`Near`\n\n.. toctree::\n\n   a\n   b\n'
    )
    project.write('a.rst', 'A\n=\n\n.. _place:\n\nThe place\n---------\n')
    project.write(
        'b.rst',
        'B\n=\n\n.. term-set::\n\n.. term-definition:: Near\n   :short:\n\n.. term-definition:: Cited\n   :short:\n',
    )

    def shown():
        built = project.build('-W')
        assert built.status == 0, built.text
        return built.page('index.html'), built.page('b.html')

    assert 'Told in The place, in Top and in ' in shown()[0]
    project.write('a.rst', 'A\n=\n\n.. _place:\n\nElsewhere\n---------\n')
    popover, page = shown()
    assert 'Told in Elsewhere, in Top and in ' in popover
    short = page.partition('class="term-definition')[2]
    assert (
        '>Elsewhere</span></a>, in <a class="reference internal" href="index.html">'
        in short
    )


MYST_SET = """\
name: set
markup: myst
terms:
- name: Pictured
  definition: |
    ![](index.png)

    Told after it. More.
- name: Linked
  definition: Told in [](a.md) and [](#place). More.
"""


def test_pictures_and_titles_in_myst(tmp_path):
    project = Project(tmp_path / 'docs')
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['set.yaml'],
    )
    project.write('set.yaml', MYST_SET)
    (project.source / 'index.png').write_bytes(b'')
    project.write(
        'index.md',
        '# Top\n\n{term-ref}`Pictured` {term-ref}`Linked`\n\n```{toctree}\na\n```\n\n'
        '```{term-set}\n```\n',
    )
    project.write('a.md', '# A page\n\n(place)=\n## The place\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    assert 'Told after it.</p>' in built.page('index.html')
    assert 'Told in A page and The place.</p>' in built.page('index.html')
