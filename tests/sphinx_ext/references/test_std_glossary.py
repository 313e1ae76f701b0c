"""``archgloss_std_terms``: Sphinx's glossary and ours find each other's terms."""

from __future__ import annotations

import pytest

from projects import Project

GLOSSARY = """\
    Old
    ===

    .. glossary::

       Decoder
          It decodes.

       batch size
          A number.
    """
SET = 'name: s\nterms:\n- {name: Token, aliases: [piece], definition: d}\n'
PAGE = """\
    Page
    ====

    .. toctree::

       old
       new

    Of :term-ref:`decoders`, :term-ref:`the size <Batch-Size>`, :term:`tokens`,
    :term:`some <piece>`, :term:`Decoder` and :term-ref:`Token`.
    """


def make(folder, **values):
    project = Project(folder)
    project.conf(archgloss_term_sets=['s.yaml'], archgloss_std_terms=True, **values)
    project.write('s.yaml', SET)
    project.write('old.rst', GLOSSARY)
    project.write('new.rst', 'New\n===\n\n.. term-set::\n')
    return project


@pytest.fixture(scope='module')
def first_project(tmp_path_factory):
    project = make(tmp_path_factory.mktemp('one') / 'docs', project='One')
    project.write('index.rst', PAGE)
    built = project.build('-W')
    assert built.status == 0, built.text
    return project, built


def test_each_role_finds_the_terms_of_the_other_glossary(first_project):
    _, built = first_project
    assert built.links('index.html') == {
        'decoders': 'old.html#term-Decoder',
        'the size': 'old.html#term-batch-size',
        'tokens': 'new.html#term-token',
        'some': 'new.html#term-token',
        'Token': 'new.html#term-token',
    }
    assert 'href="old.html#term-Decoder"><span class="xref std std-term">' in built.page(
        'index.html'
    )


def test_each_role_finds_the_other_glossary_of_other_projects(first_project, tmp_path):
    _, built = first_project
    other = Project(tmp_path / 'docs')
    other.conf(
        extensions=['sphinxcontrib_archgloss', 'sphinx.ext.intersphinx'],
        archgloss_std_terms=True,
        intersphinx_mapping={
            'one': ('https://one.example', str(built.output / 'objects.inv'))
        },
    )
    other.write(
        'index.rst',
        'Other\n=====\n\nOf :term-ref:`decoders` and :term:`tokens`, '
        ':external:archgloss:term-ref:`the coder <decoders>`,\n'
        ':external+one:term:`a piece <pieces>`, '
        ':external:term:`Decoder`\nand :external+one:archgloss:term-ref:`token`.\n',
    )
    linked = other.build('-W')
    assert linked.status == 0, linked.text
    page = linked.page('index.html')
    assert page.count('href="https://one.example/old.html#term-Decoder"') == 3
    assert page.count('href="https://one.example/new.html#term-token"') == 3


def test_a_term_that_moves_takes_the_links_of_both_roles_along(tmp_path):
    project = make(tmp_path / 'docs')
    project.write('index.rst', PAGE)
    project.build()
    project.write('s.yaml', SET.replace('}', ', canonical: old}'))
    built = project.build('-W')
    assert built.links('index.html')['tokens'] == 'old.html'
    project.write(
        'new.rst', 'New\n===\n\n.. term-set::\n\n.. glossary::\n\n   head\n      h\n'
    )
    project.write('old.rst', GLOSSARY.replace('Decoder\n', 'Encoder\n'))
    built = project.build()
    assert 'index.rst:9: WARNING: unknown term "decoders"; add the' in (
        '\n'.join(built.warnings)
    )


def test_without_the_option_neither_role_finds_the_other(tmp_path):
    project = make(tmp_path / 'docs')
    project.conf(archgloss_term_sets=['s.yaml'])
    project.write('index.rst', PAGE)
    built = project.build()
    assert len(built.warnings) == 2
    assert len(built.all_warnings) == 4


@pytest.mark.parametrize(
    ('role', 'label'),
    [
        ('term', 'decoder'),
        ('term', 'Decoders'),
        ('term-ref', 'decoder'),
        ('term-ref', 'Decoders'),
        ('term-ref', 's:Decoder'),
    ],
)
def test_terms_that_have_no_entry_yet_are_linked_to_the_old_glossary(tmp_path, role, label):
    """A set that has been made from a glossary may wait before it takes its place."""
    project = make(tmp_path / 'docs')
    project.write('s.yaml', SET + '- {name: Decoder, definition: d}\n')
    project.write('new.rst', 'New\n===\n')
    page = f'Page\n====\n\n.. toctree::\n   :glob:\n\n   *\n\nOf :{role}:`{label}`.\n'
    project.write('index.rst', page)
    for _ in range(2):
        built = project.build('-W')
        assert built.status == 0, built.text
        assert 'href="old.html#term-Decoder"' in built.page('index.html')
    # the old glossary moves, and the link with it
    project.write('old.rst', 'Old\n===\n')
    project.write('moved.rst', GLOSSARY)
    assert 'href="moved.html#term-Decoder"' in project.build('-W').page('index.html')
    # in the end, the link goes to the entry
    project.write('new.rst', 'New\n===\n\n.. term-set::\n')
    built = project.build('-W')
    own = (
        'moved.html#term-Decoder'
        if (role, label) == ('term', 'decoder')
        else 'new.html#term-decoder'
    )
    assert f'href="{own}"' in built.page('index.html')
    clean = project.build('-W', '-E', out='clean')
    assert clean.page('index.html') == built.page('index.html')


def test_a_term_that_neither_glossary_shows_has_no_place(tmp_path):
    project = make(tmp_path / 'docs')
    project.write('s.yaml', SET + '- {name: Decoder, definition: d}\n')
    project.write('new.rst', 'New\n===\n')
    project.write('index.rst', PAGE)
    for _ in range(2):
        (warning,) = project.build().warnings
        assert '(3 references to 1 such term of the set "s")' in warning
        assert warning.endswith('[archgloss.unplaced]')
