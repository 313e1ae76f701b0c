"""Converts inline nodes to plain data and back, and cuts them to a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_archgloss.project.summary import SUMMARY_LIMIT, InlineData, summary_text
from sphinxcontrib_archgloss.terms.language.sentences import cut_off, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node

_MATHS = 'docutils.nodes:math'
_WHOLE = (_MATHS, 'docutils.nodes:literal', 'sphinx.addnodes:pending_xref')
"""Classes of nodes in which no sentence ends."""
MODULES = {'docutils.nodes': nodes, 'sphinx.addnodes': addnodes}
_CONTROLS = '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]'


def sentence(inlines: Iterable[InlineData]) -> Iterator[InlineData]:
    """Return the inlines of the first sentence, neighboring texts joined."""
    whole = list(joined(inlines))
    end = sentence_end(_masked(whole)[: SUMMARY_LIMIT + 2])
    if end is not None and end <= SUMMARY_LIMIT:
        return _cut(whole, end)
    return shortened(whole)


def _masked(inlines: Iterable[InlineData]) -> str:
    """Return *inlines* as plain text, with "x" for characters that end no sentence."""
    return ''.join(
        inline
        if isinstance(inline, str)
        else 'x' * len(summary_text(inline[2]))
        if inline[0] in _WHOLE
        else _masked(inline[2])
        for inline in inlines
    )


def joined(inlines: Iterable[InlineData]) -> Iterator[InlineData]:
    """Yield *inlines* with neighboring texts joined, and on one line."""
    text = ''
    for inline in inlines:
        if isinstance(inline, str):
            # a footnote reference that was dropped has left its space before a comma
            closes = text.endswith(' ') and inline[:1] in tuple(',.;:)')
            text = (text.rstrip() if closes else text) + inline
            continue
        if text:
            yield line(text)
            text = ''
        yield inline
    if text:
        yield line(text)


def line(text: str) -> str:
    """Return *text* on one line, without control characters."""
    flat = text.replace('\n', ' ')
    if not flat.isprintable():  # few texts have other spaces
        return re.sub(r'\s+', ' ', re.sub(_CONTROLS, '', text))
    while '  ' in flat:
        flat = flat.replace('  ', ' ')
    return flat


def shortened(inlines: Iterable[InlineData]) -> Iterator[InlineData]:
    """Yield *inlines*, cut at a space, with an ellipsis, if they are too long."""
    whole = list(inlines)
    text = summary_text(whole)
    if len(text.rstrip()) <= SUMMARY_LIMIT:
        yield from _cut(whole, len(text.rstrip()))
        return
    yield from _cut(whole, cut_off(text, SUMMARY_LIMIT), whole=())
    yield '…'


def _cut(
    inlines: Iterable[InlineData], length: int, whole: tuple[str, ...] = _WHOLE
) -> Iterator[InlineData]:
    """Yield the first *length* characters of *inlines*.

    Nodes of the classes in *whole* are kept whole; a formula is left out, not cut.
    """
    for inline in inlines:
        if length <= 0:
            return
        if isinstance(inline, str):
            yield inline[:length]
            length -= len(inline)
            continue
        kind, attributes, inner = inline
        size = len(summary_text(inner))
        if kind in whole or size <= length:
            yield inline
        elif kind != _MATHS:
            yield (kind, attributes, tuple(_cut(inner, length, whole)))
        length -= size


def summary_nodes(inlines: Iterable[InlineData]) -> list[Node]:
    """Return new nodes for the *inlines* of a summary.

    A title is a reference as it was written, for Sphinx to resolve.
    """
    children: list[Node] = []
    for inline in inlines:
        if isinstance(inline, str):
            children.append(nodes.Text(inline))
            continue
        kind, attributes, inner = inline
        module, _, name = kind.partition(':')
        node = getattr(MODULES[module], name)()
        for key, value in attributes:
            node[key] = list(value) if key == 'classes' else value
        node += summary_nodes(inner)
        children.append(node)
    return children


def has_maths(inlines: Iterable[InlineData]) -> bool:
    """Return whether a summary has formulas."""
    return any(
        not isinstance(inline, str) and (inline[0] == _MATHS or has_maths(inline[2]))
        for inline in inlines
    )
