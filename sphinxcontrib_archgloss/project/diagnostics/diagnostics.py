"""Finds and words the problems of a project: undefined, ambiguous and unplaced terms.

Problems follow from the whole project and are found again on every build, so a build that
has nothing to read reports the same as one that reads everything. Other modules report
them. Problems of canonical pages, and of definitions and maps on pages, have modules of
their own, which are imported only where a project has such things.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.destinations import UNPUBLISHED
from sphinxcontrib_archgloss.project.entry_order import selected
from sphinxcontrib_archgloss.project.outputs import TAKE_OUT
from sphinxcontrib_archgloss.terms.forms import folded, inflections
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, alternatives
from sphinxcontrib_archgloss.terms.relations import relation_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.project.project import Project, Resolution
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon, Match


class Diagnosis(NamedTuple):
    """What is wrong in a project."""

    problems: list[Problem]
    """Sorted by place."""
    notes: list[Problem]
    """Worth a line of information, but not faults."""
    suppressed_undefined: int
    """Undefined references without a problem of their own, because a set or record that
    may define them could not be read."""


def diagnose(
    project: Project, *, ignored: Callable[[str], bool], elsewhere: Callable[[str], str]
) -> Diagnosis:
    """Return all problems of *project*.

    *ignored* returns whether undefined references to a target are not reported;
    *elsewhere* the address of a label in another project ('' for none).
    """
    labels = _UnresolvedLabels(project, ignored, elsewhere)
    problems = {
        *_page_problems(project),
        *_reference_problems(project, labels),
        *_option_problems(project, labels),
        *_claim_problems(project, labels),
        *relation_problems(project.lexicon, labels.question),
    }
    problems.update(labels.duplicated_label_problems())
    pages, terms = project.sources.values(), project.lexicon.terms.values()
    if any(page.claims for page in pages) or any(term.canonical for term in terms):
        from sphinxcontrib_archgloss.project.diagnostics.canonical_pages import (
            canonical_problems,
        )

        problems.update(canonical_problems(project))
    if any(term.anchors for term in terms):
        from sphinxcontrib_archgloss.project.diagnostics.anchors import anchor_problems

        problems.update(anchor_problems(project))
    if any(page.maps or any(r.request.single for r in page.renderings) for page in pages):
        from sphinxcontrib_archgloss.project.diagnostics.directives import (
            directive_problems,
        )

        problems.update(directive_problems(project, labels.problems))
    return Diagnosis(
        sorted(problems, key=Problem.sort_key),
        sorted(set(_notes(project)), key=Problem.sort_key),
        labels.suppressed_undefined,
    )


class _UnresolvedLabels:
    """Finds what is wrong with labels that name no term, or several."""

    def __init__(
        self,
        project: Project,
        ignored: Callable[[str], bool],
        elsewhere: Callable[[str], str],
    ) -> None:
        self._lexicon = project.lexicon
        self._ignored = cache(ignored)
        self._elsewhere = elsewhere
        self.suppressed_undefined = 0
        self._duplicated: dict[tuple[str, str], list[tuple[str, Match, Place]]] = {}
        self._duplicated_label = cache(partial(_duplicated_label, project.lexicon))
        self.question = cache(partial(_question, project.lexicon))

    def problems(
        self, target: str, match: Match, place: Place, context: str
    ) -> Iterator[Problem]:
        """Yield the problem of a label.

        *context* is 'reference' or the name of a directive.
        """
        if match.keys:
            label = self._duplicated_label(match)
            if label and context == 'reference':
                self._duplicated.setdefault(label, []).append((target, match, place))
            else:
                yield _ambiguous(self._lexicon, target, match, place, context)
            return
        if not (self._lexicon.sets or self._lexicon.opaque):
            return  # a missing set is reported once
        if context in ('reference', 'term-definition') and self._ignored(target):
            return
        if context == 'reference' and self._elsewhere(target):
            return
        if match.lost or self._lexicon.opaque:
            self.suppressed_undefined += 1  # the error in the data is reported
            return
        hint = self.question(target) or 'add the term to a set'
        message = _faulty_label(context, 'unknown', target)
        yield Problem(Kind.UNDEFINED, f'{message}; {hint}', place)

    def duplicated_label_problems(self) -> Iterator[Problem]:
        """Yield one problem for the references by each label that a set has twice."""
        for references in self._duplicated.values():
            yield _ambiguous(self._lexicon, *references[0], 'reference', len(references))


def _ambiguous(
    lexicon: Lexicon, target: str, match: Match, place: Place, context: str, count: int = 1
) -> Problem:
    unique, titled = lexicon.unique_target, context == 'reference'
    targets = [unique(key, match.label, titled=titled) for key in match.keys]
    forms = alternatives([f'"{target}"' for target in targets])
    terms = 'two' if len(match.keys) == 2 else str(len(match.keys))
    times = f' ({counted(count, "reference")} to this label)' if count > 1 else ''
    message = _faulty_label(context, 'ambiguous', target)
    message = f'{message}: it matches {terms} terms{times}; write {forms}'
    return Problem(Kind.AMBIGUOUS, message, place)


def _faulty_label(context: str, fault: str, target: str) -> str:
    """Return the beginning of a message about the label *target* in a *context*."""
    subject = '' if context == 'reference' else f'{context} names an '
    return f'{subject}{fault} term "{target}"'


def _question(lexicon: Lexicon, unknown: str) -> str:
    from sphinxcontrib_archgloss.terms.suggestions import label_question

    return label_question(lexicon, unknown)


def _duplicated_label(lexicon: Lexicon, match: Match) -> tuple[str, str] | None:
    """Return (set, label) where one set has the label of *match* twice, as written.

    The mistake is then in the data, not in the references.
    """
    terms = [lexicon.terms[key] for key in match.keys]
    if len(terms) < 2 or len({term.set for term in terms}) > 1:
        return None
    forms = {folded(match.label), *inflections(folded(match.label))}
    shared = set.intersection(*(set(term.labels()) for term in terms))
    labels = sorted(label for label in shared if folded(label) in forms)
    return (terms[0].set, labels[0]) if labels else None


def _page_problems(project: Project) -> Iterator[Problem]:
    """Yield the errors that were found while pages were read."""
    for docname, page in project.sources.items():
        for problem in page.problems:
            message = problem.message
            if problem.term:
                term = project.lexicon.terms.get(problem.term)
                if term is None or term.definition is None:
                    continue
                message = f'in the definition of "{term.name}": {message}'
            place = project.place_of(docname, problem)
            yield Problem(Kind(problem.kind), message, place)


def _reference_problems(project: Project, labels: _UnresolvedLabels) -> Iterator[Problem]:
    """Yield references to no term or several, and sets that no page renders."""
    unplaced: dict[str, tuple[str, Place, Counter[str]]] = {}
    fine: set[tuple[str, str]] = set()  # whatever page they are on
    for docname, use in project.uses():
        if use.kind not in ('ref', 'term') or (use.target, use.term) in fine:
            continue
        resolution = project.resolve(use.target, docname, use.term)
        match, key, *_ = resolution
        if not key:
            if use.kind != 'term':  # Sphinx reports its own role
                place = project.place_of(docname, use)
                yield from labels.problems(use.target, match, place, 'reference')
        elif _has_link(project, use.target, resolution):
            fine.add((use.target, use.term))
        elif all(map(project.holds, use.conditions)):
            name = project.lexicon.terms[key].set
            if name not in unplaced:
                unplaced[name] = use.target, project.place_of(docname, use), Counter()
            unplaced[name][2][key] += 1
    for name, (target, place, count) in unplaced.items():
        yield _unplaced(project, name, target, place, count)


def _option_problems(project: Project, labels: _UnresolvedLabels) -> Iterator[Problem]:
    """Yield options of ``term-set`` that name no term or several."""
    for docname, use in project.uses():
        if use.kind == 'select' and not selected(project.lexicon, use.target):
            match = project.lexicon.as_written.find(use.target)
            place = project.place_of(docname, use)
            yield from labels.problems(use.target, match, place, 'term-set')


def _has_link(project: Project, target: str, resolution: Resolution) -> bool:
    """Return whether a reference has a link, here or in another builder's output."""
    _, key, destination, inside = resolution
    return (
        destination.exists
        or inside
        or destination.state != UNPUBLISHED
        or bool(project.std_address(target, resolution))
        or project.is_linked_anywhere(key)
    )


def _unplaced(
    project: Project, name: str, target: str, place: Place, count: Counter[str]
) -> Problem:
    total, terms = count.total(), len(count)
    lack, advice = 'no page renders', f'add a term-set directive for "{name}" to a page'
    if hidden := project.left_out_entry(next(iter(count))):
        docname, block = hidden
        lack = 'no builder shows'
        advice = f'{docname} has it inside {block}; {TAKE_OUT}'
    message = (
        f'{lack} the entry of "{target}", so it cannot be linked '
        f'({counted(total, "reference")} to {counted(terms, "such term")} of the set '
        f'"{name}"); {advice}'
    )
    return Problem(Kind.UNPLACED, message, place)


def _claim_problems(project: Project, labels: _UnresolvedLabels) -> Iterator[Problem]:
    """Yield claims that name no term or several."""
    for docname, page in project.sources.items():
        for claim in page.claims:
            match = project.lexicon.as_written.find(claim.target)
            if len(match.keys) != 1:
                place = project.place_of(docname, claim)
                yield from labels.problems(claim.target, match, place, 'term-page')


def _notes(project: Project) -> Iterator[Problem]:
    """Yield references by labels that should no longer be used."""
    terms = project.lexicon.terms
    discouraged = {key for key, term in terms.items() if term.has_discouraged_labels}
    if not discouraged:
        return
    from sphinxcontrib_archgloss.project.deprecated_labels import advice

    @cache
    def message(target: str, term: str) -> str:
        match, key, *_ = project.resolve(target, '', term)
        instead = advice(terms[key], match.label) if key in discouraged else None
        return '' if instead is None else instead.message(match.label)

    for docname, use in project.uses():
        if use.kind in ('ref', 'term') and (text := message(use.target, use.term)):
            yield Problem(Kind.UNDEFINED, text, project.place_of(docname, use))
