"""What is wrong with the parts that directives put on pages: definitions and maps.

A function of the whole project, told on every build; what a directive itself cannot
make sense of is found when its page is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.concept_map import MOST_EDGES, MOST_TERMS
from sphinxcontrib_archgloss.project.entry_order import selected
from sphinxcontrib_archgloss.terms.lexicon import Match
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.project.facts import MapRequest, PageFacts, Use
    from sphinxcontrib_archgloss.project.project import Project

DEFINITION = 'reference of term-definition'
MAP = 'option of term-map'


def part_problems(
    project: Project,
    place_of: Callable[[str, Use], Place],
    label_problems: Callable[[str, Match, Place, str], Iterator[Problem]],
) -> Iterator[Problem]:
    """Yield what is wrong with definitions and maps on pages.

    *place_of* says where on a page a use is written; *label_problems* yields the
    problem of a label that fits no term or several.
    """
    for docname, use in project.uses():
        if use.kind == 'show':
            page = project.pages[docname]
            yield from _shown(project, page, use, place_of(docname, use), label_problems)
        elif use.kind == 'map':
            keys = selected(project.lexicon, use.target)
            if len(keys) != 1:
                match = Match(keys) if keys else project.lexicon.find(use.target)
                yield from label_problems(use.target, match, place_of(docname, use), MAP)
    for docname, page in project.pages.items():
        for request in page.maps:
            yield from _drawn(project, request, map_place(docname, request))


def map_place(docname: str, request: MapRequest) -> Place:
    """Return where a map on the page *docname* is asked for."""
    return Place(request.source or docname, request.line, None, not request.source)


def _shown(
    project: Project,
    page: PageFacts,
    use: Use,
    place: Place,
    label_problems: Callable[[str, Match, Place, str], Iterator[Problem]],
) -> Iterator[Problem]:
    """Yield why a definition that a page asks for is not on it."""
    match = project.lexicon.find(use.target)
    if len(match.keys) != 1:
        yield from label_problems(use.target, match, place, DEFINITION)
        return
    key = project.lexicon.successor(match.keys[0])
    here = [r for r in page.renderings if r.request.single and use.target in r.request.only]
    if any(key in rendering.keys for rendering in here):
        return
    paths = {s.path for s in project.lexicon.sets.values()}
    if any(r.request.paths and not paths.issuperset(r.request.paths) for r in here):
        return  # the file is not there, or cannot be read: that is told
    term = project.lexicon.terms[key]
    if term.definition is None:
        return  # a circle of redirects, which is told at the records
    said = (
        f'term-definition: "{use.target}" is a term of the set "{term.set}", which '
        f'archgloss_term_sets does not name; name it there, or give the directive the '
        f'option ":set:" with the path of its file'
    )
    yield Problem(Kind.UNDEFINED, said, place)


def _has_what_it_names(project: Project, request: MapRequest) -> bool:
    """Return whether the sets and terms that *request* names are there."""
    lexicon = project.lexicon
    paths = {s.path for s in lexicon.sets.values()}
    labels = all(len(selected(lexicon, label)) == 1 for label in request.terms)
    whole = lexicon.sets and not lexicon.opaque and paths.issuperset(request.paths)
    return bool(labels and whole)


def _drawn(project: Project, request: MapRequest, place: Place) -> Iterator[Problem]:
    """Yield why a map is not as it was asked for."""
    lexicon = project.lexicon
    known = sorted({c.id for s in lexicon.sets.values() for c in s.categories})
    unknown = [wanted for wanted in request.categories if wanted not in known]
    for wanted in unknown:
        hint = f'; there are {", ".join(known)}' if known else ', nor any other'
        said = f'term-map: no set declares the category "{wanted}"{hint}'
        yield Problem(Kind.DATA, said, place)
    graph = project.concept_map(request)
    if not graph.keys and not unknown and _has_what_it_names(project, request):
        said = 'term-map: no term fits what it asks for, so there is nothing to show'
        yield Problem(Kind.DATA, f'{said}; drop an option, or the directive', place)
    if graph.is_too_large:
        said = (
            f'term-map: {len(graph.keys)} terms with {len(graph.edges)} lines are too '
            f'many for a picture (the most are {MOST_TERMS} and {MOST_EDGES}), so they '
            'are listed; narrow it by ":category:" or ":term:"'
        )
        yield Problem(Kind.DATA, said, place)
