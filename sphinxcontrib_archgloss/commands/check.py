"""`archgloss check`: the problems that a build would report in data files."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.commands.ground.arguments import (
    LIMIT_OPTION,
    SET_HELP,
    add_format,
    add_limit,
    is_unreadable,
    loaded_from,
    merged,
    path_of,
    readable_set,
)
from sphinxcontrib_archgloss.commands.ground.output import file_messages, shown_path
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.loading.duplicates import same_names, shared_labels
from sphinxcontrib_archgloss.terms.loading.load import Loaded, load_bytes
from sphinxcontrib_archgloss.terms.problems import Problem
from sphinxcontrib_archgloss.terms.relations import relation_problems
from sphinxcontrib_archgloss.terms.suggestions import label_question

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.commands.ground.output import Output

DESCRIPTION = """\
Check term sets as a build does: the structure of the files, duplicate ids and labels,
and relations to unknown terms. Prints each problem on a line of its own, with file,
line and column. Several sets are also checked against each other."""
EPILOG = """\
examples:
  archgloss check terms.yaml
  archgloss check terms/*.yaml --with architecture
  archgloss check --format json terms.toml
  archgloss check --stdin-name terms.yaml - < terms.yaml

exit status:
  0  no problems were found
  1  problems were found
  2  a file cannot be read, or the command line is invalid"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        'files', nargs='+', metavar='FILE', help=f'{SET_HELP}; "-" is standard input'
    )
    parser.add_argument(
        '--with',
        dest='context',
        action='append',
        default=[],
        metavar='SET',
        help='a set that relations may refer to, but that is not checked itself '
        '(repeatable)',
    )
    parser.add_argument(
        '--strict',
        action='store_true',
        help='also exit with status 1 for notes: labels that two sets share',
    )
    add_format(parser)
    parser.add_argument(
        '--stdin-name',
        default='standard-input.yaml',
        metavar='PATH',
        help='file name to report for standard input; its extension sets the format',
    )
    parser.add_argument(
        '-q', '--quiet', action='store_true', help='print only findings, no summary'
    )
    add_limit(parser)


def run(args: argparse.Namespace, output: Output) -> int:
    """Check the files; return the exit status."""
    # a file given twice counts once
    files = {file.path: file for file in (_load(name, args) for name in args.files)}
    context = [readable_set(name, args.data_limit) for name in args.context]
    lexicon = merged([*files.values(), *(c for c in context if c.path not in files)])
    sets = [file.set for file in files.values() if file.set is not None]
    problems = {problem for file in files.values() for problem in file.problems}
    relations = relation_problems(lexicon, partial(label_question, lexicon))
    problems.update(p for p in relations if p.place and p.place.path in files)
    problems.update(same_names(sets))
    errors = file_messages(sorted(problems, key=Problem.sort_key))
    notes = file_messages(sorted(shared_labels(sets), key=Problem.sort_key), 'note')
    if args.format == 'json':
        findings = [message._asdict() for message in (*errors, *notes)]
        output.data({'files': list(map(_file_data, files.values())), 'findings': findings})
    else:
        output.messages([*errors, *notes])
        if not args.quiet:
            output.note(_summary(list(files.values()), len(errors), len(notes)))
    if any(map(is_unreadable, files.values())):
        return 2
    return int(bool(errors or (args.strict and notes)))


def _load(name: str, args: argparse.Namespace) -> Loaded:
    if name != '-':
        return loaded_from(path_of(name), args.data_limit)
    raw = sys.stdin.buffer.read(args.data_limit + 1)
    if len(raw) > args.data_limit:
        allowed = f'{LIMIT_OPTION} allows ({args.data_limit:,} bytes)'
        raise CommandError(f'standard input is larger than {allowed}')
    return load_bytes(raw, absolute(args.stdin_name))


def _file_data(file: Loaded) -> dict[str, Any]:
    return {
        'path': shown_path(file.path),
        'set': file.set.name if file.set else None,
        'terms': len(file.set.terms) if file.set else 0,
    }


def _summary(files: Sequence[Loaded], errors: int, notes: int) -> str:
    terms = sum(len(file.set.terms) for file in files if file.set)
    text = f'{counted(len(files), "set")}, {counted(terms, "term")}: '
    text += counted(errors, 'problem') if errors else 'no problems'
    return f'{text}, {counted(notes, "note")}' if notes else text
