"""The layout of written files."""

from __future__ import annotations

import textwrap

import pytest

from sphinxcontrib_archgloss.exchange.formats import FORMATS, write
from sphinxcontrib_archgloss.exchange.glossary_writer import OtherMarkup
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source
from strategies import from_yaml, term, term_set

SET = term_set(
    'serving',
    term(
        'KV cache',
        Alias(text='KV', kind='acronym', hidden=True),
        'key-value cache',
        definition='The keys and values of *earlier* tokens:\n\n- one list\n- for each layer',
        related=('Token',),
        references=(Source(label='Kwon et al.', url='https://example.org/1'),),
        extra={'owner': 'storage', 'since': 3},
    ),
    term('Token', definition='A piece: a "word", say.', published=False, autolink='off'),
    title='Serving',
    categories=(Category(id='memory', label='Memory'),),
)


def test_yaml_is_laid_out_for_people():
    assert write(SET, 'yaml', 'schema.json').text == textwrap.dedent(
        """\
        # yaml-language-server: $schema=schema.json
        name: serving
        title: Serving
        categories:
          - {id: memory, label: Memory}

        terms:
          - name: KV cache
            definition: |
              The keys and values of *earlier* tokens:

              - one list
              - for each layer
            aliases:
              - {text: KV, kind: acronym, hidden: true}
              - key-value cache
            related: [Token]
            references:
              - {label: Kwon et al., url: 'https://example.org/1'}
            extra: {owner: storage, since: 3}

          - name: Token
            definition: 'A piece: a "word", say.'
            published: false
            autolink: 'off'
        """
    )


def test_yaml_has_lines_in_any_script():
    lines = term('Café', definition='Ein Wort —\nund 言葉')
    text = write(term_set('s', lines), 'yaml').text
    assert '    definition: |\n      Ein Wort —\n      und 言葉\n' in text


def test_toml_is_laid_out_for_people():
    assert write(SET, 'toml').text == textwrap.dedent(
        '''\
        name = "serving"
        title = "Serving"

        [[categories]]
        id = "memory"
        label = "Memory"

        [[terms]]
        name = "KV cache"
        definition = """
        The keys and values of *earlier* tokens:

        - one list
        - for each layer"""
        aliases = [
            {text = "KV", kind = "acronym", hidden = true},
            "key-value cache",
        ]
        related = ["Token"]
        references = [
            {label = "Kwon et al.", url = "https://example.org/1"},
        ]
        extra = {owner = "storage", since = 3}

        [[terms]]
        name = "Token"
        definition = 'A piece: a "word", say.'
        published = false
        autolink = "off"
        '''
    )


def test_a_table_has_the_columns_that_are_used():
    assert write(SET, 'csv').text == textwrap.dedent(
        """\
        name,definition,aliases,published,related,references,autolink,owner
        KV cache,"The keys and values of *earlier* tokens:

        - one list
        - for each layer",KV; key-value cache,,Token,Kwon et al. <https://example.org/1>,,storage
        Token,"A piece: a ""word"", say.",,false,,,off,
        """
    )


def test_a_page_in_rst_has_a_glossary():
    found = write(SET, 'rst')
    assert found.text == textwrap.dedent(
        """\
        Serving
        =======

        .. glossary::
           :sorted:

           KV cache
           key-value cache
             The keys and values of *earlier* tokens:

             - one list
             - for each layer

           Token
             A piece: a "word", say.
        """
    )


def test_a_page_in_myst_has_a_glossary_in_the_markup_of_the_definitions():
    assert (
        '```{eval-rst}\n.. glossary::\n   :sorted:\n\n   KV cache\n'
        in write(SET, 'myst').text
    )
    fence = term('Fence', definition='````\ncode\n````')
    own = term_set('s', fence, markup='myst', order='written')
    assert write(own, 'myst').text == (
        '# s\n\n`````{glossary}\n\nFence\n  ````\n  code\n  ````\n`````\n'
    )


def test_backslashes_are_left_alone_where_toml_can():
    maths = term('A', definition=':math:`\\alpha`\n\n:math:`\\beta`', short='\\x')
    text = write(term_set('s', maths), 'toml').text
    assert "definition = '''\n:math:`\\alpha`\n\n:math:`\\beta`'''\n" in text
    assert "short = '\\x'\n" in text


def test_an_empty_set_can_be_written():
    for form in ('yaml', 'toml', 'json'):
        text = write(term_set('s'), form).text
        found = load_bytes(text.encode(), f'/s.{form}')
        assert found.set.name == 's'
        assert not found.problems


def losses(found, form):
    """What *form* does not hold of a set: (line, owner, parts)."""
    return [tuple(loss) for loss in write(found, form).losses]


def test_what_a_table_cannot_hold_is_reported():
    assert losses(SET, 'csv') == [
        (1, '', ('title', 'labels of the categories')),
        (1, 'KV cache', ('kind and hidden of the alias "KV"', 'extra.since')),
    ]


def test_what_a_glossary_cannot_hold_is_reported():
    assert losses(SET, 'rst') == [
        (1, '', ('categories',)),
        (
            1,
            'KV cache',
            (
                'extra',
                'the alias "KV", because it is hidden from readers',
                'related',
                'references',
            ),
        ),
        (1, 'Token', ('published', 'autolink')),
    ]


def test_what_toml_cannot_hold_is_reported():
    found = from_yaml(
        'name: s\nterms:\n- {name: A, definition: a, extra: {x: null, y: [1, null, {z: null}]}}'
    ).set
    text, losses = write(found, 'toml')
    assert 'extra = {y = [\n' in text
    assert [tuple(loss) for loss in losses] == [
        (
            3,
            'A',
            ('the null at extra.x', 'the null at extra.y[1]', 'the null at extra.y[2].z'),
        )
    ]


@pytest.mark.parametrize('form', ['csv', 'outline', 'rst', 'myst'])
def test_a_redirect_is_not_lost_in_silence(form):
    found = term_set('s', term('Old', definition='', see='New'), term('New'))
    back = write(found, form)
    assert 'Old' in back.text or [loss.owner for loss in back.losses] == ['Old']


def test_definitions_in_myst_do_not_fit_a_page_in_rst():
    with pytest.raises(OtherMarkup, match='definitions in MyST'):
        write(term_set('s', 'A', markup='myst'), 'rst')


def test_index_keys_go_with_the_names_that_have_them():
    found = term_set(
        's',
        term('Ω-notation', 'big omega', extra={'index': 'O'}),
        term('β', 'beta', 'B', extra={'index': {'β': 'B', 'B': 'B'}}),
    )
    text, losses = write(found, 'rst')
    assert '   Ω-notation : O\n   big omega\n' in text
    assert '   β : B\n   beta\n   B : B\n' in text
    assert not losses


@pytest.mark.parametrize(
    'index', [{'old': 'O'}, {'A': 'a : b'}, {'A': 'X', 'else': 'Y'}, {}, '', ['X']]
)
def test_index_keys_that_no_name_can_have_are_reported(index):
    hidden = Alias(text='old', hidden=True)
    losses = write(term_set('s', term('A', hidden, extra={'index': index})), 'rst').losses
    assert 'extra' in losses[0].lost


def test_a_definition_that_begins_indented_is_reported():
    found = term_set('s', term('A', definition='  quoted\n\nplain'))
    assert losses(found, 'rst') == [
        (1, 'A', ('the indentation of the first line of the definition',))
    ]


@pytest.mark.parametrize(
    'blank', ['\N{NO-BREAK SPACE}', '\N{EM SPACE}', '\N{LINE SEPARATOR}']
)
def test_a_line_of_blanks_that_yaml_keeps_is_written(blank):
    found = term_set('s', term('A', definition=f'One\n{blank}\nthree'))
    [back] = from_yaml(write(found, 'yaml').text).set.terms
    assert back.definition.value == f'One\n{blank}\nthree'


@pytest.mark.parametrize('form', FORMATS)
def test_every_format_ends_with_one_line_break(form):
    text = write(SET, form).text
    assert text.endswith('\n')
    assert not text.endswith('\n\n')


def test_a_glossary_holds_the_ids_that_sphinx_makes_of_its_names():
    made = ('term-Go', 'term-golang')
    held = term('Go', 'golang', anchors=made)
    kept = term('C', anchors=('term-C',)), term('C++', anchors=('term-0',))
    found = term_set('s', held, *kept, term('Ruby', anchors=('term-Rb',)))
    assert losses(found, 'rst') == losses(found, 'myst') == [(1, 'Ruby', ('anchors',))]
