"""`archgloss show`: everything that is known about one term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.arguments import (
    SET_HELP,
    add_format,
    add_limit,
    merged,
    readable_set,
)
from sphinxcontrib_archgloss.commands.ground.output import file_messages
from sphinxcontrib_archgloss.commands.show.term_report import TermReport, as_data, as_lines
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.terms.problems import alternatives, printable
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, label_suggestions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.commands.show.built_project import BuiltProject
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

DESCRIPTION = """\
Print everything that is known about a term: its record, all its labels, and the terms
whose relations name it. For a built project, also print where references to the term
link, and which pages refer to it. The term is looked up as in the role: by name, alias or
plural, or qualified with its set."""
EPILOG = """\
examples:
  archgloss show MoE
  archgloss show --sets terms.yaml,architecture serving:token
  archgloss show --project docs KV cache
  archgloss show --format json --doctrees build/doctrees token

exit status:
  0  the term was found
  1  the term is unknown or ambiguous
  2  a file cannot be read, or the command line is invalid"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument('term', nargs='+', metavar='TERM', help='a label of the term')
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        '--sets',
        action='append',
        metavar='SET',
        help=f'set to search: {SET_HELP}; repeatable, or a comma-separated list '
        '(default: the built-in sets)',
    )
    where.add_argument(
        '--project',
        metavar='SRCDIR',
        help='a built project, whose sets and pages are searched',
    )
    where.add_argument(
        '--doctrees', metavar='DIR', help='the same, named by its doctree directory'
    )
    parser.add_argument(
        '--confdir',
        metavar='DIR',
        help='directory of conf.py (default: the source directory)',
    )
    add_format(parser)
    add_limit(parser)


def run(args: argparse.Namespace, output: Output) -> int:
    """Look the term up; return the exit status."""
    built = _built(args)
    lexicon = built.project.lexicon if built else _lexicon(args, output)
    label = ' '.join(args.term)
    match = lexicon.find(label)
    if len(match.keys) != 1:
        _print_not_found(label, match.keys, lexicon, args, output)
        return 1
    report = TermReport(lexicon, match.keys[0], built)
    if args.format == 'json':
        output.data(as_data(report))
    else:
        for heading, text in as_lines(report):
            shown = '\n'.join(map(printable, text.split('\n')))
            output.result(f'{output.painted(f"{heading:<11}", "cyan")} {shown}'.rstrip())
    return 0


def _built(args: argparse.Namespace) -> BuiltProject | None:
    if not args.project and not args.doctrees:
        if args.confdir:
            raise CommandError('--confdir requires --project or --doctrees')
        return None
    from sphinxcontrib_archgloss.commands.show.built_project import built_project

    return built_project(args.project, args.doctrees, args.confdir)


def _lexicon(args: argparse.Namespace, output: Output) -> Lexicon:
    names = [name for listed in args.sets or () for name in listed.split(',') if name]
    loaded = [readable_set(name, args.data_limit) for name in names or built_in_sets()]
    for term_set in loaded:
        output.messages(file_messages(term_set.problems), aside=True)
    return merged(loaded)


def _print_not_found(
    label: str,
    keys: Sequence[str],
    lexicon: Lexicon,
    args: argparse.Namespace,
    output: Output,
) -> None:
    if keys:
        suggestions = list(keys)
        message = (
            f'ambiguous term "{label}": it matches {len(keys)} terms; use '
            f'{alternatives(keys)}'
        )
    else:
        suggestions = label_suggestions(lexicon, label)
        message = f'unknown term "{label}"'
        message += f'; {did_you_mean(suggestions)}' if suggestions else ''
        if not (args.sets or args.project or args.doctrees):
            message += '. ' if not suggestions else ' '
            message += (
                f'Only the built-in sets ({", ".join(built_in_sets())}) were searched; '
                'use --sets or --project for others'
            )
    if args.format == 'json':
        output.data({'term': None, 'ambiguous' if keys else 'nearest': suggestions})
    output.note(message)
