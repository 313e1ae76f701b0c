"""Structured data: what a page defines, told to machines in the page's head.

Every theme prints what is among a page's meta tags. What is said is worked out in
`project.structured_data`, how it is written in `jsonld`; here it gets its addresses.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.structured_data import jsonld

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.views import (
        DefinedSetView,
        DefinedTermView,
        HeadView,
        PageLocation,
    )


def add_structured_data(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add what the page defines, if it defines anything."""
    session = ArchglossDomain.of(app.env).session
    if doctree is None or not session.features.structured_data:
        return
    docnames = [pagename]
    if app.builder.name == 'singlehtml':
        docnames += [n['docname'] for n in doctree.findall(addnodes.start_of_file)]
    head = session.views.head(*docnames)
    if not head:
        return
    text = jsonld.script_text(_Writer(app.builder, pagename).graph(head))
    script = f'<script type="application/ld+json">{text}</script>\n'
    context['metatags'] = context.get('metatags', '') + script


class _Writer:
    """Writes what the page *docname* of *builder* defines."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._builder = builder
        self._docname = docname
        self._base: str = builder.config.html_baseurl or ''
        self._pages: dict[str, str] = {}

    def graph(self, head: HeadView) -> list[jsonld.Node]:
        """Return sets with their terms, and terms with their sets."""
        own = self._builder.config.language.replace('_', '-')
        sets = [
            jsonld.defined_term_set(
                term_set.name,
                url=self._address(term_set.where),
                description=term_set.description,
                language=term_set.lang or own,
                licence=term_set.licence,
                terms=[self._term(term) for term in term_set.terms],
            )
            for term_set in head.sets
        ]
        return sets + [self._term(term, self._set_of(of)) for term, of in head.terms]

    def _set_of(self, term_set: DefinedSetView) -> jsonld.Node:
        return jsonld.defined_term_set(term_set.name, url=self._address(term_set.where))

    def _term(
        self, term: DefinedTermView, within: jsonld.Node | None = None
    ) -> jsonld.Node:
        return jsonld.defined_term(
            term.name,
            term.id,
            url=self._address(term.where),
            aliases=term.aliases,
            description=term.text,
            within=within,
        )

    def _address(self, place: PageLocation) -> str:
        """Return the address of *place*; relative if the site's own is not known."""
        if place.url or not place.docname:
            return place.url
        if self._builder.name == 'singlehtml':
            anchor, page = place.anchor, self._page(self._docname)
            if not anchor and place.docname != self._docname:
                anchor = f'document-{place.docname}'
        else:
            anchor, page = place.anchor, self._page(place.docname)
        return f'{page}#{anchor}' if anchor else page

    def _page(self, docname: str) -> str:
        found = self._pages.get(docname)
        if found is None:
            found = self._pages[docname] = self._address_of_page(docname)
        return found

    def _address_of_page(self, docname: str) -> str:
        builder = self._builder
        if builder.name == 'singlehtml':
            # where Sphinx has all pages, under the name of the first
            uri = docname + str(getattr(builder, 'out_suffix', '.html'))
        else:
            uri = builder.get_target_uri(docname)
        if self._base:
            return posixpath.join(self._base, uri)
        if docname == self._docname:
            return posixpath.basename(uri) or './'
        return builder.get_relative_uri(self._docname, docname)
