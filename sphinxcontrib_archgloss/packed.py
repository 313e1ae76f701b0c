"""Values that are stored compressed, or at the end of a file, and loaded when needed."""

from __future__ import annotations

import pickle
import zlib
from bisect import bisect
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Key = TypeVar('Key', bound='str | tuple[str, ...]')
Value = TypeVar('Value')

PART_SIZE = 50
"""Number of items in a part: more of them are smaller together, fewer load faster."""


class Packed(Generic[Value]):
    """A *value* that a pickle has in compressed form.

    It stays compressed after it is loaded, until its first use. Packed values are equal if
    their values are.
    """

    def __init__(self, value: Value) -> None:
        self.value = value

    @cached_property
    def value(self) -> Value:
        """The value itself."""
        value: Value = pickle.loads(zlib.decompress(self.__dict__.pop('_packed')))
        return value

    def __eq__(self, other: object) -> bool:
        """Return whether the values are equal."""
        return isinstance(other, Packed) and bool(self.value == other.value)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Callable[[bytes], Packed[Value]], tuple[bytes]]:
        """Return the function, with its argument, that makes the object again."""
        return _from_packed, (self.__dict__.get('_packed') or _packed(self.value),)


class PackedInFile(Packed[Value]):
    """A value whose pickle ends the file *path*, from *start* on; it is not compressed."""

    def __init__(self, path: Path, start: int) -> None:
        self._path, self._start = path, start

    @cached_property
    def value(self) -> Value:
        """The value itself."""
        with self._path.open('rb') as file:
            file.seek(self._start)
            value: Value = pickle.load(file)
            return value


def packed(value: Value) -> Packed[Value]:
    """Return a *value* that is only pickled, if at all: it takes less memory compressed."""
    return _from_packed(_packed(value))


def _packed(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def _from_packed(data: bytes) -> Packed[Value]:
    value: Packed[Value] = Packed.__new__(Packed)
    value.__dict__['_packed'] = data
    return value


class PackedMapping(Generic[Key, Value]):
    """A mapping that is stored in parts; a look-up loads one of them."""

    def __init__(self, items: Mapping[Key, Value]) -> None:
        keys = sorted(items)
        parts = [keys[at : at + PART_SIZE] for at in range(0, len(keys), PART_SIZE)]
        self._first = [part[0] for part in parts]
        self._parts = [packed({key: items[key] for key in part}) for part in parts]

    def __getitem__(self, key: Key) -> Value:
        """Return the value of *key*."""
        part = bisect(self._first, key) - 1
        if part < 0:
            raise KeyError(key)
        return self._parts[part].value[key]

    def get(self, key: Key) -> Value | None:
        """Return the value of *key*; None if there is none."""
        try:
            return self[key]
        except KeyError:
            return None

    def __eq__(self, other: object) -> bool:
        """Return whether the items are equal."""
        return isinstance(other, PackedMapping) and self._parts == other._parts

    __hash__ = None  # type: ignore[assignment]
