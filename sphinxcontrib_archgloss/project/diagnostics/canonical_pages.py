"""Finds canonical pages that conflict or are missing, and words the warnings.

A claim that names no term, or several, is a problem of its label: see `diagnostics`.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.destinations import DANGLING, is_url
from sphinxcontrib_archgloss.project.outputs import TAKE_OUT, leaves_out
from sphinxcontrib_archgloss.terms.language.counts import by_number
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, first_of
from sphinxcontrib_archgloss.terms.suggestions import (
    PAGE_CUTOFF,
    did_you_mean,
    nearest_keyword,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator

    from sphinxcontrib_archgloss.project.project import Project

_MOST_PAGES = 3
"""Maximum number of pages to suggest."""
_MOST_ANCHORS = 5
"""Maximum number of anchors to list."""


def canonical_problems(project: Project) -> Iterator[Problem]:
    """Yield conflicts between canonical pages, and references to missing ones."""
    yield from _conflicts(project)
    yield from _dangling(project)


def _conflicts(project: Project) -> Iterator[Problem]:
    """Yield terms that several pages claim, at each of the claims."""
    destinations, lexicon = project.destinations, project.lexicon
    for key in project.conflicts():
        term = lexicon.terms[key]
        claims = [
            (docname, project.place_of(docname, claim))
            for docname, claim in destinations.claims.get(key, ())
        ]
        if term.canonical:
            url = is_url(term.canonical)
            page = term.canonical if url else destinations.named_page(term)[0]
            line = term.lines.get('canonical', term.line)
            claims.append((page, Place(lexicon.sets[term.set].path, line)))
        pages = destinations.claimants(key)
        for page, place in claims:
            other_pages = (other for other in pages if other != page)
            others = ' and '.join(first_of(other_pages, len(pages) - 1))
            message = (
                f'"{term.name}" has several canonical pages: this one and {others}; '
                'remove all claims but one (until then, references link to the entry)'
            )
            yield Problem(Kind.CONFLICT, message, place)


def _dangling(project: Project) -> Iterator[Problem]:
    """Yield records whose canonical page does not exist or lacks the anchor."""
    destinations = project.destinations
    missing = {
        key: term
        for key, term in project.lexicon.terms.items()
        if term.canonical and not term.see and destinations.of(key).state == DANGLING
    }
    referrers = _referrers(project, missing) if missing else {}
    for key, term in missing.items():
        docname, fragment = destinations.named_page(term)
        page = project.pages.get(docname)
        if page is None:
            lack, advice = 'does not exist', _page_advice(docname, project.pages)
        elif block := _left_out(project, docname, fragment):
            lack, advice = f'has the anchor "{fragment}" only inside {block}', TAKE_OUT
        else:
            lack = f'has no anchor "{fragment}"'
            advice = _anchor_advice(fragment, page.offered_anchors())
        message = (
            f'the canonical page of "{term.name}", {docname}, {lack} '
            f'({_summary_of(referrers.get(key, Counter()))}); {advice}'
        )
        path = project.lexicon.sets[term.set].path
        yield Problem(Kind.DANGLING, message, Place(path, term.line))


def _left_out(project: Project, docname: str, fragment: str) -> str:
    """Return the directive that leaves an anchor of a page out; empty for none."""
    page = project.sources[docname]
    conditions = dict(page.conditional_ids).get(page.anchor(fragment) or '', ())
    return leaves_out(conditions, project.holds)


def _page_advice(name: str, docnames: Collection[str]) -> str:
    """Return what to write instead of *name*, an unknown docname."""
    path = posixpath.normpath(name.replace('\\', '/')).lstrip('./')
    stem = posixpath.splitext(path)[0]
    if stem in docnames and path != stem:
        return f'write "{stem}", without the extension'
    if path.lower().startswith('www.'):
        return did_you_mean([f'https://{name}'])
    # a page may have the address of a directory
    folder = posixpath.dirname(stem) if posixpath.basename(stem) == 'index' else stem
    paths = {path.casefold(), f'{path}/index'.casefold()}
    stems = {stem.casefold(), folder.casefold()}
    for candidates in (paths, stems):
        if near := [docname for docname in docnames if docname.casefold() in candidates]:
            return did_you_mean(sorted(near))
    last = posixpath.basename(stem).casefold()
    near = [name for name in docnames if posixpath.basename(name).casefold() == last]
    if near and len(near) <= _MOST_PAGES:
        return did_you_mean(sorted(near))
    if similar := nearest_keyword(path, docnames, PAGE_CUTOFF):
        return did_you_mean([similar])
    return 'publish it, correct "canonical", or set "published: false"'


def _anchor_advice(fragment: str, anchors: Collection[str]) -> str:
    """Return what to write instead of *fragment*, for a page that has *anchors*."""
    if not anchors:
        return 'the page has no anchors; name the page alone, or add the anchor to it'
    if near := nearest_keyword(fragment.casefold(), anchors):
        return f'{did_you_mean([near])} Or add the anchor to the page'
    listed = ', '.join(f'"{anchor}"' for anchor in sorted(anchors)[:_MOST_ANCHORS])
    more = len(anchors) - _MOST_ANCHORS
    others = f' and {more} more' if more > 0 else ''
    advice = 'name one of these, or add the anchor to the page'
    return f'the page has {listed}{others}; {advice}'


def _referrers(project: Project, keys: Container[str]) -> dict[str, Counter[str]]:
    """Return key → docname → number of references, for the terms *keys*."""
    referrers: dict[str, Counter[str]] = {}
    for docname, use in project.uses():
        if use.kind in ('ref', 'term'):
            key = project.resolve(use.target, docname, use.term).key
            key = project.lexicon.successor(key) if key else ''
            if key in keys:
                referrers.setdefault(key, Counter())[docname] += 1
    return referrers


def _summary_of(referrers: Counter[str]) -> str:
    if not referrers:
        return 'nothing refers to it'
    first, *more = referrers
    total = referrers.total()
    times = by_number(total, 'once', f'{total} times')
    others = f' and {len(more)} more' if more else ''
    return f'referred to {times}, by {first}{others}'
