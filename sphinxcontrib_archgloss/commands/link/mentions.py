"""The mentions of a page that become references, and proof that they do.

What is chosen is what an automatic link would be made of: nothing in quotations, in
entries, on a term's own page, nor once more beside a reference to the same term. An edit
is certain if its place is, and if the page, read again with it, says the same as before
with a reference in the place of the mention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.commands.link.text_edits import Edit
from sphinxcontrib_archgloss.project.destinations import PUBLISHED
from sphinxcontrib_archgloss.project.references import key_of
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET
from sphinxcontrib_archgloss.sphinx_ext.prose.inlines import MARK
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import RST, reference
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import Cells
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from docutils.nodes import Element, Node

    from sphinxcontrib_archgloss.commands.link.page_file import Page
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.prose.passages import Passage
    from sphinxcontrib_archgloss.terms.matching.mentions import Matcher, Mention

REFERENCES = ('ref', 'any', 'term')
"""Kinds of uses that are links to a term."""


class Link(NamedTuple):
    """A mention that becomes a reference."""

    edit: Edit
    key: str
    passage: int
    """0-based number of its passage on the page."""
    start: int
    """Offset in the text of the passage."""
    end: int


class Refuted(NamedTuple):
    """What comes of links that have been tried."""

    edits: frozenset[Edit]
    """Of passages that are not as they should be with their links."""
    is_all: bool
    """Whether nothing else of the page has changed."""


class Choice(NamedTuple):
    """Which mentions are asked for."""

    scope: str = 'page'
    """page or section, for the first of each term there; empty for all."""
    keys: frozenset[str] | None = None
    """Keys of the terms asked for; None for every term."""


class Unlinked:
    """Chooses the mentions of one page, whose doctree is *document*.

    *linked* are the (section, key) of links that its facts do not tell of.
    """

    def __init__(
        self,
        project: Project,
        matcher: Matcher,
        page: Page,
        document: nodes.document,
        choice: Choice,
        linked: Collection[tuple[int, str]] = (),
    ) -> None:
        self._project = project
        self._lexicon = project.lexicon
        self._spans = Spans()
        self._cells = Cells(self._spans.lines)
        self._matcher = matcher
        self._page = page
        self._choice = choice
        self._found = [(one, matcher.find(one.text)) for one in passages(document)]
        self._written = {*self._references(), *linked}
        self._linked = self._written
        self.doubtful: set[int] = set()
        """Lines with mentions of which no certain edit can be made; 0 for unknown ones."""
        self.elsewhere: set[str] = set()
        """Paths, or what stands for them, of others that the page's mentions are from."""

    def _references(self) -> Iterator[tuple[int, str]]:
        """Yield (section, key) of the references that the author has written."""
        for use in self._project.pages[self._page.docname].uses:
            if use.kind in REFERENCES and (key := key_of(self._lexicon, use)):
                section = use.section if self._choice.scope == 'section' else 0
                yield section, self._lexicon.successor(key)

    def links(self, refused: Collection[Edit]) -> list[Link]:
        """Return the links, none of them by a *refused* edit, in the order of the page."""
        linked = self._linked = set(self._written)
        found: list[Link] = []
        for number, (passage, mentions) in enumerate(self._found):
            if passage.entry or passage.quoted or passage.quiet:
                continue
            if self._choice.scope and passage.conditions:
                continue  # the first one must be there in every output
            section = passage.section if self._choice.scope == 'section' else 0
            beside = {self._final(mark.node) for mark in passage.marks}
            for mention in mentions:
                final = self._wanted(mention, passage)
                place = (section, final)
                only_first = (mention.autolink or self._usual) != 'all'
                if not final or final in beside:
                    continue
                if only_first and place in linked:
                    continue
                edit = self._edit(mention, passage)
                if edit is not None and edit not in refused:
                    linked.add(place)
                    link = Link(edit, mention.keys[0], number, mention.start, mention.end)
                    found.append(link)
        return found

    @property
    def _usual(self) -> str:
        return 'first' if self._choice.scope else 'all'

    def _final(self, node: Node) -> str:
        """Return the key of the term that a reference leads to; empty for none."""
        if not isinstance(node, addnodes.pending_xref):
            return ''
        target = spaced(str(node.get(TARGET, node.get('reftarget', ''))))
        keys = self._lexicon.find(target).keys
        return self._lexicon.successor(keys[0]) if len(keys) == 1 else ''

    def _wanted(self, mention: Mention, passage: Passage) -> str:
        """Return the key of the term that a link would lead to; empty for no link."""
        if mention.ambiguous or mention.status == 'forbidden' or mention.autolink == 'off':
            return ''
        [key] = mention.keys
        final = self._lexicon.successor(key)
        if self._choice.keys is not None and self._choice.keys.isdisjoint((key, final)):
            return ''
        found = self._project.destinations.of(key)
        if not found.leads:
            return ''
        if found.state == PUBLISHED and found.docname == self._page.docname:
            around = set(_sections_around(passage.block))
            if not found.anchor or found.anchor in around:
                return ''
        return final

    def _edit(self, mention: Mention, passage: Passage) -> Edit | None:
        pieces = passage.pieces(mention.start, mention.end)
        inside = any(piece.node.parent is not passage.block for piece in pieces)
        if passage.run(mention.start, mention.end) is None or (
            inside and self._page.markup == RST  # where markup cannot be nested
        ):
            self._doubt(passage)
            return None
        span = self._spans.span(passage, mention.start, mention.end)
        if span is None:
            self._doubt(passage)
            return None
        if span.path != self._page.path:
            self.elsewhere.add(span.path)
            return None
        start = self._page.lines.offset(span.line, span.column)
        end = self._page.lines.offset(span.end_line, span.end_column)
        text = self._page.text
        beside = (text[start - 1 : start], text[end : end + 1])
        new = reference(
            text[start:end],
            self._page.markup,
            beside,
            mention.keys[0],
            lambda target: self._lexicon.find(spaced(target)).keys,
        )
        return None if new is None else Edit(start, end, new)

    def after(self, page: Page, document: nodes.document) -> Unlinked:
        """Return what is still unlinked on the *page* that has the last links."""
        return Unlinked(
            self._project, self._matcher, page, document, self._choice, self._linked
        )

    def _doubt(self, passage: Passage) -> None:
        """Note that there is a mention without a certain edit in *passage*."""
        source = passage.block.source or self._page.path
        if source == self._page.path:
            self.doubtful.add(self._cells.line(passage.block) or 0)
        else:
            self.elsewhere.add(source)

    def leave(self, links: Iterable[Link]) -> None:
        """Note that *links* are not to be made."""
        lines = self._page.lines
        self.doubtful.update(lines.position(link.edit.start)[0] for link in links)

    def refuted(self, links: Sequence[Link], document: nodes.document) -> Refuted:
        """Return the edits of *links* that are not what they were to be.

        *document* is the page read again with them.
        """
        after = list(passages(document))
        if len(after) != len(self._found):
            return Refuted(frozenset(), is_all=False)
        refused: set[Edit] = set()
        is_all = True
        for number, (passage, _) in enumerate(self._found):
            own = [link for link in links if link.passage == number]
            if not self._is_proven(passage, after[number], own):
                refused |= {link.edit for link in own}
                is_all = is_all and bool(own)
        return Refuted(frozenset(refused), is_all)

    def _is_proven(self, before: Passage, after: Passage, links: Sequence[Link]) -> bool:
        text = before.text
        for link in reversed(links):
            text = text[: link.start] + MARK + text[link.end :]
        if spaced(text) != spaced(after.text):
            return False
        places: list[tuple[int, Link | None]] = [(mark.at, None) for mark in before.marks]
        places += [(link.start, link) for link in links]
        places.sort(key=lambda one: one[0])
        return len(places) == len(after.marks) and all(
            link is None or self._is_reference(mark.node, link, before)
            for (_, link), mark in zip(places, after.marks, strict=True)
        )

    def _is_reference(self, node: Node, link: Link, before: Passage) -> bool:
        return (
            isinstance(node, addnodes.pending_xref)
            and node.get('reftype') == 'term-ref'
            and self._lexicon.find(str(node.get(TARGET))).keys == (link.key,)
            and spaced(node.astext()) == spaced(before.text[link.start : link.end])
        )


def _sections_around(node: Element) -> Iterator[str]:
    """Yield the ids of the sections that *node* stands in."""
    here: Node | None = node
    while here is not None:
        if isinstance(here, nodes.section):
            yield from here['ids']
        here = here.parent
