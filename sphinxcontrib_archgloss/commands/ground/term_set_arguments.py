"""The sets that a command is asked about: names of built-in ones, or paths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.arguments import above_zero
from sphinxcontrib_archgloss.commands.ground.output import findings
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.builtin_sets import built_in_sets
from sphinxcontrib_archgloss.terms.loading.load import (
    DEFAULT_LIMIT,
    Loaded,
    is_path,
    load_set,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.terms.loading.load import Reader
    from sphinxcontrib_archgloss.terms.model import TermSet

SET_HELP = 'a file (YAML, TOML or JSON), or the name of a built-in set'
LIMIT_OPTION = '--data-limit'


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add the option that bounds the size of files."""
    parser.add_argument(
        LIMIT_OPTION,
        type=above_zero,
        default=DEFAULT_LIMIT,
        metavar='BYTES',
        help='size beyond which a file is refused (default: %(default)s)',
    )


def path_of(name: str) -> str:
    """Return the absolute path of the set *name*, which may be a path itself.

    Raises Refused where it is neither a file nor the name of a built-in set.
    """
    known = built_in_sets()
    if is_path(name) or os.sep in name or Path(name).exists():
        return absolute(name)
    if name in known:
        return known[name]
    said = f'there is no term set "{name}"; built in: {", ".join(known)}; a file is'
    raise CommandError(f'{said} named with its extension ({name}.yaml)')


def loaded_from(path: str, limit: int, reader: Reader | None = None) -> Loaded:
    """Return what is in the file at *path*, which the user has bounded by *limit*."""
    return load_set(path, limit, reader, limited_by=LIMIT_OPTION)


def is_unreadable(loaded: Loaded) -> bool:
    """Return whether there are no bytes to judge."""
    return not loaded.digest


def readable_set(name: str, limit: int) -> Loaded:
    """Return what is in the set *name*; raise Refused where that is no set."""
    loaded = loaded_from(path_of(name), limit)
    if loaded.set is None:
        found = findings(loaded.problems)
        raise CommandError('; '.join(f'{f.path}:{f.line}: {f.message}' for f in found))
    return loaded


def merged(loaded: Iterable[Loaded]) -> Lexicon:
    """Return the sets that could be read as one lexicon, the first of each name."""
    files = list(loaded)
    sets: dict[str, TermSet] = {}
    for one in files:
        if one.set is not None:
            sets.setdefault(one.set.name, one.set)
    lost = [label for one in files for label in one.lost]
    return Lexicon(list(sets.values()), lost, opaque=any(one.opaque for one in files))
