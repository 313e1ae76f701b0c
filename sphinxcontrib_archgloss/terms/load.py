"""Bytes to a term set and everything that is wrong with them.

The way of a file: bytes → text → located data (`read_yaml`, `read_toml`,
`read_json`) → shape checked (`check`) → records (`records`). Whatever is wrong
becomes a Problem with a place; nothing is raised. A faulty key is dropped and
the record stays; a record that cannot stand is left out and the labels it would
have had stay known, so that one mistake is told once and not at each reference.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.located import Located, Notes, SyntaxFault
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxcontrib_archgloss.terms.model import TermSet

FORMATS = {'.yaml': 'yaml', '.yml': 'yaml', '.toml': 'toml', '.json': 'json'}
"""File extension → format. One of these in a directive's argument means a path."""

DEFAULT_LIMIT = 20_000_000
"""Bytes beyond which a file is not meant to be a term set."""

# What looks like a label in a file that cannot be parsed.
_LABEL = re.compile(r'["\']?\b(?:name|text)["\']?\s*[:=]\s*["\']?([^"\'\n#,}]+)')
_PLAIN_ITEM = re.compile(r'^\s*-\s+["\']?([^"\'\n#:{\[]+)["\']?\s*$', re.MULTILINE)
_ALIAS_LIST = re.compile(r'\baliases["\']?\s*[:=]\s*\[([^\]]*)\]')


class Loaded(NamedTuple):
    """What became of a file."""

    path: str
    """Absolute path."""
    digest: str
    """Hex digest of its bytes; empty if they could not be read."""
    set: TermSet | None
    """None if the set as a whole is lost."""
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()
    """Labels that a lost set seems to have had."""
    opaque: bool = False
    """Whether the set is lost and its labels cannot even be guessed."""


def is_path(argument: str) -> bool:
    """Return whether *argument* of a directive or of the configuration is a path."""
    return Path(argument).suffix.lower() in FORMATS


def load_set(path: str, limit: int = DEFAULT_LIMIT) -> Loaded:
    """Return the set in the file at *path* (absolute) and all its problems."""
    try:
        size = Path(path).stat().st_size
        if size > limit:
            said = (
                f'the file has {size:,} bytes, more than archgloss_data_limit '
                f'({limit:,}) allows; split it, or raise the limit'
            )
            return _lost(path, '', Problem(Kind.DATA, said, Place(path)))
        raw = Path(path).read_bytes()
    except OSError as error:
        return _lost(path, '', Problem(Kind.DATA, _no_file(path, error), Place(path)))
    return load_bytes(raw, path)


def _no_file(path: str, error: OSError) -> str:
    if isinstance(error, IsADirectoryError) or Path(path).is_dir():
        return 'this is a directory, not a term set; name a file in it'
    if isinstance(error, FileNotFoundError):
        return 'there is no such term set file; check the path or create it'
    return f'the term set cannot be read: {error.strerror or error}'


def digest_of(raw: bytes) -> str:
    """Return the hex digest by which the bytes of a file are known."""
    return hashlib.blake2b(raw, digest_size=20).hexdigest()


def load_bytes(raw: bytes, path: str) -> Loaded:
    """Return the set in the bytes *raw* of the file at *path* and all its problems."""
    digest = digest_of(raw)
    if Path(path).is_dir():
        return _lost(path, '', Problem(Kind.DATA, _no_file(path, OSError()), Place(path)))
    try:
        text = raw.decode('utf-8-sig')
    except UnicodeDecodeError as error:
        line = raw.count(b'\n', 0, error.start) + 1
        column = error.start - raw.rfind(b'\n', 0, error.start)
        said = f'not UTF-8 (byte 0x{raw[error.start]:02x}); save the file as UTF-8'
        problem = Problem(Kind.DATA, said, Place(path, line, column))
        return _lost(path, digest, problem, raw.decode('utf-8', 'replace'))
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    try:
        root, notes = _reader(path)(text)
    except SyntaxFault as fault:
        place = Place(path, fault.line, fault.column)
        return _lost(path, digest, Problem(Kind.DATA, fault.message, place), text)
    # jsonschema and the records are needed only where a file is really parsed
    records = importlib.import_module('sphinxcontrib_archgloss.terms.records')
    built = records.build_set(root, path, digest)
    noted = [
        Problem(Kind.DATA, said, Place(path, line, column)) for said, line, column in notes
    ]
    problems = sorted({*noted, *built.problems}, key=Problem.sort_key)
    lost = () if built.set else tuple(_harvest(text))
    opaque = not built.set and not lost
    return Loaded(path, digest, built.set, tuple(problems), lost, opaque)


def _reader(path: str) -> Callable[[str], tuple[Located, Notes]]:
    """Return the reader for the file's format; the others stay unimported."""
    form = FORMATS.get(Path(path).suffix.lower(), 'yaml')
    module = importlib.import_module(f'sphinxcontrib_archgloss.terms.read_{form}')
    reader: Callable[[str], tuple[Located, Notes]] = getattr(module, f'read_{form}')
    return reader


def _lost(path: str, digest: str, problem: Problem, text: str = '') -> Loaded:
    labels = tuple(_harvest(text))
    return Loaded(path, digest, None, (problem,), labels, opaque=not labels)


def _harvest(text: str) -> list[str]:
    """Return what seem to be labels in a file that could not be parsed."""
    found = [match[1] for match in _LABEL.finditer(text)]
    found += [match[1] for match in _PLAIN_ITEM.finditer(text)]
    for match in _ALIAS_LIST.finditer(text):
        found += [part.strip(' \n\t"\'') for part in match[1].split(',')]
    return sorted({one_line(label) for label in found if 0 < len(label.strip()) <= 100})
