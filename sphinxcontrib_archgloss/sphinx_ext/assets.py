"""The style and the script of pages in a browser: where they are, and what they are.

Knows which builders make pages for a browser. Which pages need what is said by
those who put something on pages.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.sphinx_ext.library import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

STYLE = 'archgloss.css'
SCRIPT = 'archgloss.js'

_FOLDER = Path(__file__).parents[1] / 'static'


def has_scripts(builder: Builder) -> bool:
    """Return whether the pages of *builder* are read in a browser, with scripts."""
    return builder.name in ('html', 'dirhtml', 'singlehtml')


def look() -> str:
    """Return a digest of style and script, whose own are in the pages' addresses."""
    digest = hashlib.blake2b(digest_size=8)
    for name in (STYLE, SCRIPT):
        digest.update((_FOLDER / name).read_bytes())
    return digest.hexdigest()


def put_assets_in_place(app: Sphinx, builder: Builder) -> None:
    """Copy style and script to where pages expect them.

    Sphinx copies what it knows of when pages are being written or are written; but
    it finds the content hashes for the pages' links in the copies.
    """
    if not has_scripts(builder):
        return
    for name in (STYLE, SCRIPT):
        wanted = (_FOLDER / name).read_bytes()
        path = Path(builder.outdir) / '_static' / name
        if not path.exists() or path.read_bytes() != wanted:
            write_whole(path, wanted)
