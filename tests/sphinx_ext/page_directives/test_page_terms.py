"""The directive ``page-terms``: the terms a page refers to, for its reader."""

from __future__ import annotations

import re

import pytest

from pages import Page, broken_links, repeated_ids, words
from projects import Project

SET = """\
name: set
terms:
- name: Token
  definition: A piece of *text*. More of it.
- name: KV cache
  definition: Keeps keys; see :term-ref:`token`.
  short: What is kept.
- name: Head
  definition: It attends to :math:`x_1`.
- name: Old head
  see: Head
- name: Apart
  short: Never rendered.
  definition: At length.
"""

PAGES = {
    'index.rst': """\
        Index
        =====

        .. toctree::

           top/a
           md
           none
           glossary
        """,
    'top/a.rst': """\
        A
        =

        See :term-ref:`tokens`, :term-ref:`gone` and :any:`head`.

        .. page-terms:: Terms *here*
           :name: here
           :class: mine

        First
        -----

        Here :term-ref:`apart` and :term-ref:`the cache <KV cache>`.

        Deeper
        ~~~~~~

        And :term-ref:`old heads`, once more :term-ref:`token`.

        Second
        ------

        See :term-ref:`KV cache`.

        .. page-terms::
           :section:

        Third
        -----

        .. page-terms::
           :order: alphabetical
        """,
    'md.md': """\
        ---
        term-page: KV cache
        ---

        # Markdown

        {term-ref}`head`

        ## First

        {term-ref}`token` and {term-ref}`KV cache`

        ### Deeper

        {term-ref}`Old head`

        ```{page-terms}
        :section:
        ```
        """,
    'none.rst': """\
        None
        ====

        Words.

        .. page-terms:: Terms

        .. sidebar:: Terms here

           .. page-terms::

        .. admonition:: Terms there

           .. page-terms::

        .. note::

           Some words.

           .. page-terms::
        """,
    'glossary.rst': """\
        Glossary
        ========

        .. term-set::
           :exclude: Apart

        .. page-terms::
        """,
}


@pytest.fixture(scope='module')
def project(shared):
    project = shared()
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['set.yaml'],
        archgloss_popovers=False,  # which would show the same
        suppress_warnings=['archgloss.undefined', 'archgloss.unplaced'],
    )
    project.write('set.yaml', SET)
    for name, text in PAGES.items():
        project.write(name, text)
    return project


@pytest.fixture(scope='module')
def html(project):
    built = project.build('-W')
    assert built.status == 0, built.text
    return built


def shown(page: str) -> list[list[tuple[str, str]]]:
    """Return the lists of a page: (name, what it is)."""
    lists = re.findall(r'<d(?:iv|l) class="[^"]*\bpage-terms\b.*?</dl>', page, re.DOTALL)
    return [
        [
            (words(name), words(summary))
            for name, summary in re.findall(
                r'<dt>(.*?)</dt>\s*<dd>(.*?)</dd>', html, re.DOTALL
            )
        ]
        for html in lists
    ]


def test_a_list_has_the_terms_of_its_page_with_what_they_are(html):
    first, *_ = shown(html.page('top/a.html'))
    assert first == [
        ('Token', 'A piece of text .'),
        ('Head', r'It attends to \(x_1\) .'),
        ('Apart', 'Never rendered.'),
        ('KV cache', 'What is kept.'),
    ]


def test_a_list_may_be_of_the_section_it_stands_in_and_of_those_inside_it(html):
    _, second, _ = shown(html.page('top/a.html'))
    assert [name for name, _ in second] == ['KV cache']
    (inner,) = shown(html.page('md.html'))
    assert [name for name, _ in inner] == ['Head']


def test_a_list_may_be_alphabetical(html):
    *_, last = shown(html.page('top/a.html'))
    assert [name for name, _ in last] == ['Apart', 'Head', 'KV cache', 'Token']


def test_names_lead_where_references_lead(html):
    page = html.page('top/a.html')
    listed = re.search(r'<div class="[^"]*\bpage-terms mine\b.*?</dl>', page, re.DOTALL)
    assert listed
    assert {link.text: link.href for link in Page(listed[0]).links} == {
        'Token': '../glossary.html#term-token',
        'Head': '../glossary.html#term-head',
        'KV cache': '../md.html',
    }
    assert not broken_links(html.output)
    assert not repeated_ids(html.output)


def test_a_heading_has_markup_and_an_anchor(html):
    page = html.page('top/a.html')
    assert re.search(r'<p class="rubric">Terms <em>here</em></p>', page)
    assert 'id="here"' in page


def test_a_list_without_terms_is_removed(html):
    page = html.page('none.html')
    assert 'page-terms' not in page
    assert 'Terms' not in words(page)
    assert 'Some words.' in page


def test_references_in_definitions_do_not_count(html):
    assert 'page-terms' not in html.page('glossary.html')


@pytest.mark.parametrize(
    ('builder', 'name'),
    [('text', 'top/a.txt'), ('xml', 'top/a.xml'), ('latex', 'test.tex'), ('man', 'test.1'),
     ('texinfo', 'test.texi'), ('singlehtml', 'index.html'), ('dirhtml', 'top/a/index.html'),
     ('epub', 'top/a.xhtml')],
)  # fmt: skip
def test_every_builder_has_the_list(project, builder, name):
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    assert 'What is kept.' in words(built.page(name))
    if builder in ('singlehtml', 'dirhtml'):
        broken = broken_links(built.output)
        # "#document-page#anchor" is Sphinx's own, in its tables of contents
        assert not [href for _, href in broken if href.count('#') == 1]


def test_a_catalogue_has_no_message_of_the_list_but_its_heading(project):
    built = project.build('-W', builder='gettext', doctrees='gettext')
    assert built.status == 0, built.text
    messages = set(re.findall(r'^msgid "(.*)"$', built.page('top.pot'), re.MULTILINE))
    assert 'Terms *here*' in messages
    assert not {'Token', 'What is kept.', 'A piece of *text*.'} & messages


def test_a_list_follows_its_terms_and_no_other_page_does(project):
    project.build('-W')
    project.write('set.yaml', SET.replace('What is kept.', 'What is held.'))
    built = project.build('-W')
    # "md" has structured data about its term
    assert built.written - {'index'} == {'glossary', 'top/a', 'md'}
    assert 'What is held.' in built.page('top/a.html')
    project.write('set.yaml', SET)
    assert project.build('-W').status == 0


def test_an_invalid_option_is_reported(shared):
    project = shared('wrong')
    project.conf(archgloss_term_sets=['architecture'])
    project.write('index.rst', 'T\n=\n\n.. page-terms::\n   :order: random\n')
    assert (
        '"random" unknown; choose from "mentioned", or "alphabetical"'
        in project.build().text
    )


CONDITIONAL = """
Top
===

.. only:: internal

   Kept from readers: :term-ref:`Beta`.

   Section of it
   -------------

   :term-ref:`Alpha`, :term-ref:`Beta`

For all: :term-ref:`Alpha`.

.. page-terms::

.. toctree::

   g
"""


@pytest.mark.parametrize('arguments', [(), ('-t', 'internal')])
def test_what_readers_do_not_see_refers_to_nothing(tmp_path, arguments):
    project = Project(tmp_path / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write(
        'set.yaml',
        'name: s\nterms:\n- {name: Alpha, definition: One.}\n- {name: Beta, definition: Two.}\n',
    )
    project.write('index.rst', CONDITIONAL)
    project.write('g.rst', 'G\n=\n\n.. term-set::\n')
    built = project.build('-W', *arguments)
    assert built.status == 0, built.text
    index, entries = built.page('index.html'), built.page('g.html')
    shown = bool(arguments)
    assert ('id="tip-term-beta"' in index) == shown
    assert ('Two.' in index) == shown
    assert ('index.html#section-of-it' in entries) == shown
    assert 'id="tip-term-alpha"' in index
    assert 'href="index.html"' in entries.partition('term-mentions')[2]
