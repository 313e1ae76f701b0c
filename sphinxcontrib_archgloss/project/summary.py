"""The data of a summary: one sentence about a term, with inline markup as plain data.

The page that renders a term's entry keeps the sentence among its facts; popovers, lists of
terms and structured data show it on other pages. The adapter makes the data from docutils
nodes, and nodes from the data; this module does not know docutils.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.json_text import data_of, text_of
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

InlineData = Any
"""A text, or (class, attributes, children) of an inline node: plain data."""

TITLED = 'titled'
"""Attribute of an inline that shows the title of a page, (``doc``, name), or of the place
of a label, (``ref``, name); the text inside it is shown where there is no title."""
SUMMARY_LIMIT = 320
"""Maximum number of characters; a longer sentence is cut between words."""


class Summary(NamedTuple):
    """A sentence about a term, from the page that renders its entry."""

    name: str
    """Name of the term as readers see it, perhaps translated."""
    inlines: tuple[InlineData, ...]
    """The sentence: inline markup without links."""
    translated: bool = False
    """Whether the sentence is in the project's language, whatever that of the set."""
    translation: str = ''
    """The translated name as it is in the catalogue; empty if it has none."""

    @property
    def text(self) -> str:
        """The sentence without its markup."""
        return summary_text(self.inlines)

    def with_titles(self, title: Callable[[str, str], str]) -> Summary:
        """Return the summary with the titles that *title* returns for its references.

        *title* takes (``doc`` or ``ref``, name); if it returns none, the target stays as
        written.
        """
        if all(isinstance(inline, str) for inline in self.inlines):
            return self
        return self._replace(inlines=tuple(_with_titles(i, title) for i in self.inlines))


def _with_titles(inline: InlineData, title: Callable[[str, str], str]) -> InlineData:
    if isinstance(inline, str):
        return inline
    kind, attributes, children = inline
    if reference := dict(attributes).get(TITLED):
        return title(*reference) or summary_text(children)
    return (kind, attributes, tuple(_with_titles(child, title) for child in children))


def pack_summaries(summaries: Iterable[tuple[str, Summary]]) -> bytes:
    """Return (key, summary) of each entry as compressed text; nothing for no entries."""
    rows = [(key, *summary) for key, summary in summaries]
    text = text_of(rows).encode('utf-8', 'surrogatepass')
    return zlib.compress(text, 4) if rows else b''


def unpack_summaries(packed: bytes) -> dict[str, Summary]:
    """Return key → summary of each entry."""
    if not packed:
        return {}
    text = zlib.decompress(packed).decode('utf-8', 'surrogatepass')
    return {key: Summary(*fields) for key, *fields in data_of(text)}


def summary_text(inlines: Iterable[InlineData]) -> str:
    """Return the inlines of a summary as plain text."""
    return ''.join(
        inline if isinstance(inline, str) else summary_text(inline[2]) for inline in inlines
    )
