"""Why maps are not drawn: all of them, or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.directive_diagnostics import map_place
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.terms.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map


def picture_problems(domain: ArchglossDomain) -> Iterator[Problem]:
    """Yield why the project's maps cannot be drawn: once, at the first of them."""
    if domain.shown.pictures or not domain.drawing.problem:
        return
    known = [name for name in domain.project.order if name in domain.pages]
    places = [map_place(name, one) for name in known for one in domain.pages[name].maps]
    said = (
        f'term-map: Graphviz cannot draw, so maps are lists: {domain.drawing.problem}; '
        'install Graphviz, or name its program in graphviz_dot'
    )
    yield Problem(Kind.CONFIG, said, places[0])


def report_undrawn(node: term_map, why: Exception, domain: ArchglossDomain) -> None:
    """Warn of a map that could not be drawn, and have the next build try it again."""
    place = map_place(node['docname'], node['request'])
    said = f'term-map: the map could not be drawn, so it is a list: {why}'
    warnings.report([Problem(Kind.CONFIG, said, place)], domain.env)
    domain.pages_to_retry.add(domain.env.docname)
