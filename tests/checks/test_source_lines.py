"""Labels on a line."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.checks.source_lines import target_in_role, text_on_line


def cut(line, spot):
    return None if spot is None else line[spot.start : spot.end]


@pytest.mark.parametrize(
    ('line', 'target', 'found'),
    [
        ('a :term-ref:`old name` here', 'old name', 'old name'),
        ('a :term-ref:`the x <old name>` here', 'old name', 'old name'),
        ('a {term-ref}`old   name`', 'old name', 'old   name'),
        ('old name, :term-ref:`old name`', 'old name', 'old name'),
        ('``old name``', 'old name', None),
        (':term-ref:`old name` :term-ref:`old name`', 'old name', None),
        ('nothing', 'old name', None),
    ],
)
def test_the_target_of_a_role(line, target, found):
    assert cut(line, target_in_role(line, target)) == found


@pytest.mark.parametrize(
    ('line', 'text', 'found'),
    [
        ('  - name: Head', 'Head', 8 + 2),
        ('  - name: Heads', 'Head', None),
        ('Head, Head', 'Head', None),
        ('aHead Head', 'Head', 6),
        ('Head', '', None),
        ('C++', 'C++', 0),
    ],
)
def test_a_text_on_a_line(line, text, found):
    spot = text_on_line(line, text)
    assert (spot and spot.start) == found
