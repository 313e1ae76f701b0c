"""Only what a page shows counts as a reference: no unused substitution, no contents."""

from __future__ import annotations

import json
import re

import pytest

NAMES = [f'Term {letter}' for letter in 'abcdefgh']
EPILOG = '\n'.join(
    f'.. |{name[-1]}| replace:: see :term-ref:`{name}`' for name in NAMES
)  # fmt: skip
EPILOG += (
    '\n.. |none| replace:: :term-ref:`Nothing at all`\n.. |any| replace:: :any:`Term h`\n'
)


def term_set(**definitions: str) -> str:
    records = [
        f'  - {{name: {name}, definition: {definitions.get(name[-1], "Means it.")}}}'
        for name in NAMES
    ]
    return '\n'.join(['name: s', 'terms:', *records, ''])


@pytest.fixture
def words(project):
    project.conf(archgloss_term_sets=['s.yaml'], rst_epilog=EPILOG)
    project.write('s.yaml', term_set())
    project.write(
        'index.rst',
        """
        Start
        =====

        .. contents::
           :local:

        .. |own| replace:: of :term-ref:`Term c`

        Here |a| stands.

        About :term-ref:`Term b`
        ------------------------

        .. toctree::

           other
        """,
    )
    project.write('other.rst', 'Other\n=====\n\nNothing.\n\n.. term-set::\n')
    return project


def popovers(html: str) -> list[str]:
    return re.findall(r'<template id="tip-term-([\w-]+)"', html)


def test_a_page_has_the_popovers_of_what_it_shows(words):
    built = words.build('-n')
    assert popovers(built.page('index.html')) == ['term-a', 'term-b']
    assert popovers(built.page('other.html')) == []
    assert built.all_warnings == []


def test_an_entry_names_the_places_that_show_its_term(words):
    html = words.build().page('other.html')
    mentions = {
        key: re.sub('<[^>]+>', '', line)
        for key, line in re.findall(
            r'<dt id="term-term-(\w)">(?:(?!<dt).)*?<p class="[^"]*term-mentions">(.*?)</p>',
            html,
            re.DOTALL,
        )
    }
    assert mentions == {  # the contents repeat a heading
        'a': 'Mentioned in: Start',
        'b': 'Mentioned in: Start &#8250; About Term b',
    }


def test_an_edit_of_a_term_rewrites_the_pages_that_show_it(words):
    words.write('plain.rst', ':orphan:\n\nPlain\n=====\n\nNow |c|.\n')
    words.build()
    words.write('s.yaml', term_set(d='Another one.'))
    assert 'plain' not in words.build().written
    words.write('s.yaml', term_set(d='Another one.', c='A new one.'))
    assert 'plain' in words.build().written


def test_a_substitution_that_is_used_later_counts_from_then_on(words):
    words.build()
    words.write('other.rst', 'Other\n=====\n\nNow |c|.\n\n.. term-set::\n')
    again = words.build()
    assert popovers(again.page('other.html')) == ['term-c']
    clean = words.build(out='clean', doctrees='clean-doctrees')
    assert clean.page('other.html') == again.page('other.html')


def test_a_term_that_only_substitutions_name_is_unused(words):
    built = words.build(builder='termcheck')
    report = json.loads(built.page('termcheck.json'))
    unused = [
        finding['line'] for finding in report['findings'] if finding['rule'] == 'unused'
    ]
    assert unused == [line for line, _ in enumerate(NAMES, 3)][2:]


def test_an_undefined_term_is_reported_where_a_page_shows_it(words):
    words.write('other.rst', 'Other\n=====\n\n|none|\n\n.. term-set::\n')
    built = words.build()
    assert len(built.warnings) == 1
    assert '"Nothing at all"' in built.warnings[0]
