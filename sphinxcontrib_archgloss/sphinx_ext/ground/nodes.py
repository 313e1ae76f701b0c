"""The nodes of archgloss in doctrees, and its attributes on other nodes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import traverse_parent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.terms.model import Term

TERM = 'archgloss-term'
"""Attribute of an entry, and of references in it: the key of its term."""
BASE = 'archgloss-base'
"""Attribute of an entry: line of its definition in the data file when it was read."""
CATEGORY = 'archgloss-category'
"""Attribute of the heading of a group, and of its description: (location of the data file,
id of the category, key of the text)."""
SOURCE = 'archgloss-source'
"""Attribute of an entry: path of the data file when it was read."""
SHORT = 'archgloss-short'
"""Attribute of an entry: the record's own ``short``, where it has one."""
SORTED = 'archgloss-sorted'
"""Attribute of a list of entries: whether it is in alphabetical order."""
SORT = 'archgloss-sort'
"""Attribute of an entry: the record's own ``sort``, where it has one."""
TRANSLATION = 'archgloss-translation'
"""Attribute of an entry: its translated name as the catalogue has it."""
POPOVER = 'archgloss-tip'
"""Attribute of the text of a link to a term: the `PopoverView` of the link. That of the
picture of a map is a list of them."""
NO_INDEX = 'archgloss-no-index'
"""Attribute of an entry: whether it cannot be a link target."""
USED = 'archgloss-used'
"""Attribute of an entry: whether it is shown only while the project uses its term."""
BACKLINKS = 'archgloss-backlinks'
"""Attribute of an entry: the directive's choice about back-references, if any."""
OWNER = 'archgloss-owner'
"""Attribute of a definition that is about to be written: the key of its term."""
REFERENCES = 'archgloss_references'
"""Attribute of the Python object of a page: the list of its references, in the order of the
page. Copies of the page do not have it."""
RENDERING = 'archgloss-rendering'
"""Attribute of a list of entries or a definition while its page is read: the number of its
`Rendering`."""
UNKNOWN = 'archgloss-unknown'
"""Attribute of a reference to a substitution that the definition does not know: the line
of the definition, 0-based, and a message."""
ENTRY_ATTRIBUTES = (
    TERM, BASE, SOURCE, SHORT, SORT, TRANSLATION, NO_INDEX, USED, BACKLINKS
)  # fmt: skip


def elements(root: nodes.Element) -> Iterator[nodes.Element]:
    """Yield *root* and every element below it, in the order of the document.

    Five times as fast as `findall`; no nodes may be added or removed during the iteration.
    """
    element, waiting = nodes.Element, [root]
    while waiting:
        node = waiting.pop()
        yield node
        children = node.children
        if len(children) == 1:  # as in most elements
            if isinstance(children[0], element):
                waiting.append(children[0])
        else:
            waiting += [child for child in reversed(children) if isinstance(child, element)]


def add_child(parent: nodes.Element, child: nodes.Node) -> None:
    """Append *child* to *parent*, a new node that is in no document yet.

    The same as `append`, which looks for the document at ten times the cost.
    """
    parent.children.append(child)
    child.parent = parent


def around_entries(root: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the elements of *root* with its entries, but without what is in an entry.

    An entry contains no other, as directives for pages are not allowed in definitions.
    """
    element, waiting = nodes.Element, [root]
    while waiting:
        node = waiting.pop()
        yield node
        if not is_entry(node):
            children = reversed(node.children)
            waiting += [child for child in children if isinstance(child, element)]


def entries_in(root: nodes.Element) -> list[nodes.Element]:
    """Return the entries of terms in *root*, in the order of the document."""
    return [node for node in around_entries(root) if is_entry(node)]


def is_any(node: nodes.Element) -> bool:
    """Return whether *node* is a reference of the role ``any``, or such a link of MyST."""
    attributes = node.attributes
    return attributes.get('reftype') in ('any', 'myst') and not attributes.get('refdomain')


def is_entry(node: nodes.Element) -> bool:
    """Return whether *node* is the entry of a term."""
    return isinstance(node, nodes.definition_list_item) and TERM in node


def follow_record(
    inside: Iterable[nodes.Element], entry: nodes.Element, term: Term, path: str
) -> None:
    """Correct the places of nodes *inside* an entry whose record or file has moved.

    *path* is where the data file is now.
    """
    read_from, moved = entry[SOURCE], term.first_line - entry[BASE]
    if not moved and read_from == path:
        return
    for node in inside:
        if node.source == read_from:
            node.source = path
            if node.line is not None:
                node.line += moved


def entry_of(node: Node) -> nodes.Element | None:
    """Return the entry that contains *node*, or the definition that replaces one."""
    parents = traverse_parent(cast('nodes.Element', node), nodes.Element)
    return next((parent for parent in parents if TERM in parent), None)


class HtmlNode(nodes.Element):
    """A node that writes itself into HTML pages; other builders do not get it.

    It needs no registered visitor. Sphinx makes such a visitor an attribute of each
    translator, which then refers to itself: until Python's garbage collector finds it, it
    stays in memory with the text of its page. Therefore the method `dispatch_visit` of a
    translator is not called with these nodes, but with what is in them.
    """

    def walkabout(self, visitor: nodes.NodeVisitor) -> bool:
        """Write the node with its children if *visitor* writes an HTML page.

        Like docutils, return whether the visitor stops here.
        """
        if getattr(getattr(visitor, 'builder', None), 'format', '') != 'html':
            return super().walkabout(visitor)
        try:
            self.write(cast('HTML5Translator', visitor))
        except (nodes.SkipNode, nodes.SkipChildren, nodes.SkipDeparture):
            pass
        except nodes.StopTraversal:
            return True
        return False

    def write(self, translator: HTML5Translator) -> None:
        """Append the HTML of the node to the body of the page."""
        raise NotImplementedError

    def write_element(
        self, translator: HTML5Translator, tag: str, *, first: str = '', **attributes: Any
    ) -> None:
        """Write the HTML *first* and the children inside an element with *attributes*."""
        translator.body.append(translator.starttag(self, tag, **attributes) + first)
        stops = False
        with suppress(nodes.SkipSiblings):
            stops = any(child.walkabout(translator) for child in self.children[:])
        translator.body.append(f'</{tag}>\n')
        if stops:
            raise nodes.StopTraversal


class term_list(HtmlNode, addnodes.glossary):
    """The entries of one ``term-set`` directive.

    Its children are definition lists, each after its heading if there are groups.
    Attributes: ``letters``, whether letters are above the lists, or None to show them if
    there are many entries; ``langs``, the language tags of the sets; before a list with a
    filter is written, ``filter``, the attributes that its HTML element gets for it. As in
    any glossary, the HTML writer gives the entries permalinks.
    """

    def __init__(self, rawsource: str = '', *children: Node, **attributes: Any) -> None:
        # the directive has put the entries into their order
        super().__init__(rawsource, *children, **{'sorted': False, **attributes})

    def write(self, translator: HTML5Translator) -> None:
        """Write headings, letters and entries."""
        attributes = {'class': 'term-list', **self.get('filter', {})}
        self.write_element(translator, 'div', **attributes)


class term_claim(nodes.Invisible, nodes.Element):
    """Makes the section around it canonical for some terms; removed once its page is read.

    Attributes: ``targets``, a list of (label, line).
    """


class local_citation(nodes.General, nodes.BackLinkable, nodes.Element):
    """A citation inside a definition; becomes a `citation` when its page is written.

    Sphinx registers every `citation` with the project, and would report a duplicate for
    each further page that renders the definition.
    """


class local_citation_reference(nodes.Inline, nodes.Referential, nodes.TextElement):
    """A reference to a `local_citation`; becomes a link when the page is written."""


class local_transition(nodes.Structural, nodes.Element):
    """A line across a definition, where docutils allows no `transition`."""


class unknown_substitution(nodes.Inline, nodes.TextElement):
    """A `substitution_reference` while the substitutions of a definition are resolved."""


class page_part(nodes.General, nodes.Element):
    """A part of a page that is filled in when the page is written.

    Attributes: ``docname``, the page it was read from, also where pages are joined.
    """


class page_terms(page_part):
    """A list of the terms that a page refers to; its child, if any, is the heading.

    Attributes: ``order``; ``own``, whether the list covers only the section around it;
    once the page is read, ``listing``.
    """


class term_definition(page_part):
    """One definition, without the rest of its entry.

    Attributes: ``target``, the term as written; ``titled``, whether the name is above it;
    where the term is defined, TERM and BASE as on an entry.
    """


class term_map(page_part):
    """A concept map. Attributes: ``request``, ``alt``."""
