"""One page under check: its mentions, its references, and where they stand."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.checks.findings import FindingPlace
from sphinxcontrib_archgloss.project.destinations import PUBLISHED
from sphinxcontrib_archgloss.project.facts import Use
from sphinxcontrib_archgloss.project.references import key_of
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.checks.project_check import Check, Passage
    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.terms.matching.mentions import Mention
    from sphinxcontrib_archgloss.terms.model import Term

_UNWELCOME = ('deprecated', 'forbidden')


class PageMention(NamedTuple):
    """A mention and the passage it stands in."""

    mention: Mention
    passage: Passage
    key: str
    """Key of the term it means there; empty if it fits several."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in the passage."""
        return self.mention.start, self.mention.end


class Referred(NamedTuple):
    """A reference that names one term."""

    use: Use
    term: Term
    nth: int
    """How many before it on its line have the same target."""
    of: int
    """How many there are on the line."""


Groups = dict[tuple[str, str], list[PageMention]]
"""(key of the entry or '', key of the term) → mentions, in the order of the page."""


class PageCheck:
    """One page under check.

    *quiet* says that its author wants no automatic links on it.
    """

    def __init__(
        self, check: Check, docname: str, passages: Sequence[Passage], *, quiet: bool
    ) -> None:
        self.check = check
        self.docname = docname
        self.passages = passages
        self.quiet = quiet

    @cached_property
    def facts(self) -> PageFacts:
        """What the page says."""
        return self.check.project.pages[self.docname]

    @cached_property
    def met(self) -> list[PageMention]:
        """The mentions in the prose of the page, in its order."""
        return self._met_in(heading=False)

    @cached_property
    def met_in_headings(self) -> list[PageMention]:
        """The mentions in its headings, of which no references are to be made."""
        return self._met_in(heading=True)

    def _met_in(self, *, heading: bool) -> list[PageMention]:
        find = self.check.matcher.find
        return [
            PageMention(mention, passage, self._key_of(mention, passage))
            for passage in self.passages
            if passage.heading is heading
            for mention in find(passage.text)
        ]

    def _key_of(self, mention: Mention, passage: Passage) -> str:
        keys: Sequence[str] = mention.keys
        if passage.entry and len(self.check.lexicon.sets) > 1:
            # its own set's labels come first, as for the role
            within = passage.entry.partition(':')[0]
            keys = self.check.lexicon.find(spaced(mention.text), within).keys
        return keys[0] if len(keys) == 1 else ''

    @cached_property
    def references(self) -> list[Referred]:
        """The references of the page that name one term."""
        lexicon = self.check.lexicon
        uses = [use for use in self.facts.uses if use.kind == 'ref']
        counts, met = Counter(uses), Counter[Use]()
        found = []
        for use in uses:
            if key := key_of(lexicon, use):
                found.append(Referred(use, lexicon.terms[key], met[use], counts[use]))
            met[use] += 1
        return found

    def reference_place(self, one: Referred) -> tuple[FindingPlace, bool]:
        """Return where the target of a reference stands, and whether that is certain."""
        return self.check.use_place(self.docname, one.use, one.nth, one.of)

    @cached_property
    def linkable_by_term(self) -> Groups:
        """The mentions that would be links to somewhere else."""
        found: Groups = {}
        lexicon = self.check.lexicon
        for met in self.met:
            mention = met.mention
            if not met.key or mention.status in _UNWELCOME or mention.kind == 'misspelling':
                continue
            final = lexicon.successor(met.key)
            if self._leads_elsewhere(final, met):
                found.setdefault((met.passage.entry, final), []).append(met)
        return found

    @cached_property
    def unlinked_by_term(self) -> Groups:
        """The mentions of the terms that the page, or an entry, should link."""
        lexicon = self.check.lexicon
        linked = {
            (one.use.term, lexicon.successor(one.term.key)) for one in self.references
        }
        found: Groups = {}
        for group, mentions in self.linkable_by_term.items():
            if group in linked or any(map(self.links_itself, mentions)):
                continue
            welcome = [one for one in mentions if not self.is_quiet(one)]
            if welcome:
                found[group] = welcome
        return found

    def is_quiet(self, met: PageMention) -> bool:
        """Return whether nobody is to make a link of a mention."""
        passage = met.passage
        entry = self.check.lexicon.terms.get(passage.entry)
        if entry is not None and not self.check.is_own(entry):
            return True  # nobody here can edit it
        if self.quiet or passage.quiet or passage.quoted or met.mention.autolink == 'off':
            return True
        return not passage.is_plain(*met.span)  # no reference can stand in emphasis

    def links_itself(self, met: PageMention) -> bool:
        """Return whether a mention is of those that become links in the output."""
        wanted = self.check.around.prose_options.autolink
        if wanted == 'off' or self.quiet or met.passage.quiet:
            return False
        return (met.mention.autolink or wanted) in ('first', 'all')

    def _leads_elsewhere(self, key: str, met: PageMention) -> bool:
        """Return whether a link to the term *key* leads away from where the reader is."""
        passage = met.passage
        if passage.entry and passage.entry in (met.key, key):
            return False
        found = self.check.project.destinations.of(key)
        if not found.leads:
            return False
        if found.state != PUBLISHED or found.docname != self.docname:
            return True
        return bool(found.anchor) and found.anchor not in passage.around

    def place(self, met: PageMention) -> tuple[FindingPlace, bool]:
        """Return where a mention stands, and whether that is certain."""
        passage, mention = met.passage, met.mention
        found = passage.locate(mention.start, mention.end)
        if found is None:
            entry = self.check.lexicon.terms.get(passage.entry)
            if entry is not None:
                return self.check.entry_place(entry, passage.line, mention.text), False
            lines = self.check.around.lines(passage.path)
            source = lines[passage.line - 1] if 0 < passage.line <= len(lines) else ''
            return FindingPlace(
                self.check.around.shown(passage.path), passage.line, source=source
            ), False
        source = self.check.around.lines(passage.path)[found[0] - 1]
        return FindingPlace(self.check.around.shown(passage.path), *found, source), True
