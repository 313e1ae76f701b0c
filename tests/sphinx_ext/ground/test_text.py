"""Texts in another language than the page's, and several lists on one page."""

from __future__ import annotations

import re

import pytest

from pages import entries, repeated_ids

ARABIC = 'name: arabic\nlang: ar\nterms:\n- {name: انتباه, definition: تعريف.}\n'
GERMAN = 'name: german\nlang: de\nterms:\n- {name: Schicht, definition: Eine Lage.}\n'
OWN = """\
name: own
lang: en-GB
terms:
- {name: Layer, definition: A piece.}
- name: Pictured
  definition: |
    .. code-block:: python

       code = 'first'

    What it is. More.
- {name: Coded, definition: "::\\n\\n   only code"}
"""
INDEX = """\
Terms
=====

.. term-set:: own
   :letters:

:term-ref:`انتباه`, :term-ref:`Schicht`, :term-ref:`Layer`, :term-ref:`Pictured`, :term-ref:`Coded`.

Explained
---------

.. term-page:: Layer

.. page-terms::

.. term-definition:: انتباه

Foreign
-------

.. term-set:: arabic german
   :letters:

.. term-set:: own
   :no-index:
   :letters:
"""


@pytest.fixture(scope='module')
def built(shared):
    project = shared('foreign')
    project.conf(
        archgloss_term_sets=['arabic.yaml', 'german.yaml', 'own.yaml'], language='en'
    )
    for name, text in (('arabic', ARABIC), ('german', GERMAN), ('own', OWN)):
        project.write(f'{name}.yaml', text)
    project.write('index.rst', INDEX)
    built = project.build('-W')
    assert built.status == 0, built.text
    return built


def test_names_and_definitions_tell_their_language(built):
    page = built.page('index.html')
    assert re.search(
        r'<dt class="term-rtl" id="[^"]*" lang="ar"><span[^>]*></span>انتباه', page
    )
    assert re.search(r'<dd class="term-rtl" lang="ar"><p>تعريف', page)
    assert re.search(r'<dt id="[^"]*" lang="de"><span[^>]*></span>Schicht', page)
    assert re.search(r'<dd lang="de"><p>Eine Lage', page)
    assert 'lang="en-GB"' not in page
    listed = page.split('page-terms')[1].split('id="foreign"')[0]
    assert listed.count('lang="ar"') == 3  # name, brief, and the definition shown apart
    assert listed.count('lang="de"') == 2


def test_other_formats_have_nothing_of_it(built, shared):
    project = shared('foreign')
    for builder in ('text', 'latex'):
        other = project.build(builder=builder, out=f'as-{builder}')
        for path in other.output.glob('*.t*'):
            assert 'language-' not in path.read_text('utf-8')


def test_an_entry_links_to_the_section_below_it(built):
    entry = entries(built.page('index.html'))['Layer']
    assert 'Read more:' in entry
    assert 'href="#explained"' in entry


def test_a_brief_is_a_sentence_where_there_is_one(built):
    summaries = re.findall(
        r'id="tip-.*?</p><p[^>]*>(.*?)</p>', built.page('index.html'), re.DOTALL
    )
    assert 'What it is.' in summaries
    assert 'only code' in summaries


def test_lists_on_one_page_have_names_of_their_own(built):
    page = built.page('index.html')
    names = re.findall(r'<nav aria-label="([^"]*)"', page)
    assert names == [
        'Terms by letter: Terms',
        'Terms by letter: Foreign',
        'Terms by letter: Foreign 2',
    ]
    assert repeated_ids(built.output) == {}


def test_places_of_letters_are_no_permanent_links(built):
    last = built.page('index.html').split('Terms by letter: Foreign 2')[1]
    letters = re.findall(r'href="#(letters-[^"]*)"', last.split('</nav>')[0])
    assert letters
    for letter in letters:
        assert f'id="{letter}"' in last
        assert f'headerlink" href="#{letter}"' not in last
