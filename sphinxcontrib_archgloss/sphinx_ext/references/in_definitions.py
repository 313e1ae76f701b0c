"""Resolves other references (``:ref:``, ``:doc:`` and so on) inside definitions.

Sphinx warns of a broken reference only when it writes the page. But a definition is data,
and a problem in it is reported on every build at its line. So these references are tried
when problems are reported, and resolved without a warning when a page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util.docutils import new_document

from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import (
    ParserMessage,
    recording_log,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM
from sphinxcontrib_archgloss.sphinx_ext.page_facts.collect import is_foreign
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.facts import Link
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


def broken_links(project: Project, env: BuildEnvironment) -> Iterator[Problem]:
    """Yield a problem for each reference in a definition that cannot be resolved."""
    warnings = ArchglossDomain.of(env).session.shared(LinkWarnings)
    lexicon = project.lexicon
    for docname, page in project.pages.items():
        for link in page.links:
            term = lexicon.terms.get(link.term)
            if term is None or term.definition is None:
                continue
            line = term.definition.first_line + link.line
            place = Place(lexicon.sets[term.set].path, line)
            for warning in warnings.of(docname, link):
                message = f'in the definition of "{term.name}": {warning}'
                yield Problem(Kind.DATA, message, place)


class LinkWarnings:
    """Sphinx's warnings of the references in definitions, each of which is tried once."""

    def __init__(self, session: BuildSession) -> None:
        self._env = session.env
        self._known: dict[tuple[str, ...], list[str]] = {}

    def of(self, docname: str, link: Link) -> list[str]:
        """Return the warnings of *link* on the page *docname*."""
        # values of attributes need not be hashable
        tried = docname, link.text, repr(link.attributes)
        if tried not in self._known:
            self._known[tried] = self._try(docname, link)
        return self._known[tried]

    def _try(self, docname: str, link: Link) -> list[str]:
        node = addnodes.pending_xref(link.text, **dict(link.attributes))
        node += nodes.inline(link.text, link.text)
        nodes.paragraph().append(node)
        page = self._env.temp_data
        before = page.get('docname')
        page['docname'] = docname
        try:
            return [message.message for message in _resolve([node], self._env)]
        except NotImplementedError:  # by a builder without pages: it is resolved
            return []
        finally:
            page.pop('docname')
            if before is not None:
                page['docname'] = before


def _resolve(
    references: Sequence[nodes.Element], env: BuildEnvironment
) -> list[ParserMessage]:
    """Resolve *references* where they are; return the warnings of Sphinx."""
    messages: list[ParserMessage] = []
    with recording_log(messages, env.config.suppress_warnings):
        if of_myst := [node for node in references if node['reftype'] == 'myst']:
            # MyST is imported only where a set is written in it
            from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver

            from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

            myst.prepare(env, ArchglossDomain.of(env).session.app)
            MystReferenceResolver(_document(of_myst, env)).run()
        others = [node for node in references if node['reftype'] != 'myst']
        ReferencesResolver(_document(others, env)).run()
    return messages


def _document(children: Sequence[nodes.Element], env: BuildEnvironment) -> nodes.document:
    """Return a document with *children* only, which keep their parents."""
    document = new_document('')
    document.settings.env = env
    document.children = list(children)
    return document


class ResolveDefinitionLinks(SphinxPostTransform):
    """Resolves the references whose problems have already been reported."""

    def run(self, **kwargs: Any) -> None:
        """Resolve references to anything but terms inside entries."""
        session = ArchglossDomain.of(self.env).session
        if session.may_show(self.env.docname, 'renderings'):
            references = self.document.findall(addnodes.pending_xref)
            if links := [node for node in references if TERM in node and is_foreign(node)]:
                _resolve(links, self.env)
