"""Nodes of extensions in definitions that the builder at hand cannot write.

An extension may know HTML only. Sphinx would stop where it meets such a node, once it has
written other pages; for a definition, which is data, its text must do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.util.docutils import SphinxTranslator

from sphinxcontrib_archgloss.sphinx_ext.definitions.transforms import is_familiar
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import OWNER, elements
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element
    from sphinx.application import Sphinx

_RAISING = (nodes.NodeVisitor.unknown_visit, SphinxTranslator.unknown_visit)


def replace_unwritable_nodes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace by their content the nodes in definitions that the builder cannot write.

    The page is written again in the next build, which has to warn, too.
    """
    session = ArchglossDomain.of(app.env).session
    if not session.may_show(docname, 'renderings'):
        return
    can_write = _writer_knowledge(app)
    lexicon, problems = session.project.lexicon, []
    for owner in [node for node in elements(doctree) if OWNER in node]:
        key = owner.attributes.pop(OWNER)
        unknown = [node for node in elements(owner) if not can_write(type(node))]
        for node in unknown:
            term, name = lexicon.terms[key], type(node).__name__
            path = lexicon.sets[term.set].path
            source, line = get_source_line(node)
            message = (
                f'in the definition of "{term.name}": builder "{app.builder.name}" cannot '
                f'write "{name}", which an extension has made; its text is kept'
            )
            place = Place(path, line if line and source == path else term.first_line)
            problems.append(Problem(Kind.DATA, message, place))
            _unwrap(node)
    if problems:
        session.pages_to_retry.add(docname)
        new = [problem for problem in problems if problem not in session.page_problems]
        session.page_problems.update(new)
        if warnings.report(new, app.env) & settings(app.config).fail_on:
            app.statuscode = 1


def _writer_knowledge(app: Sphinx) -> Callable[[type], bool]:
    """Return a function that tells whether the builder can write nodes of a class."""
    builder, registry, known = app.builder, app.registry, dict[type, bool]()
    translator = registry.translators.get(
        builder.name, getattr(builder, 'default_translator_class', None)
    )
    handlers = registry.translation_handlers
    names = handlers.get(builder.name, handlers.get(builder.format, {}))

    def can_write(node_class: type) -> bool:
        if node_class not in known:
            known[node_class] = (
                is_familiar(node_class)
                or getattr(translator, 'unknown_visit', None) not in _RAISING
                or issubclass(translator, nodes.GenericNodeVisitor)  # type: ignore[arg-type]
                or any(
                    base.__name__ in names or hasattr(translator, f'visit_{base.__name__}')
                    for base in node_class.__mro__
                )
            )
        return known[node_class]

    return can_write


def _unwrap(node: Element) -> None:
    """Replace *node* by its children; texts outside of a paragraph get one."""
    children = node.children
    if not isinstance(node.parent, nodes.TextElement) and any(
        isinstance(child, (nodes.Text, nodes.Inline)) for child in children
    ):
        children = [nodes.paragraph('', '', *children)]
    node.replace_self(children)
