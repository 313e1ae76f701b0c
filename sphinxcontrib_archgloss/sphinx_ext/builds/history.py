"""What is stored from build to build: what the output of each page is based on.

``written-*`` records, for one builder and output directory, what the output of each page
was based on. The file is moved away while pages are written, and moved back when all of
them are written, so after a build that was killed every page is written again.

``outcome-*`` has the outcome of the last build, with a digest of its basis. A build with
the same basis repeats that outcome, also after an edit that changes nothing about terms,
and writes references from the views that are part of it, without loading the terms. The
inventory ends the file, uncompressed, because every build with terms needs it.

``reading`` exists while pages are read. After a build that was killed in between, no
doctree with entries is trusted, because a data file may have its former content again.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.packed import Packed, PackedInFile
from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import NO_OBJECTS, InventoryData
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import (
    unpickled,
    unpickled_beginning,
    write_pickled,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.views import KeptViews
    from sphinxcontrib_archgloss.terms.problems import Problem

FORMAT = 11
"""Version of the shape of these files; raised with every change."""


class Outcome(NamedTuple):
    """What a build knows once all pages are read; it is pickled."""

    problems: list[Problem]
    """Sorted by place."""
    notes: list[Problem]
    """Lines of information, not warnings."""
    has_lines_of_pages: bool
    """Whether they are on pages, whose lines are not part of the basis."""
    suppressed_undefined: int
    """Number of undefined references that are not reported one by one."""
    pages: dict[str, str]
    """Docname → digest of what the page's output is based on."""
    inventory: Packed[InventoryData]
    whole: str
    """Digest of what only the output as a whole is based on, not a single page."""
    asked_elsewhere: bool
    """Whether it depends on inventories of other projects, so that it may change."""
    has_myst: bool
    """Whether a term set is written in MyST."""
    views: Packed[KeptViews | None]
    """None for a project without terms."""


class LastBuild(NamedTuple):
    """The last build that was finished, as it is pickled."""

    basis: str
    """Digest of everything that the outcome follows from."""
    pages: dict[str, str]
    """Those of the outcome."""
    whole: str
    """That of the outcome."""
    written: dict[str, str]
    """Docname → digest of what the page's output is based on."""
    facts: dict[str, ReadFacts]
    """Docname → the facts and the title of the page, as a digest."""
    links: tuple[str, str]
    """(digest of when all pages were read, digest of what is wrong with the references in
    definitions to anything but terms)."""


class KeptOutcome(NamedTuple):
    """The outcome of the last build, as it is pickled."""

    basis: str
    """Digest of everything that the outcome follows from."""
    outcome: Outcome
    """Without its pages, which `LastBuild` has, and without its inventory."""
    inventory_size: int
    """Number of bytes of the inventory, pickled on its own in the rest of the file."""


ReadFacts = tuple[int, str]
"""(when a page was read, digest of its facts and its title)."""


def read_pages(env: BuildEnvironment) -> set[str]:
    """Return the docnames of the pages that exist and have been read."""
    return env.found_docs & env.all_docs.keys()


class BuildHistory:
    """The history of one builder and output directory."""

    def __init__(self, app: Sphinx) -> None:
        folder = Path(app.doctreedir) / 'archgloss'
        name = digest_of(os.path.relpath(app.outdir, app.doctreedir))
        file_name = f'{app.builder.name}-{name}-{FORMAT}.pickle'
        self._written = folder / f'written-{file_name}'
        self._kept = folder / f'outcome-{file_name}'
        self._away = self._written.with_suffix('.away')
        self._reading = folder / 'reading'
        last = unpickled(self._written)
        self._last = last if isinstance(last, LastBuild) else None
        self._basis = ''
        self.facts: dict[str, ReadFacts] = self._last.facts if self._last else {}
        """Docname → digest of the facts and the title of the page, at first as in the last
        build."""
        self.links = self._last.links if self._last else ('', '')
        """As in `LastBuild`, at first that of the last build."""
        self._outcome: Outcome | None = None
        self._recalled: Outcome | None = None
        self.done: set[str] = set()
        """Docnames of pages that this build has written."""

    def was_killed_reading(self) -> bool:
        """Return whether the last build ended while it was reading pages."""
        return self._reading.exists()

    def start_reading(self) -> None:
        """Leave a marker while pages are read."""
        write_whole(self._reading, b'')

    def finish_reading(self) -> None:
        """Remove the marker: the environment is saved."""
        self._reading.unlink(missing_ok=True)

    def recall(self, basis: str, read: Mapping[str, int]) -> Outcome | None:
        """Return the outcome of the last build if it had the same *basis*.

        *read* is docname → when the page was read. The lines of pages are not part of the
        basis. So an outcome with problems there is valid only for the same pages.
        """
        last = self._last
        if last is None or last.basis != basis:
            return None
        kept, end, size = unpickled_beginning(self._kept)
        if (
            not isinstance(kept, KeptOutcome)
            or kept.basis != basis
            or end + kept.inventory_size != size
        ):
            return None
        inventory: Packed[InventoryData] = PackedInFile(self._kept, end)
        outcome = kept.outcome._replace(inventory=inventory)
        if outcome.asked_elsewhere:
            return None
        pages = {
            name: f'{read[name]} {base.partition(" ")[2]}'
            for name, base in last.pages.items()
        }
        if pages != last.pages and outcome.has_lines_of_pages:
            return None
        self._recalled = outcome._replace(pages=pages)
        return self._recalled

    def start_writing(self, basis: str, outcome: Outcome, root: str) -> AbstractSet[str]:
        """Return the docnames of pages to write again, and move the file away until then.

        The page *root* is written where only the output as a whole (for example, the
        inventory) has changed.
        """
        self._basis, self._outcome = basis, outcome
        if self._written.exists():
            self._written.replace(self._away)
        last = self._last
        if last is None:
            return set(outcome.pages) or {root}
        stale = {
            name for name, base in outcome.pages.items() if last.written.get(name) != base
        }
        return stale or ({root} if last.whole != outcome.whole else set())

    def finish_writing(self, *, all_written: bool) -> None:
        """Store the outcome, and move the other file back, with what this build wrote."""
        outcome, last = self._outcome, self._last
        if outcome is None:
            return
        was = last.written if last else {}
        same = last is not None and last.basis == self._basis and was == outcome.pages
        if outcome is not self._recalled and not (same and outcome.asked_elsewhere):
            inventory = pickle.dumps(outcome.inventory.value, pickle.HIGHEST_PROTOCOL)
            rest = outcome._replace(pages={}, inventory=Packed(NO_OBJECTS))
            kept = KeptOutcome(self._basis, rest, len(inventory))
            write_pickled(self._kept, kept, inventory)
        if same and self._away.exists():
            self._away.replace(self._written)
            return
        written = {
            name: base if all_written or name in self.done else was[name]
            for name, base in outcome.pages.items()
            if all_written or name in self.done or name in was
        }
        this = LastBuild(
            self._basis, outcome.pages, outcome.whole, written, self.facts, self.links
        )
        write_pickled(self._written, this)
        self._away.unlink(missing_ok=True)
