"""Briefs: what a term is, in a sentence, for places that have no room for its entry.

A brief is drawn from an entry once its page is read, so that translations and
typography are in it, and is kept as plain data among the page's facts. It has no
links, marks or ids: it may be shown on any page, and several times on one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinxcontrib_archgloss.project.summary import (
    SUMMARY_LIMIT,
    TITLED,
    InlineData,
    Summary,
    summary_text,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import SHORT
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import (
    MODULES,
    joined,
    line,
    sentence,
    shortened,
)
from sphinxcontrib_archgloss.terms.language.sentences import sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element, Node

_DROPPED = (
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.raw,
    nodes.comment,
    addnodes.index,
)
_OPENED = (
    nodes.reference,
    nodes.problematic,
    addnodes.pending_xref,
    addnodes.download_reference,
)
_BESIDE = (nodes.table, nodes.field_list)
"""What says what a term is only where there is no prose."""

_PLAIN = (str, int, bool, float, type(None))


def summary_of(entry: Element) -> Summary:
    """Return the brief of an *entry* as its page has it, before it is written."""
    name, definition = cast('list[Element]', entry.children)
    title = summary_text(shortened(joined(_texts(name.children))))
    body = [child for child in definition.children if not _is_line(child)]
    short = entry.get(SHORT)
    # the record's own is in the language of the record
    if short and not _is_translated(body):
        return Summary(title, tuple(shortened(joined([str(short)]))))
    translated, found = _first_paragraph(body)
    said = _plain_sentence(found)
    inlines = tuple(sentence(_inlines(found))) if said is None else (said,)
    return Summary(title, inlines, translated)


def _is_translated(body: Iterable[Node]) -> bool:
    paragraphs = (one for child in body for one in child.findall(nodes.paragraph))
    return any(paragraph.get('translated') for paragraph in paragraphs)


def _is_line(node: Node) -> bool:
    return isinstance(node, nodes.paragraph) and 'term-line' in node['classes']


def _first_paragraph(body: Iterable[Node]) -> tuple[bool, list[Node]]:
    """Return the inline nodes that a definition begins with.

    Before them, whether they have been translated.
    """
    # what an `only` directive holds is not for every builder, and the brief is
    hidden = (*_DROPPED, addnodes.only)
    for passed_over in ((*hidden, *_BESIDE), hidden):
        for paragraph in _paragraphs(body, passed_over):
            if ''.join(_texts(paragraph.children)).strip():
                return bool(paragraph.get('translated')), paragraph.children
    # a picture, code or a formula says what it is only where nothing else does
    said = (' '.join(child.astext().split()) for child in _without(body, hidden))
    instead = next(filter(None, said), '')
    return False, [nodes.Text(instead)] if instead else []


def _paragraphs(
    body: Iterable[Node], passed_over: tuple[type[Node], ...]
) -> Iterator[nodes.paragraph]:
    for child in _without(body, passed_over):
        if isinstance(child, nodes.paragraph):
            yield child
        else:
            yield from _paragraphs(child.children, passed_over)


def _without(body: Iterable[Node], kinds: tuple[type[Node], ...]) -> Iterator[Node]:
    return (child for child in body if not isinstance(child, kinds))


def _texts(children: Iterable[Node]) -> Iterator[str]:
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not isinstance(child, _DROPPED):
            yield from _texts(child.children)


def _inlines(children: Iterable[Node]) -> Iterator[InlineData]:
    """Yield *children* as plain data, links opened and marks dropped."""
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, _DROPPED):
            continue
        elif isinstance(child, nodes.image):
            yield str(child.get('alt', ''))
        elif isinstance(child, addnodes.pending_xref) and (named := _title_of(child)):
            attributes = (*_attributes(child), (TITLED, named))
            yield (_class_of(child), attributes, tuple(_inlines(child.children)))
        elif isinstance(child, _OPENED):
            yield from _inlines(child.children)
        elif isinstance(child, nodes.inline) and _is_wording(child):
            yield child.astext()
        elif type(child).__module__ not in MODULES:
            yield from _inlines(child.children)  # it may need more than plain data
        elif isinstance(child, nodes.Element):
            yield (_class_of(child), _attributes(child), tuple(_inlines(child.children)))


def _title_of(node: Element) -> tuple[str, str] | None:
    """Return what a reference has the title of: a page or a label; None for others."""
    if node.get('refexplicit') or node.get('intersphinx'):
        return None
    domain, kind, target = node.get('refdomain'), node['reftype'], str(node['reftarget'])
    if domain == 'doc':  # MyST's, which is absolute
        return 'doc', target
    if domain == 'std' and kind == 'doc':
        return 'doc', docname_join(node.get('refdoc', ''), target)
    return ('ref', target) if kind == 'myst' or (domain, kind) == ('std', 'ref') else None


def _is_wording(node: Element) -> bool:
    """Return whether *node* is that of a reference to a term, still to be marked."""
    return not {'term-ref', 'archgloss-term-ref'}.isdisjoint(node['classes'])


def _class_of(node: Element) -> str:
    return f'{type(node).__module__}:{type(node).__qualname__}'


def _attributes(node: Element) -> tuple[tuple[str, Any], ...]:
    """Return what of the attributes is plain data and no identity."""
    found: list[tuple[str, Any]] = []
    for key, value in sorted(node.attributes.items()):
        if key == 'classes':
            if value:
                found.append((key, tuple(value)))
        elif key not in nodes.Element.basic_attributes and isinstance(value, _PLAIN):
            found.append((key, value))
    return tuple(found)


def _plain_sentence(children: Sequence[Node]) -> str | None:
    """Return the first sentence where all of it, and more, is one text.

    None where it may be another: what `_sentence` would return, for most definitions.
    """
    if not children or not isinstance(children[0], nodes.Text):
        return None
    text = line(children[0].astext())
    end = sentence_end(text[: SUMMARY_LIMIT + 2])
    if end is None or end > SUMMARY_LIMIT or not text[end:].strip():
        return None
    return text[:end]
