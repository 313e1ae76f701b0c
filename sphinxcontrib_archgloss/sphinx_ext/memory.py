"""What a build must know of earlier ones.

Two memories lie in the doctree directory, beside Sphinx's own. ``written-*``
says, for one builder and output directory, on what the output of each page was
based; it is put away while pages are written and put back only when all are, so
that a build that was killed has every page written again. ``reading`` stands
while pages are read, so that after a build killed then no doctree is trusted
that holds entries: a data file may have gone back to what it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.sphinx_ext.library import write_whole

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx


class BuildMemory:
    """What a build must know of earlier ones, for one builder and output directory."""

    def __init__(self, app: Sphinx) -> None:
        folder = Path(app.doctreedir) / 'archgloss'
        where = os.path.relpath(app.outdir, app.doctreedir)
        name = hashlib.blake2b(where.encode(), digest_size=8).hexdigest()
        self._written = folder / f'written-{app.builder.name}-{name}.json'
        self._reading = folder / 'reading'
        self._whole = ''
        self.before: dict[str, str] = {}
        """Docname → what its output was based on when it was last written."""
        self.now: dict[str, str] = {}
        """Docname → what its output is to be based on."""
        self.done: set[str] = set()
        """Docnames written by this build."""

    def was_killed_reading(self) -> bool:
        """Return whether the last build stopped while it read pages."""
        return self._reading.exists()

    def start_reading(self) -> None:
        """Leave a marker for the time that pages are read."""
        write_whole(self._reading, b'')

    def finish_reading(self) -> None:
        """Take the marker away: the environment is saved."""
        self._reading.unlink(missing_ok=True)

    def stale(self, now: dict[str, str], whole: str, root: str) -> AbstractSet[str]:
        """Return the pages to write again, and put the memory away meanwhile.

        *whole* is what no page but the output as a whole is based on (the
        inventory, say); where only that has changed, *root* is written.
        """
        try:
            kept = json.loads(self._written.read_bytes())
            self.before, was = dict(kept['pages']), kept['whole']
        except (OSError, ValueError, KeyError, TypeError):
            self.before, was = {}, ''
        self._written.unlink(missing_ok=True)
        self.now, self._whole = now, whole
        found = {name for name, base in now.items() if self.before.get(name) != base}
        if not found and was != whole:
            found = {root}
        return found

    def finish_writing(self) -> None:
        """Put the memory back, with what this build has written."""
        pages = {
            name: self.now[name] if name in self.done else self.before[name]
            for name in self.now
            if name in self.done or name in self.before
        }
        kept = {'whole': self._whole, 'pages': dict(sorted(pages.items()))}
        write_whole(self._written, json.dumps(kept).encode())
