"""The records of the vocabulary: what a term and a term set are.

Frozen values without behaviour beyond their invariants. They know nothing of
the files they came from except the places that messages need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A piece of markup and the lines of the data file it stands on."""

    value: str
    lines: tuple[int, ...]
    """For each line of `value` its 1-based line in the file."""
    folded: str = field(default='', compare=False)
    """Where one line of `value` may be several of the file, all as written there."""

    @property
    def first_line(self) -> int:
        """The 1-based line of the data file where the text begins."""
        return self.lines[0] if self.lines else 1

    def offsets(self) -> tuple[int, ...]:
        """Return the lines relative to the first: the shape, wherever it stands."""
        return tuple(line - self.first_line for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another label of a term."""

    text: str
    kind: str = 'synonym'
    """acronym, abbreviation, synonym, variant, symbol or misspelling."""
    case: str = 'smart'
    """exact, fold or smart; for mentions in prose only."""
    status: str = 'admitted'
    """preferred, admitted, deprecated or forbidden."""
    hidden: bool = False
    """Whether readers are spared it: it is looked up but not shown."""
    autolink: str | None = None
    """off, suggest, first or all; None leaves it to the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A paper or specification that an entry cites."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A heading under which terms of one set are grouped."""

    id: str
    label: str
    description: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
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
    """Irregular inflected forms: labels too."""
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
    autolink: str | None = None
    sort: str | None = None
    extra: Any = None
    """Plain data, kept for templates and exports."""
    lines: dict[str, int] = field(default_factory=dict)
    """For keys that point elsewhere (relations, canonical) their 1-based line."""

    @property
    def key(self) -> str:
        """The term's identity in a project: ``set:id``."""
        return f'{self.set}:{self.id}'

    def labels(self) -> tuple[str, ...]:
        """Return every written form that names the term, the name first."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSet:
    """A data file, read: terms in the order they are written."""

    name: str
    path: str
    """Absolute path of the file."""
    digest: str
    """Hex digest of the file's bytes."""
    title: str = ''
    description: str = ''
    lang: str = ''
    """BCP 47 tag; empty means English as far as inflection goes."""
    markup: str = 'rst'
    """rst or myst."""
    url: str = ''
    licence: str = ''
    categories: tuple[Category, ...] = ()
    terms: tuple[Term, ...] = ()
    lost: tuple[str, ...] = ()
    """Labels of records that had to be left out."""

    @property
    def inflects(self) -> bool:
        """Whether English plurals are understood for this set's labels."""
        return not self.lang or self.lang.lower().split('-')[0] == 'en'
