"""Deep links into a Sphinx glossary still lead to its terms when a set takes its place."""

from __future__ import annotations

import re
import textwrap

import pytest
from defusedxml import ElementTree

from pages import Page
from sphinxcontrib_archgloss.exchange.formats import reader, write
from sphinxcontrib_archgloss.terms.loading.load import load_bytes

NAMES = """
Wheel Format
WHL
  D: wheel

setup.py
  D: script

C
  D: language

C++
C#
  D: languages

注意力
Aufmerksamkeit für X
  D: attention

:dfn:`Marked` *name*
  D: marked

KV cache
key-value cache
KV cache
  D: cache

aside
  D: has the id of a section

2nd try
  D: begins with a digit

Go
  D: game

Move
go
  D: has the id that ours would give to another

記憶
  D: memory
"""
RST = '{}\n\n.. glossary::\n\n' + textwrap.indent(NAMES, '   ') + '\n.. glossary::\n{}'
SECOND = '   :sorted:\n\n   last\n     D: last\n\n   Λ\n     D: letter\n'
INDEX = 'Home\n====\n\n.. toctree::\n\n   words\n'
TITLE = 'Words\n=====\n\n.. _term-aside:\n\nSaid aside\n----------\n'


def glossary(page):
    if page == 'rst':
        return RST.format(TITLE, SECOND)
    names = NAMES.replace(':dfn:`', '{dfn}`')
    second = textwrap.dedent(SECOND)
    return (
        '# Words\n\n(term-aside)=\n## Said aside\n\n'
        f'```{{glossary}}\n{names}```\n\n```{{glossary}}\n{second}```\n'
    )


def anchors(output):
    """Id → definition, for every id of a name on the page of the glossary."""
    root = ElementTree.parse(output / 'words.xml').getroot()
    return {
        node_id: re.search('D: [\\w ]+', ''.join(item.itertext()))[0]
        for item in root.iter('definition_list_item')
        for term in item.findall('term')
        for element in term.iter()
        for node_id in element.get('ids', '').split()
    }


def moved(project, page, text):
    """Put a set in the place of the glossary."""
    project.conf(
        extensions=['myst_parser', 'sphinxcontrib_archgloss'],
        archgloss_term_sets=['words.yaml'],
    )
    loaded = load_bytes(text.encode(), f'/words.{page}', reader(page, {'name': 'w'}, []))
    assert loaded.problems == ()
    project.write('words.yaml', write(loaded.set, 'yaml').text)
    head = text.partition('.. glossary::' if page == 'rst' else '```{glossary}')[0]
    entries = '.. term-set::\n' if page == 'rst' else '```{term-set}\n```\n'
    name = 'words.rst' if page == 'rst' else 'words.md'
    project.write(name, head + entries)


@pytest.mark.parametrize('page', ['rst', 'myst'])
def test_every_old_anchor_is_on_its_entry(project, page):
    text = glossary(page)
    project.conf(extensions=['myst_parser'])
    project.write('index.rst', INDEX)
    project.write('words.rst' if page == 'rst' else 'words.md', text)
    before = anchors(project.build(builder='xml').output)
    assert {'term-Wheel-Format', 'term-setup.py', 'term-0', 'term-WHL'} <= set(before)
    assert len(before) == 20
    moved(project, page, text)
    built = project.build('-W', builder='xml')
    after = anchors(built.output)
    assert (built.status, built.all_warnings) == (0, [])
    assert {node_id: after.get(node_id) for node_id in before} == before
    first = next(ElementTree.parse(built.output / 'words.xml').getroot().iter('term'))
    assert first.get('ids').split() == [
        'term-wheel-format',  # which links use
        'term-w-wheel-format',
        'term-Wheel-Format',
        'term-WHL',
    ]


@pytest.mark.parametrize(
    ('builder', 'file'),
    [
        ('html', 'words.html'), ('dirhtml', 'words/index.html'), ('singlehtml', 'index.html'),
        ('epub', 'words.xhtml'),
    ],
)  # fmt: skip
def test_every_builder_of_pages_keeps_them(project, builder, file):
    project.write('index.rst', INDEX)
    moved(project, 'rst', glossary('rst'))
    built = project.build('-D', 'epub_copyright=x', builder=builder)
    page = Page((built.output / file).read_text(encoding='utf-8'))
    assert {'term-Wheel-Format', 'term-setup.py', 'term-0', 'term-WHL'} <= set(page.ids)
    assert page.repeated_ids == []


def test_print_keeps_them(project):
    project.write('index.rst', INDEX)
    moved(project, 'rst', glossary('rst'))
    [page] = project.build(builder='latex').output.glob('*.tex')
    labels = re.findall(r'\\label\{\\detokenize\{words:(.*?)\}\}', page.read_text())
    assert labels.count('term-Wheel-Format') == labels.count('term-0') == 1


TWO = """
name: {}
terms:
  - {{name: Token, definition: D., anchors: [term-token, term-Token]}}
  - {{name: Head, definition: D., anchors: [{}]}}
"""


def test_of_two_sets_on_one_page_the_first_keeps_an_anchor(project):
    project.conf(archgloss_term_sets=['a.yaml', 'b.yaml'])
    project.write('a.yaml', TWO.format('a', 'term-0'))
    project.write('b.yaml', TWO.format('b', 'term-head, term-1'))
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    built = project.build()
    end = 'remove it from the record, or show the entry on another page [archgloss.data]'
    used = 'is already used by the entry of'
    on = 'on the page "index"'
    assert built.warnings == [
        f'b.yaml:4: WARNING: the anchor "term-Token" of "Token" {used} "a:token" {on}; {end}',
        f'b.yaml:4: WARNING: the anchor "term-token" of "Token" {used} "a:token" {on}; {end}',
        f'b.yaml:5: WARNING: the anchor "term-head" of "Head" {used} "a:head" {on}; {end}',
    ]
    page = Page(built.page('index.html'))
    assert page.repeated_ids == []
    assert {'term-Token', 'term-head', 'term-0', 'term-1'} <= set(page.ids)


def test_on_pages_of_their_own_both_sets_keep_it(project):
    project.conf(archgloss_term_sets=['a.yaml', 'b.yaml'])
    project.write('a.yaml', TWO.format('a', 'term-0'))
    project.write('b.yaml', TWO.format('b', 'term-0'))
    project.write('index.rst', 'Home\n====\n\n.. toctree::\n\n   b\n\n.. term-set:: a\n')
    project.write('b.rst', 'B\n=\n\n.. term-set:: b\n   :only: Head\n\n.. term-set:: b\n')
    built = project.build('-W')
    assert (built.status, built.warnings) == (0, [])
    for name in ('index.html', 'b.html'):
        page = Page(built.page(name))
        assert {'term-Token', 'term-token', 'term-0'} <= set(page.ids)
        assert page.repeated_ids == []
    single = project.build('-W', builder='singlehtml')
    assert Page(single.page('index.html')).repeated_ids == []


def test_the_page_itself_comes_first(project):
    project.conf(archgloss_term_sets=['a.yaml'])
    project.write('a.yaml', TWO.format('a', 'term-0'))
    project.write(
        'index.rst',
        'Home\n====\n\n.. _term-0:\n\nText.\n\nTerm token\n----------\n\n'
        ':term-ref:`Token` :term-ref:`Head`\n\n.. term-set::\n',
    )
    built = project.build()
    assert [line.partition('; ')[0] for line in built.warnings] == [
        'a.yaml:4: WARNING: the anchor "term-token" of "Token" is already used by another '
        'part of the page "index"',
        'a.yaml:5: WARNING: the anchor "term-0" of "Head" is already used by another part of '
        'the page "index"',
    ]
    assert Page(built.page('index.html')).repeated_ids == []
    assert built.links('index.html')['Token'] == '#term-a-token'
    assert built.links('index.html')['Head'] == '#term-head'


def test_an_edit_of_an_anchor_rewrites_the_page_of_the_entry_alone(project):
    project.conf(archgloss_term_sets=['a.yaml'])
    project.write('a.yaml', TWO.format('a', 'term-0'))
    project.write('index.rst', 'Home\n====\n\n.. toctree::\n\n   b\n   c\n')
    project.write('b.rst', 'B\n=\n\n.. term-set::\n')
    project.write('c.rst', 'C\n=\n\n:term-ref:`Head`\n')
    project.build()
    project.write('a.yaml', TWO.format('a', 'term-9'))
    built = project.build()
    assert (built.written, built.read) == ({'b', 'index'}, set())
    assert 'term-9' in Page(built.page('b.html')).ids


def test_two_records_of_a_set_with_one_anchor_are_a_fault():
    loaded = load_bytes(TWO.format('a', 'term-Token, term-a-token').encode(), '/a.yaml')
    assert [(p.place.line, p.message) for p in loaded.problems] == [
        (5, 'the anchor "term-Token" is already used by "Token" (line 4); remove it from one of them'),
        (5, 'the anchor "term-a-token" is already used by "Token" (line 4); remove it from one of them'),
    ]  # fmt: skip
    [problem] = load_bytes(TWO.format('a', '"#term-x"').encode(), '/a.yaml').problems
    assert problem.message == (
        'item 1 of "anchors" must be an id without "#", spaces or quotes, not "#term-x"'
    )
