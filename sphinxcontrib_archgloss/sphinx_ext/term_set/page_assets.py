"""Style and script of the pages that show entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sphinxcontrib_archgloss.sphinx_ext.ground.lang_attributes import foreign
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_list
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import (
    ENTRY_SCRIPT,
    ENTRY_STYLE,
    STYLE,
    has_scripts,
)
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import is_filtered

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain


def load_entry_assets(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Have a page load the style if it shows entries, the script if it shows many."""
    domain = cast('ArchglossDomain', app.env.domains['archgloss'])
    pages = domain.pages
    builder = cast('StandaloneHTMLBuilder', app.builder)
    joined = builder.name == 'singlehtml'
    shown = pages.values() if joined else [pages[n] for n in (pagename,) if n in pages]
    renderings = (rendering for page in shown for rendering in page.renderings)
    if doctree is None or all(rendering.request.single for rendering in renderings):
        return
    builder.add_css_file(ENTRY_STYLE)
    if not has_scripts(builder):
        return
    sets = domain.project.lexicon.sets.values()
    if any(foreign(one.lang, app.config).get('dir') == 'rtl' for one in sets):
        builder.add_css_file(STYLE)  # which may speak of directions; an EPUB's may not
    if any(map(is_filtered, doctree.findall(term_list))):
        builder.add_js_file(ENTRY_SCRIPT, defer='defer')
