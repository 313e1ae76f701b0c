"""The general index of pages that show only used terms.

Sphinx keeps what a page has for the index when it is read. Which entries of such a
page come out depends on the whole project, so all that it has is kept among its
facts, and what counts is derived from them on every build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM, USED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from sphinx import addnodes
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.project import Project

IndexFact = tuple[str, tuple[Any, ...]]
"""(key of the term if it counts only while that is used, else empty; Sphinx's entry)."""


def index_facts(
    found: Iterable[tuple[addnodes.index, Element | None]],
) -> tuple[IndexFact, ...]:
    """Return what a page has for the index; each node is given with its entry."""
    facts: list[IndexFact] = []
    for node, item in found:
        key = item[TERM] if item is not None and USED in item else ''
        try:
            for kind, value, *_ in node['entries']:
                split_index_msg(kind, value)
        except ValueError:
            continue  # Sphinx says so, and takes it out
        facts += [(key, tuple(entry)) for entry in node['entries']]
    return tuple(facts)


def list_used_terms(env: BuildEnvironment, project: Project) -> None:
    """Have the general index list what is shown on pages with used terms only."""
    kept: dict[str, list[Any]] = env.domaindata['index'].setdefault('entries', {})
    used = project.destinations.used
    for docname, page in project.pages.items():
        if page.index_entries:
            found = [entry for key, entry in page.index_entries if not key or key in used]
            kept[docname] = found
