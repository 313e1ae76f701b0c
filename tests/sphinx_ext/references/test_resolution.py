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
