"""archgloss: write a term once, link it everywhere, and never ship a link that lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

__version__ = '0.1.0'


def setup(app: Sphinx) -> ExtensionMetadata:  # noqa: PLR0915 - a table of contents
    """Register the extension; the events are in the order of a build."""
    # the command line imports this package too, and most commands need no Sphinx
    from sphinxcontrib_archgloss.sphinx_ext.builds.handlers import BuildHandlers
    from sphinxcontrib_archgloss.sphinx_ext.deferred_directives import add_page_parts
    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import (
        ArchglossDomain,
        ResolveReferences,
    )
    from sphinxcontrib_archgloss.sphinx_ext.ground.config import OPTIONS
    from sphinxcontrib_archgloss.sphinx_ext.ground.options import add_options
    from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TermRefRole
    from sphinxcontrib_archgloss.sphinx_ext.left_out import LeaveOut
    from sphinxcontrib_archgloss.sphinx_ext.page_assets import load_page_assets
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.collect import collect_page_facts
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import add_directive
    from sphinxcontrib_archgloss.sphinx_ext.page_facts.page_transforms import (
        GuardTransforms,
        ReportUnknownSubstitutions,
    )
    from sphinxcontrib_archgloss.sphinx_ext.popovers.popovers import add_popovers
    from sphinxcontrib_archgloss.sphinx_ext.references import intersphinx
    from sphinxcontrib_archgloss.sphinx_ext.search_labels import add_search_labels
    from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import put_assets_in_place
    from sphinxcontrib_archgloss.sphinx_ext.structured_data import add_structured_data
    from sphinxcontrib_archgloss.sphinx_ext.term_page import TermPageDirective
    from sphinxcontrib_archgloss.sphinx_ext.term_set.directive import add_term_sets
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.builder import (
        CheckPage,
        TermCheckBuilder,
    )
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import CHECK_OPTIONS
    from sphinxcontrib_archgloss.sphinx_ext.unwritable_nodes import replace_unwritable_nodes

    app.require_sphinx((8, 1))
    app.add_message_catalog('sphinxcontrib_archgloss', Path(__file__).parent / 'locale')
    options = (*OPTIONS, *CHECK_OPTIONS)
    add_options(app, options)
    app.add_domain(ArchglossDomain)
    app.add_role('term-ref', TermRefRole())
    add_directive(app, 'term-page', TermPageDirective)
    add_term_sets(app)
    add_page_parts(app)
    add_search_labels(app)
    add_popovers(app)
    app.add_post_transform(LeaveOut)
    app.add_builder(TermCheckBuilder)
    app.add_post_transform(CheckPage)
    app.add_post_transform(intersphinx.MarkState)
    app.add_post_transform(ResolveReferences)
    app.add_transform(GuardTransforms)
    app.add_transform(ReportUnknownSubstitutions)

    builds = BuildHandlers(options)
    app.connect('config-inited', _add_features_in_use)
    app.connect('builder-inited', builds.begin_build)
    app.connect('builder-inited', _check_links)
    app.connect('env-get-outdated', builds.reread_pages_of_changed_terms)
    app.connect('env-before-read-docs', builds.mark_reading)
    # before Sphinx's own collectors, which come at the usual 500
    app.connect('doctree-read', collect_page_facts, priority=100)
    app.connect('env-updated', _resolve_links_in_definitions)
    # after all others, which may have something to add to what was read
    app.connect('env-updated', builds.report_problems, priority=900)
    app.connect('env-get-updated', builds.rewrite_stale_pages, priority=900)
    app.connect('env-check-consistency', builds.finish_reading)
    app.connect('missing-reference', intersphinx.withhold_ambiguous_link, priority=450)
    # after intersphinx, which has the usual 500 and the first word
    app.connect('missing-reference', intersphinx.resolve_inflected_label, priority=600)
    app.connect('missing-reference', intersphinx.resolve_any_label, priority=650)
    app.connect('warn-missing-reference', intersphinx.silence_missing_reference_warning)
    app.connect('write-started', put_assets_in_place)
    app.connect('doctree-resolved', builds.note_written)
    app.connect('doctree-resolved', replace_unwritable_nodes, priority=900)
    app.connect('html-page-context', load_page_assets)
    app.connect('html-page-context', add_structured_data)
    app.connect('build-finished', builds.finish_build)
    if hasattr(app, 'esbonio'):  # the language server's own application
        from sphinxcontrib_archgloss.sphinx_ext.esbonio import connect_esbonio

        connect_esbonio(app)
    return {
        'version': __version__,
        'env_version': 1,
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }


def _resolve_links_in_definitions(app: Sphinx, env: BuildEnvironment) -> None:
    """Register the transform of other references than ours in definitions, if any."""
    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

    if any(page.links for page in ArchglossDomain.of(env).pages.values()):
        from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import (
            ResolveDefinitionLinks,
        )

        if ResolveDefinitionLinks not in app.registry.get_post_transforms():
            app.add_post_transform(ResolveDefinitionLinks)


def _check_links(app: Sphinx) -> None:
    """Have the addresses in term sets tried, too, by the builder that checks links."""
    if app.builder.name == 'linkcheck':
        from sphinxcontrib_archgloss.sphinx_ext.linkcheck import add_link_check

        add_link_check(app)


def _add_features_in_use(app: Sphinx, config: Config) -> None:
    """Register the features that the project has asked for; others are not imported."""
    from sphinxcontrib_archgloss.sphinx_ext.ground.config import catalogue_folders, settings

    options = settings(config)
    if options.prose_options.is_active:
        from sphinxcontrib_archgloss.sphinx_ext.autolinks import RewriteProse

        app.add_post_transform(RewriteProse)
    if options.index_uses:
        from sphinxcontrib_archgloss.sphinx_ext.latex_index import IndexUses

        app.add_post_transform(IndexUses)
    if 'sphinx.ext.intersphinx' in app.extensions:
        from sphinxcontrib_archgloss.sphinx_ext.references.external import (
            ResolveExternalTerms,
            dispatch_external_role,
        )

        app.add_post_transform(ResolveExternalTerms)
        # after intersphinx, which has the usual 500
        app.connect('source-read', dispatch_external_role, priority=600)
    if options.std_terms:
        from sphinxcontrib_archgloss.sphinx_ext.references.std_glossary import add_std_terms

        add_std_terms(app)
    if catalogue_folders(app):
        from sphinxcontrib_archgloss.sphinx_ext.translated_pages import add_translation

        add_translation(app)
