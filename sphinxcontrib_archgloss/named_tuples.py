"""Named tuples whose classes are made quickly.

`typing.NamedTuple` compiles the annotation of every field when a class is made: more than
half of what the class costs. A build imports dozens of these classes, and a build that has
nothing to do does little else.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ['NamedTuple']

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _RecordType(type):
        """Makes a class as `typing.NamedTuple` does, with the annotations unread."""

        def __new__(
            cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]
        ) -> type:
            if not bases:  # the base below
                return super().__new__(cls, name, bases, namespace)
            fields = namespace['__annotations__']
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            module = namespace.pop('__module__')
            record = namedtuple(name, fields, defaults=defaults, module=module)  # noqa: PYI024
            for key, value in namespace.items():
                setattr(record, key, value)
            return record

    class NamedTuple(metaclass=_RecordType):
        """Base in the statement of a class; the class itself is a subclass of `tuple`."""
