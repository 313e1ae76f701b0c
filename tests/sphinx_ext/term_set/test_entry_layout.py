"""`term_set.layout`: a project's own template of entries."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from pages import broken_links, entries, repeated_ids, words

SET = """\
name: s
lang: en
terms:
- name: A & B
  definition: "One *two* <x>, see :term-ref:`whole` [1]_.\\n\\n.. [1] More."
  aliases: [AB, B and A]
  related: [Whole]
  formerly: [Old]
- {name: Whole, definition: Three., references: [{label: Paper, url: 'https://e.org/p'}]}
- {name: Gone, definition: Four., status: deprecated, replaced_by: Whole}
- {name: Same, see: Whole}
"""

LAYOUT = """\
{{ term }}
<dd class="card" data-id="{{ id }}">{{ canonical }}
{% for fact in facts %}<p class="{{ fact.kind }}">{{ fact.label }}|{{ fact.values }}</p>
{% endfor %}{{ status }}{{ see }}<div class="text">{{ definition }}</div>
| {{ mentions }}</dd>
"""
HEADING = '<dt class="own">{{ anchors }}<b>{{ name }}</b></dt><dd>{{ definition }}</dd>'


@pytest.fixture
def own(shared):
    project = shared('own-entries')
    project.conf(archgloss_term_sets=['s.yaml'], templates_path=['_templates'])
    project.write('s.yaml', SET)
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n\n   g\n   page\n   plain\n')
    project.write('plain.rst', 'Plain\n=====\n\nText.\n')
    project.write('g.rst', 'Glossary\n========\n\n.. term-set::\n')
    project.write(
        'page.rst',
        ':term-page: Whole\n\nPage\n====\n\n:term-ref:`A & B`, :term-ref:`gone`\n',
    )
    return project


def template(project, text):
    project.write('_templates/archgloss/entry.html', text)


def same_as_clean(project, built):
    clean = project.build('-E', '-j', '2', out='clean', doctrees='clean')
    for page in ('g.html', 'page.html', 'plain.html'):
        assert clean.page(page) == built.page(page)
    assert (clean.warnings, clean.status) == (built.warnings, built.status)


def listing(built):
    (text,) = re.findall(
        r'<div class="term-list">.*?</dl>', built.page('g.html'), re.DOTALL
    )
    return text


def test_a_project_has_its_own_layout_of_entries(own):
    built_in = listing(own.build('-W'))
    template(own, LAYOUT)
    built = own.build('-W')
    assert built.status == 0, built.text
    html = listing(built)
    cards = re.findall(r'<dd class="card" data-id="(.*?)">(.*?)</dd>', html, re.DOTALL)
    assert [anchor for anchor, _ in cards] == [
        'term-a-and-b', 'term-gone', 'term-same', 'term-whole'
    ]  # fmt: skip
    shown = [words(text) for _, text in cards]
    assert shown[0].startswith('Also:|AB, B and A Related:| Whole No page yet|')
    assert shown[0].endswith('More. | Mentioned in: Page')
    assert shown[1].startswith('Deprecated. Replaced by: Whole Four.')
    assert shown[2] == 'See: Whole |'
    assert shown[3].startswith('Read more: Page')
    assert 'References:|' in shown[3]
    assert built_in != html, html
    assert broken_links(built.output) == []
    assert repeated_ids(built.output) == {}
    same_as_clean(own, built)
    template(own, HEADING)
    built = own.build('-W')
    assert '<dt class="own"><span id="term-a-and-b"></span>' in listing(built)
    assert '<b>A &amp; B</b></dt><dd><p>One' in listing(built)
    assert broken_links(built.output) == []
    same_as_clean(own, built)
    template(own, '{{ body }}')
    assert listing(own.build('-W')) == built_in
    own.remove('_templates/archgloss/entry.html')
    assert listing(own.build('-W')) == built_in


@pytest.mark.parametrize('builder', ['epub', 'text', 'json'])
def test_other_builders_keep_the_built_in_layout(own, builder):
    before = own.build('-W', builder=builder)
    template(own, '{{ 1 / 0 }}')
    after = own.build('-W', builder=builder)
    assert after.status == 0, after.text
    assert before.status == 0


def test_one_page_has_it_too(own):
    template(own, HEADING)
    built = own.build('-W', builder='singlehtml')
    assert built.page('index.html').count('<dt class="own">') == 4
    assert broken_links(built.output) == []


BROKEN = [
    ('<p>\n{% if name %}\n', 2, 'Unexpected end of template'),
    ('<p>\n\n{{ nmae }}', 3, "'nmae' is undefined"),
    ('{{ 1 / 0 }}', 1, 'division by zero'),
    ('\n{% include "archgloss/more.html" %}', 2, 'cannot use another template'),
    ('<dt>{{ name }}</dt>{{ definition }}', 1, 'it lacks the id "term-a"; it needs'),
    ('{{ term }}{{ body }}', 1, 'it writes the id "term-a" twice; it needs'),
]


@pytest.mark.parametrize(('text', 'line', 'said'), BROKEN)
def test_a_broken_layout_is_one_warning_on_every_build(own, text, line, said):
    built_in = listing(own.build('-W'))
    own.write('_templates/archgloss/more.html', 'More.')
    template(own, text)
    for _ in range(2):
        built = own.build('-W')
        (warning,) = built.warnings
        where = f'_templates/archgloss/entry.html:{line}: WARNING: the template of entries'
        assert warning.startswith(where)
        assert said in warning
        assert warning.endswith('entries have the built-in layout) [archgloss.config]')
        assert built.status == 1
        assert listing(built) == built_in


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_a_layout_that_fails_on_one_entry_is_reported_on_every_build(own, jobs):
    built_in = entries(own.build('-W').page('g.html'))
    own.conf(archgloss_fail_on=['config'], archgloss_term_sets=['s.yaml'],
             templates_path=['_templates'])  # fmt: skip
    template(
        own,
        '{{ term }}\n{% if id == "term-whole" %}{{ 1 / 0 }}{% endif %}<dd>{{ definition }}</dd>',
    )
    for _ in range(2):
        built = own.build('-j', jobs)
        (warning,) = built.warnings
        assert warning.startswith(
            '_templates/archgloss/entry.html:2: WARNING: the template'
        )
        assert 'division by zero' in warning
        assert built.status == 1
        shown = entries(built.page('g.html'))
        assert shown['Whole'] == built_in['Whole']
        assert 'Also' not in shown['A &amp; B']
    same_as_clean(own, built)
    template(own, '{{ term }}<dd>{{ definition }}</dd>')
    assert own.build('-W').status == 0
    assert own.build('-W').written == set()


AGAIN = """\
import sys
from pathlib import Path
from sphinx.application import Sphinx

source, out, doctrees = sys.argv[1:]
template = Path(source, '_templates', 'archgloss', 'entry.html')
app = Sphinx(source, source, out, doctrees, 'html', status=None, warning=sys.stderr)
for n in range(3):
    template.write_text(f'{{{{ term }}}}<dd>Layout {n} {{{{ definition }}}}</dd>')
    app.BUILD()
    print(Path(out, 'g.html').read_text().count(f'Layout {n}'))
"""


@pytest.mark.parametrize('build', ['build', 'builder.build_update'])
def test_an_application_that_builds_again_uses_the_template_as_it_is(own, build):
    template(own, '')
    folder = own.source.parent / f'again-{build}'
    ran = subprocess.run(
        [
            sys.executable, '-c', AGAIN.replace('BUILD', build),
            own.source, folder / 'html', folder / 'doctrees',
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not ran.stderr
    assert ran.stdout == '4\n' * 3
