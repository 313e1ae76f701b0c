"""The domain ``archgloss``: the facts of pages, by docname, and the objects of the project.

The environment keeps only facts, so clearing or merging a page is one step, and nothing can
become outdated. The `BuildSession` derives everything else from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain, ObjType
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.sphinx_ext.domain.page_table import PageTable
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    TARGET,
    TermRefRole,
    show_wording,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.packed import Packed
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
        from sphinxcontrib_archgloss.sphinx_ext.domain import resolution

        reference = resolution.view_of(node, target, self.session, fromdocname)
        if reference.qualified or not reference.is_undefined:
            # the set may also be in another project
            show_wording(contnode, qualified=reference.qualified)
        if reference.is_undefined:
            self.session.pages_with_unresolved_references.add(env.docname or fromdocname)
            return None
        return resolution.link(reference, self.session, fromdocname, contnode)

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
        from sphinxcontrib_archgloss.sphinx_ext.domain.resolution import link

        term = node.get(TERM, '')
        reference = self.session.views.reference('any', target, term, fromdocname)
        if reference.destination.is_undefined:
            return []
        content = contnode.deepcopy()
        return [('archgloss:term-ref', link(reference, self.session, fromdocname, content))]

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
