"""Structured data: terms and sets in the words of schema.org, safe in any page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

import hostile
from sphinxcontrib_archgloss.project.views import (
    DefinedSetView,
    DefinedTermView,
    HeadView,
    PageLocation,
)
from sphinxcontrib_archgloss.sphinx_ext.structured_data import SchemaOrgWriter, script_text

# as https://schema.org/Thing, /CreativeWork, /DefinedTerm and /DefinedTermSet have them,
# as far as they matter here
THING = {
    '@type', 'additionalType', 'alternateName', 'description', 'disambiguatingDescription',
    'identifier', 'image', 'mainEntityOfPage', 'name', 'potentialAction', 'sameAs',
    'subjectOf', 'url',
}  # fmt: skip
PROPERTIES = {
    'DefinedTerm': THING | {'inDefinedTermSet', 'termCode'},
    'DefinedTermSet': THING | {'hasDefinedTerm', 'inLanguage', 'license'},
}


class Scripts(HTMLParser):
    """The scripts of a page, as a browser finds them, and what is outside of them."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self._inside = [], [], False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._inside = tag == 'script'
        if self._inside:
            self.texts.append('')

    def handle_endtag(self, tag):
        if tag == 'script':
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.texts[-1] += data


def check(node):
    """Hold *node* and all in it against the vocabulary."""
    assert node.keys() <= PROPERTIES[node['@type']], node
    for value in node.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                check(inner)
            else:
                assert isinstance(inner, str)
                assert inner


def written(**fields):
    """Return what the writer makes of a head with these *fields*, on a page of its own."""
    config = SimpleNamespace(html_baseurl='', language='en')
    writer = SchemaOrgWriter(SimpleNamespace(name='html', config=config), 'index')
    return writer.graph(HeadView(**fields))


NOWHERE = PageLocation()
TERMS_PAGE = PageLocation(url='terms.html')
(TERM,) = written(
    terms=(
        (
            DefinedTermView(
                'kv-cache',
                'KV cache',
                PageLocation(url='kv.html'),
                ('key-value cache',),
                'Keeps keys.',
            ),
            DefinedSetView('Serving', TERMS_PAGE),
        ),
    )
)
(SET,) = written(
    sets=(
        DefinedSetView(
            'Serving',
            TERMS_PAGE,
            description='What servers do.',
            licence='https://example.org/licence',
            terms=(DefinedTermView('token', 'Token', NOWHERE, ('a', 'b')),),
        ),
    )
)


def test_a_term_has_its_type_and_its_set():
    assert TERM == {
        '@type': 'DefinedTerm',
        'name': 'KV cache',
        'alternateName': 'key-value cache',
        'description': 'Keeps keys.',
        'termCode': 'kv-cache',
        'url': 'kv.html',
        'inDefinedTermSet': {
            '@type': 'DefinedTermSet',
            'name': 'Serving',
            'url': 'terms.html',
        },
    }


def test_a_set_has_its_type_and_its_terms():
    assert SET == {
        '@type': 'DefinedTermSet',
        'name': 'Serving',
        'description': 'What servers do.',
        'url': 'terms.html',
        'inLanguage': 'en',
        'license': 'https://example.org/licence',
        'hasDefinedTerm': [
            {
                '@type': 'DefinedTerm',
                'name': 'Token',
                'alternateName': ['a', 'b'],
                'termCode': 'token',
            }
        ],
    }


def test_every_property_is_one_of_schema_org():
    check(TERM)
    check(SET)


def test_unknown_properties_are_omitted():
    bare = DefinedTermView('a', 'A', NOWHERE), DefinedSetView('S', NOWHERE)
    (term,) = written(terms=(bare,))
    assert term.pop('inDefinedTermSet') == {'@type': 'DefinedTermSet', 'name': 'S'}
    assert term == {'@type': 'DefinedTerm', 'name': 'A', 'termCode': 'a'}


TEXTS = st.one_of(
    hostile.texts(),
    st.text(st.characters(), max_size=40),  # with lone surrogates and controls
    st.sampled_from(
        ['\ud800', '\udfff\ud800', '<!--<script>', '</SCRIPT\n>', ']]>', 'x' * 10**5]
    ),
)


@given(name=TEXTS, alias=TEXTS, text=TEXTS, url=TEXTS)
def test_nothing_breaks_out_of_the_script(name, alias, text, url):
    term = DefinedTermView(alias, name, PageLocation(url=url), (alias,), text)
    term_set = DefinedSetView(name, PageLocation(url=url), text, terms=(term,))
    whole = written(sets=(term_set,))
    script = script_text(whole)
    assert script.isascii()
    assert not set('<>&\n') & set(script)
    page = Scripts(f'<head><script type="application/ld+json">{script}</script><b></head>')
    assert page.tags == ['head', 'script', 'b']
    assert json.loads(page.texts[0]) == {'@context': 'https://schema.org', '@graph': whole}
