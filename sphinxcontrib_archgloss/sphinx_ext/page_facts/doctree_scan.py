"""The nodes of a page that its facts are made from, collected in one walk.

This module makes no facts itself, and changes nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import (
    is_conditional,
    is_conditional_type,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    TERM,
    page_part,
    page_terms,
    term_claim,
    term_definition,
    term_list,
)

if TYPE_CHECKING:
    from docutils.nodes import Element

_NOTED = (
    nodes.section,
    nodes.title,
    nodes.definition_list_item,
    nodes.topic,
    nodes.substitution_definition,
    nodes.field,
    nodes.docinfo,
    addnodes.index,
    addnodes.pending_xref,
    page_part,
    term_claim,
    term_list,
)
"""Types of the elements that facts are made from, beside conditional blocks."""


@cache
def _is_noted(kind: type[nodes.Node]) -> bool:
    """Return whether elements of a type matter, not only their children."""
    return issubclass(kind, _NOTED) or is_conditional_type(kind)


class DoctreeScan:
    """The nodes of *document* that facts are made from, each list in document order."""

    def __init__(self, document: nodes.document) -> None:
        self.references: list[tuple[Element, int, Element | None]] = []
        """(reference or definition, number of its section, the entry around it)."""
        self.listings: list[tuple[page_terms, int]] = []
        """(list of terms, number of its section)."""
        self.sections: list[nodes.section] = []
        """A section's number is its 1-based position here; 0 is before the first."""
        self.entries: list[Element] = []
        self.docinfo: nodes.docinfo | None = None
        self.claims: list[term_claim] = []
        self.contents: list[nodes.topic] = []
        """Local tables of contents; what they repeat of headings is not collected."""
        self.substitutions: list[nodes.substitution_definition] = []
        """Definitions of substitutions; only the places that use them are collected."""
        self.index: list[tuple[addnodes.index, Element | None]] = []
        """(index entries, the glossary entry around them)."""
        self.titles: list[nodes.title] = []
        """Headings that link back to a local table of contents."""
        self.suspicious: list[tuple[nodes.Text, Element | None]] = []
        """(text that may be markup of the other language, the entry around it)."""
        self.fields: list[nodes.field] = []
        self.renderings: list[Element] = []
        """Lists of entries, and definitions."""
        self.conditional: list[Element] = []
        """Blocks that a builder may leave out."""
        self._scan(document, 0, None)

    def _scan(self, node: nodes.Node, section: int, entry: Element | None) -> None:
        """Collect what is in *node*, in a *section* and perhaps in an *entry*."""
        child: Any
        for child in node.children:
            kind: Any = type(child)
            if kind is nodes.Text:
                # few texts hold the substring, and looking for it is quick
                if ('term' in child or entry is not None) and _may_be_foreign(
                    child, in_entry=entry is not None
                ):
                    self.suspicious.append((child, entry))
            elif not _is_noted(kind):
                self._scan(child, section, entry)
            elif isinstance(child, addnodes.pending_xref):
                self.references.append((child, section, entry))
                self._scan(child, section, entry)
            elif not self._is_apart(child):
                self._scan(child, *self._visit(child, section, entry))

    def _visit(
        self, node: Element, section: int, entry: Element | None
    ) -> tuple[int, Element | None]:
        """Note a node; return the section and the entry around its children."""
        if isinstance(node, nodes.section):
            self.sections.append(node)
            return len(self.sections), entry
        if isinstance(node, nodes.definition_list_item):
            if TERM in node:
                self.entries.append(node)
                return section, node
        elif isinstance(node, page_terms):
            self.listings.append((node, section))
        elif isinstance(node, term_definition):
            self.references.append((node, section, None))
            self.renderings.append(node)
            return section, node if TERM in node else entry
        elif not isinstance(node, page_part):
            self._visit_rare(node, entry)
        return section, entry

    def _is_apart(self, node: Element) -> bool:
        """Return whether the content of *node* is hidden, or is also shown elsewhere."""
        if isinstance(node, nodes.topic) and 'contents' in node['classes']:
            self.contents.append(node)
            return True
        if isinstance(node, nodes.substitution_definition):
            self.substitutions.append(node)
            return True
        return False

    def _visit_rare(self, node: Element, entry: Element | None) -> None:
        if isinstance(node, addnodes.index):
            self.index.append((node, entry))
        elif isinstance(node, nodes.title):
            if 'refid' in node:
                self.titles.append(node)
        elif isinstance(node, term_claim):
            self.claims.append(node)
        elif isinstance(node, term_list):
            self.renderings.append(node)
        elif is_conditional(node):
            self.conditional.append(node)
        elif isinstance(node, nodes.field):
            self.fields.append(node)
        elif isinstance(node, nodes.docinfo) and self.docinfo is None:
            self.docinfo = node


def _may_be_foreign(text: str, *, in_entry: bool) -> bool:
    """Return whether *text*, a piece of running text, may be foreign markup."""
    if text[-1:] == ':' or '}' in text or '::' in text:
        return in_entry or 'term' in text
    if in_entry:
        return '](' in text or text[:1] == '`'
    return text[:1] in ':-–—' and 'term-' in text  # a field, or front matter
