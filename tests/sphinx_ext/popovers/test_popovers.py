"""`sphinx_ext.popovers` and `assets`: what pages hold and load for their references."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.writers.html import HTMLWriter

import hostile
import sphinxcontrib_archgloss
from sphinxcontrib_archgloss.project.summary import Summary
from sphinxcontrib_archgloss.project.views import PopoverView
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.popovers.popovers import PopoverWriter
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import shipped

STATIC = Path(sphinxcontrib_archgloss.__file__).parent / 'static'
ASSETS = ('archgloss.css', 'archgloss.js')
ENTRY_ASSETS = ('archgloss-entries.css', 'archgloss-filter.js')

SET = r"""
name: s
terms:
- name: KV cache
  definition: |
    Keeps the *keys* of :term-ref:`tokens`, quagga & :math:`a_1`. Not this.
- name: Token
  short: A piece & more.
  definition: A piece of text. And so on.
- {name: Cache, see: KV cache}
- {name: Whole, definition: Has a page.}
- {name: Empty, see: Nobody}
- {name: Old, definition: Of before., status: deprecated, replaced_by: kv cache}
- {name: Gone, definition: Of before., status: deprecated}
- {name: Far, definition: Elsewhere., canonical: 'https://example.org/a/long/way.html'}
- {name: Self, definition: "Of :term-ref:`self` alone."}
"""

INDEX = """
Index
=====

Of :term-ref:`tokens`, the :term-ref:`cache`, :term-ref:`KV cache`, :any:`token`,
:term-ref:`whole`, :term-ref:`empty`, :term-ref:`undefined`.

.. toctree::

   whole
   glossary
   plain
"""

OTHER_SET = """
name: w
lang: ar
terms:
- {name: باقة, definition: نص قصير.}
"""


@pytest.fixture(scope='module')
def project(shared):
    project = shared('popovers')
    project.conf(
        archgloss_term_sets=['s.yaml', 'w.yaml'],
        suppress_warnings=['archgloss'],
        templates_path=['_templates'],
    )
    project.write('s.yaml', SET)
    project.write('w.yaml', OTHER_SET)
    project.write('index.rst', INDEX)
    project.write(
        'whole.rst',
        ':term-page: Whole\n\nWhole & *sound*\n=============\n\n:term-ref:`whole`\n',
    )
    project.write('glossary.rst', 'Glossary\n========\n\n.. term-set::\n')
    project.write('plain.rst', 'Plain\n=====\n\nNothing; :term-ref:`باقة`.\n')
    project.write('none.rst', ':orphan:\n\nNone\n====\n\nNothing at all.\n')
    project.write(
        'old.rst',
        ':orphan:\n\nOld\n===\n\n:term-ref:`old` :term-ref:`gone` :term-ref:`far`\n',
    )
    project.write(
        'nested.rst',
        ':orphan:\n\nNested\n======\n\n'
        '* Of :term-ref:`whole`.\n\nAnd of :term-ref:`token`.\n\n'
        '.. note::\n\n   * Of :term-ref:`kv cache`, :term-ref:`token`.\n\n'
        'Of the :term-ref:`old`.\n',
    )
    project.write(
        'hidden.rst',
        ':orphan:\n\nHidden\n======\n\nOf :term-ref:`token`.\n\n'
        '.. only:: latex\n\n   Of :term-ref:`far`.\n',
    )
    project.write(
        'mixed.rst',
        ':orphan:\n\nMixed\n=====\n\nOf :any:`far`, :term-ref:`token`, :any:`KV cache`.\n',
    )
    project.write('gone.rst', ':orphan:\n\nGone\n====\n\n:term-ref:`undefined`\n')
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build()


def popovers(html):
    """Id → what the popovers of a page say."""
    return {
        name: re.findall(r'<p[^>]*>(.*?)</p>', inner)
        for name, inner in re.findall(r'<template id="tip-(.*?)">(.*?)</template>', html)
    }


def test_a_page_holds_each_term_it_refers_to_once_in_order(built):
    page = built.page('index.html')
    by_id = popovers(page)
    assert list(by_id) == ['term-token', 'term-kv-cache', 'term-whole']
    assert by_id['term-token'] == ['Token', 'A piece &amp; more.']
    assert by_id['term-kv-cache'][0] == 'KV cache'
    assert by_id['term-kv-cache'][1].startswith('Keeps the <em>keys</em> of tokens, quagga')
    assert by_id['term-whole'][2] == 'Read: Whole &amp; sound'
    assert page.count('id="tip-') == 3
    wordings = re.findall(r' tip-(term-[\w-]+)[^">]*">(?:<span class="pre">)?([^<]*)', page)
    assert sorted(wordings) == [
        ('term-kv-cache', 'KV cache'),
        ('term-kv-cache', 'cache'),  # a redirect
        ('term-token', 'token'),
        ('term-token', 'tokens'),
        ('term-whole', 'whole'),
    ]


def test_popovers_are_in_the_order_of_a_page_with_nested_blocks(built):
    ids = ['term-whole', 'term-token', 'term-kv-cache', 'term-old']
    assert list(popovers(built.page('nested.html'))) == ids


def test_a_hidden_reference_has_no_popover(built):
    assert list(popovers(built.page('hidden.html'))) == ['term-token']


def test_popovers_of_other_roles_are_in_their_order(built):
    ids = ['term-far', 'term-token', 'term-kv-cache']
    assert list(popovers(built.page('mixed.html'))) == ids


def test_the_last_line_describes_the_target_of_the_link(built):
    # on its own page a term's references lead to the entry
    page = built.page('whole.html')
    assert popovers(page)['term-whole'] == ['Whole', 'Has a page.']
    assert 'data-entry="In the glossary"' in page  # the script adds it


def test_a_deprecated_term_names_its_successor(built):
    by_id = popovers(built.page('old.html'))
    status, text = 'Deprecated. Replaced by: KV cache', 'Of before.'
    assert by_id['term-old'] == ['Old', status, text]
    assert by_id['term-gone'] == ['Gone', 'Deprecated.', text]
    assert built.page('old.html').count('<p class="term-tip-status">Deprecated.') == 2


def test_a_page_elsewhere_is_named_by_its_host(built):
    assert popovers(built.page('old.html'))['term-far'][2] == 'Read: example.org'


def test_a_reference_without_a_link_has_no_popover(built):
    assert 'term-self' not in popovers(built.page('glossary.html'))
    assert popovers(built.page('gone.html')) == {}
    assert 'term-undefined' in built.page('gone.html')


def test_another_language_is_named_with_its_direction(built):
    page = built.page('plain.html')
    assert page.count('<p dir="rtl" lang="ar">') == 2
    assert 'lang="' not in built.page('index.html').split('class="term-tips"')[1]


def test_pages_load_what_they_need_and_no_more(built):
    def loaded(name):
        assets = re.findall(
            r'_static/(archgloss\.\w+)\?v=(\w+)"', built.page(f'{name}.html')
        )
        for asset, checksum in assets:
            content = shipped(asset)
            assert checksum == f'{zlib.crc32(content.replace(bytes([13]), b"")):08x}'
        return tuple(asset for asset, _ in assets)

    assert loaded('index') == ASSETS
    assert loaded('glossary') == ASSETS
    assert loaded('gone') == ASSETS[:1]  # what is undefined has to look so
    for name in ('none', 'genindex', 'search'):
        assert loaded(name) == ()
    for asset in ASSETS:
        assert (built.output / '_static' / asset).read_bytes() == shipped(asset)
    assert '<script defer="defer" src="_static/archgloss.js' in built.page('index.html')


NOTING = """
ASKED = []

def note(app, pagename, templatename, context, doctree):
    draw = context['css_tag']

    def noting(css):
        ASKED.append(css.filename)
        return draw(css)

    context['css_tag'] = noting

def tell(app, exception):
    print('asked', ASKED.count('_static/archgloss.css'), 'times')

def setup(app):
    app.connect('html-page-context', note, priority=400)
    app.connect('build-finished', tell)
"""


def test_pages_share_the_elements_that_load_files(shared):
    project = shared('folders')
    project.conf(
        archgloss_term_sets=['s.yaml'],
        html_css_files=[('archgloss.css', {'media': 'print'})],
    )
    conf = (project.source / 'conf.py').read_text('utf-8')
    project.write('conf.py', conf + NOTING)
    project.write('s.yaml', 'name: s\nterms:\n- {name: Token, definition: A piece.}\n')
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    folders = ('', 'deep/', '_static/')
    for name in (f'{folder}p{n}' for folder in folders for n in range(5)):
        project.write(f'{name}.rst', ':orphan:\n\nPage\n====\n\n:term-ref:`token`\n')
    built = project.build()
    file = f'_static/archgloss.css?v={zlib.crc32(shipped("archgloss.css")):08x}'
    for folder in folders:
        links = re.findall(
            r'<link (.*) href="(.*archgloss\.css.*)" />', built.page(f'{folder}p4.html')
        )
        assert [posixpath.normpath(folder + href) for _, href in links] == [file, file]
        assert ['media="print"' in attributes for attributes, _ in links] == [False, True]
    assert 'asked 8 times' in built.text  # 2 in each folder, 1 on pages without terms


def test_formulas_in_popovers_alone_load_mathjax(project, built):
    assert 'mathjax' in built.page('index.html').lower()
    assert 'mathjax' not in built.page('whole.html').lower()


def test_the_search_does_not_meet_them(built):
    index = json.loads(built.page('searchindex.js')[len('Search.setIndex(') : -1])
    where = index['terms']['quagga']
    assert index['docnames'][where] == 'glossary'


MAP_ASSETS = ('archgloss-map.css', 'archgloss-map.js')
LIMITS = {
    ASSETS: 3584,
    ENTRY_ASSETS: 2560,
    MAP_ASSETS: 1280,
    ('archgloss-search.js',): 1024,
}


@pytest.mark.parametrize(('assets', 'limit'), LIMITS.items())
def test_styles_and_scripts_are_as_small_as_the_manual_states(assets, limit):
    sizes = [len(gzip.compress(shipped(name), 9)) for name in assets]
    assert sum(sizes) < limit


def test_styles_and_scripts_take_nothing_from_elsewhere():
    paths = list(STATIC.iterdir())
    assert len(paths) == sum(map(len, LIMITS))
    for path in paths:
        text = path.read_text('utf-8')
        assert not re.search(
            r'https?:|@import|url\(|\bfetch\b|eval\(|innerHTML|\.cssText', text
        )


@pytest.mark.parametrize(
    'builder',
    ['epub', 'json', 'pickle', 'latex', 'text', 'man', 'texinfo', 'xml', 'pseudoxml'],
)
def test_other_builders_have_none(project, builder):
    built = project.build(builder=builder)
    assert built.status == 0
    for path in built.output.rglob('*'):
        if path.is_file() and path.suffix not in ('.epub', '.png'):
            raw = path.read_bytes()
            assert b'tip-term' not in raw, path
            assert b'archgloss-tip' not in raw, path
            assert b'archgloss.js' not in raw, path


def test_one_page_of_all_has_each_term_once(project):
    page = project.build(builder='singlehtml').page('index.html')
    ids = re.findall(r'id="tip-([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert {'term-token', 'term-kv-cache', 'term-whole'} < set(ids)
    assert all(asset in page for asset in ASSETS)


def test_they_can_be_switched_off(project, built):
    off = project.build('-D', 'archgloss_popovers=0', out='off', doctrees='off-doctrees')
    page = off.page('index.html')
    assert 'tip-' not in page
    assert 'archgloss.css' in page
    assert 'archgloss.js' not in page


COUNTING = """
from pathlib import Path
from sphinx.writers.html5 import HTML5Translator

class Counting(HTML5Translator):
    count = 0

    def visit_emphasis(self, node):
        Counting.count += 'keys' == node.astext()
        super().visit_emphasis(node)

def tell(app, exception):
    print('written', Counting.count, 'times')

def setup(app):
    app.set_translator('html', Counting)
    app.connect('build-finished', tell)
"""


def test_a_popover_is_rendered_once_for_all_pages(shared):
    project = shared('once')
    project.conf(archgloss_term_sets=['s.yaml'])
    conf = (project.source / 'conf.py').read_text('utf-8')
    project.write('conf.py', conf + COUNTING)
    project.write(
        's.yaml', 'name: s\nterms:\n- {name: Term, definition: Of *keys* alone.}\n'
    )
    for n in range(20):
        project.write(f'p{n}.rst', f':orphan:\n\nP{n}\n====\n\n:term-ref:`term`\n')
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n')
    built = project.build()
    assert all('<em>keys</em>' in built.page(f'p{n}.html') for n in range(20))
    assert 'written 2 times' in built.text  # in its entry, and for all popovers


CUTTING = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Cut(SphinxPostTransform):
    default_priority = 1

    def run(self):
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.astext().startswith('Cut'):
                paragraph.parent.remove(paragraph)
            elif paragraph.astext().startswith('Copied'):
                paragraph.replace_self(paragraph.deepcopy())

def setup(app):
    app.add_post_transform(Cut)
"""


def test_what_another_extension_removes_has_no_popover(shared):
    project = shared('cut')
    project.conf(archgloss_term_sets=['s.yaml'])
    conf = (project.source / 'conf.py').read_text('utf-8')
    project.write('conf.py', conf + CUTTING)
    terms = [f'- {{name: {name}, definition: A word.}}\n' for name in ('A1', 'B1', 'C1')]
    project.write('s.yaml', 'name: s\nterms:\n' + ''.join(terms))
    copied = 'Copied :term-ref:`b1`.\n'
    others = 'Cut :term-ref:`a1`.\n\nOf :term-ref:`c1`.\n'
    project.write('index.rst', f'Index\n=====\n\n{others}\n.. term-set::\n')
    project.write('copied.rst', f':orphan:\n\nPage\n====\n\n{copied}\n{others}')
    built = project.build()
    for page, terms in (('index', ['c1']), ('copied', ['b1', 'c1'])):
        html = built.page(f'{page}.html')
        assert re.findall('<template id="tip-term-(..)"', html) == terms
        assert re.findall(' internal" href="[^"]*#term-(.1)"><span', html) == terms


# -- hostile definitions -------------------------------------------------------------

ALLOWED = {'div', 'template', 'p', 'em', 'strong', 'code', 'span', 'a', 'dl', 'dt', 'dd'}


class Elements(HTMLParser):
    """The elements and the text of a fragment of HTML."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.strange = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.strange.append(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


@pytest.fixture(scope='module')
def translate(tmp_path_factory):
    """Writes popovers as the HTML builder does."""
    top = tmp_path_factory.mktemp('hostile')
    (top / 'conf.py').write_text('extensions = ["sphinxcontrib_archgloss"]\n')
    (top / 'index.rst').write_text('Index\n=====\n')
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            top, top, top / 'out', top / 'doctrees', 'html', status=None, warning=None
        )

        settings = get_default_settings(HTMLWriter(app.builder))
        vars(settings).update(app.env.settings)

        session = ArchglossDomain.of(app.env).session

        def write(*views):
            document = new_document('', settings)
            translator = app.builder.create_translator(document, app.builder)
            html, _with_maths = PopoverWriter(session).html(translator, views)
            return html

        yield write


def inlines():
    text = hostile.texts()
    element = st.tuples(
        st.sampled_from(
            ['docutils.nodes:emphasis', 'docutils.nodes:literal', 'docutils.nodes:strong']
        ),
        st.just(()),
        text.map(lambda inner: (inner,)),
    )
    return st.lists(text | element, min_size=1, max_size=4).map(tuple)


@given(name=hostile.texts(), sentence=inlines())
def test_hostile_text_in_a_popover_never_becomes_markup(translate, name, sentence):
    popover = PopoverView('term-x', Summary(name, sentence), '', name, True, name)
    html = translate(popover)
    elements = Elements(html)
    assert elements.strange == []
    assert {tag for tag, _ in elements.tags} <= ALLOWED
    lines = ['p'] * (4 if name else 3)  # the name is that of the page, too
    assert [tag for tag, _ in elements.tags if tag in ('div', 'template', 'p')] == [
        'div', 'template', *lines,
    ]  # fmt: skip
    names = {name for _, attrs in elements.tags for name in attrs}
    assert names <= {'class', 'id', 'data-touch', 'data-switch', 'data-entry', 'hidden'}
    assert html.count('</template>') == html.count('</div>') == 1
    assert name.split() == [] or name.split()[0] in ''.join(elements.text)


def test_hostile_files_give_harmless_pages(shared):
    project = shared('hostile')
    project.conf(archgloss_term_sets=['r.json', 'm.json'], suppress_warnings=['archgloss'])
    long = 'word ' * 20_000 + '<b'
    for name, markup in (('r', 'rst'), ('m', 'myst')):
        terms = [
            {'name': f'{name}{n} {text}', 'id': f'{name}{n}', 'definition': f'{text} x{n}'}
            for n, text in enumerate([*hostile.PAYLOADS, long, 'x' * 100_000])
        ]
        terms += [
            {'name': f'{name}short', 'short': text, 'definition': 'Long.'}
            for text in hostile.PAYLOADS[:1]
        ]
        data = {'name': name, 'markup': markup, 'terms': terms}
        (project.source / f'{name}.json').write_text(json.dumps(data))
    count = len(hostile.PAYLOADS) + 2
    references = ''.join(
        f'* :term-ref:`{name}:{name}{n}`\n' for name in 'rm' for n in range(count)
    )
    project.write(
        'index.rst',
        f'Index\n=====\n\n{references}* :term-ref:`rshort`\n\n.. toctree::\n\n   g\n',
    )
    project.write('g.rst', 'Glossary\n========\n\n.. term-set::\n')
    built = project.build()
    assert 'Traceback' not in built.text
    body = built.page('index.html').split('<div class="term-tips"')[1].split('</div>')[0]
    elements = Elements(body)
    assert {tag for tag, _ in elements.tags} <= ALLOWED
    assert len(body) < 100_000
    assert not re.search(r'[\x00-\x08\x0b\x0c\x0e-\x1f]', body)
    assert len(popovers(built.page('index.html'))) > count
