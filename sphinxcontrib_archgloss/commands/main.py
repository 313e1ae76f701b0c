"""The entry point: the table of commands, and what all commands share."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Protocol

import sphinxcontrib_archgloss
from sphinxcontrib_archgloss.commands.ground.output import Output
from sphinxcontrib_archgloss.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

PROGRAM = 'archgloss'
DESCRIPTION = 'Check, convert, show and compare term sets, and link their terms on pages.'
EPILOG = """\
Run "archgloss COMMAND --help" for the options of a command. Exit status: 0 for success,
1 if the command found something, 2 if the command line is invalid or a file cannot be
read or written."""

COMMANDS = {
    'check': 'check term sets, without Sphinx',
    'convert': 'convert glossaries to term sets and back',
    'link': 'turn mentions of terms into references',
    'show': 'print everything that is known about a term',
    'diff': 'list what has changed in a term set',
}
"""Name of each command → its purpose, in the order of the help."""


class Command(Protocol):
    """A module of this package that implements a command."""

    DESCRIPTION: str
    EPILOG: str
    """Examples and the exit status."""

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Declare the arguments of the command."""

    def run(self, args: argparse.Namespace, output: Output, /) -> int:
        """Run the command; return the exit status."""


def command_module(name: str) -> Command:
    """Return the module of the command *name*; others are not imported."""
    if name == 'check':
        from sphinxcontrib_archgloss.commands import check

        return check
    if name == 'convert':
        from sphinxcontrib_archgloss.commands.convert import command as convert

        return convert
    if name == 'link':
        from sphinxcontrib_archgloss.commands.link import command as link

        return link
    if name == 'show':
        from sphinxcontrib_archgloss.commands.show import command as show

        return show
    from sphinxcontrib_archgloss.commands.diff import command as diff

    return diff


def make_parser(words: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser of the command line *words*, with arguments for their command."""
    parser = argparse.ArgumentParser(PROGRAM, description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument(
        '--version',
        action='version',
        version=f'%(prog)s {sphinxcontrib_archgloss.__version__}',
    )
    commands = parser.add_subparsers(title='commands', metavar='COMMAND', required=True)
    for name, purpose in COMMANDS.items():
        own = commands.add_parser(
            name, help=purpose, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name in words:
            module = command_module(name)
            own.description, own.epilog = module.DESCRIPTION, module.EPILOG
            module.add_arguments(own)
            own.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments*; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, 'reconfigure'):
            # the encoding of the terminal may not have all characters of a name
            stream.reconfigure(errors='backslashreplace')
    output = Output()
    words = sys.argv[1:] if arguments is None else arguments
    args = make_parser(words).parse_args(words)
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
