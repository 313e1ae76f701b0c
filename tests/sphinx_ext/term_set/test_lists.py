"""The page of a set: letters, groups, states, back-references, and terms in use."""

from __future__ import annotations

import json
import re
import zlib
from html import unescape

import pytest

from pages import Page, broken_links, entries, repeated_ids, without_permalinks, words

NAMES = [
    'Ångström', 'Attention', 'Batch', 'Cache', 'Decoder', 'Encoder', 'Feature', 'Gate', 'Head',
    'Kernel', 'Layer', 'Mask', 'Norm', 'Optimizer', 'Prefix', 'Query', 'Router', 'Softmax',
    'Token', '2PL', 'Unused', 'Über',
]  # fmt: skip

LARGE = 'name: large\nterms:\n' + ''.join(
    f'  - {{name: {name}, definition: "What {name} is."}}\n' for name in NAMES
)

# the second refers to the first, and so keeps it in use
SMALL = """
name: small
categories:
  - {id: second, label: Parts & pieces, description: What there is.}
  - {id: first, label: Acts}
  - {id: empty, label: Nothing used}
terms:
  - {name: Piece, definition: A piece., categories: [second], published: false}
  - {name: Act, definition: "Uses a :term-ref:`piece`.", categories: [first, second]}
  - {name: Loose, definition: In no category.}
  - {name: Idle, definition: "Nobody needs it; :term-ref:`gone`.", categories: [empty]}
  - {name: Lazy, definition: 'Idle, too.  :index:`laziness`', categories: [second]}
  - {name: Old name, see: Loose}
"""

PAGE = """
A page
======

:term-ref:`Act`, :term-ref:`acts`.

One & two
---------

:term-ref:`Act` and :term-ref:`Token`.

Three
-----

.. term-page:: Loose

:term-ref:`Old name`.
"""

IN_SECTIONS = """
Q
=

:term-ref:`Query`

Part R
------

:term-ref:`Query`, :term-ref:`queries`

Part S
------

:term-ref:`Query`

Part T
------

:term-ref:`Query`
"""

GROUPED = '.. term-set:: small\n   :group: category\n'

PAGES = {
    'large': '.. term-set:: large\n',
    'quiet': '.. term-set:: large\n   :no-letters:\n   :no-backlinks:\n   :no-index:\n',
    'used': '.. term-set:: small\n   :used:\n   :group: category\n   :letters:\n   :name: used-list\n',
    'hidden': '.. term-set:: large\n   :no-index:\n',
}


@pytest.fixture(scope='module')
def project(shared):
    project = shared('lists')
    project.conf(
        archgloss_term_sets=['large.yaml', 'small.yaml'],
        suppress_warnings=['archgloss.undefined'],
        language='en',
    )
    project.write('large.yaml', LARGE)
    project.write('small.yaml', SMALL)
    project.write('folder/page.rst', PAGE)
    project.write('folder/q.rst', IN_SECTIONS)
    for n in range(14):
        project.write(f'folder/p{n:02}.rst', f'P{n}\n===\n\n:term-ref:`Cache`\n')
    for name, text in PAGES.items():
        project.write(
            f'{name}.rst', f'Title {name}\n============\n\nOf {name}\n---------\n\n{text}'
        )
    project.write(
        'index.rst',
        'Start\n=====\n\nSee :ref:`the list <used-list>`.\n\n'
        '.. toctree::\n   :glob:\n\n   used\n   large\n   folder/*\n   quiet\n   hidden\n',
    )
    return project


@pytest.fixture(scope='module')
def outputs(project):
    builds = {}

    def build(name):
        if name not in builds:
            builds[name] = project.build(builder=name)
            assert builds[name].status == 0
        return builds[name]

    return build


@pytest.fixture(scope='module')
def built(outputs):
    built = outputs('html')
    assert built.all_warnings == []
    return built


@pytest.fixture(scope='module')
def apart(project, tmp_path_factory):
    """The set in groups, on a page that refers to nothing."""
    fresh = type(project)(tmp_path_factory.mktemp('apart') / 'docs')
    fresh.conf(
        archgloss_term_sets=['small.yaml'], suppress_warnings=['archgloss.undefined']
    )
    fresh.write('small.yaml', SMALL)
    fresh.write('index.rst', f'Start\n=====\n\n{GROUPED}')
    return fresh.build('-W')


# -- letters ---------------------------------------------------------------------------


def letters(html):
    """Letter → link, of the navigation on a page; '' for none."""
    (nav,) = re.findall(r'<nav [^>]*class="term-letters">.*?</nav>', html, re.DOTALL)
    assert 'aria-label="Terms by letter' in nav
    items = re.findall(r'<a class="[^"]*" href="([^"]*)">(.)</a>|<span>(.)</span>', nav)
    return {linked or plain: href for href, linked, plain in items}


def test_letters_lead_to_the_first_entry_of_each(built):
    links = letters(built.page('large.html'))
    assert ''.join(links) == '#ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    assert links['#'] == '#term-2pl'
    assert links['A'] == '#term-ångström'
    assert links['U'] == '#term-über'
    assert links['T'] == '#term-token'
    assert [letter for letter, href in links.items() if not href] == list('IJVWXYZ')


def test_letters_are_for_long_lists_or_on_demand(built):
    assert 'term-letters' not in built.page('quiet.html')
    assert 'term-letters' in built.page('used.html')


def test_letters_work_without_anchors_of_entries(built):
    links = letters(built.page('hidden.html'))
    assert links['T']
    ids = Page(built.page('hidden.html')).ids
    assert {href[1:] for href in links.values() if href} <= set(ids)


@pytest.mark.parametrize(
    ('options', 'problem'),
    [
        (':letters:\n   :order: written', '"letters" needs the alphabetical order'),
        (':letters:\n   :no-letters:', '"letters" and "no-letters" are both given'),
        (':backlinks:\n   :no-backlinks:', '"backlinks" and "no-backlinks" are both given'),
    ],
)
def test_contradictory_options_are_reported_at_the_directive(
    project, tmp_path, options, problem
):
    fresh = type(project)(tmp_path / 'docs')
    fresh.conf()
    fresh.write('index.rst', f'Start\n=====\n\n.. term-set:: architecture\n   {options}\n')
    built = fresh.build()
    (line,) = built.all_warnings
    assert line.startswith(f'index.rst:4: WARNING: term-set: {problem}; remove ')
    assert line.endswith('[archgloss.data]')


# -- groups ----------------------------------------------------------------------------


def outline(html):
    """Headings of groups, and the names under them."""
    body = without_permalinks(html)
    headings = re.findall(
        r'<h3 class="term-group rubric">(.*?)</h3>|<dt[^>]*>(.*?)</dt>', body
    )
    return [heading or f'- {words(name)}' for heading, name in headings]


def test_groups_are_in_the_order_of_the_set(built, apart):
    assert outline(apart.page('index.html').replace('h2', 'h3')) == [
        'Parts &amp; pieces', '- Act', '- Lazy', '- Piece',
        'Nothing used', '- Idle',
        'Other terms', '- Loose', '- Old name',
    ]  # fmt: skip
    assert '<p class="term-group">What there is.</p>' in apart.page('index.html')
    # headings of groups are no sections
    assert 'Nothing used' not in built.page('index.html')


def test_only_used_terms_come_out_with_what_they_need(built):
    html = built.page('used.html')
    assert outline(html) == [
        'Parts &amp; pieces', '- Act', '- Piece', 'Other terms', '- Loose', '- Old name',
    ]  # fmt: skip
    assert broken_links(built.output) == []
    assert repeated_ids(built.output) == {}


# -- what else must agree on the terms in use --------------------------------------------


def test_unused_terms_are_nowhere(built):
    listed = built.page('genindex.html')
    for name in ('Piece', 'Act', 'Loose'):
        assert f'used.html#term-small-{name.lower()}' in listed
    for name in ('Idle', 'Lazy', 'laziness'):
        assert name not in listed
    raw = (built.output / 'objects.inv').read_bytes().split(b'\n', 4)[4]
    inventory = zlib.decompress(raw).decode()
    assert 'small:piece' in inventory
    assert 'small:idle' not in inventory
    search = (built.output / 'searchindex.js').read_text('utf-8')
    index = json.loads(search.removeprefix('Search.setIndex(').removesuffix(')'))
    assert 'laziness' not in index['terms']
    assert not any('Idle' in str(entry) for entry in index['objects'].values())


def test_a_term_that_comes_into_use_comes_out_and_goes_again(project, tmp_path):
    fresh = type(project)(tmp_path / 'docs')
    fresh.conf(archgloss_term_sets=['s.yaml'])
    fresh.write(
        's.yaml',
        'name: s\nterms:\n  - {name: One, definition: "See :term-ref:`Two`."}\n  - {name: Two, definition: d}\n',
    )
    fresh.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   p\n   q\n\n.. term-set::\n   :used:\n   :name: l\n',
    )
    fresh.write('p.rst', 'P\n=\n\n:ref:`list <l>`\n')
    fresh.write('q.rst', 'Q\n=\n')
    nothing = fresh.build('-W')
    assert entries(nothing.page('index.html')) == {}
    assert '<dl' not in nothing.page('index.html').split('class="body"')[1]
    assert 'term-s-' not in nothing.page('genindex.html')
    assert broken_links(nothing.output) == []
    fresh.write('p.rst', 'P\n=\n\n:ref:`list <l>`, :term-ref:`One`\n')
    both = fresh.build('-W')
    assert both.read == {'p'}
    assert both.written == {'index', 'p'}
    assert list(entries(both.page('index.html'))) == ['One', 'Two']
    assert 'index.html#term-s-two' in both.page('genindex.html')
    fresh.write('p.rst', 'P\n=\n\n:ref:`list <l>`, :term-ref:`Two`\n')
    last = fresh.build('-W')
    assert list(entries(last.page('index.html'))) == ['Two']
    assert 'index.html#term-s-one' not in last.page('genindex.html')
    again = fresh.build('-W', '-E', '-a', out='clean')
    for name in ('index.html', 'genindex.html', 'objects.inv'):
        assert (last.output / name).read_bytes() == (again.output / name).read_bytes(), name


# -- states ----------------------------------------------------------------------------


def test_entries_show_whether_they_have_a_page(built, apart):
    by_name = entries(built.page('used.html'))
    assert 'Read more: Three' in words(by_name['Loose'])
    assert 'No page yet' in words(by_name['Piece'])
    assert 'No page yet' in words(by_name['Act'])
    assert 'No page yet' not in words(by_name['Old name'])
    # where no term of the set has a page, none is to be expected
    assert 'No page yet' not in apart.page('index.html')
    assert 'No page yet' not in built.page('large.html')


# -- permalinks ------------------------------------------------------------------------


def test_entries_link_to_themselves(project, built):
    own = re.findall(
        r'<dt id="([^"]*)">.*?<a class="headerlink" href="#([^"]*)"',
        built.page('large.html'),
    )
    assert len(own) == len(NAMES)
    assert all(anchor == href for anchor, href in own)
    without = project.build('-D', 'html_permalinks=0', out='plain', doctrees='plain-dt')
    assert 'headerlink' not in without.page('large.html')


# -- back-references ---------------------------------------------------------------------


def mentioned(html, name):
    line = re.search(
        r'<(\w+) class="term-line term-mentions">(.*?)</\1>', entries(html)[name], re.DOTALL
    )
    return line and unescape(words(line[2])).replace(' ,', ',')


def test_entries_show_where_they_are_mentioned(built):
    html = built.page('used.html')
    assert mentioned(html, 'Act') == 'Mentioned in: A page (2), A page › One & two'
    assert mentioned(html, 'Piece') is None  # definitions are no pages
    assert mentioned(html, 'Loose') == 'Mentioned in: A page › Three'
    links = {link.text: link.href for link in Page(entries(html)['Act']).links}
    assert links == {
        'piece': '#term-piece',
        'A page': 'folder/page.html',
        'A page › One & two': 'folder/page.html#one-two',
    }


def test_at_most_six_places_are_listed(built):
    line = mentioned(built.page('large.html'), 'Cache')
    places = ' · '.join(f'P{n}' for n in range(6))
    assert line == f'Mentioned in (14) {places}, and 8 more'


def test_a_long_list_has_the_title_of_each_page_once(built):
    html = built.page('large.html')
    assert mentioned(html, 'Query') == 'Mentioned in (4) Q › Part R (2), Part S, Part T'
    links = {link.text: link.href for link in Page(entries(html)['Query']).links}
    assert links == {
        'Q': 'folder/q.html',
        'Part R': 'folder/q.html#part-r',
        'Part S': 'folder/q.html#part-s',
        'Part T': 'folder/q.html#part-t',
    }


def test_more_than_three_places_are_folded(built):
    folded = re.findall(
        r'<(\w+) class="term-line term-mentions">(.*?)</\1>',
        built.page('large.html'),
        re.DOTALL,
    )
    counts = {
        tag: {html.count('<a ') for t, html in folded if t == tag} for tag, _ in folded
    }
    assert max(counts['p']) <= 3
    assert min(counts['details']) > 3


def test_marks_of_unpublished_terms_are_an_option(project):
    without = project.build(
        '-D', 'archgloss_unpublished_marks=0', out='unmarked', doctrees='unmarked-dt'
    )
    assert 'term-state' not in without.page('used.html')


def test_back_references_are_an_option(built):
    assert 'term-mentions' not in built.page('quiet.html')
    assert 'term-mentions' in built.page('hidden.html')


def test_back_references_by_configuration(project):
    without = project.build(
        '-D', 'archgloss_backlinks=0', out='silent', doctrees='silent-dt'
    )
    assert 'term-mentions' not in without.page('large.html')


# -- other builders ----------------------------------------------------------------------


@pytest.mark.parametrize('builder', ['dirhtml', 'singlehtml', 'epub'])
def test_the_page_in_other_html(outputs, builder):
    built = outputs(builder)
    ending = '.xhtml' if builder == 'epub' else '.html'
    assert repeated_ids(built.output, ending) == {}
    name = {
        'dirhtml': 'large/index.html',
        'singlehtml': 'index.html',
        'epub': 'large.xhtml',
    }
    html = built.page(name[builder])
    assert 'term-letters' in html
    assert 'term-mentions' in html
    assert ('archgloss-filter.js' in html) == (builder != 'epub')
    assert ('data-filter' in html) == (builder != 'epub')
    assert 'archgloss-entries.css' in html
    page = Page(html)
    if builder == 'singlehtml':
        for link in page.links:
            if link.href.startswith('#') and len(link.text) == 1:
                assert link.href[1:] in page.ids, link
        assert '#document-folder/p03' in {link.href for link in page.links}
    else:
        assert broken_links(built.output, ending) == []
    links = {link.text: link.href for link in page.links}
    if builder == 'dirhtml':
        assert links['P3'] == '../folder/p03/'
    if builder == 'epub':
        assert links['P3'] == 'folder/p03.xhtml'


@pytest.mark.parametrize(('builder', 'name'), [('text', 'used.txt'), ('latex', 'test.tex')])
def test_the_page_in_other_formats(outputs, builder, name):
    text = outputs(builder).page(name)
    assert 'Acts' not in text
    assert 'Idle' not in text
    assert 'Mentioned' not in text
    assert 'by letter' not in text
    assert 'Other terms' in text
    assert 'No page yet' in text
    assert 'Nothing used' not in text


def test_only_pages_with_entries_load_anything(built):
    for name in ('large', 'used', 'hidden'):
        html = built.page(f'{name}.html')
        assert re.search(r'href="_static/archgloss-entries\.css\?v=[0-9a-f]+"', html)
        script = r'defer[^>]* src="_static/archgloss-filter\.js\?v=[0-9a-f]+"'
        is_long = name != 'used'
        assert bool(re.search(script, html)) == is_long
        assert ('data-filter' in html) == is_long
    for name in ('index', 'folder/page', 'genindex', 'search'):
        html = built.page(f'{name}.html')
        assert 'archgloss-entries' not in html
        assert 'archgloss-filter' not in html
    (shown,) = re.findall(
        r'<div class="term-list".*?</dl>', built.page('large.html'), re.DOTALL
    )
    assert 'style=' not in shown


@pytest.mark.parametrize('language', ['en', 'de'])
def test_a_page_without_a_title_has_a_name(project, language):
    project.conf(archgloss_term_sets=['s.yaml'], language=language)
    project.write('s.yaml', 'name: s\nterms:\n- {name: Token, definition: A piece.}\n')
    project.write('index.rst', 'T\n=\n\n.. term-set::\n   :backlinks:\n')
    project.write('a/untitled.rst', ':orphan:\n\nA :term-ref:`token`.\n')
    page = project.build().page('index.html')
    assert re.search(r'<a [^>]*href="a/untitled.html[^>]*>(<[^>]*>)*a/untitled<', page)
    assert '&lt;' not in page


# -- the general index, and the order of a set -----------------------------------------


def test_the_general_index_has_every_label_that_readers_see(project, tmp_path):
    fresh = type(project)(tmp_path / 'docs')
    fresh.write(
        's.yaml',
        """\
        name: s
        terms:
          - name: KV cache
            definition: d
            formerly: [old store]
            forms: [KV cachen]
            aliases:
              - key-value cache
              - kv CACHE
              - {text: KVC, kind: acronym}
              - {text: kay cache, kind: misspelling}
              - {text: dated, status: deprecated}
              - {text: banned, status: forbidden}
              - {text: unseen, hidden: true}
        """,
    )
    fresh.conf(archgloss_term_sets=['s.yaml'])
    fresh.write('index.rst', 'Start\n=====\n\n.. toctree::\n\n   p\n\n.. term-set::\n')
    fresh.write('p.rst', 'P\n=\n\n:term-ref:`KVC`\n')
    built = fresh.build('-W')
    listed = re.findall(
        r'<a href="index.html#term-s-kv-cache">(.*?)</a>', built.page('genindex.html')
    )
    assert listed == ['key-value cache', 'KV cache', 'KVC']
    [page] = fresh.build(builder='latex').output.glob('*.tex')
    indexed = re.findall(r'\\spxentry\{(.*?)\}', page.read_text())
    assert indexed == ['KV cache', 'key\\sphinxhyphen{', 'KVC']

    text = (fresh.source / 's.yaml').read_text()
    fresh.write(
        's.yaml', text.replace('key-value cache', '{text: kvs, status: deprecated}')
    )
    again = fresh.build('-W')
    assert again.read == {'index'}
    assert 'key-value' not in again.page('genindex.html')


def test_a_set_may_have_the_order_of_its_records(project, tmp_path):
    fresh = type(project)(tmp_path / 'docs')
    text = (
        'name: s\n{}terms: [{{name: Zebra, definition: z}}, {{name: Ape, definition: a}}]\n'
    )
    fresh.conf(archgloss_term_sets=['s.yaml'])
    fresh.write('s.yaml', text.format('order: written\n'))
    fresh.write('index.rst', 'Start\n=====\n\n.. toctree::\n\n   p\n\n.. term-set::\n')
    fresh.write('p.rst', 'P\n=\n\n.. term-set:: s\n   :order: alphabetical\n   :letters:\n')
    built = fresh.build('-W')
    assert built.status == 0
    assert list(entries(built.page('index.html'))) == ['Zebra', 'Ape']
    assert list(entries(built.page('p.html'))) == ['Ape', 'Zebra']
    fresh.write('s.yaml', text.format(''))
    again = fresh.build('-W')
    assert again.read == {'index'}
    assert list(entries(again.page('index.html'))) == ['Ape', 'Zebra']
