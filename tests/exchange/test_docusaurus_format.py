"""Glossaries of docusaurus-plugin-glossary become sets."""

from __future__ import annotations

import json

import pytest
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.exchange.docusaurus_format import is_docusaurus
from sphinxcontrib_archgloss.exchange.formats import DOCUSAURUS, JsonReader, reader
from sphinxcontrib_archgloss.terms.loading.json_reader import read_json
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from sphinxcontrib_archgloss.terms.model import Alias, Source
from strategies import examples, reported

API = {
    'term': 'API',
    'abbreviation': 'Application Programming Interface',
    'definition': 'A set of rules.',
    'relatedTerms': ['rest', 'GraphQL'],
    'documentation': {'path': '/docs/api', 'label': 'Read the guide'},
    'references': [{'label': 'OpenAPI', 'url': 'https://spec.openapis.org/'}],
}
REST = {
    'term': 'REST style',
    'definition': 'A style.',
    'aliases': ['RESTful', 'rest'],
    'id': 'rest',
    'autoLink': False,
    'caseSensitive': True,
    'explanation': 'More of it.',
}


def read(*terms, header=(), **more):
    """The file that a text gives, and what is noted of it."""
    notes = []
    raw = json.dumps({'title': 'Words', **more, 'terms': terms}, indent=1).encode()
    own = {'name': 's', **dict(header)}
    return load_bytes(raw, '/g.json', reader(DOCUSAURUS, own, notes)), notes


def test_a_glossary_becomes_a_set():
    loaded, _ = read(API, REST, description='What we say.', version=2)
    assert reported(loaded) == []
    found = loaded.set
    assert (found.name, found.title, found.description) == ('s', 'Words', 'What we say.')
    api, rest = found.terms
    assert (api.name, api.definition.value) == ('API', 'A set of rules.')
    assert api.aliases == (Alias(text='Application Programming Interface'),)
    assert api.references == (Source(label='OpenAPI', url='https://spec.openapis.org/'),)
    assert (rest.id, rest.autolink) == ('rest', 'off')
    assert [alias.text for alias in rest.aliases] == ['RESTful', 'rest']


def test_what_records_have_no_key_for_is_in_extra_and_reported():
    loaded, notes = read(API, REST, version=2)
    api, rest = loaded.set.terms
    # related terms that the glossary does not have would be faults of the set
    assert (api.related, api.extra) == (
        (),
        {
            'documentation': {'path': '/docs/api', 'label': 'Read the guide'},
            'relatedTerms': ['rest', 'GraphQL'],
        },
    )
    assert rest.extra == {'caseSensitive': True, 'explanation': 'More of it.'}
    assert [note.message for note in notes] == [
        'the key "version" of the glossary is ignored',
        'the keys of "API" that records do not have are kept as extra.documentation, '
        'extra.relatedTerms',
        'the keys of "REST style" that records do not have are kept as extra.caseSensitive, '
        'extra.explanation',
    ]
    assert [note.line for note in notes] == [3, 5, 24]


def test_related_terms_are_compared_as_the_plugin_does():
    one = {'term': 'A', 'definition': 'a', 'relatedTerms': ['b', 'C']}
    loaded, _ = read(one, {'term': 'B', 'definition': 'b'})
    first = loaded.set.terms[0]
    assert (first.related, first.extra) == (('b',), {'relatedTerms': ['C']})


def test_the_ids_of_its_page_are_anchors():
    terms = [
        {'term': 'Wheel  Format', 'definition': 'd'},
        {'term': 'C#', 'definition': 'd'},
        {'term': 'X', 'definition': 'd', 'id': 'my:x'},
        {'term': 'my:x', 'definition': 'd'},
    ]
    loaded, _ = read(*terms)
    assert reported(loaded) == []
    assert [term.anchors for term in loaded.set.terms] == [
        ('wheel-format',),
        (),
        ('my:x',),
        (),
    ]
    # an id that no record may have
    assert [(t.id, t.extra) for t in loaded.set.terms][2] == ('x', {'id': 'my:x'})


SIGNS = 'a_*`|\\:.-1 \n<>[]()#=+~^"\'$%&;,/?!{}A)'


@given(st.text(SIGNS))
@examples(200)
def test_a_definition_is_plain_text(text):
    if not text.strip() or '://' in text or '@' in text:  # which docutils makes links of
        return
    loaded, _ = read({'term': 'A', 'definition': text})
    value = loaded.set.terms[0].definition.value
    tree = publish_doctree(value, settings_overrides={'report_level': 5})
    assert ' '.join(tree.astext().split()) == ' '.join(text.split())
    assert [node.tagname for node in tree.children] == ['paragraph']


@pytest.mark.parametrize('markup', ['rst', 'myst'])
def test_a_definition_has_the_markup_that_is_stated(markup):
    loaded, _ = read({'term': 'A', 'definition': 'Of *b*.'}, header={'markup': markup})
    assert (loaded.set.markup, loaded.set.terms[0].definition.value) == (markup, 'Of *b*.')


@pytest.mark.parametrize(
    ('terms', 'faults'),
    [
        ([{'definition': 'd'}], [(4, 'the term has no "term"; add it')]),
        ([{'term': 'A'}], [(4, 'the term has no "definition"; add it')]),
        ([{'term': 5, 'definition': 'd'}], [(4, 'the term has no "term"; add it')]),
        (['A'], [(4, 'the term has no "term"; add it')]),
        (
            [{'term': 'A', 'definition': 'd', 'relatedTerms': 'B'}],
            [(7, '"related" must be a list, not "B"; write ["B"]')],
        ),
        (
            [{'term': 'A', 'definition': 'd', 'abbreviation': 5}],
            [(7, 'item 1 of "aliases" must be text or a mapping, not the number 5; put it in '
                 'quotes')],
        ),
        (
            [{'term': 'A', 'definition': 'd', 'references': [{'label': 'x'}]}],
            [(8, 'item 1 of "references" has no "url"; add it')],
        ),
    ],
)  # fmt: skip
def test_what_is_faulty_is_reported_at_its_line(terms, faults):
    loaded, _ = read(*terms)
    assert reported(loaded) == faults


@pytest.mark.parametrize('text', ['[]', '{}', '{"terms": "x"}', '5', '{"terms": {"a": 1}}'])
def test_a_file_without_terms_is_no_glossary(text):
    loaded = load_bytes(text.encode(), '/g.json', reader(DOCUSAURUS, {'name': 's'}, []))
    assert reported(loaded) == [
        (1, 'missing list "terms"; it is not a glossary of docusaurus-plugin-glossary')
    ]


@pytest.mark.parametrize(
    ('data', 'expected'),
    [
        ({'terms': [{'term': 'A', 'definition': 'd'}]}, True),
        ({'terms': [5, {'term': 'A'}]}, True),
        ({'name': 's', 'terms': [{'term': 'A'}]}, False),
        ({'terms': [{'name': 'A', 'definition': 'd'}]}, False),
        ({'terms': [{'name': 'A', 'term': 'A'}]}, False),
        ({'terms': []}, False),
        ({'terms': 'x'}, False),
        ([{'term': 'A'}], False),
        ({}, False),
    ],
)
def test_it_is_distinguished_from_other_json_by_its_shape(data, expected):
    text = json.dumps(data)
    assert is_docusaurus(read_json(text)[0]) is expected
    read_any = JsonReader({'name': 'own'}, [])
    assert (read_any(text)[0].data == data) is not expected
    assert read_any.form == (DOCUSAURUS if expected else 'json')


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(['', 'A', 'a b', '::']),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(['label', 'url', 'path', 'x']), inner, max_size=3)
    ),
    max_leaves=4,
)
KEYS = st.sampled_from([*API, *REST, 'name', 'extra', 'x'])


@given(
    st.lists(VALUES | st.dictionaries(KEYS, VALUES | st.just('A'), max_size=5), max_size=4)
)
def test_any_values_give_a_set_or_a_problem(terms):
    loaded, _ = read(*terms)
    assert loaded.set is not None
    for problem in loaded.problems:
        assert problem.message
        assert problem.place.line >= 1
