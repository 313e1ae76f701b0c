"""The arguments that commands share, and the term sets that they name."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.output import file_messages
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading import DEFAULT_LIMIT
from sphinxcontrib_archgloss.terms.loading.load import (
    FORMATS,
    Loaded,
    file_hint,
    is_path,
    load_set,
)
from sphinxcontrib_archgloss.terms.sets import built_in_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.terms.loading.load import Reader
    from sphinxcontrib_archgloss.terms.model import TermSet

SET_HELP = 'a file (YAML, TOML or JSON) or the name of a built-in set'
LIMIT_OPTION = '--data-limit'


def above_zero(text: str) -> int:
    """Return the number in *text*; reject anything but a positive integer."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a positive integer')
    return number


def add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the option for the format of the output, with *more* choices."""
    parser.add_argument(
        '--format',
        choices=('text', 'json', *more),
        default='text',
        help='output format (default: %(default)s)',
    )


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add the option that bounds the size of files."""
    parser.add_argument(
        LIMIT_OPTION,
        type=above_zero,
        default=DEFAULT_LIMIT,
        metavar='BYTES',
        help='maximum size of a file (default: %(default)s)',
    )


def path_of(name: str) -> str:
    """Return the absolute path of the set *name*, which may be a path itself.

    Raises CommandError if it is neither a file nor the name of a built-in set.
    """
    built_in = built_in_sets()
    if name not in built_in:
        check_kind(name, FORMATS, 'convert it with "archgloss convert"')
    # pathlib raises for a name that no file can have
    is_file = os.path.exists(name)  # noqa: PTH110
    if is_path(name) or os.sep in name or is_file:
        return absolute(name)
    if name in built_in:
        return built_in[name]
    message = f'unknown term set "{name}"; built-in sets: {", ".join(built_in)}'
    raise CommandError(f'{message}; {file_hint(name)}')


def check_kind(name: str, suffixes: Iterable[str], otherwise: str) -> None:
    """Raise CommandError if *name* is a file that ends in none of *suffixes*.

    *otherwise* states what to do with the file instead.
    """
    # pathlib raises for a name that no file can have
    if os.path.isfile(name) and Path(name).suffix.lower() not in suffixes:  # noqa: PTH113
        listed = ', '.join(suffixes)
        raise CommandError(
            f'{name} has an unknown file extension; valid extensions: {listed}; {otherwise}'
        )


def loaded_from(path: str, limit: int, reader: Reader | None = None) -> Loaded:
    """Return the content of the file at *path*, of at most *limit* bytes."""
    return load_set(path, limit, reader, limited_by=LIMIT_OPTION)


def is_unreadable(loaded: Loaded) -> bool:
    """Return whether the file could not be read at all."""
    return not loaded.digest


def readable_set(name: str, limit: int) -> Loaded:
    """Return the content of the set *name*; raise CommandError if it is not a set."""
    loaded = loaded_from(path_of(name), limit)
    if loaded.set is None:
        messages = file_messages(loaded.problems)
        raise CommandError('; '.join(f'{m.path}:{m.line}: {m.message}' for m in messages))
    return loaded


def merged(files: Sequence[Loaded]) -> Lexicon:
    """Return the lexicon of the sets that could be read, the first of each name."""
    sets: dict[str, TermSet] = {}
    for file in files:
        if file.set is not None:
            sets.setdefault(file.set.name, file.set)
    lost = [label for file in files for label in file.lost]
    return Lexicon(list(sets.values()), lost, opaque=any(file.opaque for file in files))
