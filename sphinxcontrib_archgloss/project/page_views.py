"""The views of each page, and the digest by which a page is known to be stale.

A page is written again where the digest of its views has changed, and nowhere else.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.project.destinations import PUBLISHED
from sphinxcontrib_archgloss.project.references import OPTIONS, related
from sphinxcontrib_archgloss.project.views import (
    BuilderFeatures,
    DefinitionView,
    EntryView,
    HeadView,
    ListedTermView,
    MapView,
    MentionsView,
    PageTermsView,
    PopoverView,
    ReferenceView,
    RelationView,
    SearchView,
    TermLinkView,
)
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.project.facts import (
        Listing,
        MapRequest,
        Rendering,
    )
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.structured_data import StructuredData
    from sphinxcontrib_archgloss.project.views import PassageView

PLAIN = BuilderFeatures()
"""A builder that shows links and entries alone."""

MOST_PLACES = 6
"""How many of the sections that mention a term its entry names."""


class PageViews:
    """Makes the views of the pages of *project*, for a builder with some *features*.

    *elsewhere* gives the address of a label in another project ('' for none);
    *rewrites* the changes to the prose of a page.
    """

    def __init__(
        self,
        project: Project,
        elsewhere: Callable[[str], str],
        features: BuilderFeatures = PLAIN,
        rewrites: Callable[[str], Sequence[PassageView]] = lambda _: (),
    ) -> None:
        self.features = features
        self._project = project
        self._elsewhere = elsewhere
        self.rewrites = rewrites
        self._references: dict[tuple[str, str, str], ReferenceView] = {}
        self._reference_digests: dict[tuple[str, str, str], str] = {}
        self._popovers: dict[tuple[str, bool], PopoverView | None] = {}

    # -- one view at a time ----------------------------------------------------

    def reference(self, kind: str, target: str, term: str, docname: str) -> ReferenceView:
        """Return what a reference to *target* on the page *docname* comes to.

        *kind* is that of a `Use`; *term* the key of the term in whose definition the
        reference is written.
        """
        use = (kind, target, term)
        view = self._references.get(use)
        if view is None:
            view = self._references[use] = self._reference(use, '')
        if docname and view.destination.docname == docname:
            return self._reference(use, docname)
        return view

    def _reference(self, use: tuple[str, str, str], docname: str) -> ReferenceView:
        kind, target, term = use
        last = Level.CASE if kind == 'any' else Level.INFLECTED
        resolution = self._project.resolve(target, docname, term, last)
        elsewhere = ''
        if kind == 'ref' and not resolution.match.keys:
            elsewhere = self._elsewhere(target)
        match, key, destination, inside = resolution
        popover = None
        if self.features.popovers and key and destination.leads and not inside:
            popover = self.popover(key, docname)
        label = match.label if match.qualified else ''
        return ReferenceView(destination, label, inside, popover, elsewhere)

    def popover(self, key: str, docname: str) -> PopoverView | None:
        """Return what the page *docname* shows beside its references to the term *key*.

        Of a redirect, the popover of the term it leads to; None where no page has a
        sentence about the term.
        """
        destination = self._project.destinations.of(key)
        explained = destination.state == PUBLISHED and not destination.is_page(docname)
        if (key, explained) not in self._popovers:
            successor = self._project.lexicon.successor(key)
            self._popovers[key, explained] = self._popover(successor, explained=explained)
        return self._popovers[key, explained]

    def _popover(self, key: str, *, explained: bool) -> PopoverView | None:
        project = self._project
        summary = project.summary(key)
        if summary is None or not summary.inlines:
            return None
        anchor = project.destinations.anchors(key)[0]
        return PopoverView(anchor, summary, project.lang(key), explained)

    def term_link(self, key: str, docname: str) -> TermLinkView:
        """Return the name of the term *key* as a link on the page *docname*."""
        project = self._project
        return TermLinkView(project.shown_name(key), project.destination(key, docname))

    def entry(
        self, key: str, docname: str, *, backlinks: bool | None = None
    ) -> EntryView | None:
        """Return what the entry of *key* on the page *docname* shows beyond its record.

        *backlinks* is what the directive asks for. None if there is no such term now.
        """
        project = self._project
        term = project.lexicon.terms.get(key)
        if term is None:
            return None
        canonical = project.canonical(key)
        if term.see or (canonical is not None and canonical[0].is_page(docname)):
            canonical = None
        return EntryView(
            key=key,
            anchors=tuple(project.destinations.anchors(key)),
            lang=self._lang(key),
            canonical=canonical and TermLinkView(canonical[1], canonical[0]),
            relations=tuple(
                RelationView(kind, self.term_link(other, docname))
                for kind, other in related(project.lexicon, term)
            ),
            awaited=project.is_awaited(key),
            mentions=self._mentions(key) if self.features.links_back(backlinks) else None,
        )

    def _mentions(self, key: str) -> MentionsView:
        places = self._project.mentions(key)
        return MentionsView(tuple(places[:MOST_PLACES]), len(places[MOST_PLACES:]))

    def page_terms(self, listing: Listing, docname: str) -> PageTermsView:
        """Return the list that *listing* asks for on the page *docname*."""
        keys = self._project.listed(listing, docname)
        return PageTermsView(tuple(self._listed_term(key, docname) for key in keys))

    def _listed_term(self, key: str, docname: str) -> ListedTermView:
        link, summary = self.term_link(key, docname), self._project.summary(key)
        if summary is None:
            text = self._project.lexicon.terms[key].short
            return ListedTermView(link, (text,) if text else (), self._lang(key))
        lang = '' if summary.translated else self._lang(key)
        return ListedTermView(link, tuple(filter(None, summary.inlines)), lang)

    def definition(
        self, target: str, keys: Sequence[str], docname: str, *, titled: bool
    ) -> DefinitionView:
        """Return what a ``term-definition`` on the page *docname* shows beyond its text.

        *target* is the label as written; *keys* those of the terms that it named when
        the page was read.
        """
        lexicon = self._project.lexicon
        named = lexicon.find(target).keys
        key = lexicon.successor(named[0]) if len(named) == 1 else ''
        if not key or key not in keys:
            return DefinitionView('', None, '')
        title = self.term_link(key, docname) if titled else None
        return DefinitionView(key, title, self._lang(key))

    def concept_map(self, request: MapRequest, docname: str) -> MapView:
        """Return the map that *request* asks for on the page *docname*."""
        graph = self._project.concept_map(request)
        links = tuple(self.term_link(key, docname) for key in graph.keys)
        return MapView(graph, links, self.features.pictures)

    def head(self, *docnames: str) -> HeadView:
        """Return what the pages *docnames*, which may be joined into one, define."""
        return self._structured_data.on(*docnames)

    @cached_property
    def _structured_data(self) -> StructuredData:
        from sphinxcontrib_archgloss.project.structured_data import StructuredData

        project = self._project
        return StructuredData(project.lexicon, project.destinations, project.summary)

    def search(self, docname: str) -> SearchView:
        """Return what the search finds the page *docname* by."""
        return SearchView(self._hidden_labels.get(docname, ()))

    @cached_property
    def _hidden_labels(self) -> dict[str, tuple[str, ...]]:
        """Docname → labels of the terms found there that readers do not see."""
        labels: dict[str, dict[str, None]] = {}
        for key, term in self._project.lexicon.terms.items():
            if not (term.aliases or term.forms or term.formerly):
                continue
            shown = {term.name, *term.shown_aliases()}
            hidden = [label for label in term.labels() if label not in shown]
            docname = self._project.destinations.inside(key).docname
            if hidden and docname:
                labels.setdefault(docname, {}).update(dict.fromkeys(hidden))
        return {docname: tuple(found) for docname, found in labels.items()}

    def _lang(self, key: str) -> str:
        return self._project.lang(key) if self.features.html else ''

    # -- all views of a page ---------------------------------------------------

    def digest(self, docname: str) -> str:
        """Return a digest of all views of the page *docname*; empty if it has none."""
        parts = list(self._parts(docname))
        return digest_of(parts) if parts else ''

    def _parts(self, docname: str) -> Iterator[object]:
        """Yield the views of a page, and digests of those of its references."""
        project, features = self._project, self.features
        page = project.pages.get(docname)
        if features.structured_data and (head := self.head(docname)):
            yield head
        if features.search and (search := self.search(docname)).labels:
            yield search
        passages = [passage.rewrites for passage in self.rewrites(docname)]
        if page is None or not (page.uses or page.renderings or page.maps or passages):
            return
        yield features.look
        yield passages
        for listing in page.listings:
            yield self.page_terms(listing, docname)
        for request in page.maps:
            yield self.concept_map(request, docname)
        entries = {''}  # keys whose uses are seen; '' for those of the page itself
        for rendering in page.renderings:
            if rendering.request.single:
                entries.update(rendering.keys)
                (target,), titled = rendering.request.only, rendering.request.titled
                yield self.definition(target, rendering.keys, docname, titled=titled)
            for key in self._entry_keys(rendering):
                entries.add(key)
                yield key, self.entry(key, docname, backlinks=rendering.backlinks)
        written = {
            (use.kind, use.target, use.term) for use in page.uses if use.term in entries
        }
        automatic = {
            ('ref', rewrite.target, rewrite.term)
            for rewrites in passages
            for rewrite in rewrites
            if rewrite.target
        }
        for reference in sorted(written | automatic):
            yield self._reference_digest(reference, docname)

    def _entry_keys(self, rendering: Rendering) -> Iterator[str]:
        """Yield the keys of the entries that a rendering shows."""
        if rendering.request.single:
            return
        for key in rendering.keys:
            if not rendering.request.used or key in self._project.destinations.used:
                yield key

    def _reference_digest(self, use: tuple[str, str, str], docname: str) -> str:
        """Return a digest of what a reference shows; the same on every page but one."""
        if use[0] in OPTIONS or use[0] == 'show':
            return repr(use)  # what it comes to is in another view
        view = self.reference(*use, docname)
        if view is not self._references[use]:
            return digest_of(use, view)
        digest = self._reference_digests.get(use)
        if digest is None:
            digest = self._reference_digests[use] = digest_of(use, view)
        return digest
