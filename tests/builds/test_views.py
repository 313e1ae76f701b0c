"""A field that a view gains decides by itself which pages are written or read again."""

from __future__ import annotations

import shutil

import pytest

from builds.model import CONF, LAYOUT
from builds.workshop import build
from projects import Project

# Put into conf.py: gives the view that the environment names one field more, as a new
# feature would.
FIELD = """
import collections, os
from sphinxcontrib_archgloss.project import entry_order, structured_data, views
from sphinxcontrib_archgloss.project.prose import rewrites

name, _, value = os.environ.get('VIEW_FIELD', '').partition(':')
for module in (views, entry_order, structured_data, rewrites):
    if name and hasattr(module, name):
        view = getattr(module, name)
        fields = collections.namedtuple(name, (*view._fields, 'feature'))
        own = {n: v for n, v in vars(view).items() if isinstance(v, property)}
        wider = type(name, (fields,), own)
        setattr(module, name, lambda *a, **k: wider(*view(*a, **k), value))
"""

SET = """\
name: set
terms:
- name: Token
  definition: A piece of text.
  aliases: [{text: tokn, kind: misspelling}]
- name: KV cache
  definition: It keeps keys.
  related: [Token]
"""

PAGES = {
    'index.rst': 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   pages/*\n',
    'pages/entries.rst': 'Entries\n=======\n\n.. term-set:: set\n',
    'pages/reference.rst': 'Reference\n=========\n\nOf :term-ref:`tokens`.\n',
    'pages/list.rst': 'List\n====\n\nOf :term-ref:`tokens`.\n\n.. page-terms::\n',
    'pages/definition.rst': 'Definition\n==========\n\n.. term-definition:: KV cache\n',
    'pages/map.rst': 'Map\n===\n\n.. term-map::\n',
    'pages/mention.rst': 'Mention\n=======\n\nA KV cache by itself.\n',
    'pages/nothing.rst': 'Nothing\n=======\n\nNo word of it.\n',
}

REFERRING = {'pages/reference', 'pages/list', 'pages/mention'}

WRITTEN = {
    'EntryView': {'pages/entries'},
    'RelationView': {'pages/entries'},
    'MentionsView': {'pages/entries'},
    'ReferenceView': REFERRING,
    'PopoverView': {*REFERRING, 'pages/map'},
    'PageTermsView': {'pages/list'},
    'ListedTermView': {'pages/list'},
    'DefinitionView': {'pages/definition'},
    'MapView': {'pages/map'},
    'TermLinkView': {'pages/entries', 'pages/list', 'pages/map'},
    'DefinedTermView': {'pages/entries'},
    'DefinedSetView': {'pages/entries'},
    'HeadView': {'pages/entries'},
    'SearchView': {'pages/entries'},
    'Rewrite': {'pages/mention'},
}
"""View → pages that draw it."""

READ = {
    'TermSetView': {'pages/entries', 'pages/definition'},
    'GroupView': {'pages/entries', 'pages/definition'},
    'RecordView': {'pages/entries', 'pages/definition'},
    'DefinitionText': {'pages/entries', 'pages/definition'},
}
"""Read view → pages that draw it."""

PARENTS = {'index'}
"""Sphinx writes a page with a toctree again with the pages in it."""


@pytest.fixture(scope='module')
def built(tmp_path_factory):
    """A project that has been built."""
    top = tmp_path_factory.mktemp('views')
    project = Project(top / 'docs')
    options = "archgloss_term_sets = ['set.yaml']\narchgloss_autolink = 'first'\n"
    project.write('conf.py', CONF + FIELD + options)
    project.write('_templates/layout.html', LAYOUT)
    project.write('set.yaml', SET)
    for name, text in PAGES.items():
        project.write(name, text)
    assert go(top).status == 0
    return top


def go(top):
    return build(top / 'docs', top / 'out', top / 'doctrees')


@pytest.fixture
def here(built, tmp_path, monkeypatch):
    """Builds the project where it was built before, from a state that is put back."""
    kept = shutil.copytree(built, tmp_path / 'kept')

    def again(field=''):
        monkeypatch.setenv('VIEW_FIELD', field)
        # with other bytes in its set, a project is looked at again; nobody sees a comment
        (built / 'docs/set.yaml').write_text(f'# a comment\n{SET}', encoding='utf-8')
        return go(built)

    yield again
    shutil.rmtree(built)
    shutil.copytree(kept, built, copy_function=shutil.copy2)


def test_without_a_new_field_nothing_is_written(here):
    again = here()
    assert (again.read, again.written, again.status) == (set(), set(), 0)


@pytest.mark.parametrize('view', WRITTEN)
def test_a_field_of_a_written_view_has_the_pages_written_that_draw_it(here, view):
    again = here(f'{view}:new')
    assert (again.read, again.status) == (set(), 0), again.text
    assert again.written - PARENTS == WRITTEN[view]


@pytest.mark.parametrize('view', READ)
def test_a_field_of_a_read_view_has_the_pages_read_that_draw_it(here, view):
    again = here(f'{view}:new')
    assert again.status == 0, again.text
    assert again.read - PARENTS == READ[view]
