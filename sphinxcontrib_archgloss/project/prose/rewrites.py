"""What is changed in the prose of a page when it is written: links and wordings.

Automatic links and acronyms written out are put together here, so that a page that
is written and the digest of what it depends on cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.prose.acronyms import Expansions, Names
from sphinxcontrib_archgloss.project.prose.autolinks import AutoLinks
from sphinxcontrib_archgloss.project.prose.mentions import ProseMentions
from sphinxcontrib_archgloss.project.views import PassageView, Rewrite
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.prose.mentions import ProseOptions


class ProseRewrites:
    """The changes to the pages of a project; those of a page are drawn up once."""

    def __init__(self, project: Project) -> None:
        self._found = ProseMentions(
            project.lexicon, project.pages, project.destinations, project.holds
        )
        self._names = Names(self._found, project.shown_name)
        self._known: dict[tuple[str, ProseOptions], tuple[PassageView, ...]] = {}

    def of(self, docname: str, prose_options: ProseOptions) -> tuple[PassageView, ...]:
        """Return the changes to page *docname*: none, or one item for each passage."""
        known = self._known.get((docname, prose_options))
        if known is None:
            known = self._known[docname, prose_options] = self._of(docname, prose_options)
        return known

    def links(self, docname: str, prose_options: ProseOptions) -> Iterator[tuple[str, str]]:
        """Yield (key of the entry or '', key of the term) of a page's automatic links."""
        for passage in self.of(docname, prose_options):
            for rewrite in passage.rewrites:
                if rewrite.target:
                    yield rewrite.term, self._found.key(rewrite.target, rewrite.term)

    def _of(self, docname: str, prose_options: ProseOptions) -> tuple[PassageView, ...]:
        page = self._found.pages.get(docname)
        if not prose_options.is_active or page is None or page.prose is None:
            return ()
        passages = page.prose.passages
        found: dict[tuple[int, int], Rewrite] = {}
        for link in AutoLinks(self._found, docname, prose_options):
            term = passages[link.passage].term
            rewrite = Rewrite(link.start, link.end, '', spaced(link.text), term)
            found[link.passage, link.start] = rewrite
        for one in Expansions(self._found, self._names, docname, prose_options):
            place = one.passage, one.start
            rewrite = found.get(place, Rewrite(one.start, one.end, '', '', ''))
            if rewrite.end == one.end:
                found[place] = rewrite._replace(wording=one.wording)
        if not found:
            return ()
        by_passage: dict[int, list[Rewrite]] = {}
        for (number, start), rewrite in sorted(found.items()):
            before = by_passage.setdefault(number, [])
            if not before or before[-1].end <= start:
                before.append(rewrite)
        return tuple(
            PassageView(passage.text, passage.term, tuple(by_passage.get(number, ())))
            for number, passage in enumerate(passages)
        )
