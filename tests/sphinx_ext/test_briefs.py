"""`sphinx_ext.briefs`: the sentence that stands for an entry elsewhere."""

from __future__ import annotations

import pickle

import pytest

from projects import Project
from sphinxcontrib_archgloss.reading.facts import brief_text
from sphinxcontrib_archgloss.sphinx_ext.briefs import brief_nodes

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
- name: Coded
  definition: |
    ::

       x = 1
- name: Emphatic
  definition: It ends *here.* Then it goes on.
"""


@pytest.fixture(scope='module')
def briefs(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp('briefs') / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', SET)
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    assert project.build('-W', builder='dummy').status == 0
    env = pickle.loads((project.source.parent / 'doctrees/environment.pickle').read_bytes())
    pages = env.domaindata['archgloss']['pages']
    return {brief.name: brief for _, brief in pages['index'].briefs}


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('Plain', 'One thing.'),
        ('Marked', 'A key, see the plain one and a_1.'),
        ('Short', 'In a word.'),
        ('Noted', 'It has a note, a link and “quotes”.'),
        ('Listed', 'one'),
        ('Coded', 'x = 1'),
    ],
)
def test_a_brief_is_the_short_form_or_the_first_sentence(briefs, name, text):
    assert brief_text(briefs[name].pieces) == text


def test_inline_markup_and_maths_are_kept_and_links_are_not(briefs):
    found = brief_nodes(briefs['Marked'].pieces)
    assert [node.tagname for node in found if node.tagname != '#text'] == [
        'emphasis',
        'math',
    ]


def test_a_sentence_may_end_inside_its_markup(briefs):
    assert brief_text(briefs['Emphatic'].pieces) == 'It ends here.'


def test_a_brief_is_plain_data(briefs):
    assert eval(repr(briefs['Marked'].pieces)) == briefs['Marked'].pieces
