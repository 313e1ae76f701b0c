"""What the prose of pages mentions, and what may be made of it.

One matcher looks through the passages of each page, once. Whoever asks gets its
mentions as they are; what becomes of them is decided elsewhere.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinxcontrib_archgloss.project.destinations import Destinations
    from sphinxcontrib_archgloss.project.facts import PageFacts, PlainPassage
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.matching.mentions import Matcher, Mention

OFF, FIRST, ALL = 'off', 'first', 'all'


class ProseOptions(NamedTuple):
    """What is made of prose when it is written."""

    autolink: str = OFF
    """off, first or all: for terms that say nothing of it themselves."""
    scope: str = 'page'
    """page or section: where the first mention is the first."""
    expand: str = OFF
    """off or first: which uses of acronyms are written out."""

    @property
    def is_active(self) -> bool:
        """Whether prose is not left as it stands."""
        return self.autolink != OFF or self.expand != OFF


class ProseMentions:
    """The mentions in the prose of a project's pages.

    *holds* says whether the expression of an ``only`` directive is true.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        pages: Mapping[str, PageFacts],
        destinations: Destinations,
        holds: Callable[[str], bool],
    ) -> None:
        self.lexicon = lexicon
        self.pages = pages
        self.destinations = destinations
        self._holds = holds

    @cached_property
    def _matcher(self) -> Matcher:
        from sphinxcontrib_archgloss.terms.matching.mentions import (
            Matcher,  # only where it is asked
        )

        return Matcher(self.lexicon)

    def in_passage(self, passage: PlainPassage) -> Sequence[Mention]:
        """Return the mentions in a *passage*, from left to right."""
        return self._matcher.find(passage.text)

    def is_shown(self, passage: PlainPassage) -> bool:
        """Return whether the conditions around a *passage* are true."""
        return all(map(self._holds, passage.conditions))

    def key_of(self, mention: Mention, passage: PlainPassage) -> str:
        """Return the key of the term that a *mention* means; empty for several.

        In an entry its own set's labels come first, as for the role.
        """
        keys: Sequence[str] = mention.keys
        if passage.term:
            within = passage.term.partition(':')[0]
            keys = self.lexicon.find(spaced(mention.text), within).keys
        return keys[0] if len(keys) == 1 else ''

    def final(self, target: str, term: str = '') -> str:
        """Return the key that a reference to *target* leads to at last, or ''.

        *term* is the key of the term in whose entry it is written.
        """
        key = self.key(target, term)
        return self.lexicon.successor(key) if key else ''

    def key(self, target: str, term: str = '') -> str:
        """Return the key that *target* names in the entry of *term*, or ''."""
        keys = self.lexicon.find(target, term.partition(':')[0]).keys
        return keys[0] if len(keys) == 1 else ''
