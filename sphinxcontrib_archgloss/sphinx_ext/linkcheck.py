"""The addresses in term sets, which the builder ``linkcheck`` tries.

Sphinx names the page that shows an address; whoever corrects it needs the line of the data
file. This module adds the addresses that no page shows, and reports each broken one at its
record. The addresses that Sphinx tried, and the results, are read from its ``output.json``.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.builders.linkcheck import Hyperlink
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.destinations import is_url
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import other_source
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.linkcheck import CheckExternalLinksBuilder

    from sphinxcontrib_archgloss.terms.model import Term

_PERMANENT = (301, 308)
"""HTTP status codes of a permanent redirect."""
# The errors of urllib3 contain addresses of objects, which differ in each run.
_OBJECT = re.compile(r'<[^<>]* object at 0x[0-9a-f]+>(: )?')


class _Address(NamedTuple):
    """An address in a record."""

    url: str
    """As written."""
    place: Place
    what: str
    """What a message calls it."""
    advice: str
    """What to do if it is broken."""

    def problem(self, status: str, info: str) -> Problem:
        """Return what is wrong with the address."""
        detail = _OBJECT.sub('', info).partition(' for url: ')[0]
        fault = 'timed out' if status == 'timeout' else 'is broken'
        detail = f' ({detail})' if detail else ''
        message = f'{self.what}, {self.url}, {fault}{detail}; {self.advice}'
        return Problem(Kind.BROKEN, message, self.place)

    def note(self, new: str) -> Problem:
        """Return the note that the address has been replaced by *new*."""
        message = f'{self.what}, {self.url}, has moved permanently; write {new}'
        return Problem(Kind.BROKEN, message, self.place)


class TermLinkCheck:
    """The handlers of one application that checks links."""

    def __init__(self) -> None:
        self._addresses: dict[tuple[str, str], _Address] = {}
        """(key of the term, address) → its first place."""
        self._tried: set[str] = set()
        """The addresses as linkcheck tries them."""
        self._not_shown: set[str] = set()
        """The addresses that no page has shown so far."""

    def add_addresses(self, app: Sphinx, builder: Builder) -> None:
        """Add the addresses of all records, whether a page shows them or not."""
        lexicon = ArchglossDomain.of(app.env).session.project.lexicon
        for key, term in lexicon.terms.items():
            for address in _addresses(term, lexicon.sets[term.set].path):
                self._add(app, key, address)
        hyperlinks = cast('CheckExternalLinksBuilder', builder).hyperlinks
        docname = _checked_page(app)
        # a page that shows an address takes its place in `locate_links`
        self._not_shown = set(self._tried)
        for uri in self._tried:
            hyperlinks[uri] = Hyperlink(uri, docname, app.env.doc2path(docname), 1)

    def _add(self, app: Sphinx, key: str, address: _Address) -> None:
        self._addresses.setdefault((key, address.url), address)
        self._tried.add(_tried(app, address.url))

    def locate_links(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Give the links of a page lines of that page, and note those of definitions.

        Nodes of an entry have the lines of their data file.
        """
        hyperlinks = cast('CheckExternalLinksBuilder', app.builder).hyperlinks
        path = app.env.doc2path(docname)
        first: set[str] = set()
        for link in doctree.findall(nodes.reference):
            if 'refuri' not in link:
                continue
            self._note_in_definition(app, link)
            uri = _tried(app, link['refuri'])
            if uri in first or uri not in self._tried:
                continue
            first.add(uri)
            if uri in self._not_shown or hyperlinks[uri].docname == docname:
                self._not_shown.discard(uri)
                line = _line_in(link, str(path))
                hyperlinks[uri] = Hyperlink(uri, docname, path, line)

    def _note_in_definition(self, app: Sphinx, link: Element) -> None:
        """Note *link* if the author of a definition wrote its address there."""
        source, line = _place(link)
        lexicon = ArchglossDomain.of(app.env).session.project.lexicon
        terms = next((s.terms for s in lexicon.sets.values() if s.path == source), ())
        text = link[0] if link.children else None
        if not terms or (isinstance(text, nodes.Element) and 'term-ref' in text['classes']):
            return
        lines = sorted(terms, key=attrgetter('line'))
        term = lines[max(bisect_right(lines, line, key=attrgetter('line')) - 1, 0)]
        url = link['refuri']
        if is_url(url) and term.definition is not None:
            written = file_lines(source)
            within = (
                n for n in term.definition.lines if url in ''.join(written[n - 1 : n])
            )
            place = Place(source, next(within, line))
            what = f'in the definition of "{term.name}": the link'
            self._add(app, term.key, _Address(url, place, what, 'correct or remove it'))

    def report_broken(self, app: Sphinx, exception: Exception | None) -> None:
        """Report the broken addresses, each at its record."""
        output = Path(app.outdir, 'output.json')
        if exception is not None or not output.is_file():
            return
        lines = output.read_text(encoding='utf-8').splitlines()
        results = {result['uri']: result for result in map(json.loads, lines)}
        problems, notes = [], []
        for address in self._addresses.values():
            result = results.get(_tried(app, address.url), {})
            status, info = result.get('status'), result.get('info', '')
            if status in ('broken', 'timeout'):
                problems.append(address.problem(status, info))
            elif status == 'redirected' and result.get('code') in _PERMANENT:
                notes.append(address.note(info))
        warnings.note(sorted(notes, key=Problem.sort_key), app.env)
        reported = warnings.report(sorted(problems, key=Problem.sort_key), app.env)
        if reported & settings(app.config).fail_on:
            app.statuscode = 1


def _addresses(term: Term, path: str) -> Iterator[_Address]:
    """Yield the addresses in the keys of a record in the data file *path*."""
    if term.canonical and is_url(term.canonical) and term.published and not term.see:
        line = term.lines.get('canonical', term.line)
        what = f'the canonical page of "{term.name}"'
        advice = 'correct "canonical", or set "published: false"'
        yield _Address(term.canonical, Place(path, line), what, advice)
    for work in term.references:
        line = term.lines.get(work.url, term.line)
        what = f'the reference "{work.label}" of "{term.name}"'
        yield _Address(work.url, Place(path, line), what, 'correct or remove it')


def _checked_page(app: Sphinx) -> str:
    """Return the page to which linkcheck attributes what no page shows."""
    excluded = [re.compile(pattern) for pattern in app.config.linkcheck_exclude_documents]
    pages: list[str] = [app.config.root_doc, *sorted(app.env.all_docs)]
    checked = (name for name in pages if not any(p.match(name) for p in excluded))
    return next(checked, pages[0])


def _tried(app: Sphinx, url: str) -> str:
    """Return *url* as linkcheck tries it."""
    return app.emit_firstresult('linkcheck-process-uri', url) or url


def _place(node: Element) -> tuple[str, int]:
    """Return the source and the line of *node*, or of what it is in."""
    for parent in traverse_parent(node, nodes.Element):
        if parent.line:
            return parent.source or '', parent.line
    return '', 1


def _line_in(node: Element, path: str) -> int:
    """Return the line of the page at *path* where *node* is, or what it is in."""
    for parent in traverse_parent(node, nodes.Element):
        if parent.line and parent.source and not other_source(parent.source, path):
            return int(parent.line)
    return 1


def lower_scheme(app: Sphinx, uri: str) -> str | None:
    """Return *uri* with its scheme in lower case, as linkcheck expects it.

    None if it has such a scheme already.
    """
    scheme, colon, rest = uri.partition(':')
    lower = scheme.lower() + colon + rest
    return lower if is_url(uri) and lower != uri else None


def add_link_check(app: Sphinx) -> None:
    """Connect the handlers to the events of a build that checks links."""
    check = TermLinkCheck()
    # after the project's own handlers
    app.connect('linkcheck-process-uri', lower_scheme, priority=900)
    app.connect('write-started', check.add_addresses)
    app.connect('doctree-resolved', check.locate_links)
    app.connect('build-finished', check.report_broken)
