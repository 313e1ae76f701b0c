"""The style of concept maps, which only pages with maps load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinxcontrib_archgloss.sphinx_ext.library import write_whole

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxcontrib_archgloss.sphinx_ext.domain import ArchglossDomain

STYLE = 'archgloss-map.css'

_OWN = Path(__file__).parents[1] / 'static' / STYLE


def put_map_style_in_place(app: Sphinx, builder: Builder) -> None:
    """Copy the style to where pages expect it: Sphinx takes its digest from there."""
    domain = cast('ArchglossDomain', app.env.domains['archgloss'])
    if builder.format != 'html' or not any(page.maps for page in domain.pages.values()):
        return
    path = Path(builder.outdir) / '_static' / STYLE
    wanted = _OWN.read_bytes()
    if not path.exists() or path.read_bytes() != wanted:
        write_whole(path, wanted)


def load_map_style(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Have a page with maps load the style."""
    domain = cast('ArchglossDomain', app.env.domains['archgloss'])
    if doctree is None:
        return
    joined = domain.pages.values() if app.builder.name == 'singlehtml' else ()
    if any(page.maps for page in (domain.pages.get(pagename), *joined) if page):
        cast('StandaloneHTMLBuilder', app.builder).add_css_file(STYLE)
