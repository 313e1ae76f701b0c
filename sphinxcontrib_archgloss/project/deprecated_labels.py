"""What to write instead of a label that should no longer be used.

Such labels (old names, deprecated and forbidden ones, misspellings) still name their terms,
so that existing references keep working. The label that was written is the one that matches
at the closest level of look-up; of two labels that match equally closely, the better one
counts. This module does not know where the label was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import folded, inflections, may_inflect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.terms.model import Alias, Term

FORMER = 'former'
DEPRECATED = 'deprecated'
FORBIDDEN = 'forbidden'
MISSPELLED = 'misspelled'

_ORDER = ('', FORMER, DEPRECATED, MISSPELLED, FORBIDDEN)


class Advice(NamedTuple):
    """Why a label should not be used, and what to write instead."""

    reason: str
    """One of the four above."""
    label: str
    """The label as it is in the record."""
    instead: str
    """The label to write."""

    def message(self, written: str) -> str:
        """Return a message about the label as *written* on a page."""
        if self.reason == FORMER:
            return f'"{written}" is a former name; write "{self.instead}"'
        if self.reason == MISSPELLED:
            return f'"{written}" is misspelled; write "{self.instead}"'
        return f'"{written}" is {self.reason}; write "{self.instead}"'


def advice(term: Term, written: str) -> Advice | None:
    """Return what to write instead of *written*, which names *term*; None if it is fine."""
    if not term.has_discouraged_labels:
        return None
    labels = list(_labels(term))
    shape = folded(written)
    levels: tuple[Callable[[str], bool], ...] = (
        lambda label: label == written,
        lambda label: label.casefold() == written.casefold(),
        lambda label: folded(label) == shape,
        lambda label: folded(label) in inflections(shape) and may_inflect(label, written),
    )
    for matches in levels:
        candidates = [label for label in labels if matches(label.text)]
        if candidates:
            best = min(candidates, key=lambda label: _ORDER.index(label.reason))
            if not best.reason:
                return None
            instead = _better(term, best.alias) if best.alias else term.name
            return Advice(best.reason, best.text, instead)
    return None


class _LabelStatus(NamedTuple):
    """A label of a term, and what is wrong with it."""

    text: str
    reason: str = ''
    alias: Alias | None = None


def _labels(term: Term) -> Iterator[_LabelStatus]:
    """Yield every label of *term*; the reason is empty for labels that are fine."""
    for text in (term.name, *term.forms):
        yield _LabelStatus(text)
    for alias in term.aliases:
        if alias.status in (DEPRECATED, FORBIDDEN):
            yield _LabelStatus(alias.text, alias.status, alias)
        elif alias.kind == 'misspelling':
            yield _LabelStatus(alias.text, MISSPELLED, alias)
        else:
            yield _LabelStatus(alias.text)
    for text in term.formerly:
        yield _LabelStatus(text, FORMER)


def _better(term: Term, alias: Alias) -> str:
    """Return the preferred label of the same kind as *alias*, or the name."""
    for other in term.aliases:
        if other.status == 'preferred' and other.kind == alias.kind and other != alias:
            return other.text
    return term.name
