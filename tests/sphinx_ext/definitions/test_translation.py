"""Translated pages: references by any label, entries under the names they have now."""

from __future__ import annotations

import pickle
import re

import pytest

from pages import entries, words
from sphinxcontrib_archgloss.project.summary import Summary, unpack_summaries

SET = """\
name: s
terms:
  - name: Attention
    aliases: [self-attention]
    related: [Zone, Token]
    definition: A weighted mean.
  - name: Token
    definition: A piece of text.
  - name: Zone
    sort: aaa
    definition: A part.
"""

INDEX = """\
Start
=====

.. toctree::

   page

.. term-set::

More :term-ref:`tokens`, then :term-ref:`self-attention` and :doc:`page`.

By set: :term-ref:`s:Token`.

A :term-ref:`token` more.

One :term-ref:`Zone`.
"""

GERMAN = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Attention"
msgstr "Zuwendung"

msgid "Token"
msgstr "Zeichen"

msgid "A piece of text."
msgstr "Ein Stück Text."

msgid "More :term-ref:`tokens`, then :term-ref:`self-attention` and :doc:`page`."
msgstr "Erst :doc:`Seite <page>`, :term-ref:`Selbstzuwendung <Attention>` und :term-ref:`Zeichen <Token>`."

msgid "By set: :term-ref:`s:Token`."
msgstr "Aus der Sammlung: :term-ref:`das Zeichen <s:Token>`."

msgid "Page"
msgstr "Seite"
"""


@pytest.fixture
def project(project):
    project.conf(
        archgloss_term_sets=['s.yaml'],
        language='de',
        locale_dirs=['locale'],
        gettext_compact='all',
    )
    project.write('s.yaml', SET)
    project.write('index.rst', INDEX)
    project.write('page.rst', 'Page\n====\n\n.. term-page:: Attention\n')
    project.write('locale/de/LC_MESSAGES/all.po', GERMAN)
    return project


def test_references_name_terms_by_any_label(project):
    built = project.build('-W', '-n')
    assert built.all_warnings == []
    assert built.status == 0
    assert built.links('index.html') == {
        'Selbstzuwendung': 'page.html',
        'Zeichen': '#term-token',
        'das Zeichen': '#term-token',
        'token': '#term-token',
        'Zone': '#term-zone',
    }


def test_what_is_wrong_is_reported_at_the_original(project):
    more = """
    msgid "A :term-ref:`token` more."
    msgstr "Noch ein :term-ref:`Zeichn`."

    msgid "One :term-ref:`Zone`."
    msgstr "Einer."
    """
    project.write('locale/de/LC_MESSAGES/all.po', GERMAN + more.replace('\n    ', '\n'))
    built = project.build('-n')
    (undefined,) = built.warnings
    assert undefined.startswith('index.rst:14: WARNING: unknown term "Zeichn"')
    # as for every reference, Sphinx counts
    (count,) = [warning for warning in built.all_warnings if warning != undefined]
    assert 'inconsistent term references in translated message' in count


def test_entries_go_by_their_translated_names(project):
    built = project.build()
    shown = entries(built.page('index.html'))
    # the key that sorts "Zone" is for the name in the record, which it still has
    assert list(shown) == ['Zone', 'Zeichen', 'Zuwendung']
    assert 'Verwandt: Zone, Zeichen' in words(shown['Zuwendung']).replace(' ,', ',')
    assert 'Mehr dazu: Seite' in words(shown['Zuwendung'])
    index = re.findall(r'<a href="index.html#[^"]*">([^<]*)<', built.page('genindex.html'))
    assert index == ['self-attention', 'Zeichen', 'Zone', 'Zuwendung']
    assert '"Zeichen"' in built.page('searchindex.js')


def test_aliases_stay_in_the_index_of_a_translation(project):
    old = '- name: Token\n'
    assert old in SET
    project.write('s.yaml', SET.replace(old, f'{old}    aliases: [piece, Zeichen]\n'))
    built = project.build('-W')
    index = re.findall(r'<a href="index.html#[^"]*">([^<]*)<', built.page('genindex.html'))
    assert index == ['piece', 'self-attention', 'Zeichen', 'Zone', 'Zuwendung']


def test_letters_are_those_of_the_translated_names(project):
    project.write(
        'index.rst', INDEX.replace('.. term-set::', '.. term-set::\n   :letters:')
    )
    html = project.build().page('index.html')
    # "Zone" is not translated, and has its sort key
    found = re.findall(r'<a class="[^"]*" href="#(term-[a-z]+)">([A-Z])</a>', html)
    assert found == [('term-zone', 'A'), ('term-token', 'Z')]


def test_the_brief_of_a_translated_entry_is_in_its_language(project):
    short = SET.replace('A piece of text.', 'A piece of text.\n    short: Piece.')
    project.write('s.yaml', short.replace('A part.', 'A part.\n    short: Part.'))
    project.build(builder='dummy')
    env = pickle.loads((project.source.parent / 'doctrees/environment.pickle').read_bytes())
    summaries = unpack_summaries(env.domaindata['archgloss']['pages']['index'].summaries)
    assert summaries['s:token'] == Summary(
        'Zeichen', ('Ein Stück Text.',), translated=True, translation='Zeichen'
    )
    assert summaries['s:zone'] == Summary('Zone', ('Part.',))


def test_a_name_that_is_translated_otherwise_is_shown_where_it_is_a_relation(project):
    project.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   page\n   rest\n\n.. term-set::\n   :only: Attention\n',
    )
    project.write('rest.rst', 'Rest\n====\n\n.. term-set::\n   :only: Token, Zone\n')
    project.build()
    project.conf(
        archgloss_term_sets=['s.yaml'],
        language='de',
        locale_dirs=['locale'],
        gettext_compact=False,
    )
    for name in ('index', 'rest'):
        project.write(f'locale/de/LC_MESSAGES/{name}.po', GERMAN)
    project.build()
    project.write(
        'locale/de/LC_MESSAGES/rest.po', GERMAN.replace('"Zeichen"', '"Wortstück"')
    )
    built = project.build()
    assert built.read == {'rest'}
    assert {'index', 'rest'} <= built.written
    assert 'Verwandt: Zone, Wortstück' in words(built.page('index.html')).replace(' ,', ',')


@pytest.mark.parametrize(
    ('language', 'expected'),
    [
        (
            'de',
            [
                'Mehr dazu: Page',
                'Auch: self-attention · Verwandt: Zone, Token',
                'Erwähnt in: Start',
            ],
        ),
        (
            'ja',
            ['詳細：Page', '別名：self-attention · 関連語：Zone、Token', '言及箇所：Start'],
        ),
        (
            'ar',
            [
                'اقرأ المزيد: Page',
                'أيضًا: self-attention · ذات صلة: Zone، Token',
                'مذكور في: Start',
            ],
        ),
        (
            'en_GB',
            [
                'Read more: Page',
                'Also: self-attention · Related: Zone, Token',
                'Mentioned in: Start',
            ],
        ),
    ],
)
def test_lines_of_entries_are_in_the_language_of_the_pages(project, language, expected):
    project.remove('locale/de/LC_MESSAGES/all.po')
    built = project.build('-D', f'language={language}')
    entry = entries(built.page('index.html'))['Attention']
    lines = re.findall(r'<p class="term-line.*?</p>', entry)
    assert [re.sub('<[^>]+>', '', line) for line in lines] == expected
