"""The input of the rules for one page: its mentions and references, and where they are."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.deprecated_labels import advice
from sphinxcontrib_archgloss.project.facts import Use
from sphinxcontrib_archgloss.project.prose.link_policy import Action
from sphinxcontrib_archgloss.project.prose.mentions import linked_terms
from sphinxcontrib_archgloss.project.references import key_of
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.checks.findings import Around, FindingPlace
    from sphinxcontrib_archgloss.checks.project_check import Check
    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.project.prose.mentions import LinkCandidate, ReferenceEdit
    from sphinxcontrib_archgloss.project.prose_facts import PassageReference, Prose
    from sphinxcontrib_archgloss.terms.lexicon import Match
    from sphinxcontrib_archgloss.terms.model import Term


FileSpan = tuple[str, int, int, int, int]
"""(absolute path, line, column, end line, end column), all 1-based."""


class MentionPlaces(Protocol):
    """The places of the passages of a page in files."""

    def origin(self, candidate: LinkCandidate) -> tuple[str, int]:
        """Return (absolute path, 1-based line) of a mention, or else of its passage."""

    def is_around(self, candidate: LinkCandidate) -> bool:
        """Return whether a mention is in the prolog or the epilog of the project."""

    def span(self, candidate: LinkCandidate) -> FileSpan | None:
        """Return the place of a mention in its file; None if it is unknown."""

    def edit(self, candidate: LinkCandidate) -> ReferenceEdit | None:
        """Return the reference to write in its place; None if that is not certain."""


class Reference(NamedTuple):
    """A reference that names one term."""

    use: Use
    term: Term
    nth: int
    """How many references before it on its line have the same target."""
    of: int
    """How many of them are on the line."""


_MOST = 20
"""How many mentions of a term are distinguished."""

Group = tuple[str, str]
"""(key of the entry or '', key of the term)."""
Origin = tuple[str, str, bool]
"""A `Group`, and whether its mentions are in the prolog or the epilog of the project."""


class PageCheck:
    """One page under check: its *prose*, and the *sources* of that."""

    def __init__(
        self, check: Check, docname: str, prose: Prose, sources: MentionPlaces
    ) -> None:
        self.check = check
        self.docname = docname
        self.prose = prose
        self.sources = sources
        self.mentions = list(check.mentions.on_page(docname, prose, check.policy))

    @cached_property
    def facts(self) -> PageFacts:
        """The facts of the page."""
        return self.check.project.pages[self.docname]

    @cached_property
    def references(self) -> list[Reference]:
        """The references of the page that name one term."""
        lexicon = self.check.lexicon
        uses = [use for use in self.facts.uses if use.kind == 'ref']
        counts, before = Counter(uses), Counter[Use]()
        references = []
        for use in uses:
            if key := key_of(lexicon, use):
                term = lexicon.terms[key]
                references.append(Reference(use, term, before[use], counts[use]))
            before[use] += 1
        return references

    @cached_property
    def _references_as_written(
        self,
    ) -> tuple[
        dict[tuple[str, str], list[Reference]],
        dict[tuple[str, str], list[tuple[str, PassageReference]]],
    ]:
        """(key of the entry or '', target) → references, and (text, reference in it)."""
        references: dict[tuple[str, str], list[Reference]] = {}
        for reference in self.references:
            use = reference.use
            references.setdefault((use.term, spaced(use.target)), []).append(reference)
        in_prose: dict[tuple[str, str], list[tuple[str, PassageReference]]] = {}
        for passage in self.prose.passages:
            for other in passage.references:
                if other.kind == 'ref':
                    written = passage.term, spaced(other.target)
                    in_prose.setdefault(written, []).append((passage.text, other))
        return references, in_prose

    def passages_with(self, reference: Reference) -> Sequence[tuple[str, PassageReference]]:
        """Return (text, reference in it) for the place of a reference.

        There are several if it is not certain which of them it is.
        """
        references, in_prose = self._references_as_written
        written = reference.use.term, spaced(reference.use.target)
        same, places = references[written], in_prose.get(written, [])
        if len(same) != len(places):
            return places
        at = same.index(reference)
        return places[at : at + 1]

    @cached_property
    def discouraged_references(self) -> list[tuple[Reference, Match, Advice]]:
        """(reference, what it matches, what to write instead) for labels to avoid."""
        check, discouraged = self.check, []
        for reference in self.references:
            use = reference.use
            if use.term and not check.is_own(check.lexicon.terms[use.term]):
                continue
            match = check.lexicon.find(use.target, use.term.partition(':')[0])
            if (instead := advice(reference.term, match.label)) is not None:
                discouraged.append((reference, match, instead))
        return discouraged

    @cached_property
    def discouraged_mentions(self) -> list[tuple[LinkCandidate, Advice]]:
        """(mention, what to write instead) for labels to avoid."""
        worded = ((mention, mention.wording.instead) for mention in self.mentions)
        return [(mention, instead) for mention, instead in worded if instead is not None]

    def reference_place(self, reference: Reference) -> tuple[FindingPlace, bool]:
        """Return the place of the target of a reference, and whether it is certain."""
        return self.check.use_place(
            self.docname, reference.use, reference.nth, reference.of
        )

    @cached_property
    def automatic(self) -> dict[Group, LinkCandidate]:
        """The first mention of each term that is linked automatically."""
        first: dict[Group, LinkCandidate] = {}
        for candidate in self.mentions:
            if candidate.allows(Action.LINK):
                group = candidate.passage.term, candidate.wording.final
                first.setdefault(group, candidate)
        return first

    @cached_property
    def _unlinked(
        self,
    ) -> tuple[dict[Origin, LinkCandidate], dict[Origin, list[LinkCandidate]]]:
        """The first mention of each term to link, and the others.

        Most have no others, and a list for each would be thousands of objects.
        """
        links = linked_terms(self.check.lexicon, self.facts.uses)
        linked = {(entry, final) for entry, _, final in links}.union(self.automatic)
        first: dict[Origin, LinkCandidate] = {}
        others: dict[Origin, list[LinkCandidate]] = {}
        for candidate in self.mentions:
            entry, final = candidate.passage.term, candidate.wording.final
            if candidate.allows(Action.REPORT) and (entry, final) not in linked:
                origin = entry, final, self.sources.is_around(candidate)
                if first.setdefault(origin, candidate) is not candidate:
                    others.setdefault(origin, []).append(candidate)
        return first, others

    def unlinked(self) -> Iterator[tuple[Group, list[LinkCandidate]]]:
        """Yield the mentions of the terms that the page, or an entry, should link.

        Those in the prolog and the epilog of the project, which are around every page,
        are separate from the others of their term.
        """
        first, others = self._unlinked
        for origin, candidate in first.items():
            entry, final, _ = origin
            yield (entry, final), [candidate, *others.get(origin, ())]

    def place(self, candidate: LinkCandidate) -> tuple[FindingPlace, bool]:
        """Return the place of a mention, and whether it is certain."""
        span = self.sources.span(candidate)
        return self.place_at(candidate, span), span is not None

    def place_at(self, candidate: LinkCandidate, span: FileSpan | None) -> FindingPlace:
        """Return the place of a mention that has a *span*; None if that is unknown."""
        check = self.check
        if span is not None:
            return check.place_at(*span)
        path, line = check.around.original(*self.sources.origin(candidate))
        entry = check.lexicon.terms.get(candidate.passage.term)
        if entry is not None:
            return check.entry_place(entry, line, candidate.mention.text)
        return check.place_at(path, line)

    def around(self, candidates: Iterable[LinkCandidate]) -> tuple[Around, ...]:
        """Return the words around the first of *candidates*, which may be many."""
        places = (self.place(candidate)[0] for candidate in islice(candidates, _MOST))
        return tuple(place.around for place in places if place.around is not None)
