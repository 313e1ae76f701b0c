"""The style sheets and scripts of HTML pages: their names, their bytes, and their copies.

Copies have no comments and no indentation, which are a quarter of a file, compressed. Knows
which builders make pages for a browser, but not which pages need which files.
"""

from __future__ import annotations

from functools import cache
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
MAP_SCRIPT = 'archgloss-map.js'
SEARCH_SCRIPT = 'archgloss-search.js'
ENTRY_STYLE = 'archgloss-entries.css'
ENTRY_SCRIPT = 'archgloss-filter.js'

_FOLDER = Path(__file__).parents[2] / 'static'


def has_scripts(builder: Builder) -> bool:
    """Return whether the pages of *builder* are for a browser that runs scripts."""
    return builder.name in ('html', 'dirhtml', 'singlehtml')


def has_search(builder: Builder) -> bool:
    """Return whether the output of *builder* has a search page."""
    return builder.format == 'html' and bool(getattr(builder, 'search', False))


def _assets(builder: Builder) -> tuple[str, ...]:
    """Return the names of the files that pages of *builder* may need."""
    if has_scripts(builder):
        styles, scripts = (STYLE, ENTRY_STYLE, MAP_STYLE), (SCRIPT, ENTRY_SCRIPT)
        return (*styles, *scripts, MAP_SCRIPT, SEARCH_SCRIPT)
    return (ENTRY_STYLE, MAP_STYLE) if builder.format == 'html' else ()


def assets_digest(builder: Builder) -> str:
    """Return a digest of the files; addresses in pages contain the checksum of each."""
    names = _assets(builder)
    return digest_of(*map(shipped, names)) if names else ''


@cache
def shipped(name: str) -> bytes:
    """Return the file *name* as browsers load it."""
    start, *parts = (_FOLDER / name).read_bytes().split(b'/*')
    code = start + b''.join([part.partition(b'*/')[2] for part in parts])
    # lines stay lines: they may end a statement
    start, *parts = code.split(b'// ')
    code = start + b''.join([b'\n' + part.partition(b'\n')[2] for part in parts])
    return b'\n'.join(filter(None, map(bytes.strip, code.split(b'\n')))) + b'\n'


def put_assets_in_place(app: Sphinx, builder: Builder) -> None:
    """Copy style sheets and scripts into the output, before any page is written.

    Sphinx itself copies them later, but takes the checksums for addresses from the copies.
    """
    for name in _assets(builder):
        data, path = shipped(name), Path(builder.outdir, '_static', name)
        if not path.exists() or path.read_bytes() != data:
            write_whole(path, data)
