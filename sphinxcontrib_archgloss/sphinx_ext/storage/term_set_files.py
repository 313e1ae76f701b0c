"""The files of a project's term sets: found, read once a build, kept between builds.

A parsed file is kept in the doctree directory under the digest of its bytes, so
that an unchanged file is not parsed again. The copy is written whole or not at
all, and one that cannot be read is made anew.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import (
    Loaded,
    is_path,
    load_bytes,
    load_set,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem
from sphinxcontrib_archgloss.terms.sets import built_in_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.terms.model import TermSet

FORMAT = 2
"""Raised whenever the shape of the kept records changes."""


class TermSetFiles:
    """Reads sets for one process of one build.

    Copies are kept in *keep_in*; without it, every file is parsed.
    """

    def __init__(
        self, configured: Sequence[str], confdir: Path, keep_in: Path | None, limit: int
    ) -> None:
        self._confdir = confdir
        self._keep_in = keep_in
        self._limit = limit
        self._loaded: dict[str, Loaded] = {}
        self._digests: dict[str, str] = {}
        self.problems: list[Problem] = []
        """What is wrong with the configured names themselves."""
        self.configured = tuple(dict.fromkeys(filter(None, map(self._path, configured))))
        """Absolute paths of the configured sets, in order."""

    def _path(self, name: str) -> str | None:
        if is_path(name):
            return os.path.normpath(self._confdir / name)
        if name in (known := built_in_sets()):
            return known[name]
        said = (
            f'archgloss_term_sets: there is no term set "{name}"; built in: '
            f'{", ".join(known)}; a file is named with its extension ({name}.yaml)'
        )
        self.problems.append(Problem(Kind.CONFIG, said))
        return None

    def named(self, name: str) -> str | None:
        """Return the path of the configured or built-in set called *name*."""
        for path in self.configured:
            found = self.load(path).set
            if found is not None and found.name == name:
                return path
        return built_in_sets().get(name)

    def names(self) -> list[str]:
        """Return the names that `named` knows."""
        loaded = [self.load(path).set for path in self.configured]
        return sorted({s.name for s in loaded if s} | set(built_in_sets()))

    def digest(self, path: str) -> str:
        """Return the digest of the bytes of the file at *path*; empty if there are none."""
        found = self._digests.get(path)
        if found is None:
            try:
                raw = Path(path).read_bytes()
                found = digest_of(raw) if len(raw) <= self._limit else 'too large'
            except OSError:
                found = ''
            self._digests[path] = found
        return found

    def load(self, path: str) -> Loaded:
        """Return what is in the file at *path* (absolute)."""
        found = self._loaded.get(path)
        if found is None:
            found = self._loaded[path] = self._load(path)
        return found

    def _load(self, path: str) -> Loaded:
        try:
            if Path(path).stat().st_size > self._limit:
                return load_set(path, self._limit)
            raw = Path(path).read_bytes()
        except OSError:
            return load_set(path, self._limit)
        if self._keep_in is None:
            return load_bytes(raw, path)
        name = digest_of(raw, path)
        kept = self._keep_in / f'{name}-{FORMAT}.pickle'
        return _kept_at(kept) or _parse(raw, path, kept)

    def is_missing(self, path: str) -> bool:
        """Return whether there is nothing at *path* (absolute)."""
        return not self.digest(path) and not Path(path).exists()

    def lexicon(self, pulled: Iterable[str]) -> tuple[Lexicon, list[Problem]]:
        """Return all sets, merged, and everything wrong in their files.

        *pulled* are paths of files that directives name beside the configured.
        """
        problems = list(self.problems)
        more = [path for path in sorted(set(pulled)) if path not in self.configured]
        loaded = [self.load(path) for path in (*self.configured, *more)]
        sets: dict[str, tuple[int, TermSet]] = {}
        for n, one in enumerate(loaded):
            if n < len(self.configured) or not self.is_missing(one.path):
                problems += one.problems
            if one.set is None:
                continue
            if (other := sets.get(one.set.name)) is not None:
                said = (
                    f'the set name "{one.set.name}" is already that of {other[1].path}; '
                    'rename one of them'
                )
                problems.append(Problem(Kind.DATA, said, Place(one.path, 1)))
                continue
            # configured sets in their order, the others by name
            place = min(n, len(self.configured))
            sets[one.set.name] = (place, one.set)
        ranked = sorted(sets.values(), key=lambda pair: (pair[0], pair[1].name))
        lost = [label for one in loaded for label in one.lost]
        opaque = any(one.opaque for one in loaded)
        return Lexicon([s for _, s in ranked], lost, opaque=opaque), problems


def _kept_at(kept: Path) -> Loaded | None:
    """Return the copy at *kept*; None if there is none that can be read."""
    try:
        with kept.open('rb') as file:
            found = pickle.load(file)
    except Exception:  # noqa: BLE001 - whatever is wrong with a copy, it is made anew
        return None
    return found if isinstance(found, Loaded) else None


def _parse(raw: bytes, path: str, kept: Path) -> Loaded:
    """Return what is in the bytes *raw* of the file at *path*; leave a copy at *kept*."""
    found = load_bytes(raw, path)
    write_whole(kept, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    return found


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path*, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.name}.{os.getpid()}.part')
    part.write_bytes(data)
    part.replace(path)
