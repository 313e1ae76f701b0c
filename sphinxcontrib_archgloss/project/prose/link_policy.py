"""Decides for each mention whether it may become a link, an edit or a finding.

A mention of a term may become a link when the page is written, count as a use of an
acronym, be reported by ``termcheck`` or be edited by ``archgloss link``. All four ask the
policy. Each reason against a link is an `Obstacle`, and one table lists which of the four
actions (`Action`) it stops. Deprecated, forbidden, misspelled and former wordings never
become links: the policy returns what to write instead.

The policy judges each mention separately. Other modules decide how many mentions of a term
are linked (see `rewrites`) and where in a file they are (see `spans`).
"""

from __future__ import annotations

from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.deprecated_labels import advice
from sphinxcontrib_archgloss.project.destinations import PUBLISHED
from sphinxcontrib_archgloss.project.prose.quotations import is_inside, quotations
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.destinations import Destination, Destinations
    from sphinxcontrib_archgloss.project.prose_facts import Passage, Prose
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.matching.mentions import Mention
    from sphinxcontrib_archgloss.terms.model import Term

OFF, SUGGEST, FIRST, ALL = 'off', 'suggest', 'first', 'all'
"""Values of ``autolink``; a project has no *suggest*."""


class Action(Enum):
    """What is done with a mention."""

    LINK = auto()
    """It becomes a link when the page is written."""
    EXPAND = auto()
    """It counts as a use of an acronym, which may be expanded."""
    REPORT = auto()
    """`termcheck` reports that nothing links to its term."""
    EDIT = auto()
    """`archgloss link` writes a reference in its place, if the place is certain."""


class Obstacle(Enum):
    """A reason why some actions are not taken."""

    AMBIGUOUS = auto()
    """Several terms have the label."""
    DISCOURAGED = auto()
    """The wording is deprecated, forbidden, misspelled or a former name."""
    SWITCHED_OFF = auto()
    """The record has ``autolink: off``."""
    NOT_AUTOMATIC = auto()
    """Neither the record nor the project wants automatic links for the label, or it is a
    common word and the record does not want them."""
    QUIET = auto()
    """The author wants no automatic links on the page or in the passage."""
    HEADING = auto()
    """It is in a title, or in another text that is not prose."""
    CROSSES_EMPHASIS = auto()
    """Emphasis begins or ends inside it."""
    EMPHASISED = auto()
    """It is in emphasis, where reStructuredText has no roles."""
    QUOTED = auto()
    """It is in a block quotation: the words are those of another author."""
    ENTRY = auto()
    """It is in an entry, whose text is in a data file."""
    FOREIGN_ENTRY = auto()
    """It is in an entry that the project cannot edit."""
    OWN_ENTRY = auto()
    """It is in the entry of its own term."""
    NO_DESTINATION = auto()
    """There is nothing to link to."""
    OWN_PAGE = auto()
    """The link would go to the page or section that contains it."""
    REFERENCE_BESIDE = auto()
    """The same passage has a reference to the term."""


_AROUND = (
    Obstacle.QUIET,
    Obstacle.HEADING,
    Obstacle.QUOTED,
    Obstacle.ENTRY,
    Obstacle.FOREIGN_ENTRY,
)
"""Obstacles that every mention in a passage has."""

_EVERY = frozenset(Action)
_LINKS = _EVERY - {Action.EXPAND}

STOPS = {
    Obstacle.AMBIGUOUS: _EVERY,
    Obstacle.DISCOURAGED: _EVERY,
    Obstacle.SWITCHED_OFF: _EVERY,
    Obstacle.NOT_AUTOMATIC: {Action.LINK, Action.EXPAND},
    Obstacle.QUIET: _EVERY,
    Obstacle.HEADING: _EVERY,
    # the place of a reference is not certain: `archgloss link` reports it
    Obstacle.CROSSES_EMPHASIS: _EVERY - {Action.EDIT},
    Obstacle.EMPHASISED: {Action.REPORT},
    Obstacle.QUOTED: {Action.REPORT, Action.EDIT},
    Obstacle.ENTRY: {Action.EDIT},
    Obstacle.FOREIGN_ENTRY: {Action.REPORT, Action.EDIT},
    Obstacle.OWN_ENTRY: _LINKS,
    Obstacle.NO_DESTINATION: _LINKS,
    Obstacle.OWN_PAGE: _LINKS,
    Obstacle.REFERENCE_BESIDE: _LINKS,
}
"""The actions that each obstacle stops."""


@cache
def stopped_by(obstacles: frozenset[Obstacle]) -> frozenset[Action]:
    """Return the actions that *obstacles* stop."""
    return frozenset().union(*(STOPS[obstacle] for obstacle in obstacles))


@cache
def _joined(
    obstacles: frozenset[Obstacle], others: frozenset[Obstacle]
) -> frozenset[Obstacle]:
    """Return all obstacles; the same object for equal ones, as there are few."""
    return obstacles | others


@cache
def _around(*flags: bool) -> frozenset[Obstacle]:
    """Return the obstacles around a passage; *flags* are those of `_AROUND`, in order."""
    return frozenset(
        obstacle for obstacle, flag in zip(_AROUND, flags, strict=True) if flag
    )


class Context(NamedTuple):
    """The place of a mention."""

    docname: str
    prose: Prose
    """That of the whole page."""
    passage: Passage
    referenced: Collection[str]
    """Keys of the terms that references in the passage link to, redirects followed."""
    obstacles: frozenset[Obstacle]
    """Those of every mention in the passage."""


class Wording(NamedTuple):
    """A text that mentions a term, wherever it is."""

    key: str
    """Key of the term that it names; empty if it names several."""
    final: str
    """Key of the term that a link goes to, redirects followed; may be empty."""
    autolink: str
    """``off``, ``suggest``, ``first`` or ``all``: the label's, its term's, or the
    project's."""
    instead: Advice | None
    """What to write instead of a discouraged wording; None if it may stay as it is."""
    obstacles: frozenset[Obstacle]
    """Those that do not depend on the place."""
    destination: Destination | None
    """The target of a link; None for an ambiguous text."""


def mentioned_keys(lexicon: Lexicon, mention: Mention, within: str) -> tuple[str, ...]:
    """Return the keys of the terms that *mention* names in an entry of the set *within*.

    The labels of that set come first; *within* is empty outside entries.
    """
    if within and len(lexicon.sets) > 1:
        return lexicon.find(spaced(mention.text), within).keys
    return mention.keys


class LinkPolicy:
    """Judges the mentions in a project's pages.

    *autolink* is the project's setting for labels whose records have none; *is_own* returns
    whether the project may edit the record of a term.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        destinations: Destinations,
        autolink: str = OFF,
        is_own: Callable[[Term], bool] = lambda _: True,
    ) -> None:
        self._lexicon = lexicon
        self._destinations = destinations
        self._autolink = autolink
        self._is_own = is_own
        self._wordings: dict[tuple[str, str, str | None], Wording] = {}

    def context(
        self, docname: str, prose: Prose, passage: Passage, referenced: Collection[str]
    ) -> Context:
        """Return the place of the mentions in a *passage* of the *prose* of a page."""
        obstacles = _around(
            prose.quiet or passage.quiet,
            passage.heading,
            passage.quoted,
            bool(passage.term),
            not self._is_editable(passage),
        )
        return Context(docname, prose, passage, referenced, obstacles)

    def judge(
        self, mention: Mention, context: Context
    ) -> tuple[Wording, frozenset[Obstacle]]:
        """Return what *mention* means, and all obstacles in its place."""
        passage = context.passage
        wording = self._wording(mention, passage)
        here = [*_between(wording, context), *_across(mention, passage)]
        obstacles = context.obstacles.union(here) if here else context.obstacles
        if wording.instead is not None and self._may_stay(wording.key, mention, passage):
            wording = wording._replace(instead=None)
        return wording, _joined(obstacles, wording.obstacles)

    def _wording(self, mention: Mention, passage: Passage) -> Wording:
        """Return what is the same wherever a text mentions a term.

        In an entry, the labels of the entry's set come first.
        """
        within = passage.term and passage.term.partition(':')[0]
        autolink = mention.autolink or (SUGGEST if mention.is_common else None)
        wording = self._wordings.get((mention.text, within, autolink))
        if wording is None:
            keys = mentioned_keys(self._lexicon, mention, within)
            key = keys[0] if len(keys) == 1 else ''
            wording = self._look_up(spaced(mention.text), key, autolink)
            self._wordings[mention.text, within, autolink] = wording
        return wording

    def _look_up(self, text: str, key: str, autolink: str | None) -> Wording:
        obstacles = set()
        if autolink == OFF:
            obstacles.add(Obstacle.SWITCHED_OFF)
        if self._autolink == OFF or autolink == SUGGEST:
            obstacles.add(Obstacle.NOT_AUTOMATIC)
        autolink = autolink or self._autolink
        if not key:
            obstacles.add(Obstacle.AMBIGUOUS)
            return Wording('', '', autolink, None, frozenset(obstacles), None)
        final, destination = self._lexicon.successor(key), self._destinations.of(key)
        discouraged = advice(self._lexicon.terms[key], text)
        if discouraged is not None:
            obstacles.add(Obstacle.DISCOURAGED)
        if not destination.exists:
            obstacles.add(Obstacle.NO_DESTINATION)
        joined = frozenset(obstacles)
        return Wording(key, final, autolink, discouraged, joined, destination)

    def _is_editable(self, passage: Passage) -> bool:
        entry = self._lexicon.terms.get(passage.term)
        return entry is None or self._is_own(entry)

    def _may_stay(self, key: str, mention: Mention, passage: Passage) -> bool:
        """Return whether a discouraged wording stays unchanged.

        A quotation is the wording of another author, or is about the words themselves; an
        entry may mention former names of its term.
        """
        if passage.quoted or (passage.term and passage.term == key):
            return True
        if not self._is_editable(passage):
            return True
        return is_inside(mention.start, mention.end, quotations(passage.text))


def _across(mention: Mention, passage: Passage) -> Iterator[Obstacle]:
    """Yield the obstacles in the emphasis of a *passage*."""
    start, end = mention.start, mention.end
    if passage.seams and any(start < seam < end for seam in passage.seams):
        yield Obstacle.CROSSES_EMPHASIS
    if passage.emphasis and any(
        first < end and start < last for first, last in passage.emphasis
    ):
        yield Obstacle.EMPHASISED


def _between(wording: Wording, context: Context) -> Iterator[Obstacle]:
    """Yield the obstacles between a mention and the destination of its link."""
    passage, destination = context.passage, wording.destination
    if destination is None:
        return
    if passage.term and passage.term in (wording.key, wording.final):
        yield Obstacle.OWN_ENTRY
    if wording.final in context.referenced:
        yield Obstacle.REFERENCE_BESIDE
    if destination.state == PUBLISHED and destination.docname == context.docname:
        anchor = destination.anchor
        if not anchor or context.prose.stands_in(passage.section, anchor):
            yield Obstacle.OWN_PAGE
