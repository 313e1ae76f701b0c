"""Which acronyms on a page are written out, and how.

An acronym is written out where a page uses it first: in a reference without a title of
its own or, where mentions become links, in a mention. Entries are no use of one: they
are read by themselves. Where the author has said both the name and the acronym in one
sentence, that is the first use, and nothing is added.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.project.prose.autolinks import crosses, wish
from sphinxcontrib_archgloss.project.prose.mentions import OFF, ProseMentions, ProseOptions
from sphinxcontrib_archgloss.terms.forms import APOSTROPHES, folded, spaced
from sphinxcontrib_archgloss.terms.language import running_text
from sphinxcontrib_archgloss.terms.language.sentences import (
    begins_sentence,
    sentence_around,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.project.facts import PlainPassage, Prose, Written
    from sphinxcontrib_archgloss.terms.model import Term

UNWELCOME = ('deprecated', 'forbidden')
"""Statuses of labels that are not to be spread."""

KINDS = frozenset({'acronym', 'abbreviation'})
"""Kinds of aliases that are written out."""

_ARTICLE = re.compile(r'(?<![\w\ufffc])([Aa])n?(?=\s+\Z)')


class Replaced(NamedTuple):
    """A stretch of a passage and what is to be written for it."""

    passage: int
    """0-based number of the passage on the page."""
    start: int
    end: int
    wording: str


class _Use(NamedTuple):
    """A place where a page uses an acronym."""

    start: int
    end: int
    term: Term
    label: str
    """The acronym as the set has it."""
    written: str


class Names:
    """The names of a lexicon's terms as running text has them; drawn up once."""

    def __init__(self, found: ProseMentions, shown_name: Callable[[str], str]) -> None:
        self._lexicon = found.lexicon
        self._shown = shown_name
        self._proper: dict[str, frozenset[str] | None] = {}

    def _proper_words(self, name: str) -> frozenset[str] | None:
        """Return words of a set that keep capitals; None if all words keep theirs."""
        if name not in self._proper:
            own = self._lexicon.sets[name]
            found = None
            names = [term.name for term in own.terms]
            if own.inflects and running_text.has_heading_style(names):
                texts = [t.definition.value for t in own.terms if t.definition]
                found = running_text.names_in(texts, names)
            self._proper[name] = found
        return self._proper[name]

    def is_translated(self, term: Term) -> bool:
        """Return whether readers see the name in another language than the set's."""
        return folded(self._shown(term.key)) != folded(term.name)

    def in_text(self, term: Term, *, plural: bool) -> str | None:
        """Return the name as it is inside a sentence; None if that is not certain."""
        name: str | None = self._shown(term.key)
        if self.is_translated(term):
            return None if plural else name
        if plural:
            name = running_text.plural(name or '', term.forms)
        proper = self._proper_words(term.set)
        if name is None or proper is None:
            return name
        return running_text.in_a_sentence(name, proper)


class Expansions:
    """Chooses the acronyms that one page writes out."""

    def __init__(
        self, found: ProseMentions, names: Names, docname: str, prose_options: ProseOptions
    ) -> None:
        self._found = found
        self._names = names
        self._page = found.pages.get(docname)
        self._treatment = prose_options

    def __iter__(self) -> Iterator[Replaced]:
        """Yield what is replaced, in the order of the page."""
        prose = self._page.prose if self._page else None
        if prose is None or self._treatment.expand == OFF:
            return
        used: set[tuple[str, str]] = set()
        for number, passage in enumerate(prose.passages):
            if passage.term or not self._found.is_shown(passage):
                continue
            for use in sorted(self._uses(passage, prose), key=lambda use: use.start):
                identity = (use.term.key, use.label)
                if identity not in used and not _is_possessive(passage.text, use):
                    used.add(identity)
                    yield from self._expand(number, passage, use)

    def _uses(self, passage: PlainPassage, prose: Prose) -> Iterator[_Use]:
        for reference in passage.references:
            term, label = self._referred(reference)
            if term is not None and not reference.explicit:
                at = reference.at
                acronym = acronym_of(term, label)
                if acronym:
                    yield _Use(at, at + 1, term, acronym, label)
        if self._treatment.autolink == OFF or prose.quiet or passage.quiet:
            return
        for mention in self._found.in_passage(passage):
            if wish(mention, self._treatment) == OFF or crosses(passage, mention):
                continue
            if key := self._found.key_of(mention, passage):
                term, label = self._found.lexicon.terms[key], spaced(mention.text)
                if acronym := acronym_of(term, label):
                    yield _Use(mention.start, mention.end, term, acronym, label)

    def _referred(self, reference: Written) -> tuple[Term | None, str]:
        """Return the term of a reference by the role, and the wording it has."""
        match = self._found.lexicon.find(reference.target)
        if reference.kind != 'ref' or len(match.keys) != 1:
            return None, ''
        label = match.label if match.qualified else reference.target
        return self._found.lexicon.terms[match.keys[0]], label

    def _expand(self, number: int, passage: PlainPassage, use: _Use) -> Iterator[Replaced]:
        is_plural = use.written != use.label
        if is_plural and not self._found.lexicon.inflects(use.term):
            return
        name = self._names.in_text(use.term, plural=is_plural)
        if name is None or self._is_explained(passage, use):
            return
        before = passage.text[: use.start]
        if begins_sentence(before):
            name = running_text.at_the_start(name)
        english = self._found.lexicon.sets[use.term.set].inflects
        if english and not self._names.is_translated(use.term):
            yield from _article(number, before, name)
        yield Replaced(number, use.start, use.end, f'{name} ({use.written})')

    def _is_explained(self, passage: PlainPassage, use: _Use) -> bool:
        """Return whether the author has said what the acronym stands for, too."""
        text = passage.text
        opens, closes = text[: use.start].rstrip(), text[use.end :].lstrip()
        if opens.endswith(('(', '[')) and closes.startswith((')', ']', ',', ';')):
            return True
        first, last = sentence_around(text, use.start, use.end)
        if any(
            self._names_in_full(reference, use.term)
            for reference in passage.references
            if first <= reference.at < last
        ):
            return True
        return any(
            use.term.key in mention.keys and mention.kind not in KINDS
            for mention in self._found.in_passage(passage)
            if first <= mention.start < last
        )

    def _names_in_full(self, reference: Written, wanted: Term) -> bool:
        term, label = self._referred(reference)
        return term is wanted and (reference.explicit or not acronym_of(term, label))


def acronym_of(term: Term, written: str) -> str:
    """Return the acronym of *term* that is *written*, in either number; '' for none."""
    labels = set(term.labels())
    for alias in term.aliases:
        if alias.kind not in KINDS or alias.hidden or alias.status in UNWELCOME:
            continue
        if _is_in(alias.text, term.name):
            continue
        if written == alias.text:
            return alias.text
        if written not in labels and written in (f'{alias.text}s', f'{alias.text}es'):
            return alias.text
    return ''


def _is_possessive(text: str, use: _Use) -> bool:
    """Return whether an ending follows that would be in the wrong place after brackets."""
    return text[use.end : use.end + 1] in ("'", *APOSTROPHES)


def _is_in(acronym: str, name: str) -> bool:
    """Return whether a name already says its acronym."""
    return folded(acronym) in folded(name).split() or folded(acronym) == folded(name)


def _article(number: int, before: str, name: str) -> Iterator[Replaced]:
    """Yield the article before a name, if it has to be another one."""
    met = _ARTICLE.search(before)
    right = running_text.article(name) if met else None
    if met and right:
        capital = right.capitalize() if met[1] == 'A' else right
        if capital != met[0]:
            yield Replaced(number, met.start(), met.end(), capital)
