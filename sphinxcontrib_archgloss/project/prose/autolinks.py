"""Which mentions in the prose of a page become links.

A link is made only where a reader gains something: not to the page or section that is
being read, nor in a term's own entry, nor once more beside a reference that the author
has written. A mention that fits two terms is left alone. The answer is a function of
the facts alone, so a page needs not be at hand to know what its links depend on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.destinations import PUBLISHED
from sphinxcontrib_archgloss.project.prose.mentions import (
    ALL,
    FIRST,
    OFF,
    ProseMentions,
    ProseOptions,
)
from sphinxcontrib_archgloss.project.references import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.project.facts import PageFacts, PlainPassage, Prose
    from sphinxcontrib_archgloss.terms.matching.mentions import Mention


class AutoLink(NamedTuple):
    """A mention that is to become a link."""

    passage: int
    """0-based number of its passage on the page."""
    start: int
    end: int
    text: str
    """As written."""


Scope = tuple[str, int]
"""(key of the entry, number of the section); both may say nothing."""


def wish(mention: Mention, prose_options: ProseOptions) -> str:
    """Return off, first or all: what is to become of mentions like this one."""
    if mention.status == 'forbidden' or prose_options.autolink == OFF:
        return OFF
    wanted = mention.autolink or prose_options.autolink
    return wanted if wanted in (FIRST, ALL) else OFF


class AutoLinks:
    """Chooses the automatic links of one page."""

    def __init__(
        self, found: ProseMentions, docname: str, prose_options: ProseOptions
    ) -> None:
        self._found = found
        self._docname = docname
        self._treatment = prose_options
        self._linked: set[tuple[Scope, str]] = set()

    def __iter__(self) -> Iterator[AutoLink]:
        """Yield the links, in the order of the page."""
        page = self._found.pages.get(self._docname)
        if page is None or page.prose is None or page.prose.quiet:
            return
        if self._treatment.autolink == OFF:
            return
        self._linked = set(self._written(page))
        for number, passage in enumerate(page.prose.passages):
            if not passage.quiet and self._found.is_shown(passage):
                yield from self._in_passage(number, passage, page.prose)

    def _written(self, page: PageFacts) -> Iterator[tuple[Scope, str]]:
        """Yield (scope, key) of the references that the author has written."""
        for use in page.uses:
            if use.kind != 'select' and (key := key_of(self._found.lexicon, use)):
                final = self._found.lexicon.successor(key)
                yield self._scope(use.term, use.section), final

    def _scope(self, term: str, section: int) -> Scope:
        if term or self._treatment.scope == 'page':
            return term, 0
        return '', section

    def _in_passage(
        self, number: int, passage: PlainPassage, prose: Prose
    ) -> Iterator[AutoLink]:
        scope = self._scope(passage.term, passage.section)
        beside = {self._found.final(one.target, passage.term) for one in passage.references}
        for mention in self._found.in_passage(passage):
            wanted = wish(mention, self._treatment)
            if wanted == OFF or crosses(passage, mention):
                continue
            key = self._found.key_of(mention, passage)
            if not key or not self._is_elsewhere(key, passage, prose):
                continue
            final = self._found.lexicon.successor(key)
            if final in beside or (wanted == FIRST and (scope, final) in self._linked):
                continue
            self._linked.add((scope, final))
            yield AutoLink(number, mention.start, mention.end, mention.text)

    def _is_elsewhere(self, key: str, passage: PlainPassage, prose: Prose) -> bool:
        """Return whether a link to a term leads away from where the passage stands."""
        final = self._found.lexicon.successor(key)
        if passage.term and passage.term in (key, final):
            return False
        found = self._found.destinations.of(key)
        if not found.leads:
            return False
        if found.state != PUBLISHED or found.docname != self._docname:
            return True
        return bool(found.anchor) and not prose.stands_in(passage.section, found.anchor)


def crosses(passage: PlainPassage, mention: Mention) -> bool:
    """Return whether emphasis begins or ends inside a mention."""
    return any(mention.start < seam < mention.end for seam in passage.seams)
