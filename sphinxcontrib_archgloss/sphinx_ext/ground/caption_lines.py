"""The lines of an entry beside its definition: a caption, and what it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node

_ = get_translation('sphinxcontrib_archgloss')


def around(said: str) -> tuple[str, str, str]:
    """Return the caption in *said*, what follows it, and what follows the braces."""
    before, _braces, after = re.split(r'({\w*}|$)', str(said), maxsplit=1)
    caption = before.rstrip()
    return caption, before.removeprefix(caption), after


def separator() -> str:
    """Return what stands between the items of a list."""
    # Translators: between the items of a list
    return str(_(', '))


def captioned(name: str, said: str, parts: Sequence[Sequence[Node]]) -> Element:
    """Return a line of an entry: a caption, and *parts* where *said* has its braces.

    Marks and spaces, too, are those of the language. *name* is a class of the line.
    """
    line = nodes.paragraph(classes=['term-line', name], translatable=False)
    caption, between, after = around(said)
    line += nodes.emphasis(caption, caption)
    if between:
        line += nodes.Text(between)
    for n, part in enumerate(parts):
        if n:
            line += nodes.Text(separator())
        line += part
    if after:
        line += nodes.Text(after)
    return line
