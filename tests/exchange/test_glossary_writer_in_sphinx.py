"""Sphinx reads the glossaries that are written."""

from __future__ import annotations

import posixpath

from sphinx.util.inventory import InventoryFile

from sphinxcontrib_archgloss.exchange.formats import write
from sphinxcontrib_archgloss.terms.loading.load import load_set
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from strategies import term, term_set


def test_sphinx_has_every_term_of_the_pages(project):
    built_in = load_set(built_in_sets()['architecture']).set
    own = term_set(
        'own',
        term('Fence', definition='Text with *emphasis*.\n\n```\ncode\n```'),
        term('_odd_ *name* : here', 'a `second` one', extra={'index': 'O'}),
        markup='myst',
        title='Our *own*',
        description='1. of one',
    )
    project.conf(extensions=['myst_parser'])
    project.write('index.rst', 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n')
    (project.source / 'a.rst').write_text(write(built_in, 'rst').text, encoding='utf-8')
    (project.source / 'b.md').write_text(write(own, 'myst').text, encoding='utf-8')
    built = project.build('-W', '-n')
    assert (built.status, built.all_warnings) == (0, [])
    with (built.output / 'objects.inv').open('rb') as file:
        known = set(InventoryFile.load(file, '', posixpath.join)['std:term'])
    assert known == {
        *(term.name for term in built_in.terms),
        *(a.text for term in built_in.terms for a in term.aliases if not a.hidden),
        'Fence',
        '_odd_ *name* : here',
        'a `second` one',
    }
