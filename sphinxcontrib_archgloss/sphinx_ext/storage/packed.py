"""Values that are stored compressed, and loaded when they are first needed."""

from __future__ import annotations

import pickle
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar('Value')


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
        packed = self.__dict__.get('_packed')
        if packed is None:
            packed = zlib.compress(pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL), 1)
        return _from_packed, (packed,)


def _from_packed(packed: bytes) -> Packed[Value]:
    value: Packed[Value] = Packed.__new__(Packed)
    value.__dict__['_packed'] = packed
    return value
