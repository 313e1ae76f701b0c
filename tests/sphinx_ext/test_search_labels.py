"""`sphinx_ext.search` and `objects`: what Sphinx's search is given of terms."""

from __future__ import annotations

import html
import json
import re

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
# what the search shows → where it leads
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


def test_each_term_is_there_once_and_leads_where_it_is_explained(built, index):
    results = [(name.replace('\u200b', ''), *where) for name, *where, _ in objects(index)]
    assert len(results) == len(EXPECTED)
    assert set(results) == EXPECTED
    for name, page, anchor in results:
        assert anchor == 'top' or anchor in Page(built.page(page)).ids, name


def test_a_result_says_of_which_set_the_term_is(index):
    results = {(name, label) for name, _, _, label in objects(index)}
    assert ('Token / Text token', 'term of Serving & <Storage>') in results
    assert ('Token', 'term of o') in results


def test_the_index_of_the_search_does_not_repeat_terms_which_the_general_index_has(
    built, index
):
    assert index['indexentries'] == {}
    links = {link.text: link.href for link in Page(built.page('genindex.html')).links}
    assert links['KV cache'] == 'glossary.html#term-s-kv-cache'


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
        (key, text) for key, text, kind, *_ in inventory.objects if kind == 'term-s'
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
