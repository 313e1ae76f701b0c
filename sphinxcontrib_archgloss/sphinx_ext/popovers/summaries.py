"""Picks the sentence about a term that popovers, lists and JSON-LD show.

A summary is taken from an entry when its page has been read, after translation and smart
quotes, and is kept as plain data among the page's facts. It has no links, footnotes or ids,
so any page may show it, even several times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

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
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import is_conditional
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    SHORT,
    TRANSLATION,
    local_citation,
)
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
_LISTS = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.field_list,
    nodes.table,
    addnodes.hlist,
)
"""Blocks with several items, each a part of a summary."""
_ITEMS = (nodes.list_item, nodes.definition_list_item, nodes.field, nodes.row)
_BESIDE_THE_TEXT = (
    nodes.table,
    nodes.field_list,
    nodes.Admonition,
    nodes.figure,
    nodes.footnote,
    nodes.topic,
    nodes.sidebar,
    local_citation,
    addnodes.versionmodified,
    addnodes.desc,
)
"""Not part of a summary unless there is no other text."""
_BlockText: TypeAlias = tuple[list[InlineData], 'Node | None']
"""A text and its block; both are empty if there is no text."""
_PLAIN = (str, int, bool, float, type(None))
_TERM_REFS = {'term-ref', 'archgloss-term-ref'}
"""Classes of the text of a reference to a term."""


def summary_of(entry: Element) -> Summary:
    """Return the summary of an *entry* as it is after its page has been read."""
    name, definition = cast('list[Element]', entry.children)
    title = ''.join(joined(_texts(name.children))).rstrip()
    if len(title) > SUMMARY_LIMIT:
        title = summary_text(shortened([title]))
    body = [
        child
        for child in definition.children
        if not (isinstance(child, nodes.paragraph) and LINE in child['classes'])
    ]
    short, named = entry.get(SHORT), entry.get(TRANSLATION, '')
    # the ``short`` of a record is in the language of the record
    if short and not _is_translated(body):
        return Summary(title, tuple(shortened(joined([str(short)]))), translation=named)
    inlines, block = _first_text(body)
    translated = block is not None and _is_translated([block])
    return Summary(title, tuple(inlines), translated, named)


def _is_translated(body: Iterable[Node]) -> bool:
    return any(
        child.attributes.get('translated')
        if isinstance(child, nodes.paragraph)
        else _is_translated(child.children)
        for child in body
    )


def _first_text(body: Sequence[Node]) -> _BlockText:
    """Return the beginning of a definition: a sentence, or the items of a list."""
    if body and type(body[0]) is nodes.paragraph:
        plain = _plain_sentence(body[0].children)
        if plain is not None:
            return [plain], body[0]
    # these depend on the builder, and a summary must not
    body = [child for child in body if not is_conditional(child)]
    dropped: tuple[type[Node], ...] = _DROPPED
    for skipped in [(*dropped, *_BESIDE_THE_TEXT), dropped]:
        first = _text_of(body, skipped)
        if first[0]:
            return first
    # a picture, code or a formula counts only where there is nothing else at all
    blocks = (child for child in body if not isinstance(child, _DROPPED))
    texts = (' '.join(block.astext().split()) for block in blocks)
    text = next(filter(None, texts), '')
    return ([*sentence([text])] if text else []), None


def _text_of(blocks: Sequence[Node], skipped: tuple[type[Node], ...]) -> _BlockText:
    """Return the first text among *blocks*.

    It is the first sentence of a paragraph, or the items of a list. A paragraph that ends
    with a colon introduces the list below it.
    """
    shown = [
        block
        for block in blocks
        if not isinstance(block, (*skipped, nodes.Text)) and not is_conditional(block)
    ]
    for n, block in enumerate(shown):
        text: _BlockText
        if isinstance(block, nodes.paragraph):
            text = _paragraph_text(block, shown[n + 1 : n + 2]), block
        elif isinstance(block, _LISTS):
            text = list(shortened(joined(_items_of(block)))), block
        else:
            text = _text_of(block.children, skipped)
        if text[0]:
            return text
    return [], None


def _paragraph_text(
    paragraph: nodes.paragraph, following: Sequence[Node]
) -> list[InlineData]:
    """Return the first sentence of *paragraph*, and the list that it introduces."""
    inlines = list(joined(_inlines(paragraph.children)))
    text = summary_text(inlines).strip()
    introduces = text.endswith((':', '：')) and sentence_end(text) is None
    if introduces and following and isinstance(following[0], _LISTS):
        return list(shortened(joined([*inlines, ' ', *_items_of(following[0])])))
    return list(sentence(inlines)) if text else []


def _items_of(block: Node) -> list[InlineData]:
    """Return the items of a list, or the rows of a table, with marks between them."""
    items: list[InlineData] = []
    for child in block.children:
        if isinstance(child, _DROPPED):
            continue
        item = _item(child) if isinstance(child, _ITEMS) else _items_of(child)
        if item and items:
            ends = summary_text(items).rstrip()[-1:] in tuple('.!?…:;,。！？')
            items.append(' ' if ends else '; ')
        items += item
    return items


def _item(item: Element) -> list[InlineData]:
    """Return the text of an item: a name and what follows it, cells, or paragraphs."""
    parts = [_whole(part) for part in item.children if isinstance(part, nodes.Element)]
    mark = ' '
    if isinstance(item, nodes.row):
        mark = ', '
    elif isinstance(item, (nodes.definition_list_item, nodes.field)):
        mark = ': '
    return _separated([part for part in parts if summary_text(part).strip()], mark)


def _whole(block: Element) -> list[InlineData]:
    """Return the text of a *block* in an item; a list in it is in parentheses."""
    if isinstance(block, _DROPPED):
        return []
    if isinstance(block, _LISTS):
        return ['(', *inner, ')'] if (inner := _items_of(block)) else []
    if isinstance(block, nodes.TextElement):
        return list(_inlines(block.children))
    parts = [_whole(part) for part in block.children if isinstance(part, nodes.Element)]
    return _separated([part for part in parts if part], ' ')


def _separated(parts: Sequence[list[InlineData]], mark: str) -> list[InlineData]:
    return [inline for part in parts for inline in (mark, *part)][1:]


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

    A shortcut that serves most definitions; `_text_of` would return the same.
    """
    if not children or not isinstance(children[0], nodes.Text):
        return None
    text = line(children[0].astext())
    end = sentence_end(text[: SUMMARY_LIMIT + 2])
    if end is None or end > SUMMARY_LIMIT:
        return None
    # a sentence that ends with the text may go on in the next inline
    return text[:end] if len(children) == 1 or text[end:].strip() else None
