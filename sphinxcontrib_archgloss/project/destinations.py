"""Decides what references to a term link to: its canonical page, its entry, or nothing.

The rules are those of the tables in the manual's reference. If a term has several entries,
links use one in a rendering of whole sets rather than of parts, then the first by docname,
then by the order of the page. This module does not know the page of a reference (see
`project`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from sphinxcontrib_archgloss.project.facts import Claim, PageFacts
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

PUBLISHED = 'published'
UNPUBLISHED = 'unpublished'
DANGLING = 'dangling'
UNDEFINED = 'undefined'


class Destination(NamedTuple):
    """What a reference links to."""

    state: str
    """One of the four above: the end of the class that a reference gets."""
    docname: str = ''
    anchor: str = ''
    url: str = ''
    """Absolute; given instead of a docname."""

    @property
    def exists(self) -> bool:
        """Whether there is anything to link to."""
        return bool(self.docname or self.url)

    @property
    def is_undefined(self) -> bool:
        """Whether the label names no term of the project, or two."""
        return self.state == UNDEFINED

    def is_page(self, docname: str) -> bool:
        """Return whether it is the page *docname* as a whole."""
        return bool(docname) and self.docname == docname and not self.anchor


class PlacedClaim(NamedTuple):
    """A claim and the page that makes it."""

    docname: str
    claim: Claim


class Destinations:
    """Decides what each term of *lexicon* links to in an output that shows *pages*.

    If the pages *within* are given, links go only to them, but claims on all pages count.
    *elsewhere* returns what terms link to in other outputs.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        within: Container[str] | None = None,
        elsewhere: Callable[[], Iterable[Destinations]] = tuple,
    ) -> None:
        self._lexicon = lexicon
        self._pages = pages
        self._within = within
        self._elsewhere = elsewhere
        self._destinations: dict[str, Destination] = {}
        self._ids: dict[str, frozenset[str]] = {}
        self._anchors: dict[str, list[str]] = {}

    def _has(self, docname: str) -> bool:
        return self._within is None or docname in self._within

    @cached_property
    def entries(self) -> dict[str, str]:
        """Key → docname of the entry that links use."""
        locations = {name: s.location for name, s in self._lexicon.sets.items()}
        terms = self._lexicon.terms
        ranked = sorted(
            (not rendering.request.is_whole, docname, n, rendering)
            for docname, page in self._pages.items()
            if self._has(docname)
            for n, rendering in enumerate(page.renderings)
            if rendering.request.indexed
        )
        entries: dict[str, str] = {}
        for _, docname, _, rendering in ranked:
            rendered = {location for location, _ in rendering.files}
            for key in rendering.keys:
                if (
                    key in terms
                    and key not in entries
                    and locations[terms[key].set] in rendered
                    and (not rendering.request.used or key in self.used)
                ):
                    entries[key] = docname
        return entries

    @cached_property
    def used(self) -> frozenset[str]:
        """Keys of the terms that the project uses."""
        from sphinxcontrib_archgloss.project.references import used_terms

        return used_terms(self._lexicon, self._pages)

    def anchors(self, key: str) -> list[str]:
        """Return the ids that the entry of *key* has on any page, that of links first."""
        if key not in self._anchors:
            self._anchors[key] = self._find_anchors(key)
        return self._anchors[key]

    def _find_anchors(self, key: str) -> list[str]:
        term = self._lexicon.terms[key]
        short, long = f'term-{term.id}', f'term-{term.set}-{term.id}'
        owns_short = self._lexicon.short_ids.get(term.id) == key
        if (
            owns_short
            and not self._is_long(term.id)
            and self._recorded_anchors.get((term.set, short), key) == key
            and short not in self._ids_beside(self.entries.get(key, ''))
        ):
            return [short, long]
        return [long]

    def _ids_beside(self, docname: str) -> frozenset[str]:
        """Return the ids of a page without those of its entries, which are made later."""
        if docname not in self._ids:
            page = self._pages.get(docname)
            self._ids[docname] = frozenset(page.ids if page else ())
        return self._ids[docname]

    def old_anchors(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids that the entry of *key* keeps unless something else has them.

        They are those in its record, and those of its old names.
        """
        term = self._lexicon.terms[key]
        if not term.formerly:
            return term.anchors, ()
        former = [old for name in term.formerly if (old := slug(name))]
        stems = (f'term-{term.set}-', 'term-')
        return term.anchors, tuple(f'{stem}{old}' for stem in stems for old in former)

    @cached_property
    def _recorded_anchors(self) -> dict[tuple[str, str], str]:
        """(set, anchor) → key of the first term of the set whose record has the anchor."""
        recorded: dict[tuple[str, str], str] = {}
        for key, term in self._lexicon.terms.items():
            for anchor in term.anchors:
                recorded.setdefault((term.set, anchor), key)
        return recorded

    def _is_long(self, term_id: str) -> bool:
        """Return whether *term_id* is the name of a set and the id of a term in it."""
        words = term_id.split('-')
        return any(
            f'{"-".join(words[:n])}:{"-".join(words[n:])}' in self._lexicon.terms
            for n in range(1, len(words))
        )

    @cached_property
    def claims(self) -> dict[str, list[PlacedClaim]]:
        """Key → claims of it, by docname, in the order of each page."""
        claims: dict[str, list[PlacedClaim]] = {}
        for docname in sorted(self._pages):
            for claim in self._pages[docname].claims:
                keys = self._lexicon.as_written.find(claim.target).keys
                if len(keys) == 1:
                    claims.setdefault(keys[0], []).append(PlacedClaim(docname, claim))
        return claims

    def named_page(self, term: Term) -> tuple[str, str]:
        """Return (docname, fragment) that the record's ``canonical`` names."""
        docname, _, fragment = (term.canonical or '').partition('#')
        return docname.strip('/'), fragment

    def claimants(self, key: str) -> list[str]:
        """Return the docnames and URLs that claim to be canonical for *key*."""
        term = self._lexicon.terms[key]
        pages = [claim.docname for claim in self.claims.get(key, ())]
        if term.canonical:
            url = is_url(term.canonical)
            pages.append(term.canonical if url else self.named_page(term)[0])
        return list(dict.fromkeys(pages))

    def conflicts(self) -> list[str]:
        """Return the keys of terms that have more than one claimant."""
        terms = self._lexicon.terms.items()
        return [k for k, term in terms if term.published and len(self.claimants(k)) > 1]

    def entry(self, key: str, state: str = UNPUBLISHED) -> Destination:
        """Return the entry of *key* as a destination, without a page if none renders it."""
        docname = self.entries.get(key)
        if docname is None:
            return Destination(state)
        return Destination(state, docname, self.anchors(key)[0])

    def inside(self, key: str) -> Destination:
        """Return where the project itself has the term *key*, if anywhere."""
        destination = self.of(key)
        is_elsewhere = destination.url or not destination.exists
        return self.entry(key) if is_elsewhere else destination

    def of(self, key: str) -> Destination:
        """Return what references to the term *key* link to, redirects followed."""
        destination = self._destinations.get(key)
        if destination is None:
            destination = self._of(self._lexicon.successor(key))
            self._destinations[key] = destination
        return destination

    def _of(self, key: str) -> Destination:
        term = self._lexicon.terms[key]
        if not term.published or len(self.claimants(key)) > 1:
            return self.entry(key)
        if claims := self._placed_claims(key):
            best = _strongest(claims)
            return Destination(PUBLISHED, best.docname, best.claim.anchor)
        if not term.canonical or key in self.claims:
            return self.entry(key)
        if is_url(term.canonical):
            return Destination(PUBLISHED, url=term.canonical)
        docname, fragment = self.named_page(term)
        page = self._pages.get(docname)
        anchor = page.anchor(fragment) if page is not None and self._has(docname) else None
        if anchor is not None:
            return Destination(PUBLISHED, docname, anchor)
        missing = all(output.of(key).state == DANGLING for output in self._elsewhere())
        return self.entry(key, DANGLING if missing else UNPUBLISHED)

    def _placed_claims(self, key: str) -> list[PlacedClaim]:
        return [placed for placed in self.claims.get(key, ()) if self._has(placed.docname)]

    def section_title(self, key: str) -> str:
        """Return the title of the section that claims *key*; empty for a page or a URL."""
        claims = self._placed_claims(self._lexicon.successor(key))
        return _strongest(claims).claim.title if claims else ''


def _strongest(claims: list[PlacedClaim]) -> PlacedClaim:
    """Return the claim that counts: that of a section before that of its page."""
    return next((placed for placed in claims if placed.claim.anchor), claims[0])


def is_url(text: str) -> bool:
    """Return whether *text* is an absolute http(s) URL."""
    return text[:8].lower().startswith(('http://', 'https://'))
