"""Briefs: what a term is, in a sentence, for places that have no room for its entry.

A brief is drawn from an entry once its page is read, so that translations and
typography are in it, and is kept as plain data among the page's facts. It has no
links, marks or ids: it may be shown on any page, and several times on one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.reading.facts import (
    BRIEF_LIMIT,
    Brief,
    Piece,
    brief_text,
)
from sphinxcontrib_archgloss.sphinx_ext.nodes import SHORT
from sphinxcontrib_archgloss.terms.sentences import cut_off, sentence_end

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
_MATHS = 'docutils.nodes:math'
_WHOLE = (_MATHS, 'docutils.nodes:literal')  # has no sentences
_MODULES = {'docutils.nodes': nodes, 'sphinx.addnodes': addnodes}
# None of them has a place in a page.
_CONTROLS = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')

_PLAIN = (str, int, bool, float, type(None))


def brief_of(entry: Element) -> Brief:
    """Return the brief of an *entry* as its page has it, before it is written."""
    name, definition = cast('list[Element]', entry.children)
    title = brief_text(_shortened(_joined(_texts(name.children))))
    body = [child for child in definition.children if not _is_line(child)]
    short = entry.get(SHORT)
    # the record's own is in the language of the record
    if short and not _is_translated(body):
        return Brief(title, tuple(_shortened(_joined([str(short)]))))
    translated, found = _first_paragraph(body)
    said = _plain_sentence(found)
    pieces = tuple(_sentence(_pieces(found))) if said is None else (said,)
    return Brief(title, pieces, translated)


def _is_translated(body: Iterable[Node]) -> bool:
    paragraphs = (one for child in body for one in child.findall(nodes.paragraph))
    return any(paragraph.get('translated') for paragraph in paragraphs)


def _is_line(node: Node) -> bool:
    return isinstance(node, nodes.paragraph) and 'term-line' in node['classes']


def _first_paragraph(body: Iterable[Node]) -> tuple[bool, list[Node]]:
    """Return the inline nodes that a definition begins with.

    Before them, whether they have been translated.
    """
    instead = ''
    for child in body:
        if isinstance(child, nodes.paragraph):
            found: nodes.paragraph | None = child
        else:
            found = next(child.findall(nodes.paragraph), None)
        if found is not None:
            return bool(found.get('translated')), found.children
        # a picture, code or a formula says what it is only where nothing else does
        instead = instead or ' '.join(child.astext().split())
    return False, [nodes.Text(instead)] if instead else []


def _texts(children: Iterable[Node]) -> Iterator[str]:
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not isinstance(child, _DROPPED):
            yield from _texts(child.children)


def _pieces(children: Iterable[Node]) -> Iterator[Piece]:
    """Yield *children* as plain data, links opened and marks dropped."""
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, _DROPPED):
            continue
        elif isinstance(child, nodes.image):
            yield str(child.get('alt', ''))
        elif isinstance(child, _OPENED):
            yield from _pieces(child.children)
        elif isinstance(child, nodes.inline) and _is_wording(child):
            yield child.astext()
        elif type(child).__module__ not in _MODULES:
            yield from _pieces(child.children)  # it may need more than plain data
        elif isinstance(child, nodes.Element):
            yield (_class_of(child), _attributes(child), tuple(_pieces(child.children)))


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
    text = _line(children[0].astext())
    end = sentence_end(text[: BRIEF_LIMIT + 2])
    if end is None or end > BRIEF_LIMIT or not text[end:].strip():
        return None
    return text[:end]


def _sentence(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Return the pieces of the first sentence, neighbouring texts joined."""
    whole = list(_joined(pieces))
    text = brief_text(whole)
    end = sentence_end(text[: BRIEF_LIMIT + 2])
    if end is not None and end <= BRIEF_LIMIT:
        return _cut(whole, end)
    return _shortened(whole)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces* with neighbouring texts in one, and on one line."""
    text = ''
    for piece in pieces:
        if isinstance(piece, str):
            # a mark that was dropped has left its space before a comma
            closes = text.endswith(' ') and piece[:1] in tuple(',.;:)')
            text = (text.rstrip() if closes else text) + piece
            continue
        if text:
            yield _line(text)
            text = ''
        yield piece
    if text:
        yield _line(text)


def _line(text: str) -> str:
    if text.isprintable() and '  ' not in text:
        return text
    return re.sub(r'\s+', ' ', _CONTROLS.sub('', text))


def _shortened(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces*, up to a space and an ellipsis where they are too long."""
    whole = list(pieces)
    text = brief_text(whole)
    if len(text.rstrip()) <= BRIEF_LIMIT:
        yield from _cut(whole, len(text.rstrip()))
        return
    yield from _cut(whole, cut_off(text, BRIEF_LIMIT), whole=())
    yield '…'


def _cut(
    pieces: Iterable[Piece], length: int, whole: tuple[str, ...] = _WHOLE
) -> Iterator[Piece]:
    """Yield the first *length* characters of *pieces*.

    Those of the kinds *whole* are not cut; a formula that is cut is left out.
    """
    for piece in pieces:
        if length <= 0:
            return
        if isinstance(piece, str):
            yield piece[:length]
            length -= len(piece)
            continue
        kind, attributes, inner = piece
        size = len(brief_text(inner))
        if kind in whole or size <= length:
            yield piece
        elif kind != _MATHS:
            yield (kind, attributes, tuple(_cut(inner, length, whole)))
        length -= size


def brief_nodes(pieces: Iterable[Piece]) -> list[Node]:
    """Return the nodes of a brief, made anew."""
    made: list[Node] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(nodes.Text(piece))
            continue
        kind, attributes, inner = piece
        module, _, name = kind.partition(':')
        node = getattr(_MODULES[module], name)()
        for key, value in attributes:
            node[key] = list(value) if key == 'classes' else value
        node += brief_nodes(inner)
        made.append(node)
    return made


def has_maths(pieces: Iterable[Piece]) -> bool:
    """Return whether there are formulas in a brief."""
    return any(
        not isinstance(piece, str) and (piece[0] == _MATHS or has_maths(piece[2]))
        for piece in pieces
    )
