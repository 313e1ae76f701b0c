"""Measures the commands and ``termcheck``: ``python benchmarks/commands.py``.

Each is held against what its work takes at least: a check against reading the YAML, a
conversion against docutils' parse of the same page, ``termcheck`` and ``archgloss link``
against Sphinx's builder ``dummy``, which reads and resolves the same pages and writes
nothing. Processor time of fresh processes; starting up is left out of both where the work
is in one file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

import machine
import measures
from cases import GeneratedCase
from measures import Process
from sides import ARCHGLOSS, SPHINX

ARCHGLOSS_COMMAND = (sys.executable, '-m', 'sphinxcontrib_archgloss')
PYTHON = (sys.executable, '-c')

IMPORT_YAML = 'import sys, yaml'
READ_YAML = f'{IMPORT_YAML}; yaml.load(open(sys.argv[1], "rb"), yaml.CSafeLoader)'
IMPORT_DOCUTILS = """\
import sys
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
import docutils.parsers.rst.states, docutils.readers.standalone
"""
# the entries are parsed as a definition list
PARSE = f"""{IMPORT_DOCUTILS}
class Glossary(Directive):
    has_content, option_spec = True, {{'sorted': directives.flag}}
    def run(self):
        node = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, node)
        return node.children
directives.register_directive('glossary', Glossary)
roles.register_generic_role('term', nodes.emphasis)
publish_doctree(open(sys.argv[1]).read(), settings_overrides={{'report_level': 5}})
"""


class Command(NamedTuple):
    """A command, and what it is held against."""

    name: str
    goal: str
    own: tuple[str, ...]
    start: tuple[str, ...]
    """A command that only starts up, or none."""
    other: tuple[str, ...]
    other_start: tuple[str, ...]


def sphinx_build(builder: str, source: Path, target: Path) -> tuple[str, ...]:
    """Return the command that reads a whole project and runs a *builder*."""
    return (
        sys.executable, '-m', 'sphinx', '-b', builder, '-q', '-E',
        '-d', str(target / f'doctrees-{builder}'), str(source), str(target / builder),
    )  # fmt: skip


def commands(where: Path, options: argparse.Namespace) -> list[Command]:
    """Return what is measured, after writing the projects."""
    large, small, plain = (where / name for name in ('large', 'small', 'plain'))
    options.termcheck.write(large, ARCHGLOSS)
    options.link.write(small, ARCHGLOSS)
    GeneratedCase(options.terms, 1).write(plain, SPHINX)
    GeneratedCase(options.terms, 1).write(where / 'set', ARCHGLOSS)
    terms, page = str(where / 'set' / 'terms.yaml'), str(plain / 'glossary.rst')
    return [
        Command('archgloss --help', '0.08 s', (*ARCHGLOSS_COMMAND, '--help'), (), (), ()),
        Command(
            f'archgloss check, {options.terms} terms',
            '3',
            (*ARCHGLOSS_COMMAND, 'check', '--quiet', terms),
            (*ARCHGLOSS_COMMAND, 'check', '--help'),
            (*PYTHON, READ_YAML, terms),
            (*PYTHON, IMPORT_YAML),
        ),
        Command(
            f'archgloss convert, {options.terms} terms',
            '2',
            (
                *ARCHGLOSS_COMMAND,
                'convert',
                '--no-schema',
                '--force',
                page,
                str(where / 'new.yaml'),
            ),
            (*ARCHGLOSS_COMMAND, 'convert', '--help'),
            (*PYTHON, PARSE, page),
            (*PYTHON, IMPORT_DOCUTILS),
        ),
        Command(
            f'termcheck, {options.termcheck.name}',
            '1.10',
            sphinx_build('termcheck', large, where),
            (),
            sphinx_build('dummy', large, where),
            (),
        ),
        Command(
            f'archgloss link --diff, {options.link.name}',
            '1.5',
            (*ARCHGLOSS_COMMAND, 'link', '--diff', str(small)),
            (),
            sphinx_build('dummy', small, where),
            (),
        ),
    ]


def seconds(command: tuple[str, ...], where: Path) -> float:
    """Return the processor time of one run, 0 for no command."""
    if not command:
        return 0.0
    # with findings or edits to make, the status is 1
    return Process(command, where / 'log', quiet=False, statuses=(0, 1)).seconds().cpu


def main() -> int:
    """Measure, and print a line for each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--terms', type=int, default=10_000, help='(default: 10000)')
    for name, size in (
        ('termcheck', GeneratedCase(10_000, 300)),
        ('link', GeneratedCase(300, 100)),
    ):
        parser.add_argument(
            f'--{name}', type=GeneratedCase.parse, default=size, metavar='TERMSxPAGES',
            help=f'(default: {size.name})',
        )  # fmt: skip
    parser.add_argument('--turns', type=int, default=3, help='(default: 3)')
    options = parser.parse_args()
    measures.compile_package()
    print(machine.describe())
    print(f'{"CPU seconds, medians":<36}{"own":>8}{"other":>8}{"ratio":>8}{"goal":>8}')
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        where = Path(folder)
        for name, goal, *pairs in commands(where, options):
            turns = [[seconds(c, where) for c in pairs] for _ in range(options.turns)]
            own, start, other, other_start = (
                median(column) for column in zip(*turns, strict=True)
            )
            own, other = own - start, other - other_start
            compared = f'{other:>8.2f}{own / other:>8.2f}' if other else f'{"":>16}'
            print(f'{name:<36}{own:>8.2f}{compared}{goal:>8}', flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
