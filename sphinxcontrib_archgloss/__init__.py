"""archgloss: define each term once, and link to it from every page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

__version__ = '0.1.0'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    # the command line imports this package too, and most commands need no Sphinx
    from sphinxcontrib_archgloss.sphinx_ext.builds.handlers import connect_builds
    from sphinxcontrib_archgloss.sphinx_ext.directives import add_directives
    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
    from sphinxcontrib_archgloss.sphinx_ext.ground.config import OPTIONS
    from sphinxcontrib_archgloss.sphinx_ext.ground.options import add_options
    from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TermRefRole
    from sphinxcontrib_archgloss.sphinx_ext.page_steps import add_page_steps
    from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import connect_lookups
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.builder import TermCheckBuilder
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import CHECK_OPTIONS

    app.require_sphinx((8, 1))
    app.add_message_catalog('sphinxcontrib_archgloss', Path(__file__).parent / 'locale')
    add_options(app, (*OPTIONS, *CHECK_OPTIONS))
    app.add_domain(ArchglossDomain)
    app.add_role('term-ref', TermRefRole())
    add_directives(app)
    app.add_builder(TermCheckBuilder)
    add_page_steps(app)
    connect_builds(app, (*OPTIONS, *CHECK_OPTIONS))
    connect_lookups(app)
    _add_features(app)
    return {
        'version': __version__,
        'env_version': 1,
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }


def _add_features(app: Sphinx) -> None:
    """Register features once it is known which of them the project uses."""
    app.connect('config-inited', _add_configured_features)
    app.connect('builder-inited', _add_features_of_builder)
    if hasattr(app, 'esbonio'):  # the language server's own application
        from sphinxcontrib_archgloss.sphinx_ext.esbonio import connect_esbonio

        connect_esbonio(app)


def _add_configured_features(app: Sphinx, config: Config) -> None:
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


def _add_features_of_builder(app: Sphinx) -> None:
    if app.builder.name == 'linkcheck':
        from sphinxcontrib_archgloss.sphinx_ext.linkcheck import add_link_check

        add_link_check(app)
