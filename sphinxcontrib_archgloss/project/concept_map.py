"""Concept maps: terms and the edges between them, as a value.

An edge is a relation of a record, or a link inside a definition: a reference, or a mention
that is linked automatically. A mutual relation is one edge, however many records state it;
a reference is an edge only if no relation joins the two terms. Other modules decide how a
map is drawn, and what its terms link to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.entry_order import alphabetical, selected
from sphinxcontrib_archgloss.project.references import key_of, related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinxcontrib_archgloss.project.facts import MapRequest, PageFacts
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

KINDS = ('broader', 'contrast', 'related', 'see', 'replaced_by', 'mentions')
"""Kinds of edges: the keys of records, and links in definitions."""

MUTUAL = ('contrast', 'related')
"""Relations that hold both ways."""

MOST_TERMS, MOST_EDGES = 200, 800
"""Limits of a picture that is still legible."""


class Edge(NamedTuple):
    """Two terms, joined."""

    kind: str
    """One of `KINDS`."""
    tail: str
    """Key of the term whose record or definition states it."""
    head: str
    """Key of the other term."""
    both: bool = False
    """Whether the other term states the same."""


class Graph(NamedTuple):
    """A map."""

    keys: tuple[str, ...]
    """Terms in alphabetical order."""
    edges: tuple[Edge, ...]
    """In the order of their tails, heads and kinds."""

    @property
    def is_too_large(self) -> bool:
        """Whether a picture of it would be illegible."""
        return len(self.keys) > MOST_TERMS or len(self.edges) > MOST_EDGES

    def relations(self) -> dict[str, dict[str, list[str]]]:
        """Return key → kind → keys of the other terms, kinds in order."""
        relations: dict[str, dict[str, list[str]]] = {key: {} for key in self.keys}
        for edge in sorted(self.edges, key=lambda edge: KINDS.index(edge.kind)):
            relations[edge.tail].setdefault(edge.kind, []).append(edge.head)
            if edge.both or edge.kind in MUTUAL:
                relations[edge.head].setdefault(edge.kind, []).append(edge.tail)
        return relations


def concept_map(
    lexicon: Lexicon,
    pages: Mapping[str, PageFacts],
    request: MapRequest,
    automatic: Iterable[tuple[str, str]] = (),
) -> Graph:
    """Return the map that *request* asks for.

    *automatic* are (key of the entry or '', key of the term) of automatic links.
    """
    sets = {s.name for s in lexicon.sets.values() if s.location in request.locations}
    terms = {
        key: term
        for key, term in lexicon.terms.items()
        if (term.set in sets or not request.locations)
        and (not request.categories or set(request.categories) & set(term.categories))
    }
    keys = set(terms)
    written = (
        (use.term, key_of(lexicon, use)) for page in pages.values() for use in page.uses
    )
    edges = _merged(_statements(lexicon, [*written, *automatic], terms))
    if request.terms:
        matches = (selected(lexicon, label) for label in request.terms)
        centres = {match[0] for match in matches if len(match) == 1} & keys
        keys &= _reachable(centres, edges, request.depth)
    edges = [edge for edge in edges if edge.tail in keys and edge.head in keys]
    if request.connected:
        keys = {key for edge in edges for key in (edge.tail, edge.head)}
    shown = [terms[key] for key in terms if key in keys]
    ordered = [term.key for term in alphabetical(lexicon, shown)]
    rank = {key: n for n, key in enumerate(ordered)}
    edges.sort(key=lambda e: (rank[e.tail], rank[e.head], KINDS.index(e.kind)))
    return Graph(tuple(ordered), tuple(edges))


def _statements(
    lexicon: Lexicon, links: Iterable[tuple[str, str]], terms: Mapping[str, Term]
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, tail, head) for all that joins two of *terms*, relations first.

    *links* are (key of the entry or '', key of the term, if it is one).
    """
    for term in terms.values():
        for kind, other in related(lexicon, term):
            if other in terms:
                yield kind, term.key, other
    for entry, target in links:
        if entry not in terms or not target:
            continue
        key = target if target in terms else lexicon.successor(target)
        if key in terms and key != entry:
            yield 'mentions', entry, key


def _merged(statements: Iterable[tuple[str, str, str]]) -> list[Edge]:
    """Return one edge for all statements about a pair, from the end that sorts first."""
    directions: dict[tuple[str, frozenset[str]], set[tuple[str, str]]] = {}
    for kind, tail, head in statements:
        directions.setdefault((kind, frozenset((tail, head))), set()).add((tail, head))
    by_relation = {pair for kind, pair in directions if kind != 'mentions'}
    return [
        Edge(kind, *min(ends), both=len(ends) == 2)
        for (kind, pair), ends in directions.items()
        if kind != 'mentions' or pair not in by_relation
    ]


def _reachable(centres: set[str], edges: Iterable[Edge], depth: int) -> set[str]:
    """Return the terms that can be reached from *centres* in *depth* steps."""
    neighbors: dict[str, set[str]] = {}
    for edge in edges:
        neighbors.setdefault(edge.tail, set()).add(edge.head)
        neighbors.setdefault(edge.head, set()).add(edge.tail)
    reached = last = set(centres)
    for _ in range(depth):
        last = {other for key in last for other in neighbors.get(key, ())} - reached
        if not last:
            break
        reached = reached | last
    return reached
