"""JSON-LD in the head of a page: what the page defines, for search engines.

`project.structured_data` decides what a page defines. This module adds the addresses and
writes https://schema.org/DefinedTerm and https://schema.org/DefinedTermSet among the meta
tags of the page, which every theme prints.
"""

from __future__ import annotations

import json
import posixpath
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.text import foreign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.views import (
        DefinedSetView,
        DefinedTermView,
        HeadView,
        PageLocation,
    )

Node = dict[str, Any]
"""A thing of schema.org: property → value; without those that are empty."""

# In a script element these could end it or begin a comment; JSON can escape them.
_ESCAPES = {ord(char): f'\\u{ord(char):04x}' for char in '<>&'}


def script_text(things: Iterable[Node]) -> str:
    """Return *things* as JSON-LD for a script element: ASCII, which cannot end it."""
    document = {'@context': 'https://schema.org', '@graph': list(things)}
    return json.dumps(document, separators=(',', ':')).translate(_ESCAPES)


def add_structured_data(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add the structured data of a page, if it defines anything."""
    session = ArchglossDomain.of(app.env).session
    if not session.features.structured_data:
        return
    docnames = [pagename]
    if app.builder.name == 'singlehtml':
        docnames += [n['docname'] for n in doctree.findall(addnodes.start_of_file)]
    head = session.views.head(*docnames)
    if not (head.sets or head.terms):
        return
    text = script_text(SchemaOrgWriter(app.builder, pagename).graph(head))
    script = f'<script type="application/ld+json">{text}</script>\n'
    context['metatags'] = context.get('metatags', '') + script


class SchemaOrgWriter:
    """Writes what the page *docname* of *builder* defines in schema.org's vocabulary."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._builder = builder
        self._docname = docname
        self._base: str = builder.config.html_baseurl or ''
        self._page = cache(self._address_of_page)

    def graph(self, head: HeadView) -> list[Node]:
        """Return sets with their terms, and terms with their sets."""
        own = self._builder.config.language.replace('_', '-')
        sets = [self._set(term_set, term_set.lang or own) for term_set in head.sets]
        return sets + [self._term(term, self._set(of)) for term, of in head.terms]

    def _set(self, term_set: DefinedSetView, language: str = '') -> Node:
        other = foreign(term_set.untranslated, self._builder.config).get('lang', '')
        return _node(
            'DefinedTermSet',
            name=_text(term_set.name, other),
            description=_text(term_set.description, other),
            url=self._address(term_set.where),
            inLanguage=language,
            license=term_set.licence,
            hasDefinedTerm=[self._term(term, other=other) for term in term_set.terms],
        )

    def _term(
        self, term: DefinedTermView, term_set: Node | None = None, other: str = ''
    ) -> Node:
        """Return *term*; *other* is the language of the untranslated parts."""
        aliases = [_text(alias, other) for alias in term.aliases]
        return _node(
            'DefinedTerm',
            name=_text(term.name, '' if term.name_is_translated else other),
            alternateName=aliases[0] if len(aliases) == 1 else aliases,
            description=_text(term.text, '' if term.text_is_translated else other),
            termCode=term.id,
            url=self._address(term.where),
            inDefinedTermSet=term_set,
        )

    def _address(self, place: PageLocation) -> str:
        """Return the address of *place*; relative if the site's own is not known."""
        if place.url or not place.docname:
            return place.url
        docname, anchor = place.docname, place.anchor
        if self._builder.name == 'singlehtml':
            if not anchor and docname != self._docname:
                anchor = f'document-{docname}'
            docname = self._docname
        if anchor and docname == self._docname and not self._base:
            return f'#{anchor}'
        page = self._page(docname)
        return f'{page}#{anchor}' if anchor else page

    def _address_of_page(self, docname: str) -> str:
        builder = self._builder
        if builder.name == 'singlehtml':
            # Sphinx names the one page after the first
            uri = docname + str(getattr(builder, 'out_suffix', '.html'))
        else:
            uri = builder.get_target_uri(docname)
        if self._base:
            return posixpath.join(self._base, uri)
        if docname == self._docname:
            return posixpath.basename(uri) or './'
        return builder.get_relative_uri(self._docname, docname)


def _text(text: str, lang: str) -> str | Node:
    """Return *text*, with its language if it is not that of the set."""
    return {'@language': lang, '@value': text} if text and lang else text


def _node(kind: str, **properties: Any) -> Node:
    return {'@type': kind} | {key: value for key, value in properties.items() if value}
