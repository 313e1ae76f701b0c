"""Files of the user's: read with their bytes, written whole or not at all.

A file is replaced in one step by one that is complete, and only if it still has the
bytes that the new ones were made from. Links are followed, and permissions stay.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_archgloss.errors import CommandError


class Original(NamedTuple):
    """A file as it was when it was read."""

    path: str
    """Absolute."""
    raw: bytes | None
    """None where there was no file."""


def absolute(path: str) -> str:
    """Return *path* from the root on, links in it left as they are."""
    return os.path.normpath(Path.cwd() / path)


def read_original(path: str) -> Original:
    """Return the file at *path* as it is; raise Refused if it cannot be read."""
    path = absolute(path)
    try:
        return Original(path, Path(path).read_bytes())
    except FileNotFoundError:
        return Original(path, None)
    except OSError as error:
        raise CommandError(f'{path} cannot be read: {error.strerror or error}') from error


def replace(original: Original, data: bytes) -> None:
    """Write *data* in the place of *original*.

    Raises Refused, and leaves the file as it is, where it is read-only, is no longer
    what it was, or cannot be written.
    """
    path = Path(os.path.realpath(original.path))
    try:
        mode = _mode(path, original)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f'.{path.name}.', suffix='.part', delete=False
        ) as part:
            new = Path(part.name)
            try:
                part.write(data)
                part.flush()
                os.fsync(part.fileno())
                new.chmod(mode)
                _check_unchanged(original)
                new.replace(path)
            except BaseException:
                new.unlink()
                raise
    except OSError as error:
        said = f'{original.path} cannot be written: {error.strerror or error}'
        raise CommandError(f'{said}; nothing was changed') from error


def _check_unchanged(original: Original) -> None:
    if read_original(original.path).raw != original.raw:
        said = f'{original.path} was changed by somebody else meanwhile; nothing was'
        raise CommandError(f'{said} written, run the command again')


def _mode(path: Path, original: Original) -> int:
    """Return the permissions to give to the new file; raise Refused for a read-only one."""
    if original.raw is None:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o222:
        said = f'{original.path} is read-only; nothing was changed'
        raise CommandError(said)
    return mode
