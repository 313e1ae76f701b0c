"""What is wrong with definitions and maps that directives put on pages.

The problems follow from the whole project and are found again on every build. Options that
a directive itself cannot read are found when its page is read, and are among the facts of
the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.concept_map import MOST_EDGES, MOST_TERMS
from sphinxcontrib_archgloss.project.entry_order import selected
from sphinxcontrib_archgloss.terms.lexicon import Match
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxcontrib_archgloss.project.facts import MapRequest, PageFacts
    from sphinxcontrib_archgloss.project.project import Project

DEFINITION = 'term-definition'
MAP = 'term-map'


def directive_problems(
    project: Project, label_problems: Callable[[str, Match, Place, str], Iterator[Problem]]
) -> Iterator[Problem]:
    """Yield what is wrong with definitions and maps on pages.

    *label_problems* yields the problem of a label that names no term or several.
    """
    for docname, use in project.uses():
        if use.kind not in ('show', 'map'):
            continue
        place = project.place_of(docname, use)
        match = project.lexicon.as_written.find(use.target)
        if use.kind == 'map':
            if len(keys := selected(project.lexicon, use.target)) != 1:
                yield from label_problems(
                    use.target, Match(keys) if keys else match, place, MAP
                )
        elif len(match.keys) != 1:
            yield from label_problems(use.target, match, place, DEFINITION)
        else:
            page, key = project.sources[docname], project.lexicon.successor(match.keys[0])
            yield from _missing_definition(project, page, use.target, key, place)
    for docname, page in project.sources.items():
        for request in page.maps:
            yield from _map_problems(project, request, map_place(docname, request))


def unknown_category(directive: str, category: str, declared: Sequence[str]) -> str:
    """Return the message that a *directive* names a *category* that no set declares."""
    names = ', '.join(first_of(declared, len(declared)))
    hint = f'valid categories: {names}' if declared else 'no set declares categories'
    return f'{directive}: unknown category "{category}"; {hint}'


def map_place(docname: str, request: MapRequest) -> Place:
    """Return the place of the directive for a map on the page *docname*."""
    return Place(request.source or docname, request.line, None, not request.source)


def _missing_definition(
    project: Project, page: PageFacts, target: str, key: str, place: Place
) -> Iterator[Problem]:
    """Yield why *page* lacks the definition of the term *key*, which *target* names."""
    requests = [
        (rendering.request, rendering.keys)
        for rendering in page.renderings
        if rendering.request.single and target in rendering.request.only
    ]
    locations = {term_set.location for term_set in project.lexicon.sets.values()}
    if any(key in keys for _, keys in requests):
        return
    if any(r.locations and not locations.issuperset(r.locations) for r, _ in requests):
        return  # a missing or unreadable file is reported elsewhere
    term = project.lexicon.terms[key]
    if term.definition is None:
        return  # circular redirects are reported at the records
    message = (
        f'term-definition: "{target}" is in the set "{term.set}", but archgloss_term_sets '
        'does not name this set; add it there, or give the directive the option ":set:" '
        'with the path of its file'
    )
    yield Problem(Kind.UNDEFINED, message, place)


def _map_problems(project: Project, request: MapRequest, place: Place) -> Iterator[Problem]:
    """Yield why a map is empty, or cannot be drawn."""
    lexicon = project.lexicon
    declared = sorted({c.id for s in lexicon.sets.values() for c in s.categories})
    unknown = [category for category in request.categories if category not in declared]
    for category in unknown:
        yield Problem(Kind.DATA, unknown_category(MAP, category, declared), place)
    graph = project.concept_map(request)
    if not graph.keys and not unknown and _has_named_data(project, request):
        message = 'term-map: no terms match the options; remove an option or the directive'
        yield Problem(Kind.DATA, message, place)
    if graph.is_too_large:
        message = (
            f'term-map: {len(graph.keys)} terms and {len(graph.edges)} lines are too '
            f'many for a picture (at most {MOST_TERMS} and {MOST_EDGES}), so they are '
            'shown as a list; narrow the map with ":category:" or ":term:"'
        )
        yield Problem(Kind.DATA, message, place)


def _has_named_data(project: Project, request: MapRequest) -> bool:
    """Return whether the project has the sets and terms that *request* names."""
    lexicon = project.lexicon
    locations = {term_set.location for term_set in lexicon.sets.values()}
    return (
        bool(lexicon.sets)
        and not lexicon.opaque
        and locations.issuperset(request.locations)
        and all(len(selected(lexicon, label)) == 1 for label in request.terms)
    )
