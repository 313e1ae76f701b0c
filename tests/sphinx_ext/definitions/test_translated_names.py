"""Translated names are labels of their terms, and each text has its own language."""

from __future__ import annotations

import json
import re
import zlib

import pytest

SET = """\
name: s
lang: en
terms:
  - name: Attention
    aliases: [self-attention]
    related: [Kind, Art]
    definition: A weighted mean. As :term-ref:`Art` has it.
  - {name: Art, definition: What is made.}
  - {name: Kind, definition: A young person.}
  - {name: User's key, definition: Opens.}
"""

INDEX = """\
Start
=====

Of :term-ref:`kind`, :term-ref:`Attention`, :term-ref:`user's key`.

.. term-set::
"""

GERMAN = {
    'Attention': 'Zuwendung',
    "User's key": "Nutzer's Schlüssel",
    "Of :term-ref:`kind`, :term-ref:`Attention`, :term-ref:`user's key`.":
        "Von :term-ref:`Kind`, :term-ref:`Zuwendung`, :term-ref:`Nutzer's Schlüssel`.",
    'See [](#term) {term-ref}`attention` and {term-ref}`kind`.':
        'Siehe {term-ref}`zuwendung` und {term-ref}`s:Zuwendung`.',
}  # fmt: skip


def catalogue(project, messages):
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    for original, translated in messages.items():
        text += f'\nmsgid "{original}"\nmsgstr "{translated}"\n'
    project.write('locale/de/LC_MESSAGES/all.po', text)


def unknown(built):
    return {
        re.findall('(?:unknown|ambiguous) term "([^"]*)"', w)[0] for w in built.warnings
    }


CONF = {
    'extensions': ['myst_parser', 'sphinxcontrib_archgloss'],
    'archgloss_term_sets': ['s.yaml'],
    'language': 'de',
    'locale_dirs': ['locale'],
    'gettext_compact': 'all',
}


@pytest.fixture
def project(project):
    project.conf(**CONF)
    project.write('s.yaml', SET)
    project.write('index.rst', INDEX + '\n.. toctree::\n\n   page\n')
    project.write('page.md', '# Page\n\nSee {term-ref}`attention` and {term-ref}`kind`.\n')
    messages = {key.replace('[](#term) ', ''): text for key, text in GERMAN.items()}
    catalogue(project, messages)
    project.messages = messages
    return project


def test_a_reference_in_a_translation_names_a_term_by_its_translated_name(project):
    built = project.build('-W', '-n')
    assert built.all_warnings == []
    assert built.links('index.html') == {
        'Kind': '#term-kind',
        'Zuwendung': '#term-attention',
        'Nutzer’s Schlüssel': '#term-users-key',
        'Art': '#term-art',
    }
    assert built.links('page.html') == {
        'zuwendung': 'index.html#term-attention',
        'Zuwendung': 'index.html#term-attention',
    }
    # other projects find it, too
    objects = zlib.decompress(
        (built.output / 'objects.inv').read_bytes().split(b'\n', 4)[4]
    )
    assert b'\nzuwendung archgloss:term ' in objects


def test_the_name_is_no_label_in_another_language(project):
    project.build()
    english = project.build('-n', '-D', 'language=en')
    assert english.warnings == []
    project.write('page.md', '# Page\n\nSee {term-ref}`Zuwendung`, {term-ref}`Zuwendng`.\n')
    english = project.build('-D', 'language=en')
    assert unknown(english) == {'Zuwendung', 'Zuwendng'}
    assert not any('did you mean' in warning for warning in english.warnings)
    german = project.build()
    (undefined,) = german.warnings
    assert 'unknown term "Zuwendng"' in undefined
    assert 'did you mean "Zuwendung"?' in undefined


def test_a_translated_name_that_is_the_name_of_another_term_is_ambiguous(project):
    catalogue(project, {**project.messages, 'Kind': 'Art'})
    project.write(
        'more.rst',
        ':orphan:\n:term-page: Art\n\nMore\n====\n\n:term-ref:`Art` and :term-ref:`s:Art`.\n\n'
        '.. term-definition:: Art\n\n.. term-map::\n   :term: Art\n',
    )
    built = project.build()
    # what nobody translates (relations, options, claims) means the record's own name
    (ambiguous,) = built.warnings
    assert ambiguous.startswith(
        's.yaml:7: WARNING: ambiguous term "Art": it matches two terms (3 '
    )
    assert 'What is made.' in built.page('more.html')


def test_a_changed_catalogue_changes_what_references_find(project):
    project.build('-W')
    catalogue(project, {**project.messages, 'Attention': 'Beachtung'})
    built = project.build()
    assert unknown(built) == {'Zuwendung', 'zuwendung', 's:Zuwendung'}
    again = project.build()
    assert again.warnings == built.warnings
    catalogue(project, project.messages)
    assert (
        project.build('-W').links('page.html')['zuwendung'] == 'index.html#term-attention'
    )


def test_mentions_in_translated_prose_are_links(project):
    project.conf(**CONF, archgloss_autolink='first')
    project.write('prose.rst', ':orphan:\n\nProse\n=====\n\nIts meaning is clear.\n')
    translated = {'Its meaning is clear.': 'Was Zuwendung ist, ist klar.'}
    catalogue(project, {**project.messages, **translated})
    assert project.build('-W').links('prose.html') == {
        'Zuwendung': 'index.html#term-attention'
    }


# --- the language of each part ----------------------------------------------------------

PARTS = """\
name: s
lang: en
title: Our words
categories: [{id: c, label: Group, description: Of a kind.}, {id: d, label: Rest}]
terms:
  - name: Name only
    categories: [c]
    related: [Text only]
    aliases: [other name]
    references: [{label: A paper, url: "https://example.org"}]
    definition: Text in English.
  - name: Text only
    categories: [d]
    related: [Name only]
    definition: |
      Translated text.

      More in English.
  - {name: None, definition: Nothing., categories: [c]}
  - {name: All, definition: Everything., categories: [c]}
  - {name: Brief, definition: Long., short: In short., categories: [c]}
"""

PAGE = """\
Start
=====

:term-ref:`Name only`, :term-ref:`Text only`, :term-ref:`All`, :term-ref:`Brief`,
:term-ref:`None`.

.. page-terms::

.. term-definition:: Text only
   :title:

.. term-definition:: Text only
   :short:

.. term-map::

.. term-set::
   :group: category
"""

HALF = {
    'Name only': 'Nur Name',
    'Translated text.': 'Text auf Deutsch.',
    'All': 'Alles',
    'Everything.': 'Einfach alles.',
    'Brief': 'Kurz',
    'Group': 'Gruppe',
}


@pytest.fixture(scope='module')
def half(shared):
    project = shared('half')
    project.conf(**CONF, archgloss_structured_data=True)
    project.write('s.yaml', PARTS)
    project.write('index.rst', PAGE)
    catalogue(project, HALF)
    return project


@pytest.fixture(scope='module')
def shown(half):
    return half.build('-W').page('index.html')


def language(html, text):
    """The language of each place that has *text*: that of the innermost element with one."""
    found, open_elements = set(), []
    pieces = re.finditer(r'<(/?)([\w:]+)([^>]*?)(/?)>|([^<]+)', html)
    for piece in pieces:
        end, tag, attributes, empty, words = piece.groups()
        if words is not None:
            if text in words:
                found.add(next((lang for _, lang in open_elements[::-1] if lang), ''))
        elif end:
            while open_elements and open_elements.pop()[0] != tag:
                pass
        elif not empty and tag not in ('br', 'hr', 'img', 'meta', 'link', 'input'):
            lang = re.search(r'(?<![\w-])lang="([^"]*)"', attributes)
            open_elements.append((tag, lang and lang.group(1)))
    return found


@pytest.mark.parametrize(
    ('text', 'lang'),
    [
        ('Nur Name', 'de'), ('Text in English.', 'en'), ('other name', 'en'), ('A paper', 'en'),
        ('Text only', 'en'), ('Text auf Deutsch.', 'de'), ('More in English.', 'en'),
        ('None', 'en'), ('Nothing.', 'en'), ('Alles', 'de'), ('Einfach alles.', 'de'),
        ('Kurz', 'de'), ('In short.', 'en'), ('Long.', 'en'),
        ('Gruppe', 'de'), ('Of a kind.', 'en'), ('Rest', 'en'),
        ('Auch', 'de'), ('Verwandt', 'de'), ('Erwähnt in', 'de'), ('Literatur', 'de'),
    ],
)  # fmt: skip
def test_each_part_has_its_language_wherever_it_is_shown(shown, text, lang):
    # titles in pictures are those of their nodes; references are their author's words
    body = shown[shown.index('<body') :].replace('<title>', '<title lang="?">')
    body = re.sub(r'<a [^>]*><span class="xref.*?</a>', '', body)
    assert language(f'<html lang="de">{body}', text) - {'?'} == {lang}


def test_pictures_and_structured_data_have_it_too(shown):
    maps = re.findall(r'<g class="node [^"]*"([^>]*)><a [^>]*aria-label="([^"]*)"', shown)
    assert {name: 'lang="en"' in rest for rest, name in maps} == {
        'Alles': False, 'Kurz': False, 'None': True, 'Nur Name': False, 'Text only': True,
    }  # fmt: skip
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
    (words,) = json.loads(data)['@graph']
    english = '@language', 'en'
    assert words['inLanguage'] == 'de'
    assert words['name'] == dict([english, ('@value', 'Our words')])
    terms = {term['termCode']: term for term in words['hasDefinedTerm']}
    assert terms['name-only']['name'] == 'Nur Name'
    assert terms['name-only']['description'] == dict(
        [english, ('@value', 'Text in English.')]
    )
    assert terms['text-only']['name'] == dict([english, ('@value', 'Text only')])
    assert terms['text-only']['description'] == 'Text auf Deutsch.'
