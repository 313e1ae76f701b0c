"""`archgloss diff`: the changes from one version of a set to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinxcontrib_archgloss.commands.diff.change_report import (
    as_data,
    as_markdown,
    as_text,
)
from sphinxcontrib_archgloss.commands.ground.arguments import (
    SET_HELP,
    add_format,
    add_limit,
    readable_set,
)
from sphinxcontrib_archgloss.commands.ground.output import file_messages
from sphinxcontrib_archgloss.terms.differences import differences

if TYPE_CHECKING:
    import argparse

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.terms.model import TermSet

DESCRIPTION = """\
List what has changed between two states of a term set: added, removed and renamed
terms, links, definitions and aliases. Two terms count as the same if they have the same
id, if the former name of one is the name of the other, or if only these two have the
same definition."""
EPILOG = """\
examples:
  archgloss diff old/terms.yaml terms.yaml
  archgloss diff <(git show v1.0:docs/terms.yaml) docs/terms.yaml
  archgloss diff --format markdown old.yaml new.yaml > notes.md

exit status:
  0  the sets were compared
  1  they differ, and --exit-code is given
  2  a file cannot be read, or the command line is invalid"""
_COLORS = {'added': 'green', 'removed': 'red'}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument('old', metavar='OLD', help=SET_HELP)
    parser.add_argument('new', metavar='NEW', help='the same for the new state')
    parser.add_argument(
        '--exit-code', action='store_true', help='exit with status 1 if the sets differ'
    )
    add_format(parser, 'markdown')
    add_limit(parser)


def run(args: argparse.Namespace, output: Output) -> int:
    """Compare the sets; return the exit status."""
    old, new = (_read(name, args, output) for name in (args.old, args.new))
    changes = differences(old, new)
    if args.format == 'json':
        output.data(as_data(changes))
    elif args.format == 'markdown':
        for line in as_markdown(changes):
            output.result(line)
    else:
        for line in as_text(changes):
            output.result(output.painted(line, _COLORS.get(line.split()[0], 'plain')))
        if not changes:
            output.note('no differences')
    return int(bool(args.exit_code and changes))


def _read(name: str, args: argparse.Namespace, output: Output) -> TermSet:
    loaded = readable_set(name, args.data_limit)
    output.messages(file_messages(loaded.problems), aside=True)
    return cast('TermSet', loaded.set)
