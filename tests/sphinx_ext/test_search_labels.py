"""`sphinx_ext.search` and `objects`: what Sphinx's search is given of terms."""

from __future__ import annotations

import html
import json
import re
import zlib

import pytest
import sphinx
from hypothesis import given

import hostile
from pages import Page
from sphinxcontrib_archgloss.project.facts import PageFacts
from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import inventory_data
from strategies import lexicon, rendering, term, term_set
from strategies import project as reading_of

SET = """
name: s
title: Serving & <Storage>
terms:
- name: KV cache
  definition: Keeps keys.
  aliases:
    - key-value cache
    - {text: cachette, kind: misspelling}
    - {text: zzhidden, hidden: true}
  forms: [caches of keys]
  formerly: [attention memory]
- {name: Token, definition: A piece., aliases: [Text token]}
- {name: Node.js, definition: d}
- {name: .NET, definition: d}
- {name: v1.2 of '"<&>"', definition: d}
- {name: 注意力, definition: d}
- {name: Redirect, see: Token}
- {name: Address, definition: d, canonical: 'https://example.org'}
- {name: Part, definition: d, canonical: 'page#part'}
- {name: Untitled, definition: d, canonical: bare}
"""
OTHER = """
name: o
terms:
- {name: Token, definition: d}
- {name: Nowhere, definition: d}
"""
# what the search shows → what it links to
EXPECTED = {
    ('KV cache / key-value cache', 'cache.html', 'the-cache'),
    ('Token / Text token', 'glossary.html', 'term-token'),
    ('Token', 'glossary.html', 'term-o-token'),
    ('Node.js', 'glossary.html', 'term-node-dot-js'),
    ('.NET', 'glossary.html', 'term-dot-net'),
    ('v1.2 of \'"<&>"\'', 'glossary.html', 'term-v1-dot-2-of-less-and-greater'),
    ('注意力', 'glossary.html', 'term-注意力'),
    ('Redirect', 'glossary.html', 'term-token'),
    ('Address', 'glossary.html', 'term-address'),
    ('Part', 'page.html', 'part'),
    ('Untitled', 'bare.html', 'top'),  # of any page, by the standard of HTML
}  # fmt: skip


@pytest.fixture(scope='module')
def project(shared):
    project = shared('search')
    project.conf(archgloss_term_sets=['s.yaml', 'o.yaml'], smartquotes=False)
    project.write('s.yaml', SET)
    project.write('o.yaml', OTHER)
    project.write(
        'glossary.rst',
        'Glossary\n========\n\n.. term-set:: s\n\n.. term-set:: o\n   :only: Token\n',
    )
    project.write('cache.rst', ':term-page: KV cache\n\nThe cache\n=========\n\nText.\n')
    project.write('page.rst', 'The page\n========\n\n.. _part:\n\nSection\n-------\n')
    project.write('bare.rst', ':orphan:\n\nNo title.\n')
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n')
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build()


@pytest.fixture(scope='module')
def index(built):
    return index_of(built)


def index_of(built):
    text = built.page('searchindex.js')
    return json.loads(text.removeprefix('Search.setIndex(').rstrip().removesuffix(')'))


def shown(text):
    """What a reader sees of a text of the index."""
    return text if sphinx.version_info >= (9, 0) else html.unescape(text)


def objects(index):
    """(name, page, anchor, kind) of each object, put together as searchtools.js does."""
    for prefix, entries in index['objects'].items():
        for page, kind, priority, anchor, name in entries:
            _, type_, label = index['objnames'][str(kind)]
            full = f'{prefix}.{name}' if prefix else name
            if anchor == '':
                anchor = full
            elif anchor == '-':
                anchor = f'{type_}-{full}'
            assert priority == 1
            yield shown(full), f'{index["docnames"][page]}.html', anchor, shown(label)


def test_each_term_is_there_once_and_links_where_it_is_explained(built, index):
    results = [(name.replace('\u200b', ''), *where) for name, *where, _ in objects(index)]
    assert len(results) == len(EXPECTED)
    assert set(results) == EXPECTED
    for name, page, anchor in results:
        assert anchor == 'top' or anchor in Page(built.page(page)).ids, name


def test_a_result_names_the_set_of_the_term(index):
    results = {(name, label) for name, _, _, label in objects(index)}
    assert ('Token / Text token', 'term of Serving & <Storage>') in results
    assert ('Token', 'term of o') in results


def test_the_index_of_the_search_does_not_repeat_terms_which_the_general_index_has(
    built, index
):
    assert index['indexentries'] == {}
    links = {link.text: link.href for link in Page(built.page('genindex.html')).links}
    assert links['KV cache'] == 'glossary.html#term-s-kv-cache'


def test_in_a_project_with_one_set_a_result_may_be_an_object_of_the_inventory(shared):
    project = shared('search-of-one-set')
    project.conf(archgloss_term_sets=['s.yaml'], smartquotes=False)
    terms = '- {name: Token, definition: d}\n- {name: .NET, definition: d}\n'
    aliased = '- {name: Cache, definition: d, aliases: [Store]}\n'
    project.write('s.yaml', f'name: s\ntitle: Words\nterms:\n{terms}{aliased}')
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    built = project.build('-W')
    results = [
        (name.replace('\u200b', ''), *rest) for name, *rest in objects(index_of(built))
    ]
    assert sorted(results) == [
        ('.NET', 'index.html', 'term-dot-net', 'term of Words'),
        ('Cache / Store', 'index.html', 'term-cache', 'term of Words'),
        ('Token', 'index.html', 'term-token', 'term of Words'),
    ]
    with (built.output / 'objects.inv').open('rb') as file:
        lines = zlib.decompress(file.read().split(b'\n', 4)[4]).decode().splitlines()
    of_terms = [line.split(' ', 4) for line in lines if ' archgloss:' in line]
    # for projects that link here, nothing depends on what the search shows
    assert sorted(
        (name, shown) for name, kind, _, _, shown in of_terms if kind == 'archgloss:term'
    ) == [
        ('cache', 'Cache'),
        ('dot-net', '.NET'),
        ('s:cache', 'Cache'),
        ('s:dot-net', '.NET'),
        ('s:store', 'Cache'),
        ('s:token', 'Token'),
        ('store', 'Cache'),
        ('token', 'Token'),
    ]
    assert len([name for name, *_ in of_terms if name == 's:token']) == 1


@pytest.mark.parametrize('word', ['cachett', 'zzhidden', 'memori'])
def test_hidden_labels_find_the_page(built, index, word):
    pages = index['terms'][word]
    assert index['docnames'][pages] == 'cache'
    for path in built.output.glob('*.html'):
        # an anchor that an old name has left is for old links
        shown = re.sub(' id="[^"]*"', '', path.read_text('utf-8'))
        assert not re.search('cachette|zzhidden|memory', shown)


def test_builders_without_a_search_get_no_labels(project):
    single = project.build(builder='singlehtml')
    text = project.build(builder='text')
    for page in (single.page('index.html'), text.page('glossary.txt')):
        assert 'KV cache' in page
        assert 'zzhidden' not in page


@given(name=hostile.texts(), title=hostile.texts().filter(bool), alias=hostile.texts())
def test_nothing_in_the_index_of_the_search_is_markup_to_a_browser(name, title, alias):
    """Before Sphinx 9 the browser puts what it is given into the page as it is."""
    words = lexicon(term_set('s', term(name, alias, id='x'), title=title))
    inventory = inventory_data(
        reading_of(words, page=PageFacts(renderings=(rendering('s:x'),)))
    )
    ((_, displayed),) = [
        (key, text) for key, text, *_, priority in inventory.objects() if priority > 0
    ]
    escaped, label = html.escape(displayed), inventory.types['term-s']
    if sphinx.version_info >= (9, 0):
        assert escaped == displayed  # the browser escapes
        assert label == f'term of {title}'
    else:
        assert html.unescape(escaped) == displayed
        assert '<' not in escaped + label
        assert html.unescape(label) == f'term of {title}'
    assert len(displayed.splitlines()) == 1  # or it would end the line of an inventory
    prefix, _, last = escaped.rpartition('.')
    assert (f'{prefix}.{last}' if prefix else last) == escaped


def described(built):
    """(anchor, title) → the sentence that the page of the search has."""
    (data,) = re.findall(
        r'<script id="archgloss-terms" type="application/json">(.*?)</script>',
        built.page('search.html'),
    )
    return {(anchor, title): text for anchor, title, text in json.loads(data)}


def test_the_page_of_the_search_has_a_sentence_for_each_term(built):
    rows = described(built)
    names = {(anchor, title.replace('\u200b', '')) for anchor, title in rows}
    assert names == {(anchor, title) for title, _, anchor in EXPECTED}
    assert rows['the-cache', 'KV cache / key-value cache'] == 'Keeps keys.'
    assert rows['term-token', 'Redirect'] == 'A piece.'
    assert 'archgloss-search.js' in built.page('search.html')
    assert 'archgloss-search.js' not in built.page('index.html')
    assert 'archgloss-terms' not in built.page('genindex.html')


def test_the_sentences_of_the_search_follow_the_records(shared):
    project = shared('sentences')
    project.conf(archgloss_term_sets=['s.yaml'])
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    project.write('s.yaml', 'name: s\nterms:\n- {name: A, definition: One </script>.}\n')
    assert described(project.build('-W')) == {('term-a', 'A'): 'One </script>.'}
    project.write('s.yaml', 'name: s\nterms:\n- {name: A, definition: Two.}\n')
    assert described(project.build('-W')) == {('term-a', 'A'): 'Two.'}
    clean = project.build('-W', '-E', out='clean', doctrees='clean')
    assert described(clean) == {('term-a', 'A'): 'Two.'}
    project.write('s.yaml', 'name: s\nterms:\n')
    assert 'archgloss-terms' not in project.build().page('search.html')
