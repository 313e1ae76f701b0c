"""LaTeX only: index entries at the uses of a term, in addition to the page of its entry.

Only LaTeX has an index of pages. The general index of HTML lists places and does not
change.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import TERM, entry_of, is_any
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinxcontrib_archgloss.project.project import Project


# makeindex would list a page twice if it has the entry and a use. So a use is omitted if
# the previous run of LaTeX put both on one page. Terms of two sets may share a name, and so
# one line of the index. Everything is an argument, as in the name of an entry: LaTeX writes
# "\\x {}" to the index from arguments and "\\x{}" from elsewhere, which makeindex takes for
# two words.
_MACROS = r"""
\providecommand\archglossentry[1]{\label{archgloss-entry-#1}}
\providecommand\archglossuse[2]{\label{archgloss-use-#1}#2}
\providecommand\archglossapart[3]{%
  \edef\archglosshere{\getpagerefnumber{archgloss-use-#1}}%
  \edef\archglossthere{\getpagerefnumber{archgloss-entry-#2}}%
  \ifx\archglosshere\archglossthere\else#3\fi}
"""


class IndexUses(SphinxPostTransform):
    """Adds an index entry at each reference to a term."""

    # before entries are completed and lose the attribute of their term, and links resolved
    default_priority = 4
    formats = ('latex',)

    def run(self, **kwargs: Any) -> None:
        """Index the references of the document, and make its entries the main places."""
        project = ArchglossDomain.of(self.env).session.project
        terms = project.lexicon.terms
        numbers = {key: n for n, key in enumerate(terms)}
        for item in self.document.findall(nodes.definition_list_item):
            if TERM in item and (n := numbers.pop(item[TERM], None)) is not None:
                _mark_main(cast('Element', item[0]), n)
        namesakes: dict[str, list[int]] = defaultdict(list)
        for n, (key, term) in enumerate(terms.items()):
            for label in {project.shown_name(key), *term.index_labels()[1:]}:
                namesakes[label].append(n)
        use = count(1)
        for node in list(self.document.findall(addnodes.pending_xref)):
            if key := _used_term(node, project, self.env.docname):
                name = project.shown_name(key)
                entry = ('single', name, '', '', None)
                index = addnodes.index(entries=[entry], inline=True)
                before, after = _macros_around(namesakes[name], next(use))
                _insert([_latex(before), index, _latex(after)], node)
        self.document.insert(0, _latex(_MACROS))


def _latex(text: str) -> Element:
    return nodes.raw('', text, format='latex')


def _macros_around(entries: list[int], use: int) -> tuple[str, str]:
    """Return the macros around a *use*, which omit it on the pages of the *entries*."""
    before = ''.join(rf'\archglossapart{{{use}}}{{{entry}}}{{' for entry in entries)
    return rf'\archglossuse{{{use}}}{{{before}', '}' * (len(entries) + 1)


def _mark_main(name: Element, number: int) -> None:
    """Make the page of an entry with this *name* and *number* the main one in the index."""
    for index in list(name.findall(addnodes.index)):
        index['entries'] = [
            (kind, text, target, 'main', key)
            for kind, text, target, _, key in index['entries']
        ]
        label = _latex(rf'\archglossentry{{{number}}}')
        index.parent.insert(index.parent.index(index), label)


def _used_term(node: addnodes.pending_xref, project: Project, docname: str) -> str:
    """Return the key of the term that *node* refers to; empty for none or its own entry."""
    if node.get('intersphinx'):
        return ''
    if node.get('refdomain') == 'archgloss' and node['reftype'] == 'term-ref':
        target, kind = str(node.get(TARGET, node['reftarget'])), 'ref'
    elif is_any(node):
        target, kind = str(node['reftarget']), 'any'
    else:
        return ''
    page, entry = str(node.get('refdoc', docname)), entry_of(node)
    inside = entry[TERM] if entry is not None else ''
    resolution = project.resolve(target, page, inside, kind)
    if not resolution.key or resolution.inside:
        return ''
    return project.lexicon.successor(resolution.key)


def _insert(index: list[Element], node: Element) -> None:
    """Insert *index* before *node*, or close to it where LaTeX sets it only once.

    LaTeX repeats titles in tables of contents and running heads, captions in lists, and
    the head of a table on each of its pages.
    """
    place, after = node, False
    for ancestor in traverse_parent(node, nodes.Element):
        if isinstance(ancestor, (nodes.title, nodes.subtitle)):
            after = isinstance(ancestor.parent, (nodes.section, nodes.document))
            place = ancestor if after else ancestor.parent
        elif isinstance(ancestor, nodes.caption):
            place, after = ancestor.parent, False
        elif isinstance(ancestor, nodes.thead):
            place, after = ancestor.parent.parent, False
    parent = place.parent
    at = parent.index(place) + after
    parent[at:at] = index
