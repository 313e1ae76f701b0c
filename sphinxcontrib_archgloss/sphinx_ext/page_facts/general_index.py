"""The general index of pages where not all index entries count.

Sphinx keeps the index entries of a page when it is read. But whether a term is used, and
whether a builder shows its entry, depends on the whole project and on the builder. So all
index entries of such a page are among its facts, and every build gives Sphinx those that
count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.index_entries import split_index_msg

from sphinxcontrib_archgloss.project.facts import IndexEntry
from sphinxcontrib_archgloss.project.outputs import Condition
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import conditions_of
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM, USED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element
    from sphinx import addnodes
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.project import Project

Indexed = tuple['addnodes.index', 'Element | None']
"""(index entries, the glossary entry around them)."""


def index_facts(index: Sequence[Indexed]) -> tuple[IndexEntry, ...]:
    """Return all entries of a page if not all of them count; otherwise none.

    A page lists a term once. Removes the index entries of its further entries, unless a
    builder may leave the first one out.
    """
    facts: list[IndexEntry] = []
    certain: set[str] = set()  # keys of terms that are listed in any case
    is_partial = False
    for node, item in index:
        used, conditions = '', tuple[Condition, ...]()
        if item is not None:
            conditions = conditions_of(item)
            used = item[TERM] if USED in item else ''
            if isinstance(item[0], nodes.term) and node.parent is item[0]:
                if item[TERM] in certain:
                    item[0].remove(node)
                    is_partial = True
                    continue
                if not conditions and not used:
                    certain.add(item[TERM])
        is_partial = is_partial or bool(used or conditions)
        try:
            for kind, value, *_ in node['entries']:
                split_index_msg(kind, value)
        except ValueError:
            continue  # Sphinx warns of it, and drops it
        facts += [IndexEntry(tuple(entry), used, conditions) for entry in node['entries']]
    return tuple(facts) if is_partial else ()


def list_entries_that_count(env: BuildEnvironment, project: Project) -> None:
    """Give the general index the entries of terms that are used and shown."""
    entries: dict[str, list[Any]] = env.domaindata['index'].setdefault('entries', {})
    used = project.destinations.used
    for docname, page in project.sources.items():
        if page.index_entries:
            shown = project.pages[docname].index_entries
            counting = (fact.entry for fact in shown if not fact.used or fact.used in used)
            entries[docname] = list(dict.fromkeys(counting))
