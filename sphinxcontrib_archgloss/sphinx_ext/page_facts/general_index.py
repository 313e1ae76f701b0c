"""The general index of pages with directives that show used terms only.

Sphinx keeps the index entries of a page when it is read, but whether these terms are used
depends on the whole project. So all index entries of such a page are among its facts, and
every build gives Sphinx those that count.
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
"""(key of the term that must be used for the entry to count, or empty; Sphinx's entry)."""


def index_facts(
    index: Iterable[tuple[addnodes.index, Element | None]],
) -> tuple[IndexFact, ...]:
    """Return the index entries of a page; *index* has each node and the entry around it."""
    facts: list[IndexFact] = []
    for node, item in index:
        key = item[TERM] if item is not None and USED in item else ''
        try:
            for kind, value, *_ in node['entries']:
                split_index_msg(kind, value)
        except ValueError:
            continue  # Sphinx warns of it, and drops it
        facts += [(key, tuple(entry)) for entry in node['entries']]
    return tuple(facts)


def list_used_terms(env: BuildEnvironment, project: Project) -> None:
    """Give the general index the entries of terms that are shown because they are used."""
    entries: dict[str, list[Any]] = env.domaindata['index'].setdefault('entries', {})
    used = project.destinations.used
    for docname, page in project.pages.items():
        if page.index_entries:
            facts = page.index_entries
            entries[docname] = [entry for key, entry in facts if not key or key in used]
