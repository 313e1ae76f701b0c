"""Labels of two terms that are too similar to distinguish in a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.terms.forms import folded, inflections, may_inflect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.checks.project_check import Check
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def near_labels(check: Check) -> Iterator[Finding]:
    """Labels of two terms differ only in case, spaces, hyphens or number.

    A reference that is spelled slightly differently from both is ambiguous, and readers
    confuse the terms.

    *Bad:*

    .. code-block:: yaml

       - {name: Weight, definition: A number that is learned.}
       - {name: Weights, definition: The file of a model.}

    *Good:*

    .. code-block:: yaml

       - {name: Weight, definition: A number that is learned.}
       - {name: Checkpoint, definition: The file of a model.}
    """
    owners = _owners(check.lexicon)
    reported: set[tuple[str, str]] = set()
    for term in check.own_terms:
        for label in dict.fromkeys(term.labels()):
            for other_label, other in _alike(check.lexicon, owners, term, label):
                if other == term.key or other_label == label:
                    continue
                pair = (min(term.key, other), max(term.key, other))
                if pair in reported:
                    continue
                reported.add(pair)
                message = (
                    f'the labels "{label}" ({term.key}) and "{other_label}" ({other}) '
                    'are easily confused; rename one or remove it'
                )
                place = check.record_place(term, label)
                yield Finding('near-labels', message, place, ' '.join(pair))


_Owners = dict[str, tuple[tuple[str, str], ...]]


def _owners(lexicon: Lexicon) -> _Owners:
    """Return folded label → (label, key) of all labels with that folded form."""
    owners: _Owners = {}
    for key, term in lexicon.terms.items():
        for label in dict.fromkeys(term.labels()):
            shape = folded(label)
            owners[shape] = (*owners.get(shape, ()), (label, key))
    return owners


def _alike(
    lexicon: Lexicon, owners: _Owners, term: Term, label: str
) -> Iterable[tuple[str, str]]:
    """Yield (label, key) of the labels that a reader may confuse with *label*."""
    shape = folded(label)
    yield from owners[shape]
    if lexicon.inflects(term):
        for form in inflections(shape):
            for other in owners.get(form, ()):
                if lexicon.inflects(lexicon.terms[other[1]]) and may_inflect(
                    other[0], label
                ):
                    yield other
