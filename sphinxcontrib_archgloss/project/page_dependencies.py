"""What the output of each page depends on, of all that the project says.

A page is written again where a digest of that has changed, and nowhere else.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.references import OPTIONS
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinxcontrib_archgloss.project.facts import (
        Listing,
        MapRequest,
        PageFacts,
        Rendering,
    )
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.views import PassageView

_Use = tuple[str, str, str]
"""Kind, target and term of a use."""


class BuilderFeatures(NamedTuple):
    """What a builder's pages show beyond links and entries."""

    summaries: bool = False
    """The briefs of the terms that a page refers to."""
    backlinks: bool = False
    """Where the terms of entries are mentioned, unless the directive forbids it."""
    html: bool = False
    """The same where the directive asks for it, and languages other than the page's."""
    look: str = ''
    """Digest of the style and script of the pages."""
    pictures: str = ''
    """What draws maps; empty where they are lists."""
    structured_data: bool = False
    """What pages define, for machines."""
    search: bool = False
    """What the search of the pages finds, whether pages show it or not."""

    def links_back(self, asked: bool | None) -> bool:
        """Return whether entries say where their terms are mentioned.

        *asked* is what the directive says; None where it leaves it to this.
        """
        return self.backlinks if asked is None else asked and self.html


NOTHING_MORE = BuilderFeatures()


class PageDependencies:
    """What the pages of *project* depend on, where *shown* is what a builder shows.

    *elsewhere* says where a label that is not in the lexicon leads in another project
    ('' for nowhere), *rewrites* what is changed in the prose of a page.
    """

    def __init__(
        self,
        project: Project,
        elsewhere: Callable[[str], str],
        shown: BuilderFeatures = NOTHING_MORE,
        rewrites: Callable[[str], Sequence[PassageView]] = lambda _: (),
    ) -> None:
        self._project = project
        self._elsewhere = elsewhere
        self._shown = shown
        self._rewrites = rewrites
        self._answers: dict[_Use, tuple[str, str]] = {}
        self._popovers: dict[tuple[str, bool], str] = {}

    def of(self, docname: str) -> str:
        """Return a digest of all that the output of the page *docname* takes."""
        project, shown = self._project, self._shown
        page = project.pages.get(docname)
        drawn: list[object] = []
        if shown.structured_data and (defined := project.definitions.on(docname)):
            drawn.append(defined)
        if shown.search and (unseen := project.unseen_labels.get(docname)):
            drawn.append(unseen)
        edits = self._rewrites(docname)
        if page is not None and (page.uses or page.renderings or page.maps or edits):
            drawn += self._page_shows(page, docname, edits)
        if not drawn:
            return ''
        return _digest(drawn)

    def _page_shows(
        self, page: PageFacts, docname: str, edits: Iterable[PassageView]
    ) -> list[object]:
        """Return what the references and entries of a page take from the project."""
        project, shown = self._project, self._shown
        used = project.destinations.used
        drawn: list[object] = [shown.look, [one.rewrites for one in edits]]
        drawn += [
            self._answer(('ref', edit.target, edit.term), docname)
            for one in edits
            for edit in one.rewrites
            if edit.target
        ]
        drawn += [self._listing_shows(one, docname) for one in page.listings]
        drawn += [(self._map_shows(one, docname), shown.pictures) for one in page.maps]
        entries: set[str] = {''}  # whose uses are seen: those of the page itself are
        for rendering in page.renderings:
            if rendering.request.single:
                entries.update(rendering.keys)
                drawn.append(self._definition_shows(rendering, docname))
                continue
            backlinks = shown.links_back(rendering.backlinks)
            for key in rendering.keys:
                if rendering.request.used and key not in used:
                    continue
                entries.add(key)
                drawn.append(self.entry_shows(key, docname))
                if backlinks:
                    drawn.append(project.places(key))
        drawn += [
            self._answer(use, docname)
            for use in sorted({(u.kind, u.target, u.term) for u in page.uses})
            if use[2] in entries
        ]
        return drawn

    def _answer(self, use: _Use, docname: str) -> str:
        """Return what a page shows of a reference; the same on every page but one."""
        known = self._answers.get(use)
        if known is None:
            known = self._answers[use] = self._answer_on('', use)
        said, home = known
        if home and home == docname:
            said, _ = self._answer_on(docname, use)
        return said

    def _answer_on(self, docname: str, use: _Use) -> tuple[str, str]:
        """Return what a reference shows on a page, and the page it leads to."""
        project = self._project
        kind, target, term = use
        if kind in OPTIONS:
            return repr(use), ''
        if kind == 'show':
            return repr((*use, project.lead(target, docname).key)), ''
        last = Level.CASE if kind == 'any' else Level.INFLECTED
        lead = project.lead(target, docname, term, last)
        asks = kind == 'ref' and not lead.match.keys
        abroad = self._elsewhere(target) if asks else ''
        label = lead.match.label if lead.match.qualified else ''
        found = lead.destination
        explains = self._shown.summaries and lead.key and found.leads and not lead.inside
        popover = self._popover(lead.key, docname) if explains else ''
        said = (*use, found.address, lead.inside, label, abroad, popover)
        return repr(said), found.docname

    def _popover(self, key: str, docname: str) -> str:
        """Return a digest of what is said of a term beside references to it."""
        popover = self._project.popover(key, docname)
        if popover is None:
            return ''
        known = self._popovers.get((key, popover.explained))
        if known is None:
            known = self._popovers[key, popover.explained] = _digest(popover)
        return known

    def _term_shows(self, key: str, docname: str) -> tuple[object, ...]:
        """Return what a link shows that has the term's name for its wording."""
        return (
            self._project.shown_name(key),
            self._project.destination(key, docname).address,
        )

    def _listing_shows(self, listing: Listing, docname: str) -> list[object]:
        keys = self._project.listed(listing, docname)
        terms = self._project.lexicon.terms
        shown = [(*self._term_shows(key, docname), self._lang(key)) for key in keys]
        return [*shown, *(self._project.summary(key) or terms[key].short for key in keys)]

    def _map_shows(self, request: MapRequest, docname: str) -> tuple[object, ...]:
        graph = self._project.concept_map(request)
        return graph, [self._term_shows(key, docname) for key in graph.keys]

    def _definition_shows(self, rendering: Rendering, docname: str) -> list[object]:
        """Return what a definition shows beyond its record and its references."""
        keys = [key for key in rendering.keys if key in self._project.lexicon.terms]
        named = keys if rendering.request.titled else []
        shown = [self._term_shows(key, docname) for key in named]
        return [*shown, *map(self._lang, keys)]

    def entry_shows(self, key: str, docname: str) -> tuple[object, ...]:
        """Return what an entry shows beyond its record."""
        project = self._project
        term = project.lexicon.terms.get(key)
        if term is None:
            return (key,)
        related = [
            (
                relation,
                project.shown_name(other),
                project.destination(other, docname).address,
            )
            for relation, other in project.related(term)
        ]
        canonical = project.canonical(key)
        if term.see or (canonical is not None and canonical[0].is_page(docname)):
            canonical = None
        awaited = project.is_awaited(key)
        anchors = project.destinations.anchors(key)
        return (key, anchors, canonical, related, awaited, self._lang(key))

    def _lang(self, key: str) -> str:
        return self._project.lang(key) if self._shown.html else ''


def _digest(drawn: object) -> str:
    return hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()
