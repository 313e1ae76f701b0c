"""The built-in set `architecture`: true to its text, and consistent in itself.

The data are read here with PyYAML alone, so that what is held is the file and
not the loader.
"""

from __future__ import annotations

import graphlib
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

import pytest
import yaml

SEED = Path(__file__).parent / 'data' / 'architecture.txt'
SET = resources.files('sphinxcontrib_archgloss.terms') / 'sets' / 'architecture.yaml'

AUTOLINKS = {'off', 'suggest', 'first', 'all'}
KINDS = {'acronym', 'abbreviation', 'synonym', 'variant', 'symbol', 'misspelling'}
RELATIONS = ('related', 'broader', 'contrast')


@pytest.fixture(scope='module')
def seed():
    """The given text: title, description, and (name, definition) pairs in order."""
    title, description, *rest = SEED.read_text(encoding='utf-8').split('\n')
    names, definitions = rest[::2], rest[1::2]
    assert all(name.startswith('- ') for name in names)
    pairs = [
        (name[2:], definition) for name, definition in zip(names, definitions, strict=True)
    ]
    return title, description, pairs


@pytest.fixture(scope='module')
def data():
    """The set's data."""
    return yaml.safe_load(SET.read_text(encoding='utf-8'))


@pytest.fixture(scope='module')
def terms(data):
    """The records, by name."""
    return {term['name']: term for term in data['terms']}


def folded(label):
    """Return *label* without the differences of writing that a look-up ignores."""
    return ' '.join(label.casefold().replace('-', ' ').split())


def aliases(term):
    """Return the aliases of *term*, each as a mapping."""
    listed = term.get('aliases', [])
    return [{'text': alias} if isinstance(alias, str) else alias for alias in listed]


def labels(term):
    """Return every label written in *term*."""
    return [term['name'], *(a['text'] for a in aliases(term)), *term.get('forms', [])]


def targets(term):
    """Return the names that the relations of *term* give."""
    return [target for key in RELATIONS for target in term.get(key, [])]


# --- the text ---


def test_the_header_is_word_for_word(seed, data):
    title, description, _ = seed
    assert data['name'] == 'architecture'
    assert data['title'] == title
    assert data['description'] == description


def test_there_are_46_terms(seed, data):
    assert len(seed[2]) == 46
    assert len(data['terms']) == 46


def test_names_are_word_for_word_and_in_order(seed, data):
    assert [term['name'] for term in data['terms']] == [name for name, _ in seed[2]]


def test_definitions_are_word_for_word(seed, terms):
    assert {name: term['definition'] for name, term in terms.items()} == dict(seed[2])


def test_every_definition_is_one_line_of_the_file(seed):
    lines = SET.read_text(encoding='utf-8').split('\n')
    for _, definition in seed[2]:
        assert f'    definition: "{definition}"' in lines


# --- labels ---


def test_no_label_names_two_terms(terms):
    owners = defaultdict(set)
    for name, term in terms.items():
        for label in labels(term):
            owners[folded(label)].add(name)
    assert {label: names for label, names in owners.items() if len(names) > 1} == {}


def test_no_plural_of_a_label_is_another_terms_label(terms):
    owner = {folded(label): name for name, t in terms.items() for label in labels(t)}
    for label, name in owner.items():
        for plural in (f'{label}s', f'{label}es', f'{label.removesuffix("y")}ies'):
            assert owner.get(plural, name) == name


def test_no_label_is_written_twice_in_one_term(terms):
    for term in terms.values():
        counted = Counter(map(folded, labels(term)))
        assert [label for label, times in counted.items() if times > 1] == []


def test_aliases_are_of_known_kinds(terms):
    for term in terms.values():
        for alias in aliases(term):
            assert alias.get('kind', 'synonym') in KINDS
            assert alias.keys() <= {'text', 'kind', 'case', 'status', 'hidden', 'autolink'}


def test_autolink_is_text_not_a_truth_value(terms):
    for term in terms.values():
        for record in (term, *aliases(term)):
            assert record.get('autolink', 'off') in AUTOLINKS


# --- relations ---


def test_every_relation_names_another_term_once(terms):
    for name, term in terms.items():
        assert [target for target in targets(term) if target not in terms] == []
        assert name not in targets(term)
        assert len(targets(term)) == len(set(targets(term)))


def test_every_term_is_related_to_some_other(terms):
    assert [name for name, term in terms.items() if not targets(term)] == []


def test_broader_does_not_run_in_a_circle(terms):
    above = {name: term.get('broader', []) for name, term in terms.items()}
    graphlib.TopologicalSorter(above).prepare()  # raises CycleError


def test_contrast_is_written_at_both_terms(terms):
    pairs = {(a, b) for a, term in terms.items() for b in term.get('contrast', [])}
    assert {(a, b) for a, b in pairs if (b, a) not in pairs} == set()


# --- categories, references, and what is left to projects ---


def test_every_term_has_one_or_two_declared_categories(data, terms):
    declared = [category['id'] for category in data['categories']]
    assert len(declared) == len(set(declared))
    for term in terms.values():
        assert 1 <= len(term['categories']) <= 2
        assert set(term['categories']) <= set(declared)


def test_every_category_is_used(data, terms):
    used = {category for term in terms.values() for category in term['categories']}
    assert used == {category['id'] for category in data['categories']}


def test_references_have_a_label_and_an_https_address(terms):
    for term in terms.values():
        for reference in term.get('references', []):
            assert reference.keys() == {'label', 'url'}
            assert reference['label'].strip()
            assert reference['url'].startswith('https://')


def test_where_terms_are_explained_is_left_to_projects(terms):
    for term in terms.values():
        assert not {'canonical', 'published'} & term.keys()
