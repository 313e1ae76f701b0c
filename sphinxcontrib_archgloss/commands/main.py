"""The entry point: the table of commands, and what all commands share."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Protocol

import sphinxcontrib_archgloss
from sphinxcontrib_archgloss.commands import check
from sphinxcontrib_archgloss.commands.convert import command as convert_command
from sphinxcontrib_archgloss.commands.diff import command as diff_command
from sphinxcontrib_archgloss.commands.ground.output import Output
from sphinxcontrib_archgloss.commands.link import command as link_command
from sphinxcontrib_archgloss.commands.show import command as show_command
from sphinxcontrib_archgloss.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.commands.ground.arguments import Commands

PROGRAM = 'archgloss'
DESCRIPTION = 'Work with term sets: check, convert, link, look up and compare them.'
EPILOG = """\
Every command has a --help of its own. Exit status: 0 if all is well, 1 if something
was found, 2 if the command was not understood or a file cannot be read or written."""


class Command(Protocol):
    """A module of this package that implements a command."""

    def add_parser(self, commands: Commands, /) -> None:
        """Declare the command and its arguments."""

    def run(self, args: argparse.Namespace, output: Output, /) -> int:
        """Run the command; return the exit status."""


COMMANDS: tuple[Command, ...] = (
    check,
    convert_command,
    link_command,
    show_command,
    diff_command,
)
"""In the order of the help."""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(PROGRAM, description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument(
        '--version',
        action='version',
        version=f'%(prog)s {sphinxcontrib_archgloss.__version__}',
    )
    commands = parser.add_subparsers(title='commands', metavar='COMMAND', required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments*; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, 'reconfigure'):
            # the encoding of the terminal may lack characters of a name
            stream.reconfigure(errors='backslashreplace')
    output = Output()
    args = make_parser().parse_args(arguments)
    try:
        status: int = args.run(args, output)
        sys.stdout.flush()
    except CommandError as error:
        output.note(f'{PROGRAM}: {error}')
        return 2
    except BrokenPipeError:
        # the reader of the output has closed it; discard what Python flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status
