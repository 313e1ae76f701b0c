"""The line of an entry that lists where its term is mentioned; for HTML only.

A page of entries has hundreds of such lines with thousands of links, many of them to the
same sections. So a line is a single node that writes the links itself, without the classes
that Sphinx gives to links; each link is made once for a page. The titles of other pages are
not text of this page, so the search does not index them here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.destinations import Destination
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.links import address
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import HtmlNode
from sphinxcontrib_archgloss.sphinx_ext.ground.text import BETWEEN, LINE, separator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.project.references import MentionPlace
    from sphinxcontrib_archgloss.project.views import MentionsView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession

_ = get_translation('sphinxcontrib_archgloss')

UNFOLDED = 3
"""Maximum number of places that a reader sees without opening the list."""
_BELOW = ' &#8250; '
"""Between the titles of page and section; the character itself would double the memory for
the text of the page."""


class term_mentions(HtmlNode, nodes.General):
    """The line of an entry that lists where its term is mentioned.

    Attributes: ``mentions``, a `MentionsView`; ``docname``, the page of the entry, also
    where pages are joined.
    """

    def write(self, translator: HTML5Translator) -> None:
        """Write the places, folded where there are many."""
        session = ArchglossDomain.of(translator.builder.env).session
        line = session.shared(MentionWriter).line(translator, self)
        translator.body.append(line)


def mention_line(mentions: MentionsView, docname: str) -> term_mentions:
    """Return the line of an entry on the page *docname*."""
    classes = [LINE, 'term-mentions']
    return term_mentions(mentions=mentions, docname=docname, classes=classes)


class MentionWriter:
    """Writes the lines of pages; the links of one page are kept."""

    def __init__(self, session: BuildSession) -> None:
        self._builder = session.app.builder
        self._docname = ''
        self._links: dict[tuple[str, ...], str] = {}
        """Document, anchor and shown titles of a place → HTML, on the page ``_docname``."""

    def line(self, translator: HTML5Translator, node: term_mentions) -> str:
        """Return the HTML of *node*."""
        mentions: MentionsView = node['mentions']
        if self._docname != node['docname']:
            self._docname = node['docname']
            self._links.clear()
        count = len(mentions.places) + mentions.more
        between = translator.encode(separator())
        if count > UNFOLDED:
            places = self._by_page(translator, mentions.places, between)
        else:
            links = [self._place(translator, place) for place in mentions.places]
            places = between.join(links)
        if mentions.more:
            sentence = translator.encode(_('{places}, and {count} more'))
            more = sentence.replace('{count}', str(mentions.more))
            places = more.replace('{places}', places)
        if count > UNFOLDED:
            title = translator.encode(_('Mentioned in ({count})'))
            title = title.replace('{count}', str(count))
            return (
                f'<details class="term-line term-mentions"><summary>{title}</summary>'
                f'{places}</details>\n'
            )
        line = translator.encode(_('Mentioned in: {places}'))
        line = line.replace('{places}', places)
        return f'<p class="term-line term-mentions">{line}</p>\n'

    def _by_page(
        self, translator: HTML5Translator, places: Iterable[MentionPlace], between: str
    ) -> str:
        """Return *places*, with the title of a page once, and its sections after it."""
        pages: list[str] = []
        before: MentionPlace | None = None
        for place in places:
            if before and place.section and before.docname == place.docname:
                pages[-1] += between if before.section else _BELOW
                pages[-1] += self._place(translator, place._replace(page=''))
            else:
                pages.append(self._place(translator, place))
            before = place
        return BETWEEN.join(pages)

    def _place(self, translator: HTML5Translator, place: MentionPlace) -> str:
        """Return the link to *place*, and how often it has the term."""
        link = self._links.get(place[:4])
        if link is None:
            link = self._links[place[:4]] = self._link(translator, place)
        return f'{link} ({place.times})' if place.times > 1 else link

    def _link(self, translator: HTML5Translator, place: MentionPlace) -> str:
        """Return the titles of *place*, as a link if the builder has its page."""
        titles = filter(None, (place.page, place.section))
        name = _BELOW.join(map(translator.encode, titles))
        destination = Destination('', place.docname, place.anchor)
        try:
            uri = address(self._builder, self._docname, destination)
        except NoUri:
            return name
        return f'<a href="{translator.attval(uri)}">{name}</a>' if uri else name
