"""`archgloss diff`: what has changed from one state of a set to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinxcontrib_archgloss.commands.diff.change_report import (
    as_data,
    as_markdown,
    as_text,
)
from sphinxcontrib_archgloss.commands.ground.arguments import add_format, new_parser
from sphinxcontrib_archgloss.commands.ground.output import findings
from sphinxcontrib_archgloss.commands.ground.term_set_arguments import (
    SET_HELP,
    add_limit,
    readable_set,
)
from sphinxcontrib_archgloss.terms.differences import differences

if TYPE_CHECKING:
    import argparse

    from sphinxcontrib_archgloss.commands.ground.arguments import Commands
    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.terms.model import TermSet

DESCRIPTION = """\
Tell what has changed between two states of a term set: terms that are new, gone or
renamed, links that lead elsewhere, definitions and aliases. Terms are the same if they
have the same id, if one was formerly called as the other, or if they alone have the
same definition."""
EPILOG = """\
examples:
  archgloss diff old/terms.yaml terms.yaml
  archgloss diff <(git show v1.0:docs/terms.yaml) docs/terms.yaml
  archgloss diff --format markdown old.yaml new.yaml > notes.md

exit status:
  0  the sets have been compared
  1  they differ, and --exit-code is given
  2  a file cannot be read, or the command is not as above"""
_COLORS = {'added': 'green', 'removed': 'red'}


def add_parser(commands: Commands) -> None:
    """Declare the command and what it takes."""
    parser = new_parser(
        commands, 'diff', 'tell what has changed in a term set', DESCRIPTION, EPILOG
    )
    parser.add_argument('old', metavar='OLD', help=SET_HELP)
    parser.add_argument('new', metavar='NEW', help='likewise')
    parser.add_argument(
        '--exit-code', action='store_true', help='exit with status 1 if the sets differ'
    )
    add_format(parser, 'markdown')
    add_limit(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace, output: Output) -> int:
    """Compare; return the exit status."""
    old, new = (_read(name, asked, output) for name in (asked.old, asked.new))
    found = differences(old, new)
    if asked.format == 'json':
        output.data(as_data(found))
    elif asked.format == 'markdown':
        for line in as_markdown(found):
            output.result(line)
    else:
        for line in as_text(found):
            output.result(output.painted(line, _COLORS.get(line.split()[0], 'plain')))
        if not found:
            output.note('the sets do not differ')
    return int(bool(asked.exit_code and found))


def _read(name: str, asked: argparse.Namespace, output: Output) -> TermSet:
    loaded = readable_set(name, asked.data_limit)
    output.findings(findings(loaded.problems), aside=True)
    return cast('TermSet', loaded.set)
