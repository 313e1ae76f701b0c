"""What is wrong with the ``anchors`` of records: something else on a page has them.

An id belongs to one page, so only other ids of that page can conflict with it. Two records
of one set with one anchor are reported when the set is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.project.project import Project


def anchor_problems(project: Project) -> Iterator[Problem]:
    """Yield a problem for each recorded anchor that its entry does not get on a page."""
    lexicon = project.lexicon
    for docname, page in project.pages.items():
        keys = _entries(project, page)
        owners = {a: key for key in keys for a in project.destinations.anchors(key)}
        for key in keys:
            term = lexicon.terms[key]
            for anchor in term.anchors:
                owner = owners.setdefault(anchor, key)
                if owner != key and lexicon.terms[owner].set != term.set:
                    user = f'the entry of "{owner}" on'
                elif (
                    owner == key
                    and anchor in page.ids
                    and not project.in_std_glossary(term.name)
                ):
                    user = 'another part of'
                else:
                    continue
                message = (
                    f'the anchor {quoted(anchor)} of {quoted(term.name)} is already used '
                    f'by {user} the page {quoted(docname)}; remove it from the record, or '
                    'show the entry on another page'
                )
                place = Place(lexicon.sets[term.set].path, term.lines.get('anchors'))
                yield Problem(Kind.DATA, message, place)


def _entries(project: Project, page: PageFacts) -> list[str]:
    """Return the keys of the entries of *page* that can be link targets."""
    used = project.destinations.used
    keys = [
        key
        for rendering in page.renderings
        if rendering.request.indexed
        for key in rendering.keys
        if key in project.lexicon.terms and (not rendering.request.used or key in used)
    ]
    return list(dict.fromkeys(keys))
