"""Mentions that could be references: which, where, and what to write.

The policy for links (`project.prose.link_policy`) decides which mentions these are. Each
term is reported once a page, at its first mention, unless a reference on the page links to
it or a mention is linked when the page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.project_check import Tally
from sphinxcontrib_archgloss.project.prose.link_policy import (
    SUGGEST,
    Action,
    Obstacle,
    stopped_by,
)
from sphinxcontrib_archgloss.terms.problems import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.checks.page_check import PageCheck
    from sphinxcontrib_archgloss.project.prose.mentions import LinkCandidate


def unlinked(page: PageCheck) -> Iterator[Finding]:
    """A page mentions a term but never links it.

    The rule reports the first mention on the page, with the reference to write. It ignores
    terms whose ``autolink`` is ``off``, prose in which automatic links are switched off,
    emphasis, block quotations, the term’s own page and its own entry. Other rules report
    deprecated, forbidden and misspelled labels, and ``suggested`` reports words of plain
    English.

    *Bad:*

    .. code-block:: rst

       Each token enters the KV cache.

    *Good:*

    .. code-block:: rst

       Each :term-ref:`token` enters the :term-ref:`KV cache`.
    """
    for _, candidates in page.unlinked():
        if certain := [one for one in candidates if not _is_suggested(one)]:
            yield _finding(page, 'unlinked', 'is mentioned, but', certain)


def suggested(page: PageCheck) -> Iterator[Finding]:
    """A page contains a word that may mean a term, and never links the term.

    The word is also plain English, or the record or alias has ``autolink: suggest``, so a
    person has to decide. Otherwise, the rule works like ``unlinked``. For a word that
    always means the term, set ``autolink: first`` or ``all``.

    *Bad:*

    .. code-block:: yaml

       - {name: Release, definition: A version that users can install.}

    .. code-block:: rst

       Each release has notes.

    *Good:*

    .. code-block:: yaml

       - {name: Release, definition: A version that users can install.}

    .. code-block:: rst

       Each :term-ref:`release` has notes. To release a lock is something else.
    """
    for _, candidates in page.unlinked():
        if all(map(_is_suggested, candidates)):
            yield _finding(page, 'suggested', 'may mean the term, and', candidates)


def _is_suggested(candidate: LinkCandidate) -> bool:
    return candidate.wording.autolink == SUGGEST


def _finding(
    page: PageCheck, rule: str, verb: str, candidates: Sequence[LinkCandidate]
) -> Finding:
    # if possible, one in the text of the page, not in a substitution
    first, span = candidates[0], None
    for candidate in candidates:
        if (span := page.sources.span(candidate)) is not None:
            first = candidate
            break
    place = page.place_at(first, span)
    more = [candidate for candidate in candidates if candidate is not first]
    key, written = first.wording.key, _written(first)
    name = page.check.lexicon.terms[key].name
    subject = f'"{written}"'
    if written.casefold() != name.casefold():
        subject += f' ({name})'
    message = f'{subject} {verb} the page never links it'
    if more:
        message += f' (and {len(more)} more)'
    edit = page.sources.edit(first) if span else None
    if edit is not None:
        message += f'; write {" ".join(edit.new.split())}'
    new = None if edit is None else edit.new
    return Finding(rule, message, place, key, new, others=page.around(more))


def ambiguous(page: PageCheck) -> Iterator[Finding]:
    """A page mentions a label that several terms have.

    Such a mention cannot be linked without the name of a set. The rule reports each label
    once per page, at its first mention.

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
    mentions: dict[str, list[LinkCandidate]] = {}
    for candidate in page.mentions:
        if candidate.wording.key:
            continue
        others = candidate.obstacles - {Obstacle.AMBIGUOUS}
        if Action.REPORT not in stopped_by(others):
            mentions.setdefault(candidate.mention.label, []).append(candidate)
    for label, (first, *more) in mentions.items():
        unique, written = page.check.lexicon.unique_target, _written(first)
        forms = alternatives([f'"{unique(key, written)}"' for key in first.mention.keys])
        message = (
            f'"{written}" is ambiguous: it matches {len(first.mention.keys)} terms; refer '
            f'to {forms}'
        )
        place, around = page.place(first)[0], page.around(more)
        yield Finding('ambiguous', message, place, label, others=around)


def tally(page: PageCheck) -> Tally:
    """Return how the terms that a page mentions are linked."""
    successor = page.check.lexicon.successor
    own = [reference.term for reference in page.references if not reference.use.term]
    unlinked = [(key, more) for (entry, key), more in page.unlinked() if not entry]
    automatic = {key: first for (entry, key), first in page.automatic.items() if not entry}
    linked = frozenset(successor(term.key) for term in own) | frozenset(automatic)
    return Tally(
        references=len(own),
        unlinked=sum(len(more) for _, more in unlinked),
        named=linked.union(key for key, _ in unlinked),
        linked=linked,
        automatic=tuple((key, page.place(first)[0]) for key, first in automatic.items()),
    )


def _written(candidate: LinkCandidate) -> str:
    return ' '.join(candidate.mention.text.split())


def mentioned(tallies: Mapping[str, Tally]) -> frozenset[str]:
    """Return the keys of all terms that some page links, or should."""
    return frozenset().union(*(tally.named for tally in tallies.values()))
