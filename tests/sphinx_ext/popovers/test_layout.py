"""`popovers.layout`: a project's own template of popovers."""

from __future__ import annotations

import re

import pytest

LAYOUT = """\
<h2>{{ name }}</h2>
{% if page %}<p class="where">{{ state }}</p>{% endif %}
{{ body }}
"""


@pytest.fixture
def own(shared):
    project = shared('own')
    project.conf(archgloss_term_sets=['s.yaml'], templates_path=['_templates'])
    project.write(
        's.yaml',
        'name: s\nterms:\n- {name: A & B, definition: "One *two* <x>."}\n'
        '- {name: Whole, definition: Three.}\n',
    )
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n\n   g\n   page\n   plain\n')
    project.write('plain.rst', 'Plain\n=====\n\nText.\n')
    project.write('g.rst', 'Glossary\n========\n\n.. term-set::\n')
    project.write(
        'page.rst',
        ':term-page: Whole\n\nPage\n====\n\n.. _s:\n\n:term-ref:`A & B`, :term-ref:`whole`\n',
    )
    return project


def templates(built):
    page = built.page('page.html')
    return re.findall(r'<template id="tip-[^"]*">(.*?)</template>', page, re.DOTALL)


def built_in_bodies(project):
    """The HTML that templates get as `body`."""
    project.write('_templates/archgloss/popover.html', '{{ body }}')
    return templates(project.build('-W'))


def same_as_clean(project, built):
    clean = project.build('-E', '-j', '2', out='clean', doctrees='clean')
    assert clean.page('page.html') == built.page('page.html')
    assert (clean.warnings, clean.status) == (built.warnings, built.status)


def test_a_project_has_its_own_layout_of_popovers(own):
    built_in = templates(own.build('-W'))
    bodies = built_in_bodies(own)
    own.write('_templates/archgloss/popover.html', LAYOUT)
    built = own.build('-W')
    assert built.status == 0, built.text
    assert [text.split('\n')[0] for text in templates(built)] == [
        '<h2>A &amp; B</h2>',
        '<h2>Whole</h2>',
    ]
    assert '<em>two</em> &lt;x&gt;.' in templates(built)[0]
    assert [bodies[n] in text for n, text in enumerate(templates(built))] == [True, True]
    assert 'class="term-tip-text">Three.</p>' in bodies[1]
    # nothing is left to the script
    assert 'data-entry' not in built.page('page.html')
    assert [text.split('term-tip-state ')[1] for text in bodies] == [
        'term-tip-entry">In the glossary</p>'
    ] * 2
    same_as_clean(own, built)
    own.write('_templates/archgloss/popover.html', '{{ text }}')
    built = own.build('-W')
    assert 'page' in built.written
    assert templates(built) == ['One <em>two</em> &lt;x&gt;.', 'Three.']
    same_as_clean(own, built)
    own.remove('_templates/archgloss/popover.html')
    built = own.build('-W')
    assert templates(built) == built_in
    same_as_clean(own, built)


@pytest.mark.parametrize(
    ('text', 'line', 'message'),
    [
        ('<p>\n{% if name %}\n', 2, 'Unexpected end of template'),
        ('<p>\n\n{{ nmae }}', 3, "'nmae' is undefined"),
        ('{{ 1 / 0 }}', 1, 'division by zero'),
    ],
)
def test_a_broken_layout_is_one_warning_on_every_build(own, text, line, message):
    bodies = built_in_bodies(own)
    own.write('_templates/archgloss/popover.html', text)
    for _ in range(2):
        built = own.build('-W')
        (warning,) = built.warnings
        where = (
            f'_templates/archgloss/popover.html:{line}: WARNING: the template of popovers'
        )
        assert warning.startswith(where)
        assert message in warning
        assert warning.endswith('[archgloss.config]')
        assert built.status == 1
        assert templates(built) == bodies


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_a_layout_that_fails_on_one_popover_is_reported_on_every_build(own, jobs):
    bodies = built_in_bodies(own)
    text = 'x\n{% if name == "Whole" %}{{ 1 / 0 }}{% endif %}'
    own.write('_templates/archgloss/popover.html', text)
    for _ in range(2):
        built = own.build('-W', '-j', jobs)
        (warning,) = built.warnings
        assert warning.startswith('_templates/archgloss/popover.html:2: WARNING: the templ')
        assert 'division by zero' in warning
        assert built.status == 1
        assert templates(built) == ['x\n', bodies[1]]
    own.write('_templates/archgloss/popover.html', '{{ body }}')
    assert own.build('-W').status == 0
    assert own.build('-W').written == set()
