"""Warnings and notes of builds: the only module that logs problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.terms.problems import Place, Problem

TYPE = 'archgloss'

logger = logging.getLogger(__name__)


def report(problems: Iterable[Problem], env: BuildEnvironment) -> set[str]:
    """Warn of each of *problems* once; return the kinds that Sphinx did not suppress."""
    kinds: set[str] = set()
    messages = set()
    for problem in problems:
        where = location(problem.place, env)
        # a file that several pages include is read for each of them
        if (message := (problem.kind, problem.message, where)) in messages:
            continue
        messages.add(message)
        if not is_suppressed_warning(TYPE, problem.kind, env.config.suppress_warnings):
            kinds.add(problem.kind.value)
        text, kind = _text(problem), problem.kind.value
        logger.warning('%s', text, type=TYPE, subtype=kind, location=where)
    return kinds


def explain_failure(problems: Iterable[Problem], env: BuildEnvironment) -> bool:
    """Return whether there are *problems*, which make the build fail.

    They have been reported. Those that Sphinx suppressed are logged once more without a
    type, because a build that fails has to show why.
    """
    failing = list(problems)
    for problem in failing:
        if is_suppressed_warning(TYPE, problem.kind, env.config.suppress_warnings):
            where = location(problem.place, env)
            logger.warning('%s', _text(problem), location=where)
    return bool(failing)


def note(problems: Iterable[Problem], env: BuildEnvironment) -> None:
    """Log each of *problems* as a line of information."""
    for problem in problems:
        where = location(problem.place, env)
        prefix = f'{where}: ' if where else ''
        logger.info('%s', prefix + _text(problem))


def _text(problem: Problem) -> str:
    from sphinxcontrib_archgloss.terms.problems import one_line

    return one_line(problem.message)


def location(place: Place | None, env: BuildEnvironment) -> str | None:
    """Return *place* as a location of Sphinx's: ``path:line``."""
    if place is None:
        return None
    from sphinxcontrib_archgloss.terms.problems import printable

    path = str(env.doc2path(place.path)) if place.is_docname else place.path
    # Sphinx takes a location without a line for a docname
    return f'{printable(path)}:{place.line or 1}'
