"""Definitions without markup: their nodes are those that the parser would make."""

from __future__ import annotations

import textwrap
from unittest import mock

import pytest
from docutils import nodes
from hypothesis import example, given
from hypothesis import strategies as st

from doctrees import doctrees, read_project
from sphinxcontrib_archgloss.sphinx_ext.definitions import isolation
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import (
    PLAIN,
    DefinitionParser,
    is_plain,
)
from sphinxcontrib_archgloss.terms.loading.load import load_set
from sphinxcontrib_archgloss.terms.model import Term, Text
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from strategies import examples

CONF = """\
extensions = ['sphinxcontrib_archgloss', 'myst_parser']
suppress_warnings = ['*', 'docutils', 'myst']
myst_enable_extensions = [
    'amsmath', 'attrs_block', 'attrs_inline', 'colon_fence', 'deflist', 'dollarmath',
    'fieldlist', 'html_admonition', 'html_image', 'strikethrough', 'substitution',
    'tasklist',
]
"""
PATH = '/docs/terms.yaml'

WORDS = """
    a A I mix ii 1 12 x1 é ſ ² Ⅳ 日本 naïve KV cache model www.example.org e.g. etc. PEP 8
    RFC 822 http https mailto Note e-mail it's "so" (so) so, so; so: so! so? so/so 50% a+b
    a=b a-b -- ... … – “so” e\u0301 \u200d
"""
MARKUP = r"""
    * ** - + • . .. ... ) 1. 1) a. a) ii. (1) (a) # ## #. : :: :a: :a:`b` ` `` _ __ a_ a__
    | || \ < > <b> <!-- & &amp; @ a@b.org http://a.org a:b mailto:a@b.org [ ] [a] [1]_ [^1]
    ![ { } {{ {{a}} {a}`b` $ $$ $a$ ~ ~~ ^ == === --- ___ *** %% >>> / -a /a --all (c) (tm)
    +-
"""
SPACES = [*[' '] * 9, '  ', '\n', '\n', '\n\n', '\n\n\n', '']
ODD_SPACES = """\t|\r|\r\n|\0|\x0b|\x0c|\x1c|\x85|\xa0|\u2028|\u3000|\ufeff|\ufffe|   | \n|  \n|\n |\n   """
PIECES = st.tuples(
    st.one_of(
        *[st.sampled_from(WORDS.split())] * 9,
        st.sampled_from(MARKUP.split()),
        st.characters(),
    ),
    st.one_of(*[st.sampled_from(SPACES)] * 9, st.sampled_from(ODD_SPACES.split('|'))),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map(
    lambda pieces: ''.join(map(''.join, pieces)).rstrip(' ')
)


class AlwaysParsing(DefinitionParser):
    """A parser that takes no definition for plain, or for paragraphs alone."""

    _unparsed = frozenset()

    def parse(self, *arguments):
        with mock.patch.object(isolation, 'are_paragraphs', return_value=False):
            return super().parse(*arguments)


@pytest.fixture(scope='module')
def app(tmp_path_factory):
    return read_project(tmp_path_factory.mktemp('plain'), {'conf.py': CONF})


def described(node: nodes.Node) -> object:
    """Return all that is known of a node, below its parent."""
    own = {key: value for key, value in vars(node).items() if key != 'parent'}
    if isinstance(node, nodes.Text):
        return str(node), own
    del own['children']
    return type(node), own, [described(child) for child in node.children]


def parse(parser_class, app, value: str, markup: str) -> tuple[object, object]:
    lines = tuple(range(7, 8 + value.count('\n')))
    term = Term(
        set='words', id='word', name='Word', line=5, name_line=5,
        definition=Text(value=value, lines=lines),
    )  # fmt: skip
    app.env.prepare_settings('index')
    document = app.env.get_doctree('index')
    with parser_class(document, app.env, app) as parser:
        parsed = parser.parse(term, PATH, markup)
    return [described(node) for node in parsed.nodes], list(parsed.faults)


@pytest.mark.parametrize('markup', ['rst', 'myst'])
@given(value=st.one_of(TEXTS, st.from_regex(PLAIN, fullmatch=True)))
@example(value='A key: the value.\n\nMore of it, http: or so\non two lines.')
@example(value='Such as:\n\nthis')
@example(value='The last line has a single\nword.\n\nword. And')
@example(value='A\n1. b\n\niv. c\n\nD) d\n\nMIX. e')
@example(value='a  b  ')
@examples(500)
def test_the_parser_makes_the_same_nodes(app, markup, value):
    if is_plain(value):
        made = parse(DefinitionParser, app, value, markup)
        assert made == parse(AlwaysParsing, app, value, markup)


@given(value=st.one_of(TEXTS, st.from_regex(PLAIN, fullmatch=True)))
@example(value='A *key*: the :a:`b`\n`c` ``d``.\n\nMore, **but\n:a:`b` *wrong\n*.')
@example(value='One `a\n\n\nTwo |b| c_ `d`_ http://a.org [1]_\n\n')
@example(value='Not an\n--- underline')
@example(value='An\n---')
@example(value='A *b*\n  c')
@example(value='iv. A *b*')
@examples(500)
def test_paragraphs_need_no_state_machine(app, value):
    if isolation.are_paragraphs(value):
        made = parse(DefinitionParser, app, value, 'rst')
        assert made == parse(AlwaysParsing, app, value, 'rst')


def test_paragraphs_are_neither_titles_nor_lists_nor_literal_blocks():
    assert isolation.are_paragraphs('A *b*\n--- :c:`d`\n\n\nE `f`')
    for text in ('A\n--', '1. a', 'a\n b', 'a::\n\nb', '* a', ':a: b', '.. a'):
        assert not isolation.are_paragraphs(text)


def test_a_word_with_a_full_stop_begins_no_list():
    assert is_plain('The last line is a single\nword.')
    assert not is_plain('Clauses:\n\niv. This is a list.')


def test_no_definition_of_the_built_in_set_needs_a_parser():
    term_set = load_set(built_in_sets()['architecture']).set
    definitions = [term.definition.value for term in term_set.terms]
    assert [text for text in definitions if not is_plain(text)] == []


@pytest.mark.parametrize('markup', ['rst', 'myst'])
def test_a_stored_page_holds_no_document_but_its_own(tmp_path, markup):
    role = ':term-ref:' if markup == 'rst' else '{term-ref}'
    terms = f"""
        name: words
        markup: {markup}
        terms:
          - {{name: Plain, definition: No markup.}}
          - {{name: Role, definition: 'See {role}`Plain`.'}}
          - {{name: Link, definition: 'See `a <https://a.org>`_, [b](https://b.org).'}}
    """
    page = 'Terms\n=====\n\n.. term-set:: words.yaml\n'
    files = {'words.yaml': textwrap.dedent(terms), 'page.rst': page}
    doctree = doctrees(tmp_path, files)['page']
    all_nodes = list(doctree.findall())
    assert 'No markup.' in doctree.astext()
    assert {id(node.document) for node in all_nodes} == {id(doctree)}
