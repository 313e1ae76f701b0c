"""The transforms of extensions on a page with definitions, and what they leave undone.

A definition is data: a transform that fails because of one is reported at its line, and
the build goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.transforms.references import Substitutions
from sphinx.transforms import SphinxTransform

from sphinxcontrib_archgloss.project.facts import PageProblem
from sphinxcontrib_archgloss.sphinx_ext.definitions.guard import failure
from sphinxcontrib_archgloss.sphinx_ext.definitions.transforms import is_familiar
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    TERM,
    UNKNOWN,
    elements,
    entry_of,
)
from sphinxcontrib_archgloss.terms.problems import Kind

if TYPE_CHECKING:
    from docutils.nodes import Element
    from docutils.transforms import Transform
    from sphinx.environment import BuildEnvironment


class GuardTransforms(SphinxTransform):
    """Guards the transforms of extensions on a page with definitions."""

    default_priority = 0

    def apply(self, **kwargs: Any) -> None:
        """Put a `GuardedTransform` in the place of each."""
        if not ArchglossDomain.of(self.env).session.notes.renderings:
            return
        _report_unknown(self.document, self.env, known=True)
        waiting = self.document.transformer.transforms
        for n, (priority, transform, pending, arguments) in enumerate(waiting):
            if pending is None and not is_familiar(transform):
                guarded = {'transform': transform, 'arguments': arguments}
                waiting[n] = (priority, GuardedTransform, None, guarded)


class GuardedTransform(SphinxTransform):
    """Another transform; what it raises because of a definition is a problem of that."""

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

    default_priority = Substitutions.default_priority - 1

    def apply(self, **kwargs: Any) -> None:
        """Put texts in their place, unless an extension has defined them."""
        _report_unknown(self.document, self.env, known=False)


def _report_unknown(
    document: nodes.document, env: BuildEnvironment, *, known: bool
) -> None:
    """Report references whose substitution the page does, or does not, define.

    What a page has defined itself is nothing that a definition may use.
    """
    if not ArchglossDomain.of(env).session.notes.renderings:
        return
    for node in list(document.findall(nodes.substitution_reference)):
        defined = node['refname'].lower() in document.substitution_names
        entry = entry_of(node) if UNKNOWN in node and defined == known else None
        if entry is not None:
            line, _, message = node[UNKNOWN].partition(' ')
            problem = PageProblem(Kind.DATA.value, message, int(line), term=entry[TERM])
            _note(problem, env)
            node.replace_self(nodes.Text(node.rawsource))
