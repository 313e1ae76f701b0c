"""`sphinx_ext.structured_data`: what pages tell machines in their heads."""

from __future__ import annotations

import importlib.util
import json
import re
from html.parser import HTMLParser

import pytest

from pages import Page

SET = """
name: serving
title: Serving
description: What servers do.
lang: en-GB
licence: https://creativecommons.org/licenses/by/4.0/
terms:
- name: KV cache
  definition: Keeps *keys* & :math:`x^2` of :term-ref:`tokens`. Not this.
  aliases: [key-value cache, {text: secret, hidden: true}]
- name: Token
  short: "Not </script><script>harmed = 1</script>."
  definition: A piece.
- {name: Piece, see: Token}
- {name: 注意力, definition: Far., canonical: 'https://example.org/?a=1&b=2'}
- {name: Part, definition: d, canonical: 'pages/part#evicting'}
"""
ENTRIES = 'pages/glossary'


@pytest.fixture(scope='module')
def project(shared):
    project = shared('structured')
    project.conf(archgloss_term_sets=['set.yaml'], language='en')
    project.write('set.yaml', SET)
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n   :glob:\n\n   pages/*\n')
    project.write(
        'pages/glossary.rst',
        '.. meta::\n   :description: Of our own.\n\nGlossary\n========\n\n.. term-set::\n',
    )
    project.write(
        'pages/cache.rst', ':term-page: KV cache\n\nThe cache\n=========\n\nText.\n'
    )
    project.write(
        'pages/part.rst', 'Parts\n=====\n\n.. _evicting:\n\nEviction\n--------\n\nMore.\n'
    )
    return project


class Scripts(HTMLParser):
    """The scripts of a page by type, and where they stand."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.in_head, self._type, self._head = [], True, None, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._head = tag == 'head' or (self._head and tag != 'body')
        if tag == 'script':
            self._type = dict(attrs).get('type', '')
            if self._type == 'application/ld+json':
                self.texts.append('')
                self.in_head &= self._head

    def handle_endtag(self, tag):
        if tag == 'script':
            self._type = None

    def handle_data(self, data):
        if self._type == 'application/ld+json':
            self.texts[-1] += data


def structured_data(built, name):
    """The things in the one JSON-LD script of a page; none without a script."""
    scripts = Scripts(built.page(name))
    if not scripts.texts:
        return []
    assert scripts.in_head
    (text,) = scripts.texts
    document = json.loads(text)
    assert document.pop('@context') == 'https://schema.org'
    return document.pop('@graph')


@pytest.fixture(scope='module')
def built(project):
    return project.build('-W')


def test_the_page_with_the_entries_defines_the_set(built):
    (term_set,) = structured_data(built, f'{ENTRIES}.html')
    terms = term_set.pop('hasDefinedTerm')
    assert term_set == {
        '@type': 'DefinedTermSet',
        'name': 'Serving',
        'description': 'What servers do.',
        'url': 'glossary.html',
        'inLanguage': 'en-GB',
        'license': 'https://creativecommons.org/licenses/by/4.0/',
    }
    assert terms[:3] == [
        {
            '@type': 'DefinedTerm',
            'name': 'KV cache',
            'alternateName': 'key-value cache',
            'description': 'Keeps keys & x^2 of tokens.',
            'termCode': 'kv-cache',
            'url': 'cache.html',
        },
        {
            '@type': 'DefinedTerm',
            'name': 'Token',
            'description': 'Not </script><script>harmed = 1</script>.',
            'termCode': 'token',
            'url': '#term-token',
        },
        {
            '@type': 'DefinedTerm',
            'name': '注意力',
            'description': 'Far.',
            'termCode': '注意力',
            'url': 'https://example.org/?a=1&b=2',
        },
    ]
    assert [term['name'] for term in terms[3:]] == ['Part']


def test_a_canonical_page_defines_its_terms(built):
    (term,) = structured_data(built, 'pages/cache.html')
    assert term.pop('inDefinedTermSet') == {
        '@type': 'DefinedTermSet',
        'name': 'Serving',
        'url': 'glossary.html',
    }
    assert term['url'] == 'cache.html'
    assert term['description'] == 'Keeps keys & x^2 of tokens.'
    (part,) = structured_data(built, 'pages/part.html')
    assert part['url'] == '#evicting'


def test_other_pages_define_nothing_and_descriptions_stay(built):
    for name in ('index.html', 'genindex.html', 'search.html'):
        assert structured_data(built, name) == []
    page = built.page(f'{ENTRIES}.html')
    assert re.findall(r'<meta [^>]*name="description"[^>]*>', page) == [
        '<meta content="Of our own." name="description" />'
    ]
    assert 'name="description"' not in built.page('pages/cache.html')


@pytest.mark.parametrize(
    ('builder', 'where', 'cache', 'token'),
    [
        (
            'html',
            'pages/glossary.html',
            'pages/cache.html',
            'pages/glossary.html#term-token',
        ),
        (
            'dirhtml',
            'pages/glossary/index.html',
            'pages/cache/',
            'pages/glossary/#term-token',
        ),
        (
            'singlehtml',
            'index.html',
            'index.html#document-pages/cache',
            'index.html#term-token',
        ),
    ],
)
def test_addresses_are_whole_where_the_site_has_one(project, builder, where, cache, token):
    base = 'https://docs.example.org/en'
    built = project.build(
        '-W', '-D', f'html_baseurl={base}/', builder=builder, out=f'based-{builder}'
    )
    (term_set,) = structured_data(built, where)
    urls = {term['termCode']: term['url'] for term in term_set['hasDefinedTerm']}
    assert urls['kv-cache'] == f'{base}/{cache}'
    assert urls['token'] == f'{base}/{token}'
    for url in [term_set['url'], *urls.values()]:
        if url.startswith(base):
            name, _, anchor = url.removeprefix(f'{base}/').partition('#')
            page = built.page(f'{name}index.html' if name.endswith('/') else name)
            assert not anchor or anchor in Page(page).ids, url


@pytest.mark.parametrize('builder', ['dirhtml', 'singlehtml'])
def test_addresses_are_relative_otherwise(project, builder):
    built = project.build('-W', builder=builder)
    name = {'dirhtml': 'pages/glossary/index.html', 'singlehtml': 'index.html'}[builder]
    (term_set,) = structured_data(built, name)
    url = {term['termCode']: term['url'] for term in term_set['hasDefinedTerm']}['kv-cache']
    assert url == {'dirhtml': '../cache/', 'singlehtml': '#document-pages/cache'}[builder]


def test_builders_without_scripts_and_projects_that_switch_it_off_have_none(project):
    assert 'schema.org' not in project.build(builder='json').page(f'{ENTRIES}.fjson')
    off = project.build('-D', 'archgloss_structured_data=0', out='off')
    assert structured_data(off, f'{ENTRIES}.html') == []
    assert structured_data(off, 'pages/cache.html') == []
    # and on again: exactly the pages that define something are written
    on = project.build(out='off')
    assert on.written - {'index'} == {ENTRIES, 'pages/cache', 'pages/part'}
    assert structured_data(on, 'pages/cache.html') != []


@pytest.mark.parametrize(
    'theme',
    ['alabaster', 'furo', 'sphinx_rtd_theme', 'pydata_sphinx_theme', 'sphinx_book_theme'],
)
def test_themes_have_it_in_their_heads(project, theme):
    if importlib.util.find_spec(theme) is None:
        pytest.skip(f'{theme} is not installed')
    built = project.build(
        '-D', f'html_theme={theme}', out=theme, doctrees=f'doctrees-{theme}'
    )
    (term,) = structured_data(built, 'pages/cache.html')
    assert term['name'] == 'KV cache'
