"""Everything that a page shows of its term sets when it is read: frozen records.

When the digest of such a view changes, the page is read again. The position of a record in
its file is not part of a view, because readers do not see it. What depends on other pages
is in `views`, which are drawn when a page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import Source


class DefinitionText(NamedTuple):
    """A definition as its parser receives it."""

    markup: str
    """``rst`` or ``myst``."""
    value: str
    offsets: tuple[int, ...]
    """Line of the data file for each line of the text, relative to the first."""
    folded: str
    """The text as written, where one line of it may be several lines of the file."""


class RecordView(NamedTuple):
    """What an entry shows of its record."""

    key: str
    name: str
    sort: str
    """Sort key; empty for the name."""
    definition: DefinitionText | None
    aliases: tuple[str, ...] = ()
    """Aliases that readers are shown."""
    index_labels: tuple[str, ...] = ()
    """Labels in the general index, the name first."""
    references: tuple[Source, ...] = ()
    deprecated: bool = False
    short: str = ''
    """The record's own sentence about the term; empty for the first of the definition."""


class GroupView(NamedTuple):
    """Entries under one heading."""

    label: str
    """Label of the category; empty for terms without one."""
    description: str
    records: tuple[RecordView, ...]
    lang: str = ''
    """Language tag of the heading; empty where its set declares none."""


class TermSetView(NamedTuple):
    """What a ``term-set`` or ``term-definition`` directive shows of its sets."""

    groups: tuple[GroupView, ...]
    unknown_categories: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(category that no set declares, categories that sets declare)."""
    letters: tuple[str, ...] = ()
    """Letter of each entry, where the list may have letters above it."""
    alphabet: tuple[str, ...] = ()
    """The letters in their order, including those without an entry."""
    alphabetical: bool = True
    """Whether the entries are sorted by their names."""
