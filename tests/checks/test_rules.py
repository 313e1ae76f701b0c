"""The rules, tried on the examples in their own docstrings."""

from __future__ import annotations

import pytest

from checks.tried import Tried
from sphinxcontrib_archgloss.checks.rules import PAGE_RULES, PROJECT_RULES, RULES


def test_every_rule_has_an_id_of_its_own():
    assert len(RULES) == len(PAGE_RULES) + len(PROJECT_RULES) + 1
    assert all(rule.id == rule_id for rule_id, rule in RULES.items())


@pytest.mark.parametrize('rule', RULES.values(), ids=RULES.keys())
def test_a_rule_says_what_it_finds(rule):
    assert rule.summary.endswith('.')
    assert rule.help.startswith(rule.summary[:20])
    assert rule.bad.records or rule.bad.page
    assert rule.good.records or rule.good.page
    assert rule.bad != rule.good


@pytest.mark.parametrize('rule', RULES.values(), ids=RULES.keys())
def test_a_rule_finds_the_bad_and_passes_the_good(rule, tmp_path):
    tried = Tried(tmp_path)
    tried.example(rule.bad)
    tried.check()
    found = [one for one in tried.findings if one['rule'] == rule.id]
    assert found
    assert {one['severity'] for one in found} == {rule.severity}
    for one in found:
        line = (tried.source / one['path']).read_text('utf-8').split('\n')[one['line'] - 1]
        assert one['source'] == line != ''
    tried.example(rule.good, rule.bad.records)
    tried.check()
    assert rule.id not in tried.rules()
