"""Why maps are not drawn: all of them, or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.directive_diagnostics import map_place
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.terms.problems import Kind, Problem

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_map


def picture_problem(session: BuildSession) -> Problem:
    """Return why none of the project's maps can be drawn, at the first of them."""
    place = next(
        map_place(docname, request)
        for docname in session.project.order
        if docname in session.pages
        for request in session.pages[docname].maps
    )
    message = (
        f'term-map: Graphviz cannot draw, so maps are lists: {session.drawing.problem}; '
        'install Graphviz, or name its program in graphviz_dot'
    )
    return Problem(Kind.CONFIG, message, place)


def report_undrawn(node: term_map, reason: Exception, session: BuildSession) -> None:
    """Warn of a map that could not be drawn, and have the next build try it again."""
    place = map_place(node['docname'], node['request'])
    message = f'term-map: the map could not be drawn, so it is a list: {reason}'
    warnings.report([Problem(Kind.CONFIG, message, place)], session.env)
    session.pages_to_retry.add(session.env.docname)
