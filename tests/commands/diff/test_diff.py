"""`archgloss diff`."""

from __future__ import annotations

import json

import pytest

OLD = 'name: s\nterms:\n- {name: A, definition: a}\n- {name: B, definition: b}\n'
NEW = 'name: s\nterms:\n- {name: A, definition: new}\n- {name: C, definition: c}\n'


@pytest.fixture
def sets(desk):
    desk.write('old.yaml', OLD)
    desk.write('new.yaml', NEW)
    return desk


def test_lines_for_people(sets):
    assert sets.run('diff', 'old.yaml', 'new.yaml') == (
        0,
        'added      C\nremoved    B\nredefined  A\n             - a\n             + new\n',
        '',
    )


def test_the_status_shows_differences_on_request(sets):
    assert sets.run('diff', '--exit-code', 'old.yaml', 'new.yaml').status == 1
    assert sets.run('diff', '--exit-code', 'old.yaml', 'old.yaml') == (
        0,
        '',
        'no differences\n',
    )


def test_other_formats(sets):
    ran = sets.run('diff', 'old.yaml', 'new.yaml', '--format', 'json')
    assert [one['name'] for one in json.loads(ran.out)['added']] == ['C']
    ran = sets.run('diff', 'old.yaml', 'new.yaml', '--format', 'markdown')
    assert ran.out.startswith('### New terms\n\n- **C**\n')


def test_a_pipe_and_a_built_in_set_can_be_compared(desk):
    desk.run('convert', 'architecture', 'a.toml')
    assert desk.run('diff', 'architecture', 'a.toml').err == 'no differences\n'


def test_faults_are_reported_beside_what_is_valid(sets):
    sets.write('new.yaml', NEW + '- {name: D}\n')
    ran = sets.run('diff', 'old.yaml', 'new.yaml')
    assert ran.status == 0
    assert ran.err == (
        'new.yaml:5:3: the record has no "definition"; add it, or "see" for a redirect '
        '[archgloss.data]\n'
    )


def test_what_is_no_set_is_refused(sets):
    sets.write('new.yaml', 'name: [')
    ran = sets.run('diff', 'old.yaml', 'new.yaml')
    assert (ran.status, ran.out) == (2, '')
    assert ran.err.startswith('archgloss: new.yaml:1: invalid YAML')
    assert sets.run('diff', 'old.yaml', 'none.yaml').status == 2
