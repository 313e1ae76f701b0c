"""References to terms of other projects are as sound as those to the project's own."""

from __future__ import annotations

import pytest

from projects import Project

SETS = {
    'one': ['Token', 'KV cache', '16:9', 'Same'],
    'two': ['Token', 'Head', 'Decoder', 'Same'],
}


@pytest.fixture(scope='module')
def inventories(tmp_path_factory):
    """Name → inventory of a project with a set of that name."""
    paths = {}
    for name, terms in SETS.items():
        project = Project(tmp_path_factory.mktemp(name) / 'docs')
        records = ''.join(f'- {{name: "{term}", definition: d}}\n' for term in terms)
        project.write('s.yaml', f'name: words-{name}\nterms:\n{records}')
        project.conf(archgloss_term_sets=['s.yaml'], project=name)
        project.write('index.rst', 'Words\n=====\n\n.. term-set::\n')
        paths[name] = project.build('-W').output / 'objects.inv'
    return paths


@pytest.fixture
def ours(tmp_path, inventories):
    project = Project(tmp_path / 'docs')
    project.write('own.yaml', 'name: own\nterms:\n- {name: Own, definition: d}\n')

    def configure(*names, **values):
        project.conf(
            extensions=['sphinxcontrib_archgloss', 'sphinx.ext.intersphinx', 'myst_parser'],
            archgloss_term_sets=['own.yaml'],
            intersphinx_mapping={
                name: (f'https://{name}.example', str(inventories[name])) for name in names
            },
            **values,
        )

    project.configure = configure
    configure('one', 'two')
    return project


def page(text: str) -> str:
    return f'Page\n====\n\n{text}\n\n.. term-set::\n'


@pytest.mark.parametrize('jobs', [(), ('-j', '2')])
def test_a_missing_term_is_reported_at_its_line_on_every_build(ours, jobs):
    ours.configure('one', 'two', archgloss_fail_on=['undefined'])
    ours.write(
        'index.rst',
        page(
            'A paragraph\n'
            'of :external:archgloss:term-ref:`KV cahce`\n'
            'and :external+two:archgloss:term-ref:`Decodre`\n'
            'and :external+two:archgloss:term-ref:`zzz <KV cache>`.\n\n'
            '.. toctree::\n\n   m'
        ),
    )
    ours.write('m.md', '# M\n\nText\nof {external+one:archgloss:term-ref}`Nothing here`.\n')
    expected = [
        'index.rst:5: WARNING: unknown term "KV cahce" in other projects; did you '
        'mean "KV cache"?',
        'index.rst:6: WARNING: unknown term "Decodre" in the project "two"; '
        'did you mean "Decoder"?',
        'index.rst:7: WARNING: unknown term "KV cache" in the project "two"',
        'm.md:4: WARNING: unknown term "Nothing here" in the project "one"',
    ]
    for _ in range(2):
        built = ours.build('-n', *jobs)
        assert built.status == 1
        assert built.all_warnings == built.warnings
        for line, start in zip(built.warnings, expected, strict=True):
            assert line.startswith(start)
            assert line.endswith('[archgloss.undefined]')
    html = built.page('index.html')
    assert html.count('term-undefined') == 3
    assert '>KV cahce</span>' in html
    # nothing is missing once it is ignored
    ignored = ['KV cahce', 'Decodre', 'KV cache', 'Nothing here']
    ours.configure(
        'one', 'two', nitpick_ignore=[('archgloss:term-ref', name) for name in ignored]
    )
    assert ours.build('-n', '-W').status == 0


def test_a_missing_term_in_a_definition_is_reported_in_the_set(ours):
    ours.write('index.rst', page(''))
    ours.write(
        'own.yaml',
        'name: own\nterms:\n- name: Own\n  definition: |\n    A text\n'
        '    of :external+one:archgloss:term-ref:`Gone`.\n',
    )
    for _ in range(2):
        (warning,) = ours.build('-n').all_warnings
        assert warning.startswith('own.yaml:6: WARNING: unknown term "Gone"')


def test_a_label_of_two_projects_is_ambiguous_whatever_the_order(ours):
    ours.write(
        'index.rst',
        page(
            ':term-ref:`Tokens` and\n:external:archgloss:term-ref:`Same`, not '
            ':external+one:archgloss:term-ref:`Same`.'
        ),
    )
    pages = set()
    for order in (('one', 'two'), ('two', 'one')):
        ours.configure(*order)
        for _ in range(2):
            built = ours.build('-n')
            assert built.all_warnings == [
                'index.rst:4: WARNING: ambiguous term "Tokens": it matches terms of 2 other projects; use "one:Tokens" or "two:Tokens" [archgloss.ambiguous]',
                'index.rst:5: WARNING: ambiguous term "Same": it matches terms of 2 projects; use the '
                'role "external+one:archgloss:term-ref" or '
                '"external+two:archgloss:term-ref" [archgloss.ambiguous]',
            ]
        pages.add(built.page('index.html'))
    (html,) = pages
    assert html.count('https://one.example') == 1  # the one that names its project
    # the form in the message
    ours.write('index.rst', page(':term-ref:`one:Tokens` and :term-ref:`two:Tokens`'))
    built = ours.build('-n', '-W')
    assert built.links('index.html')['Tokens'].startswith('https://two.example')
    # with one of the projects alone there is nothing to choose
    ours.write('index.rst', page(':term-ref:`Tokens`'))
    ours.configure('two')
    assert ours.build('-n', '-W').status == 0


def test_any_finds_a_term_of_another_project(ours):
    ours.write('index.rst', page(':any:`KV cache` and :any:`the head <Head>`'))
    built = ours.build('-n', '-W')
    assert built.status == 0
    html = built.page('index.html')
    assert 'href="https://one.example/index.html#term-kv-cache"' in html
    assert 'href="https://two.example/index.html#term-head"' in html
    assert html.count('term-published') == 2


@pytest.mark.parametrize(
    'role',
    ['term-ref', 'any', 'external:archgloss:term-ref', 'external+one:archgloss:term-ref'],
)
def test_a_label_with_a_colon_is_found_without_its_set(ours, role):
    ours.write('index.rst', page(f'A ratio of :{role}:`16:9`.'))
    built = ours.build('-n', '-W')
    assert built.status == 0, built.text
    html = built.page('index.html')
    assert 'href="https://one.example/index.html#term-16-colon-9"' in html
    assert '>16:9</' in html


@pytest.fixture
def copy(ours, inventories, tmp_path):
    """Where the project looks for the inventory of "one"; the test has to write it."""
    path = tmp_path / 'objects.inv'
    conf = (ours.source / 'conf.py').read_text('utf-8')
    ours.write('conf.py', conf.replace(str(inventories['one']), str(path)))
    return path


def test_a_change_of_another_project_is_noticed_without_an_edit(ours, inventories, copy):
    ours.write('index.rst', page(':external+one:archgloss:term-ref:`KV cache`'))
    copy.write_bytes(inventories['one'].read_bytes())
    assert ours.build('-n', '-W').status == 0
    copy.write_bytes(inventories['two'].read_bytes())
    for _ in range(2):
        (warning,) = ours.build('-n').all_warnings
        assert 'unknown term "KV cache" in the project "one"' in warning
    assert 'term-undefined' in ours.build('-n').page('index.html')


@pytest.mark.parametrize('jobs', [(), ('-j', '2')])
def test_a_project_unknown_to_intersphinx_is_reported_on_every_build(ours, jobs):
    ours.write(
        'index.rst',
        page(
            'A paragraph\n'
            'of :external+tow:term-ref:`KV cache`\n'
            'and :external+nope:archgloss:term-ref:`my title <Token>`,\n'
            'not ``:external+nope:term-ref:`x```.\n\n'
            '.. toctree::\n\n   m'
        ),
    )
    ours.write('m.md', '# M\n\nText\nof {external+nope:term-ref}`Token`.\n')
    ours.write(
        'own.yaml',
        'name: own\nterms:\n- name: Own\n  definition: |\n    A text\n'
        '    of :external+nope:term-ref:`Token`.\n',
    )
    unknown = (
        'intersphinx_mapping does not contain the project "nope" of the reference to "Token"; '
        'valid projects: one, two'
    )
    expected = [
        'index.rst:5: WARNING: intersphinx_mapping does not contain the project "tow" of the reference to "KV cache"; did you mean "two"? [archgloss.undefined]',
        f'index.rst:6: WARNING: {unknown} [archgloss.undefined]',
        f'm.md:4: WARNING: {unknown} [archgloss.undefined]',
        f'own.yaml:6: WARNING: {unknown} [archgloss.undefined]',
    ]
    for _ in range(2):
        built = ours.build('-n', *jobs)
        assert sorted(built.all_warnings) == sorted(expected)
    html = built.page('index.html')
    for wording in ('KV cache', 'my title', 'Token'):  # nothing of the text is lost
        assert f'term-undefined">{wording}</span>' in html


def test_an_inventory_that_cannot_be_read_is_reported_until_it_can(ours, inventories, copy):
    ours.write('index.rst', page(':external+one:term-ref:`KV cache`'))
    for _ in range(2):
        (warning,) = ours.build('-n').warnings
        assert 'cannot read the inventory of the project "one" for the reference' in warning
    copy.write_bytes(inventories['one'].read_bytes())
    built = ours.build('-n', '-W')
    assert built.status == 0
    assert built.links('index.html')['KV cache'].startswith('https://one.example')


@pytest.mark.parametrize('role', ['external:term-ref', 'external+one:term-ref'])
def test_the_domain_need_not_be_named(ours, role):
    ours.write('index.rst', page(f':{role}:`KV cache`'))
    built = ours.build('-n', '-W')
    assert built.links('index.html')['KV cache'].startswith('https://one.example')


def test_any_follows_a_change_of_another_project_without_an_edit(ours, inventories, copy):
    """A page is written again where an inventory gains, moves or loses a term of ours."""
    ours.write('index.rst', page(':any:`KV cache`\n\n.. toctree::\n\n   m\n   other'))
    ours.write('m.md', '# M\n\n{any}`head`, {any}`Own`\n')
    ours.write('other.rst', 'Other\n=====\n\n:any:`index`\n')
    conf = (ours.source / 'conf.py').read_text('utf-8')
    ours.write(
        'conf.py', conf.replace("'two': (", "'off': ('https://x.example', None) or (")
    )
    for content, written in (
        ('one', None),
        ('two', {'index', 'm'}),
        ('two', set()),
        ('one', {'index', 'm'}),
    ):
        copy.write_bytes(inventories[content].read_bytes())
        built = ours.build()
        if written is not None:
            assert built.written == written
        clean = ours.build('-E', out='clean', doctrees=f'clean-{content}')
        for name in ('index', 'm', 'other'):
            assert built.page(f'{name}.html') == clean.page(f'{name}.html')


def test_the_project_that_has_the_term_is_suggested(ours):
    ours.write(
        'index.rst', page(':external+two:term-ref:`KV cache`, :external+one:term-ref:`Own`')
    )
    first, second = ours.build('-n').warnings
    assert (
        'unknown term "KV cache" in the project "two"; "one" defines it: use the role '
        '"external+one:archgloss:term-ref" ['
    ) in first
    assert 'this project defines it: use the role "term-ref" [' in second
