"""The labels nearest to one that was not found: "did you mean".

rapidfuzz compares; this module only decides what counts as near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from sphinxcontrib_archgloss.terms.forms import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

CUTOFF = 62.0
"""Similarity, of 100, below which a label is no suggestion."""


def nearest(wanted: str, labels: Iterable[str], count: int = 3) -> list[str]:
    """Return up to *count* of *labels*, the most similar to *wanted* first."""
    choices = {label: folded(label) for label in labels}
    found = process.extract(
        folded(wanted), choices, scorer=fuzz.WRatio, score_cutoff=CUTOFF, limit=12
    )
    ranked = sorted(found, key=lambda hit: (-hit[1], hit[2].casefold(), hit[2]))
    return [label for _, _, label in ranked[:count]]
