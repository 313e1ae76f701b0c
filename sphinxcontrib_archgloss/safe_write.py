"""Replaces a user's file, completely or not at all, unless it has changed since.

A file is replaced in one step by a complete one, and only if it still has the bytes that
the new ones were made from. Links are followed, and permissions are kept.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.named_tuples import NamedTuple


class Original(NamedTuple):
    """A file with its content when it was read."""

    path: str
    """Absolute."""
    raw: bytes | None
    """None if there was no file."""


def absolute(path: str) -> str:
    """Return *path* as an absolute path, without following links."""
    return os.path.normpath(Path.cwd() / path)


def read_original(path: str) -> Original:
    """Return the file at *path*; raise CommandError if it cannot be read."""
    path = absolute(path)
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe would wait
            raise CommandError(f'{path} is not a regular file')
        return Original(path, Path(path).read_bytes())
    except FileNotFoundError:
        return Original(path, None)
    except OSError as error:
        raise CommandError(f'{path} cannot be read: {error.strerror or error}') from error


def replace(original: Original, data: bytes) -> None:
    """Replace *original* with *data*.

    Raises CommandError, and leaves the file as it is, if the file is read-only, has
    changed since it was read, or cannot be written.
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
        message = f'{original.path} cannot be written: {error.strerror or error}'
        raise CommandError(f'{message}; nothing was changed') from error


def _check_unchanged(original: Original) -> None:
    if read_original(original.path).raw != original.raw:
        message = (
            f'{original.path} was changed by another program during the command; nothing '
            'was'
        )
        raise CommandError(f'{message} written; run the command again')


def _mode(path: Path, original: Original) -> int:
    """Return the permissions of the new file; raise CommandError for a read-only one."""
    if original.raw is None:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o222:
        raise CommandError(f'{original.path} is read-only; nothing was changed')
    return mode
