"""Makes the views of each page, and the digest that decides whether to write it again.

A page is written again only if the digest of its views has changed. `views` declares the
views; other modules draw them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.json_text import text_of
from sphinxcontrib_archgloss.packed import PackedMapping
from sphinxcontrib_archgloss.project import views
from sphinxcontrib_archgloss.project.facts import DIRECTIVES
from sphinxcontrib_archgloss.project.outputs import BuilderFeatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.project.facts import Listing, MapRequest, Rendering
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.structured_data import StructuredData

PLAIN = BuilderFeatures()
"""Features of a builder that writes only links and entries."""

MOST_PLACES = 6
"""Maximum number of sections that an entry names among those that mention its term."""


class PageViews:
    """Makes the views of the pages of *project*, for a builder with some *features*.

    *elsewhere* returns the address of a label in another project ('' for none), and
    *any_elsewhere* that for the role ``any``; *rewrites* the changes to the prose of a
    page. *project* may be a function that returns the project, for the views that are not
    *kept* from an earlier build.
    """

    def __init__(
        self,
        project: Project | Callable[[], Project],
        elsewhere: Callable[[str], str],
        features: BuilderFeatures = PLAIN,
        rewrites: Callable[[str], Sequence[views.PassageView]] = lambda _: (),
        any_elsewhere: Callable[[str], str] | None = None,
        kept: views.KeptViews | None = None,
    ) -> None:
        self.features = features
        self.rewrites = rewrites
        self._given = project
        self._kept = kept
        self._elsewhere = {'ref': elsewhere, 'any': any_elsewhere}
        self._references: dict[views.UseName, views.ReferenceView] = {}
        """Use → its view on every page but that of the term."""
        self._reference_texts: dict[views.UseName, str] = {}
        """Use → text of this view, with the digest of its popover."""
        self._linked_pages: set[str] = set()
        """Docnames of the pages that these views link to as a whole."""
        self._popover_digests: dict[views.PopoverView | None, str] = {None: ''}
        self._popover_texts: dict[str, str] = {}
        """Digest → text of the popover."""
        self._entries: dict[tuple[str, str, bool | None], views.EntryView | None] = {}
        """(key, docname, backlinks) → view made for a digest, until the page takes it."""
        self._heads: dict[tuple[str, ...], views.HeadView] = {}
        """Docnames → what the pages define, where it was made for a digest."""
        self._defining: set[str] = set()
        self._popovers: dict[tuple[str, bool], views.PopoverView | None] = {}

    @cached_property
    def _project(self) -> Project:
        return self._given() if callable(self._given) else self._given

    @cached_property
    def _structured_data(self) -> StructuredData:
        from sphinxcontrib_archgloss.project.structured_data import StructuredData

        return StructuredData(self._project)

    # -- one view at a time ----------------------------------------------------

    def reference(
        self, kind: str, target: str, term: str, docname: str
    ) -> views.ReferenceView:
        """Return the view of a reference to *target* on the page *docname*.

        *kind* is that of a `Use`; *term* the key of the term whose definition contains
        the reference.
        """
        use = (kind, target, term)
        view = self._references.get(use)
        if view is None:
            kept = self._kept and self._kept.reference(use)
            view = self._references[use] = kept or self._make_reference(use, '')
            if not view.destination.anchor:
                self._linked_pages.add(view.destination.docname)
        if view.destination.is_page(docname):
            return self._make_reference(use, docname)
        return view

    def _make_reference(self, use: views.UseName, docname: str) -> views.ReferenceView:
        kind, target, term = use
        resolution = self._project.resolve(target, docname, term, kind)
        match, key, destination, inside = resolution
        look_up = self._elsewhere.get(kind)
        elsewhere = look_up(target) if look_up is not None and not match.keys else ''
        if kind in ('ref', 'term'):
            elsewhere = elsewhere or self._project.std_address(target, resolution)
        popover = None
        if self.features.popovers and key and destination.exists and not inside:
            popover = self.popover(key, docname)
        return views.ReferenceView(destination, match.qualified, inside, popover, elsewhere)

    def popover(self, key: str, docname: str) -> views.PopoverView | None:
        """Return the popover of references to the term *key* on the page *docname*.

        A redirect has the popover of its target; None where no page has a summary of the
        term.
        """
        canonical = self._project.canonical(key)
        published = canonical is not None and not canonical[0].is_page(docname)
        if (key, published) not in self._popovers:
            page = ''
            if published and canonical is not None:
                destination, title = canonical
                page = urlsplit(destination.url).netloc if destination.url else title
            self._popovers[key, published] = self._popover(key, page)
        return self._popovers[key, published]

    def _popover(self, key: str, page: str) -> views.PopoverView | None:
        """Return the popover of references that link to *page*, or to the entry."""
        project = self._project
        term = project.lexicon.terms[project.lexicon.successor(key)]
        summary = project.summary(term.key)
        if summary is None or not summary.inlines:
            return None
        relations = dict(project.related(term)) if term.replaced_by else {}
        successor = relations.get('replaced_by')
        return views.PopoverView(
            id=project.destinations.anchors(term.key)[0],
            summary=summary,
            lang=project.lang(term.key),
            page=page,
            deprecated=term.status == 'deprecated',
            successor=project.shown_name(successor) if successor else '',
        )

    def term_link(self, key: str, docname: str) -> views.TermLinkView:
        """Return the name of the term *key* as a link on the page *docname*."""
        destination = self._project.destination(key, docname)
        name, lang = self._project.shown_name(key), self._lang(key)
        if (summary := self._project.summary(key)) is not None and summary.translation:
            lang = ''
        return views.TermLinkView(name, destination, lang)

    def entry(
        self, key: str, docname: str, *, backlinks: bool | None = None
    ) -> views.EntryView | None:
        """Return what the entry of *key* on the page *docname* shows beyond its record.

        *backlinks* is the option of the directive; None leaves it to the builder. Returns
        None if the lexicon no longer has the term.
        """
        made = self._entries.pop((key, docname, backlinks), None)
        return made or self._make_entry(key, docname, backlinks)

    def _make_entry(
        self, key: str, docname: str, backlinks: bool | None
    ) -> views.EntryView | None:
        project = self._project
        term = project.lexicon.terms.get(key)
        if term is None:
            return None
        canonical = project.canonical(key)
        if term.see or (canonical is not None and canonical[0].is_page(docname)):
            canonical = None
        if backlinks is None:
            backlinks = self.features.backlinks
        elif backlinks:
            backlinks = self.features.html
        mentions = None
        if backlinks:
            places, count = project.mentions(key, MOST_PLACES)
            mentions = views.MentionsView(places, count - len(places))
        return views.EntryView(
            key=key,
            anchors=tuple(project.destinations.anchors(key)),
            old_anchors=project.destinations.old_anchors(key),
            lang=self._lang(key),
            canonical=canonical and views.TermLinkView(canonical[1], canonical[0]),
            relations=tuple(
                views.RelationView(kind, self.term_link(other, docname))
                for kind, other in (
                    *project.related(term),
                    *(('narrower', other) for other in project.narrower.get(key, ())),
                )
            ),
            awaited=self.features.unpublished_marks and project.is_awaited(key),
            mentions=mentions,
        )

    def page_terms(self, listing: Listing, docname: str) -> views.PageTermsView:
        """Return the list that *listing* asks for on the page *docname*."""
        keys = self._project.listed_terms(docname, listing)
        return views.PageTermsView(tuple(self._listed_term(key, docname) for key in keys))

    def _listed_term(self, key: str, docname: str) -> views.ListedTermView:
        link, summary = self.term_link(key, docname), self._project.summary(key)
        if summary is None:
            text = self._project.lexicon.terms[key].short
            return views.ListedTermView(link, (text,) if text else (), self._lang(key))
        lang = '' if summary.translated else self._lang(key)
        return views.ListedTermView(link, tuple(filter(None, summary.inlines)), lang)

    def definition(
        self, target: str, keys: Sequence[str], docname: str, *, titled: bool
    ) -> views.DefinitionView:
        """Return what a ``term-definition`` on the page *docname* shows beyond its text.

        *target* is the label as written; *keys* those of the terms that it named when
        the page was read.
        """
        lexicon = self._project.lexicon
        matches = lexicon.as_written.find(target).keys
        key = lexicon.successor(matches[0]) if len(matches) == 1 else ''
        if not key or key not in keys:
            return views.DefinitionView('', None, '')
        title = self.term_link(key, docname) if titled else None
        return views.DefinitionView(key, title, self._lang(key))

    def concept_map(self, request: MapRequest, docname: str) -> views.MapView:
        """Return the map that *request* asks for on the page *docname*."""
        graph = self._project.concept_map(request)
        links = tuple(self.term_link(key, docname) for key in graph.keys)
        popovers: tuple[views.PopoverView | None, ...] = ()
        if self.features.popovers and self.features.pictures and not graph.is_too_large:
            popovers = tuple(
                self.popover(key, docname) if link.destination.exists else None
                for key, link in zip(graph.keys, links, strict=True)
            )
        return views.MapView(graph, links, self.features.pictures, popovers)

    def head(self, *docnames: str) -> views.HeadView:
        """Return what the pages *docnames*, which may be joined into one, define."""
        if self._kept and self._kept.defining.isdisjoint(docnames):
            return views.HeadView()
        return self._heads.get(docnames) or self._structured_data.on(*docnames)

    def search(self, docname: str) -> views.SearchView:
        """Return the words by which the search finds *docname*, besides its text."""
        if self._kept and docname not in self._kept.defining:
            return views.SearchView(())
        return views.SearchView(self._project.hidden_labels.get(docname, ()))

    def _lang(self, key: str) -> str:
        return self._project.lang(key) if self.features.html else ''

    # -- all views of a page ---------------------------------------------------

    def to_keep(self) -> views.KeptViews:
        """Return what may be kept of the views of all pages that have a `digest`.

        This gives up the texts, which only digests are made of.
        """
        references = PackedMapping(self._reference_texts)
        popovers = PackedMapping(self._popover_texts)
        self._reference_texts, self._popover_texts = {}, {}
        self._popover_digests = {None: ''}
        return views.KeptViews(references, popovers, frozenset(self._defining))

    def digest(self, docname: str) -> str:
        """Return a digest of all views of the page *docname*; empty if it has none."""
        page_views = list(self._views(docname))
        # the views of references are the same on all pages but those that are linked whole
        usual = {} if docname in self._linked_pages else self._reference_texts
        texts = [
            usual.get(use) or self._reference_text(use, docname)
            for use in sorted(self._uses(docname))
        ]
        references = '\n'.join(texts).encode('utf-8', 'surrogatepass')
        return digest_of(page_views, references) if page_views or references else ''

    def _views(self, docname: str) -> Iterator[object]:
        """Yield the views of a page, without those of its references."""
        project, features = self._project, self.features
        page = project.pages.get(docname)
        head = self.head(docname) if features.structured_data else views.HeadView()
        if head.sets or head.terms:
            self._defining.add(docname)
            self._heads[docname,] = head
            yield head
        if features.search and (search := self.search(docname)).labels:
            self._defining.add(docname)
            yield search
        passages = self._passages(docname)
        if page is None or not (page.uses or page.renderings or page.maps or passages):
            return
        yield features.look
        yield passages, list(map(project.holds, project.sources[docname].conditions))
        for listing in page.listings:
            yield self.page_terms(listing, docname)
        for map_request in page.maps:
            yield self.concept_map(map_request, docname)
        for rendering in page.renderings:
            keys = self._visible_keys(rendering)
            if (request := rendering.request).single:
                target, titled = request.only[0], request.titled
                yield self.definition(target, keys, docname, titled=titled)
                continue
            yield features.entry_layout
            for key in keys:
                entry = key, docname, rendering.backlinks
                view = self._entries[entry] = self._make_entry(*entry)
                yield key, view

    def _uses(self, docname: str) -> set[views.UseName]:
        """Return the references on a page, those in its definitions included."""
        uses = {
            ('ref', rewrite.target, rewrite.term)
            for rewrites in self._passages(docname)
            for rewrite in rewrites
            if rewrite.target
        }
        if (page := self._project.pages.get(docname)) is not None:
            visible = {''}  # keys of the definitions on the page; '' for the page itself
            visible.update(*map(self._visible_keys, page.renderings))
            uses.update((u.kind, u.target, u.term) for u in page.uses if u.term in visible)
        return uses

    def _passages(self, docname: str) -> list[Sequence[views.Rewrite]]:
        return [passage.rewrites for passage in self.rewrites(docname)]

    def _visible_keys(self, rendering: Rendering) -> Sequence[str]:
        if not rendering.request.used:
            return rendering.keys
        return [key for key in rendering.keys if key in self._project.destinations.used]

    def _reference_text(self, use: views.UseName, docname: str) -> str:
        """Return the view of a reference as text; the same on every page but one."""
        if use[0] in DIRECTIVES:
            return text_of(use)  # its result is in another view
        view = self.reference(*use, docname)
        is_usual = view is self._references[use]
        if is_usual and use in self._reference_texts:
            return self._reference_texts[use]
        popover = self._popover_digest(view.popover)
        text = text_of((use, view._replace(popover=None), popover))
        if is_usual:
            self._reference_texts[use] = text
        return text

    def _popover_digest(self, popover: views.PopoverView | None) -> str:
        if popover not in self._popover_digests:
            text = text_of(popover)
            digest = digest_of(text.encode('utf-8', 'surrogatepass'))
            self._popover_digests[popover], self._popover_texts[digest] = digest, text
        return self._popover_digests[popover]
