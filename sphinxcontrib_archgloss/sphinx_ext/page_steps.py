"""The steps by which archgloss changes a page, in order.

A step is a registered transform: it holds the priority, and the condition that a page must
meet. The transform that does the work is imported with the first such page, so no project
pays for what its pages do not need. It repeats neither the priority nor the condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.transforms.references import Substitutions
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import is_node_registered

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


class ReadingStep(SphinxTransform):
    """A step on pages with definitions, taken when a page is read."""

    def apply(self, **kwargs: Any) -> None:
        """Take the step if the page has definitions."""
        if ArchglossDomain.of(self.env).session.notes.renderings:
            self.take()

    def take(self) -> None:
        """Import the transform, and apply it."""
        raise NotImplementedError


class TransformGuard(ReadingStep):
    """Guards definitions against the transforms of extensions."""

    default_priority = 0

    def take(self) -> None:
        """Replace waiting transforms by guarded ones."""
        from sphinxcontrib_archgloss.sphinx_ext.other_extensions import GuardTransforms

        GuardTransforms(self.document).apply()


class SubstitutionReport(ReadingStep):
    """Reports the substitutions of definitions that no extension has replaced."""

    default_priority = Substitutions.default_priority - 1

    def take(self) -> None:
        """Put texts in their place."""
        from sphinxcontrib_archgloss.sphinx_ext.other_extensions import (
            ReportUnknownSubstitutions,
        )

        ReportUnknownSubstitutions(self.document).apply()


class WritingStep(SphinxPostTransform):
    """A step on the pages that need it, taken when a page is written."""

    fact = 'renderings'
    """The attribute of `PageFacts` that calls for the step."""

    def run(self, **kwargs: Any) -> None:
        """Take the step if the page needs it, and the project has terms."""
        session = ArchglossDomain.of(self.env).session
        if not session.is_idle and self.is_needed(session):
            self.take(session)

    def is_needed(self, session: BuildSession) -> bool:
        """Return whether the page needs the step."""
        return session.may_show(self.env.docname, self.fact)

    def take(self, session: BuildSession) -> None:
        """Import the transform, and apply it."""
        raise NotImplementedError


class LeftOutBlocks(WritingStep):
    """Removes what the builder does not show, and restricts links to the pages it joins."""

    default_priority = 2  # before prose is changed and entries are completed

    def is_needed(self, session: BuildSession) -> bool:
        """Return whether blocks are left out, or there are documents of several pages."""
        return session.joins_pages or session.leaves_out(self.env.docname)

    def take(self, session: BuildSession) -> None:
        """Leave out blocks."""
        from sphinxcontrib_archgloss.sphinx_ext.left_out import LeaveOut

        LeaveOut(self.document).run()


class SearchLabels(WritingStep):
    """Adds labels for the search, and removes what the search would find twice."""

    default_priority = 4  # before entries are completed and lose their attributes

    def is_needed(self, session: BuildSession) -> bool:
        """Return whether there is a search, and entries or hidden labels on the page."""
        docname = self.env.docname
        return session.features.search and (
            super().is_needed(session) or bool(session.views.search(docname).labels)
        )

    def take(self, session: BuildSession) -> None:
        """Add the labels that the page does not show."""
        from sphinxcontrib_archgloss.sphinx_ext.search_results import (
            AddSearchLabels,
            search_labels,
        )

        _declare(session, search_labels)
        AddSearchLabels(self.document).run()


class Entries(WritingStep):
    """Adds to each entry the data from the rest of the project."""

    default_priority = 5  # before references are resolved

    def take(self, session: BuildSession) -> None:
        """Complete entries and lists."""
        from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import term_list
        from sphinxcontrib_archgloss.sphinx_ext.term_set.entries import CompleteEntries
        from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import letter_navigation
        from sphinxcontrib_archgloss.sphinx_ext.term_set.mentions import term_mentions

        _declare(session, term_list, letter_navigation, term_mentions)
        if session.features.entry_layout:
            from sphinxcontrib_archgloss.sphinx_ext.term_set.layout import laid_out_entry

            _declare(session, laid_out_entry)
        CompleteEntries(self.document).run()


class PageParts(WritingStep):
    """Fills in the nodes of ``page-terms``, ``term-definition`` and ``term-map``."""

    default_priority = 6  # before references, also those in definitions, are resolved
    fact = 'has_parts'

    def take(self, session: BuildSession) -> None:
        """Fill in every such node of the document."""
        from sphinxcontrib_archgloss.sphinx_ext.deferred_directives import FillPageParts
        from sphinxcontrib_archgloss.sphinx_ext.term_map.html import (
            disclosure,
            map_legend,
            map_picture,
        )

        _declare(session, disclosure, map_legend, map_picture)
        FillPageParts(self.document).run()


class DefinitionLinks(WritingStep):
    """Resolves references in definitions to anything but terms."""

    default_priority = 8  # before MyST's and Sphinx's own resolvers, at 9 and 10
    fact = 'links'

    def take(self, session: BuildSession) -> None:
        """Resolve references whose problems have already been reported."""
        from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import (
            ResolveDefinitionLinks,
        )

        ResolveDefinitionLinks(self.document).run()


class References(WritingStep):
    """Resolves references to terms of the project."""

    default_priority = 9  # before Sphinx's own, at 10
    fact = 'uses'

    def take(self, session: BuildSession) -> None:
        """Replace each reference by its link."""
        from sphinxcontrib_archgloss.sphinx_ext.domain.resolution import resolve_references

        resolve_references(self.document, session, self.env.docname)


class ReferenceStates(WritingStep):
    """Marks references that other projects, or no projects, have resolved."""

    default_priority = 15  # once references are resolved

    def is_needed(self, session: BuildSession) -> bool:
        """Return whether the page has such references."""
        return self.env.docname in session.pages_with_unresolved_references

    def take(self, session: BuildSession) -> None:
        """Mark them as published or undefined."""
        from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import MarkState

        MarkState(self.document).run()


class PagePopovers(WritingStep):
    """Adds the popovers of its references to a page."""

    default_priority = 60  # after Sphinx has removed what `only` hides

    def is_needed(self, session: BuildSession) -> bool:
        """Return whether the builder shows popovers, and the page has any."""
        return session.features.popovers and bool(session.linked)

    def take(self, session: BuildSession) -> None:
        """Collect the popovers."""
        from sphinxcontrib_archgloss.sphinx_ext.popovers.popovers import (
            AddPopovers,
            term_popovers,
        )

        _declare(session, term_popovers)
        AddPopovers(self.document).run()


def _declare(session: BuildSession, *node_classes: type[nodes.Element]) -> None:
    """Declare the nodes that a step makes or leaves, for visitors of docutils."""
    for node_class in node_classes:
        if not is_node_registered(node_class):
            session.app.add_node(node_class)


def collect_facts(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the facts of the page that has been read."""
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.collect import collect_page_facts

    collect_page_facts(app, doctree)


def keep_text_of_foreign_nodes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the nodes in definitions that the builder cannot write."""
    if ArchglossDomain.of(app.env).session.may_show(docname, 'renderings'):
        from sphinxcontrib_archgloss.sphinx_ext.other_extensions import (
            replace_unwritable_nodes,
        )

        replace_unwritable_nodes(app, doctree, docname)


def complete_html_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Make an HTML page load what it needs, and add its structured data."""
    if ArchglossDomain.of(app.env).session.is_idle:
        return
    if doctree is None:
        if pagename == 'search':
            from sphinxcontrib_archgloss.sphinx_ext.search_results import (
                describe_search_results,
            )

            describe_search_results(app, context)
        return
    from sphinxcontrib_archgloss.sphinx_ext.page_assets import load_page_assets
    from sphinxcontrib_archgloss.sphinx_ext.structured_data import add_structured_data

    load_page_assets(app, pagename, context, doctree)
    add_structured_data(app, pagename, context, doctree)


def add_page_steps(app: Sphinx) -> None:
    """Register the steps, and the handlers before the first and after the last."""
    for step in (TransformGuard, SubstitutionReport):
        app.add_transform(step)
    for later_step in (
        LeftOutBlocks,
        SearchLabels,
        Entries,
        PageParts,
        DefinitionLinks,
        References,
        ReferenceStates,
        PagePopovers,
    ):
        app.add_post_transform(later_step)
    # before Sphinx's own collectors, which come at the usual 500
    app.connect('doctree-read', collect_facts, priority=100)
    app.connect('doctree-resolved', keep_text_of_foreign_nodes, priority=900)
    app.connect('html-page-context', complete_html_page)
