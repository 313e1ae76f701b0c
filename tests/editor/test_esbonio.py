"""`sphinx_ext.esbonio`: what a writer's editor offers and shows."""

from __future__ import annotations

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

    writer.type(rest, '\nOf a :term-ref:`KV cashe`.')
    writer.type(myst, '\nOf a {term-ref}`KV cashe`.')
    wrong = (
        'reference to "KV cashe", which no term set has; did you mean "KV cache" or '
        '"key-value cache"? [archgloss.undefined]'
    )
    for name in (rest, myst):
        there = {(writer.last_line(name), wrong)}
        writer.wait(lambda name=name, there=there: writer.shown.get(name) == there)
    assert {name for name, said in writer.shown.items() if said} == {rest, myst}

    writer.type(rest, '\nOf a :term-ref:`KV cache`.')
    writer.type(myst, '\nOf a {term-ref}`KV cache`.')
    writer.wait(lambda: not writer.shown[rest] and not writer.shown[myst])


def test_a_set_is_mended_while_the_editor_is_open(edit, project):
    project.write('serving.yaml', SET)
    project.write('billing.yaml', OTHER)
    project.conf(archgloss_term_sets=['serving.yaml', 'billing.yaml'])
    project.write('glossary.rst', ':orphan:\n\nGlossary\n========\n\n.. term-set::\n')
    project.write(
        'index.rst',
        'Index\n=====\n\nOf :term-ref:`KV cache`, :term-ref:`KVC` and :term-ref:`pages`.\n',
    )
    writer = edit(project.source)
    writer.open('index.rst')
    writer.save('index.rst')
    writer.wait(lambda: any(writer.shown.values()))
    assert {(name, line) for name, said in writer.shown.items() for line, _ in said} == {
        ('index.rst', 4),
        ('serving.yaml', 12),
    }

    writer.type('index.rst', '\n:term-ref:`')
    assert writer.offered('index.rst') == {
        'serving:Token': 'Token',
        'billing:Token': 'Token',
        'billable token': 'Token',
        'KV cache': None,
        'key-value cache': 'KV cache',
        'KVC': 'KV cache',
    }
    assert writer.hover('index.rst', 'KVC') == 'The keys and values of all earlier tokens.'
    assert writer.definition('index.rst', 'KVC') == [
        (str(project.source / 'serving.yaml'), 5)
    ]

    writer.type('index.rst', '')
    mended = SET.replace('[Tokn]', '[Token]')
    mended += '- name: Page\n  definition: A block of a cache.\n'
    project.write('serving.yaml', mended)
    writer.save('index.rst')
    writer.wait(lambda: not any(writer.shown.values()))
    writer.type('index.rst', '\n:term-ref:`')
    assert writer.offered('index.rst')['Page'] is None
