"""The directive ``term-set``: what it renders, in what order, and what it refuses."""

from __future__ import annotations

import re

import pytest

from pages import Page, broken_links, entries, without_permalinks, words

EXTENSIONS = ['sphinxcontrib_archgloss', 'myst_parser']

FRUIT = """
name: fruit
categories: [{id: sweet, label: Sweet}, {id: sour, label: Sour}]
terms:
  - name: zebra plum
    categories: [sour]
    definition: Late.
  - name: Äpfel
    aliases: [apples, {text: aple, kind: misspelling, hidden: true}, {text: AP, kind: acronym}]
    categories: [sweet]
    related: [Banana, lemon]
    broader: [orchard:Fruit]
    contrast: [zebra plum]
    references: [{label: Pomology, url: "https://example.org/p"}]
    definition: Early.
    canonical: apples
  - name: Banana
    categories: [sweet]
    definition: Bent.
    status: deprecated
    replaced_by: lemon
  - name: The éclair
    sort: eclair
    definition: No fruit.
  - name: lemon
    categories: [sour]
    definition: Yellow.
  - name: Plantain
    see: Banana
"""

ORCHARD = """
name: orchard
terms:
  - {name: Fruit, definition: Any., canonical: 'apples#core'}
  - {name: lemon, definition: Another lemon.}
  - {name: Away, definition: Abroad., canonical: 'https://example.org/away'}
"""

PULLED = 'name: pulled\nterms:\n  - {name: Pulled, definition: By the directive alone.}\n'

DIRECTIVES = {
    'all': ('', {}),
    'fruit': ('fruit', {}),
    'written': ('fruit', {'order': 'written'}),
    'both': ('orchard fruit', {'order': 'written'}),
    'only': ('fruit', {'only': 'lemon, apples, orchard:lemon'}),
    'exclude': ('fruit', {'exclude': 'lemon, fruit:Banana'}),
    'category': ('', {'category': 'sour'}),
    'path': ('../terms/pulled.yaml', {}),
    'slash': ('/terms/pulled.yaml', {}),
    'hidden': ('fruit', {'only': 'lemon', 'no-index': ''}),
    'quiet': ('fruit', {'only': 'lemon', 'no-index-entry': ''}),
    'dressed': ('fruit', {'only': 'lemon', 'class': 'fine wide', 'name': 'my-list'}),
}

ALPHABETICAL = ['Äpfel', 'Banana', 'The éclair', 'lemon', 'Plantain', 'zebra plum']
EXPECTED = {
    'all': [
        'Äpfel',
        'Away',
        'Banana',
        'The éclair',
        'Fruit',
        'lemon',
        'Plantain',
        'zebra plum',
    ],
    'fruit': ALPHABETICAL,
    'written': ['zebra plum', 'Äpfel', 'Banana', 'The éclair', 'lemon', 'Plantain'],
    'both': [
        'Fruit',
        'lemon',
        'Away',
        'zebra plum',
        'Äpfel',
        'Banana',
        'The éclair',
        'Plantain',
    ],
    'only': ['Äpfel', 'lemon'],
    'exclude': ['Äpfel', 'The éclair', 'Plantain', 'zebra plum'],
    'category': ['lemon', 'zebra plum'],
    'path': ['Pulled'],
    'slash': ['Pulled'],
    'hidden': ['lemon'],
    'quiet': ['lemon'],
    'dressed': ['lemon'],
}


def rest(argument: str, options: dict[str, str]) -> str:
    given = ''.join(f'   :{key}: {value}\n' for key, value in options.items())
    return f'.. term-set:: {argument}\n{given}'


def myst(argument: str, options: dict[str, str], fence: str) -> str:
    given = ''.join(f':{key}: {value}\n' for key, value in options.items())
    return f'{fence}{{term-set}} {argument}\n{given}{fence}\n'


@pytest.fixture(scope='module')
def project(shared):
    project = shared('sets')
    project.conf(
        extensions=EXTENSIONS,
        archgloss_term_sets=['terms/fruit.yaml', 'terms/orchard.yaml'],
        myst_enable_extensions=['colon_fence'],
    )
    project.write('terms/fruit.yaml', FRUIT)
    project.write('terms/orchard.yaml', ORCHARD)
    project.write('terms/pulled.yaml', PULLED)
    project.write(
        'apples.rst',
        'All about apples\n================\n\n.. _core:\n\nThe core\n--------\n',
    )
    toctree = '.. toctree::\n   :glob:\n\n   apples\n   pages/*\n'
    project.write(
        'index.rst',
        f'Start\n=====\n\n{toctree}\n:term-ref:`Pulled` and :ref:`a list <my-list>`.\n',
    )
    for name, (argument, options) in DIRECTIVES.items():
        project.write(
            f'pages/{name}.rst',
            f'{name}\n====================\n\n{rest(argument, options)}',
        )
        options = {k: v for k, v in options.items() if k != 'name'}
        for n, fence in enumerate(('```', ':::')):
            project.write(
                f'pages/{name}{n}.md', f'# {name}\n\n{myst(argument, options, fence)}'
            )
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build('-W', '--keep-going')


def test_builds_without_warnings(built):
    assert built.all_warnings == []
    assert built.status == 0
    assert broken_links(built.output) == []


@pytest.mark.parametrize('ending', ['', '0', '1'])
@pytest.mark.parametrize('name', DIRECTIVES)
def test_renders_what_is_asked_for_in_order(built, name, ending):
    html = without_permalinks(built.page(f'pages/{name}{ending}.html'))
    names = [words(name) for name in re.findall(r'<dt[^>]*>(.*?)</dt>', html)]
    expected = list(EXPECTED[name])
    if name == 'all':
        assert names.count('lemon') == 2
        names.remove('lemon')
    if name == 'both':
        names.remove('lemon')
        expected = [
            'Fruit',
            'Away',
            'zebra plum',
            'Äpfel',
            'Banana',
            'The éclair',
            'lemon',
            'Plantain',
        ]
    if name == 'only':  # a label of another set is unknown to this one
        expected = ['Äpfel', 'lemon']
    assert names == expected


def test_an_entry_shows_its_record(built):
    html = built.page('pages/all.html')
    entry = entries(html)['Äpfel']
    assert 'aple' not in words(entry)
    assert words(entry).replace(' ,', ',') == (
        'Early. Read more: All about apples Also: apples, AP · Broader: Fruit · '
        'Contrasts with: zebra plum · Related: Banana, lemon · References: Pomology'
    )
    links = {link.text: link.href for link in Page(entry).links}
    assert links == {
        'Fruit': '../apples.html#core',
        'zebra plum': '#term-zebra-plum',
        'Banana': '#term-banana',
        'lemon': '#term-lemon',
        'Pomology': 'https://example.org/p',
        'All about apples': '../apples.html',
    }
    assert words(entries(html)['Banana']) == 'Deprecated. Replaced by: lemon Bent.'
    assert words(entries(html)['zebra plum']) == 'Late. No page yet'
    assert words(entries(html)['Plantain']) == 'See: Banana'
    assert words(entries(html)['Away']) == 'Abroad. Read more: https://example.org/away'
    assert 'Read more: All about apples' in words(entries(html)['Fruit'])


def test_relations_of_an_entry_are_no_links_to_nowhere(built):
    for name in DIRECTIVES:
        assert (
            'href="#"'
            not in built.page(f'pages/{name}.html')
            .split('class="body"')[1]
            .split('footer')[0]
        )


def test_anchors(built):
    page = Page(built.page('pages/all.html'))
    for anchor in (
        'term-lemon',
        'term-fruit-lemon',
        'term-orchard-lemon',
        'term-fruit',
        'term-orchard-fruit',
    ):
        assert anchor in page.ids
    assert 'term-lemon' not in Page(built.page('pages/hidden.html')).ids
    assert 'term-lemon' in Page(built.page('pages/quiet.html')).ids


def test_options_for_looks(built):
    html = built.page('pages/dressed.html')
    assert re.search(r'<dl class="[^"]*\bterm-set fine wide[^"]*" id="my-list">', html)
    assert Page(built.page('index.html')).links
    assert any(
        link.href == 'pages/dressed.html#my-list'
        for link in Page(built.page('index.html')).links
    )


def test_a_set_pulled_in_by_the_directive_is_known(built):
    assert built.links('index.html')['Pulled'] == 'pages/path.html#term-pulled'


def test_the_index_has_what_it_should(built):
    listed = built.page('genindex.html')
    for name in ('Äpfel', 'zebra plum', 'Pulled'):
        assert name in listed
    assert 'pages/quiet.html' not in listed
    assert 'pages/hidden.html' not in listed


MISTAKES = {
    'nosuch': ('term-set', ':1:', 'unknown term set "nosuch"', 'nosuch.yaml', 'data'),
    'fruit :category: sweat': (
        'term-set',
        ':1:',
        'unknown category "sweat"',
        'sour, sweet',
        'data',
    ),
    'fruit :only: lemmon': (
        'term-set',
        ':1:',
        'an unknown term "lemmon"',
        'did you mean "lemon"',
        'undefined',
    ),
    'fruit :exclude: lemmon': (
        'term-set',
        ':1:',
        'an unknown term "lemmon"',
        'did you mean "lemon"',
        'undefined',
    ),
}


def test_mistakes_are_reported_at_the_directive_on_every_build(project, tmp_path):
    fresh = type(project)(tmp_path / 'docs')
    fresh.conf(extensions=EXTENSIONS, archgloss_term_sets=['fruit.yaml'])
    fresh.write(
        'fruit.yaml',
        FRUIT.replace('    canonical: apples\n', '').replace(
            '    broader: [orchard:Fruit]\n', ''
        ),
    )
    text, expected = 'Start\n=====\n\n.. toctree::\n\n   m\n\n', []
    for case, (_, _, problem, hint, kind) in MISTAKES.items():
        argument, _, option = case.partition(' :')
        key, _, value = option.partition(': ')
        line = text.count('\n') + 1
        text += rest(argument, {key: value} if key else {}) + '\n'
        expected.append((f'index.rst:{line}', problem, hint, kind))
    fresh.write('index.rst', text)
    marked = '# M\n\nText\n\n'
    for case, (_, _, problem, hint, kind) in MISTAKES.items():
        argument, _, option = case.partition(' :')
        key, _, value = option.partition(': ')
        line = marked.count('\n') + 1
        marked += myst(argument, {key: value} if key else {}, '```') + '\n'
        expected.append((f'm.md:{line}', problem, hint, kind))
    fresh.write('m.md', marked)
    built = fresh.build()
    assert built.all_warnings == built.warnings
    left = list(built.warnings)
    for place, problem, hint, kind in expected:
        matches = [
            line for line in left
            if line.startswith(f'{place}: WARNING: ') and problem in line and hint in line and line.endswith(f'[archgloss.{kind}]')
        ]  # fmt: skip
        assert len(matches) == 1, (place, problem, left)
        left.remove(matches[0])
    assert left == []
    again = fresh.build('-W')
    assert again.warnings == built.warnings
    assert again.status == 1
    assert fresh.build('-E', '-j2').warnings == built.warnings


def test_a_missing_file_is_reported_at_the_directive_until_it_exists(project, tmp_path):
    fresh = type(project)(tmp_path / 'docs')
    fresh.conf(extensions=EXTENSIONS)
    fresh.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   m\n\n.. term-set::\n   sets/missing.yaml\n',
    )
    fresh.write('m.md', '# M\n\n```{term-set} /sets/missing.yaml\n```\n')
    built = fresh.build()
    assert built.all_warnings == built.warnings
    assert [line.split(' ')[0] for line in built.warnings] == ['index.rst:8:', 'm.md:3:']
    for line in built.warnings:
        assert 'sets/missing.yaml not found; correct the path' in line
        assert line.endswith('[archgloss.data]')
    assert fresh.build('-W').warnings == built.warnings
    fresh.write('sets/missing.yaml', 'name: missing\nterms: []\n')
    assert fresh.build().warnings == []
    fresh.write(
        'sets/missing.yaml', 'name: missing\nterms:\n  - {name: Found, definition: d}\n'
    )
    after = fresh.build('-W')
    assert after.status == 0
    for name in ('index.html', 'm.html'):
        assert 'Found' in entries(after.page(name))


@pytest.mark.parametrize(
    ('option', 'message'),
    [
        (':order: backwards', 'choose from "alphabetical", or "written"'),
        (':group: term', '"term" unknown; choose "category"'),
        (':group:', '"" unknown; choose "category"'),
        (':category:', 'it is empty; add a value or remove the option'),
        (':only: ,', 'it is empty; add a value or remove the option'),
        (':colour: red', 'unknown option: "colour"'),
    ],
)
def test_docutils_reports_faulty_options(project, tmp_path, option, message):
    fresh = type(project)(tmp_path / 'docs')
    fresh.conf(archgloss_term_sets=['fruit.yaml'])
    fresh.write('fruit.yaml', 'name: fruit\nterms:\n  - {name: A, definition: d}\n')
    fresh.write('index.rst', f'Start\n=====\n\n.. term-set:: fruit\n   {option}\n')
    built = fresh.build()
    assert len(built.all_warnings) == 1
    assert 'index.rst:4: ERROR' in built.all_warnings[0]
    assert message in built.text
