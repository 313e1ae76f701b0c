"""What archgloss leaves in a doctree: nodes of its own, and attributes of usual ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

TERM = 'archgloss-term'
"""Attribute of an entry, and of references in it: the key of its term."""
BASE = 'archgloss-base'
"""Attribute of an entry: line of its definition in the data file when it was read."""
WRITTEN = 'archgloss-written'
"""Attribute of a wording that leads to no term of ours: the target as written."""
SHORT = 'archgloss-short'
"""Attribute of an entry: the record's own ``short``, where it has one."""
SORTED = 'archgloss-sorted'
"""Attribute of a list of entries: whether it is in alphabetical order."""
SORT = 'archgloss-sort'
"""Attribute of an entry: the record's own ``sort``, where it has one."""
POPOVER = 'archgloss-tip'
"""Attribute of the wording of a link to a term: the `PopoverView` that belongs to it."""
NO_INDEX = 'archgloss-no-index'
"""Attribute of an entry: whether it cannot be a link target."""
USED = 'archgloss-used'
"""Attribute of an entry: whether it stands only while the project uses its term."""
BACKLINKS = 'archgloss-backlinks'
"""Attribute of an entry: what its directive says of the places that mention its term."""
ENTRY_ATTRIBUTES = (TERM, BASE, SHORT, SORT, NO_INDEX, USED, BACKLINKS)


def elements(root: nodes.Element) -> Iterator[nodes.Element]:
    """Yield *root* and every element below it, in the order of the document.

    What `findall` does, in a fifth of the time: nothing may be put into the tree or
    taken out of it meanwhile.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if node.children:
            waiting += [
                child
                for child in reversed(node.children)
                if isinstance(child, nodes.Element)
            ]


def entries_in(root: nodes.Element) -> list[nodes.Element]:
    """Return the entries of terms in *root*, in the order of the document."""
    return [
        node
        for node in elements(root)
        if isinstance(node, nodes.definition_list_item) and TERM in node
    ]


def entry_of(node: Node) -> nodes.Element | None:
    """Return the entry in which *node* stands, or what stands for it."""
    here: Node | None = node
    while here is not None:
        if isinstance(here, nodes.Element) and TERM in here:
            return here
        here = here.parent
    return None


class term_list(addnodes.glossary):
    """All that one ``term-set`` directive shows.

    Its children are definition lists, each after its heading if there are groups.
    Attributes: ``letters``, whether letters stand above the lists, or None where
    there are many entries; ``langs``, the language tags of the sets. In HTML it stays
    until it is written, and its entries get links to themselves, as glossaries do.
    """

    def __init__(self, rawsource: str = '', *children: Node, **attributes: Any) -> None:
        # the directive has put the entries into their order
        super().__init__(rawsource, *children, **{'sorted': False, **attributes})


class letter_navigation(nodes.General, nodes.Element):
    """Links to the first entry of each letter; attribute: ``label``."""


class term_claim(nodes.Invisible, nodes.Element):
    """Says that the section it stands in is canonical for some terms.

    Attributes: ``targets``, a list of (label, line). It never outlives the
    reading of its page.
    """


class local_citation(nodes.General, nodes.BackLinkable, nodes.Element):
    """A citation inside a definition.

    Sphinx registers every `citation` with the project, where it would be met
    again on each page that renders the definition. It becomes one when the page
    is written.
    """


class local_citation_reference(nodes.Inline, nodes.Referential, nodes.TextElement):
    """A reference to a `local_citation`; becomes a link when the page is written."""


class local_transition(nodes.Structural, nodes.Element):
    """A line across a definition; pages allow none but between sections' parts."""


class page_part(nodes.General, nodes.Element):
    """Stands for what is filled in when its page is written.

    Attributes: ``docname``, the page it is on, also where pages are joined.
    """


class page_terms(page_part):
    """The terms that a page refers to. Its child, if any, is a heading for them.

    Attributes: ``order``; ``own``, whether only the section it stands in is meant;
    once the page is read, ``listing``.
    """


class term_definition(page_part):
    """One definition, without the rest of its entry.

    Attributes: ``target``, the term as written; ``rendering``, what the directive
    rendered; TERM and BASE, where the definition is there, as those of an entry.
    """


class term_map(page_part):
    """A concept map. Attributes: ``request``, ``alt``."""
