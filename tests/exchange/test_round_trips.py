"""A set is the same after it is written and read, as far as the format holds it."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.exchange.csv_format import column_key
from sphinxcontrib_archgloss.exchange.formats import reader, write
from sphinxcontrib_archgloss.terms.loading.load import load_bytes, load_set
from sphinxcontrib_archgloss.terms.model import Alias, Category
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from sphinxcontrib_archgloss.terms.slug import slug
from strategies import examples, set_data, term, term_set


@st.composite
def sets(draw):
    """Sets with any keys, as they come out of a file."""
    found = load_bytes(json.dumps(draw(set_data())).encode(), '/set.json').set
    assert found is not None
    return found


def bare(found):
    """The set without anything that depends on where it is written."""
    terms = tuple(map(bare_term, found.terms))
    return found._replace(path='', digest='', lost=(), terms=terms)


def bare_term(one, **fields):
    text = one.definition and one.definition._replace(lines=(), folded='')
    place = {'line': 0, 'name_line': 0, 'lines': {}, 'definition': text}
    return one._replace(**place | fields)


def again(found, form):
    """(the set that is read back from the format, the conversion)"""
    written = write(found, form)
    if form in ('yaml', 'toml', 'json'):
        return load_bytes(written.text.encode(), f'/set.{form}').set, written
    header = {'name': found.name}
    if form != 'outline':
        header['title'] = found.title
    loaded = load_bytes(
        written.text.encode(),
        '/set',
        reader(form, {k: v for k, v in header.items() if v}, []),
    )
    return loaded.set, written


# -- our own formats hold everything -------------------------------------------------


@pytest.mark.parametrize('form', ['yaml', 'toml', 'json'])
@given(sets())
def test_our_own_formats_hold_all_of_a_set(form, found):
    back, written = again(found, form)
    assert bare(back) == bare(found)
    assert not written.losses


@pytest.mark.parametrize('form', ['yaml', 'toml', 'json'])
@pytest.mark.parametrize('name', built_in_sets())
def test_a_built_in_set_is_the_same_in_every_format(form, name):
    found = load_set(built_in_sets()[name]).set
    back, written = again(found, form)
    assert bare(back) == bare(found)
    assert not written.losses


@given(sets())
def test_what_is_written_is_written_so_again(found):
    text = write(found, 'yaml').text
    assert write(load_bytes(text.encode(), '/set.yaml').set, 'yaml').text == text


# -- a table ---------------------------------------------------------------------------


def in_a_table(one):
    """The term *one* as far as a table holds it."""
    works = tuple(w for w in one.references if w.label == ' '.join(w.label.split()))
    extra = None
    if isinstance(one.extra, dict):
        extra = {
            key: value
            for key, value in one.extra.items()
            if isinstance(value, str) and value.strip() and column_key(key) is None
        }
    return bare_term(
        one,
        aliases=tuple(Alias(text=alias.text) for alias in one.aliases),
        references=works,
        extra=extra or None,
    )


@given(sets())
def test_a_table_holds_most_of_each_record(found):
    back, written = again(found, 'csv')
    used = {name for term in found.terms for name in term.categories}
    assert bare(back) == bare(
        found._replace(
            terms=tuple(map(in_a_table, found.terms)),
            categories=tuple(Category(id=name, label=name) for name in used),
            **dict.fromkeys(('description', 'lang', 'url', 'licence'), ''),
            markup='rst',
            order='alphabetical',
        )
    )
    owners = {loss.owner for loss in written.losses}
    assert owners >= {
        term.name for term in found.terms if in_a_table(term) != bare_term(term)
    }


# -- an outline ------------------------------------------------------------------------


def named_apart(found):
    """Whether every term gets its id from its name."""
    ids = [slug(term.name) for term in found.terms]
    return all(ids) and len(set(ids)) == len(ids)


@given(sets())
def test_an_outline_holds_names_and_definitions(found):
    assume(named_apart(found))
    back, written = again(found, 'outline')
    held = [
        (term.name, term.definition.value)
        for term in found.terms
        if not any(line.startswith('- ') for line in term.definition.value.split('\n'))
    ]
    assert [(term.name, term.definition.value) for term in back.terms] == held
    assert len([loss for loss in written.losses if 'record' in str(loss.lost)]) == len(
        found.terms
    ) - len(held)
    if found.title and not found.title.startswith('- '):
        assert back.title == ' '.join(found.title.split())
    if not any(line.startswith('- ') for line in found.description.split('\n')):
        assert back.description == found.description


# -- glossaries --------------------------------------------------------------------------


def lines_of(text):
    """The lines of a definition as a page holds them."""
    first, *rest = text.split('\n')
    return [first.strip(), *(line.rstrip() for line in rest)]


def shown(one):
    visible = [
        alias.text
        for alias in one.aliases
        if not alias.hidden and alias.kind != 'misspelling' and alias.status != 'forbidden'
    ]
    return list(dict.fromkeys([one.name, *visible]))


@pytest.mark.parametrize(
    ('page', 'markup'), [('rst', 'rst'), ('myst', 'myst'), ('myst', 'rst')]
)
@examples(40)
@given(st.data())
def test_a_glossary_holds_names_aliases_and_definitions(page, markup, data):
    found = data.draw(sets())
    assume(found.terms and named_apart(found))
    # a page has its own idea of tabs
    assume('\t' not in ''.join(term.definition.value for term in found.terms))
    found = found._replace(markup=markup)
    back, written = again(found, page)
    assert back.markup == markup
    assert [
        (
            [term.name, *(alias.text for alias in term.aliases)],
            lines_of(term.definition.value),
        )
        for term in back.terms
    ] == [(shown(term), lines_of(term.definition.value)) for term in found.terms]
    owners = {loss.owner for loss in written.losses}
    more = ('short', 'forms', 'related', 'see', 'status', 'sort', 'extra')
    assert owners >= {o.name for o in found.terms if any(getattr(o, key) for key in more)}


KEYS = st.none() | st.sampled_from(['K', 'ω', '注', '*', 'a: b', 'two words'])


@pytest.mark.parametrize('page', ['rst', 'myst'])
@given(st.lists(KEYS, min_size=1, max_size=4))
def test_a_glossary_holds_the_index_key_of_each_name(page, keys):
    names = ['One', 'Two', 'Three', 'Four'][: len(keys)]
    index = {name: key for name, key in zip(names, keys, strict=True) if key}
    first = index.get('One') if len(index) == 1 else None
    extra = {'index': first or index} if index else None
    found = term_set('s', term(*names, extra=extra), markup=page)
    back, written = again(found, page)
    assert [term.extra for term in back.terms] == [extra]
    assert not written.losses


@pytest.mark.parametrize('page', ['rst', 'myst'])
@pytest.mark.parametrize(
    'name',
    [
        '*args', '`code`', 'a_', '__init__', '|x|', 'back\\slash', ':role:`x`', 'a : b', ': a',
        '.. note::', '- item', '1. first', 'A. Smith', '[1]_', '<b>', '{role}`x`', '# title',
        '&amp;', '!', '%', '++', '注意力', '“quoted”', '~a', '$x$', 'C++', '.NET', '--- x',
        '>>> x', 'a :', '=', 'e.g.',
    ],
)  # fmt: skip
def test_names_come_back_whatever_they_look_like(page, name):
    found = term_set('s', term(name, f'{name} too', id='x'), markup=page)
    back, _ = again(found, page)
    assert [term.labels() for term in back.terms] == [(name, f'{name} too')]
