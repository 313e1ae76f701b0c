"""Lists have the order and the letters of the language of their terms."""

from __future__ import annotations

import re

import pytest

from pages import Page, without_permalinks, words

CZECH = ['cyklus', 'čas', 'hlava', 'chyba', 'index']
SWEDISH = ['apa', 'zebra', 'ål', 'ärlig', 'öl']
PARTS = """
References
----------

.. page-terms:: All
   :order: alphabetical

.. term-map::
"""


def write(project, names, lang='', name='words', more=''):
    head = f'name: {name}\n' + (f'lang: {lang}\n' if lang else '')
    records = ''.join(
        f'  - {{name: {n}, definition: A word., related: [{names[0]}]}}\n'
        for n in sorted(names)
    )
    project.write(f'{name}.yaml', f'{head}terms:\n{records}{more}')


def page(project, names, **conf):
    project.conf(archgloss_term_sets=['words.yaml'], **conf)
    references = ' '.join(f':term-ref:`{name}`' for name in reversed(names))
    project.write(
        'index.rst', f'Words\n=====\n\n{references}\n\n.. term-set::\n   :letters:\n{PARTS}'
    )


def entries(html):
    return re.findall(
        r'^term-(?:words|czech)-(.*)$', '\n'.join(Page(html).ids), re.MULTILINE
    )


def letters(html):
    nav = re.search(r'<nav [^>]*class="term-letters">(.*?)</nav>', html, re.DOTALL)
    return re.findall(r'<a [^>]*>([^<]*)</a>', nav.group(1))


@pytest.mark.parametrize(
    ('names', 'firsts', 'lang', 'language'),
    [
        (CZECH, 'C Č H CH I', 'cs-CZ', 'en'),
        (SWEDISH, 'A Z Å Ä Ö', '', 'sv'),
        (['ål', 'apa', 'ärlig', 'öl', 'zebra'], 'A O Z', 'en', 'sv'),
        (['安', '学习', '注意力'], 'A X Z', '', 'zh_CN'),
        (['一', '中', '注意力'], '1劃 4劃 8劃', 'zh-Hant-TW', 'en'),
    ],
)
def test_order_and_letters_are_those_of_the_set_or_of_the_project(
    project, names, firsts, lang, language
):
    page(project, names, language=language)
    write(project, names, lang)
    built = project.build('-W')
    html = built.page('index.html')
    assert entries(html) == names
    assert letters(html) == firsts.split()
    html = without_permalinks(html)
    listed = words(html[html.index('>References<') :])
    places = [listed.index(f' {name} ') for name in names]  # page-terms
    assert places == sorted(places)
    of_map = re.findall('<li><p><a [^>]*><span class="term-name"[^>]*>([^<]*)<', html)
    assert of_map == names


def test_sets_in_two_languages_have_the_order_of_the_project(project):
    page(project, SWEDISH, language='da')
    project.conf(archgloss_term_sets=['words.yaml', 'czech.yaml'], language='da')
    write(project, SWEDISH, 'sv')
    write(project, ['Aas', 'chyba'], 'cs', 'czech')
    html = project.build('-W').page('index.html')
    assert entries(html) == ['apa', 'chyba', 'zebra', 'ärlig', 'öl', 'ål', 'aas']
    assert letters(html) == ['A', 'C', 'Z', 'Æ', 'Ø', 'Å']


def test_another_language_of_a_set_or_a_project_is_another_order(project):
    page(project, CZECH, language='en')
    write(project, CZECH)
    english = ['čas', 'chyba', 'cyklus', 'hlava', 'index']
    assert entries(project.build('-W').page('index.html')) == english
    write(project, CZECH, 'cs')
    built = project.build('-W')
    assert entries(built.page('index.html')) == CZECH
    assert built.written == {'index'}
    write(project, CZECH)
    page(project, CZECH, language='cs')
    html = project.build('-W').page('index.html')
    assert entries(html) == CZECH
    assert letters(html) == ['C', 'Č', 'H', 'CH', 'I']
