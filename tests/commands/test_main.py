"""What is the same for every command: help, statuses, colors, pipes, start-up."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from sphinxcontrib_archgloss import __version__
from sphinxcontrib_archgloss.commands import check
from sphinxcontrib_archgloss.commands.ground.output import Output
from sphinxcontrib_archgloss.commands.main import COMMANDS, main, make_parser

REPOSITORY = Path(__file__).parents[2]
ARCHGLOSS = [sys.executable, '-m', 'sphinxcontrib_archgloss']


def shell(*arguments, **options):
    return subprocess.run(
        [*ARCHGLOSS, *arguments], capture_output=True, text=True, check=False,
        encoding='utf-8', **options,
    )  # fmt: skip


@pytest.mark.parametrize('name', COMMANDS)
def test_every_command_has_help_with_examples_and_statuses(desk, name):
    ran = desk.run(name, '--help')
    assert ran.status == 0
    assert f'  archgloss {name} ' in ran.out.split('examples:')[1]
    statuses = ran.out.split('exit status:')[1]
    assert [line.split()[0] for line in statuses.splitlines() if line[2:3].isdigit()] == [
        '0',
        '1',
        '2',
    ]


@pytest.mark.parametrize('name', COMMANDS)
def test_examples_are_understood(name):
    [subparsers] = [a for a in make_parser()._actions if a.choices and 'check' in a.choices]
    epilog = subparsers.choices[name].epilog
    lines = [
        line.strip() for line in epilog.splitlines() if line.startswith('  archgloss ')
    ]
    assert lines
    for line in lines:
        words = line.replace('<(git show v1.0:docs/terms.yaml)', 'old.yaml')
        words = shlex.split(words.partition(' > ')[0].partition(' < ')[0])[1:]
        assert make_parser().parse_args(words).run


def test_every_module_of_a_command_is_in_the_table():
    folder = Path(check.__file__).parent
    declared = {
        path.relative_to(folder).with_suffix('').parts[0]
        for path in folder.rglob('*.py')
        if '\ndef add_arguments(' in path.read_text('utf-8')
    }
    assert declared == set(COMMANDS)


def test_without_a_command_the_usage_is_printed(desk):
    ran = desk.run()
    assert (ran.status, ran.out) == (2, '')
    assert ran.err.startswith('usage: archgloss')


def test_the_version_is_the_package_s(desk):
    assert desk.run('--version').out == f'archgloss {__version__}\n'


def test_the_script_is_declared():
    project = tomllib.loads((REPOSITORY / 'pyproject.toml').read_text('utf-8'))['project']
    assert project['scripts'] == {'archgloss': f'{main.__module__}:{main.__name__}'}


def test_it_runs_as_a_module(tmp_path):
    ran = shell('check', 'architecture', cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        0,
        '',
        '1 set, 46 terms: no problems\n',
    )


@pytest.mark.parametrize(
    'command', [['check'], ['diff', 'architecture'], ['show', '--sets']]
)
def test_sphinx_is_not_imported_unless_needed(tmp_path, command):
    script = (
        'import sys; from sphinxcontrib_archgloss.commands.main import main; '
        'main(sys.argv[1:]); '
        'print([m for m in ("sphinx", "docutils", "myst_parser") if m in sys.modules])'
    )
    arguments = [*command, 'architecture', *(['token'] if command[0] == 'show' else [])]
    ran = subprocess.run(
        [sys.executable, '-c', script, *arguments],
        capture_output=True, text=True, check=True, cwd=tmp_path, encoding='utf-8',
    )  # fmt: skip
    assert ran.stdout.endswith('[]\n')


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path):
    command = (
        f'"{sys.executable}" -m sphinxcontrib_archgloss convert architecture --to json'
    )
    ran = subprocess.run(
        ['bash', '-c', f'set -o pipefail; ({command}; echo $? >&2) | true'],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ran.stderr.splitlines()[1:] == ['0']


def test_an_encoding_that_lacks_a_sign_is_no_error(tmp_path):
    (tmp_path / 'a.yaml').write_text(
        'name: a\nterms: [{name: 注意, definitio: x}]\n', 'utf-8'
    )
    env = {**os.environ, 'PYTHONIOENCODING': 'ascii', 'PYTHONUTF8': '0'}
    ran = shell('check', 'a.yaml', cwd=tmp_path, env=env)
    assert ran.returncode == 1
    assert 'unknown key "definitio"' in ran.stdout


def test_an_interrupt_is_silent(desk, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, 'loaded_from', interrupted)
    assert desk.run('check', 'architecture') == (130, '', '')


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ('env', 'colored'),
    [
        ({}, True),
        ({'NO_COLOR': '1'}, False),
        ({'TERM': 'dumb'}, False),
        ({'NO_COLOR': ''}, True),
    ],
)
def test_colors_are_for_terminals_that_want_them(monkeypatch, env, colored):
    for name in ('NO_COLOR', 'TERM'):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert ('\x1b[' in Output(Terminal()).painted('x', 'red')) is colored
    assert Output(io.StringIO()).painted('x', 'red') == 'x'


def test_hooks_for_pre_commit_run_commands_that_exist():
    hooks = yaml.safe_load((REPOSITORY / '.pre-commit-hooks.yaml').read_text('utf-8'))
    assert [hook['id'] for hook in hooks] == ['archgloss-check', 'archgloss-link']
    for hook in hooks:
        program, command, *options = hook['entry'].split()
        assert program == 'archgloss'
        if command in COMMANDS:
            assert make_parser().parse_args([command, *options, 'a.yaml']).run


def test_a_terminal_obeys_no_control_characters_of_a_file(desk):
    """Controls of the terminal and of the direction of text are shown as escapes."""
    name = 'a\u202eb\x1b[2J'
    desk.write(
        f'{name}.yaml',
        'name: s\nterms:\n  - name: "K\\u202eV\\u202c"\n    definition: "X \\u2066 y"\n'
        '    aliases: ["\\u2066a\\u2069", {text: "\\u202bb"}, "\u05d0\u200f\u05d1"]\n',
    )
    ran = desk.run('check', f'{name}.yaml')
    path = 'a\\u202eb\\x1b[2J.yaml'
    assert [line.split('; ')[0] for line in ran.out.splitlines()] == [
        f'{path}:3:11: invisible character U+202E, a text direction control, in "K\\u202eV\\u202c"',
        f'{path}:5:15: invisible character U+2066, a text direction control, in "\\u2066a\\u2069"',
        f'{path}:5:39: invisible character U+202B, a text direction control, in "\\u202bb"',
    ]
    assert ran.status == 1
    ran = desk.run('show', '--sets', f'{name}.yaml', 'K\u202eV\u202c')
    assert 'K\\u202eV\\u202c' in ran.out
    for line in (*ran.out, *ran.err):
        assert line not in '\x1b\u202e\u202c\u2066'
