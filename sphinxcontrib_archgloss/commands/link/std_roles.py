"""Turns ``term`` roles of Sphinx's own glossary into ``term-ref`` roles.

Only the name of a role changes, and only if a set defines its target. The doctree shows how
many roles there are: similar text in code or in a comment does not change.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import get_node_source, traverse_parent

from sphinxcontrib_archgloss.commands.link.page_file import UNPROVEN, Edit
from sphinxcontrib_archgloss.exchange.glossary_reader.cross_references import (
    WrittenRole,
    written_roles,
)
from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import entry_of
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST
from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import RoleFinder
from sphinxcontrib_archgloss.sphinx_ext.source_positions.tables import (
    is_drawn,
    tables_around,
)
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.commands.link.page_file import PageFile
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon


_NEW = re.compile(r':term-ref:|\{term-ref\}')


class RoleGroup(NamedTuple):
    """The roles of a page that have the same text."""

    content: str
    edits: tuple[Edit, ...]
    removed: int
    """How many references of ours will replace it."""

    def parts(self) -> list[RoleGroup]:
        """Return each role separately; none where the result of each is unknown."""
        if len(self.edits) < 2 or self.removed != len(self.edits):
            return []
        return [RoleGroup(self.content, (edit,), 1) for edit in self.edits]


class Role(NamedTuple):
    """A role as it is in the doctree."""

    content: str
    """What is between its back quotes, white space collapsed."""
    target: str
    line: int | None
    """1-based."""
    source: str
    """Path of the file, or its substitute."""
    times: int
    """How many references it makes: in a substitution, one for each use."""
    in_table: bool
    """Whether it is in a cell of a table other than a list table."""


class Roles:
    """The roles ``term`` of one page, whose doctree is *document*."""

    def __init__(self, lexicon: Lexicon, page: PageFile, document: nodes.document) -> None:
        self._page = page
        self._document = document
        roles = [
            role for role in _roles(document) if len(lexicon.find(role.target).keys) == 1
        ]
        self.elsewhere = [role for role in roles if role.source != page.path]
        """Roles that the page shows, but that are in other files."""
        self._own = [role for role in roles if role.source == page.path]
        self.doubtful: dict[int, str] = {}
        """Line of roles that cannot be edited, 0 for unknown ones → why they cannot."""

    def groups(self) -> list[RoleGroup]:
        """Return the edits, those of equal roles together."""
        looks: dict[str, list[WrittenRole]] = {}
        is_myst = self._page.markup == MYST
        for written in written_roles(self._page.text, 'term', 'term-ref', is_myst=is_myst):
            looks.setdefault(written.content, []).append(written)
        roles: dict[str, list[Role]] = {}
        for role in self._own:
            roles.setdefault(role.content, []).append(role)
        groups = []
        for content, same in roles.items():
            own, alike = same, looks.get(content, [])
            if len(alike) != len(own):
                own, alike = self._on_their_lines(own, alike)
            if alike:
                edits = tuple(Edit(role.start, role.end, role.new) for role in alike)
                groups.append(RoleGroup(content, edits, sum(role.times for role in own)))
        return groups

    def _on_their_lines(
        self, own: Sequence[Role], alike: Sequence[WrittenRole]
    ) -> tuple[list[Role], list[WrittenRole]]:
        """Return those on whose line only roles look like this."""
        in_doctree = Counter(role.line for role in own)
        lines = [self._page.lines.position(role.start)[0] for role in alike]
        in_text = Counter(lines)
        for line, count in in_doctree.items():
            if in_text[line or 0] != count:
                more = in_text[line or 0] > count
                reason = 'code looks the same' if more else 'not found as written'
                self._leave(line or 0, reason)
        certain = {line for line, count in in_text.items() if in_doctree.get(line) == count}
        return (
            [role for role in own if role.line in certain],
            [role for role, line in zip(alike, lines, strict=True) if line in certain],
        )

    def leave(self, edits: Iterable[Edit]) -> None:
        """Note that *edits* must not be made."""
        for edit in edits:
            self._leave(self._page.lines.position(edit.start)[0], UNPROVEN)

    def _leave(self, line: int, reason: str) -> None:
        in_table = any(role.in_table for role in self._own if (role.line or 0) == line)
        self.doubtful.setdefault(line, 'table' if in_table else reason)

    def proven(self, groups: Sequence[RoleGroup], document: nodes.document) -> bool:
        """Return whether *document*, read with the edits of *groups*, is as it should be.

        Its text is the same as before, and the references are ours.
        """
        before, after = _references(self._document), _references(document)
        if spaced(document.astext()) != spaced(self._document.astext()):
            return False
        if [text for text, _ in before] != [text for text, _ in after]:
            return False
        if _kept(document) != _kept(self._document):
            return False
        changed = [
            text
            for (text, kind), (_, other) in zip(before, after, strict=True)
            if kind != other
        ]
        return len(changed) == sum(group.removed for group in groups)


def _roles(document: nodes.document) -> Iterator[Role]:
    finder = RoleFinder(lambda node: file_lines(str(document.get('source', ''))))
    references = [
        node
        for node in document.findall(addnodes.pending_xref)
        if (node.get('refdomain'), node.get('reftype')) == ('std', 'term')
        and entry_of(node) is None  # which would be in a set's file
    ]
    times = Counter(_origin(node) for node in references if _is_shown(node))
    defining = Counter(_origin(node) for node in references if _is_defining(node))
    for node in references:
        origin = _origin(node)
        if origin in defining and not _is_defining(node):
            continue  # a substitution where it is used
        content = spaced(node.rawsource.partition('`')[2].rpartition('`')[0])
        line = finder.position(node).line
        target = spaced(str(node['reftarget']))
        shown = times[origin] // defining[origin] if origin in defining else 1
        source = get_node_source(node) or ''
        lines = file_lines(source)
        in_table = any(is_drawn(table, lines) for table in tables_around(node))
        yield Role(content, target, line, source, shown, in_table)


def _origin(node: nodes.Element) -> tuple[str | None, int | None, str]:
    """Return where a role is from; its copies have this, too."""
    return node.source, node.line, node.rawsource


def _is_defining(node: nodes.Element) -> bool:
    """Return whether a role is written in the definition of a substitution."""
    return any(
        isinstance(parent, nodes.substitution_definition)
        and spaced(node.rawsource) in spaced(parent.rawsource)
        for parent in traverse_parent(node)
    )


def _is_shown(node: nodes.Element) -> bool:
    """Return whether a role is on the page, not in the definition of a substitution."""
    above = traverse_parent(node)
    return not any(isinstance(parent, nodes.substitution_definition) for parent in above)


def _kept(document: nodes.document) -> list[str]:
    """Return the text of the new role that is not in a reference, as in captions."""
    return [
        str(value)
        for node in document.findall(nodes.Element)
        if not isinstance(node, addnodes.pending_xref)
        for value in node.attributes.values()
        if _NEW.search(str(value))
    ]


def _references(document: nodes.document) -> list[tuple[str, str]]:
    """Return (wording, role) of each reference to a term that the page shows, in order."""
    return [
        (spaced(node.astext()), node['reftype'])
        for node in document.findall(addnodes.pending_xref)
        if (node.get('refdomain'), node.get('reftype'))
        in (('std', 'term'), ('archgloss', 'term-ref'))
        and _is_shown(node)
    ]
