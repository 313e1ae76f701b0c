"""The mentions in the prose of a project's pages, found once and judged by the policy.

Automatic links, acronyms, `termcheck` and `archgloss link` all use the same list, and each
selects from it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.prose.link_policy import stopped_by
from sphinxcontrib_archgloss.project.references import key_of
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.project.facts import Use
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.prose.link_policy import (
        Action,
        LinkPolicy,
        Obstacle,
        Wording,
    )
    from sphinxcontrib_archgloss.project.prose_facts import Passage, Prose
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.matching.mentions import Matcher, Mention


LINKS = frozenset({'ref', 'any', 'term'})
"""Kinds of uses that are links to a term, written by the author."""


class LinkCandidate(NamedTuple):
    """A mention on a page, and what the policy allows for it."""

    number: int
    """0-based number of its passage on the page."""
    passage: Passage
    mention: Mention
    wording: Wording
    obstacles: frozenset[Obstacle]

    def allows(self, action: Action) -> bool:
        """Return whether none of the obstacles stops *action*."""
        return action not in stopped_by(self.obstacles)

    @property
    def span(self) -> tuple[int, int]:
        """Where the mention begins and ends in the passage."""
        return self.mention.start, self.mention.end


class ReferenceEdit(NamedTuple):
    """A reference that replaces a mention."""

    path: str
    """Absolute path of the file."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points, without a byte-order mark."""
    end_line: int
    """1-based."""
    end_column: int
    """1-based; behind the last character."""
    new: str
    """The reference, with a line feed for each line break."""


class ProjectMentions:
    """Finds the mentions on the pages of *project* with one matcher."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.lexicon = project.lexicon

    @cached_property
    def _matcher(self) -> Matcher:
        # only where prose is searched
        from sphinxcontrib_archgloss.terms.matching.mentions import Matcher

        return Matcher(self.lexicon)

    def on_page(self, docname: str, prose: Prose, policy: LinkPolicy) -> PageMentions:
        """Return the mentions in the *prose* of a page, judged by *policy*."""
        return PageMentions(self, docname, prose, policy)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in *text*, from left to right."""
        return self._matcher.find(text)

    def is_shown(self, passage: Passage) -> bool:
        """Return whether the conditions around *passage* are true."""
        return all(map(self.project.holds, passage.conditions))

    def key(self, target: str, term: str = '') -> str:
        """Return the key that *target* names in the entry of *term*; empty for none."""
        keys = self.lexicon.find(target, term.partition(':')[0]).keys
        return keys[0] if len(keys) == 1 else ''


class PageMentions:
    """The mentions on one page; a passage is searched when it is first needed."""

    def __init__(
        self, mentions: ProjectMentions, docname: str, prose: Prose, policy: LinkPolicy
    ) -> None:
        self.prose = prose
        self._mentions = mentions
        self._docname = docname
        self._policy = policy
        self._by_passage: dict[int, Sequence[LinkCandidate]] = {}

    def __iter__(self) -> Iterator[LinkCandidate]:
        """Yield the mentions in the order of the page; each time, they are found again."""
        for number in range(len(self.prose.passages)):
            yield from self._judged(number)

    def in_passage(self, number: int) -> Sequence[LinkCandidate]:
        """Return the mentions in the passage with a 0-based *number*."""
        candidates = self._by_passage.get(number)
        if candidates is None:
            candidates = self._by_passage[number] = tuple(self._judged(number))
        return candidates

    def _judged(self, number: int) -> Iterator[LinkCandidate]:
        passage = self.prose.passages[number]
        if not (found := self._mentions.find(passage.text)):
            return
        key, successor = self._mentions.key, self._mentions.lexicon.successor
        targets = (spaced(reference.target) for reference in passage.references)
        keys = filter(None, (key(target, passage.term) for target in targets))
        referenced = set(map(successor, keys))
        context = self._policy.context(self._docname, self.prose, passage, referenced)
        for mention in found:
            wording, obstacles = self._policy.judge(mention, context)
            yield LinkCandidate(number, passage, mention, wording, obstacles)


def linked_terms(lexicon: Lexicon, uses: Iterable[Use]) -> Iterator[tuple[str, int, str]]:
    """Yield (key of the entry or '', section, key of the term) of the author's links.

    Redirects are followed.
    """
    for use in uses:
        if use.kind in LINKS and (key := key_of(lexicon, use)):
            yield use.term, use.section, lexicon.successor(key)
