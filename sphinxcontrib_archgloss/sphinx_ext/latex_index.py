"""The index of a printed book: the pages on which terms are used, beside their entries.

Only LaTeX has an index of pages. The general index of HTML, which lists places
and not pages, stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM, entry_of
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinxcontrib_archgloss.project.project import Project


# makeindex lists a page twice that is the entry's and a use's; so a use is left out
# where the page of both is known, from the run of LaTeX before, to be one. Two sets may
# have terms of one name, and so one line of the index.
# Everything is an argument, as what Sphinx puts in an entry's name is: LaTeX writes
# "\\x {}" to the index from there and "\\x{}" from elsewhere, which are two words to it.
_MACROS = r"""
\providecommand\archglossentry[1]{\label{archgloss-entry-#1}}
\providecommand\archglossuse[2]{\label{archgloss-use-#1}#2}
\providecommand\archglossapart[3]{%
  \edef\archglosshere{\getpagerefnumber{archgloss-use-#1}}%
  \edef\archglossthere{\getpagerefnumber{archgloss-entry-#2}}%
  \ifx\archglosshere\archglossthere\else#3\fi}
"""


class IndexUses(SphinxPostTransform):
    """Adds each reference to a term to the index, at its place."""

    # before entries are completed, and so lose their marks, and links are resolved
    default_priority = 4
    formats = ('latex',)

    def run(self, **kwargs: Any) -> None:
        """Add the references of the document, and mark its entries as main places."""
        project = ArchglossDomain.of(self.env).session.project
        terms = project.lexicon.terms
        numbers = {key: n for n, key in enumerate(terms)}
        for item in self.document.findall(nodes.definition_list_item):
            if TERM in item and (n := numbers.pop(item[TERM], None)) is not None:
                _mark_main(cast('Element', item[0]), n)
        lines: dict[str, list[int]] = defaultdict(list)
        for n, key in enumerate(terms):
            lines[project.shown_name(key)].append(n)
        number = count(1)
        for node in list(self.document.findall(addnodes.pending_xref)):
            if key := _used(node, project, self.env.docname):
                name = project.shown_name(key)
                entry = ('single', name, '', '', None)
                index = addnodes.index(entries=[entry], inline=True)
                begin, end = _unless_beside(lines[name], next(number))
                _insert([_latex(begin), index, _latex(end)], node)
        self.document.insert(0, _latex(_MACROS))


def _latex(text: str) -> Element:
    return nodes.raw('', text, format='latex')


def _unless_beside(entries: list[int], use: int) -> tuple[str, str]:
    """Return what stands around a use that counts on no page of one of the *entries*."""
    begin = ''.join(rf'\archglossapart{{{use}}}{{{entry}}}{{' for entry in entries)
    return rf'\archglossuse{{{use}}}{{{begin}', '}' * (len(entries) + 1)


def _mark_main(name: Element, number: int) -> None:
    """Make the index name the page of the entry called *name* as the main one."""
    for index in list(name.findall(addnodes.index)):
        index['entries'] = [
            (kind, text, target, 'main', key)
            for kind, text, target, _, key in index['entries']
        ]
        mark = _latex(rf'\archglossentry{{{number}}}')
        index.parent.insert(index.parent.index(index), mark)


def _used(node: addnodes.pending_xref, project: Project, docname: str) -> str:
    """Return the key of the term that *node* uses; empty for none, and in its entry."""
    if node.get('intersphinx'):
        return ''
    if node.get('refdomain') == 'archgloss' and node['reftype'] == 'term-ref':
        target, last = str(node.get(TARGET, node['reftarget'])), Level.INFLECTED
    elif node['reftype'] == 'any' and not node.get('refdomain'):
        target, last = str(node['reftarget']), Level.CASE
    else:
        return ''
    page = str(node.get('refdoc', docname))
    entry = entry_of(node)
    resolution = project.resolve(
        target, page, entry[TERM] if entry is not None else '', last
    )
    if not resolution.key or resolution.inside:
        return ''
    return project.lexicon.successor(resolution.key)


def _insert(made: list[Element], node: Element) -> None:
    """Put *made* before *node*, or where it is set once and on the same page.

    Titles are set again in tables of contents and running heads, captions in
    lists, and the head of a table on each of its pages.
    """
    spot, after = node, False
    here: Element | None = node
    while here is not None and here.parent is not None:
        if isinstance(here, (nodes.title, nodes.subtitle)):
            after = isinstance(here.parent, (nodes.section, nodes.document))
            spot = here if after else here.parent
        elif isinstance(here, nodes.caption):
            spot, after = here.parent, False
        elif isinstance(here, nodes.thead):
            spot, after = here.parent.parent, False
        here = here.parent
    parent = spot.parent
    at = parent.index(spot) + after
    parent[at:at] = made
