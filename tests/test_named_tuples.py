"""Our named tuples behave like those of `typing`."""

from __future__ import annotations

import copy
import pickle
from typing import Any
from typing import NamedTuple as Standard

import pytest

from sphinxcontrib_archgloss.named_tuples import NamedTuple


def place(base: Any) -> Any:
    """Return a class of named tuples with the *base*."""

    class Place(base):
        """A place."""

        path: str
        line: int | None = None
        """Counted from 1."""
        labels: tuple[str, ...] = ()

        @property
        def text(self) -> str:
            """The place as in messages."""
            return f'{self.path}:{self.line}'

    return Place


Own, Model = place(NamedTuple), place(Standard)
Own.__qualname__ = 'Own'  # by which a pickle finds it


@pytest.mark.parametrize(
    'name',
    ['_fields', '_field_defaults', '__match_args__', '__doc__', '__module__', '__slots__'],
)
def test_the_class_has_what_a_named_tuple_has(name: str) -> None:
    assert getattr(Own, name) == getattr(Model, name)


def test_the_annotations_stay_as_they_are_written() -> None:
    assert Own.__annotations__ == {
        'path': 'str', 'line': 'int | None', 'labels': 'tuple[str, ...]',
    }  # fmt: skip


def test_a_record_is_a_tuple_with_names_defaults_and_methods() -> None:
    own = Own('a.rst', 3)
    assert own == ('a.rst', 3, ()) == Model('a.rst', 3)
    assert own.text == 'a.rst:3'
    assert own._replace(line=4).line == 4
    assert own._asdict() == {'path': 'a.rst', 'line': 3, 'labels': ()}
    assert repr(own) == "Place(path='a.rst', line=3, labels=())"
    with pytest.raises(TypeError, match='path'):
        Own()
    with pytest.raises(AttributeError):
        own.line = 5


def test_a_record_is_copied_and_pickled() -> None:
    own = Own('a.rst', 3)
    assert pickle.loads(pickle.dumps(own)) == own
    assert copy.copy(own) == own
    assert type(pickle.loads(pickle.dumps(own))) is Own


class Fields(NamedTuple):
    """Fields with the names that a constructor may use itself."""

    cls: int
    new: str = 'b'
    values: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ('record', 'values'),
    [
        (Fields(1), (1, 'b', ())),
        (Fields(1, 'c', ('d',)), (1, 'c', ('d',))),
        (Fields(cls=1, values=('e',)), (1, 'b', ('e',))),
    ],
)
def test_values_are_given_by_position_and_by_name(
    record: Fields, values: tuple[object, ...]
) -> None:
    assert (record.cls, record.new, record.values) == record == values


def test_unknown_fields_are_type_errors() -> None:
    with pytest.raises(TypeError, match='other'):
        Fields(1, other=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match='other'):
        Fields(1)._replace(other=2)
