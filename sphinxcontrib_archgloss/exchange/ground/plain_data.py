"""A set as plain data in the shape of its file, and the result of a writer.

Every writer starts from the data: keys are in the documented order, and a key that holds
its default is left out. It returns a text, and what the format cannot hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source, Term, TermSet, Text
from sphinxcontrib_archgloss.terms.schema import (
    ALIAS_KEYS,
    CATEGORY_KEYS,
    SET_KEYS,
    SOURCE_KEYS,
    TERM_KEYS,
)
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INDEX_KEY = 'index'
"""Key of `extra` under which the index keys of a Sphinx glossary are kept."""


def set_as_data(term_set: TermSet) -> dict[str, Any]:
    """Return the data of a file that holds *term_set*; it always has the key `terms`."""
    data = _without_defaults(term_set, SET_KEYS)
    data['terms'] = [term_as_data(term) for term in term_set.terms]
    return data


def term_as_data(term: Term) -> dict[str, Any]:
    """Return the data of the record *term*."""
    data = _without_defaults(term, TERM_KEYS)
    if term.id == slug(term.name):
        del data['id']
    return data


def _without_defaults(record: Any, keys: Iterable[str]) -> dict[str, Any]:
    values = ((key, getattr(record, key)) for key in keys)
    defaults = record._field_defaults
    return {
        key: plain(value)
        for key, value in values
        if key not in defaults or value != defaults[key]
    }


def plain(value: Any) -> Any:
    """Return a *value* of a record as it would be in a file."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Source):
        return _without_defaults(value, SOURCE_KEYS)
    if isinstance(value, Category):
        return _without_defaults(value, CATEGORY_KEYS)
    if isinstance(value, Alias):
        data = _without_defaults(value, ALIAS_KEYS)
        return value.text if data.keys() == {'text'} else data
    return [plain(item) for item in value] if isinstance(value, tuple) else value


class Loss(NamedTuple):
    """Parts of one record, or of the set itself, that the format cannot hold."""

    line: int
    """1-based line of the record in the file that the set came from."""
    owner: str
    """Name of the term; empty for the set itself."""
    lost: tuple[str, ...]
    """Keys of the record, or phrases such as ``kind of the alias "KV"``."""


class Conversion(NamedTuple):
    """A set in some format."""

    text: str
    losses: tuple[Loss, ...] = ()
    """In the order of the set."""


def losses_of(term: Term | None, lost: Sequence[str]) -> list[Loss]:
    """Return the loss of the *lost* parts of *term*, or of the set; empty without any."""
    if not lost:
        return []
    line, owner = (term.line, term.name) if term else (1, '')
    return [Loss(line, owner, tuple(lost))]
