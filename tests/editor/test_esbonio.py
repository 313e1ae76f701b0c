"""`sphinx_ext.esbonio`: what a writer's editor offers and shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

EXAMPLE_DOCS = Path(__file__).parents[2] / 'example_docs'

SET = """\
name: serving
terms:
- name: Token
  definition: A piece of text. Models read nothing else.
- name: KV cache
  definition: The *keys* and values of all earlier tokens.
  aliases:
  - key-value cache
  - {text: KVC, kind: acronym, hidden: true}
  - {text: KV-cash, kind: misspelling}
  - {text: K/V store, status: deprecated}
  related: [Tokn]
"""
OTHER = """\
name: billing
terms:
- name: Token
  definition: What is paid for.
  aliases: [billable token]
"""


CLAIMS = {
    'rst': [
        '\n:term-page: ',
        '\n:term-page: KV c',
        '\n.. term-page::\n\n   ',
        '\n.. term-page:: Token\n   KV',
        '\n.. archgloss:term-page::\n\n   Token\n   ',
    ],
    'md': [
        '---\nterm-page: ',
        '---\ntitle: x\nterm-page: KV',
        '---\nterm-page:\n  - Token\n  - ',
        '# A\n\n```{term-page}\nToken\nKV',
        '# A\n\n:::{term-page} Token\nKV',
    ],
}
NO_CLAIMS = [
    '\nA sentence of ',
    '\n:other: ',
    '\n.. term-page:: Token\n\nA',
    '\n.. note::\n\n   A',
]


def test_the_example_docs_are_edited_with_completions_and_warnings(edit):
    writer = edit(EXAMPLE_DOCS)
    rest, myst = 'handbook/decoding.rst', 'handbook/kv-cache.md'
    writer.open(rest)
    writer.open(myst)
    writer.save(rest)
    for name, begun in [(rest, '\nOf the :term-ref:`'), (myst, '\nOf the {term-ref}`')]:
        writer.type(name, begun)
        writer.wait(lambda name=name: writer.offered(name))
        offered = writer.offered(name)
        assert {'Token', 'KV cache', 'Mixture of experts'} <= set(offered)
        assert offered['MoE'] == 'Mixture of experts'

    for name, begun in [
        (rest, '\n.. term-definition:: '),
        (myst, '\n```{term-definition} '),
    ]:
        writer.type(name, begun)
        # the arguments of directives come after the labels, and anew after each build
        writer.wait(lambda name=name: writer.offered(name))
        offered = writer.offered(name)
        assert {'Token', 'KV cache'} <= set(offered)
        assert offered['MoE'] == 'Mixture of experts'
        writer.type(name, begun.replace('definition', 'set'))
        writer.wait(lambda name=name: 'architecture' in writer.offered(name))

    writer.type(rest, '\nOf a :term-ref:`KV cashe`.')
    writer.type(myst, '\nOf a {term-ref}`KV cashe`.')
    wrong = 'unknown term "KV cashe"; did you mean "KV cache"? [archgloss.undefined]'
    for name in (rest, myst):
        there = {(writer.last_line(name), wrong)}
        writer.wait(lambda name=name, there=there: writer.shown.get(name) == there)
    assert {name for name, warnings in writer.shown.items() if warnings} == {rest, myst}

    writer.type(rest, '\nOf a :term-ref:`KV cache`.')
    writer.type(myst, '\nOf a {term-ref}`KV cache`.')
    writer.wait(lambda: not writer.shown[rest] and not writer.shown[myst])


def configuration():
    """What the manual has in pyproject.toml, for the Python that runs the tests."""
    page = (EXAMPLE_DOCS / 'manual/how-to/editors.rst').read_text('utf-8')
    block = page.split(':caption: pyproject.toml\n\n')[1].split('\n\nPaths')[0]
    python = '${venv:' + sys.prefix + '}'
    if path := os.environ.get('PYTHONPATH'):  # esbonio does not pass it on
        command = (
            f'pythonCommand = {{command = ["{python}"], env = {{PYTHONPATH = "{path}"}}}}'
        )
        return block.replace('pythonCommand = ["${venv:.venv}"]', command)
    return block.replace('${venv:.venv}', python)


def test_a_set_is_mended_while_the_editor_is_open(edit, project):
    top, page, records = project.source.parent, 'docs/index.rst', 'docs/serving.yaml'
    project.write('../pyproject.toml', configuration())
    project.write('serving.yaml', SET)
    project.write('billing.yaml', OTHER)
    project.conf(archgloss_term_sets=['serving.yaml', 'billing.yaml'])
    project.write('glossary.rst', ':orphan:\n\nGlossary\n========\n\n.. term-set::\n')
    project.write(
        'index.rst',
        'Index\n=====\n\nOf :term-ref:`KV cache`, :term-ref:`KVC` and :term-ref:`pages`.\n',
    )
    writer = edit(top)
    writer.open(page)
    writer.save(page)
    writer.wait(lambda: any(writer.shown.values()))
    assert {
        (name, line) for name, warnings in writer.shown.items() for line, _ in warnings
    } == {(page, 4), (records, 12)}

    writer.type(page, '\n:term-ref:`')
    assert writer.offered(page) == {
        'serving:Token': 'Token',
        'billing:Token': 'Token',
        'billable token': 'Token',
        'KV cache': None,
        'key-value cache': 'KV cache',
        'KVC': 'KV cache',
    }
    assert writer.hover(page, 'KVC') == 'The keys and values of all earlier tokens.'
    assert writer.definition(page, 'KVC') == [(str(top / records), 5)]

    labels = writer.offered(page)
    for directive, offers in {
        'term-page': labels,
        'term-definition': labels,
        'archgloss:term-definition': labels,
        'term-set': {'serving': None, 'billing': None},
    }.items():
        writer.type(page, f'\n.. {directive}:: ')
        assert writer.offered(page) == offers, directive
    for begun in CLAIMS['rst']:
        writer.type(page, begun)
        assert set(labels) <= set(writer.offered(page)), begun
    for begun in NO_CLAIMS:
        writer.type(page, begun)
        assert 'KV cache' not in writer.offered(page), begun
    for begun in CLAIMS['md']:
        (top / 'docs/matter.md').write_text('', 'utf-8')
        writer.open('docs/matter.md')
        writer.type('docs/matter.md', begun)
        assert set(labels) <= set(writer.offered('docs/matter.md')), begun
    (top / 'docs/matter.md').unlink()

    writer.type(page, '')
    mended = SET.replace('[Tokn]', '[Token]')
    mended += '- name: Page\n  definition: A block of a cache.\n'
    project.write('serving.yaml', mended)
    writer.save(page)
    writer.wait(lambda: not any(writer.shown.values()))
    writer.type(page, '\n:term-ref:`')
    assert writer.offered(page)['Page'] is None
