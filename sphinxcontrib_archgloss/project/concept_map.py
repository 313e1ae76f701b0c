"""Concept maps: terms, and what joins them, as a value.

What joins two terms is a relation of a record, or a reference inside a definition.
A relation that holds both ways is there once, however many records tell it, and a
reference only where no relation joins the two already. Nothing here knows how a map
is drawn or where its terms lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.entry_order import alphabetical, selected
from sphinxcontrib_archgloss.project.references import key_of, related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.project.facts import MapRequest, PageFacts
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

KINDS = ('broader', 'contrast', 'related', 'see', 'replaced_by', 'mentions')
"""What can join two terms: the keys of records, and references in definitions."""

MUTUAL = ('contrast', 'related')
"""Relations that hold both ways."""

MOST_TERMS, MOST_EDGES = 200, 800
"""What can be drawn so that it can be read."""


class Edge(NamedTuple):
    """Two terms, joined."""

    kind: str
    """One of `KINDS`."""
    tail: str
    """Key of the term whose record or definition says it."""
    head: str
    """Key of the other term."""
    both: bool = False
    """Whether the other one says the same."""


class Graph(NamedTuple):
    """A map."""

    keys: tuple[str, ...]
    """Terms in alphabetical order."""
    edges: tuple[Edge, ...]
    """In the order of their tails, heads and kinds."""

    @property
    def is_too_large(self) -> bool:
        """Whether a picture of it would be a tangle."""
        return len(self.keys) > MOST_TERMS or len(self.edges) > MOST_EDGES

    def relations(self) -> dict[str, dict[str, list[str]]]:
        """Return key → kind → keys of the other terms, kinds in order."""
        found: dict[str, dict[str, list[str]]] = {key: {} for key in self.keys}
        for edge in sorted(self.edges, key=lambda edge: KINDS.index(edge.kind)):
            found[edge.tail].setdefault(edge.kind, []).append(edge.head)
            if edge.both or edge.kind in MUTUAL:
                found[edge.head].setdefault(edge.kind, []).append(edge.tail)
        return found


def concept_map(
    lexicon: Lexicon, pages: Mapping[str, PageFacts], request: MapRequest
) -> Graph:
    """Return the map that *request* asks for."""
    chosen = _chosen(lexicon, request)
    keys = {term.key for term in chosen}
    edges = _joined(_edges(lexicon, pages, chosen, keys))
    if request.terms:
        keys &= _near(_centres(lexicon, request.terms, keys), edges, request.depth)
    edges = [edge for edge in edges if edge.tail in keys and edge.head in keys]
    if request.connected:
        keys = {key for edge in edges for key in (edge.tail, edge.head)}
    ordered = [term.key for term in alphabetical([t for t in chosen if t.key in keys])]
    place = {key: n for n, key in enumerate(ordered)}
    edges.sort(key=lambda e: (place[e.tail], place[e.head], KINDS.index(e.kind)))
    return Graph(tuple(ordered), tuple(edges))


def centre(lexicon: Lexicon, label: str) -> str:
    """Return the key of the one term that *label* names; empty for none or several."""
    keys = selected(lexicon, label)
    return keys[0] if len(keys) == 1 else ''


def _chosen(lexicon: Lexicon, request: MapRequest) -> list[Term]:
    sets = {s.name for s in lexicon.sets.values() if s.path in request.paths}
    wanted = set(request.categories)
    return [
        term
        for term in lexicon.terms.values()
        if (term.set in sets or not request.paths)
        and (wanted & set(term.categories) or not wanted)
    ]


def _centres(lexicon: Lexicon, labels: Iterable[str], keys: set[str]) -> set[str]:
    return {key for label in labels if (key := centre(lexicon, label)) in keys}


def _edges(
    lexicon: Lexicon, pages: Mapping[str, PageFacts], chosen: list[Term], keys: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, tail, head) of all that joins two of *keys*, relations first."""
    for term in chosen:
        for kind, other in related(lexicon, term):
            if other in keys:
                yield kind, term.key, other
    for page in pages.values():
        for use in page.uses:
            if use.term not in keys:
                continue
            key = key_of(lexicon, use)
            if key and key not in keys:
                key = lexicon.successor(key)
            if key in keys and key != use.term:
                yield 'mentions', use.term, key


def _joined(found: Iterable[tuple[str, str, str]]) -> list[Edge]:
    """Return each edge once, told from the side that comes first."""
    ends: dict[tuple[str, frozenset[str]], set[tuple[str, str]]] = {}
    for kind, tail, head in found:
        ends.setdefault((kind, frozenset((tail, head))), set()).add((tail, head))
    by_relation = {pair for kind, pair in ends if kind != 'mentions'}
    edges = []
    for (kind, pair), told in ends.items():
        if kind != 'mentions' or pair not in by_relation:
            tail, head = min(told)
            edges.append(Edge(kind, tail, head, both=len(told) == 2))
    return edges


def _near(centres: set[str], edges: Iterable[Edge], depth: int) -> set[str]:
    """Return the terms that can be reached from *centres* in *depth* steps."""
    beside: dict[str, set[str]] = {}
    for edge in edges:
        beside.setdefault(edge.tail, set()).add(edge.head)
        beside.setdefault(edge.head, set()).add(edge.tail)
    found = last = set(centres)
    for _ in range(depth):
        last = {key for one in last for key in beside.get(one, ())} - found
        if not last:
            break
        found = found | last
    return found
