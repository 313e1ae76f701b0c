"""The `Problem` record, and the kinds of problems with their help texts.

A problem is a value: a kind, one line of text, and a place. This module does not report
problems; its callers do. The manual prints the help text of each kind in its table of
warnings.
"""

from __future__ import annotations

import enum
import re
from itertools import islice
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Control characters, controls of the direction of text (Unicode TR 9), and surrogates.
_UNPRINTABLE = (
    '[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)

_MOST_LISTED = 8
"""Maximum number of things that a message lists."""


class Kind(enum.StrEnum):
    """A kind of problem: the subtype of the ``archgloss`` warnings."""

    UNDEFINED = 'undefined'
    AMBIGUOUS = 'ambiguous'
    DANGLING = 'dangling'
    UNPLACED = 'unplaced'
    DUPLICATE = 'duplicate'
    CONFLICT = 'conflict'
    DATA = 'data'
    MARKUP = 'markup'
    BROKEN = 'broken'
    CONFIG = 'config'

    @property
    def help(self) -> str:
        """What is wrong and what to do about it, for the manual."""
        return _HELP[self]


_HELP = {
    Kind.UNDEFINED: (
        'A reference, a ``term-page`` or an option names an unknown term. Write one of the '
        'labels that the message suggests, or add the term to a set.'
    ),
    Kind.AMBIGUOUS: (
        'A reference or a ``term-page`` matches several terms equally well. Write one of '
        'the qualified forms that the message suggests.'
    ),
    Kind.DANGLING: (
        'A record names a canonical page, or an anchor on one, that does not exist. '
        'Publish the page, correct ``canonical``, or hold the link back with '
        '``published: false``. Until then, references link to the entry.'
    ),
    Kind.UNPLACED: (
        'Pages refer to terms of a set, but no page renders the entries of these terms, so '
        'the references have no link. Add a ``term-set`` directive to a page.'
    ),
    Kind.DUPLICATE: (
        'One label names two terms of the same set. Remove it from one of them. The '
        'warning appears at both records.'
    ),
    Kind.CONFLICT: (
        'Two pages claim to be the canonical page of the same term. Remove one of the '
        'claims. The warning appears at both; until then, references link to the entry.'
    ),
    Kind.DATA: (
        'A data file, or the markup of a definition in it, contains an error. The faulty '
        'key or record is ignored, and the rest of the set is used.'
    ),
    Kind.MARKUP: (
        'A page or a definition contains markup of the other language, which appears as '
        'plain text: ``:term-ref:`` in MyST, ``{term-ref}`` in reStructuredText, or a '
        'field ``term-page`` where it has no effect. Write what the message suggests.'
    ),
    Kind.BROKEN: (
        'The ``linkcheck`` builder cannot reach an address of a record: in ``canonical``, '
        'in ``references`` or in the definition. Correct the address, or hold the link '
        'back with ``published: false``.'
    ),
    Kind.CONFIG: (
        'A value in ``conf.py`` is invalid or cannot be used, or the project refers to '
        'terms but has no term set. Correct ``conf.py`` as the message suggests.'
    ),
}


class Place(NamedTuple):
    """A position in a file, or the file as a whole."""

    path: str
    """Absolute path of a file, or a docname where `is_docname` is true."""
    line: int | None = None
    """1-based; None for the file as a whole."""
    column: int | None = None
    """1-based; None if unknown."""
    is_docname: bool = False
    """Whether `path` is a docname of the project rather than a path."""

    def sort_key(self) -> tuple[str, int, int]:
        """Order places by file, line and column, unknown ones first."""
        return (self.path, self.line or 0, self.column or 0)


class Problem(NamedTuple):
    """A fault, described in one line."""

    kind: Kind
    message: str
    place: Place | None = None

    def sort_key(self) -> tuple[tuple[str, int, int], str, str]:
        """Order problems by place, then kind, then text."""
        where = self.place.sort_key() if self.place else ('', 0, 0)
        return (where, self.kind.value, self.message)


def one_line(text: str) -> str:
    """Return *text* for a message: on one line, and safe to print."""
    return printable(' '.join(text.split()))


def printable(text: str) -> str:
    """Return *text* with escapes for characters that control a terminal.

    Line ends are escaped too, so this is for paths and single lines.
    """
    if text.isprintable():
        return text  # the common case
    return re.sub(
        _UNPRINTABLE, lambda match: match[0].encode('unicode_escape').decode(), text
    )


def first_of(items: Iterable[str], count: int, more: str = '{} more') -> list[str]:
    """Return *items*, of which there are *count*, for a message; of many, the first few.

    A last item, *more*, then has the number of the others.
    """
    if count <= _MOST_LISTED + 1:
        return list(items)
    return [*islice(items, _MOST_LISTED), more.format(count - _MOST_LISTED)]


def alternatives(items: Sequence[str]) -> str:
    """Return *items* for a message that lets the reader choose: "a or b or c"."""
    return ' or '.join(first_of(items, len(items), 'one of {} more'))


def quoted(text: str) -> str:
    """Return *text* in quotation marks, cut to a length that fits a message."""
    line = one_line(text)
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'
