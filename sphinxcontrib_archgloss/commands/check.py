"""`archgloss check`: what a build would say of data files, without a build."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.commands.ground.arguments import add_format, new_parser
from sphinxcontrib_archgloss.commands.ground.output import findings, shown_path
from sphinxcontrib_archgloss.commands.ground.term_set_arguments import (
    LIMIT_OPTION,
    SET_HELP,
    add_limit,
    is_unreadable,
    loaded_from,
    merged,
    path_of,
    readable_set,
)
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.terms.loading.duplicates import same_names, shared_labels
from sphinxcontrib_archgloss.terms.loading.load import Loaded, load_bytes
from sphinxcontrib_archgloss.terms.problems import Problem
from sphinxcontrib_archgloss.terms.relations import relation_problems

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.commands.ground.arguments import Commands
    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

DESCRIPTION = """\
Check term sets as a build does: the shape of the files, ids and labels that two
records have, relations to terms that do not exist. Everything that is wrong is told,
a line each, with file, line and column. Where several sets are given, they are also
held against each other."""
EPILOG = """\
examples:
  archgloss check terms.yaml
  archgloss check terms/*.yaml --with architecture
  archgloss check --format json terms.toml
  archgloss check --stdin-name terms.yaml - < terms.yaml

exit status:
  0  nothing is wrong
  1  something is
  2  a file cannot be read, or the command is not as above"""


def add_parser(commands: Commands) -> None:
    """Declare the command and what it takes."""
    parser = new_parser(
        commands, 'check', 'validate term sets, without Sphinx', DESCRIPTION, EPILOG
    )
    parser.add_argument(
        'files', nargs='+', metavar='FILE', help=f'{SET_HELP}; "-" is standard input'
    )
    parser.add_argument(
        '--with',
        dest='context',
        action='append',
        default=[],
        metavar='SET',
        help='a set that relations may lead into, but that is not checked itself '
        '(may be repeated)',
    )
    parser.add_argument(
        '--strict',
        action='store_true',
        help='exit with status 1 for notes as well: labels that two sets share',
    )
    add_format(parser)
    parser.add_argument(
        '--stdin-name',
        default='standard-input.yaml',
        metavar='PATH',
        help='path that standard input is called by; its extension decides the format',
    )
    parser.add_argument(
        '-q', '--quiet', action='store_true', help='print no summary, only findings'
    )
    add_limit(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace, output: Output) -> int:
    """Check the files; return the exit status."""
    # one file named twice is one file
    loaded = list(
        {one.path: one for one in (_load(f, asked) for f in asked.files)}.values()
    )
    paths = {one.path for one in loaded}
    context = [readable_set(name, asked.data_limit) for name in asked.context]
    lexicon = merged([*loaded, *(one for one in context if one.path not in paths)])
    sets = [one.set for one in loaded if one.set is not None]
    problems = {problem for one in loaded for problem in one.problems}
    problems |= {p for p in _relations(lexicon) if p.place and p.place.path in paths}
    problems.update(same_names(sets))
    found = findings(sorted(problems, key=Problem.sort_key))
    notes = findings(sorted(shared_labels(sets), key=Problem.sort_key), 'note')
    if asked.format == 'json':
        output.data(_as_data(loaded, [*found, *notes]))
    else:
        output.findings([*found, *notes])
        if not asked.quiet:
            output.note(_summary(loaded, len(found), len(notes)))
    if any(is_unreadable(one) for one in loaded):
        return 2
    return int(bool(found or (asked.strict and notes)))


def _load(name: str, asked: argparse.Namespace) -> Loaded:
    if name == '-':
        raw = sys.stdin.buffer.read(asked.data_limit + 1)
        if len(raw) > asked.data_limit:
            allowed = f'{LIMIT_OPTION} ({asked.data_limit:,}) allows'
            raise CommandError(f'standard input has more bytes than {allowed}')
        return load_bytes(raw, absolute(asked.stdin_name))
    return loaded_from(path_of(name), asked.data_limit)


def _relations(lexicon: Lexicon) -> list[Problem]:
    def near(label: str) -> list[str]:
        # imported where something is wrong, as the comparison is not needed elsewhere
        from sphinxcontrib_archgloss.terms.suggestions import nearest

        return nearest(label, lexicon.labels())

    return list(relation_problems(lexicon, near))


def _as_data(loaded: Sequence[Loaded], found: Sequence[Any]) -> dict[str, Any]:
    return {
        'files': [
            {
                'path': shown_path(one.path),
                'set': one.set.name if one.set else None,
                'terms': len(one.set.terms) if one.set else 0,
            }
            for one in loaded
        ],
        'findings': [one.as_data() for one in found],
    }


def _summary(loaded: Sequence[Loaded], errors: int, notes: int) -> str:
    terms = sum(len(one.set.terms) for one in loaded if one.set)
    said = f'{_count(len(loaded), "set")}, {_count(terms, "term")}: '
    said += _count(errors, 'problem') if errors else 'nothing is wrong'
    return f'{said}, {_count(notes, "note")}' if notes else said


def _count(number: int, noun: str) -> str:
    return f'{number} {noun}' if number == 1 else f'{number} {noun}s'
