"""The directive ``term-map``: terms and what joins them, as a picture and as a list.

These tests run Graphviz, and are skipped where it is missing.
"""

from __future__ import annotations

import re
import shutil
import sys
from xml.etree import ElementTree as ET

import pytest

from pages import Page, broken_links, repeated_ids, words
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import MAP_STYLE as STYLE

pytestmark = pytest.mark.skipif(
    shutil.which('dot') is None, reason='needs Graphviz: apt-get install graphviz'
)

SET = """\
name: set
categories: [{id: x, label: X}]
terms:
- name: Token
  definition: See :term-ref:`KV cache`.
  categories: [x]
- name: KV cache
  definition: Keeps keys.
  broader: [Cache]
  categories: [x]
- name: Cache
  definition: Keeps.
  contrast: [Disk]
- name: Disk
  definition: Turns.
- name: '</svg><script>alert("1")</script>'
  definition: Hostile.
  related: [Disk]
"""

PAGES = {
    'index.rst': """\
        Index
        =====

        .. toctree::

           top/a
           md
           plain

        .. term-set::
        """,
    'top/a.rst': """\
        A
        =

        .. term-map::
           :caption: All *of* it
           :name: whole
           :class: own

        .. term-map:: set
           :term: kv caches
           :alt: Around the cache

        .. term-map::
           :category: x
        """,
    'md.md': """\
        ---
        term-page: KV cache
        ---

        # Markdown

        ```{term-map}
        :term: Cache, KV cache
        :depth: 0
        :caption: Two
        ```
        """,
    'plain.rst': 'Plain\n=====\n\nWords.\n',
}


def fill(project, **conf):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['set.yaml'],
        **conf,
    )
    project.write('set.yaml', SET)
    for name, text in PAGES.items():
        project.write(name, text)
    return project


@pytest.fixture(scope='module')
def project(shared):
    return fill(shared())


@pytest.fixture(scope='module')
def html(project):
    built = project.build('-W')
    assert built.status == 0, built.text
    return built


def pictures(page: str) -> list[ET.Element]:
    maps = re.findall(r'<svg [^>]*class="term-map.*?</svg>', page, re.DOTALL)
    return [ET.fromstring(svg) for svg in maps]


def names(picture: ET.Element) -> dict[str, str | None]:
    """Name → link, of the terms in a picture."""
    return {
        link.get('aria-label') or '': link.get('href')
        for group in picture.iter('g')
        if 'node' in group.get('class', '') and (link := group.find('a')) is not None
    }


def test_a_map_is_part_of_its_page_and_its_terms_lead_where_references_lead(html):
    whole, around, category = pictures(html.page('top/a.html'))
    (hostile,) = (name for name in names(whole) if name.startswith('</svg><script>alert('))
    assert names(whole) == {
        'Token': '../index.html#term-token',
        'KV cache': '../md.html',
        'Cache': '../index.html#term-cache',
        'Disk': '../index.html#term-disk',
        hostile: names(whole)[hostile],
    }
    assert set(names(around)) == {'KV cache', 'Cache', 'Token'}
    assert set(names(category)) == {'KV cache', 'Token'}
    (two,) = pictures(html.page('md.html'))
    assert set(names(two)) == {'KV cache', 'Cache'}
    lines = [
        group.get('class') for group in whole.iter('g') if 'edge' in group.get('class', '')
    ]
    assert sorted(lines) == [
        'edge broader',
        'edge contrast',
        'edge mentions',
        'edge related',
    ]


def test_a_map_has_an_alternative_text(html):
    _, around, category = pictures(html.page('top/a.html'))
    assert around.get('aria-label') == 'Around the cache'
    assert category.get('aria-label') == 'KV cache. Token; Refers to: KV cache.'


def test_a_map_is_a_list_as_well(html):
    page = html.page('top/a.html')
    listed = re.findall(r'<details>.*?</details>', page, re.DOTALL)
    assert len(listed) == 3
    assert words(listed[1]) == (
        'The map as a list Cache KV cache Broader: Cache Token Refers to: KV cache'
    )
    links = {link.text: link.href for link in Page(listed[1]).links}
    assert links == {
        'Cache': '../index.html#term-cache',
        'KV cache': '../md.html',
        'Token': '../index.html#term-token',
    }


def test_a_legend_explains_the_lines_that_the_map_has(html):
    legends = re.findall(
        r'<p class="term-map-legend">(.*?)</p>', html.page('top/a.html'), re.DOTALL
    )
    assert words(legends[0]) == 'Broader Contrasts with Related Refers to'
    assert words(legends[1]) == 'Broader Refers to'
    samples = re.findall(r'<svg [^>]*role="img" aria-label="([^"]*)"', legends[1])
    assert samples == [
        'Hollow arrowheads point to the broader term.',
        'Dotted arrows point to terms that a definition mentions.',
    ]


def test_terms_of_a_map_have_popovers(html):
    page = html.page('top/a.html')
    templates = re.findall(r'<template id="tip-([^"]*)"', page)
    assert {'term-token', 'term-kv-cache', 'term-cache', 'term-disk'} < set(templates)
    whole = pictures(page)[0]
    tips = {
        link.get('aria-label'): group.get('class')
        for link in whole.iter('a')
        if (group := link.find('g')) is not None
    }
    assert tips['Disk'] == 'term-ref tip-term-disk'
    assert 'archgloss.js' in page
    assert 'Read: Markdown' in page
    assert not [link for link in whole.iter('a') if link.find('title') is not None]


def test_a_caption_makes_a_figure_with_an_anchor(html):
    page = html.page('top/a.html')
    assert re.search(r'<figure class="term-map own[^"]*" id="whole">', page)
    assert 'All <em>of</em> it' in page


@pytest.mark.parametrize('builder', ['html', 'dirhtml', 'singlehtml'])
def test_links_ids_and_names_are_sound(project, builder):
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    assert not [href for _, href in broken_links(built.output) if href.count('#') < 2]
    assert not repeated_ids(built.output)
    assert all(
        '<script>alert' not in page.read_text() for page in built.output.rglob('*.html')
    )


def test_only_pages_with_maps_load_the_style(html):
    loaded = {
        name
        for name in ('index', 'top/a', 'md', 'plain')
        if STYLE in html.page(f'{name}.html')
    }
    assert loaded == {'top/a', 'md'}
    assert re.search(rf'{STYLE}\?v=\w+', html.page('md.html'))
    assert (html.output / '_static' / STYLE).exists()


def test_a_project_without_maps_loads_no_style_and_runs_no_program(shared):
    project = shared('none')
    project.conf(archgloss_term_sets=['architecture'])
    project.write('index.rst', 'T\n=\n\n.. term-set::\n')
    built = project.build('-W', env={'PATH': ''})
    assert built.status == 0, built.text
    assert STYLE not in built.page('index.html')
    assert 'archgloss-map' not in built.page('index.html')


def test_an_epub_has_pictures_as_files_with_links_of_their_own(project):
    built = project.build('-W', builder='epub')
    assert built.status == 0, built.text
    data = re.findall(
        r'<object data="([^"]*)" type="image/svg\+xml"', built.page('top/a.xhtml')
    )
    assert len(set(data)) == 3
    links = set()
    for name in data:
        path = (built.output / 'top' / name).resolve()
        for link in ET.fromstring(path.read_text()).iter('{http://www.w3.org/2000/svg}a'):
            page, _, anchor = link.get('{http://www.w3.org/1999/xlink}href').partition('#')
            assert (path.parent / page).resolve().exists()
            assert not anchor or f'id="{anchor}"' in (path.parent / page).read_text()
            links.add(page)
    assert links == {'../index.xhtml', '../md.xhtml'}


def test_a_book_holds_nothing_of_the_doctrees(project):
    """Without ``-d`` they are in the folder that Sphinx packs."""
    built = project.build(builder='epub', doctrees='out-epub/.doctrees')
    assert built.status == 0, built.text
    manifest = built.page('content.opf')
    assert len(set(re.findall(r'href="(_images/term-map-\w+\.svg)"', manifest))) == 4
    assert '.doctrees' not in manifest


def test_a_pdf_has_the_list_with_its_links_below_the_picture(project):
    tex = project.build('-W', builder='latex').page('test.tex')
    for picture in re.split(r'\\sphinxincludegraphics\{\{term-map-\w+\}', tex)[1:]:
        _, caption, below = picture.partition('The map as a list:')
        assert caption
        assert re.match(r'\s*\\begin\{itemize\}', below)
        assert r'\hyperref[\detokenize' in below.partition(r'\end{itemize}')[0]


def test_a_pdf_has_pictures_that_are_always_the_same(project):
    built = project.build('-W', builder='latex')
    assert built.status == 0, built.text
    tex = built.page('test.tex')
    names = re.findall(r'\\sphinxincludegraphics\{\{(term-map-\w+)\}\.pdf\}', tex)
    assert len(set(names)) == 4
    first = {name: (built.output / f'{name}.pdf').read_bytes() for name in names}
    again = project.build('-W', '-E', builder='latex', out='again', doctrees='again')
    assert first == {name: (again.output / f'{name}.pdf').read_bytes() for name in names}


@pytest.mark.parametrize(
    ('builder', 'name'),
    [('text', 'md.txt'), ('man', 'test.1'), ('texinfo', 'test.texi'), ('xml', 'md.xml')],
)
def test_other_builders_have_the_list(project, builder, name):
    built = project.build('-W', builder=builder, env={'PATH': ''})
    assert built.status == 0, built.text
    assert re.search(
        r'Two\W.*Cache\W.*KV cache\W.*Broader:.*Cache', words(built.page(name))
    )


def test_a_catalogue_has_the_caption_and_nothing_else_of_a_map(project):
    built = project.build('-W', builder='gettext', doctrees='gettext')
    assert built.status == 0, built.text
    messages = re.findall(r'^msgid "(.*)"$', built.page('top.pot'), re.MULTILINE)
    assert messages == ['', 'A', 'All *of* it']


# --- without Graphviz ---

SAID = (
    'top/a.rst:4: WARNING: term-map: maps are shown as lists because Graphviz does not work: "dot" cannot be '
    "run: [Errno 2] No such file or directory: 'dot'; install Graphviz, or set graphviz_dot to "
    'the path of its program [archgloss.config]'
)


def test_without_graphviz_maps_are_lists_and_every_build_warns_once(shared):
    project = fill(shared('bare'))
    bare = {'PATH': ''}
    for written in (4, 0):
        built = project.build('-W', env=bare)
        assert built.warnings == [SAID]
        assert built.status == 1
        assert len(built.written) == written
    page = built.page('top/a.html')
    assert '<svg' not in page
    assert '<details' not in page
    assert 'KV cache Broader: Cache' in words(page)
    assert page.index('All <em>of</em> it') < page.index('term-map-list')
    assert not repeated_ids(built.output)

    drawn = project.build('-W')
    assert drawn.status == 0, drawn.text
    assert drawn.written - {'index'} == {'top/a', 'md'}
    assert len(pictures(drawn.page('top/a.html'))) == 3
    clean = project.build('-W', '-E', out='clean', doctrees='clean')
    assert clean.page('top/a.html') == drawn.page('top/a.html')


def test_the_want_of_graphviz_can_be_suppressed(shared):
    project = fill(shared('suppressed'), suppress_warnings=['archgloss.config'])
    assert project.build('-W', env={'PATH': ''}).status == 0


def test_a_map_that_fails_is_reported_until_it_is_drawn(shared):
    project = fill(shared('failing'))
    flag = project.source.parent / 'flag'
    # draws, but for maps of more than two terms while the flag is up
    script = project.source.parent / 'fake-dot'
    script.write_text(
        f'#!{sys.executable}\n'
        'import os, subprocess, sys\n'
        'code = sys.stdin.buffer.read()\n'
        f'if b"n2 [" in code and os.path.exists({str(flag)!r}):\n'
        '    sys.exit("too much")\n'
        'sys.exit(subprocess.run(["dot", *sys.argv[1:]], input=code).returncode)\n'
    )
    script.chmod(0o755)
    options = ['-D', f'graphviz_dot={script}']
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser', 'sphinx.ext.graphviz'],
        archgloss_term_sets=['set.yaml'],
    )
    flag.touch()
    for _ in range(2):
        built = project.build(*options)
        assert [line.partition(': "')[0] for line in built.warnings] == [
            f'top/a.rst:{line}: WARNING: term-map: the map is shown as a list because it could not be drawn'
            for line in (4, 9)
        ]
        assert 'exited with status 1: too much' in built.warnings[0]
        assert len(pictures(built.page('top/a.html'))) == 1
    flag.unlink()
    mended = project.build('-W', *options)
    assert mended.status == 0, mended.text
    assert mended.written - {'index'} == {'top/a'}
    assert len(pictures(mended.page('top/a.html'))) == 3


# --- what is wrong ---

WRONG = """\
Wrong
=====

.. term-map:: gone

.. term-map::
   :category: y

.. term-map::
   :term: Tokn

.. term-map::
   :term: Token, head
   :depth: 2

.. term-map::
   :depth: 2

.. term-map::
   :term: Disk
   :category: x

.. term-set::
"""


def test_problems_of_maps_are_reported_on_every_build(shared):
    project = shared('wrong')
    project.conf(archgloss_term_sets=['set.yaml'])
    twins = '- {name: Head, definition: One.}\n- {name: HEAD, id: h2, definition: Two.}\n'
    project.write('set.yaml', SET + twins)
    project.write('index.rst', WRONG)
    built = project.build('-W')
    assert built.warnings == [
        'index.rst:4: WARNING: term-map: unknown term set "gone"; available sets: architecture, '
        'set; to name a file, add its extension (gone.yaml) [archgloss.data]',
        'index.rst:6: WARNING: term-map: unknown category "y"; valid categories: x '
        '[archgloss.data]',
        'index.rst:9: WARNING: term-map names an unknown term "Tokn"; did you '
        'mean "Token"? [archgloss.undefined]',
        'index.rst:12: WARNING: term-map names an ambiguous term "head": it matches two terms; write "set:head" '
        'or "set:h2" [archgloss.ambiguous]',
        'index.rst:16: WARNING: term-map: ":depth:" has no effect without ":term:"; remove it '
        '[archgloss.data]',
        'index.rst:19: WARNING: term-map: no terms match the options; remove an option or the directive [archgloss.data]',
    ]
    assert project.build('-W').warnings == built.warnings
    assert len(pictures(built.page('index.html'))) == 2


@pytest.mark.parametrize('option', ['category', 'term'])
def test_an_option_that_names_nothing_is_reported_and_draws_no_map(shared, option):
    project = shared('nothing')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', SET)
    project.write('index.rst', f'T\n=\n\n.. term-map::\n   :{option}:\n\n.. term-set::\n')
    built = project.build()
    assert 'it is empty; add a value or remove the option' in built.text
    assert pictures(built.page('index.html')) == []


def test_a_project_without_any_set_is_reported(shared):
    project = shared('empty')
    project.write('index.rst', 'T\n=\n\n.. term-map::\n')
    assert project.build().warnings == [
        'index.rst:4: WARNING: term-map: no term set is configured; add one to archgloss_term_sets '
        '[archgloss.config]'
    ]


def test_the_alternative_text_of_a_large_map_is_its_size(shared):
    project = shared('nine')
    project.conf(archgloss_term_sets=['set.yaml'])
    rows = [
        f'- {{name: Term {n}, definition: One., related: [Term {n + 1}]}}' for n in range(9)
    ]
    project.write(
        'set.yaml',
        '\n'.join(['name: set', 'terms:', *rows, '- {name: Term 9, definition: One.}\n']),
    )
    project.write('index.rst', 'T\n=\n\n.. term-map::\n\n.. term-set::\n')
    (picture,) = pictures(project.build('-W').page('index.html'))
    assert picture.get('aria-label') == 'Map of 10 terms and 9 lines between them.'


def test_a_map_without_lines_does_not_explain_any(shared):
    project = shared('alone')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', 'name: set\nterms:\n- {name: Alone, definition: One.}\n')
    project.write(
        'index.rst',
        'T\n=\n\n.. term-map::\n\n.. term-map::\n   :caption: One\n\n.. term-set::\n',
    )
    page = project.build('-W').page('index.html')
    assert len(pictures(page)) == 2
    assert 'legend' not in page


def test_what_is_too_large_to_be_read_is_a_list(shared):
    project = shared('large')
    project.conf(archgloss_term_sets=['set.yaml'])
    rows = [
        f'- {{name: Term {n}, definition: One., related: [Term {n + 1}]}}'
        for n in range(200)
    ]
    last = '- {name: Term 200, definition: One.}\n'
    project.write('set.yaml', '\n'.join(['name: set', 'terms:', *rows, last]))
    project.write('index.rst', 'T\n=\n\n.. term-map::\n\n.. term-set::\n')
    built = project.build()
    assert built.warnings == [
        'index.rst:4: WARNING: term-map: 201 terms and 200 lines are too many for a picture (at most 200 and 800), so they are shown as a list; narrow the map with ":category:" or ":term:" '
        '[archgloss.data]'
    ]
    page = built.page('index.html')
    assert '<svg' not in page
    assert page.count('Related:') > 200


def test_a_map_follows_its_terms_and_pages_without_it_do_not(shared):
    project = fill(shared('following'), archgloss_popovers=False)
    assert project.build('-W').status == 0
    project.write('set.yaml', SET.replace('broader: [Cache]', 'related: [Cache]'))
    built = project.build('-W')
    assert built.written == {'index', 'top/a', 'md'}
    project.write(
        'set.yaml',
        SET.replace('broader: [Cache]', 'related: [Cache]').replace('Turns.', 'It turns.'),
    )
    assert project.build('-W').written == {'index'}


def test_a_map_follows_the_sentences_of_its_popovers(shared):
    project = fill(shared('sentences'))
    assert project.build('-W').status == 0
    project.write('set.yaml', SET.replace('Turns.', 'It turns.'))
    built = project.build('-W')
    assert built.written == {'index', 'top/a'}
    assert 'It turns.' in built.page('top/a.html')
    clean = project.build('-W', '-E', '-j', '2', out='clean', doctrees='clean')
    assert clean.page('top/a.html') == built.page('top/a.html')
    off = project.build('-W', '-D', 'archgloss_popovers=0', out='off', doctrees='off')
    assert 'tip-' not in off.page('top/a.html')


def test_automatic_links_in_definitions_are_lines_as_references_are(shared):
    """Each build draws them anew: the option, a record or a definition may change."""
    definitions = SET.replace(':term-ref:`KV cache`', 'how a KV cache turns')
    project = shared('automatic')

    for conf, text, line in (
        ({'archgloss_autolink': 'first'}, definitions, True),
        ({'archgloss_autolink': 'off'}, definitions, False),
        ({'archgloss_autolink': 'all'}, definitions, True),
        (
            {'archgloss_autolink': 'all'},
            definitions.replace('a KV cache turns', 'it turns'),
            False,
        ),
        ({'archgloss_autolink': 'all'}, definitions, True),
        (
            {'archgloss_autolink': 'all'},
            definitions.replace('keys.', 'keys.\n  autolink: off'),
            False,
        ),
    ):
        fill(project, **conf).write('set.yaml', text)
        page = project.build('-W').page('top/a.html')
        assert ('Refers to:' in page) == line
        clean = project.build('-W', '-E', '-j', '2', out='clean', doctrees='clean')
        assert clean.page('top/a.html') == page


def test_two_pages_with_one_map_can_be_written_side_by_side(shared):
    project = fill(shared('parallel'))
    serial = project.build('-W')
    parallel = project.build('-W', '-j', '2', out='parallel', doctrees='parallel')
    assert parallel.status == 0, parallel.text
    for name in ('top/a.html', 'md.html'):
        assert parallel.page(name) == serial.page(name)
    assert not (serial.output / '_images').exists()
