"""Chooses the mentions of a page that become references.

The policy for links decides which mentions may become references; `Choice` states which
of them are requested. An edit is certain if its place is certain and if the page, read
again with the edit, has the same text as before and a reference in the place of the
mention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinxcontrib_archgloss.commands.link.page_file import UNPROVEN, Edit, edited
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.prose.link_policy import ALL, Action, LinkPolicy
from sphinxcontrib_archgloss.project.prose.mentions import linked_terms
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET
from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import MARK
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from docutils import nodes
    from docutils.nodes import Node

    from sphinxcontrib_archgloss.commands.link.page_file import PageFile
    from sphinxcontrib_archgloss.project.prose.mentions import (
        LinkCandidate,
        ProjectMentions,
        ReferenceEdit,
    )
    from sphinxcontrib_archgloss.project.prose_facts import Prose
    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import DoctreePassage
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.page_sources import PageSources


class MentionLink(NamedTuple):
    """A mention that becomes a reference."""

    edit: Edit
    reference: ReferenceEdit
    candidate: LinkCandidate


class Refuted(NamedTuple):
    """The outcome of trying links on their page."""

    edits: frozenset[Edit]
    """The numbers of the passages that would be wrong with their links."""
    is_all: bool
    """Whether the rest of the page is unchanged."""


class Choice(NamedTuple):
    """Which mentions are requested."""

    scope: str = 'page'
    """page or section, for the first of each term there; empty for all."""
    keys: frozenset[str] | None = None
    """Keys of the requested terms; None for every term."""

    def includes(self, candidate: LinkCandidate) -> bool:
        """Return whether the first mention of its term is requested, if this is it."""
        wording, passage = candidate.wording, candidate.passage
        if self.scope and passage.conditions:
            return False  # the first mention must be in every output
        terms = (wording.key, wording.final)
        return self.keys is None or not self.keys.isdisjoint(terms)

    def section(self, number: int) -> int:
        """Return the section to search for earlier mentions; 0 is the page."""
        return number if self.scope == 'section' else 0

    def repeats(self, candidate: LinkCandidate) -> bool:
        """Return whether all mentions are requested, not only the first."""
        return (candidate.mention.autolink or ('' if self.scope else ALL)) == ALL


class UnlinkedMentions:
    """The requested mentions of one page that lack a reference.

    *linked* are the (section, key) of links in addition to those in the facts of the page.
    """

    def __init__(
        self,
        mentions: ProjectMentions,
        page: PageFile,
        sources: PageSources,
        prose: Prose,
        choice: Choice,
        linked: Collection[tuple[int, str]] = (),
    ) -> None:
        project = mentions.project
        self._lexicon = project.lexicon
        self._page = page
        self._sources = sources
        self._choice = choice
        policy = LinkPolicy(project.lexicon, project.destinations)
        self._candidates = [
            candidate
            for candidate in mentions.on_page(page.docname, prose, policy)
            if candidate.allows(Action.EDIT) and choice.includes(candidate)
        ]
        self._written = {
            (choice.section(section), final)
            for entry, section, final in linked_terms(
                project.lexicon, project.pages[page.docname].uses
            )
            if not entry
        }.union(linked)
        self.linked = self._written
        """(section, key) of all links, including those of the last `links`."""
        self.doubtful: dict[int, str] = {}
        """Line of mentions that cannot be edited, 0 for unknown ones → why they cannot."""
        self.is_complete = False
        """Whether the last `links` are all that are requested."""
        self.elsewhere: set[str] = set()
        """Paths, or their substitutes, of other files with mentions of the page."""

    def links(self, refused: Collection[Edit]) -> list[MentionLink]:
        """Return the links in the order of the page, without those of *refused* edits."""
        linked, self.is_complete = set(self._written), True
        self.linked = linked
        links: list[MentionLink] = []
        for candidate in self._candidates:
            section = self._choice.section(candidate.passage.section)
            place = section, candidate.wording.final
            if place in linked and not self._choice.repeats(candidate):
                continue
            link = self._link(candidate)
            if link is None or link.edit in refused:
                self.is_complete = False
            else:
                linked.add(place)
                links.append(link)
        return links

    def _link(self, candidate: LinkCandidate) -> MentionLink | None:
        """Return the link for a mention; None, with a note, if none is certain."""
        reference = self._sources.edit(candidate)
        if reference is None:
            if not self._sources.takes_reference(candidate):
                self._doubt(candidate)
            return None
        if reference.path != self._page.path:
            self.elsewhere.add(reference.path)
            return None
        return MentionLink(self._page.edit(reference), reference, candidate)

    def _doubt(self, candidate: LinkCandidate) -> None:
        """Note that cannot be edited safely a mention."""
        source = self._sources.origin(candidate)[0]
        if source == self._page.path:
            line = self._sources.line(candidate) or 0
            self.doubtful.setdefault(line, self._sources.obstacle(candidate))
        else:
            self.elsewhere.add(source)

    def leave(self, links: Iterable[MentionLink]) -> None:
        """Note that *links* must not be made."""
        for link in links:
            self.doubtful.setdefault(link.reference.line, UNPROVEN)

    def refuted(self, links: Sequence[MentionLink], document: nodes.document) -> Refuted:
        """Return the edits of *links* whose result is not the intended one.

        *document* is the page read again with them.
        """
        before, after = self._sources.passages, list(passages(document, headings=True))
        if len(after) != len(before):
            return Refuted(frozenset(), is_all=False)
        by_passage: dict[int, list[MentionLink]] = {}
        for link in links:
            by_passage.setdefault(link.candidate.number, []).append(link)
        refused: set[Edit] = set()
        is_all = True
        for number, passage in enumerate(before):
            own = by_passage.get(number, [])
            if not self._is_proven(passage, after[number], own):
                refused |= {link.edit for link in own}
                is_all = is_all and bool(own)
        return Refuted(frozenset(refused), is_all)

    def _is_proven(
        self, before: DoctreePassage, after: DoctreePassage, links: Sequence[MentionLink]
    ) -> bool:
        spans = [link.candidate.span for link in links]
        text = edited(before.text, (Edit(start, end, MARK) for start, end in spans))
        if spaced(text) != spaced(after.text):
            return False
        places: list[tuple[int, MentionLink | None]] = [
            (mark.at, None) for mark in before.running_text.marks
        ]
        places += [(link.candidate.mention.start, link) for link in links]
        places.sort(key=lambda place: place[0])
        marks = after.running_text.marks
        return len(places) == len(marks) and all(
            link is None or self._is_reference(mark.node, link.candidate)
            for (_, link), mark in zip(places, marks, strict=True)
        )

    def _is_reference(self, node: Node, candidate: LinkCandidate) -> bool:
        return (
            isinstance(node, addnodes.pending_xref)
            and node.get('reftype') == 'term-ref'
            and self._lexicon.find(str(node.get(TARGET))).keys == (candidate.wording.key,)
            and spaced(node.astext()) == spaced(candidate.mention.text)
        )
