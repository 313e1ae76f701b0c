"""The records of the vocabulary: what a term and a term set are.

Frozen values without behavior beyond their invariants. They keep only the positions that
messages need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_LINES: Mapping[str, int] = {}


class Text(NamedTuple):
    """A piece of markup, and its lines in the data file."""

    value: str
    lines: tuple[int, ...]
    """For each line of `value` its 1-based line in the file."""
    folded: str = ''
    """The text as written, where one line of `value` may be several of the file."""

    @property
    def first_line(self) -> int:
        """The 1-based line of the data file where the text begins."""
        return self.lines[0] if self.lines else 1

    def offsets(self) -> tuple[int, ...]:
        """Return the lines relative to the first, which moving the text does not change."""
        first = self.first_line
        return tuple([line - first for line in self.lines])


class Alias(NamedTuple):
    """Another label of a term."""

    text: str
    kind: str = 'synonym'
    """acronym, abbreviation, synonym, variant, symbol or misspelling; translation for the
    translated name of the term."""
    case: str = 'smart'
    """exact, fold or smart; for mentions in prose only."""
    status: str = 'admitted'
    """preferred, admitted, deprecated or forbidden."""
    hidden: bool = False
    """Whether it is looked up, but not shown to readers."""
    autolink: str | None = None
    """off, suggest, first or all; None for the term's own."""
    in_text: str | None = None
    """The name in running text, where the alias is expanded."""


class Source(NamedTuple):
    """A paper or specification that an entry cites."""

    label: str
    url: str


class Category(NamedTuple):
    """A heading under which terms of one set are grouped."""

    id: str
    label: str
    description: str = ''
    lines: Mapping[str, int] = _NO_LINES
    """Key → 1-based line of its value."""

    def __eq__(self, other: object) -> bool:
        """Return whether both are the same category, wherever they are written."""
        return isinstance(other, Category) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        """Return the opposite of `__eq__`, which tuples do not derive."""
        return not self == other

    def __hash__(self) -> int:
        """Return the hash of what `__eq__` compares."""
        return hash(self[:-1])


class Term(NamedTuple):
    """One record of a term set."""

    set: str
    """Name of the set."""
    id: str
    """Slug, unique in the set."""
    name: str
    """Preferred label, shown as written."""
    line: int
    """1-based line where the record begins."""
    name_line: int
    """1-based line of the name."""
    definition: Text | None = None
    """None only where `see` is given."""
    short: str | None = None
    aliases: tuple[Alias, ...] = ()
    forms: tuple[str, ...] = ()
    """Irregular inflected forms, which are labels, too."""
    no_plural: bool = False
    canonical: str | None = None
    """docname, docname#anchor, or an absolute http(s) URL."""
    published: bool = True
    related: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    contrast: tuple[str, ...] = ()
    see: str | None = None
    categories: tuple[str, ...] = ()
    references: tuple[Source, ...] = ()
    status: str | None = None
    """draft, approved or deprecated."""
    replaced_by: str | None = None
    formerly: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    """Ids that the entry had elsewhere, which stay links to it."""
    autolink: str | None = None
    sort: str | None = None
    extra: Any = None
    """Plain data, kept for templates and exports."""
    lines: Mapping[str, int] = _NO_LINES
    """Key or address → 1-based line, for what points elsewhere: the keys of relations,
    ``canonical`` and ``anchors``, and the addresses of `references`."""

    @property
    def key(self) -> str:
        """The term's identity in a project: ``set:id``."""
        return f'{self.set}:{self.id}'

    def labels(self) -> tuple[str, ...]:
        """Return every written form that names the term, the name first."""
        if not (self.aliases or self.forms or self.formerly):
            return (self.name,)  # most terms
        return (
            self.name,
            *(alias.text for alias in self.aliases),
            *self.forms,
            *self.formerly,
        )

    def shown_aliases(self) -> tuple[str, ...]:
        """Return the aliases that readers see: not hidden, misspelled or forbidden."""
        return tuple(
            alias.text
            for alias in self.aliases
            if not alias.hidden
            and alias.kind != 'misspelling'
            and alias.status != 'forbidden'
        )

    def index_labels(self) -> tuple[str, ...]:
        """Return the labels for an index: those that readers see and writers may use.

        If labels differ only in case, only the first is returned.
        """
        if not self.aliases:
            return (self.name,)  # the common case
        discouraged = {a.text for a in self.aliases if a.status == 'deprecated'}
        discouraged.discard(self.name)
        labels: dict[str, str] = {}
        for label in (self.name, *self.shown_aliases()):
            if label not in discouraged:
                labels.setdefault(label.casefold(), label)
        return tuple(labels.values())

    @property
    def has_discouraged_labels(self) -> bool:
        """Whether some labels are old names, deprecated, forbidden or misspelled."""
        return bool(self.formerly) or any(
            alias.kind == 'misspelling' or alias.status in ('deprecated', 'forbidden')
            for alias in self.aliases
        )

    @property
    def first_line(self) -> int:
        """The 1-based line of the data file where the definition begins, or the record."""
        return self.definition.first_line if self.definition else self.line

    def relations(self) -> tuple[tuple[str, str], ...]:
        """Return (key of the record, label or id written there), in a fixed order."""
        pairs = [
            (key, target)
            for key in ('broader', 'contrast', 'related')
            for target in getattr(self, key)
        ]
        if self.see is not None:
            pairs.append(('see', self.see))
        if self.replaced_by is not None:
            pairs.append(('replaced_by', self.replaced_by))
        return tuple(pairs)


class TermSet(NamedTuple):
    """The content of a data file, with its terms in their order there."""

    name: str
    path: str
    """Absolute path of the file."""
    digest: str
    """Hex digest of the file's bytes."""
    title: str = ''
    description: str = ''
    lang: str = ''
    """BCP 47 tag; without one, labels are inflected as in English."""
    markup: str = 'rst'
    """rst or myst."""
    order: str = 'alphabetical'
    """Order of the entries: alphabetical or written; a directive can override it."""
    url: str = ''
    licence: str = ''
    categories: tuple[Category, ...] = ()
    terms: tuple[Term, ...] = ()
    lost: tuple[str, ...] = ()
    """Labels of the records that were left out as faulty."""
    location: str = ''
    """Path of the file relative to a root of a project; empty outside of one."""

    @property
    def inflects(self) -> bool:
        """Whether English plurals are understood for this set's labels."""
        return not self.lang or self.lang.lower().split('-')[0] == 'en'
