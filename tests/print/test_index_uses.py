"""The index of the PDF: pages on which terms are used, beside those of their entries."""

from __future__ import annotations

import pytest

from printed import make_pdf, need

SET = """\
name: s
terms:
  - {name: KV cache, definition: "Holds each :term-ref:`token`."}
  - {name: Token, definition: A piece.}
  - {name: Feed-forward net, definition: "A :term-ref:`Feed-forward net` is itself."}
  - {name: Old, see: Token}
  - {name: Unused, definition: Nobody refers to it.}
"""

BREAK = '.. raw:: latex\n\n   \\clearpage\n\n'

INDEX = f"""\
Start
=====

First :term-ref:`KV cache` and :term-ref:`tokens`.

{BREAK}The :term-ref:`s:token`, :any:`Token`, :term-ref:`!KV cache`, :term-ref:`nets <feed-forward net>`.

{BREAK}On :term-ref:`Token`
--------------------------

An :term-ref:`old` name.

{BREAK}.. list-table:: Table of :term-ref:`KV cache`
   :header-rows: 1
   :class: longtable

   * - The :term-ref:`Feed-forward net`
   * - row

{BREAK}Noted [#]_.

.. [#] Of the :term-ref:`KV cache`.

.. code-block:: python
   :caption: Code of :term-ref:`Token`

   x = 1

{BREAK}.. toctree::

   glossary
"""


@pytest.fixture
def project(project):
    project.conf(
        archgloss_term_sets=['s.yaml'],
        archgloss_index_uses=True,
        latex_theme='howto',
        latex_elements={'papersize': 'a4paper'},
    )
    project.write('s.yaml', SET)
    rows = ''.join(f'   * - row {n}\n' for n in range(90))
    project.write('index.rst', INDEX.replace('   * - row\n', rows))
    project.write(
        'glossary.rst',
        f'Glossary\n========\n\n.. term-set::\n\nA :term-ref:`token`.\n\n{BREAK}Last.\n',
    )
    return project


@pytest.mark.print
def test_pages_of_use_and_of_entries(project):
    need('latexmk', 'pdftohtml')
    built = project.build('-n', '-W', builder='latex')
    assert built.status == 0, built.text
    pdf = make_pdf(built.output)
    assert pdf.complaints == []
    # the table takes two pages and has its head on both; the entries are on page 7
    assert pdf.text.count('from previous page') == 1
    assert pdf.index() == {
        'Feed-forward net': '2, 4, <b>7</b>',
        'KV cache': '1, 4, 6, <b>7</b>',
        'Token': '1–3, 6, <b>7</b>',
        'Unused': '<b>7</b>',
        'Old': '<b>7</b>',
    }


@pytest.mark.print
def test_a_name_of_two_sets_has_each_page_once(project):
    need('latexmk', 'pdftohtml')
    project.conf(
        archgloss_term_sets=['s.yaml', 'other.yaml'],
        archgloss_index_uses=True,
        latex_theme='howto',
    )
    project.write(
        'other.yaml', 'name: other\nterms:\n- {name: Token, definition: A key.}\n'
    )
    project.write(
        'index.rst',
        'Start\n=====\n\nA :term-ref:`s:token`.\n\n'
        f'{BREAK}.. term-set:: s\n\nAn :term-ref:`other:token`.\n\n'
        f'{BREAK}Nothing.\n\n'
        f'{BREAK}.. term-set:: other\n\nA :term-ref:`s:token`, an :term-ref:`other:token`.\n\n'
        f'{BREAK}An :term-ref:`other:token`, a :term-ref:`s:token`.\n',
    )
    project.remove('glossary.rst')
    built = project.build(builder='latex')
    assert built.status == 0, built.text
    pdf = make_pdf(built.output)
    assert pdf.complaints == []
    assert pdf.index()['Token'] == '1, <b>2</b>, <b>4</b>, 5'


def test_only_in_latex_and_only_where_wanted(project):
    wanted = {
        b: project.build(builder=b, doctrees='a', out=f'a-{b}') for b in ('html', 'latex')
    }
    project.conf(archgloss_term_sets=['s.yaml'], latex_theme='howto')
    plain = {
        b: project.build(builder=b, doctrees='b', out=f'b-{b}') for b in ('html', 'latex')
    }
    for name in ('genindex.html', 'index.html', 'glossary.html'):
        assert wanted['html'].page(name) == plain['html'].page(name)
    with_uses, without = (built['latex'].page('test.tex') for built in (wanted, plain))
    assert with_uses.count(r'\index{') > 5
    assert without.count(r'\index{') == 5
    assert 'spxpagem' not in without
