"""A project's own layout of entries in HTML pages: its parts, and how it is drawn.

An entry with such a layout is a node of its own. When it is written, each line of the entry
is written separately, and the template combines them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from markupsafe import Markup

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.layouts import Layout
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import HtmlNode
from sphinxcontrib_archgloss.sphinx_ext.ground.text import FACTS, LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


class laid_out_entry(HtmlNode, nodes.definition_list_item):
    """An entry that a template draws."""

    def write(self, translator: HTML5Translator) -> None:
        """Write the entry by the template."""
        session = ArchglossDomain.of(translator.builder.env).session
        parts = _parts(translator, self)
        docname = translator.builder.current_docname
        translator.visit_definition_list_item(self)
        html, _as_laid_out = session.shared(entry_layout).draw(parts, session.env, docname)
        translator.body.append(f'{html.strip()}\n')
        translator.depart_definition_list_item(self)


def lay_out(items: Iterable[Element]) -> None:
    """Replace the entries *items* by nodes that a template draws."""
    laid_out: dict[int, Node] = {}
    lists: dict[int, Element] = {}
    for item in items:
        entry = laid_out[id(item)] = laid_out_entry('', *item.children)
        entry.update_basic_atts(item)
        lists[id(item.parent)] = item.parent
    for entries in lists.values():
        entries[:] = [laid_out.get(id(child), child) for child in entries.children]


class Fact(NamedTuple):
    """One of the facts of an entry."""

    kind: str
    """``aliases``, a relation, ``references`` or ``state``."""
    label: str
    """The caption, as in "Also:"."""
    values: Markup
    """HTML of what follows the caption; empty for a state."""


class EntryParts(NamedTuple):
    """What a template gets of an entry; what an entry does not have is empty."""

    id: str
    """The anchor that links use."""
    name: Markup
    anchors: Markup
    """Elements with all ids of the entry, for a heading other than `term`."""
    term: Markup
    """HTML of the built-in heading: the name with its anchors and the permalink."""
    status: Markup
    """The line that the term is deprecated, with its successor."""
    see: Markup
    """The line with the term to look up, of an entry that redirects."""
    definition: Markup
    canonical: Markup
    """The line with the link to the canonical page."""
    facts: tuple[Fact, ...]
    mentions: Markup
    """The line with the places that mention the term."""
    body: Markup
    """HTML of the built-in layout."""


def _sample(anchor: str, line: str, facts: tuple[Fact, ...]) -> EntryParts:
    anchors = Markup('<span id="{}"></span>').format(anchor) if anchor else Markup()
    term, text = Markup('<dt>{}A</dt>').format(anchors), Markup('<p>B</p>')
    more = Markup(line)  # noqa: S704 - our own
    body = term + Markup('<dd>{}{}</dd>').format(text, more)
    name = Markup('A')
    lines = more, more, text, more, facts, more
    return EntryParts(anchor, name, anchors, term, *lines, body)


_SAMPLES = (
    _sample('term-a', '<p>C</p>', (Fact('aliases', 'Also:', Markup('D')),)),
    _sample('', '', ()),
)
"""Entries by which a template is tried on every build."""


def entry_layout(session: BuildSession) -> Layout:
    """Return the layout of the entries of a build."""
    path = session.template('entry') if session.features.entry_layout else None
    return Layout(path, 'entries', _SAMPLES, anchored=True)


def _parts(translator: HTML5Translator, entry: Element) -> EntryParts:
    """Return the HTML of the parts of *entry*."""
    name, definition = cast('list[Element]', entry.children)
    is_target = [isinstance(child, nodes.target) for child in name.children]
    targets = [n for n, target in zip(name.children, is_target, strict=True) if target]
    others = [n for n, target in zip(name.children, is_target, strict=True) if not target]
    spans = [Markup('<span id="{}"></span>').format(anchor) for anchor in name['ids']]
    written = [(child, _html(translator, [child])) for child in definition.children]
    lines: dict[str, Markup] = {}
    text, facts = Markup(), list[Fact]()
    for child, html in written:
        kind = _kind(child)
        if kind == FACTS:
            facts += _facts(translator, cast('Element', child))
        elif kind:
            lines[kind] = html
        else:
            text += html
    term = _html(translator, [name])
    start = len(translator.body)
    translator.visit_definition(definition)
    translator.body += [html for _child, html in written]
    translator.depart_definition(definition)
    status, see, canonical, mentions = (
        lines.get(f'term-{kind}', Markup())
        for kind in ('status', 'see', 'canonical', 'mentions')
    )
    return EntryParts(
        id=name['ids'][0] if name['ids'] else '',
        name=_html(translator, others).strip(),
        anchors=Markup().join(spans) + _html(translator, targets),
        term=term,
        status=status,
        see=see,
        definition=text,
        canonical=canonical,
        facts=tuple(facts),
        mentions=mentions,
        body=term + _taken(translator, start),
    )


def _kind(node: Node) -> str:
    """Return the class that says what a line of an entry is; empty for the definition."""
    classes: list[str] = node['classes'] if isinstance(node, nodes.Element) else []
    return classes[1] if len(classes) > 1 and classes[0] == LINE else ''


def _facts(translator: HTML5Translator, line: Element) -> list[Fact]:
    return [
        Fact(
            fact['classes'][0].removeprefix('term-'),
            fact[0].astext(),
            _html(translator, fact.children[1:]).strip(),
        )
        for fact in line.children
        if isinstance(fact, nodes.inline)
    ]


def _html(translator: HTML5Translator, parts: Iterable[Node]) -> Markup:
    """Return the HTML of *parts*, and leave what is being written as it is."""
    start = len(translator.body)
    for node in parts:
        node.walkabout(translator)
    return _taken(translator, start)


def _taken(translator: HTML5Translator, start: int) -> Markup:
    html = ''.join(translator.body[start:])
    del translator.body[start:]
    return Markup(html)  # noqa: S704 - the translator has encoded it
