"""Rules about terms and the references to them: wanted, unpublished, unused, redirected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.project_check import Tally
from sphinxcontrib_archgloss.checks.rules.unlinked import mentioned
from sphinxcontrib_archgloss.project.destinations import UNPUBLISHED
from sphinxcontrib_archgloss.terms.forms import folded, inflections, may_inflect
from sphinxcontrib_archgloss.terms.language.counts import by_number, counted
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.checks.page_check import PageCheck
    from sphinxcontrib_archgloss.checks.project_check import Check
    from sphinxcontrib_archgloss.project.facts import Use
    from sphinxcontrib_archgloss.terms.model import Term


def wanted(check: Check) -> Iterator[Finding]:
    """Pages refer to a term that no set defines.

    The rule reports each term once, at the first reference, with the number of references.
    The findings are a list of the terms to write.

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
        same = (
            form
            for form in inflections(shape)
            if form in groups and may_inflect(groups[form][0][1].target, use.target)
        )
        groups.setdefault(next(same, shape), []).append((docname, use))
    for group in groups.values():
        docname, use = group[0]
        count = _spread([docname for docname, _ in group])
        message = f'{count} to "{use.target}", but no set defines it; add it to one'
        place, _ = check.use_place(docname, use)
        yield Finding('wanted', message, place._replace(around=None), folded(use.target))


def unpublished(check: Check) -> Iterator[Finding]:
    """References to a term link to its entry, because it has no canonical page yet.

    Automatic links count as references. The rule reports nothing in a project in which no
    term has a canonical page.

    *Bad:*

    .. code-block:: rst

       The :term-ref:`KV cache` of each :term-ref:`token` grows.

       Tokens
       ~~~~~~

       .. term-page:: Token

    *Good:*

    .. code-block:: rst

       The :term-ref:`KV cache` of each :term-ref:`token` grows.

       Tokens
       ~~~~~~

       .. term-page:: Token

       The KV cache
       ~~~~~~~~~~~~

       .. term-page:: KV cache
    """
    destinations = check.project.destinations
    terms = check.lexicon.terms
    if not destinations.claims and not any(
        term.canonical or not term.published for term in terms.values()
    ):
        return
    conflicts = set(destinations.conflicts())
    for key, term in terms.items():
        if term.see or key in conflicts:
            continue
        uses = check.referrers.get(key, [])
        linked = check.automatic.get(('', key), [])
        if not uses and not linked:
            continue
        destination = destinations.of(key)
        if destination.state != UNPUBLISHED or not destination.exists:
            continue
        pages = [docname for docname, _ in uses] + linked
        linking = f'{_spread(pages)} {by_number(len(pages), "links", "link")} to its entry'
        state, hint = 'has no canonical page', 'publish a page that claims it'
        if not term.published:
            state = 'is held back'
            hint = 'remove "published: false" when its page is ready'
        message = f'"{term.name}" {state}, so {linking}; {hint}'
        if check.is_own(term):
            place = check.record_place(term)
        elif uses:
            place, _ = check.use_place(*uses[0])
        else:
            place = _first_linked(check, key, linked[0])
        yield Finding('unpublished', message, place._replace(around=None), key)


def unused(check: Check) -> Iterator[Finding]:
    """No page refers to a term of the project’s own sets.

    A term also counts as used if the definition of a used term refers to it. Automatic
    links count as references.

    *Bad:*

    .. code-block:: yaml

       - {name: Head, definition: A part of attention.}

    .. code-block:: rst

       This page is about other things.

    *Good:*

    .. code-block:: rst

       Each :term-ref:`head` attends.
    """
    named = mentioned(check.tallies)
    for term in check.own_terms:
        if term.key in check.used or term.see:
            continue
        hint = 'use it or remove it'
        if term.key in named:
            hint = 'link its mentions'
        message = f'no page refers to "{term.name}"; {hint}'
        yield Finding('unused', message, check.record_place(term), term.key)


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
    for reference in page.references:
        use, term = reference.use, reference.term
        final = check.lexicon.successor(term.key)
        if term.see is None or final == term.key or use.term:
            continue
        name = check.lexicon.terms[final].name
        message = f'"{use.target}" only redirects to "{name}"; refer to "{name}"'
        place, _ = page.reference_place(reference)
        yield Finding('redirected', message, place, term.key)


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
    for reference in page.references:
        use, term = reference.use, reference.term
        if term.status != 'deprecated' or use.term:
            continue
        message = f'"{term.name}" is deprecated'
        if (successor := _replacement(check, term)) is not term:
            message += f'; refer to "{successor.name}"'
        place, _ = page.reference_place(reference)
        yield Finding('retired', message, place, term.key)


def _replacement(check: Check, term: Term) -> Term:
    """Return the last of the terms that replace *term*, or *term* itself."""
    passed = {term.key}
    while term.status == 'deprecated' and term.replaced_by is not None:
        keys = check.lexicon.find_related(term.replaced_by, term.set).keys
        if len(keys) != 1 or keys[0] in passed:
            break
        passed.add(keys[0])
        term = check.lexicon.terms[keys[0]]
    return term


def _first_linked(check: Check, key: str, docname: str) -> FindingPlace:
    """Return where a page first links a mention of a term automatically."""
    automatic = check.tallies.get(docname, Tally()).automatic
    path = check.around.page_path(docname)
    return dict(automatic).get(check.lexicon.successor(key)) or check.place_of(path, 1, '')


def _spread(docnames: list[str]) -> str:
    """Return the number of references and of pages; each is on one of *docnames*."""
    count, pages = len(docnames), len(set(docnames))
    references = counted(count, 'reference')
    return references if count == 1 else f'{references} on {counted(pages, "page")}'


def markup(check: Check) -> Iterator[Finding]:
    """A page or a definition has markup of the other language: a role, a directive, a link.

    It would appear as plain text on the page.

    *Bad:*

    .. code-block:: rst

       The {term-ref}`KV cache` grows.

    *Good:*

    .. code-block:: rst

       The :term-ref:`KV cache` grows.
    """
    for docname, page in check.project.pages.items():
        for problem in page.problems:
            if problem.kind == Kind.MARKUP and problem.wrong:
                term = check.lexicon.terms.get(problem.term)
                if term is not None and not check.is_own(term):
                    continue
                where = check.project.place_of(docname, problem)
                place = check.place_of(*check.absolute(where), problem.wrong)
                edit = problem.right or None if place.is_exact else None
                yield Finding('markup', problem.message, place, problem.wrong, edit)
