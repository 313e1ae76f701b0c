"""Pieces: inline text as plain data, cut to a sentence, and made nodes again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.project.facts import SUMMARY_LIMIT, Piece, summary_text
from sphinxcontrib_archgloss.terms.language.sentences import cut_off, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node

_MATHS = 'docutils.nodes:math'
_WHOLE = (_MATHS, 'docutils.nodes:literal', 'sphinx.addnodes:pending_xref')
"""What has no sentences."""
MODULES = {'docutils.nodes': nodes, 'sphinx.addnodes': addnodes}
_CONTROLS = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')


def sentence(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Return the pieces of the first sentence, neighbouring texts joined."""
    whole = list(joined(pieces))
    end = sentence_end(_blurred(whole)[: SUMMARY_LIMIT + 2])
    if end is not None and end <= SUMMARY_LIMIT:
        return _cut(whole, end)
    return shortened(whole)


def _blurred(pieces: Iterable[Piece]) -> str:
    """Return *pieces* as plain text, without the signs in what has no sentences."""
    return ''.join(
        piece
        if isinstance(piece, str)
        else 'x' * len(summary_text(piece[2]))
        if piece[0] in _WHOLE
        else _blurred(piece[2])
        for piece in pieces
    )


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces* with neighbouring texts in one, and on one line."""
    text = ''
    for piece in pieces:
        if isinstance(piece, str):
            # a mark that was dropped has left its space before a comma
            closes = text.endswith(' ') and piece[:1] in tuple(',.;:)')
            text = (text.rstrip() if closes else text) + piece
            continue
        if text:
            yield line(text)
            text = ''
        yield piece
    if text:
        yield line(text)


def line(text: str) -> str:
    """Return *text* on one line, without characters that have no place in a page."""
    if text.isprintable() and '  ' not in text:
        return text
    return re.sub(r'\s+', ' ', _CONTROLS.sub('', text))


def shortened(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces*, up to a space and an ellipsis where they are too long."""
    whole = list(pieces)
    text = summary_text(whole)
    if len(text.rstrip()) <= SUMMARY_LIMIT:
        yield from _cut(whole, len(text.rstrip()))
        return
    yield from _cut(whole, cut_off(text, SUMMARY_LIMIT), whole=())
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
        size = len(summary_text(inner))
        if kind in whole or size <= length:
            yield piece
        elif kind != _MATHS:
            yield (kind, attributes, tuple(_cut(inner, length, whole)))
        length -= size


def brief_nodes(pieces: Iterable[Piece]) -> list[Node]:
    """Return the nodes of a brief, made anew.

    What stands for a title is a reference as it was written, for Sphinx to resolve.
    """
    made: list[Node] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(nodes.Text(piece))
            continue
        kind, attributes, inner = piece
        module, _, name = kind.partition(':')
        node = getattr(MODULES[module], name)()
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
