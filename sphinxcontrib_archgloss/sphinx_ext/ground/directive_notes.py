"""What directives find on the page that is being read, until it is read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.facts import (
        MapRequest,
        NamedSet,
        PageProblem,
        Rendering,
        Use,
    )


class PageNotes:
    """Notes on one page, in its order."""

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

    def note_rendered(self, key: str, stem: str = '') -> int:
        """Note that the page being read renders *key*; return how often by now.

        Entries have no *stem*; see `DefinitionParser.parse`.
        """
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
