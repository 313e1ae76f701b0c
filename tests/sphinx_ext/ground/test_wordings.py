"""What a reference shows: the author's wording, without the name of a set that exists."""

from __future__ import annotations

import re

from pages import Page
from projects import Project

SETS = {
    's.yaml': """
        name: s
        terms:
          - {name: '16:9', definition: 'As wide; not :term-ref:`s:Token` or :term-ref:`10:1 mux`.'}
          - {name: '10:1 mux', definition: Switches.}
          - {name: 'x:y/z', definition: A path.}
          - {name: '4:3', definition: An old format.}
          - {name: Token, definition: A unit.}
        """,
    'sixteen.yaml': "name: '16'\nterms: [{name: '9', definition: A number.}]",
    'x.yaml': 'name: x\nterms: [{name: y, definition: Why.}]',
    'own.yaml': """
        name: own
        terms:
          - {name: Word, definition: 'Like :term-ref:`own:Word` or :term-ref:`own:sentences`.'}
          - {name: Sentence, definition: Words.}
        """,
}

ROLES = [
    '16:9', '10:1 mux', 'x:y/z', '4:3', 's:Token', 's:16:9', 's:nothing', 'no:nothing',
    '5:4', 'own:word', 'a\u00a0b', 'x:y', 'http://x', '!s:Token', '!10:1 mux', '!5:4',
]  # fmt: skip
WORDINGS = [
    '16:9', '10:1 mux', 'x:y/z', '4:3', 'Token', '16:9', 'nothing', 'no:nothing',
    '5:4', 'word', 'a\u00a0b', 'x:y', 'http://x', 'Token', '10:1 mux', '5:4',
]  # fmt: skip


def written(project, sets):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'], archgloss_term_sets=sets
    )
    for name, text in SETS.items():
        project.write(name, text)
    items = '\n'.join(f'* :term-ref:`{role}`' for role in ROLES)
    title = 'On :term-ref:`16:9` and :term-ref:`x:y`'
    project.write(
        'index.rst',
        f'{title}\n{"=" * len(title)}\n\n{items}\n\n.. toctree::\n\n   md\n   glossary\n',
    )
    items = '\n'.join(f'* {{term-ref}}`{role}`' for role in ROLES)
    project.write(
        'md.md', f'# A {{term-ref}}`s:Token` of {{term-ref}}`10:1 mux`\n\n{items}\n'
    )
    project.write(
        'glossary.rst', 'Glossary\n========\n\n.. term-set::\n\n.. term-set:: own.yaml\n'
    )
    return project


def wordings(html: str) -> list[str]:
    items = re.findall(r'<li><p>(.*?)</p></li>', html, re.DOTALL)
    return [re.sub('<[^>]+>', '', item) for item in items]


def test_only_the_name_of_a_set_that_exists_is_cut(project):
    built = written(project, ['s.yaml']).build()
    for page in ('index.html', 'md.html'):
        assert wordings(built.page(page)) == WORDINGS
    links = Page(built.page('index.html')).links
    assert {link.text: link.href for link in links if 'term-unpub' in link.classes} == {
        '16:9': 'glossary.html#term-16-colon-9',
        '10:1 mux': 'glossary.html#term-10-colon-1-mux',
        'x:y/z': 'glossary.html#term-x-colon-y-slash-z',
        '4:3': 'glossary.html#term-4-colon-3',
        'Token': 'glossary.html#term-token',
        'word': 'glossary.html#term-word',
    }


def test_titles_popovers_and_entries_show_the_same(project):
    built = written(project, ['s.yaml']).build()
    html = built.page('index.html')
    assert '<title>On 16:9 and x:y' in html
    listed = html.split('toctree-wrapper')[1].split('</div>')[0]
    assert 'A Token of 10:1 mux' in re.sub('<[^>]+>', '', listed)
    tips = dict(re.findall(r'id="tip-term-([\w-]+)".*?</p><p>(.*?)</p>', html))
    assert tips['16-colon-9'] == 'As wide; not Token or 10:1 mux.'
    assert tips['word'] == 'Like Word or sentences.'  # the page names the set by its path
    entry = built.page('glossary.html').split('id="term-word"')[1].split('</dd>')[0]
    assert 'Like Word or sentences.' in re.sub('<[^>]+>', '', entry)


def test_a_set_that_comes_or_goes_changes_the_wordings(project):
    written(project, ['s.yaml']).build()
    for sets, title, first in (
        (['s.yaml', 'x.yaml', 'sixteen.yaml'], 'On 16:9 and y', '16:9'),
        (['x.yaml', 'sixteen.yaml'], 'On 9 and y', '9'),
        (['s.yaml'], 'On 16:9 and x:y', '16:9'),
    ):
        again = written(project, sets).build()
        page = again.page('index.html')
        clean = project.build('-E', out='clean', doctrees='clean-doctrees')
        assert page == clean.page('index.html')
        assert f'<title>{title}' in page
        assert wordings(page)[0] == first


def test_a_renamed_set_changes_the_titles_of_pages_that_are_not_edited(project):
    written(project, ['s.yaml', 'x.yaml']).build()
    before = project.build().page('index.html')
    assert '<title>On 16:9 and y' in before
    project.write('x.yaml', SETS['x.yaml'].replace('name: x', 'name: z'))
    again = project.build()
    assert '<title>On 16:9 and x:y' in again.page('index.html')
    clean = project.build(out='clean', doctrees='clean-doctrees')
    assert clean.page('index.html') == again.page('index.html')
    assert project.build().read == set()


def test_smart_quotes_stay_in_a_label_with_a_colon(project):
    project.conf(archgloss_term_sets=['q.yaml'])
    project.write(
        'q.yaml', 'name: q\nterms: [{name: "the driver\'s 1:1", definition: Equal.}]'
    )
    project.write(
        'index.rst', "Start\n=====\n\n:term-ref:`the driver's 1:1`\n\n.. term-set::\n"
    )
    assert '>the driver’s 1:1</span></a>' in project.build().page('index.html')


def test_no_break_spaces_stay_and_line_breaks_do_not(project):
    project.conf(archgloss_term_sets=['q.yaml'])
    project.write('q.yaml', 'name: q\nterms: [{name: KV cache, definition: Keys.}]')
    project.write(
        'index.rst',
        'Start\n=====\n\n:term-ref:`KV\u00a0cache` :term-ref:`q:KV\u202fcaches`\n'
        ':term-ref:`KV\ncache` :term-ref:`!KV\u00a0x` :term-ref:`a\u00a0title <KV cache>`\n'
        '\n.. term-set::\n',
    )
    built = project.build()
    texts = re.findall(
        r'<span class="[^"]*term-ref[^"]*">(.*?)</span></a>', built.page('index.html')
    )
    assert texts == ['KV\u00a0cache', 'KV\u202fcaches', 'KV cache', 'a\u00a0title']
    assert '<span>KV\u00a0x</span>' in built.page('index.html')
    assert built.warnings == []


def test_the_name_of_a_set_of_another_project_is_cut_too(tmp_path):
    other = Project(tmp_path / 'other' / 'docs')
    other.conf(archgloss_term_sets=['o.yaml'])
    other.write('o.yaml', 'name: o\nterms: [{name: Token, definition: A unit.}]')
    other.write('index.rst', 'Other\n=====\n\n.. term-set::\n')
    inventory = other.build().output / 'objects.inv'
    project = Project(tmp_path / 'own' / 'docs')
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'sphinx.ext.intersphinx'],
        intersphinx_mapping={'other': ('https://example.org/', str(inventory))},
        archgloss_term_sets=['x.yaml'],
    )
    project.write('x.yaml', SETS['x.yaml'])
    items = '\n'.join(f'* :term-ref:`{role}`' for role in ('o:Tokens', 'o:none', 'p:Token'))
    project.write('index.rst', f'Start\n=====\n\n{items}\n')
    built = project.build()
    html = built.page('index.html')
    assert wordings(html) == ['Tokens', 'o:none', 'p:Token']
    assert [link.text for link in Page(html).links if 'example.org' in link.href] == [
        'Tokens'
    ]


def test_a_term_of_sphinxs_own_glossary_keeps_its_wording(project):
    project.conf(archgloss_term_sets=['sixteen.yaml'], archgloss_std_terms=True)
    project.write('sixteen.yaml', SETS['sixteen.yaml'])
    project.write(
        'index.rst',
        'Start\n=====\n\n* :term-ref:`16:10`\n* :term-ref:`16:9`\n\n'
        '.. glossary::\n\n   16:10\n     Less wide.\n\n.. term-set::\n',
    )
    html = project.build().page('index.html')
    assert wordings(html) == ['16:10', '9']
    assert 'archgloss-wording' not in project.build(builder='xml').page('index.xml')
