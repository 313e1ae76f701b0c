"""The directive ``term-definition``: one definition, without its entry."""

from __future__ import annotations

import re

import pytest

from pages import Page, broken_links, repeated_ids, words

SET = """\
name: set
terms:
- name: Token
  definition: |
    A piece of *text* [1]_. See :term-ref:`KV cache`, :term-ref:`token` and :math:`x`.

    .. math:: a = b
       :label: eq

    By :eq:`eq`, more.

    .. [1] A note.
- name: KV cache
  short: What is kept.
  definition: |
    Keeps keys.

    It may refer to :term-ref:`nothing`.
- name: Old token
  see: Token
- name: Head
  definition: One.
- name: heads
  definition: Two.
"""

OTHER = """\
name: other
markup: myst
terms:
- name: Elsewhere
  definition: |
    Said in **MyST**, of {term-ref}`set:Token`[^1].

    [^1]: Here.
- name: Token
  definition: Another one.
"""

PAGES = {
    'index.rst': """\
        Index
        =====

        .. toctree::

           a
           md
           glossary

        .. term-definition:: tokens
           :title:
           :name: mine
           :class: own
        """,
    'a.rst': """\
        A
        =

        .. term-definition:: Token

        .. term-definition:: old token
           :title:

        .. term-definition:: kv caches
           :short:

        .. term-definition:: Token
           :short:
           :title:

        .. term-definition:: Elsewhere
           :set: other.yaml

        .. term-set::
           :only: Token
        """,
    'md.md': """\
        # Markdown

        ```{term-definition} set:token
        ```
        """,
    'glossary.rst': 'Glossary\n========\n\n.. term-set::\n',
}


@pytest.fixture(scope='module')
def project(shared):
    project = shared()
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['set.yaml'],
        nitpick_ignore=[('archgloss:term-ref', 'nothing')],
        html_theme_options={'nosidebar': True},
    )
    project.write('set.yaml', SET)
    project.write(
        'other.yaml', OTHER.replace('- name: Token\n  definition: Another one.\n', '')
    )
    for name, text in PAGES.items():
        project.write(name, text)
    return project


@pytest.fixture(scope='module')
def html(project):
    built = project.build('-W')
    assert built.status == 0, built.text
    return built


def shown(page: str) -> list[str]:
    return [
        words(match[0])
        for match in re.finditer(
            r'<(div|dl) class="[^"]*\bterm-definition\b.*?\n</\1>(?=\n(<div|<dl|</section))',
            page,
            re.DOTALL,
        )
    ]


def test_a_definition_is_shown_long_or_short_and_with_its_name(html):
    long, titled, short, summary, elsewhere = shown(html.page('a.html'))
    assert long.startswith('A piece of text [ 1 ] . See KV cache , token and')
    assert 'A note.' in long
    assert titled.startswith('Token A piece of text')
    assert short == 'What is kept.'
    assert summary == 'Token A piece of text .'
    assert elsewhere.startswith('Said in MyST , of Token')


def test_a_name_links_where_references_link(html):
    page = Page(html.page('index.html'))
    assert ('Token', 'glossary.html#term-token') in [
        (link.text, link.href) for link in page.links
    ]
    assert 'mine' in page.ids


def test_references_in_it_lead_where_they_lead_in_entries(html):
    a, glossary = (html.links(name) for name in ('a.html', 'glossary.html'))
    assert a['KV cache'] == 'glossary.html#term-kv-cache'
    assert glossary['KV cache'] == '#term-kv-cache'
    assert a['token'] == ''  # the term itself


@pytest.mark.parametrize('builder', ['html', 'singlehtml', 'epub'])
def test_ids_are_its_own(project, builder):
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    ending = '.xhtml' if builder == 'epub' else '.html'
    assert not repeated_ids(built.output, ending)
    broken = broken_links(built.output, ending)
    assert not [href for _, href in broken if href.count('#') == 1]


def test_a_definition_does_not_take_the_anchors_of_entries(html):
    ids = Page(html.page('a.html')).ids
    assert 'term-set-token--1' in ids  # of the entry, which comes last
    assert {'term-set-token--shown--1', 'term-set-token--shown--2--1'} <= set(ids)


@pytest.mark.parametrize(
    ('builder', 'name'),
    [('text', 'md.txt'), ('xml', 'md.xml'), ('latex', 'test.tex'), ('man', 'test.1'),
     ('texinfo', 'test.texi'), ('dirhtml', 'md/index.html')],
)  # fmt: skip
def test_every_builder_has_the_definition(project, builder, name):
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    assert 'A note.' in words(built.page(name))


def test_a_catalogue_has_the_definition_at_its_line_and_not_the_name(project):
    built = project.build('-W', builder='gettext', doctrees='gettext')
    assert built.status == 0, built.text
    catalogue = built.page('index.pot')
    assert re.search(r'set\.yaml:5\n(#.*\n)*msgid "A piece of \*text\*', catalogue)
    assert 'msgid "Token"' not in catalogue


WRONG = """\
Wrong
=====

.. term-definition:: Tokn

.. term-definition:: Token
   :set: other.yaml

.. term-definition:: Elsewhere

.. term-definition:: head
   :title:

.. term-definition:: Ignored

.. term-set:: other.yaml

.. term-definition:: Token
"""


def test_an_unknown_term_is_reported_on_every_build_and_looks_broken(shared):
    project = shared('wrong')
    project.conf(
        archgloss_term_sets=['set.yaml'],
        nitpick_ignore=[('archgloss:term-ref', 'Ignored')],
        suppress_warnings=['archgloss.unplaced'],
    )
    project.write(
        'set.yaml',
        SET.replace(':term-ref:`nothing`', 'it').replace('heads', 'HEAD\n  id: h2'),
    )
    project.write('other.yaml', OTHER)
    project.write('index.rst', WRONG)
    built = project.build('-W')
    warnings = [line.replace(str(project.source), '.') for line in built.warnings]
    assert warnings == [
        'index.rst:4: WARNING: term-definition names an unknown term "Tokn"; '
        'did you mean "set:Token" or "other:Token"? [archgloss.undefined]',
        'index.rst:9: WARNING: term-definition: "Elsewhere" is in the set "other", but '
        'archgloss_term_sets does not name this set; add it there, or give the directive the '
        'option ":set:" with the path of its file [archgloss.undefined]',
        'index.rst:11: WARNING: term-definition names an ambiguous term "head": it matches two terms; write '
        '"set:head" or "set:h2" [archgloss.ambiguous]',
        'index.rst:18: WARNING: term-definition names an ambiguous term "Token": it matches two terms; write '
        '"set:Token" or "other:Token" [archgloss.ambiguous]',
    ]
    assert built.status == 1
    again = project.build('-W')
    assert again.warnings == built.warnings
    assert again.status == 1
    assert not again.written
    page = built.page('index.html')
    broken = re.findall(r'<span class="[^"]*term-undefined">(.*?)</span>', page)
    assert broken == ['Tokn', 'Elsewhere', 'head', 'Ignored', 'Token']


def test_a_missing_set_is_reported(shared):
    project = shared('no-set')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', SET.replace(':term-ref:`nothing`', 'it'))
    project.write('index.rst', 'T\n=\n\n.. term-definition:: Token\n   :set: gone.yaml\n')
    (warning,) = project.build().warnings
    assert 'index.rst:4: WARNING: term-definition: file ' in warning


def test_faults_in_a_definition_are_reported_once_at_their_line(shared):
    project = shared('faults')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write(
        'set.yaml',
        'name: set\nterms:\n- name: A\n  definition: |\n    Fine.\n\n    Bad :norole:`x`, :doc:`gone`.\n',
    )
    project.write('index.rst', 'T\n=\n\n.. term-definition:: A\n\n.. term-set::\n')
    for _ in range(2):
        assert project.build().all_warnings == [
            'set.yaml:7: WARNING: in the definition of "A": Unknown interpreted text role "norole". [archgloss.data]',
            'set.yaml:7: WARNING: in the definition of "A": unknown document: \'gone\' (ref.doc) [archgloss.data]',
        ]


def test_pages_are_read_again_for_what_they_show_and_for_nothing_else(shared):
    project = shared('again')
    project.conf(archgloss_term_sets=['set.yaml'])
    base = 'name: set\nterms:\n- name: A\n  definition: One. Two.\n- name: B\n  definition: B.\n'
    project.write('set.yaml', base)
    project.write('index.rst', 'I\n=\n\n.. toctree::\n   :glob:\n\n   *\n')
    project.write('long.rst', 'L\n=\n\n.. term-definition:: A\n')
    project.write('short.rst', 'S\n=\n\n.. term-definition:: A\n   :short:\n')
    project.write('titled.rst', 'T\n=\n\n.. term-definition:: B\n   :title:\n')
    project.write('glossary.rst', 'G\n=\n\n.. term-set::\n')
    assert project.build('-W').status == 0

    def after(text):
        project.write('set.yaml', text)
        built = project.build('-W')
        assert built.status == 0, built.text
        return built.read, built.written - {'index'}

    aliased = base.replace('- name: A\n', '- name: A\n  aliases: [a thing]\n')
    assert after(aliased) == ({'glossary'}, {'glossary'})
    given = aliased.replace('aliases', 'short: Own.\n  aliases')
    assert after(given) == ({'glossary', 'short'}, {'glossary', 'short'})
    assert after(given.replace('Two.', '2.')) == (
        {'glossary', 'long'},
        {'glossary', 'long'},
    )
    moved = given.replace('Two.', '2.').replace(
        '- name: B\n', '- name: B\n  canonical: long\n'
    )
    # the page that is canonical now has structured data
    assert after(moved) == (set(), {'glossary', 'titled', 'long'})


def test_it_cannot_stand_in_a_definition(shared):
    project = shared('inside')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write(
        'set.yaml',
        'name: set\nterms:\n- name: A\n  definition: |\n    x\n\n    .. term-definition:: A\n',
    )
    project.write('index.rst', 'T\n=\n\n.. term-set::\n')
    (warning,) = project.build().warnings
    assert (
        'set.yaml:7: WARNING: in the definition of "A": term-definition is not allowed inside'
        in warning
    )


def test_the_general_index_has_each_index_entry_of_it(shared):
    project = shared('indexed')
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write(
        'set.yaml',
        'name: set\nterms:\n- name: Ragout\n  definition: |\n'
        '    A stew of :index:`meat`, :index:`salt` and :index:`wine`.\n',
    )
    project.write('index.rst', 'T\n=\n\n.. term-definition:: Ragout\n')
    links = Page(project.build('-W').page('genindex.html')).links
    indexed = [link.text for link in links if link.href.startswith('index.html#index-')]
    assert indexed == ['meat', 'salt', 'wine']
