"""Definitions written in MyST, also in projects without MyST pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils import transforms as of_myst
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.sphinx_ext.directives import FigureMarkdown, SubstitutionReferenceRole
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def prepare(env: BuildEnvironment, app: Sphinx) -> None:
    """Register with *app* what MyST definitions need.

    This is less than MyST's own setup, so that it changes nothing on the pages of a project
    that does not use MyST.
    """
    if 'myst_enable_extensions' in app.config:
        return
    for name, default, field in MdParserConfig().as_triple():
        if 'sphinx' not in field.metadata.get('omit', []):
            app.add_config_value(f'myst_{name}', default, 'env', types=Any)
    app.add_role('sub-ref', SubstitutionReferenceRole())
    app.add_directive('figure-md', FigureMarkdown)
    app.add_post_transform(MystReferenceResolver)


def settings(app: Sphinx) -> MdParserConfig:
    """Return the project's configuration of MyST; the defaults if it is invalid."""
    values = {
        name: app.config[f'myst_{name}']
        for name, _, field in MdParserConfig().as_triple()
        if 'sphinx' not in field.metadata.get('omit', [])
    }
    try:
        return MdParserConfig(**values)
    except (TypeError, ValueError):
        return MdParserConfig()


def new_parser(env: BuildEnvironment, app: Sphinx) -> MarkdownIt:
    """Return a parser of definitions, for one after the other."""
    prepare(env, app)
    parser = create_md_parser(settings(app), SphinxRenderer)
    return parser.disable('front_matter', ignoreInvalid=True)


def render(text: str, document: nodes.document, parser: MarkdownIt) -> None:
    """Parse *text* into *document*."""
    # headings inside other elements become rubrics, not sections
    body = nodes.Element()
    parser.options.update({'document': document, 'current_node': body})
    body.document = document
    parser.render(text)
    document.extend(body.children)


def transforms() -> tuple[type, ...]:
    """Return the transforms of MyST that a definition needs."""
    return (of_myst.SortFootnotes, of_myst.CollectFootnotes, of_myst.ResolveAnchorIds)
