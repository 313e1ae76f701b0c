"""Sphinx's own search finds terms: what a reader types, sees, and comes to."""

from __future__ import annotations

import re

import pytest

from browser.chromium import NEEDED
from projects import Project

expect = pytest.importorskip('playwright.sync_api', reason=NEEDED).expect

SET = """
name: serving
title: Serving & <Storage>
terms:
- name: KV cache
  definition: Keeps the keys and values of all earlier tokens.
  aliases:
    - key-value cache
    - {text: kay vee cash, kind: misspelling}
    - {text: unspeakable, hidden: true}
  formerly: [attention memory]
- {name: Prefill, definition: The first phase., aliases: [prompt phase]}
- {name: Prefill worker, definition: It reads prompts.}
- {name: Node.js, definition: No node.}
- {name: .NET, definition: No net.}
- {name: v1.2, definition: No number.}
- {name: "Q&A <b>bold</b> 'x'", definition: No markup.}
- {name: 注意力, definition: No letters.}
- {name: '<img src=x onerror="harmed = 1">', definition: No harm.}
- {name: Elsewhere, definition: Far away., canonical: 'https://example.org/'}
- {name: Part, definition: A part., canonical: 'pages/section#evicting'}
- {name: C, definition: The oldest., aliases: [ansi c]}
- {name: C++, definition: With classes.}
- {name: 'C#', definition: From elsewhere.}
"""

PLAIN = {
    'Node.js': ('Node.js', 'term-node-dot-js'),
    'node': ('Node.js', 'term-node-dot-js'),
    '.NET': ('.NET', 'term-dot-net'),
    'v1.2': ('v1.2', 'term-v1-dot-2'),
    'bold': (
        "Q&A <b>bold</b> 'x'",
        'term-q-and-a-less-b-greater-bold-less-slash-b-greater-x',
    ),
    '注意力': ('注意力', 'term-注意力'),
    'onerror': None,
    'Elsewhere': ('Elsewhere', 'term-elsewhere'),
}


@pytest.fixture(scope='module', params=['html', 'dirhtml'])
def site(request, tmp_path_factory):
    project = Project(tmp_path_factory.mktemp('search') / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'], smartquotes=False)
    project.write('set.yaml', SET)
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n   :glob:\n\n   pages/*\n')
    project.write('pages/glossary.rst', 'Glossary\n========\n\n.. term-set::\n')
    project.write(
        'pages/kv.rst', ':term-page: KV cache\n\nKeeping keys\n============\n\nText.\n'
    )
    project.write(
        'pages/section.rst',
        'Memory\n======\n\nText.\n\n.. _evicting:\n\nEviction\n--------\n\nMore.\n',
    )
    built = project.build('-W', builder=request.param)
    assert built.status == 0, built.text
    return request.param, built.output


WITHOUT_CONTEXT = """result => {
    const copy = result.cloneNode(true);
    copy.querySelectorAll('.context').forEach(text => text.remove());
    return copy.textContent;
}"""


@pytest.fixture
def search(site, reader, served):
    """Types a query into the page of the search; returns what comes out."""
    builder, output = site
    top = served(output)
    window = reader()
    window.visit(top + ('search/' if builder == 'dirhtml' else 'search.html'), still=False)

    def ask(query):
        page = window.page
        field = page.locator('form input[name=q]').last
        field.fill(query)
        field.press('Enter')
        page.wait_for_function(
            "document.querySelector('.search-summary')?.innerText.includes('.')"
        )
        # the summary of the search comes last, sentences once they are asked for
        found = page.locator('ul.search > li')
        return [
            (
                ' '.join(one.evaluate(WITHOUT_CONTEXT).split()),
                one.locator('a').evaluate('link => link.href').removeprefix(top),
            )
            for one in found.all()
        ]

    ask.window, ask.builder = window, builder
    return ask


def address(builder, docname, anchor):
    page = f'{docname}/' if builder == 'dirhtml' else f'{docname}.html'
    return f'{page}#{anchor}' if anchor else page


def terms(found):
    """The results that are terms."""
    return [(text, where) for text, where in found if '(term of ' in text]


def test_a_name_an_alias_or_a_part_leads_to_the_canonical_page(search):
    expected = [
        (
            'KV cache / key-value cache (term of Serving & <Storage>, in Keeping keys)',
            address(search.builder, 'pages/kv', 'keeping-keys'),
        )
    ]
    for query in ('KV cache', 'kv cache', 'key-value cache', 'key value', 'cach'):
        assert terms(search(query)) == expected, query
    search.window.page.locator('a', has_text='key-value').click()
    search.window.page.wait_for_load_state()
    assert search.window.page.title().startswith('Keeping keys')


def test_a_term_that_is_explained_in_a_section_leads_there(search):
    assert terms(search('Part')) == [
        (
            'Part (term of Serving & <Storage>, in Memory)',
            address(search.builder, 'pages/section', 'evicting'),
        )
    ]


def test_a_term_without_a_page_leads_to_its_entry_and_the_exact_one_comes_first(search):
    found = search('prefill')
    assert [text.partition(' (')[0] for text, _ in found][:2] == [
        'Prefill / prompt phase',
        'Prefill worker',
    ]
    assert found[0][1] == address(search.builder, 'pages/glossary', 'term-prefill')
    # the text of the glossary is found, too, once
    assert len(found) == 3


@pytest.mark.parametrize('query', ['unspeakable', 'kay vee cash', 'attention memory'])
def test_what_readers_are_spared_leads_to_the_page_and_is_not_shown(search, query):
    ((text, where),) = search(query)
    assert where == address(search.builder, 'pages/kv', '')
    assert text.startswith('Keeping keys')
    assert query not in text
    assert query not in search.window.page.inner_text('ul.search')


def test_names_are_shown_as_they_are(search):
    where = search.builder, 'pages/glossary'
    for query, expected in PLAIN.items():
        ((text, href),) = terms(search(query))
        if expected is None:
            assert text.startswith('<img src=x onerror="harmed = 1"> (')
            continue
        name, anchor = expected
        shown = text.replace('\u200b', '')
        assert shown == f'{name} (term of Serving & <Storage>, in Glossary)'
        assert re.sub('%[0-9A-F]{2}', '', href) == re.sub(
            '[^\x00-\x7f]', '', address(*where, anchor)
        )
    assert search.window.page.evaluate('typeof harmed') == 'undefined'
    assert search.window.faults == []


@pytest.mark.parametrize(
    'query', ['C++', 'c++', 'C#', '.NET', '.net', 'C', 'ANSI C', 'v1.2']
)
def test_a_label_finds_its_term_first_whatever_signs_it_has(search, query):
    name = {'ansi c': 'C / ansi c', 'c': 'C / ansi c'}.get(query.lower(), query)
    text, _ = search(query)[0]
    shown = text.replace('\u200b', '').partition(' (term of')[0]
    assert shown.lower() == name.lower()
    assert len(terms(search(query))) == len(set(terms(search(query))))


def test_results_show_the_definition_in_a_sentence(search):
    definitions = {
        'C++': 'With classes.',
        '.NET': 'No net.',
        'key-value': 'Keeps the keys and values of all earlier tokens.',
        'bold': 'No markup.',
        'onerror': 'No harm.',
        'Part': 'A part.',
    }
    for query, definition in definitions.items():
        search(query)
        result = search.window.page.locator('ul.search > li', has_text='(term of').first
        expect(result.locator('.context')).to_have_text(definition)
        assert result.locator('.context').count() == 1
    assert search.window.page.evaluate('typeof harmed') == 'undefined'
    assert search.window.faults == []


def test_nothing_is_found_that_is_nowhere(search):
    assert search('nonesuch') == []
