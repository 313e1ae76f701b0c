"""Named tuples whose classes are made quickly.

When `typing.NamedTuple` makes a class, it compiles the annotations of the fields and the
constructor: nearly all that the class costs. A build imports dozens of these classes, and
one that has nothing to do makes records of few of them. Here, annotations stay unread, and
a constructor is compiled when the first record is made.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ['NamedTuple']

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    _FIELDS: list[Any] = []

    def _descriptors(count: int) -> list[Any]:
        """Return descriptors of *count* fields, which all classes share.

        A descriptor knows only its index. Few are made at first, as each one costs time.
        """
        if count > len(_FIELDS):
            names = [f'field{index}' for index in range(max(count, 12))]
            record = namedtuple('_Fields', names)  # noqa: PYI024
            _FIELDS[:] = [getattr(record, name) for name in names]
        return _FIELDS[:count]

    class _Record(tuple):
        """What `collections.namedtuple` puts into each class that it makes."""

        __slots__ = ()

        def __new__(cls, /, *values: Any, **named: Any) -> Any:
            """Compile the constructor of the class, and call it."""
            fields = ', '.join(cls._fields)
            code = f'lambda _cls, {fields}: _new(_cls, ({fields},))'
            constructor = eval(code, {'_new': tuple.__new__})  # noqa: S307 - names of fields
            constructor.__defaults__ = tuple(cls._field_defaults.values())
            constructor.__qualname__ = f'{cls.__qualname__}.__new__'
            cls.__new__ = staticmethod(constructor)
            return constructor(cls, *values, **named)

        def _replace(self, /, **values: Any) -> Any:
            record = tuple.__new__(type(self), map(values.pop, self._fields, self))
            if values:
                raise TypeError(f'unexpected field names: {list(values)}')
            return record

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return self._format % self

        def __reduce__(self) -> tuple[Any, ...]:
            # loading a pickle needs no constructor
            return tuple.__new__, (type(self), tuple(self))

    class _RecordType(type):
        """Makes a class like that of `typing.NamedTuple`."""

        def __new__(
            cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]
        ) -> type:
            if not bases:  # the base below
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace['__annotations__'])
            defaults = {field: namespace[field] for field in fields if field in namespace}
            namespace.update(zip(fields, _descriptors(len(fields)), strict=True))
            namespace |= {
                '__slots__': (),
                '__match_args__': fields,
                '_fields': fields,
                '_field_defaults': defaults,
                '_format': f'{name}({"=%r, ".join(fields)}=%r)',
            }
            return type(name, (_Record,), namespace)

    class NamedTuple(metaclass=_RecordType):
        """Base in the statement of a class; the class itself is a subclass of `tuple`."""
