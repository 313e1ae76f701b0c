"""Bytes to a term set and everything that is wrong with them.

The steps: bytes → text → located data (`yaml_reader`, `toml_reader`, `json_reader`) →
checked against the schema (`validation`) → records (`records`). Each fault becomes a
Problem with a place; nothing is raised. A faulty key is dropped and its record stays; a
record that cannot be used is left out, but its labels are kept, so that one mistake is
reported once and not at each reference.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.loading import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes
    from sphinxcontrib_archgloss.terms.model import TermSet
    from sphinxcontrib_archgloss.terms.problems import Problem

    Reader = Callable[[str], tuple[Located, Notes]]
    """Text of a file → its data and lesser faults; raises SyntaxFault."""

FORMATS = {'.yaml': 'yaml', '.yml': 'yaml', '.toml': 'toml', '.json': 'json'}
"""File extension → format. One of these in a directive's argument means a path."""


class Loaded(NamedTuple):
    """The set in a file, and its problems."""

    path: str
    """Absolute path."""
    digest: str
    """Hex digest of its bytes; empty if they could not be read."""
    set: TermSet | None
    """None if the file holds no set that can be used."""
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()
    """Labels of the parts that could not be read, as far as they can be guessed."""
    opaque: bool = False
    """Whether the set is lost and its labels cannot be guessed."""


def is_path(argument: str) -> bool:
    """Return whether *argument* of a directive or of the configuration is a path."""
    return Path(argument).suffix.lower() in FORMATS


def file_hint(name: str) -> str:
    """Return how to name a file, for someone who wrote *name*, an unknown set."""
    if Path(name).suffix:
        kinds = ', '.join(FORMATS)
        return (
            f'a term set file ends in one of {kinds}; "archgloss convert" reads other '
            'formats'
        )
    return f'to name a file, add its extension ({name}.yaml)'


def load_set(
    path: str,
    limit: int = DEFAULT_LIMIT,
    reader: Reader | None = None,
    *,
    limited_by: str = 'archgloss_data_limit',
) -> Loaded:
    """Return the set in the file at *path* (absolute) and all its problems.

    *reader* reads a foreign format; without it, the extension decides. *limited_by* is
    the name of the option that sets *limit*, in bytes.
    """
    try:
        raw = read_bytes(path, limit)
    except OSError as error:
        return unreadable(path, error, limit, limited_by=limited_by)
    return load_bytes(raw, path, reader)


def read_bytes(path: str, limit: int) -> bytes:
    """Return the bytes of the regular file at *path*.

    Raises OSError for a path that cannot be opened, for anything but a regular file (a pipe
    would wait for its writer, and a device may never end), and for a file of more than
    *limit* bytes (EFBIG). The limit applies to the bytes that were read, not to the size
    that the file system reports.
    """
    flags = os.O_RDONLY | getattr(os, 'O_NONBLOCK', 0) | getattr(os, 'O_BINARY', 0)
    try:
        descriptor = os.open(path, flags)
    except ValueError as error:  # a NUL, or what the file system cannot encode
        raise OSError(errno.EINVAL, 'the path contains an invalid character') from error
    with open(descriptor, 'rb') as file:  # noqa: PTH123 - opened above, without waiting
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, 'not a regular file')
        raw = file.read(limit + 1)
    if len(raw) > limit:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return raw


def unreadable(
    path: str, error: OSError, limit: int, *, limited_by: str = 'archgloss_data_limit'
) -> Loaded:
    """Return the result for the file at *path*, for which `read_bytes` raised *error*."""
    if error.errno == errno.EFBIG:
        message = (
            f'the file is larger than {limited_by} allows ({limit:,} bytes); split it or '
            'raise the limit'
        )
    elif isinstance(error, IsADirectoryError) or _is_directory(path):
        message = 'this is a directory, not a term set; name a file in it'
    elif isinstance(error, FileNotFoundError):
        from sphinxcontrib_archgloss.terms.problems import quoted

        beside = _set_file_beside(Path(path))
        hint = f'its folder contains {quoted(beside)}; ' if beside else ''
        in_conf = limited_by.startswith('archgloss_')
        where = ' in archgloss_term_sets or in the directive,' if in_conf else ''
        message = (
            f'term set file not found; {hint}correct the path{where} or create the file'
        )
    else:
        message = f'the term set cannot be read: {error.strerror or error}'
    return _lost(path, '', message)


def _is_directory(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - pathlib raises where one may not look


def _set_file_beside(path: Path) -> str:
    """Return the name of the set file in the folder of *path* that may be meant, or ''."""
    from sphinxcontrib_archgloss.terms.suggestions import nearest

    try:
        names = [file.name for file in sorted(path.parent.iterdir()) if is_path(file.name)]
    except OSError:
        return ''
    stems = {Path(name).stem: name for name in names}
    near = nearest(path.stem, stems, count=1)
    return stems[near[0]] if near else names[0] if len(names) == 1 else ''


def load_bytes(raw: bytes, path: str, reader: Reader | None = None) -> Loaded:
    """Return the set in the bytes *raw* of the file at *path* and all its problems."""
    raw_digest = digest_of(raw)
    if _is_directory(path):
        return unreadable(path, IsADirectoryError(), len(raw))
    try:
        text = raw.decode('utf-8-sig')
    except UnicodeDecodeError as error:
        before = _lines(error.object[: error.start].decode('utf-8')).split('\n')
        fault = f'not UTF-8 (byte 0x{error.object[error.start]:02x})'
        place = len(before), len(before[-1]) + 1
        message, text = f'{fault}; save the file as UTF-8', raw.decode('utf-8', 'replace')
        return _lost(path, raw_digest, message, *place, _lines(text))
    text = _lines(text)
    # the schema, its validator and the rest are needed only where a file is really parsed
    from sphinxcontrib_archgloss.terms.loading.positions import SyntaxFault
    from sphinxcontrib_archgloss.terms.loading.records import build_set
    from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

    try:
        root, notes = (reader or reader_of(format_of(path)))(text)
        term_set, faults = build_set(root, path, raw_digest)
    except SyntaxFault as fault:
        return _lost(path, raw_digest, fault.message, fault.line, fault.column, text)
    noted = [
        Problem(Kind.DATA, message, Place(path, line, column))
        for message, line, column in notes
    ]
    problems = sorted({*noted, *faults}, key=Problem.sort_key)
    # a part that a reader skipped, such as a duplicate key, may have had labels, too
    lost = _guessed(text) if notes or not term_set else ()
    opaque = not term_set and not lost
    return Loaded(path, raw_digest, term_set, tuple(problems), lost, opaque)


def _lines(text: str) -> str:
    """Return *text* with its line ends as a line feed each."""
    return text.replace('\r\n', '\n').replace('\r', '\n')


def reader_of(form: str) -> Reader:
    """Return the reader for the format *form*, without importing the others."""
    if form == 'toml':
        from sphinxcontrib_archgloss.terms.loading.toml_reader import read_toml

        return read_toml
    if form == 'json':
        from sphinxcontrib_archgloss.terms.loading.json_reader import read_json

        return read_json
    from sphinxcontrib_archgloss.terms.loading.yaml_reader import read_yaml

    return read_yaml


def format_of(path: str) -> str:
    """Return the format for the extension of *path*; YAML by default."""
    return FORMATS.get(Path(path).suffix.lower(), 'yaml')


def _lost(
    path: str,
    raw_digest: str,
    message: str,
    line: int | None = None,
    column: int | None = None,
    text: str = '',
) -> Loaded:
    # a build whose files are unchanged reports nothing of them
    from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

    problem, labels = Problem(Kind.DATA, message, Place(path, line, column)), _guessed(text)
    return Loaded(path, raw_digest, None, (problem,), labels, opaque=not labels)


def _guessed(text: str) -> tuple[str, ...]:
    """Return the labels that *text*, which cannot be read as a set, seems to have."""
    from sphinxcontrib_archgloss.terms.loading.recovery import guess_labels

    return tuple(guess_labels(text))
