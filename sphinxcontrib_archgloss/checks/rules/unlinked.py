"""Mentions that could be references: which, where, and what to write.

A page that refers to a term has done its duty, so a term is told once a page, at its first
mention, and only where a link would lead somewhere else than where the reader is. What
is linked when the page is written is no finding, nor what nobody is to link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.project_check import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.checks.page_check import PageCheck, PageMention


def unlinked(page: PageCheck) -> Iterator[Finding]:
    """A page speaks of a term and never links it.

    The first mention on the page is told, with the reference to write. Terms whose
    ``autolink`` is ``off``, and prose that is to be left without automatic links, are not
    told; nor is anything in emphasis, in block quotations, on the term’s own page or in
    its own entry.

    *Bad:*

    .. code-block:: rst

       Each token enters the KV cache.

    *Good:*

    .. code-block:: rst

       Each :term-ref:`token` enters the :term-ref:`KV cache`.
    """
    for met in page.unlinked_by_term.values():
        first, more = met[0], len(met) - 1
        place, certain = page.place(first)
        terms = page.check.lexicon.terms
        said = f'"{_shown(first)}" is mentioned, but the page never refers to it'
        if _shown(first).casefold() != (name := terms[first.key].name).casefold():
            said = (
                f'"{_shown(first)}" ({name}) is mentioned, but the page never refers to it'
            )
        if more:
            said += f' (and {more} more)'
        edit = _edit(page, first, place) if certain else None
        if edit is not None:
            said += f'; write {" ".join(edit.split())}'
        yield Finding('unlinked', said, place, first.key, edit)


def ambiguous(page: PageCheck) -> Iterator[Finding]:
    """A page mentions a label that several terms have.

    No link can be made of it without the name of a set. It is told once a page for
    each label, at its first mention.

    *Bad:*

    .. code-block:: yaml

       - {name: Head, definition: A part of attention.}
       - {name: Output head, aliases: [head], definition: A last layer.}

    .. code-block:: rst

       The heads attend.

    *Good:*

    .. code-block:: rst

       The :term-ref:`heads <Head>` attend.
    """
    told: set[str] = set()
    for met in page.met:
        mention = met.mention
        if met.key or mention.label in told or page.is_quiet(met):
            continue
        told.add(mention.label)
        forms = ' or '.join(f'"{key}"' for key in mention.keys)
        said = f'"{_shown(met)}" fits {len(mention.keys)} terms; refer to {forms}'
        yield Finding('ambiguous', said, page.place(met)[0], mention.label)


def tally(page: PageCheck) -> Tally:
    """Return how the terms that a page speaks of are linked."""
    successor = page.check.lexicon.successor
    own = [one.term for one in page.references if not one.use.term]
    unlinked_by_term = {
        key: met for (entry, key), met in page.unlinked_by_term.items() if not entry
    }
    automatic = {
        key: next(one for one in met if page.links_itself(one))
        for (entry, key), met in page.linkable_by_term.items()
        if not entry and any(map(page.links_itself, met))
    }
    linked = frozenset(successor(term.key) for term in own) | frozenset(automatic)
    return Tally(
        references=len(own),
        unlinked=sum(map(len, unlinked_by_term.values())),
        named=linked | frozenset(unlinked_by_term),
        linked=linked,
        automatic=tuple((key, page.place(met)[0]) for key, met in automatic.items()),
    )


def _shown(met: PageMention) -> str:
    return ' '.join(met.mention.text.split())


def _edit(page: PageCheck, met: PageMention, place: FindingPlace) -> str | None:
    """Return the reference to write for a mention, if there is no doubt about it."""
    return page.check.around.reference(place, met.passage.path, met.key)


def mentioned(tallies: Mapping[str, Tally]) -> frozenset[str]:
    """Return the keys of all terms that some page links, or should."""
    return frozenset().union(*(one.named for one in tallies.values()))
