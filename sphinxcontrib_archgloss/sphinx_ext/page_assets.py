"""The style sheets and scripts that a page loads: only those it needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_list
from sphinxcontrib_archgloss.sphinx_ext.ground.text import foreign
from sphinxcontrib_archgloss.sphinx_ext.popovers.popovers import complete_body
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import (
    ENTRY_SCRIPT,
    ENTRY_STYLE,
    MAP_SCRIPT,
    MAP_STYLE,
    SCRIPT,
    STYLE,
    has_scripts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession

_NAMES = (STYLE, SCRIPT, ENTRY_STYLE, ENTRY_SCRIPT, MAP_STYLE, MAP_SCRIPT)
_OWN = frozenset(f'_static/{name}' for name in _NAMES)


def load_page_assets(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Make a page load what its references, entries and maps need."""
    builder = cast('StandaloneHTMLBuilder', app.builder)
    session = ArchglossDomain.of(app.env).session
    joined = builder.name == 'singlehtml'
    docnames = session.pages if joined else [pagename]
    pages = [session.pages[name] for name in docnames if name in session.pages]
    has_maps = any(page.maps for page in pages)
    if has_maps:
        builder.add_css_file(MAP_STYLE)
        if has_scripts(builder):
            builder.add_js_file(MAP_SCRIPT, defer='defer')
    if has_scripts(builder) and (
        joined
        or has_maps
        or any(page.uses for page in pages)
        or any(passage.rewrites for passage in session.views.rewrites(pagename))
    ):
        builder.add_css_file(STYLE)
        complete_body(app, pagename, context, doctree)
    renderings = (rendering for page in pages for rendering in page.renderings)
    if any(not rendering.request.single for rendering in renderings):
        _load_entry_assets(builder, session, doctree)
    _keep_tags(session, context)


def _load_entry_assets(
    builder: StandaloneHTMLBuilder, session: BuildSession, doctree: nodes.document
) -> None:
    builder.add_css_file(ENTRY_STYLE)
    if not has_scripts(builder):
        return
    sets = session.project.lexicon.sets.values()
    if any(foreign(s.lang, builder.config).get('dir') == 'rtl' for s in sets):
        builder.add_css_file(STYLE)  # has rules for directions, which an EPUB must not have
    if any('filter' in listing for listing in doctree.findall(term_list)):
        builder.add_js_file(ENTRY_SCRIPT, defer='defer')


def _keep_tags(session: BuildSession, context: dict[str, Any]) -> None:
    """Make the page take the HTML elements that load our files from earlier pages.

    For each such element, Sphinx looks for the file, to name its checksum. Our files are in
    place before the first page is written.
    """
    for name in context.keys() & {'css_tag', 'js_tag'}:
        context[name] = partial(_tag, session.asset_tags, context['pathto'], context[name])


def _tag(
    kept: dict[tuple[object, str], str],
    pathto: Callable[..., str],
    draw: Callable[[object], str],
    asset: object,
) -> str:
    """Return the HTML element for *asset*, which *draw* makes."""
    filename = getattr(asset, 'filename', '')
    if filename not in _OWN:
        return draw(asset)
    key = asset, pathto(filename, resource=True)
    if key not in kept:
        kept[key] = draw(asset)
    return kept[key]
