"""The domain ``archgloss``: what pages say, kept by docname, and what it leads to.

Only facts are kept in the environment. The lexicon, the destinations and the
verdict are derived from them by the process that needs them, at most once, and
die with it; so nothing can go stale, and clearing or merging a page is one step.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.page_dependencies import BuilderFeatures
from sphinxcontrib_archgloss.project.project import Lead, Project
from sphinxcontrib_archgloss.project.prose.mentions import ProseOptions
from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites
from sphinxcontrib_archgloss.sphinx_ext.ground import inventory
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.ground.directive_notes import PageNotes
from sphinxcontrib_archgloss.sphinx_ext.ground.links import make_link
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER, TERM, WRITTEN
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import (
    EXPLICIT,
    TARGET,
    TermRefRole,
    mark,
)
from sphinxcontrib_archgloss.sphinx_ext.page_facts import collect
from sphinxcontrib_archgloss.sphinx_ext.storage import static_files
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import FORMAT, TermSetFiles
from sphinxcontrib_archgloss.sphinx_ext.term_map.graphviz import Drawing
from sphinxcontrib_archgloss.terms.lexicon import Level, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.facts import PageFacts, Request
    from sphinxcontrib_archgloss.project.views import PassageView
    from sphinxcontrib_archgloss.terms.problems import Problem

_ = get_translation('sphinxcontrib_archgloss')

_AS_WRITTEN = ('gettext', 'termcheck')
"""Builders of whose pages the prose stays as its authors wrote it."""


class ArchglossDomain(Domain):
    """Terms, their entries and the references to them."""

    name = 'archgloss'
    label = _('Glossary')
    object_types: ClassVar[dict[str, ObjType]] = {'term': ObjType(_('term'), 'term-ref')}
    roles: ClassVar[dict[str, Any]] = {'term-ref': TermRefRole()}
    initial_data: ClassVar[dict[str, Any]] = {'pages': {}}
    data_version = 3

    # -- what is kept ----------------------------------------------------------

    @property
    def read_from(self) -> str:
        """Digest of the inputs that all pages agree with; see `inputs`."""
        return cast('str', self.data.get('inputs', ''))

    @read_from.setter
    def read_from(self, inputs: str) -> None:
        self.data['inputs'] = inputs

    @property
    def pages(self) -> dict[str, PageFacts]:
        """Docname → what the page says."""
        return cast('dict[str, PageFacts]', self.data['pages'])

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.pages.pop(docname, None)

    def merge_domaindata(
        self, docnames: AbstractSet[str], otherdata: dict[str, Any]
    ) -> None:
        """Take over the pages that a worker has read."""
        for docname in docnames:
            if docname in otherdata['pages']:
                self.pages[docname] = otherdata['pages'][docname]

    # -- what a process derives ------------------------------------------------

    def setup(self) -> None:
        """Begin with nothing derived."""
        super().setup()
        self.notes = PageNotes()
        """Where directives put what they find on the page being read."""
        self._project: Project | None = None
        self._known: inventory.InventoryData | None = None
        self.pages_with_unresolved_references: set[str] = set()
        """Docnames of pages with references that this project could not resolve."""
        self.data_problems: list[Problem] = []
        self.pages_to_retry: set[str] = set()
        """Docnames of pages that are not as they were to be."""

    def begin(self, app: Sphinx) -> None:
        """Take up a build: files are looked at afresh."""
        self.app = app
        chosen = settings(app.config)
        self.library = TermSetFiles(
            chosen.term_sets,
            Path(app.confdir),
            Path(app.doctreedir) / 'archgloss',
            chosen.data_limit,
        )
        self._lexicons: dict[tuple[str, ...], Lexicon] = {}
        in_browser = static_files.has_scripts(app.builder)
        wanted = chosen.prose_options
        # another builder may draw on what this one has read
        self._keeps_prose = wanted.is_active
        self.prose_options = (
            wanted if app.builder.name not in _AS_WRITTEN else ProseOptions()
        )
        self._shown = BuilderFeatures(
            summaries=chosen.popovers and in_browser,
            backlinks=chosen.backlinks and app.builder.format == 'html',
            html=app.builder.format == 'html',
            look=static_files.look(app.builder),
            structured_data=chosen.structured_data and in_browser,
            search=static_files.has_search(app.builder),
        )
        self.drawing = Drawing(app.builder, app.config)
        """What draws the project's maps, if anything does."""
        self.pages_with_unresolved_references.clear()
        self.pages_to_retry.clear()
        self.forget_project()

    def forget_project(self) -> None:
        """Make the next question draw on the pages as they are now."""
        self._shown_now: BuilderFeatures | None = None
        self._project = None
        self._prose: ProseRewrites | None = None
        self._known = None

    @property
    def project(self) -> Project:
        """The project as a whole, read."""
        if self._project is None:
            pulled = {path for page in self.pages.values() for path in page.pulled}
            lexicon, self.data_problems = self.library.lexicon(pulled)
            order = reading_order(self.env)
            self._project = Project(
                lexicon, self.pages, order, self._title, self._holds, self._label
            )
        return self._project

    @property
    def shown(self) -> BuilderFeatures:
        """What the pages of this builder show beyond links and entries."""
        if self._shown_now is None:
            maps = any(page.maps for page in self.pages.values())
            drawn = self.drawing.by_what() if maps else ''
            self._shown_now = self._shown._replace(pictures=drawn)
        return self._shown_now

    @property
    def prose(self) -> ProseRewrites:
        """What is made of the prose of the project's pages."""
        if self._prose is None:
            self._prose = ProseRewrites(self.project)
        return self._prose

    def rewrites(self, docname: str) -> tuple[PassageView, ...]:
        """Return what is changed in the prose of the page *docname* when it is written."""
        return self.prose.of(docname, self.prose_options)

    def prose_drawn_from(self) -> tuple[object, ...]:
        """Return what decides, beside pages and sets, what is changed in prose."""
        tags = tuple(sorted(self.app.tags)) if self.prose_options.is_active else ()
        return self.prose_options, tags

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self.app.tags.eval_condition(expression))
        except Exception:  # noqa: BLE001 - Sphinx warns of it, and shows what is inside
            return True

    def lacks_prose(self) -> Iterator[str]:
        """Yield the pages that were read when nobody asked what their prose is."""
        if self._keeps_prose:
            for docname, page in self.pages.items():
                if page.prose is None:
                    yield docname

    def has_entries(self, docname: str) -> bool:
        """Return whether the page *docname*, or one joined to it, renders entries."""
        page = self.pages.get(docname)
        return page is None or bool(page.renderings) or docname in self.env.toctree_includes

    def refers(self, docname: str) -> bool:
        """Return whether the page *docname*, or one joined to it, refers to terms."""
        page = self.pages.get(docname)
        joined = self.app.builder.name == 'singlehtml'
        if joined or (page is not None and page.uses):
            return True
        return any(one.rewrites for one in self.rewrites(docname))

    def has_parts(self, docname: str) -> bool:
        """Return whether directives have left anything to fill in on such a page."""
        page = self.pages.get(docname)
        if page is None or docname in self.env.toctree_includes:
            return True
        single = any(rendering.request.single for rendering in page.renderings)
        return bool(page.listings or page.maps or single)

    def _title(self, docname: str) -> str:
        title = self.env.titles.get(docname)
        return title.astext() if title is not None else docname

    def _label(self, name: str) -> str:
        labels = self.env.domains.standard_domain.labels
        return str(labels.get(name.lower(), ('', '', ''))[2])

    def lexicon_of(self, request: Request) -> Lexicon:
        """Return the sets that *request* names, merged; all configured ones if none."""
        paths = request.paths or self.library.configured
        found = self._lexicons.get(paths)
        if found is None:
            sets = [s for path in paths if (s := self.library.load(path).set)]
            own = list({s.name: s for s in reversed(sets)}.values())[::-1]
            found = self._lexicons[paths] = Lexicon(own)
        return found

    def files(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Return (path, digest) of the files that *request* draws on."""
        paths = request.paths or self.library.configured
        return tuple((path, self.library.digest(path)) for path in paths)

    def inputs(self) -> str:
        """Return a digest of the configuration and of all files of terms."""
        pulled = {path for page in self.pages.values() for path in page.pulled}
        named = {one.name for page in self.pages.values() for one in page.named}
        paths = [*self.library.configured, *sorted(pulled)]
        files = [(path, self.library.digest(path)) for path in paths]
        limit = settings(self.app.config).data_limit
        drawn = (FORMAT, self.library.configured, limit, files, sorted(named))
        return hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()

    # -- reading ---------------------------------------------------------------

    def process_doc(
        self, env: BuildEnvironment, docname: str, document: nodes.document
    ) -> None:
        """Keep what the page just read says."""
        notes, self.notes = self.notes, PageNotes()
        self.pages[docname] = collect.page_facts(
            document,
            str(env.doc2path(docname)),
            notes,
            std_terms=env.config.archgloss_std_terms,
            keeps_prose=self._keeps_prose,
        )

    # -- resolving -------------------------------------------------------------

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
        written = node.get(TARGET, target)
        lead = self.project.lead(written, fromdocname, node.get(TERM, ''))
        if not node.get(EXPLICIT) and lead.match.qualified:
            # only now is it known that the name of a set stood before the label
            contnode.clear()
            contnode += nodes.Text(lead.match.label)
        if not lead.key:
            self.pages_with_unresolved_references.add(self.env.docname or fromdocname)
            contnode[WRITTEN] = '' if node.get(EXPLICIT) else written
            return None
        return self.link(lead, fromdocname, builder, contnode)

    def resolve_any_xref(  # type: ignore[override] # likewise
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Element]]:
        """Return the link for an ``any`` reference: by the first two levels only."""
        lead = self.project.lead(target, fromdocname, node.get(TERM, ''), Level.CASE)
        if not lead.key:
            return []
        content = contnode.deepcopy()
        return [('archgloss:term-ref', self.link(lead, fromdocname, builder, content))]

    def link(
        self, lead: Lead, fromdocname: str, builder: Builder, contnode: Element
    ) -> Element:
        """Return *contnode*, on the page *fromdocname*, as a link to where *lead* leads."""
        found = lead.destination
        mark(contnode, found.state)
        if lead.inside or not found.leads:
            return contnode
        if self.shown.summaries:
            contnode[POPOVER] = lead.key
        return make_link(builder, fromdocname, found, contnode)

    @property
    def known(self) -> inventory.InventoryData:
        """What inventories and the search know of terms."""
        if self._known is None:
            self.set_inventory(inventory.known(self.project))
        return cast('inventory.InventoryData', self._known)

    def set_inventory(self, known: inventory.InventoryData) -> None:
        """Take over what is known of terms, and the types of it."""
        self._known = known
        for name, called in known.types.items():
            self.add_object_type(name, ObjType(called))

    def get_objects(self) -> Iterator[inventory.InventoryObject]:
        """Yield what inventories and the search know of terms."""
        yield from self.known.objects

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return what an object of *type* is called, without the domain's label."""
        return str(type.lname)

    def get_full_qualified_name(self, node: Element) -> str | None:
        """Return the target of a reference as written."""
        target: str | None = node.get(TARGET)
        return target


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return all docnames in the order of the toctrees, those in none at the end."""
    order: dict[str, None] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in order and docname in env.all_docs:
            order[docname] = None
            waiting += reversed(env.toctree_includes.get(docname, []))
    order.update(dict.fromkeys(sorted(env.all_docs)))
    return list(order)
