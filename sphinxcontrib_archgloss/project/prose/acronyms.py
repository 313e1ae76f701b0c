"""Which acronyms on a page are expanded, and how.

An acronym is expanded where a page first uses it: in a reference without a title of its own
or, where mentions become links, in a mention. Entries do not count, because they are read
separately. If the author has written both the name and the acronym in one sentence, nothing
is added there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.deprecated_labels import DEPRECATED, FORBIDDEN
from sphinxcontrib_archgloss.project.prose.link_policy import OFF, Action
from sphinxcontrib_archgloss.terms.forms import (
    APOSTROPHES,
    folded,
    made_of_capitals,
    spaced,
)
from sphinxcontrib_archgloss.terms.language import running_text
from sphinxcontrib_archgloss.terms.language.sentences import (
    begins_sentence,
    sentence_around,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.project.outputs import ProseOptions
    from sphinxcontrib_archgloss.project.prose.mentions import PageMentions, ProjectMentions
    from sphinxcontrib_archgloss.project.prose_facts import Passage, PassageReference
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

KINDS = frozenset({'acronym', 'abbreviation'})
"""Kinds of aliases that are expanded."""

_COMPOUND_BEFORE = re.compile(r'[\w\ufffc][-\u2010\u2011\u2013]\Z')
_COMPOUND_AFTER = re.compile(r'[-\u2010\u2011\u2013][\w\ufffc]')


class Replacement(NamedTuple):
    """A part of a passage and the wording that replaces it."""

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
    """The acronym as it is in the set."""
    written: str


class Names:
    """The names of a lexicon's terms in the form for running text."""

    def __init__(self, lexicon: Lexicon, shown_name: Callable[[str], str]) -> None:
        self._lexicon = lexicon
        self._shown = shown_name
        self._proper: dict[str, frozenset[str] | None] = {}
        self._capitalized: dict[str, frozenset[str]] = {}

    def _proper_words(self, name: str) -> frozenset[str] | None:
        """Return words of a set that keep capitals; None if all words keep theirs."""
        if name not in self._proper:
            own = self._lexicon.sets[name]
            proper = None
            names = [term.name for term in own.terms]
            if own.inflects and running_text.has_heading_style(names):
                texts = [t.definition.value for t in own.terms if t.definition]
                proper = running_text.names_in(texts, names)
            self._proper[name] = proper
        return self._proper[name]

    def is_translated(self, term: Term) -> bool:
        """Return whether readers see the name in another language than the set's."""
        return folded(self._shown(term.key)) != folded(term.name)

    def in_text(self, term: Term, acronym: str, *, plural: bool) -> str | None:
        """Return the name as it is inside a sentence; None if that is not certain.

        It is taken from the alias of the *acronym*, or made from the name.
        """
        name: str | None = self._shown(term.key)
        if self.is_translated(term):
            return None if plural else name
        given = [alias.in_text for alias in term.aliases if alias.text == acronym]
        if text := next(filter(None, given), None):
            return running_text.plural(text, term.forms) if plural else text
        if plural:
            name = running_text.plural(name or '', term.forms)
        return name and self.as_in_text(term, name)

    def as_in_text(self, term: Term, label: str) -> str:
        """Return a *label* of *term*, in any number, as it is inside a sentence."""
        proper = self._proper_words(term.set)
        return label if proper is None else running_text.in_a_sentence(label, proper)

    def is_name(self, term: Term, word: str) -> bool:
        """Return whether *word* certainly keeps its capital in the set of *term*."""
        if made_of_capitals(word) or running_text.is_proper(word):
            return True
        if term.set not in self._capitalized:
            own = self._lexicon.sets[term.set].terms
            texts = [other.definition.value for other in own if other.definition]
            self._capitalized[term.set] = running_text.names_in(texts)
        return word in self._capitalized[term.set]

    def inflects(self, term: Term) -> bool:
        """Return whether the labels of *term* have a singular and a plural."""
        return self._lexicon.inflects(term)


class Expansions:
    """Chooses the acronyms that are expanded on one page."""

    def __init__(
        self,
        mentions: ProjectMentions,
        names: Names,
        page: PageMentions,
        options: ProseOptions,
    ) -> None:
        self._mentions = mentions
        self._lexicon = mentions.lexicon
        self._names = names
        self._page = page
        self._links_mentions = options.autolink != OFF and not page.prose.quiet

    def __iter__(self) -> Iterator[Replacement]:
        """Yield the replacements, in the order of the page."""
        used: set[tuple[str, str]] = set()
        for number, passage in enumerate(self._page.prose.passages):
            if passage.term or not self._mentions.is_shown(passage):
                continue
            for use in sorted(self._uses(number, passage), key=lambda use: use.start):
                identity = (use.term.key, use.label)
                if identity not in used and not _is_attached(passage.text, use):
                    used.add(identity)
                    yield from self._expand(number, passage, use)

    def _uses(self, number: int, passage: Passage) -> Iterator[_Use]:
        for reference in passage.references:
            term, label = self._referred(reference)
            if term is not None and not reference.explicit:
                at = reference.at
                acronym = acronym_of(term, label)
                if acronym:
                    yield _Use(at, at + 1, term, acronym, label)
        if not self._links_mentions or passage.quiet:
            return
        for candidate in self._page.in_passage(number):
            if candidate.allows(Action.EXPAND):
                term = self._lexicon.terms[candidate.wording.key]
                label = spaced(candidate.mention.text)
                if acronym := acronym_of(term, label):
                    yield _Use(*candidate.span, term, acronym, label)

    def _referred(self, reference: PassageReference) -> tuple[Term | None, str]:
        """Return the term of a reference by the role, and its wording."""
        match = self._lexicon.find(reference.target)
        if reference.kind != 'ref' or len(match.keys) != 1:
            return None, ''
        label = match.label if match.qualified else reference.target
        return self._lexicon.terms[match.keys[0]], label

    def _expand(self, number: int, passage: Passage, use: _Use) -> Iterator[Replacement]:
        is_plural = use.written != use.label
        if is_plural and not self._lexicon.inflects(use.term):
            return
        name = self._names.in_text(use.term, use.label, plural=is_plural)
        if name is None or self._is_explained(number, passage, use):
            return
        before = passage.text[: use.start]
        if begins_sentence(before):
            name = running_text.at_the_start(name)
        english = self._lexicon.sets[use.term.set].inflects
        if english and not self._names.is_translated(use.term):
            yield from _article(number, before, name)
        yield Replacement(number, use.start, use.end, f'{name} ({use.written})')

    def _is_explained(self, number: int, passage: Passage, use: _Use) -> bool:
        """Return whether the author explains the acronym in the same sentence."""
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
            use.term.key in candidate.mention.keys and candidate.mention.kind not in KINDS
            for candidate in self._page.in_passage(number)
            if first <= candidate.mention.start < last
        )

    def _names_in_full(self, reference: PassageReference, wanted: Term) -> bool:
        term, label = self._referred(reference)
        return term is wanted and (reference.explicit or not acronym_of(term, label))


def acronym_of(term: Term, written: str) -> str:
    """Return the acronym of *term* that is *written*, in either number; '' for none."""
    labels = set(term.labels())
    for alias in term.aliases:
        if alias.kind not in KINDS or alias.hidden:
            continue
        if alias.status in (DEPRECATED, FORBIDDEN):
            continue  # it is not to be spread
        if _is_in(alias.text, term.name):
            continue
        if written == alias.text:
            return alias.text
        if written not in labels and written in (f'{alias.text}s', f'{alias.text}es'):
            return alias.text
    return ''


def _is_attached(text: str, use: _Use) -> bool:
    """Return whether *use* is a part of a word, where brackets would be out of place.

    This is true before a possessive ending, and in a compound such as multi-MoE.
    """
    before, after = text[: use.start], text[use.end :]
    if after.startswith(("'", *APOSTROPHES)):
        return True
    if _COMPOUND_BEFORE.search(before[-2:]) or _COMPOUND_AFTER.match(after):
        return True
    return any(map(_is_letter, (before[-1:], after[:1])))


def _is_letter(char: str) -> bool:
    """Return whether *char* is a digit, or a letter of a script that separates words.

    Letters without case belong to other scripts, or to scripts with prefixes.
    """
    return char.isdecimal() or char.lower() != char.upper()


def _is_in(acronym: str, name: str) -> bool:
    """Return whether a name already contains its acronym."""
    return folded(acronym) in folded(name).split() or folded(acronym) == folded(name)


def _article(number: int, before: str, name: str) -> Iterator[Replacement]:
    """Yield the article before a name, if it has to be another one."""
    match = running_text.article_before(before)
    article = running_text.article(name) if match else None
    if match and article:
        capital = article.capitalize() if match[0][0] == 'A' else article
        if capital != match[0]:
            yield Replacement(number, match.start(), match.end(), capital)
