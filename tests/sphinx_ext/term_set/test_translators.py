"""Lists of entries under translators of other extensions."""

from __future__ import annotations

import pytest

from projects import CONF

SET = """\
name: words
categories:
- {id: one, label: One}
- {id: two, label: Two}
terms:
- {name: Apple, definition: A fruit., categories: [one]}
- {name: Bread, definition: A food., categories: [one]}
- {name: Clay, definition: A soil., categories: [two]}
"""
PAGE = """\
Terms
=====

Before :term-ref:`Clay`.

.. term-set:: words.yaml
   :group: category
   :letters:

After.
"""


@pytest.fixture
def build(project):
    """Builds the page with a translator that has these *methods*."""
    project.write('words.yaml', SET)
    project.write('index.rst', PAGE)

    def build(methods, bases='HTML5Translator'):
        project.write(
            'conf.py',
            f"""\
{CONF}
from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator

class Translator({bases}):
{methods}

def setup(app):
    app.set_translator('html', Translator)
""",
        )
        built = project.build()
        assert built.status == 0, built.text
        page = built.page('index.html')
        tags = [page.count(tag) for tag in ('<div', '</div>', '<nav', '</nav>')]
        assert tags[0] == tags[1]
        assert tags[2] == tags[3]
        assert 'After.' in page
        return page

    return build


def test_a_translator_can_leave_out_an_entry(build, project):
    project.write('_templates/archgloss/entry.html', '{{ body }}')
    conf = "templates_path = ['_templates']\n"
    methods = """\
    def visit_definition_list_item(self, node):
        if node.astext().startswith('Bread'):
            raise nodes.SkipNode
        super().visit_definition_list_item(node)
"""
    for rest in ('', conf):
        page = build(f'{methods}\n{rest}')
        assert '<p>A fruit.' in page
        assert '<p>A food.' not in page


def test_a_translator_can_remove_nodes_while_it_writes(build):
    page = build("""\
    def visit_rubric(self, node):
        node.parent.remove(node)
        raise nodes.SkipNode
""")
    assert 'Two</p>' not in page
    assert page.count('class="term-letters"') == 2


def test_a_translator_can_skip_the_rest_of_a_list(build):
    page = build("""\
    def visit_rubric(self, node):
        if node.astext() == 'Two':
            raise nodes.SkipSiblings
        super().visit_rubric(node)
""")
    assert '<p>A food.' in page
    assert '<dt id="term-clay"' not in page


def test_a_translator_of_docutils_writes_lists_and_popovers(build):
    page = build(
        """\
    permalink_text = ''

    def visit_pending_xref(self, node):
        pass

    depart_pending_xref = visit_pending_xref
    visit_glossary = depart_glossary = visit_index = depart_index = visit_pending_xref
""",
        'SphinxTranslator, HTMLTranslator',
    )
    assert 'class="term-list' in page
    assert page.count('class="term-letters"') == 2
    assert '<template id="tip-' in page
