"""The files of a project's term sets: located, read once in a build, and cached.

A set is named by its *location*: its path relative to a root, ``package:``, ``conf:`` (the
configuration directory) or ``src:`` (the source directory). What a build stores has
locations and no absolute paths, so doctrees can move with their project, or be read by an
environment that has the package elsewhere.

Each file is read once in a build, and all results of the build come from these bytes. The
other workers and the main process use the bytes that one worker has read first, through a
folder that exists as long as the build.

A parsed file is cached in the doctree directory under the digest of its bytes, so an
unchanged file is not parsed again. A cache file is written completely or not at all; one
that cannot be read is replaced.
"""

from __future__ import annotations

import os
import pickle
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.terms.sets import FOLDER, built_in_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.loading.load import Loaded
    from sphinxcontrib_archgloss.terms.model import TermSet
    from sphinxcontrib_archgloss.terms.problems import Problem

FORMAT = 7
"""Version of the shape of cached records; raised with every change."""


class TermSetFiles:
    """Reads the term sets of one build.

    The cache is in *keep_in*; without it, every file is parsed, and each process reads
    files separately.
    """

    def __init__(
        self,
        configured: Sequence[str],
        confdir: Path,
        srcdir: Path,
        keep_in: Path | None,
        limit: int,
    ) -> None:
        self.roots = {'package': FOLDER, 'conf': confdir, 'src': srcdir}
        """Name in locations → absolute path."""
        self._keep_in = keep_in
        self._shared = keep_in and keep_in / f'seen-{os.urandom(8).hex()}'
        self._process = os.getpid()
        self._limit = limit
        self._seen: dict[str, bytes | OSError] = {}
        """Location → bytes until the set is loaded or cached, or why there are none."""
        self._digests: dict[str, str] = {}
        self._loaded: dict[str, Loaded] = {}
        self._lexicons: dict[tuple[object, ...], Lexicon] = {}
        self.problems: list[Problem] = []
        """What is wrong with the configured names themselves."""
        self.configured = tuple(
            dict.fromkeys(filter(None, map(self._configured, configured)))
        )
        """Locations of the configured sets, in order."""

    def _configured(self, name: str) -> str | None:
        from sphinxcontrib_archgloss.terms.loading.load import file_hint, is_path

        if is_path(name):
            return self.location(os.path.normpath(self.roots['conf'] / name))
        if name in (built_in := built_in_sets()):
            return self.location(built_in[name])
        from sphinxcontrib_archgloss.terms.problems import Kind, Problem

        message = (
            f'archgloss_term_sets: unknown term set "{name}"; built-in sets: '
            f'{", ".join(built_in)}; {file_hint(name)}'
        )
        self.problems.append(Problem(Kind.CONFIG, message))
        return None

    def location(self, path: str) -> str:
        """Return the location of the file at *path* (absolute)."""
        for name, root in self.roots.items():
            if Path(path).is_relative_to(root):
                return f'{name}:{Path(path).relative_to(root).as_posix()}'
        try:
            return f'conf:{Path(os.path.relpath(path, self.roots["conf"])).as_posix()}'
        except ValueError:  # on another drive
            return path

    def path(self, location: str) -> str:
        """Return the absolute path of the file at *location*."""
        name, _, relative = location.partition(':')
        return (
            os.path.normpath(self.roots[name] / relative)
            if name in self.roots
            else location
        )

    def named(self, name: str) -> str | None:
        """Return the location of the configured or built-in set called *name*."""
        for location in self.configured:
            term_set = self.load(location).set
            if term_set is not None and term_set.name == name:
                return location
        path = built_in_sets().get(name)
        return path and self.location(path)

    def names(self) -> list[str]:
        """Return the names of all configured and built-in sets."""
        loaded = [self.load(location).set for location in self.configured]
        return sorted({s.name for s in loaded if s} | set(built_in_sets()))

    def digest(self, location: str) -> str:
        """Return the digest of the bytes at *location*; empty if there is no such file."""
        if location not in self._digests:
            seen = self._look(location)
            if isinstance(seen, bytes):
                digest = digest_of(seen)
                if (copy := self._copy(location, digest)) and copy.exists():
                    del self._seen[location]  # the set is loaded from there, if at all
            else:
                is_missing = isinstance(seen, FileNotFoundError)
                digest = '' if is_missing else f'error {seen.errno}'
            self._digests[location] = digest
        return self._digests[location]

    def is_missing(self, location: str) -> bool:
        """Return whether no file exists at *location*."""
        return not self.digest(location)

    def load(self, location: str) -> Loaded:
        """Return the term set and the problems of the file at *location*."""
        loaded = self._loaded.get(location)
        if loaded is None:
            loaded = self._load(location)
            if loaded.set is not None:
                loaded = loaded._replace(set=loaded.set._replace(location=location))
            self._loaded[location] = loaded
        return loaded

    def _load(self, location: str) -> Loaded:
        from sphinxcontrib_archgloss.terms.loading.load import (
            Loaded,
            load_bytes,
            unreadable,
        )

        copy = self._copy(location, self.digest(location))
        loaded = copy and unpickled(copy)
        if isinstance(loaded, Loaded):
            return loaded
        seen, path = self._look(location), self.path(location)
        if isinstance(seen, OSError):
            return unreadable(path, seen, self._limit)
        loaded = load_bytes(seen, path)
        del self._seen[location]
        # not *copy*, which may be damaged: then the file was read again, and may be new
        if copy := self._copy(location, loaded.digest):
            write_pickled(copy, loaded)
        return loaded

    def _copy(self, location: str, digest: str) -> Path | None:
        """Return where the set in the bytes with *digest* is cached."""
        name = digest_of(digest, self.path(location))
        return self._keep_in and self._keep_in / f'{name}-{FORMAT}.pickle'

    def _look(self, location: str) -> bytes | OSError:
        """Return the bytes at *location* as this build has read them first."""
        seen = self._seen.get(location)
        if seen is None:
            seen = self._seen[location] = self._first_look(location)
        return seen

    def _first_look(self, location: str) -> bytes | OSError:
        shared = self._shared and self._shared / digest_of(location)
        if shared and isinstance(first := unpickled(shared), (bytes, OSError)):
            return first  # another process has seen it
        from sphinxcontrib_archgloss.terms.loading.load import read_bytes

        try:
            seen: bytes | OSError = read_bytes(self.path(location), self._limit)
        except OSError as error:
            seen = error
        if shared and os.getpid() != self._process:
            return _shared_first(shared, seen)
        return seen

    def close(self) -> None:
        """Remove what workers have shared, in this build or in one that was killed."""
        for folder in self._keep_in.glob('seen-*') if self._keep_in else ():
            shutil.rmtree(folder, ignore_errors=True)

    def lexicon(
        self, pulled: Iterable[str], lang: str = ''
    ) -> tuple[Lexicon, list[Problem]]:
        """Return all sets as one lexicon, and the problems of all files.

        *pulled* are locations of files that directives name in addition to the configured
        ones; *lang* is the project's language.
        """
        from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

        problems = list(self.problems)
        more = [
            location for location in sorted(set(pulled)) if location not in self.configured
        ]
        locations = (*self.configured, *more)
        files = [self.load(location) for location in locations]
        sets: dict[str, tuple[int, TermSet]] = {}
        for n, file in enumerate(files):
            if n < len(self.configured) or not self.is_missing(locations[n]):
                problems += file.problems
            if file.set is None:
                continue
            name = file.set.name
            if name in sets:
                message = (
                    f'the set name "{name}" is already used by {sets[name][1].path}; '
                    'rename one of them'
                )
                problems.append(Problem(Kind.DATA, message, Place(file.path, 1)))
            else:
                # configured sets in their order, the others by name
                sets[name] = (min(n, len(self.configured)), file.set)
        ranked = sorted(sets.values(), key=lambda pair: (pair[0], pair[1].name))
        lost = [label for file in files for label in file.lost]
        opaque = any(file.opaque for file in files)
        chosen = [term_set for _, term_set in ranked]
        return self.merged(chosen, lost, opaque=opaque, lang=lang), problems

    def merged(
        self,
        sets: Sequence[TermSet],
        lost: Sequence[str] = (),
        *,
        opaque: bool = False,
        lang: str = '',
    ) -> Lexicon:
        """Return the lexicon of *sets* of this build; equal ones are the same object."""
        name = tuple(term_set.location for term_set in sets), tuple(lost), opaque, lang
        if name not in self._lexicons:
            from sphinxcontrib_archgloss.terms.lexicon import Lexicon

            self._lexicons[name] = Lexicon(sets, lost, opaque=opaque, lang=lang)
        return self._lexicons[name]


def _shared_first(path: Path, seen: bytes | OSError) -> bytes | OSError:
    """Share what a worker has *seen* at *path*; return what the first worker has seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.name}.{os.getpid()}.part')
    part.write_bytes(pickle.dumps(seen, pickle.HIGHEST_PROTOCOL))
    try:
        os.link(part, path)
    except FileExistsError:
        first = unpickled(path)
        return first if isinstance(first, (bytes, OSError)) else seen
    finally:
        part.unlink()
    return seen


def unpickled(path: Path) -> object:
    """Return the object pickled at *path*; None if it cannot be read."""
    return unpickled_beginning(path)[0]


def unpickled_beginning(path: Path) -> tuple[object, int, int]:
    """Return the object whose pickle begins the file *path*, its size, and the file's.

    Returns None and zeros if the object cannot be read.
    """
    try:
        with path.open('rb') as file:
            return pickle.load(file), file.tell(), os.fstat(file.fileno()).st_size
    except Exception:  # noqa: BLE001 - whatever is wrong with a copy, it is replaced
        return None, 0, 0


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path*, completely or not at all."""
    with _new_file(path) as file:
        file.write(data)


def write_pickled(path: Path, value: object, rest: bytes = b'') -> None:
    """Pickle *value* to *path*, followed by *rest*, completely or not at all."""
    with _new_file(path) as file:
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
        file.write(rest)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is in the place of *path* once it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.name}.{os.getpid()}.part')
    with part.open('wb') as file:
        yield file
    part.replace(path)
