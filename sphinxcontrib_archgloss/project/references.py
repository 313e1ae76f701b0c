"""Which terms the pages refer to, and where each term is mentioned.

Everything here is a function of the lexicon and of the facts that pages show. A reference
inside a definition belongs to no page: it keeps other terms in use, but is not counted
among the places where a term is mentioned. This module does not know what a reference links
to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.entry_order import alphabetical
from sphinxcontrib_archgloss.project.facts import DIRECTIVES, OPTIONS
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.project.facts import Listing, PageFacts, Use
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


class MentionPlace(NamedTuple):
    """A section that refers to a term."""

    docname: str
    anchor: str
    """Id of the section; empty for the page as a whole."""
    page: str
    """Title of the page."""
    section: str
    """Title of the section; empty for the page as a whole."""
    times: int
    """Number of references in the section itself, without its subsections."""


def key_of(lexicon: Lexicon, use: Use) -> str:
    """Return the key of the term that *use* names; empty for none or several."""
    return _key(lexicon, use.kind, use.target, use.term)


def last_level(kind: str) -> Level:
    """Return the last level of look-up to try for a use of a *kind*."""
    return Level.CASE if kind == 'any' else Level.INFLECTED


def _key(lexicon: Lexicon, kind: str, target: str, term: str) -> str:
    if kind in DIRECTIVES:
        lexicon = lexicon.as_written
    keys = lexicon.find(target, term.partition(':')[0], last_level(kind)).keys
    return keys[0] if len(keys) == 1 else ''


class UsedKeys(dict[tuple[str, str, str], str]):
    """(kind, target, term) of a use → `key_of` the use; derived once, as many are alike."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, name: tuple[str, str, str]) -> str:
        """Derive the key of a use, and keep it."""
        key = self[name] = _key(self._lexicon, *name)
        return key


def related(lexicon: Lexicon, term: Term) -> list[tuple[str, str]]:
    """Return (key of the record, key of the term) for the relations of *term*.

    Relations to no term, to several, and to the term itself are left out.
    """
    relations = []
    for kind, target in term.relations():
        keys = lexicon.find_related(target, term.set).keys
        if len(keys) == 1 and keys[0] != term.key:
            relations.append((kind, keys[0]))
    return relations


def narrower_terms(lexicon: Lexicon) -> dict[str, list[str]]:
    """Return key → keys of its narrower terms, in alphabetical order."""
    narrower: dict[str, list[Term]] = {}
    for term in lexicon.terms.values():
        for kind, key in related(lexicon, term) if term.broader else ():
            if kind == 'broader':
                narrower.setdefault(key, []).append(term)
    return {
        key: [term.key for term in alphabetical(lexicon, terms)]
        for key, terms in narrower.items()
    }


def used_terms(
    lexicon: Lexicon, pages: Mapping[str, PageFacts], more: Iterable[tuple[str, str]] = ()
) -> frozenset[str]:
    """Return the keys of all terms that pages refer to, and of the terms these need.

    A term needs those that its definition refers to, and the one it redirects to.
    *more* are (key of the entry or '', key of the term) of further links.
    """
    keys = UsedKeys(lexicon)
    written = (
        (use.term, key)
        for page in pages.values()
        for use in page.uses
        if use.kind not in OPTIONS and (key := keys[use.kind, use.target, use.term])
    )
    needs: dict[str, list[str]] = {'': []}  # '': what pages themselves refer to
    for term, key in (*written, *more):
        needs.setdefault(term, []).append(key)
    used: set[str] = set()
    pending = needs.pop('')
    while pending:
        key = pending.pop()
        if key not in used:
            used.add(key)
            pending += [*needs.get(key, ()), lexicon.successor(key)]
    return frozenset(used)


def _references(page: PageFacts) -> Iterator[Use]:
    """Yield the references of a page to terms, outside of definitions."""
    for use in page.uses:
        if not use.term and use.kind not in OPTIONS:
            yield use


def references_by_section(page: PageFacts) -> dict[int, list[Use]]:
    """Return number of a section → the references in it, both in document order.

    References inside definitions are left out.
    """
    sections: dict[int, list[Use]] = {}
    for use in _references(page):
        sections.setdefault(use.section, []).append(use)
    return sections


def listed_terms(
    lexicon: Lexicon,
    keys: UsedKeys,
    sections: Mapping[int, Sequence[Use]],
    listing: Listing,
) -> list[str]:
    """Return the keys of the terms that *listing* has, in its order.

    *keys* are those of uses in *lexicon*, *sections* the references of the page by section.
    A reference to a redirect counts as one to its target.
    """
    numbers = range(listing.first, listing.last + 1) if listing.first else sections
    listed = {
        lexicon.successor(key): None
        for number in numbers
        for use in sections.get(number, ())
        if (key := keys[use.kind, use.target, ''])
    }
    if listing.order == 'alphabetical':
        terms = [lexicon.terms[key] for key in listed]
        return [term.key for term in alphabetical(lexicon, terms)]
    return list(listed)


def mentions(
    lexicon: Lexicon, keys: UsedKeys, pages: Mapping[str, PageFacts], order: Iterable[str]
) -> dict[str, dict[tuple[str, int], int]]:
    """Return key → section → number of references to the term in it, in reading order.

    A section is (docname, its number in the page; 0 for the page as a whole). *keys* are
    those of uses in *lexicon*; *order* are the docnames in reading order. A reference to a
    redirect counts as one to its target.
    """
    counts: dict[str, dict[tuple[str, int], int]] = {}
    for docname in order:
        page = pages.get(docname)
        section = (docname, 0)
        for use in _references(page) if page else ():
            if key := keys[use.kind, use.target, '']:
                sections = counts.setdefault(lexicon.successor(key), {})
                # the text under the title belongs to the page as a whole
                number = use.section if use.section > 1 else 0
                if section[1] != number:  # all terms of a section share one tuple
                    section = (docname, number)
                sections[section] = sections.get(section, 0) + 1
    return counts
