"""The small project with every fault prints the warnings that the manual shows."""

from __future__ import annotations

import re

import pytest

from docs.every_warning import EXPECTED, output
from sphinxcontrib_archgloss.terms.problems import Kind


@pytest.fixture
def expected():
    return EXPECTED.read_text(encoding='utf-8')


def test_a_clean_build_and_a_re_run_report_the_same(tmp_path, expected):
    assert output(tmp_path) == expected
    assert output(tmp_path) == expected


def test_several_workers_report_the_same(tmp_path, expected):
    assert output(tmp_path, '-j', '2') == expected


def test_it_has_every_kind_but_that_of_linkcheck(expected):
    found = set(re.findall(r'\[archgloss\.(\w+)\]$', expected, re.MULTILINE))
    assert found == set(Kind) - {Kind.BROKEN}


def test_every_message_is_one_line_and_all_in_files_have_a_line(expected):
    for line in expected.splitlines():
        assert re.fullmatch(r'(\S+:[1-9]\d*: )?WARNING: .* \[archgloss\.\w+\]', line), line
        assert line.startswith('WARNING') == line.endswith('[archgloss.config]')
