"""Definitions written in MyST, also in a project that reads no Markdown itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.sphinx_ext.main import create_myst_config, setup_sphinx

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def prepare(env: BuildEnvironment, app: Sphinx) -> None:
    """Set MyST up without its Markdown suffix, unless the project did it already."""
    if not hasattr(env, 'myst_config'):
        if 'myst_enable_extensions' not in app.config:
            setup_sphinx(app, load_parser=False)
        create_myst_config(app)


def render(text: str, document: nodes.document, env: BuildEnvironment, app: Sphinx) -> None:
    """Parse *text* into *document*."""
    prepare(env, app)
    parser = create_md_parser(env.myst_config, SphinxRenderer)  # type: ignore[attr-defined]
    parser.options['document'] = document
    parser.render(text)
