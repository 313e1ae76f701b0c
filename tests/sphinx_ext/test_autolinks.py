"""Automatic links and acronyms written out, as pages have them."""

from __future__ import annotations

import re

import pytest

from pages import Page
from projects import CONF

SET = """
name: s
terms:
  - {name: Token, definition: "A piece; the token is no cache. A logit has it."}
  - {name: KV cache, definition: "Keeps keys, a token each.", aliases: [cache], canonical: cache}
  - {name: Logit, definition: Attends., canonical: 'parts#logits'}
  - {name: Kernel, definition: Stacked., autolink: off}
  - {name: Prefill, definition: First., autolink: all}
  - name: Mixture of Experts
    definition: Few of many.
    aliases: [{text: MoE, kind: acronym}]
"""

NEVER = r"""
Title token
===========

Section token
-------------

.. role:: html(raw)
   :format: html

.. contents:: Contents token

``token``, :math:`token`, `token <http://x.y>`_, :abbr:`token (token)`, :kbd:`token`,
:term-ref:`!token`, :download:`token <x.png>`, :ref:`token <here>`, :index:`token`,
:html:`<a href="x">` token :html:`</a>`.

.. code-block:: text
   :caption: Caption token

   token

.. raw:: html

   <p>token</p>

.. math:: token

.. rubric:: token

.. index:: token

.. image:: x.png
   :alt: token

.. _here:

.. table:: token

   ===== =====
   token other
   ===== =====
   x     y
   ===== =====

token
   of a list

:token: of a field

.. toctree::
   :caption: token
   :hidden:

   parts

.. rst-class:: no-term-autolink

A token.

.. container:: no-term-autolink

   - A token.

.. comment token
"""

NEVER_IN_HTML = """\
---
orphan: true
---

# Never

<a href="x">the token</a> <code>token</code> <kbd>a *token*</kbd> <abbr title="x">token</abbr>
<samp>token</samp> <q>token</q> <button>token</button> <cite>token</cite> {index}`token`

<a href="x">

A token.

</a>
"""

MYST = """
# Markdown

Over two KV
caches, **tokens**, the *KV* cache.

{.no-term-autolink}
A logit.

```{container} no-term-autolink
A logit.
```

Not [the logit]{.no-term-autolink}, a logit. Prefill and prefill, a kernel.
"""

FILES = {
    'terms.yaml': SET,
    'index.rst': """
        Index
        =====

        A token. Tokens, an MoE, and MoEs; :term-ref:`kv cache` atop a cache.

        .. toctree::
           :glob:

           *
        """,
    'never.rst': NEVER,
    'html.md': NEVER_IN_HTML,
    'md.md': MYST,
    'cache.rst': 'Cache\n=====\n\nThe KV cache, token by token.\n',
    'parts.rst': """
        Parts
        =====

        A logit.

        .. _heads:

        Logits
        ------

        A logit.

        Inside
        ~~~~~~

        A logit.
        """,
    'quiet.rst': ':term-autolink: off\n\nQuiet\n=====\n\nA token, the :term-ref:`MoE`.\n',
    'quiet2.md': '---\nterm-autolink: off\n---\n# Quiet\n\nA token.\n',
    'glossary.rst': 'Glossary\n========\n\n.. term-set::\n',
    'x.png': '',
}
EXTENSIONS = """\
extensions += ['myst_parser']
myst_enable_extensions = ['attrs_block', 'attrs_inline']
suppress_warnings = ['image', 'toc.excluded', 'download']
archgloss_term_sets = ['terms.yaml']
"""


def put(project, **options):
    for name, text in FILES.items():
        project.write(name, text.lstrip('\n'))
    given = ''.join(f'archgloss_{name} = {value!r}\n' for name, value in options.items())
    project.write('conf.py', CONF + EXTENSIONS + given)
    return project


def automatic(built, name):
    """(wording, address) of the automatic links of a page."""
    return [
        (link.text, link.href)
        for link in Page(built.page(name)).links
        if 'term-auto' in link.classes.split()
    ]


@pytest.fixture(scope='module')
def plain(shared):
    one = put(shared('plain'))
    return {name: one.build(builder=name) for name in ('html', 'gettext', 'text')}


@pytest.fixture(scope='module')
def first(shared):
    one = put(shared('first'), autolink='first', expand='first')
    return {
        name: one.build(builder=name)
        for name in ('html', 'gettext', 'text', 'singlehtml', 'latex')
    }


def test_nothing_is_reported_about_it(first):
    assert [built.all_warnings for built in first.values()] == [[]] * len(first)


def test_off_is_the_default(plain):
    for name in ('index', 'md', 'cache', 'parts', 'glossary'):
        assert automatic(plain['html'], f'{name}.html') == []


def test_the_first_mention_links_where_the_role_would(first):
    # the cache has been written, the acronym has nothing before it
    assert automatic(first['html'], 'index.html') == [
        ('token', 'glossary.html#term-token'),
        ('mixture of experts (MoE)', 'glossary.html#term-mixture-of-experts'),
    ]
    assert automatic(first['html'], 'md.html') == [
        ('KV caches', 'cache.html'),
        ('tokens', 'glossary.html#term-token'),
        ('logit', 'parts.html#logits'),
        ('Prefill', 'glossary.html#term-prefill'),
        ('prefill', 'glossary.html#term-prefill'),
    ]


def test_an_automatic_link_looks_like_one_by_the_role(first):
    text = first['html'].page('index.html')
    written = re.search(r'<span class="([^"]*)">kv cache<', text)[1].split()
    made = re.search(r'<span class="([^"]*)">token<', text)[1].split()

    def common(classes):
        return [one for one in classes if not one.startswith(('tip-', 'term-published'))]

    assert 'term-auto' in made
    assert 'term-unpublished' in made
    unlike = {'term-auto', 'term-unpublished'}
    assert [one for one in common(made) if one not in unlike] == common(written)
    assert 'id="tip-term-token"' in text


def test_where_no_link_is_ever_made(first):
    assert automatic(first['html'], 'never.html') == []
    assert automatic(first['html'], 'html.html') == []


def test_a_page_that_is_canonical_has_no_link_to_itself(first):
    assert automatic(first['html'], 'cache.html') == [('token', 'glossary.html#term-token')]


def test_a_section_that_is_canonical_has_none_either(first):
    assert automatic(first['html'], 'parts.html') == [('logit', '#logits')]


def test_a_page_can_be_switched_off(first):
    assert automatic(first['html'], 'quiet.html') == []
    assert automatic(first['html'], 'quiet2.html') == []
    assert '>mixture of experts (MoE)<' in first['html'].page('quiet.html')


def test_entries_link_to_others_not_to_themselves(first):
    assert automatic(first['html'], 'glossary.html') == [
        ('token', '#term-token'),
        ('cache', 'cache.html'),
        ('logit', 'parts.html#logits'),
    ]


def test_acronyms_are_written_out_once(first):
    text = ' '.join(first['text'].page('index.txt').split())
    assert 'Tokens, a *mixture of experts (MoE)*, and MoEs;' in text
    assert 'the *mixture of experts (MoE)*' in first['text'].page('quiet.txt')


def test_pages_joined_into_one_have_the_same_links(first):
    text = first['singlehtml'].page('index.html')
    made = [link for link in Page(text).links if 'term-auto' in link.classes.split()]
    pages = ('index', 'md', 'cache', 'parts', 'glossary')
    wordings = sorted(
        wording for name in pages for wording, _ in automatic(first['html'], f'{name}.html')
    )
    assert sorted(link.text for link in made) == wordings
    latex = first['latex'].page('test.tex').replace('\n', ' ')
    assert r'mixture of experts (MoE)' in latex
    assert latex.count('glossary:term-token}') >= 4


def test_search_inventory_and_catalogues_stay_as_they_were(plain, first, shared):
    linked = put(shared('linked'), autolink='all').build()
    for name in ('searchindex.js', 'objects.inv'):
        assert (linked.output / name).read_bytes() == (
            plain['html'].output / name
        ).read_bytes(), name
    for path in sorted(plain['gettext'].output.glob('*.pot')):
        made = re.sub(r'POT-Creation-Date.*', '', path.read_text())
        other = (first['gettext'].output / path.name).read_text()
        assert re.sub(r'POT-Creation-Date.*', '', other) == made


# --- rebuilding ---


def test_what_is_written_again(project):
    put(project, popovers=False, backlinks=False).build()
    put(project, popovers=False, backlinks=False, autolink='first')
    switched = project.build()
    assert len(switched.read) == len([n for n in FILES if n.endswith(('.rst', '.md'))])

    project.write(
        'conf.py', (project.source / 'conf.py').read_text().replace("'first'", "'all'")
    )
    more = project.build()
    assert not more.read
    # the others say nothing twice
    assert more.written == {'index', 'cache'}

    added = '  - {name: Atop, definition: "New, a word of one page."}\n'
    project.write('terms.yaml', FILES['terms.yaml'] + added)
    new = project.build()
    # the page with the entries is read; the one that mentions it is written
    assert new.read == {'glossary'}
    assert new.written - {'glossary'} == {'index'}
    assert ('atop', 'glossary.html#term-atop') in automatic(new, 'index.html')

    again = project.build()
    assert not again.written | again.read


def test_bad_values_are_reported_with_what_is_used_instead(project):
    project.write('terms.yaml', 'name: s\nterms: [{name: Token, definition: A piece.}]\n')
    project.conf(
        archgloss_term_sets=['terms.yaml'], archgloss_autolink='one',
        archgloss_autolink_scope='chapter', archgloss_expand='all',
    )  # fmt: skip
    project.write('index.rst', ':term-autolink: of\n\nX\n=\n\nA token.\n')
    assert project.build().warnings == [
        "WARNING: archgloss_autolink must be one of off, first, all, not 'one'; using off "
        '[archgloss.config]',
        'WARNING: archgloss_autolink_scope must be one of page, section, not '
        "'chapter'; using page [archgloss.config]",
        "WARNING: archgloss_expand must be one of off, first, not 'all'; using off "
        '[archgloss.config]',
        'index.rst:1: WARNING: term-autolink must be "off" or "on", not "of"; using "on" '
        '[archgloss.config]',
    ]


def test_conditions_that_are_not_met_do_not_have_the_first_mention(project):
    project.write('terms.yaml', SET)
    project.conf(archgloss_term_sets=['terms.yaml'], archgloss_autolink='first')
    project.write('glossary.rst', ':orphan:\n\nG\n=\n\n.. term-set::\n')
    text = 'X\n=\n\n.. only:: latex\n\n   A token.\n\nThe token.\n\n.. only:: html\n\n   A logit.\n'
    project.write('index.rst', text)
    built = project.build()
    assert [text for text, _ in automatic(built, 'index.html')] == ['token', 'logit']


def test_a_page_with_the_text_of_an_entry_has_links_of_its_own(project):
    project.write(
        'terms.yaml',
        """
        name: s
        terms:
          - {name: Logit, definition: A token.}
          - {name: Token, definition: A token.}
        """,
    )
    project.conf(archgloss_term_sets=['terms.yaml'], archgloss_autolink='first')
    project.write('index.rst', 'X\n=\n\n.. term-set::\n\nA token.\n\nA token.\n')
    text, _, _popovers = project.build().page('index.html').partition('<template')
    links = re.findall(r'<p>A (<a [^>]*>)?<?[^.]*token', text)
    assert [bool(link) for link in links] == [True, False, True, False]


CLICKABLE = """
from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Tab(nodes.paragraph):
    'A label, as that of sphinx-tabs.'


class summary(nodes.General, nodes.Element):
    'A part of <details>.'


class content(nodes.General, nodes.Element):
    'Another element of an extension.'


class Shown(SphinxDirective):
    has_content = True
    option_spec = {'classes': str, 'role': str, 'type': str, 'link': str}

    def run(self):
        kind = {**globals(), 'container': nodes.container}[self.options['type']]
        node = kind(classes=self.options.get('classes', '').split())
        if 'role' in self.options:
            node['role'] = self.options['role']
        self.state.nested_parse(self.content, self.content_offset, node)
        if kind is Tab:
            node.children[0].replace_self(node.children[0].children)
        if 'link' in self.options:
            link = nodes.reference(refuri='x', classes=[self.options['link']])
            node += nodes.inline('', '', link)
        return [node]


def setup(app):
    def nothing(self, node):
        pass

    for kind in (Tab, summary, content):
        app.add_node(kind, html=(nothing, nothing))
    app.add_directive('shown', Shown)
    return {'parallel_read_safe': True}
"""


@pytest.mark.parametrize(
    ('options', 'is_linked'),
    [
        ('type: Tab', False),
        ('type: summary', False),
        ('type: content', True),
        ('type: container', True),
        ('type: container|role: tab', False),
        ('type: container|role: button', False),
        ('type: container|role: note', True),
        ('type: container|classes: btn', False),
        ('type: container|classes: sd-tab-label', False),
        ('type: container|classes: tab-content', True),
        ('type: container|classes: sd-card|link: sd-stretched-link', False),
        ('type: container|classes: sd-card|link: other', True),
        ('type: container|classes: sd-card', True),
    ],
)
def test_what_is_clicked_gets_no_links(project, options, is_linked):
    conf = {'archgloss_term_sets': ['s.yaml'], 'archgloss_autolink': 'all'}
    project.conf(extensions=['sphinxcontrib_archgloss', 'clicked'], **conf)
    text = (project.source / 'conf.py').read_text()
    project.write(
        'conf.py', f'import sys\nsys.path.insert(0, {str(project.source)!r})\n{text}'
    )
    project.write('clicked.py', CLICKABLE)
    project.write('s.yaml', SET)
    lines = ''.join(f'   :{option}\n' for option in options.split('|'))
    project.write(
        'index.rst',
        f'T\n=\n\n.. shown::\n{lines}\n   A prefill.\n\nA logit.\n\n.. term-set::\n',
    )
    html = project.build().page('index.html').split('<dl')[0]
    links = [link.text for link in Page(html).links if 'term-auto' in link.classes]
    assert links == (['prefill', 'logit'] if is_linked else ['logit'])


def test_the_header_of_a_toggled_container_is_clicked(project):
    project.conf(archgloss_term_sets=['s.yaml'], archgloss_autolink='all')
    project.write('s.yaml', SET)
    project.write(
        'index.rst',
        'T\n=\n\n.. container:: toggle\n\n   .. container:: header\n\n      The prefill\n\n'
        '   The logit.\n\n.. term-set::\n',
    )
    html = project.build().page('index.html').split('<dl')[0]
    assert [link.text for link in Page(html).links if 'term-auto' in link.classes] == [
        'logit'
    ]


@pytest.mark.parametrize('keep', [False, True])
def test_a_paragraph_with_a_warning_in_it_is_linked(project, keep):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['s.yaml'],
        archgloss_autolink='all',
        archgloss_expand='first',
        keep_warnings=keep,
    )
    project.write('s.yaml', SET)
    project.write(
        'index.rst', 'T\n=\n\nA :raw:`x` prefill; a :pep:`x` logit.\n\n.. term-set::\n'
    )
    project.write(
        'md.md',
        '---\norphan: true\n---\n# T\n\nA {raw}`x` prefill; {nosuch}`x` logit; MoE.\n',
    )
    built = project.build()
    for page, texts in (
        ('index.html', ['prefill', 'logit']),
        ('md.html', ['prefill', 'logit', 'mixture of experts (MoE)']),
    ):
        html = built.page(page).split('<dl')[0]
        links = [link.text for link in Page(html).links if 'term-auto' in link.classes]
        assert [text.lower() for text in links] == [text.lower() for text in texts]
