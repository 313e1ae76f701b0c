"""Every builder: no complaints, links where there can be any, nothing left over."""

from __future__ import annotations

import json
import re

import pytest

from pages import Page, broken_links, repeated_ids

SET = r"""
name: s
terms:
  - name: KV cache
    aliases: [key-value cache]
    related: [Token]
    references: [{label: Paper, url: "https://example.org/paper"}]
    definition: |
      Holds each :term-ref:`token`, see :doc:`index`, :term-ref:`Whole` and
      :term-ref:`KV cache` [1]_ [CIT]_ and tgt_.

      .. _tgt:

      .. code-block:: python
         :caption: Code

         x = 1

      .. math::
         :label: eq

         a = b

      .. [1] First footnote.
      .. [CIT] Citation.
  - name: Token
    definition: |
      Unit [1]_ of :term-ref:`s:KV cache`.

      .. [1] Second footnote.
  - {name: Whole, definition: Has a page.}
  - {name: Part, definition: Has a section.}
  - {name: Address, definition: Elsewhere., canonical: "https://example.org/address"}
  - {name: 注意力, definition: Han.}
  - {name: HTTP version 2, definition: Number.}
"""

PAGE = """
Page on :term-ref:`KV cache`
============================

.. term-page:: Whole

See :term-ref:`KV cache`, :term-ref:`s:Token`, :term-ref:`Whole`, :term-ref:`the part <Part>`,
:term-ref:`Address`, :term-ref:`注意力`, :term-ref:`HTTP version 2`, :term-ref:`!Token`,
:any:`Token` and :term-ref:`tokens`.

.. list-table:: Table of :term-ref:`Token`

   * - :term-ref:`Token`

Section
-------

.. term-page:: Part

Here :term-ref:`Whole`.
"""

ASSETS = {'archgloss-entries', 'archgloss-filter', 'archgloss-search', 'archgloss-terms'}

BUILDERS = {
    'html': (), 'dirhtml': (), 'singlehtml': (), 'epub': (), 'latex': (), 'text': (), 'man': (),
    'texinfo': (), 'xml': (), 'pseudoxml': (), 'json': (), 'dummy': (), 'changes': (), 'gettext': (),
}  # fmt: skip


@pytest.fixture(scope='module')
def project(shared):
    project = shared('builders')
    project.conf(
        archgloss_term_sets=['s.yaml'],
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        latex_show_pagerefs=True,
        latex_elements={'maxlistdepth': '10'},
        man_show_urls=True,
        myst_enable_extensions=['colon_fence'],
    )
    project.write('s.yaml', SET)
    project.write('page.rst', PAGE)
    project.write('glossary.rst', 'Glossary\n========\n\n.. term-set:: s\n')
    project.write(
        'again.md',
        '# Again\n\n:::{term-set} s\n:::\n\n## Part\n\n:::{term-set} s\n:only: Token\n:::\n',
    )
    project.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   page\n   glossary\n   again\n\nSee :term-ref:`Whole`, :term-ref:`Token`.\n',
    )
    return project


@pytest.fixture(scope='module')
def outputs(project):
    """Each builder's output, made when first asked for."""
    made = {}

    def build(name: str):
        if name not in made:
            made[name] = project.build(
                '-n',
                builder=name,
                doctrees=f'dt-{name}' if name == 'gettext' else 'doctrees',
            )
        return made[name]

    return build


@pytest.mark.parametrize('builder', BUILDERS)
def test_builds_without_a_word(outputs, builder):
    built = outputs(builder)
    assert built.status == 0
    assert built.all_warnings == []
    for path in built.output.rglob('*'):
        if path.suffix in {
            '.html',
            '.xhtml',
            '.tex',
            '.txt',
            '.1',
            '.texi',
            '.xml',
            '.pseudoxml',
            '.fjson',
        }:
            text = path.read_text('utf-8')
            assert 's:Token' not in text.replace('fs:Token', ''), path
            ours = set(re.findall(r'\barchgloss-[a-z-]+', text))
            assert ours <= {'archgloss-term-ref', *ASSETS}, path
            assert 'system_message' not in text
            assert 'system-message' not in text


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_pages_of_html(outputs, builder):
    built = outputs(builder)
    assert broken_links(built.output) == []
    assert repeated_ids(built.output) == {}


def test_one_page_of_html(outputs):
    page = Page(outputs('singlehtml').page('index.html'))
    assert page.repeated_ids == []
    ours = [link for link in page.links if 'term-' in link.classes or 'term-' in link.href]
    assert len(ours) > 30
    for link in ours:
        if not link.href.startswith('https:'):
            assert link.href[1:] in page.ids, link
    hrefs = {link.text: link.href for link in ours if 'term-ref' in link.classes}
    assert hrefs['the part'] == '#section'
    assert hrefs['Address'] == 'https://example.org/address'
    assert {link.href for link in ours if link.text == 'tokens'} == {'#term-token'}


def test_the_root_can_be_canonical_in_one_page(project):
    fresh = type(project)(project.source.parent / 'root')
    fresh.conf(archgloss_term_sets=['s.yaml'])
    fresh.write('s.yaml', 'name: s\nterms:\n  - {name: A, definition: d}\n')
    fresh.write('index.rst', 'Start\n=====\n\n.. term-page:: A\n\n.. toctree::\n\n   p\n')
    fresh.write('p.rst', 'P\n=\n\n:term-ref:`A`\n\n.. term-set::\n')
    built = fresh.build(builder='singlehtml', doctrees='root-doctrees', out='root-out')
    assert built.links('index.html') == {'A': '#'}


def test_epub(outputs):
    built = outputs('epub')
    assert broken_links(built.output, '.xhtml') == []
    assert repeated_ids(built.output, '.xhtml') == {}


def test_latex(outputs):
    (tex,) = outputs('latex').output.glob('*.tex')
    text = tex.read_text('utf-8')
    labels = re.findall(r'\\label\{\\detokenize\{([^}]*)\}\}', text)
    assert len(labels) == len(set(labels))
    linked = set(re.findall(r'\\hyperref\[\\detokenize\{([^}]*)\}\]', text))
    assert linked <= set(labels)
    assert any(label.endswith('term-kv-cache') for label in linked)
    # page numbers are for other references
    assert r'\autopageref*' in text
    assert not re.search(r'\\sphinxtermref\{(?:[^{}]|\{[^{}]*\})*\}+ \(', text)
    terms = re.findall(r'\\hyperref\[\\detokenize\{[^}]*term-[^}]*\}\]\{\\(\w+)', text)
    assert set(terms) == {'sphinxtermref', 'sphinxcrossref'}  # the last is "tgt"
    for footnote in ('First footnote.', 'Second footnote.'):
        assert footnote in text
    cited = set(re.findall(r'\\sphinxcite\{([^}]*)\}', text))
    assert cited == set(re.findall(r'\\bibitem\[CIT\]\{([^}]*)\}', text))


@pytest.mark.parametrize(
    ('builder', 'name'), [('text', 'page.txt'), ('man', 'test.1'), ('texinfo', 'test.texi')]
)
def test_plain_formats(outputs, builder, name):
    text = outputs(builder).page(name)
    for word in ('KV cache', 'Token', 'the part', '注意力', 'HTTP version 2', 'tokens'):
        assert word.replace('-', r'\-') in text, word
    if builder == 'text':
        entry = ' '.join(outputs(builder).page('glossary.txt').split())
        assert 'KV cache Holds each *token*, see Start, *Whole* and *KV cache* [1]' in entry
        assert '*Also:* key-value cache · *Related:* Token · *References:* Paper' in entry
        assert 'Has a page. *Read more:* Page on KV cache' in entry
    if builder == 'man':
        assert '#' not in text.split('.SH NAME')[1].replace('#index', '')
    if builder == 'texinfo':
        anchors = set(re.findall(r'@anchor\{([0-9a-f]+)\}', text))
        assert set(re.findall(r'@ref\{([0-9a-f]+),', text)) <= anchors


@pytest.mark.parametrize('builder', ['xml', 'pseudoxml'])
def test_doctrees(outputs, builder):
    text = outputs(builder).page(f'page.{builder}')
    assert 'classes="xref term-ref term-unpublished"' in text
    assert (
        'refuri="again#term-kv-cache"' in text or 'refuri="glossary#term-kv-cache"' in text
    )
    entry = outputs(builder).page(f'glossary.{builder}')
    assert 'local_' not in entry
    assert 'pending' not in entry


def test_json(outputs):
    body = json.loads(outputs('json').page('page.fjson'))['body']
    assert 'term-unpublished">KV cache</span></a>' in body
    title = json.loads(outputs('json').page('page.fjson'))['title']
    assert re.sub('<[^>]+>', '', title) == 'Page on KV cache'
