"""Roles of Sphinx's own glossary on a page that become ours, and proof that they do.

Only the name of a role changes, and only where its target is in the lexicon. A role is
where the doctree says that there is one: what looks the same in code or in a comment is
left. If the places are in doubt, the page is, too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sphinx import addnodes
from sphinx.util.nodes import get_node_source

from sphinxcontrib_archgloss.commands.edits import Edit
from sphinxcontrib_archgloss.intake.roles import WrittenRole, written_roles
from sphinxcontrib_archgloss.sphinx_ext.lines import RoleFinder, file_lines
from sphinxcontrib_archgloss.sphinx_ext.nodes import entry_of
from sphinxcontrib_archgloss.sphinx_ext.written import MYST
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils import nodes

    from sphinxcontrib_archgloss.commands.pages import Page
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon


class Group(NamedTuple):
    """The roles of a page with one and the same text."""

    content: str
    edits: tuple[Edit, ...]
    removed: int
    """How many references there are to be of ours instead."""

    def parts(self) -> list[Group]:
        """Return each role by itself; none where it is not known what comes of each."""
        if len(self.edits) < 2 or self.removed != len(self.edits):
            return []
        return [Group(self.content, (edit,), 1) for edit in self.edits]


class Role(NamedTuple):
    """A role as the doctree has it."""

    content: str
    """What is between its back quotes, white space collapsed."""
    target: str
    line: int | None
    """1-based."""
    source: str
    """Path of the file, or what stands for it."""


class Roles:
    """The roles ``term`` of one page, whose doctree is *document*."""

    def __init__(self, lexicon: Lexicon, page: Page, document: nodes.document) -> None:
        self._lexicon = lexicon
        self._page = page
        self._document = document
        known = [one for one in _roles(document) if self._is_known(one)]
        self.elsewhere = [one for one in known if one.source != page.path]
        """Roles that the page shows, but that stand in other files."""
        self._own = [one for one in known if one.source == page.path]
        self.doubtful: set[int] = set()
        """Lines of roles not told from what looks the same; 0 for unknown ones."""

    def _is_known(self, role: Role) -> bool:
        return len(self._lexicon.find(role.target).keys) == 1

    def groups(self) -> list[Group]:
        """Return the edits, those of equal roles together."""
        looks: dict[str, list[WrittenRole]] = {}
        is_myst = self._page.markup == MYST
        for one in written_roles(self._page.text, 'term', 'term-ref', is_myst=is_myst):
            looks.setdefault(one.content, []).append(one)
        roles: dict[str, list[Role]] = {}
        for role in self._own:
            roles.setdefault(role.content, []).append(role)
        found = []
        for content, own in roles.items():
            alike = looks.get(content, [])
            removed = len(own)
            if len(alike) > len(own):
                alike = self._on_their_lines(own, alike)
                removed = len(alike)
            if alike:
                edits = tuple(Edit(one.start, one.end, one.new) for one in alike)
                found.append(Group(content, edits, removed))
            else:
                self.doubtful.update(one.line or 0 for one in own)
        return found

    def _on_their_lines(
        self, own: Sequence[Role], alike: Sequence[WrittenRole]
    ) -> list[WrittenRole]:
        """Return those of *alike* on whose line nothing but roles looks so."""
        wanted = Counter(role.line for role in own)
        lines = [self._page.lines.position(one.start)[0] for one in alike]
        there = Counter(lines)
        self.doubtful.update(
            line or 0 for line, count in wanted.items() if there[line or 0] != count
        )
        return [
            one
            for one, line in zip(alike, lines, strict=True)
            if wanted.get(line) == there[line]
        ]

    def leave(self, edits: Iterable[Edit]) -> None:
        """Note that *edits* are not to be made."""
        self.doubtful.update(self._page.lines.position(edit.start)[0] for edit in edits)

    def proven(self, groups: Sequence[Group], document: nodes.document) -> bool:
        """Return whether *document*, read with the edits of *groups*, is as it should be.

        It says the same as before, and the references are ours.
        """
        before, after = _references(self._document), _references(document)
        if spaced(document.astext()) != spaced(self._document.astext()):
            return False
        if [text for text, _ in before] != [text for text, _ in after]:
            return False
        changed = [
            text
            for (text, kind), (_, other) in zip(before, after, strict=True)
            if kind != other
        ]
        return len(changed) == sum(group.removed for group in groups)


def _roles(document: nodes.document) -> Iterator[Role]:
    finder = RoleFinder(lambda node: file_lines(str(document.get('source', ''))))
    for node in document.findall(addnodes.pending_xref):
        if node.get('refdomain') != 'std' or node.get('reftype') != 'term':
            continue
        if entry_of(node) is not None:
            continue  # it stands in a set's file
        content = spaced(node.rawsource.partition('`')[2].rpartition('`')[0])
        line = finder.spot(node).line
        target = spaced(str(node['reftarget']))
        yield Role(content, target, line, get_node_source(node) or '')


def _references(document: nodes.document) -> list[tuple[str, str]]:
    """Return (wording, role) of each reference to a term, in order."""
    return [
        (spaced(node.astext()), node['reftype'])
        for node in document.findall(addnodes.pending_xref)
        if (node.get('refdomain'), node.get('reftype'))
        in (('std', 'term'), ('archgloss', 'term-ref'))
    ]
