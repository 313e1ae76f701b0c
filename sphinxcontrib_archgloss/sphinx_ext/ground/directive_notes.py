"""What the directives of a page note while Sphinx reads it, for the facts of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.facts import (
        MapRequest,
        NamedSet,
        PageProblem,
        Rendering,
        Use,
    )


@dataclass(slots=True)
class PageNotes:
    """Notes on one page, each list in the order of the page; directives append to them."""

<<<<<<< HEAD
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
=======
    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.renderings: list[Rendering] = []
        self.rendered: dict[tuple[str, str], int] = {}
        self.maps: list[MapRequest] = []
        self.pulled: list[str] = []
        self.named: list[NamedSet] = []
        self.problems: list[PageProblem] = []

    def note_use(self, use: Use) -> None:
        """Note that an option of the page being read names a term."""
        self.uses.append(use)

    def note_rendering(self, rendering: Rendering) -> None:
        """Note what a directive of the page being read renders."""
        self.renderings.append(rendering)

    @property
    def shows_used(self) -> bool:
        """Whether a directive of the page being read shows only used terms."""
        return any(one.request.used for one in self.renderings)
>>>>>>> proj

    def note_rendered(self, key: str, stem: str = '') -> int:
        """Count a rendering of the term *key* on the page; return the count.

        Entries have no *stem*; see `DefinitionParser.parse`.
        """
<<<<<<< HEAD
        self._counts[stem, key] += 1
        return self._counts[stem, key]
=======
        times = self.rendered.get((stem, key), 0) + 1
        self.rendered[stem, key] = times
        return times

    def note_map(self, request: MapRequest) -> None:
        """Note what map the page being read shows."""
        self.maps.append(request)

    def note_pulled(self, path: str) -> None:
        """Note that a directive of the page being read names the file at *path*."""
        self.pulled.append(path)

    def note_named(self, named: NamedSet) -> None:
        """Note that a directive of the page being read names a set."""
        self.named.append(named)

    def note_problem(self, problem: PageProblem) -> None:
        """Note what is wrong with a directive of the page being read."""
        self.problems.append(problem)
>>>>>>> proj
