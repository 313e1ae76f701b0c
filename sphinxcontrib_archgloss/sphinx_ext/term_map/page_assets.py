"""The style of concept maps, which only pages with maps load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import MAP_STYLE

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain


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
        cast('StandaloneHTMLBuilder', app.builder).add_css_file(MAP_STYLE)
