"""What is changed in the prose of a page when it is written: links and wordings.

Automatic links and acronyms written out are put together here, so that a page that
is written and the digest of what it depends on cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.reading.autolinks import AutoLinks
from sphinxcontrib_archgloss.reading.expansions import Expansions, Names
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.reading.found import Found, Treatment


class Edit(NamedTuple):
    """A change to a passage."""

    start: int
    """Offset in the passage; that of a mark stands for the reference there."""
    end: int
    wording: str
    """What is written there; empty for what the author wrote."""
    target: str
    """The label that is linked; empty for no link."""
    term: str
    """Key of the term in whose entry it stands; else empty."""


class PassageEdits(NamedTuple):
    """The changes to one passage."""

    text: str
    """By which the passage is known again when it is written."""
    term: str
    """Key of the term in whose entry it stands; else empty."""
    edits: tuple[Edit, ...]
    """In the order of the text; they do not overlap."""


class ProseEdits:
    """The changes to the pages of a project; those of a page are drawn up once.

    *shown_name* gives the name of a term as readers see it, perhaps translated.
    """

    def __init__(self, found: Found, shown_name: Callable[[str], str]) -> None:
        self._found = found
        self._names = Names(found, shown_name)
        self._known: dict[tuple[str, Treatment], tuple[PassageEdits, ...]] = {}

    def of(self, docname: str, treatment: Treatment) -> tuple[PassageEdits, ...]:
        """Return the changes to page *docname*: none, or one item for each passage."""
        known = self._known.get((docname, treatment))
        if known is None:
            known = self._known[docname, treatment] = self._of(docname, treatment)
        return known

    def links(self, docname: str, treatment: Treatment) -> Iterator[tuple[str, str]]:
        """Yield (key of the entry or '', key of the term) of a page's automatic links."""
        for passage in self.of(docname, treatment):
            for edit in passage.edits:
                if edit.target:
                    yield edit.term, self._found.key(edit.target, edit.term)

    def _of(self, docname: str, treatment: Treatment) -> tuple[PassageEdits, ...]:
        page = self._found.pages.get(docname)
        if not treatment.does_something or page is None or page.prose is None:
            return ()
        passages = page.prose.passages
        found: dict[tuple[int, int], Edit] = {}
        for link in AutoLinks(self._found, docname, treatment):
            term = passages[link.passage].term
            edit = Edit(link.start, link.end, '', spaced(link.text), term)
            found[link.passage, link.start] = edit
        for one in Expansions(self._found, self._names, docname, treatment):
            place = one.passage, one.start
            edit = found.get(place, Edit(one.start, one.end, '', '', ''))
            if edit.end == one.end:
                found[place] = edit._replace(wording=one.wording)
        if not found:
            return ()
        by_passage: dict[int, list[Edit]] = {}
        for (number, start), edit in sorted(found.items()):
            before = by_passage.setdefault(number, [])
            if not before or before[-1].end <= start:
                before.append(edit)
        return tuple(
            PassageEdits(passage.text, passage.term, tuple(by_passage.get(number, ())))
            for number, passage in enumerate(passages)
        )
