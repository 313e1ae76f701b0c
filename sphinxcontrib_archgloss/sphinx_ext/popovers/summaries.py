"""Picks the sentence about a term that popovers, lists and JSON-LD show.

A summary is taken from an entry once its page is read, after translation and smart
quotes, and is kept as plain data among the page's facts. It has no links, footnotes or
ids, so any page may show it, even several times.
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
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import SHORT, TRANSLATION
from sphinxcontrib_archgloss.sphinx_ext.ground.text import LINE
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
_UNWRAPPED = (
    nodes.reference,
    nodes.problematic,
    addnodes.pending_xref,
    addnodes.download_reference,
)
_NO_PROSE = (nodes.table, nodes.field_list)
"""Not searched for a paragraph unless there is none elsewhere."""
_PLAIN = (str, int, bool, float, type(None))
_TERM_REFS = {'term-ref', 'archgloss-term-ref'}
"""Classes of the text of a reference to a term."""


def summary_of(entry: Element) -> Summary:
    """Return the summary of an *entry* as its page has it once it is read."""
    name, definition = cast('list[Element]', entry.children)
    title = summary_text(shortened(joined(_texts(name.children))))
    body = [
        child
        for child in definition.children
        if not (isinstance(child, nodes.paragraph) and LINE in child['classes'])
    ]
    short, named = entry.get(SHORT), entry.get(TRANSLATION, '')
    # the record's ``short`` is in the language of the record
    if short and not _is_translated(body):
        return Summary(title, tuple(shortened(joined([str(short)]))), translation=named)
    children, translated = _first_paragraph(body)
    text = _plain_sentence(children)
    inlines = tuple(sentence(_inlines(children))) if text is None else (text,)
    return Summary(title, inlines, translated, named)


def _is_translated(body: Iterable[Node]) -> bool:
    paragraphs = (node for child in body for node in child.findall(nodes.paragraph))
    return any(paragraph.get('translated') for paragraph in paragraphs)


def _first_paragraph(body: Iterable[Node]) -> tuple[list[Node], bool]:
    """Return the inline nodes that a definition begins with, and whether translated."""
    # an `only` directive depends on the builder, which a summary must not
    hidden = (*_DROPPED, addnodes.only)
    for skipped in ((*hidden, *_NO_PROSE), hidden):
        for paragraph in _paragraphs(body, skipped):
            if ''.join(_texts(paragraph.children)).strip():
                return paragraph.children, bool(paragraph.get('translated'))
    # a picture, code or a formula counts only where there is no paragraph at all
    blocks = (child for child in body if not isinstance(child, hidden))
    texts = (' '.join(block.astext().split()) for block in blocks)
    text = next(filter(None, texts), '')
    return [nodes.Text(text)] if text else [], False


def _paragraphs(
    body: Iterable[Node], skipped: tuple[type[Node], ...]
) -> Iterator[nodes.paragraph]:
    for child in body:
        if isinstance(child, nodes.paragraph):
            yield child
        elif not isinstance(child, skipped):
            yield from _paragraphs(child.children, skipped)


def _texts(children: Iterable[Node]) -> Iterator[str]:
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not isinstance(child, _DROPPED):
            yield from _texts(child.children)


def _inlines(children: Iterable[Node]) -> Iterator[InlineData]:
    """Yield *children* as plain data, without links and footnote references."""
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, _DROPPED):
            continue
        elif isinstance(child, nodes.image):
            yield str(child.get('alt', ''))
        elif isinstance(child, addnodes.pending_xref) and (place := _titled_place(child)):
            attributes = (*_attributes(child), (TITLED, place))
            yield (_class_of(child), attributes, tuple(_inlines(child.children)))
        elif isinstance(child, _UNWRAPPED):
            yield from _inlines(child.children)
        elif isinstance(child, nodes.inline) and _TERM_REFS & {*child['classes']}:
            yield child.astext()
        elif type(child).__module__ not in MODULES:
            yield from _inlines(child.children)  # it may need more than plain data
        elif isinstance(child, nodes.Element):
            yield (_class_of(child), _attributes(child), tuple(_inlines(child.children)))


def _titled_place(node: Element) -> tuple[str, str] | None:
    """Return the page or label whose title a reference shows; None for other references."""
    if node.get('refexplicit') or node.get('intersphinx'):
        return None
    domain, kind, target = node.get('refdomain'), node['reftype'], str(node['reftarget'])
    if domain == 'doc':  # MyST's, which is absolute
        return 'doc', target
    if domain == 'std' and kind == 'doc':
        return 'doc', docname_join(node.get('refdoc', ''), target)
    return ('ref', target) if kind == 'myst' or (domain, kind) == ('std', 'ref') else None


def _class_of(node: Element) -> str:
    return f'{type(node).__module__}:{type(node).__qualname__}'


def _attributes(node: Element) -> tuple[tuple[str, Any], ...]:
    """Return the attributes that are plain data, without ids and names."""
    attributes: list[tuple[str, Any]] = []
    for key, value in sorted(node.attributes.items()):
        if key == 'classes':
            if value:
                attributes.append((key, tuple(value)))
        elif key not in nodes.Element.basic_attributes and isinstance(value, _PLAIN):
            attributes.append((key, value))
    return tuple(attributes)


def _plain_sentence(children: Sequence[Node]) -> str | None:
    """Return the first sentence if it ends inside the first text; else None.

    A shortcut that serves most definitions; `sentence` would return the same.
    """
    if not children or not isinstance(children[0], nodes.Text):
        return None
    text = line(children[0].astext())
    end = sentence_end(text[: SUMMARY_LIMIT + 2])
    if end is None or end > SUMMARY_LIMIT or not text[end:].strip():
        return None
    return text[:end]
