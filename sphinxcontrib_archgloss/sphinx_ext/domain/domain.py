"""The domain ``archgloss``: facts of pages, by docname, and the resolution of references.

The environment keeps only facts, so clearing or merging a page is one step, and nothing can
become outdated. The `BuildSession` derives everything else from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils.nodes import Element
from sphinx.addnodes import pending_xref, pending_xref_condition
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.project.destinations import UNDEFINED
from sphinxcontrib_archgloss.sphinx_ext.domain.page_table import PageTable
from sphinxcontrib_archgloss.sphinx_ext.ground.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER, REFERENCES, TERM
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    TARGET,
    WORDING,
    TermRefRole,
    mark,
    show_wording,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.packed import Packed
    from sphinxcontrib_archgloss.project.views import ReferenceView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import (
        InventoryData,
        InventoryObject,
    )

_ = get_translation('sphinxcontrib_archgloss')


class ArchglossDomain(Domain):
    """Terms, their entries and the references to them."""

    name = 'archgloss'
    label = _('Glossary')
    object_types: ClassVar[dict[str, ObjType]] = {'term': ObjType(_('term'), 'term-ref')}
    roles: ClassVar[dict[str, Any]] = {'term-ref': TermRefRole()}
    initial_data: ClassVar[dict[str, Any]] = {'pages': PageTable(), 'inputs': ''}
    data_version = 8

    session: BuildSession
    """The state of the build; set when it begins."""
    kept_inventory: Packed[InventoryData] | None = None
    """That of this build, once all pages are read."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> ArchglossDomain:
        """Return the domain of *env*."""
        return cast('ArchglossDomain', env.domains[cls.name])

    @property
    def pages(self) -> PageTable:
        """Docname → facts of the page."""
        return cast('PageTable', self.data['pages'])

    def clear_doc(self, docname: str) -> None:
        """Drop the facts of a page."""
        self.pages.pop(docname, None)

    def merge_domaindata(
        self, docnames: AbstractSet[str], otherdata: dict[str, Any]
    ) -> None:
        """Copy the facts of the pages that a worker has read."""
        for docname in docnames:
            if docname in otherdata['pages']:
                self.pages[docname] = otherdata['pages'][docname]

    def resolve_xref(  # type: ignore[override] # Sphinx takes any node, not only links
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Element | None:
        """Return the link for a reference, or None for others to try."""
        reference = self._reference(node, target, fromdocname)
        undefined = _is_undefined(reference)
        if reference.qualified or not undefined:  # the set may also be in another project
            show_wording(contnode, qualified=reference.qualified)
        if undefined:
            self.session.pages_with_unresolved_references.add(env.docname or fromdocname)
            return None
        return self.link(reference, fromdocname, contnode)

    def _reference(self, node: pending_xref, target: str, docname: str) -> ReferenceView:
        attributes = node.attributes
        written, term = attributes.get(TARGET, target), attributes.get(TERM, '')
        return self.session.views.reference('ref', written, term, docname)

    def resolve_in_project(self, node: pending_xref, docname: str) -> Element | None:
        """Return the link for a reference on the page *docname*; None for others to try.

        The content of the reference is not copied, as it is for `resolve_xref`.
        """
        content = cast('Element', node.children[0])
        reference = self._reference(node, node.attributes['reftarget'], docname)
        if _is_undefined(reference):
            return None
        if WORDING in content.attributes:
            show_wording(content, qualified=reference.qualified)
        try:
            return self.link(reference, docname, content)
        except NoUri:
            return content

    def resolve_any_xref(  # type: ignore[override] # likewise
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Element]]:
        """Return the link for an ``any`` reference; inflected labels do not match."""
        term = node.get(TERM, '')
        reference = self.session.views.reference('any', target, term, fromdocname)
        if reference.destination.state == UNDEFINED:
            return []
        content = contnode.deepcopy()
        return [('archgloss:term-ref', self.link(reference, fromdocname, content))]

    def link(self, reference: ReferenceView, docname: str, contnode: Element) -> Element:
        """Return *contnode* as the link of *reference* on the page *docname*.

        Raises NoUri where the builder has no such page.
        """
        destination, popover = reference.destination, reference.popover
        mark(contnode, destination.state)
        builder = self.session.app.builder
        if builder.format == 'latex':
            contnode['classes'].append('std-term')  # or LaTeX adds a page number
        if reference.inside or not destination.exists:
            return contnode
        if popover is not None:
            contnode.attributes[POPOVER] = popover
            self.session.linked.append(contnode)
        return make_link(builder, docname, destination, contnode)

    @property
    def inventory(self) -> InventoryData:
        """The objects of this build, and their types."""
        if self.kept_inventory is not None:
            return self.kept_inventory.value
        from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import inventory_data

        return inventory_data(self.session.project)

    def get_objects(self) -> Iterator[InventoryObject]:
        """Return the objects for inventories and the search."""
        inventory = self.inventory
        for name, title in inventory.types.items():
            # `add_object_type` would add the type to the role once more in each build
            self.object_types[name] = ObjType(title, 'term-ref')
        if self.session.app.builder.name == 'singlehtml' and inventory.results:
            from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import inventory_data

            # Sphinx would write "#document-page#anchor", which is not an address
            objects = inventory_data(self.session.project).objects()
            return ((*o[:4], '', o[5]) for o in objects)
        return inventory.objects()

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return the name of *type* without the label of the domain."""
        return str(type.lname)

    def get_full_qualified_name(self, node: Element) -> str | None:
        """Return the target of a reference as written."""
        return cast('str | None', node.get(TARGET))


def _is_undefined(reference: ReferenceView) -> bool:
    """Return whether the project has no target for *reference*."""
    return reference.destination.state == UNDEFINED or bool(reference.elsewhere)


class ResolveReferences(SphinxPostTransform):
    """Resolves the references of a page to terms of the project.

    Sphinx's own transform does the same, but copies each reference and asks all handlers of
    an event. Sphinx's transform gets only those that other projects may resolve, or that
    have alternatives.
    """

    default_priority = 9  # before Sphinx's own, at 10

    def run(self, **kwargs: Any) -> None:
        """Replace each reference by its link."""
        domain, here = ArchglossDomain.of(self.env), self.env.docname
        session = domain.session
        if not session.may_show(here, 'uses'):
            return
        are_first = not session.linked
        references = self.document.__dict__.pop(REFERENCES, None)
        if references is None:  # this is a copy, perhaps of several pages
            references = self.document.findall(pending_xref)
        self._resolve([*references], domain, here)
        session.in_order = len(session.linked) if are_first else 0

    def _resolve(
        self, references: list[Element], domain: ArchglossDomain, here: str
    ) -> None:
        """Replace *references*, in the order of the document, as far as they are in it."""
        parent: Any = None
        at, is_attached = 0, False
        for node in references:
            if not (isinstance(node, pending_xref) and _is_own(node)):
                continue
            if node.parent is not parent:
                parent, at = node.parent, 0
                is_attached = parent is not None and self._has(parent)
            if not is_attached:
                continue
            try:
                at = parent.children.index(node, at)
            except ValueError:
                continue
            docname = node.attributes.get('refdoc', here)
            link = domain.resolve_in_project(node, docname)
            if link is not None:
                parent.children[at] = link
                self._take_place(link, node, parent)

    def _has(self, node: Element) -> bool:
        """Return whether *node* is in the document; what was removed keeps its parent."""
        while node is not self.document:
            parent = node.parent
            if parent is None or node not in parent.children:
                return False
            node = parent
        return True

    def _take_place(self, link: Element, node: pending_xref, parent: Element) -> None:
        """Give *link* what `replace_self` would give it in the place of *node*."""
        basic = node.attributes
        if basic['ids'] or basic['names'] or basic['classes'] or basic['dupnames']:
            link.update_basic_atts(node)
        link.parent, link.document = parent, self.document
        if not link.source:
            link.source = node.source
        if not link.line:
            link.line = node.line


def _is_own(node: pending_xref) -> bool:
    """Return whether *node* is a reference that this project may resolve as it is."""
    attributes, children = node.attributes, node.children
    return (
        attributes.get('refdomain') == ArchglossDomain.name
        and 'intersphinx' not in attributes
        and len(children) == 1
        and isinstance(children[0], Element)
        and not isinstance(children[0], pending_xref_condition)
    )
