"""References to other things than terms, inside definitions.

Sphinx speaks of one that leads nowhere when it writes a page, and not again
until it writes that page once more. A definition is data, whose faults are told
on every build at their lines; so such references are tried when the verdict is
drawn, and resolved without a word when a page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util.docutils import new_document

from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
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


def broken_links(project: Project, env: BuildEnvironment) -> Iterator[Problem]:
    """Yield the references inside definitions that lead nowhere."""
    lexicon = project.lexicon
    for docname, page in project.pages.items():
        for link in page.links:
            term = lexicon.terms.get(link.term)
            if term is None or term.definition is None:
                continue
            line = term.definition.first_line + link.line
            place = Place(lexicon.sets[term.set].path, line)
            for said in _try(link, docname, env):
                message = f'in the definition of "{term.name}": {said}'
                yield Problem(Kind.DATA, message, place)


def _try(link: Link, docname: str, env: BuildEnvironment) -> list[str]:
    """Return what Sphinx has to say of *link* on the page *docname*."""
    node = addnodes.pending_xref(link.text, **dict(link.attributes))
    node += nodes.inline(link.text, link.text)
    nodes.paragraph().append(node)
    page = env.temp_data
    before = page.get('docname')
    page['docname'] = docname
    try:
        return [one.message for one in _resolve([node], env)]
    except NotImplementedError:  # of a builder that has no pages: it has been found
        return []
    finally:
        page.pop('docname')
        if before is not None:
            page['docname'] = before


def _resolve(found: Sequence[nodes.Element], env: BuildEnvironment) -> list[ParserMessage]:
    """Resolve references where they stand; return what Sphinx has to say of them."""
    caught: list[ParserMessage] = []
    with recording_log(caught, env.config.suppress_warnings):
        if of_myst := [node for node in found if node['reftype'] == 'myst']:
            # MyST is imported only where a set is written in it
            from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver

            from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

            myst.prepare(env, ArchglossDomain.of(env).session.app)
            MystReferenceResolver(_holding(of_myst, env)).run()
        others = [node for node in found if node['reftype'] != 'myst']
        ReferencesResolver(_holding(others, env)).run()
    return caught


def _holding(found: Sequence[nodes.Element], env: BuildEnvironment) -> nodes.document:
    """Return a document that *found* seem to stand in, so that nothing else is met."""
    document = new_document('')
    document.settings.env = env
    document.children = list(found)
    return document


class ResolveInEntries(SphinxPostTransform):
    """Resolves what the verdict has already spoken of."""

    default_priority = 8  # before MyST's and Sphinx's own resolvers, at 9 and 10

    def run(self, **kwargs: Any) -> None:
        """Resolve references to other things than terms inside entries."""
        session = ArchglossDomain.of(self.env).session
        if not session.may_show(self.env.docname, lambda page: page.renderings):
            return
        found = [
            node
            for node in self.document.findall(addnodes.pending_xref)
            if TERM in node and is_foreign(node)
        ]
        if found:
            _resolve(found, self.env)
