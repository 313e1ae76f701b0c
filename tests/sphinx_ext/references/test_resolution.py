"""References of this project are resolved before Sphinx's resolver, all others by it."""

from __future__ import annotations

from projects import CONF

SET = """\
name: words
terms:
  - {name: Token, definition: A piece of text.}
"""
PAGE = """\
Page
====

.. term-set::

:term-ref:`token`, :term-ref:`Tokn` and :any:`Token`.
"""
RECORDER = """
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

resolve = ArchglossDomain.resolve_xref

def record(domain, env, docname, builder, role, target, *nodes):
    print('Sphinx asks for', target)
    return resolve(domain, env, docname, builder, role, target, *nodes)

def answer(app, env, node, content):
    print('handlers are asked for', node['reftarget'])

def setup(app):
    ArchglossDomain.resolve_xref = record
    app.connect('missing-reference', answer)
    app.connect('build-finished', restore)

def restore(app, error):
    ArchglossDomain.resolve_xref = resolve
"""


def test_only_unresolved_references_are_left_to_sphinx(project):
    project.write('conf.py', f"{CONF}archgloss_term_sets = ['set.yaml']\n{RECORDER}")
    project.write('set.yaml', SET)
    project.write('index.rst', PAGE)
    built = project.build()
    assert 'Sphinx asks for tokn' in built.text
    assert 'handlers are asked for tokn' in built.text
    assert 'Sphinx asks for token' not in built.text
    assert 'asked for token' not in built.text
    page = built.page('index.html')
    assert page.count('term-unpublished') == 2
    assert page.count('term-undefined') == 1


def test_links_of_myst_that_find_a_term_are_references_to_it(project):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['set.yaml'],
    )
    project.write('set.yaml', SET)
    project.write('index.md', '# Words\n\n```{term-set}\n```\n\n```{toctree}\npage\n```\n')
    project.write('page.md', '# A page\n\nSee [that](#Token) and [](<#Token>).\n')
    project.build()
    project.write('set.yaml', SET.replace('A piece', 'A small piece'))
    built = project.build()
    page = built.page('page.html')
    assert 'A small piece of text' in page
    assert 'archgloss.js' in page
    assert 'Mentioned in: <a href="page.html">A page</a> (2)' in built.page('index.html')
