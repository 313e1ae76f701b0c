"""What a build must know of earlier ones.

Two memories lie in the doctree directory, beside Sphinx's own. ``written-*``
says, for one builder and output directory, on what the output of each page was
based; it is put away while pages are written and put back only when all are, so
that a build that was killed has every page written again. ``reading`` stands
while pages are read, so that after a build killed then no doctree is trusted
that holds entries: a data file may have gone back to what it was.

The whole outcome of the last build is kept with the first, under a digest of
all that it was drawn from. A build that has nothing new to judge repeats it.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.sphinx_ext.builds.outcome import Outcome

FORMAT = 3
"""Raised whenever the shape of what is kept changes."""


class _Kept(NamedTuple):
    drawn_from: str
    outcome: Outcome
    written: dict[str, str]
    """Docname → what its output is based on."""


class BuildHistory:
    """The history of one builder and output directory."""

    def __init__(self, app: Sphinx) -> None:
        folder = Path(app.doctreedir) / 'archgloss'
        where = os.path.relpath(app.outdir, app.doctreedir)
        name = digest_of(where)
        self._written = folder / f'written-{app.builder.name}-{name}-{FORMAT}.pickle'
        self._away = self._written.with_suffix('.away')
        self._reading = folder / 'reading'
        self._kept = self._load()
        self._drawn_from = ''
        self._outcome: Outcome | None = None
        self.done: set[str] = set()
        """Docnames written by this build."""

    def _load(self) -> _Kept | None:
        try:
            with self._written.open('rb') as file:
                kept = pickle.load(file)
        except Exception:  # noqa: BLE001 - without a memory everything is written anew
            return None
        return kept if isinstance(kept, _Kept) else None

    def was_killed_reading(self) -> bool:
        """Return whether the last build stopped while it read pages."""
        return self._reading.exists()

    def start_reading(self) -> None:
        """Leave a marker for the time that pages are read."""
        write_whole(self._reading, b'')

    def finish_reading(self) -> None:
        """Take the marker away: the environment is saved."""
        self._reading.unlink(missing_ok=True)

    def recall(self, drawn_from: str) -> Outcome | None:
        """Return the outcome of the last build, if it was drawn from the same."""
        if self._kept is None or self._kept.drawn_from != drawn_from:
            return None
        return None if self._kept.outcome.asked_elsewhere else self._kept.outcome

    def start_writing(
        self, drawn_from: str, outcome: Outcome, root: str
    ) -> AbstractSet[str]:
        """Return the pages to write again, and put the memory away meanwhile.

        Where only the output as a whole (the inventory, say) has changed, it is
        *root* that is written.
        """
        self._drawn_from, self._outcome = drawn_from, outcome
        if self._written.exists():
            self._written.replace(self._away)
        was = self._kept.written if self._kept else {}
        found = {name for name, base in outcome.pages.items() if was.get(name) != base}
        if not found and (self._kept is None or self._kept.outcome.seal != outcome.seal):
            found = {root}
        return found

    def finish_writing(self, *, all_written: bool) -> None:
        """Put the memory back, with what this build has written."""
        outcome = self._outcome
        if outcome is None:
            return
        kept = self._kept
        same = kept is not None and kept.drawn_from == self._drawn_from
        if kept and same and kept.written == outcome.pages and self._away.exists():
            self._away.replace(self._written)
            return
        was = kept.written if kept else {}
        written = {
            name: base if all_written or name in self.done else was[name]
            for name, base in outcome.pages.items()
            if all_written or name in self.done or name in was
        }
        new = _Kept(self._drawn_from, outcome, written)
        write_whole(self._written, pickle.dumps(new, pickle.HIGHEST_PROTOCOL))
        self._away.unlink(missing_ok=True)
