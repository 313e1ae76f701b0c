"""Where terms can be found from outside a page: inventory, index, search, other projects."""

from __future__ import annotations

import re
import zlib

import pytest

from pages import Page

SETS = {
    's.yaml': """
        name: s
        terms:
          - {name: KV cache, aliases: [key-value cache], definition: d}
          - {name: HTTP version 2, definition: d}
          - {name: 注意力, definition: d}
          - {name: Node.js, definition: d}
          - {name: Whole, definition: d, canonical: page, aliases: [{text: unseen, hidden: true}], forms: [wholes], formerly: [entire, token]}
          - {name: Part, definition: d, canonical: 'page#part', aliases: [shared, C plus plus]}
          - {name: Named otherwise, id: own-id, definition: d}
          - {name: Address, definition: d, canonical: 'https://example.org'}
          - {name: Token, definition: d}
          - {name: Redirect, see: Token}
          - {name: Attention heads, definition: d}
          - {name: C++, definition: d}
        """,
    'o.yaml': """
        name: o
        terms:
          - {name: Token, definition: d, aliases: [shared]}
          - {name: Rendered nowhere, definition: d}
        """,
}

# inventory name → (display name, page, anchor)
EXPECTED = {
    'kv-cache': ('KV cache', 'index.html', 'term-kv-cache'),
    's:kv-cache': ('KV cache', 'index.html', 'term-kv-cache'),
    # aliases, former names and forms, as far as they are one term's and no id's
    'key-value-cache': ('KV cache', 'index.html', 'term-kv-cache'),
    's:key-value-cache': ('KV cache', 'index.html', 'term-kv-cache'),
    's:unseen': ('Whole', 'page.html', 'the-page'),
    'wholes': ('Whole', 'page.html', 'the-page'),
    'entire': ('Whole', 'page.html', 'the-page'),
    's:shared': ('Part', 'page.html', 'part'),
    'o:shared': ('Token', 'index.html', 'term-o-token'),
    'named-otherwise': ('Named otherwise', 'index.html', 'term-own-id'),
    'own-id': ('Named otherwise', 'index.html', 'term-own-id'),
    'http-version-2': ('HTTP version 2', 'index.html', 'term-http-version-2'),
    '注意力': ('注意力', 'index.html', 'term-注意力'),
    's:注意力': ('注意力', 'index.html', 'term-注意力'),
    'node-dot-js': ('Node.js', 'index.html', 'term-node-dot-js'),
    'c-plus-plus': ('C++', 'index.html', 'term-c-plus-plus'),
    'whole': ('Whole', 'page.html', 'the-page'),
    'part': ('Part', 'page.html', 'part'),
    'address': ('Address', 'index.html', 'term-address'),
    'token': ('Token', 'index.html', 'term-token'),
    'o:token': ('Token', 'index.html', 'term-o-token'),
    'redirect': ('Redirect', 'index.html', 'term-token'),
    'attention-heads': ('Attention heads', 'index.html', 'term-attention-heads'),
}


@pytest.fixture(scope='module')
def project(shared):
    project = shared('inventory')
    project.conf(archgloss_term_sets=list(SETS), project='One')
    for name, text in SETS.items():
        project.write(name, text)
    project.write('page.rst', 'The page\n========\n\n.. _part:\n\nSection\n-------\n')
    project.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   page\n\n.. term-set:: s\n\n.. term-set:: o\n   :only: Token\n',
    )
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build('-W')


def inventory(built) -> dict[str, tuple[str, str, str]]:
    raw = (built.output / 'objects.inv').read_bytes().split(b'\n', 4)
    objects = {}
    for line in zlib.decompress(raw[4]).decode().splitlines():
        # as Sphinx reads it
        match = re.match(r'(?x)(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)', line)
        name, kind, _, uri, shown = match.groups()
        if kind == 'archgloss:term':
            assert ' ' not in name
            page, _, anchor = uri.replace('$', name).partition('#')
            objects[name] = (name if shown == '-' else shown, page, anchor)
    return objects


def test_the_inventory_has_every_term_that_can_be_led_to(built):
    objects = inventory(built)
    assert {name: objects.get(name) for name in EXPECTED} == EXPECTED
    assert not any('rendered' in name for name in objects)
    assert 'shared' not in objects  # it is two terms'
    assert objects['token'][2] == 'term-token'  # an id, whoever was called so
    assert objects['c-plus-plus'][2] == 'term-c-plus-plus'


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_every_anchor_exists(project, builder):
    built = project.build(builder=builder)
    for name, (_, page, anchor) in inventory(built).items():
        path = f'{page}index.html' if page.endswith('/') or not page else page
        assert anchor in Page(built.page(path)).ids, name


def test_the_general_index_links_to_every_entry(built):
    links = {link.text: link.href for link in Page(built.page('genindex.html')).links}
    ids = Page(built.page('index.html')).ids
    for name in ('KV cache', 'HTTP version 2', '注意力', 'Node.js', 'Redirect', 'C++'):
        page, _, anchor = links[name].partition('#')
        assert page == 'index.html'
        assert anchor in ids


REFERENCES = [
    ('`KV cache`', 'KV cache', 'index.html#term-kv-cache'),
    ('`kv caches`', 'kv caches', 'index.html#term-kv-cache'),
    ('`key-value cache`', 'key-value cache', 'index.html#term-kv-cache'),
    ('`Key-Value Caches`', 'Key-Value Caches', 'index.html#term-kv-cache'),
    ('`o:shared`', 'shared', 'index.html#term-o-token'),
    ('`entire`', 'entire', 'page.html#the-page'),
    ('`named otherwise`', 'named otherwise', 'index.html#term-own-id'),
    ('`my words <KV cache>`', 'my words', 'index.html#term-kv-cache'),
    ('`HTTP version 2`', 'HTTP version 2', 'index.html#term-http-version-2'),
    ('`注意力`', '注意力', 'index.html#term-注意力'),
    ('`Node.js`', 'Node.js', 'index.html#term-node-dot-js'),
    ('`C++`', 'C++', 'index.html#term-c-plus-plus'),
    ('`Whole`', 'Whole', 'page.html#the-page'),
    ('`Part`', 'Part', 'page.html#part'),
    ('`s:Token`', 'Token', 'index.html#term-token'),
    ('`o:Token`', 'Token', 'index.html#term-o-token'),
    ('`attention head`', 'attention head', 'index.html#term-attention-heads'),
    ('`Attention Heads`', 'Attention Heads', 'index.html#term-attention-heads'),
]


@pytest.fixture(params=['with', 'without'])
def other(request, project, built, tmp_path):
    """Another project, with a set of its own or without any."""
    other = type(project)(tmp_path / 'docs')
    values = {
        'extensions': ['sphinxcontrib_archgloss', 'sphinx.ext.intersphinx', 'myst_parser'],
        'intersphinx_mapping': {
            'one': ('https://one.example/', str(built.output / 'objects.inv'))
        },
        'nitpicky': True,
    }
    if request.param == 'with':
        values['archgloss_term_sets'] = ['own.yaml']
        other.write(
            'own.yaml', 'name: own\nterms:\n  - {name: Part, definition: Our own.}\n'
        )
    other.conf(**values)
    other.own = request.param == 'with'
    return other


def written(html: str) -> list[tuple[str, str, str]]:
    """Return (wording, href, state) of each reference in a list item."""
    references = re.findall(
        r'<li><p>(?:<a class="reference (?:in|ex)ternal" href="([^"]*)"[^>]*>)?<span class="([^"]*)">(.*?)</span>(?:</a>)?</p>',
        html,
    )
    for _, classes, _ in references:
        assert classes.split().count('term-ref') == 1
        assert (
            len(re.findall(r'\bterm-(?:un)?(?:published|dangling|defined)', classes)) == 1
        )
    state = re.compile(r'(\S+)(?: tip-\S+)?$')
    return [(text, href, state.search(classes)[1]) for href, classes, text in references]


def test_other_projects_find_terms(other):
    items = ''.join(f'* :term-ref:{role}\n' for role, _, _ in REFERENCES)
    items += '* :external:archgloss:term-ref:`KV cache`\n* :external+one:archgloss:term-ref:`words <KV cache>`\n'
    marked = ''.join(f'* {{term-ref}}{role}\n' for role, _, _ in REFERENCES)
    marked += '* {external:archgloss:term-ref}`KV cache`\n* {external+one:archgloss:term-ref}`words <KV cache>`\n'
    entries = '\n.. term-set::\n' if other.own else ''
    other.write('index.rst', f'Start\n=====\n\n.. toctree::\n\n   m\n\n{items}{entries}')
    other.write('m.md', f'# M\n\n{marked}')
    built = other.build('-W')
    assert built.all_warnings == []
    assert built.status == 0
    expected = [
        (text, f'https://one.example/{href}', 'term-published')
        for _, text, href in REFERENCES
    ]
    expected += [
        ('KV cache', 'https://one.example/index.html#term-kv-cache', 'term-published'),
        ('words', 'https://one.example/index.html#term-kv-cache', 'term-published'),
    ]
    if other.own:  # one's own come first
        at = [text for text, _, _ in expected].index('Part')
        expected[at] = ('Part', '#term-part', 'term-unpublished')
    assert written(built.page('index.html')) == expected
    if other.own:
        expected[at] = ('Part', 'index.html#term-part', 'term-unpublished')
    assert written(built.page('m.html')) == expected
    assert other.build('-W').written == set()


def test_what_no_project_has_is_reported_once(other):
    other.write(
        'index.rst',
        'Start\n=====\n\n* :term-ref:`KV cache`\n* :term-ref:`one:Nobody`\n* :external:archgloss:term-ref:`Nobody`\n',
    )
    built = other.build('-n')
    assert len(built.warnings) == 2
    assert built.all_warnings == built.warnings
    assert built.warnings[0].startswith('index.rst:5: WARNING: ')
    if other.own:
        assert 'unknown term "one:Nobody"' in built.warnings[0]
    else:
        assert (
            'no term set is configured, so 1 reference to terms cannot be resolved'
            in built.warnings[0]
        )
    assert built.warnings[1].startswith(
        'index.rst:6: WARNING: unknown term "Nobody" in other projects'
    )
    assert written(built.page('index.html'))[1:] == [
        ('one:Nobody', '', 'term-undefined'),
        ('Nobody', '', 'term-undefined'),
    ]
