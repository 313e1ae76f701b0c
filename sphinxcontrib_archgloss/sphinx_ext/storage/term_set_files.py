"""The files of a project's term sets: looked up by name, read once a build, and cached.

A parsed file is cached in the doctree directory under the digest of its bytes, so an
unchanged file is not parsed again. A cache file is written whole or not at all; one that
cannot be read is replaced.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import Loaded, is_path, load_bytes, load_set
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem
from sphinxcontrib_archgloss.terms.sets import built_in_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.terms.model import TermSet

FORMAT = 3
"""Version of the shape of cached records; goes up with every change."""


class TermSetFiles:
    """Reads term sets in one process of one build.

    The cache is in *keep_in*; without it, every file is parsed.
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
        if name in (built_in := built_in_sets()):
            return built_in[name]
        message = (
            f'archgloss_term_sets: there is no term set "{name}"; built in: '
            f'{", ".join(built_in)}; a file is named with its extension ({name}.yaml)'
        )
        self.problems.append(Problem(Kind.CONFIG, message))
        return None

    def named(self, name: str) -> str | None:
        """Return the path of the configured or built-in set called *name*."""
        for path in self.configured:
            term_set = self.load(path).set
            if term_set is not None and term_set.name == name:
                return path
        return built_in_sets().get(name)

    def names(self) -> list[str]:
        """Return the names of all configured and built-in sets."""
        loaded = [self.load(path).set for path in self.configured]
        return sorted({s.name for s in loaded if s} | set(built_in_sets()))

    def digest(self, path: str) -> str:
        """Return the digest of the bytes of the file at *path*; empty if there are none."""
        digest = self._digests.get(path)
        if digest is None:
            try:
                raw = Path(path).read_bytes()
                digest = digest_of(raw) if len(raw) <= self._limit else 'too large'
            except OSError:
                digest = ''
            self._digests[path] = digest
        return digest

    def load(self, path: str) -> Loaded:
        """Return the term set and the problems of the file at *path* (absolute)."""
        loaded = self._loaded.get(path)
        if loaded is None:
            loaded = self._loaded[path] = self._load(path)
        return loaded

    def _load(self, path: str) -> Loaded:
        try:
            if Path(path).stat().st_size > self._limit:
                return load_set(path, self._limit)
            raw = Path(path).read_bytes()
        except OSError:
            return load_set(path, self._limit)
        if self._keep_in is None:
            return load_bytes(raw, path)
        copy = self._keep_in / f'{digest_of(raw, path)}-{FORMAT}.pickle'
        loaded = _read_copy(copy)
        if loaded is None:
            loaded = load_bytes(raw, path)
            write_whole(copy, pickle.dumps(loaded, pickle.HIGHEST_PROTOCOL))
        return loaded

    def is_missing(self, path: str) -> bool:
        """Return whether there is nothing at *path* (absolute)."""
        return not self.digest(path) and not Path(path).exists()

    def lexicon(self, pulled: Iterable[str]) -> tuple[Lexicon, list[Problem]]:
        """Return all sets as one lexicon, and the problems of all files.

        *pulled* are paths of files that directives name beside the configured.
        """
        problems = list(self.problems)
        more = [path for path in sorted(set(pulled)) if path not in self.configured]
        files = [self.load(path) for path in (*self.configured, *more)]
        sets: dict[str, tuple[int, TermSet]] = {}
        for n, file in enumerate(files):
            if n < len(self.configured) or not self.is_missing(file.path):
                problems += file.problems
            if file.set is None:
                continue
            name = file.set.name
            if name in sets:
                message = (
                    f'the set name "{name}" is already that of {sets[name][1].path}; '
                    'rename one of them'
                )
                problems.append(Problem(Kind.DATA, message, Place(file.path, 1)))
            else:
                # configured sets in their order, the others by name
                sets[name] = (min(n, len(self.configured)), file.set)
        ranked = sorted(sets.values(), key=lambda pair: (pair[0], pair[1].name))
        lost = [label for file in files for label in file.lost]
        opaque = any(file.opaque for file in files)
        return Lexicon([term_set for _, term_set in ranked], lost, opaque=opaque), problems


def _read_copy(path: Path) -> Loaded | None:
    """Return the cached file at *path*; None if it cannot be read."""
    try:
        loaded = pickle.loads(path.read_bytes())
    except Exception:  # noqa: BLE001 - whatever is wrong with a copy, it is replaced
        return None
    return loaded if isinstance(loaded, Loaded) else None


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path*, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.name}.{os.getpid()}.part')
    part.write_bytes(data)
    part.replace(path)
