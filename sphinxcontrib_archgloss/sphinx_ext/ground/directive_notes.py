"""What the directives of a page note while Sphinx reads it, for the facts of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.facts import (
        Fault,
        MapRequest,
        NamedSet,
        PageProblem,
        Rendering,
        Use,
    )


@dataclass(slots=True)
class PageNotes:
    """Notes on one page, each list in the order of the page; directives append to them."""

    uses: list[Use] = field(default_factory=list)
    """Terms that options of directives name."""
    renderings: list[Rendering] = field(default_factory=list)
    maps: list[MapRequest] = field(default_factory=list)
    named: list[NamedSet] = field(default_factory=list)
    """Term sets that directives name."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong in definitions that the page renders."""
    problems: list[PageProblem] = field(default_factory=list)
    """What is wrong with directives themselves."""
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note_rendered(self, key: str, stem: str = '') -> int:
        """Count a rendering of the term *key* on the page; return the count.

        Entries have no *stem*; see `DefinitionParser.parse`.
        """
        self._counts[stem, key] += 1
        return self._counts[stem, key]
