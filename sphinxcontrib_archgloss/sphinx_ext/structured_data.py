"""JSON-LD in the head of a page: what the page defines, for search engines.

`project.structured_data` works out what a page defines. This module gives it addresses
and writes it in the words of https://schema.org/DefinedTerm and
https://schema.org/DefinedTermSet, among the page's meta tags, which every theme prints.
"""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
"""A thing and its properties."""

# In a script element these could end it, or be taken for the beginning of a comment;
# in a string of JSON they may be written by number.
_HARMLESS = {ord(char): f'\\u{ord(char):04x}' for char in '<>&'}


def defined_term(
    name: str,
    code: str,
    *,
    url: str = '',
    aliases: Sequence[str] = (),
    description: str = '',
    within: Node | None = None,
) -> Node:
    """Return a term; *code* identifies it in its set, *within* is the set."""
    return _node(
        'DefinedTerm',
        name=name,
        alternateName=_one_or_more(aliases),
        description=description,
        termCode=code,
        url=url,
        inDefinedTermSet=within,
    )


def defined_term_set(
    name: str,
    *,
    url: str = '',
    description: str = '',
    language: str = '',
    licence: str = '',
    terms: Sequence[Node] = (),
) -> Node:
    """Return a set; *language* is a BCP 47 tag, *licence* a URL."""
    return _node(
        'DefinedTermSet',
        name=name,
        description=description,
        url=url,
        inLanguage=language,
        license=licence,
        hasDefinedTerm=list(terms),
    )


def _node(kind: str, **properties: Any) -> Node:
    return {'@type': kind} | {key: value for key, value in properties.items() if value}


def _one_or_more(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def script_text(things: Iterable[Node]) -> str:
    """Return *things* as the content of a script element of the type of JSON-LD.

    It is ASCII, and nothing in it can end the element.
    """
    whole = {'@context': 'https://schema.org', '@graph': list(things)}
    return json.dumps(whole, separators=(',', ':')).translate(_HARMLESS)


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
    if not (head.sets or head.terms):
        return
    text = script_text(_Writer(app.builder, pagename).graph(head))
    script = f'<script type="application/ld+json">{text}</script>\n'
    context['metatags'] = context.get('metatags', '') + script


class _Writer:
    """Writes what the page *docname* of *builder* defines."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._builder = builder
        self._docname = docname
        self._base: str = builder.config.html_baseurl or ''
        self._pages: dict[str, str] = {}

    def graph(self, head: HeadView) -> list[Node]:
        """Return sets with their terms, and terms with their sets."""
        own = self._builder.config.language.replace('_', '-')
        sets = [
            defined_term_set(
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

    def _set_of(self, term_set: DefinedSetView) -> Node:
        return defined_term_set(term_set.name, url=self._address(term_set.where))

    def _term(self, term: DefinedTermView, within: Node | None = None) -> Node:
        return defined_term(
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
