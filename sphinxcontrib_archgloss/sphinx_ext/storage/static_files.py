"""The styles and scripts of pages in a browser: where they are, and what they are.

Knows which builders make pages for a browser. Which pages need what is said by
those who put something on pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

STYLE = 'archgloss.css'
SCRIPT = 'archgloss.js'
MAP_STYLE = 'archgloss-map.css'
ENTRY_STYLE = 'archgloss-entries.css'
ENTRY_SCRIPT = 'archgloss-filter.js'

_FOLDER = Path(__file__).parents[2] / 'static'


def has_scripts(builder: Builder) -> bool:
    """Return whether the pages of *builder* are read in a browser, with scripts."""
    return builder.name in ('html', 'dirhtml', 'singlehtml')


def has_search(builder: Builder) -> bool:
    """Return whether the pages of *builder* can be searched."""
    return builder.format == 'html' and bool(getattr(builder, 'search', False))


def _assets(builder: Builder) -> tuple[str, ...]:
    """Return the names of what pages of *builder* can use."""
    if has_scripts(builder):
        return (STYLE, SCRIPT, ENTRY_STYLE, ENTRY_SCRIPT, MAP_STYLE)
    return (ENTRY_STYLE, MAP_STYLE) if builder.format == 'html' else ()


def look(builder: Builder) -> str:
    """Return a digest of styles and scripts, whose own are in the pages' addresses."""
    names = _assets(builder)
    return digest_of(*((_FOLDER / name).read_bytes() for name in names)) if names else ''


def put_assets_in_place(app: Sphinx, builder: Builder) -> None:
    """Copy styles and scripts to where pages expect them.

    Sphinx copies what it knows of when pages are being written or are written; but
    it finds the content hashes for the pages' links in the copies.
    """
    for name in _assets(builder):
        wanted = (_FOLDER / name).read_bytes()
        path = Path(builder.outdir) / '_static' / name
        if not path.exists() or path.read_bytes() != wanted:
            write_whole(path, wanted)
