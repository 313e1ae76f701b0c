"""What the page of Sphinx's search is told of terms: their titles and a sentence for each.

The page is written at the end of every build. A script on it puts the term whose label a
reader has typed first, and shows the sentences.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import (
    SEARCH_SCRIPT,
    has_scripts,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def describe_search_results(app: Sphinx) -> None:
    """Have the page of the search load the script, and what it shows."""
    builder = cast('StandaloneHTMLBuilder', app.builder)
    domain = ArchglossDomain.of(app.env)
    if not (has_scripts(builder) and domain.session.features.search):
        return
    sentences = domain.inventory.sentences if domain.inventory is not None else {}
    rows = []
    for name, title, _kind, _docname, anchor, priority in domain.get_objects():
        if priority > 0:  # the others are for inventories
            rows.append((anchor, title, sentences.get(name, '')))
    if rows:
        data = json.dumps(rows, ensure_ascii=False, separators=(',', ':'))
        # nothing in it ends the element, or begins a comment
        body = data.replace('<', '\\u003c')
        builder.add_js_file('', body=body, id='archgloss-terms', type='application/json')
        builder.add_js_file(SEARCH_SCRIPT, defer='defer')
