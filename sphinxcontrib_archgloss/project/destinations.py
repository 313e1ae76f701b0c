"""Where the references to a term lead: claims × ``canonical`` × entries.

The rules are those of the table in the manual's reference. One thing decides
between several entries of a term: renderings of whole sets come before those of
parts, then docnames in order, then the order of the page.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.references import used_terms
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinxcontrib_archgloss.project.facts import Claim, PageFacts
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

PUBLISHED = 'published'
UNPUBLISHED = 'unpublished'
DANGLING = 'dangling'
UNDEFINED = 'undefined'


class Destination(NamedTuple):
    """Where something leads."""

    state: str
    """One of the four above: the end of the class that a reference gets."""
    docname: str = ''
    anchor: str = ''
    url: str = ''
    """Absolute; given instead of a docname."""

    @property
    def leads(self) -> bool:
        """Whether there is anything to link to."""
        return bool(self.docname or self.url)

    def is_page(self, docname: str) -> bool:
        """Return whether the page *docname* as a whole is meant."""
        return bool(docname) and self.docname == docname and not self.anchor


class Placed(NamedTuple):
    """A claim and the page that makes it."""

    docname: str
    claim: Claim


class Destinations:
    """Answers where each term of *lexicon* leads in a project with *pages*."""

    def __init__(self, lexicon: Lexicon, pages: Mapping[str, PageFacts]) -> None:
        self._lexicon = lexicon
        self._pages = pages
        self._known: dict[str, Destination] = {}

    @cached_property
    def entries(self) -> dict[str, str]:
        """Key → docname of the entry that links lead to."""
        files = {name: s.path for name, s in self._lexicon.sets.items()}
        ranked = sorted(
            (not rendering.request.whole, docname, n)
            for docname, page in self._pages.items()
            for n, rendering in enumerate(page.renderings)
            if rendering.request.indexed
        )
        found: dict[str, str] = {}
        terms = self._lexicon.terms
        for _, docname, n in ranked:
            rendering = self._pages[docname].renderings[n]
            drawn_on = {path for path, _ in rendering.files}
            for key in rendering.keys:
                if (
                    key in terms
                    and key not in found
                    and files[terms[key].set] in drawn_on
                    and (not rendering.request.used or key in self.used)
                ):
                    found[key] = docname
        return found

    @cached_property
    def used(self) -> frozenset[str]:
        """Keys of the terms that the project uses."""
        return used_terms(self._lexicon, self._pages)

    @cached_property
    def _long_anchors(self) -> set[str]:
        return {f'{term.set}-{term.id}' for term in self._lexicon.terms.values()}

    def anchors(self, key: str) -> list[str]:
        """Return the ids of the entry of *key*, the one that links use first.

        Those of its old names come last, so that old addresses still lead to it.
        """
        return [*self._own_anchors(key), *self._old_anchors.get(key, ())]

    def _own_anchors(self, key: str) -> list[str]:
        term = self._lexicon.terms[key]
        long = f'term-{term.set}-{term.id}'
        owner = self._lexicon.short_ids.get(term.id) == key
        if owner and term.id not in self._long_anchors:
            return [f'term-{term.id}', long]
        return [long]

    @cached_property
    def _old_anchors(self) -> dict[str, list[str]]:
        """Key → the ids that its old names gave it, where no other term has them."""
        terms = self._lexicon.terms.values()
        renamed = [
            (term, slug(name)) for term in terms for name in term.formerly if slug(name)
        ]
        if not renamed:
            return {}
        taken = {one for key in self._lexicon.terms for one in self._own_anchors(key)}
        found: dict[str, list[str]] = {}
        wanted = [(term.key, f'term-{term.set}-{old}') for term, old in renamed]
        wanted += [(term.key, f'term-{old}') for term, old in renamed]
        for key, anchor in wanted:
            if anchor not in taken:
                taken.add(anchor)
                found.setdefault(key, []).append(anchor)
        return found

    @cached_property
    def claims(self) -> dict[str, list[Placed]]:
        """Key → claims of it, by docname, in the order of each page."""
        found: dict[str, list[Placed]] = {}
        for docname in sorted(self._pages):
            for claim in self._pages[docname].claims:
                keys = self._lexicon.find(claim.target).keys
                if len(keys) == 1:
                    found.setdefault(keys[0], []).append(Placed(docname, claim))
        return found

    def named_page(self, term: Term) -> tuple[str, str]:
        """Return (docname, fragment) that the record's ``canonical`` names."""
        docname, _, fragment = (term.canonical or '').partition('#')
        return docname.strip('/'), fragment

    def claimants(self, key: str) -> list[str]:
        """Return the docnames and URLs that are to be canonical for *key*."""
        term = self._lexicon.terms[key]
        found = dict.fromkeys(placed.docname for placed in self.claims.get(key, ()))
        if term.canonical and is_url(term.canonical):
            found[term.canonical] = None
        elif term.canonical:
            found[self.named_page(term)[0]] = None
        return list(found)

    def entry(self, key: str, state: str = UNPUBLISHED) -> Destination:
        """Return the way to the entry of *key*, or nowhere if no page renders it."""
        docname = self.entries.get(key)
        if docname is None:
            return Destination(state)
        return Destination(state, docname, self.anchors(key)[0])

    def inside(self, key: str) -> Destination:
        """Return where the term *key* is found in the project itself."""
        found = self.of(key)
        return self.entry(key) if found.url or not found.leads else found

    def of(self, key: str) -> Destination:
        """Return where references to the term *key* lead, redirects followed."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._of(self._lexicon.successor(key))
        return found

    def _of(self, key: str) -> Destination:
        term = self._lexicon.terms[key]
        if not term.published:
            return self.entry(key)
        placed = self.claims.get(key, [])
        if len(self.claimants(key)) > 1:
            return self.entry(key)
        if placed:
            best = _strongest(placed)
            return Destination(PUBLISHED, best.docname, best.claim.anchor)
        if not term.canonical:
            return self.entry(key)
        if is_url(term.canonical):
            return Destination(PUBLISHED, url=term.canonical)
        docname, fragment = self.named_page(term)
        page = self._pages.get(docname)
        if page is None:
            return self.entry(key, DANGLING)
        if not fragment:
            return Destination(PUBLISHED, docname)
        anchor = page.anchor(fragment)
        if anchor is None:
            return self.entry(key, DANGLING)
        return Destination(PUBLISHED, docname, anchor)

    def section_title(self, key: str) -> str:
        """Return the title of the section that claims *key*; empty for a page or a URL."""
        placed = self.claims.get(self._lexicon.successor(key))
        return _strongest(placed).claim.title if placed else ''

    def conflicts(self) -> Iterable[str]:
        """Yield keys of terms that more than one page is to be canonical for."""
        for key, term in self._lexicon.terms.items():
            if (
                term.published
                and (key in self.claims or term.canonical)
                and len(self.claimants(key)) > 1
            ):
                yield key


def _strongest(placed: list[Placed]) -> Placed:
    """Return the claim that counts: one of a section says more than one of its page."""
    return next((place for place in placed if place.claim.anchor), placed[0])


def is_url(text: str) -> bool:
    """Return whether *text* is an absolute http(s) URL."""
    return text.startswith(('http://', 'https://'))
