"""Picks the automatic links of a page: the first mention of a term, or all of them.

The policy says which mentions may; here is how often: each, or the first of its term in
the page, in the section or in the entry, unless the author has written a reference there.
The answer is a function of the facts alone, so a page needs not be at hand to know what
its links depend on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.prose.link_policy import FIRST, Action
from sphinxcontrib_archgloss.project.references import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.project.prose.mentions import (
        LinkCandidate,
        PageMentions,
        ProjectMentions,
    )

Scope = tuple[str, int]
"""(key of the entry or '', number of the section or 0)."""


def automatic_links(
    mentions: ProjectMentions, page: PageMentions, facts: PageFacts, scope: str
) -> Iterator[LinkCandidate]:
    """Yield the mentions of a page that become links, in its order.

    *scope* is page or section: where the first mention is the first.
    """
    lexicon = mentions.lexicon

    def scope_of(term: str, section: int) -> Scope:
        return term, 0 if term or scope == 'page' else section

    linked = {
        (scope_of(use.term, use.section), lexicon.successor(key))
        for use in facts.uses
        if use.kind != 'select' and (key := key_of(lexicon, use))
    }
    for number, passage in enumerate(page.prose.passages):
        if passage.quiet or not mentions.is_shown(passage):
            continue
        here = scope_of(passage.term, passage.section)
        for candidate in page.in_passage(number):
            judgement = candidate.judgement
            if not judgement.allows(Action.LINK):
                continue
            if judgement.autolink == FIRST and (here, judgement.final) in linked:
                continue
            linked.add((here, judgement.final))
            yield candidate
