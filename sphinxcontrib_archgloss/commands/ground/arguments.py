"""How a command declares itself to argparse."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = 'argparse._SubParsersAction[argparse.ArgumentParser]'
"""What the parser of a command is added to."""


def new_parser(
    commands: Commands, name: str, purpose: str, description: str, epilog: str
) -> argparse.ArgumentParser:
    """Return the parser of a new command; *epilog* has examples and the exit status."""
    return commands.add_parser(
        name,
        help=purpose,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def above_zero(written: str) -> int:
    """Return the whole number that is *written*, which must be 1 at least."""
    try:
        found = int(written)
    except ValueError:
        found = 0
    if found < 1:
        raise argparse.ArgumentTypeError(f'"{written}" is no whole number above zero')
    return found


def add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the option that says how to print."""
    parser.add_argument(
        '--format',
        choices=('text', 'json', *more),
        default='text',
        help='how to print (default: %(default)s)',
    )
