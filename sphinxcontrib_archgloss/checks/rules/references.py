"""References, seen from the terms: those that are wanted, and where the others lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.project_check import Tally
from sphinxcontrib_archgloss.checks.rules.unlinked import mentioned
from sphinxcontrib_archgloss.project.destinations import UNPUBLISHED
from sphinxcontrib_archgloss.terms.forms import folded, inflections
from sphinxcontrib_archgloss.terms.language.counts import by_number, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.checks.page_check import PageCheck
    from sphinxcontrib_archgloss.checks.project_check import Check
    from sphinxcontrib_archgloss.project.facts import Use


def wanted(check: Check) -> Iterator[Finding]:
    """Pages refer to a term that no set has.

    It is told once, at the first reference, with how many there are: a list of the terms
    to write.

    *Bad:*

    .. code-block:: rst

       See :term-ref:`speculative decoding`.

    *Good:*

    .. code-block:: yaml

       - {name: Speculative decoding, definition: Guessing several tokens ahead.}

    .. code-block:: rst

       See :term-ref:`speculative decoding`.
    """
    groups: dict[str, list[tuple[str, Use]]] = {}
    around = check.around
    for docname, use in check.project.uses():
        match = check.lexicon.find(use.target, use.term.partition(':')[0])
        if use.kind != 'ref' or match.keys:
            continue
        if around.ignored(use.target) or around.elsewhere(use.target):
            continue
        shape = folded(use.target)
        same = (one for one in inflections(shape) if one in groups)
        groups.setdefault(next(same, shape), []).append((docname, use))
    for found in groups.values():
        docname, use = found[0]
        spread = _spread([docname for docname, _ in found])
        said = f'"{use.target}" is wanted by {spread}, but no set has it'
        place, _ = check.use_place(docname, use)
        yield Finding('wanted', f'{said}; add it to one', place, folded(use.target))


def unpublished(check: Check) -> Iterator[Finding]:
    """References to a term lead to its entry, as it has no canonical page yet.

    Automatic links count as references.

    *Bad:*

    .. code-block:: rst

       The :term-ref:`KV cache` grows.

    *Good:*

    .. code-block:: rst

       The :term-ref:`KV cache` grows.

       The KV cache
       ~~~~~~~~~~~~

       .. term-page:: KV cache
    """
    destinations = check.project.destinations
    conflicts = set(destinations.conflicts())
    for key, term in check.lexicon.terms.items():
        if term.see or key in conflicts:
            continue
        found = check.referrers.get(key, [])
        linked = check.automatic.get(('', key), [])
        if not found and not linked:
            continue
        where = destinations.of(key)
        if where.state != UNPUBLISHED or not where.leads:
            continue
        pages = [docname for docname, _ in found] + linked
        leads = f'{_spread(pages)} {by_number(len(pages), "leads", "lead")} to its entry'
        said = f'"{term.name}" has no canonical page, so {leads}'
        hint = 'publish a page that claims it'
        if not term.published:
            said = f'"{term.name}" is held back, so {leads}'
            hint = 'lift "published: false" once its page is ready'
        if check.is_own(term):
            place = check.record_place(term)
        elif found:
            place, _ = check.use_place(*found[0])
        else:
            place = _first_linked(check, key, linked[0])
        yield Finding('unpublished', f'{said}; {hint}', place, key)


def unused(check: Check) -> Iterator[Finding]:
    """No page refers to a term of the project’s own sets.

    A term counts as used, too, if the definition of one that is used refers to it.
    Automatic links count as references.

    *Bad:*

    .. code-block:: yaml

       - {name: Head, definition: A part of attention.}

    .. code-block:: rst

       Nothing is said of it.

    *Good:*

    .. code-block:: rst

       Each :term-ref:`head` attends.
    """
    named = mentioned(check.tallies)
    for term in check.own_terms:
        if term.key in check.used or term.see:
            continue
        said = f'no page refers to "{term.name}"'
        hint = (
            'link it where it is mentioned' if term.key in named else 'drop it, or use it'
        )
        yield Finding('unused', f'{said}; {hint}', check.record_place(term), term.key)


def redirected(page: PageCheck) -> Iterator[Finding]:
    """A reference names a record that only redirects to another one.

    *Bad:*

    .. code-block:: yaml

       - {name: KV cache, definition: Keys and values of earlier tokens.}
       - {name: Key cache, see: KV cache}

    .. code-block:: rst

       The :term-ref:`key cache` grows.

    *Good:*

    .. code-block:: rst

       The :term-ref:`KV cache` grows.
    """
    check = page.check
    for one in page.references:
        use, term = one.use, one.term
        final = check.lexicon.successor(term.key)
        if term.see is None or final == term.key or use.term:
            continue
        name = check.lexicon.terms[final].name
        said = f'"{use.target}" only redirects to "{name}"; refer to that'
        place, _ = page.reference_place(one)
        yield Finding('redirected', said, place, term.key)


def retired(page: PageCheck) -> Iterator[Finding]:
    """A reference names a term whose ``status`` is ``deprecated``.

    *Bad:*

    .. code-block:: yaml

       - {name: Post-norm, definition: Norm after a layer., status: deprecated,
          replaced_by: Pre-norm}
       - {name: Pre-norm, definition: Norm before a layer.}

    .. code-block:: rst

       We use :term-ref:`post-norm`.

    *Good:*

    .. code-block:: rst

       We use :term-ref:`pre-norm`.
    """
    check = page.check
    for one in page.references:
        use, term = one.use, one.term
        if term.status != 'deprecated' or use.term:
            continue
        said = f'"{term.name}" is deprecated'
        if term.replaced_by is not None:
            keys = check.lexicon.find_related(term.replaced_by, term.set).keys
            if len(keys) == 1:
                said += f'; its successor is "{check.lexicon.terms[keys[0]].name}"'
        place, _ = page.reference_place(one)
        yield Finding('retired', said, place, term.key)


def _first_linked(check: Check, key: str, docname: str) -> FindingPlace:
    """Return where a page mentions a term that is linked on it by itself."""
    final = check.lexicon.successor(key)
    met = check.tallies.get(docname, Tally()).automatic
    path = check.around.page_path(docname)
    return dict(met).get(final) or check.place_of(path, 1, '')


def _spread(found: list[str]) -> str:
    """Return how many references there are and on how many pages; *found* are these."""
    count, pages = len(found), len(set(found))
    references = counted(count, 'reference')
    return references if count == 1 else f'{references} on {counted(pages, "page")}'
