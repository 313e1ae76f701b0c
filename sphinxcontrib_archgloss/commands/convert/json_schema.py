"""Writes the JSON Schema for editors, and the line of a data file that refers to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.safe_write import read_original, replace
from sphinxcontrib_archgloss.terms.schema import SCHEMA_FILE, rendered_schema

if TYPE_CHECKING:
    import argparse

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.safe_write import Original


def add_schema(parser: argparse.ArgumentParser) -> None:
    """Add the options for the schema that a YAML file names."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        '--schema',
        metavar='PATH',
        help='path or URL of the JSON Schema that the YAML file names for editors '
        f'(default: {SCHEMA_FILE} in a directory above, or written next to TARGET)',
    )
    group.add_argument(
        '--no-schema', action='store_true', help='name no schema in the YAML file'
    )


def schema_for(args: argparse.Namespace, form: str, target: Original | None) -> str:
    """Return the path or URL of the schema that the new file names; empty for none."""
    if form != 'yaml' or args.no_schema:
        return ''
    if args.schema or target is None:
        return args.schema or ''
    folder = Path(target.path).parent
    return Path(os.path.relpath(_nearest(folder), folder)).as_posix()


def write_schema(args: argparse.Namespace, target: Original, output: Output) -> None:
    """Write the schema next to *target*, if the file names one that does not exist."""
    path = _nearest(Path(target.path).parent)
    if args.schema or args.no_schema or path.exists():
        return
    replace(read_original(str(path)), rendered_schema().encode())
    output.note(f'wrote {shown_path(str(path))}, a JSON Schema for editors')


def _nearest(folder: Path) -> Path:
    """Return the path of the schema in *folder* or above; in *folder* if there is none.

    The search ends with the project: at the working directory, or at the root of a
    repository.
    """
    for above in (folder, *folder.parents):
        if (above / SCHEMA_FILE).is_file():
            return above / SCHEMA_FILE
        if above == Path.cwd() or any((above / name).exists() for name in ('.git', '.hg')):
            break
    return folder / SCHEMA_FILE
