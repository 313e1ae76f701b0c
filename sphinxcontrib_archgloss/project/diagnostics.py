"""Everything that is wrong in a project, as problems: the build's verdict.

The verdict is drawn from the whole reading at once and on every build, so that
a build that has nothing to do says the same as one that does everything.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.destinations import DANGLING, is_url
from sphinxcontrib_archgloss.project.entry_order import selected
from sphinxcontrib_archgloss.terms.language.counts import by_number, counted
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem
from sphinxcontrib_archgloss.terms.relations import relation_problems
from sphinxcontrib_archgloss.terms.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.project.facts import Claim, Use
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.terms.lexicon import Match
    from sphinxcontrib_archgloss.terms.model import Term


class Diagnosis(NamedTuple):
    """What a reading comes to."""

    problems: list[Problem]
    """Sorted by place."""
    notes: list[Problem]
    """Worth a line of information, but nothing is wrong."""
    suppressed_undefined: int
    """References not told one by one, as what had to be left out seems to have them."""


def diagnose(
    project: Project,
    *,
    ignored: Callable[[str], bool],
    elsewhere: Callable[[str], str],
) -> Diagnosis:
    """Return all that is wrong in *project*.

    *ignored* says whether undefined references to a target are not to be told;
    *elsewhere* where a label leads in another project ('' for nowhere).
    """
    diagnostician = _Diagnostician(project, ignored, elsewhere)
    problems = {
        *diagnostician.pages(),
        *diagnostician.references(),
        *diagnostician.directives(),
        *diagnostician.claims(),
        *diagnostician.conflicts(),
        *diagnostician.dangling(),
        *relation_problems(project.lexicon, diagnostician.near),
    }
    ranked = sorted(problems, key=Problem.sort_key)
    notes = sorted(diagnostician.notes, key=Problem.sort_key)
    return Diagnosis(ranked, notes, diagnostician.suppressed_undefined)


def use_place(project: Project, docname: str, use: Use | Claim) -> Place:
    """Return where a use is written: a page, a file it includes, or a data file."""
    term = project.lexicon.terms.get(getattr(use, 'term', ''))
    if term is not None and term.definition is not None:
        path = project.lexicon.sets[term.set].path
        return Place(path, term.definition.first_line + (use.line or 0))
    if use.source:
        return Place(use.source, use.line)
    return Place(docname, use.line, is_docname=True)


class _Diagnostician:
    """One pass over a project."""

    def __init__(
        self,
        project: Project,
        ignored: Callable[[str], bool],
        elsewhere: Callable[[str], str],
    ) -> None:
        self._project = project
        self._lexicon = project.lexicon
        self._ignored = cache(ignored)
        self._elsewhere = elsewhere
        self._labels: list[str] = []
        self.suppressed_undefined = 0
        self.notes: set[Problem] = set()
        self.near = cache(self._near)

    def _near(self, target: str) -> list[str]:
        if not self._labels:
            self._labels = list(self._lexicon.labels())
        return nearest(target, self._labels)

    def pages(self) -> Iterator[Problem]:
        """Yield what the pages' own directives found wrong, and faulty definitions."""
        lexicon = self._lexicon
        for docname, page in self._project.pages.items():
            for wrong in page.problems:
                place = (
                    Place(wrong.source, wrong.line)
                    if wrong.source
                    else Place(docname, wrong.line, is_docname=True)
                )
                yield Problem(Kind(wrong.kind), wrong.message, place)
            for fault in page.faults:
                term = lexicon.terms.get(fault.term)
                if term is not None and term.definition is not None:
                    line = term.definition.first_line + fault.line
                    said = f'in the definition of "{term.name}": {fault.message}'
                    path = lexicon.sets[term.set].path
                    yield Problem(Kind.DATA, said, Place(path, line))

    def references(self) -> Iterator[Problem]:
        """Yield references to nobody or to two, and sets that no page renders."""
        unplaced: dict[str, tuple[str, Place, Counter[str]]] = {}
        fine: set[tuple[str, str]] = set()  # whatever page they stand on
        for docname, use in self._project.uses():
            if use.kind in ('any', 'show', 'map') or (use.target, use.term) in fine:
                continue
            if use.kind == 'select':
                yield from self._selection(use, use_place(self._project, docname, use))
                continue
            resolution = self._project.resolve(use.target, docname, use.term)
            if not resolution.key and use.kind == 'term':
                continue  # Sphinx's own to tell
            if not resolution.key:
                place = use_place(self._project, docname, use)
                yield from self.unmet(use.target, resolution.match, place, 'reference')
                continue
            term = self._lexicon.terms[resolution.key]
            if term.has_discouraged_labels:
                self._note_discouraged(term, resolution.match.label, docname, use)
            else:
                fine.add((use.target, use.term))
            destination = resolution.destination
            if destination.leads or resolution.inside or destination.state != 'unpublished':
                continue
            fine.discard((use.target, use.term))
            name = self._lexicon.terms[resolution.key].set
            if name not in unplaced:
                place = use_place(self._project, docname, use)
                unplaced[name] = (use.target, place, Counter())
            unplaced[name][2][resolution.key] += 1
        for name, (target, place, count) in unplaced.items():
            yield _unplaced(name, target, place, count)

    def _note_discouraged(self, term: Term, label: str, docname: str, use: Use) -> None:
        from sphinxcontrib_archgloss.project.deprecated_labels import advice

        if (advised := advice(term, label)) is not None:
            place = use_place(self._project, docname, use)
            self.notes.add(Problem(Kind.UNDEFINED, advised.spoken(label), place))

    def _selection(self, use: Use, place: Place) -> Iterator[Problem]:
        if not selected(self._lexicon, use.target):
            match = self._lexicon.find(use.target)
            yield from self.unmet(use.target, match, place, 'option of term-set')

    def unmet(
        self, target: str, match: Match, place: Place, what: str
    ) -> Iterator[Problem]:
        """Yield what is wrong with a label that fits no term, or several."""
        if match.keys:
            forms = ' or '.join(f'"{key}"' for key in match.keys)
            count = 'two' if len(match.keys) == 2 else str(len(match.keys))
            said = f'{what} to "{target}" fits {count} terms; write {forms}'
            yield Problem(Kind.AMBIGUOUS, said, place)
            return
        if not (self._lexicon.sets or self._lexicon.opaque):
            return  # the want of any set is told once
        if what.startswith('reference') and self._ignored(target):
            return
        if what == 'reference' and self._elsewhere(target):
            return
        if match.lost or self._lexicon.opaque:
            self.suppressed_undefined += 1  # what is wrong with the data is told
            return
        yield Problem(Kind.UNDEFINED, self._undefined(target, what), place)

    def _undefined(self, target: str, what: str) -> str:
        near = self.near(target)
        if near:
            *most, last = [f'"{label}"' for label in near]
            listed = f'{", ".join(most)} or {last}' if most else last
            return f'{what} to "{target}", which no term set has; did you mean {listed}?'
        return f'{what} to "{target}", which no term set has; add the term to a set'

    def directives(self) -> Iterator[Problem]:
        """Yield what is wrong with definitions and maps on pages."""
        project = self._project
        renderings = (r for page in project.pages.values() for r in page.renderings)
        maps = any(page.maps for page in project.pages.values())
        if maps or any(rendering.request.single for rendering in renderings):
            from sphinxcontrib_archgloss.project.directive_diagnostics import part_problems

            yield from part_problems(project, partial(use_place, project), self.unmet)

    def claims(self) -> Iterator[Problem]:
        """Yield claims of nobody or of two."""
        for docname, page in self._project.pages.items():
            for claim in page.claims:
                match = self._lexicon.find(claim.target)
                if len(match.keys) != 1:
                    place = use_place(self._project, docname, claim)
                    yield from self.unmet(claim.target, match, place, 'claim (term-page)')

    def conflicts(self) -> Iterator[Problem]:
        """Yield terms that several pages claim, at each of the claims."""
        destinations = self._project.destinations
        for key in destinations.conflicts():
            term = self._lexicon.terms[key]
            pages = destinations.claimants(key)
            for placed in destinations.claims.get(key, ()):
                others = [page for page in pages if page != placed.docname]
                place = use_place(self._project, placed.docname, placed.claim)
                yield _conflict(term.name, others, place)
            if term.canonical:
                own = term.canonical
                own = own if is_url(own) else destinations.named_page(term)[0]
                others = [page for page in pages if page != own]
                line = term.lines.get('canonical', term.line)
                path = self._lexicon.sets[term.set].path
                yield _conflict(term.name, others, Place(path, line))

    def dangling(self) -> Iterator[Problem]:
        """Yield records whose canonical page or anchor is not there."""
        destinations = self._project.destinations
        missing = {
            key: term
            for key, term in self._lexicon.terms.items()
            if term.canonical and not term.see and destinations.of(key).state == DANGLING
        }
        if not missing:
            return
        referrers = self._referrers(set(missing))
        for key, term in missing.items():
            docname, fragment = destinations.named_page(term)
            page = self._project.pages.get(docname)
            said = f'the canonical page of "{term.name}", {docname}, does not exist'
            if page is not None:
                said = (
                    f'the canonical page of "{term.name}", {docname}, has no '
                    f'anchor "{fragment}"'
                )
            hint = 'publish it, correct "canonical", or set "published: false"'
            who = _spoken_referrers(referrers.get(key, Counter()))
            path = self._lexicon.sets[term.set].path
            yield Problem(Kind.DANGLING, f'{said} ({who}); {hint}', Place(path, term.line))

    def _referrers(self, wanted: set[str]) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for docname, use in self._project.uses():
            if use.kind not in ('ref', 'term'):
                continue
            key = self._project.resolve(use.target, docname, use.term).key
            key = self._lexicon.successor(key) if key else ''
            if key in wanted:
                found.setdefault(key, Counter())[docname] += 1
        return found


def _spoken_referrers(count: Counter[str]) -> str:
    if not count:
        return 'nothing refers to it'
    first, *more = count
    total = count.total()
    times = by_number(total, 'once', f'{total} times')
    others = f' and {len(more)} more' if more else ''
    return f'referred to {times}, by {first}{others}'


def _unplaced(name: str, target: str, place: Place, count: Counter[str]) -> Problem:
    total, terms = count.total(), len(count)
    said = (
        f'no page renders the entry of "{target}", so it cannot be linked '
        f'({counted(total, "reference")} to {counted(terms, "such term")} of the set '
        f'"{name}"); add a term-set directive for "{name}" to a page'
    )
    return Problem(Kind.UNPLACED, said, place)


def _conflict(name: str, others: list[str], place: Place) -> Problem:
    listed = ' and '.join(others)
    said = (
        f'"{name}" has more than one canonical page: this one and {listed}; drop '
        'all claims but one (references lead to the entry meanwhile)'
    )
    return Problem(Kind.CONFLICT, said, place)
