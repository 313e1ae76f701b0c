"""What a ``term-set`` directive puts on its page when the page is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.entry_order import languages
from sphinxcontrib_archgloss.project.facts import Fault
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    BACKLINKS,
    NO_INDEX,
    SORTED,
    USED,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.term_set.entries import make_entry
from sphinxcontrib_archgloss.sphinx_ext.term_set.lists import HEADING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Element

    from sphinxcontrib_archgloss.project.entry_order import Group
    from sphinxcontrib_archgloss.project.facts import Rendering
    from sphinxcontrib_archgloss.project.read_views import (
        GroupView,
        RecordView,
        TermSetView,
    )
    from sphinxcontrib_archgloss.sphinx_ext.definitions.parser import DefinitionParser
    from sphinxcontrib_archgloss.sphinx_ext.ground.directive_notes import PageNotes
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

_ = get_translation('sphinxcontrib_archgloss')


class Renderer:
    """Makes the entries of one directive; what they say is noted in *notes*.

    *lexicon* has the sets that the directive names; *index* says whether the entries
    are to be in the general index.
    """

    def __init__(
        self,
        rendering: Rendering,
        lexicon: Lexicon,
        notes: PageNotes,
        parser: DefinitionParser,
        *,
        index: bool,
    ) -> None:
        self._rendering = rendering
        self._lexicon = lexicon
        self._notes = notes
        self._parser = parser
        self._index = index

    def render(
        self, view: TermSetView, groups: Sequence[Group], classes: Iterable[str]
    ) -> term_list:
        """Return the entries of *view* in lists with *classes*, under headings.

        *groups* say where the records of the view's groups stand.
        """
        terms = [term for group in groups for term in group.terms]
        request = self._rendering.request
        listed = term_list(
            letters=request.letters if request.order == 'alphabetical' else False,
            langs=languages(self._lexicon, terms),
        )
        headed = any(group.label for group in view.groups)
        for group, place in zip(view.groups, groups, strict=True):
            if headed:
                listed += _heading(group, place.path)
            entries = nodes.definition_list(classes=list(classes))
            if request.order == 'alphabetical':
                entries[SORTED] = True
            entries += map(self._entry, group.records, place.terms)
            listed += entries
        return listed

    def _entry(self, record: RecordView, term: Term) -> Element:
        times = self._notes.note_rendered(record.key)
        term_set = self._lexicon.sets[term.set]
        parsed = self._parser.parse(term, term_set.path, term_set.markup, times)
        for line, message in parsed.faults:
            self._notes.note_fault(Fault(record.key, line - term.first_line, message))
        index = self._index and times == 1
        entry = make_entry(record, term, term_set.path, parsed.nodes, index=index)
        request, backlinks = self._rendering.request, self._rendering.backlinks
        if not request.indexed:
            entry[NO_INDEX] = True
        if request.used:
            entry[USED] = True
        if backlinks is not None:
            entry[BACKLINKS] = backlinks
        return entry


def _heading(group: GroupView, path: str) -> list[Element]:
    """Return the heading of a group, which is none of the page's sections.

    The directive may stand where there can be no section, and which groups come out
    may depend on the project, as the page's table of contents may not.
    """
    label = group.label or str(_('Other terms'))
    heading = nodes.rubric(label, label, classes=[HEADING])
    made: list[Element] = [heading]
    if group.description:
        text = group.description
        made.append(nodes.paragraph(text, text, classes=[HEADING]))
    for node in made:
        node.source, node.line = path or None, 1
        node['translatable'] = bool(group.label)
    return made
