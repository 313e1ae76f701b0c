"""Failures of other extensions in definitions.

A definition is data. If a transform of an extension fails because of one, or leaves
something unresolved, or if a builder cannot write the node of an extension, the problem is
reported at its line, and the build continues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxTranslator

from sphinxcontrib_archgloss.project.facts import PageProblem
from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import failure
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    OWNER,
    TERM,
    UNKNOWN,
    elements,
    entry_of,
)
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element
    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FAMILIAR = ('docutils', 'sphinx', 'myst_parser', 'sphinxcontrib_archgloss')
_RAISING = (nodes.NodeVisitor.unknown_visit, SphinxTranslator.unknown_visit)


def _is_familiar(kind: type) -> bool:
    """Return whether a class is docutils', Sphinx's, MyST's or our own."""
    return kind.__module__.partition('.')[0] in _FAMILIAR


class GuardTransforms(SphinxTransform):
    """Guards the transforms of extensions on a page with definitions."""

    def apply(self, **kwargs: Any) -> None:
        """Replace each by a `GuardedTransform`."""
        _report_unknown(self.document, self.env, known=True)
        waiting = self.document.transformer.transforms
        for n, (priority, transform, pending, arguments) in enumerate(waiting):
            if pending is None and not _is_familiar(transform):
                guarded = {'transform': transform, 'arguments': arguments}
                waiting[n] = (priority, GuardedTransform, None, guarded)


class GuardedTransform(SphinxTransform):
    """Another transform; its error because of a definition is a problem there."""

    default_priority = 0

    def apply(self, transform: type[Transform], arguments: dict[str, Any]) -> None:
        """Apply *transform*; if it fails, to the page first, then to each definition."""
        try:
            transform(self.document).apply(**arguments)
        except Exception:
            if not self._apply_apart(transform, arguments):
                raise

    def _apply_apart(self, transform: type[Transform], arguments: dict[str, Any]) -> bool:
        """Apply *transform* to page and definitions; return whether a definition fails."""
        apart: list[tuple[Element, Element]] = []
        for node in [node for node in elements(self.document) if TERM in node]:
            place = nodes.Element()
            node.replace_self(place)
            apart.append((place, node))
        failed = False
        try:
            transform(self.document).apply(**arguments)
        except Exception:  # noqa: BLE001 - it fails because of the page
            return False
        else:
            for _, node in apart:
                failed |= self._fails(node, transform, arguments)
        finally:
            for place, node in apart:
                place.replace_self(node)
        return failed

    def _fails(
        self, node: Element, transform: type[Transform], arguments: dict[str, Any]
    ) -> bool:
        document = nodes.document(self.document.settings, self.document.reporter)
        document['source'] = self.document['source']
        document += node
        try:
            transform(document).apply(**arguments)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            message = failure(f'the transform {transform.__name__}', error)
            problem = PageProblem(Kind.DATA.value, message, 0, term=node[TERM])
            _note(problem, self.env)
            return True
        return False


def _note(problem: PageProblem, env: BuildEnvironment) -> None:
    """Note *problem* on the page being read, also if its facts are collected."""
    domain = ArchglossDomain.of(env)
    if domain.session.notes.renderings:
        domain.session.notes.problems.append(problem)
    else:
        page = domain.pages[env.docname]
        domain.pages[env.docname] = page._replace(problems=(*page.problems, problem))


class ReportUnknownSubstitutions(SphinxTransform):
    """Reports the substitutions of definitions that no extension has replaced."""

    def apply(self, **kwargs: Any) -> None:
        """Put texts in their place, unless an extension has defined them."""
        _report_unknown(self.document, self.env, known=False)


def _report_unknown(
    document: nodes.document, env: BuildEnvironment, *, known: bool
) -> None:
    """Report references to substitutions that the page does, or does not, define.

    A definition may not use what the page itself defines.
    """
    if not ArchglossDomain.of(env).session.notes.has_substitutions:
        return
    for node in list(elements(document)):
        if not isinstance(node, nodes.substitution_reference):
            continue
        defined = node['refname'].lower() in document.substitution_names
        entry = entry_of(node) if UNKNOWN in node and defined == known else None
        if entry is not None:
            line, _, message = node[UNKNOWN].partition(' ')
            problem = PageProblem(Kind.DATA.value, message, int(line), term=entry[TERM])
            _note(problem, env)
            node.replace_self(nodes.Text(node.rawsource))


def replace_unwritable_nodes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace by their content the nodes in definitions that the builder cannot write.

    An extension may know HTML only. Sphinx would stop at such a node, after it has written
    other pages. For a definition, the text is enough. The next build writes the page again,
    because it has to warn, too.
    """
    session = ArchglossDomain.of(app.env).session
    all_nodes = list(elements(doctree))
    can_write, kinds = _writer_knowledge(app), set(map(type, all_nodes))
    is_certain = all(map(can_write, kinds))
    problems: list[Problem] = []
    for owner in [node for node in all_nodes if OWNER in node.attributes]:
        key = owner.attributes.pop(OWNER)
        inside = () if is_certain else elements(owner)
        for node in [node for node in inside if not can_write(type(node))]:
            lexicon = session.project.lexicon
            term, name = lexicon.terms[key], type(node).__name__
            path = lexicon.sets[term.set].path
            source, line = get_source_line(node)
            message = (
                f'in the definition of "{term.name}": the builder "{app.builder.name}" '
                f'does not support the node "{name}" of an extension; only its text is '
                'written'
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
    """Return the test of whether the builder can write nodes of a class."""
    builder, registry, known = app.builder, app.registry, dict[type, bool]()
    translator = registry.translators.get(
        builder.name, getattr(builder, 'default_translator_class', None)
    )
    handlers = registry.translation_handlers
    names = handlers.get(builder.name, handlers.get(builder.format, {}))

    def can_write(node_class: type) -> bool:
        if node_class not in known:
            known[node_class] = (
                _is_familiar(node_class)
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
