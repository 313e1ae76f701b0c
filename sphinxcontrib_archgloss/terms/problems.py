"""The `Problem` record, and the kinds of problems with their help texts.

A problem is a value: a kind, one line of text, and a place. This module does not report
problems; its callers do. The manual prints the help text of each kind in its table of
warnings.
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

# Control characters, controls of the direction of text (Unicode TR 9), and surrogates.
_UNPRINTABLE = (
    '[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)


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
        'A reference, a claim or a selection names a term that no set has. Write one '
        'of the labels the message suggests, or add the term to a set.'
    ),
    Kind.AMBIGUOUS: (
        'A reference or a claim fits two terms equally well. Write one of the '
        'qualified forms the message offers.'
    ),
    Kind.DANGLING: (
        'A record names a canonical page, or an anchor of one, that does not exist. '
        'Publish the page, correct ``canonical``, or hold the link back with '
        '``published: false``. References lead to the entry meanwhile.'
    ),
    Kind.UNPLACED: (
        'Terms of a set are referred to, but no page renders their entries, so the '
        'references lead nowhere. Add a ``term-set`` directive to a page.'
    ),
    Kind.DUPLICATE: (
        'In one set, one label names two terms. Drop it from one of them; it is told '
        'at both records.'
    ),
    Kind.CONFLICT: (
        'Two pages claim to be the canonical page of one term. Drop one of the '
        'claims; it is told at both, and references lead to the entry meanwhile.'
    ),
    Kind.DATA: (
        'A data file, or the markup of a definition inside it, is faulty. The faulty '
        'key or record is left out and the rest of the set still serves.'
    ),
    Kind.MARKUP: (
        'A page or a definition has markup of the other language, which readers would see '
        'as it is: ``:term-ref:`` in MyST, ``{term-ref}`` in reStructuredText, or a field '
        '``term-page`` where it does not count. Write what the message offers.'
    ),
    Kind.BROKEN: (
        'The builder ``linkcheck`` has tried an address that a record has, under '
        '``canonical`` or ``references`` or in its definition, in vain. Correct the '
        'address, or hold the link back with ``published: false``.'
    ),
    Kind.CONFIG: (
        'The configuration asks for something that cannot be had, or the project '
        'refers to terms and has no term set at all. Correct ``conf.py`` as the message '
        'says.'
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
    """Return *text* fit for a message: on one line, and safe to print."""
    return printable(' '.join(text.split()))


def printable(text: str) -> str:
    """Return *text* with escapes for what a terminal would obey and not show.

    Line ends are among it, so that this is for paths and single lines.
    """
    if text.isprintable():
        return text  # the common case
    return re.sub(
        _UNPRINTABLE, lambda match: match[0].encode('unicode_escape').decode(), text
    )


def quoted(text: str) -> str:
    """Return *text* in quotation marks, cut to a length fit for a message."""
    line = one_line(text)
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'
