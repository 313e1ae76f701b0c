"""The one place where archgloss speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.terms.problems import Place, Problem

TYPE = 'archgloss'

logger = logging.getLogger(__name__)


def report(problems: Iterable[Problem], env: BuildEnvironment) -> set[str]:
    """Warn of each of *problems*; return the kinds that were really told."""
    told = set()
    seen = set()
    suppressed = env.config.suppress_warnings
    for problem in problems:
        where = location(problem.place, env)
        # a page that another one includes is met under two names
        if (said := (problem.kind, problem.message, where)) in seen:
            continue
        seen.add(said)
        if not is_suppressed_warning(TYPE, problem.kind, suppressed):
            told.add(problem.kind.value)
        logger.warning(
            '%s',
            one_line(problem.message),
            type=TYPE,
            subtype=problem.kind.value,
            location=where,
        )
    return told


def note(problems: Iterable[Problem], env: BuildEnvironment) -> None:
    """Say each of *problems* as a line of information."""
    for problem in problems:
        said = one_line(problem.message)
        if place := location(problem.place, env):
            said = f'{place}: {said}'
        logger.info('%s', said)


def location(place: Place | None, env: BuildEnvironment) -> str | None:
    """Return *place* as Sphinx writes locations: ``path:line``."""
    if place is None:
        return None
    path = str(env.doc2path(place.path)) if place.is_docname else place.path
    # Sphinx takes a location without a line for a docname
    return f'{path}:{place.line or 1}'
