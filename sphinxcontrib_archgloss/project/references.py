"""Who refers to what: the references of all pages, seen from the terms.

A function of the lexicon and of the facts of all pages, as everything in a reading.
What is written inside a definition is no page's own: it keeps other terms in use,
but is not counted among the places where a term is mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.entry_order import alphabetical
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.project.facts import Listing, PageFacts, Use
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


OPTIONS = ('select', 'map')
"""Kinds of uses that are options of directives: they refer to no term for a reader."""


class Mentioned(NamedTuple):
    """A section that refers to a term."""

    docname: str
    anchor: str
    """Id of the section; empty for the page as a whole."""
    page: str
    """Title of the page."""
    section: str
    """Title of the section; empty for the page as a whole."""
    times: int
    """References in the section itself, without those in sections inside it."""


def key_of(lexicon: Lexicon, use: Use) -> str:
    """Return the key of the term that *use* names; empty for none or several."""
    last = Level.CASE if use.kind == 'any' else Level.INFLECTED
    keys = lexicon.find(use.target, use.term.partition(':')[0], last).keys
    return keys[0] if len(keys) == 1 else ''


def related(lexicon: Lexicon, term: Term) -> list[tuple[str, str]]:
    """Return (key of the record, key of the term) for the relations of *term*.

    Those to nobody, to two, and to the term itself are left out.
    """
    relations = []
    for kind, target in term.relations():
        keys = lexicon.find_related(target, term.set).keys
        if len(keys) == 1 and keys[0] != term.key:
            relations.append((kind, keys[0]))
    return relations


def used_terms(
    lexicon: Lexicon,
    pages: Mapping[str, PageFacts],
    more: Iterable[tuple[str, str]] = (),
) -> frozenset[str]:
    """Return the keys of all terms that pages refer to, and of what these need.

    A term needs those that its definition refers to, and the one it redirects to.
    *more* are (key of the entry or '', key of the term) of further links.
    """
    written = (
        (use.term, key)
        for page in pages.values()
        for use in page.uses
        if use.kind not in OPTIONS and (key := key_of(lexicon, use))
    )
    needs: dict[str, set[str]] = {}
    waiting: list[str] = []
    for term, key in (*written, *more):
        if term:
            needs.setdefault(term, set()).add(key)
        else:
            waiting.append(key)
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [*needs.get(key, ()), lexicon.successor(key)]
    return frozenset(found)


def _seen(page: PageFacts, holds: Callable[[str], bool]) -> Iterator[Use]:
    """Yield the references that readers of a page see, outside of definitions."""
    for use in page.uses:
        if not use.term and use.kind not in OPTIONS and all(map(holds, use.conditions)):
            yield use


def listed(
    lexicon: Lexicon, page: PageFacts, listing: Listing, holds: Callable[[str], bool]
) -> list[str]:
    """Return the keys of the terms that *listing* on *page* has, in its order.

    A reference to a redirect is one to the term it leads to. Those that readers do not
    see are left out: *holds* says whether the condition of an ``only`` directive is true.
    """
    found: dict[str, None] = {}
    for use in _seen(page, holds):
        inside = not listing.first or listing.first <= use.section <= listing.last
        if not inside:
            continue
        if key := key_of(lexicon, use):
            found[lexicon.successor(key)] = None
    if listing.order == 'alphabetical':
        return [term.key for term in alphabetical([lexicon.terms[key] for key in found])]
    return list(found)


def mentions(
    lexicon: Lexicon,
    pages: Mapping[str, PageFacts],
    order: Iterable[str],
    title: Callable[[str], str],
    holds: Callable[[str], bool],
) -> dict[str, list[Mentioned]]:
    """Return key → the sections that refer to it, in reading order.

    *order* are the docnames in that order; *title* gives the title of a page, *holds*
    whether the condition of an ``only`` directive is true. A reference to a redirect is
    one to the term it leads to.
    """
    counts: dict[str, dict[tuple[str, int], int]] = {}
    for docname in order:
        page = pages.get(docname)
        for use in _seen(page, holds) if page else ():
            if not (key := key_of(lexicon, use)):
                continue
            places = counts.setdefault(lexicon.successor(key), {})
            # what stands under the title stands on the page
            where = (docname, use.section if use.section > 1 else 0)
            places[where] = places.get(where, 0) + 1
    return {
        key: [
            _mentioned(docname, pages[docname], section, title(docname), count)
            for (docname, section), count in places.items()
        ]
        for key, places in counts.items()
    }


def _mentioned(
    docname: str, page: PageFacts, section: int, title: str, count: int
) -> Mentioned:
    if not section:
        return Mentioned(docname, '', title, '', count)
    found = page.sections[section - 1]
    return Mentioned(docname, found.anchor, title, found.title, count)
