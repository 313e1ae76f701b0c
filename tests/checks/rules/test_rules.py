"""The rules, tried on the examples in their own docstrings."""

from __future__ import annotations

import pytest

from checks.examples import ExampleProject
from sphinxcontrib_archgloss.checks.rules.registry import PAGE_RULES, PROJECT_RULES, RULES


def test_every_rule_has_an_id_of_its_own():
    assert len(RULES) == len(PAGE_RULES) + len(PROJECT_RULES) + 1
    assert all(rule.id == rule_id for rule_id, rule in RULES.items())


@pytest.mark.parametrize('rule', RULES.values(), ids=RULES.keys())
def test_a_rule_describes_what_it_finds(rule):
    assert rule.summary.endswith('.')
    assert rule.help.startswith(rule.summary[:20])
    assert rule.bad.records or rule.bad.page
    assert rule.good.records or rule.good.page
    assert rule.bad != rule.good


@pytest.mark.parametrize('rule', RULES.values(), ids=RULES.keys())
def test_a_rule_finds_the_bad_and_passes_the_good(rule, tmp_path):
    project = ExampleProject(tmp_path)
    project.example(rule.bad)
    findings = [one for one in project.check() if one.rule == rule.id]
    assert findings
    assert {finding.severity for finding in findings} == {rule.severity}
    for finding in findings:
        text = (project.source / finding.place.path).read_text('utf-8')
        assert finding.place.source == text.split('\n')[finding.place.line - 1] != ''
    project.example(rule.good, rule.bad.records)
    assert rule.id not in {one.rule for one in project.check()}


FORBIDDEN = """\
- name: Hallucination
  definition: A statement without a source.
  aliases: [{text: model lie, status: forbidden}, {text: model fib, status: deprecated}]
- {name: Token, definition: A piece of text.}
"""
HEADINGS = """\
Of model lies
=============

==========
A model lie
===========

.. rubric:: Model lies again

.. list-table:: No model lie here
   :header-rows: 1

   * - model lie
     - “model lie”

   * - x
     - y

A model lie
  ``model lie``

.. admonition:: The model lie

   It lies.

.. code-block:: rst
   :caption: One *more* model lie

   A model lie

Each token
==========

The model lie

.. term-check: off forbidden -- the title is known by this name

Last model lie
==============

Nothing.
"""


def test_headings_have_no_unwelcome_labels_either(tmp_path):
    project = ExampleProject(tmp_path)
    project.records(FORBIDDEN)
    page = HEADINGS.replace('==========\nA model', '===========\nA model')
    project.files |= {
        'page.rst': page,
        'other.md': '# The model fib\n\n## Model fibs\n\n| model fib |\n|---|\n|x|\n',
    }
    evaluated = project.check()
    findings = list(evaluated)
    assert [
        (finding.place.path, finding.rule, finding.place.line, finding.place.column)
        for finding in findings
        if finding.rule not in ('unused', 'unlinked')
    ] == [
        ('other.md', 'deprecated', 1, 7),
        ('other.md', 'deprecated', 3, 4),
        ('other.md', 'deprecated', 5, 3),
        *(
            ('page.rst', 'forbidden', *where)
            for where in (
                (1, 4), (5, 3), (8, 13), (10, 20), (13, 8), (19, 3), (22, 21), (27, 25),
                (34, 5), (38, 6),
            )
        ),
    ]  # fmt: skip
    suppressed = [one.place.line for one in evaluated if one.state == 'suppressed']
    assert suppressed == [38]
    # titles are linked to, and lines below are as long as they are
    assert [finding.place.line for finding in findings if finding.edit] == [34]


FOLDED = """\
- name: Hallucination
  definition: A statement without a source.
  aliases: [{text: model lie, status: forbidden}]
- name: Token
  definition: >-
    A piece of text
    that is no model lie.
  autolink: "off"
- name: Layer
  definition: A part of a model,
    which is no model lie, either.
  aliases: ["model lie detector"]
- name: Head
  definition: >
    A part of a layer.

    Of a model
    lie or a
    model lie.
"""


def test_what_is_in_a_folded_definition_is_reported_with_its_own_line(tmp_path):
    project = ExampleProject(tmp_path)
    project.records(FOLDED)
    places = [one.place for one in project.check() if one.rule == 'forbidden']
    assert [(place.line, place.column) for place in places] == [(9, 18), (13, 19), (21, 7)]


def test_a_name_that_begins_a_sentence_is_judged_there_alone(tmp_path):
    project = ExampleProject(tmp_path)
    records = ('token', 'head', 'cache', 'Release')
    project.records(''.join(f'- {{name: {n}, definition: A thing.}}\n' for n in records))
    project.files['a.rst'] = 'A\n=\n\nWe talk about Release here.\n'
    project.files['b.rst'] = 'B\n=\n\nRelease is here.\n'
    found = {e.place.path: e.rule for e in project.check()}
    assert (found['a.rst'], found['b.rst']) == ('unlinked', 'suggested')
