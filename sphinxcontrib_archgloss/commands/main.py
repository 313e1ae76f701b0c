"""The entry point: a table of commands, and what is the same for all of them."""

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
    """A module of this package that is a command."""

    def add_parser(self, commands: Commands) -> None:
        """Declare the command and what it takes."""

    def run(self, asked: argparse.Namespace, output: Output) -> int:
        """Do what is asked; return the exit status."""


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
    """Run the command that *arguments* name; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, 'reconfigure'):
            # a name may have characters that the terminal's encoding has not
            stream.reconfigure(errors='backslashreplace')
    output = Output()
    asked = make_parser().parse_args(arguments)
    try:
        status: int = asked.run(asked, output)
        sys.stdout.flush()
    except CommandError as refusal:
        output.note(f'{PROGRAM}: {refusal}')
        return 2
    except BrokenPipeError:
        # whoever read the output has seen enough; what Python flushes at its end is lost
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status
