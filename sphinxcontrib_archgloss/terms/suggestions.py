"""The words nearest to one that is not known: "did you mean".

rapidfuzz compares them; this module decides how near a suggestion has to be. It imports
rapidfuzz only when something is wrong, as that takes longer than most look-ups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.forms import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

LABEL_CUTOFF = 62.0
"""Similarity, of 100, below which a label is no suggestion."""
KEYWORD_CUTOFF = 60.0
"""The same for keywords, which are compared whole and not word by word."""

PAGE_CUTOFF = 80.0
"""The same for docnames, which are long and have much in common."""


def nearest(unknown: str, labels: Iterable[str], count: int = 3) -> list[str]:
    """Return up to *count* of *labels*, the most similar to *unknown* first."""
    from rapidfuzz import fuzz, process

    choices = {label: folded(label) for label in labels}
    matches = process.extract(
        folded(unknown), choices, scorer=fuzz.WRatio, score_cutoff=LABEL_CUTOFF, limit=12
    )
    ranked = sorted(matches, key=lambda match: (-match[1], match[2].casefold(), match[2]))
    return [label for _, _, label in ranked[:count]]


def did_you_mean(suggestions: Iterable[str]) -> str:
    """Return the question that offers *suggestions*; empty without any."""
    listed = ' or '.join(f'"{suggestion}"' for suggestion in suggestions)
    return f'did you mean {listed}?' if listed else ''


def nearest_keyword(
    unknown: str, keywords: Iterable[str], cutoff: float = KEYWORD_CUTOFF
) -> str:
    """Return the one of *keywords* most similar to *unknown*; empty if none is near."""
    from rapidfuzz import fuzz, process

    match = process.extractOne(
        unknown, tuple(keywords), scorer=fuzz.ratio, score_cutoff=cutoff
    )
    return match[0] if match else ''
