"""The changes to each passage of a page: automatic links and expanded acronyms.

They are combined here, so that a written page and the digest of what it depends on cannot
differ. The policy decides which mentions may be linked; this module decides how many are:
each, or the first of its term in the page, in the section or in the entry, unless the
author has written a reference there. The changes follow from the facts alone, so the page
itself is not needed to find what its links depend on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.prose.acronyms import Expansions, Names
from sphinxcontrib_archgloss.project.prose.link_policy import FIRST, OFF, Action, LinkPolicy
from sphinxcontrib_archgloss.project.prose.mentions import ProjectMentions
from sphinxcontrib_archgloss.project.references import key_of
from sphinxcontrib_archgloss.project.views import PassageView, Rewrite
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.project.outputs import ProseOptions
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.prose.mentions import LinkCandidate, PageMentions


class ProseRewrites:
    """The changes to the pages of a project; those of a page are computed once."""

    def __init__(self, project: Project, mentions: ProjectMentions | None = None) -> None:
        self._project = project
        self._mentions = mentions or ProjectMentions(project)
        self._names = Names(project.lexicon, project.shown_name)
        self._policies: dict[str, LinkPolicy] = {}
        self._views: dict[tuple[str, ProseOptions], tuple[PassageView, ...]] = {}

    def of(self, docname: str, prose_options: ProseOptions) -> tuple[PassageView, ...]:
        """Return the changes to page *docname*: none, or one item for each passage."""
        views = self._views.get((docname, prose_options))
        if views is None:
            views = self._views[docname, prose_options] = self._of(docname, prose_options)
        return views

    def links(self, docname: str, prose_options: ProseOptions) -> Iterator[tuple[str, str]]:
        """Yield (key of the entry or '', key of the term) of a page's automatic links."""
        for passage in self.of(docname, prose_options):
            for rewrite in passage.rewrites:
                if rewrite.target:
                    yield rewrite.term, self._mentions.key(rewrite.target, rewrite.term)

    def _policy(self, autolink: str) -> LinkPolicy:
        if autolink not in self._policies:
            lexicon, destinations = self._project.lexicon, self._project.destinations
            self._policies[autolink] = LinkPolicy(lexicon, destinations, autolink)
        return self._policies[autolink]

    def _of(self, docname: str, options: ProseOptions) -> tuple[PassageView, ...]:
        facts = self._project.pages.get(docname)
        if not options.is_active or facts is None or facts.prose is None:
            return ()
        passages, policy = facts.prose.passages, self._policy(options.autolink)
        page = self._mentions.on_page(docname, facts.prose, policy)
        rewrites: dict[tuple[int, int], Rewrite] = {}
        if options.autolink != OFF and not facts.prose.quiet:
            for link in automatic_links(self._mentions, page, facts, options.scope):
                start, end = link.span
                target = spaced(link.mention.text)
                rewrite = Rewrite(start, end, '', target, link.passage.term)
                rewrites[link.number, start] = rewrite
        if options.expand != OFF:
            for expansion in Expansions(self._mentions, self._names, page, options):
                place, end = (expansion.passage, expansion.start), expansion.end
                rewrite = rewrites.get(place, Rewrite(expansion.start, end, '', '', ''))
                if rewrite.end == end:
                    rewrites[place] = rewrite._replace(wording=expansion.wording)
        if not rewrites:
            return ()
        by_passage: dict[int, list[Rewrite]] = {}
        for (number, start), rewrite in sorted(rewrites.items()):
            before = by_passage.setdefault(number, [])
            if not before or before[-1].end <= start:
                before.append(rewrite)
        return tuple(
            PassageView(passage.text, passage.term, tuple(by_passage.get(number, ())))
            for number, passage in enumerate(passages)
            if self._mentions.is_shown(passage)
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
            wording = candidate.wording
            if not candidate.allows(Action.LINK):
                continue
            if wording.autolink == FIRST and (here, wording.final) in linked:
                continue
            linked.add((here, wording.final))
            yield candidate
