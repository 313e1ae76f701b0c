"""What to write instead of a label that is not to be used.

Such labels go on naming their terms, so that nothing breaks where they stand: old
names, deprecated and forbidden ones, and misspellings. A label is what was written at
the closest level of look-up; if two labels of a term are as close, the better one
counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.forms import folded, inflections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.terms.model import Alias, Term

FORMER = 'former'
DEPRECATED = 'deprecated'
FORBIDDEN = 'forbidden'
MISSPELLED = 'misspelled'

_ORDER = ('', FORMER, DEPRECATED, MISSPELLED, FORBIDDEN)


class Advice(NamedTuple):
    """What is the matter with a label that was written."""

    reason: str
    """One of the four above."""
    label: str
    """The label as the record has it."""
    instead: str
    """The label to write."""

    def spoken(self, written: str) -> str:
        """Return a sentence about the label as it is *written* somewhere."""
        if self.reason == FORMER:
            return f'"{written}" is now called "{self.instead}"; write that'
        if self.reason == MISSPELLED:
            return f'"{written}" is misspelled; write "{self.instead}"'
        return f'"{written}" is {self.reason}; write "{self.instead}"'


def has_unwelcome_labels(term: Term) -> bool:
    """Return whether some of the labels of *term* are not to be used."""
    return bool(term.formerly) or any(map(_reason, term.aliases))


def advice(term: Term, written: str) -> Advice | None:
    """Return what is the matter with *written*, which names *term*; None if nothing."""
    if not has_unwelcome_labels(term):
        return None
    labels = list(_labels(term))
    shape = folded(written)
    same: tuple[Callable[[str], bool], ...] = (
        lambda label: label == written,
        lambda label: label.casefold() == written.casefold(),
        lambda label: folded(label) == shape,
        lambda label: folded(label) in inflections(shape),
    )
    for is_same in same:
        met = [one for one in labels if is_same(one.label)]
        if met:
            best = min(met, key=lambda one: _ORDER.index(one.reason))
            return best if best.reason else None
    return None


def _labels(term: Term) -> Iterator[Advice]:
    for text in (term.name, *term.forms):
        yield Advice('', text, '')
    for alias in term.aliases:
        reason = _reason(alias)
        yield Advice(reason, alias.text, _better(term, alias) if reason else '')
    for text in term.formerly:
        yield Advice(FORMER, text, term.name)


def _reason(alias: Alias) -> str:
    if alias.status in (DEPRECATED, FORBIDDEN):
        return alias.status
    return MISSPELLED if alias.kind == 'misspelling' else ''


def _better(term: Term, alias: Alias) -> str:
    """Return the preferred label of the same kind as *alias*, or the name."""
    for other in term.aliases:
        if other.status == 'preferred' and other.kind == alias.kind and other != alias:
            return other.text
    return term.name
