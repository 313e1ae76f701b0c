"""Mentions: labels in running text without a role.

Automatic links, reports and edits use the same matcher. It finds the labels in a text;
it does not know where the text comes from, which parts of a page are prose, or what to
do about a mention.

A table has the path of every label, and of its other grammatical numbers, piece by piece
(see `tokens`). Each piece of the text takes one look-up, whatever the number of labels;
the pieces after it are looked at only while some label continues in that way. From left
to right, the matcher takes the longest label that stands alone (see `boundaries`) in the
right case (see `letter_case`). So mentions never overlap, and a longer label protects the
labels inside it, even if it must not become a link. The lexicon decides the meaning: a
mention means what the role would find for the same text.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.common_words import is_common
from sphinxcontrib_archgloss.terms.forms import folded, inflections, may_inflect, spaced
from sphinxcontrib_archgloss.terms.lexicon import Level
from sphinxcontrib_archgloss.terms.matching import tokens
from sphinxcontrib_archgloss.terms.matching.boundaries import (
    stands_alone,
    without_addresses,
)
from sphinxcontrib_archgloss.terms.matching.homonyms import (
    begins_sentence,
    is_other_word,
    is_set_in_small_letters,
)
from sphinxcontrib_archgloss.terms.matching.letter_case import matches_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term

_STATUSES = ('preferred', 'admitted', 'deprecated', 'forbidden')
_STRICT_KINDS = ('acronym', 'symbol')


class Mention(NamedTuple):
    """A label in a text."""

    start: int
    """0-based, in code points."""
    end: int
    """Offset of the end; a possessive ending (*’s*) is not included."""
    text: str
    """As written, with line breaks."""
    keys: tuple[str, ...]
    """Keys (``set:id``) of the terms it names, sorted; several if it is ambiguous."""
    level: Level
    """How closely the label matches; INFLECTED for another grammatical number."""
    label: str
    """The label that matches, as the lexicon writes it."""
    kind: str
    """The kind of the alias, or name, form (in `forms`) or former (in `formerly`)."""
    status: str
    """preferred (names and forms, too), admitted, deprecated (former names, too) or
    forbidden."""
    autolink: str | None
    """Setting of the label or its term: off, suggest, first or all; None if unset."""
    is_common: bool = False
    """Whether the word is plain English as well, so that it may mean something else."""

    @property
    def ambiguous(self) -> bool:
        """Whether it names several terms equally well."""
        return len(self.keys) > 1


class _Label(NamedTuple):
    """A written form of a term, with the data that mentions need."""

    text: str
    key: str
    kind: str
    case: str
    status: str
    autolink: str | None
    is_english: bool


class _Meaning(NamedTuple):
    """The meaning of a part of a text; the fields of a mention are those of its label."""

    keys: tuple[str, ...]
    level: Level
    label: str
    kind: str
    status: str
    autolink: str | None
    is_word: bool
    """Whether it is one English word, so that it may be another word, see `homonyms`."""
    is_name: bool
    """Whether the label is a name, which keeps its capital."""


_PART, _WHOLE = 1, 2
_SPACE_AND_WORD = re.compile(r' \w+', re.ASCII)


class Matcher:
    """Finds the mentions of a lexicon's terms; make one for each process.

    Making it takes time in proportion to the number of labels, and `find` takes time in
    proportion to the length of the text.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._paths: dict[str, int] = {}  # of labels (WHOLE) and of their beginnings (PART)
        self._meanings: dict[str, _Meaning | None] = {}  # by text as written
        self._small: dict[str, bool] = {}  # set → whether a capital makes a name
        for term in lexicon.terms.values():
            inflects = lexicon.inflects(term)
            for label in term.labels():
                self._add(label, inflects=inflects)

    def __getstate__(self) -> dict[str, Any]:
        """Return all state except the cache of meanings."""
        return {**self.__dict__, '_meanings': {}}

    def _add(self, label: str, *, inflects: bool) -> None:
        self._add_path(label)
        shape = folded(label)
        if not label.isascii() or shape != label.lower():
            self._add_path(shape)
        if inflects:
            for form in inflections(shape):
                self._add_path(form)

    def _add_path(self, label: str) -> None:
        table = self._paths
        if not label.isascii() or not label.replace(' ', '').isalnum():
            parts = list(tokens.paths(label))
            if not parts:
                return
            whole = parts.pop()
        else:  # the same, faster
            whole = label.lower()
            parts, end = [], whole.rfind(' ')
            while end > 0 and not table.get(part := whole[:end], 0) & _PART:
                parts.append(part)
                end = part.rfind(' ')
        for part in parts:
            table[part] = table.get(part, 0) | _PART
        table[whole] = table.get(whole, 0) | _WHOLE

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in *text*, from left to right."""
        plain = tokens.plain(text)
        scanner, table = tokens.scanner_for(plain), self._paths
        small = plain.lower() if plain.isascii() else ''  # all shapes at once
        mentions: list[Mention] = []
        resume = 0
        for start, stop in without_addresses(plain):
            parts = scanner.parts.findall(small or plain, start, stop)
            paths = parts if small else list(map(scanner.shape, parts))
            if table.keys().isdisjoint(paths):
                continue
            offsets = list(accumulate(map(len, parts), initial=start))
            for n in [n for n, path in enumerate(paths) if path in table]:
                if (at := offsets[n]) >= resume:
                    ends = self._ends(plain, small, scanner, paths[n], offsets[n + 1], stop)
                    mention = self._mention(text, plain, at, ends)
                    if mention is not None:
                        mentions.append(mention)
                        resume = mention.end
        return mentions

    def _ends(
        self,
        plain: str,
        small: str,
        scanner: tokens.Scanner,
        path: str,
        end: int,
        stop: int,
    ) -> list[int]:
        """Return the ends of all labels that begin with the piece of this *path*.

        *end* is the end of that piece. *small* is the text in lower case if that is the
        shape of all its pieces, or else empty.
        """
        ends: list[int] = []
        get = self._paths.get
        while flags := get(path, 0):
            if flags & _WHOLE:
                ends.append(end)
            if not flags & _PART:
                break
            # the common case: one space and a word
            if small and (word := _SPACE_AND_WORD.match(small, end, stop)):
                path, end = path + word[0], word.end()
                continue
            following = tokens.next_piece(scanner, plain, end, stop)
            if following is None:
                break
            if following.hyphen > 0 and get(f'{path}-', 0) & _WHOLE:
                ends.append(following.hyphen)  # the hyphen may be the last sign of a label
            path, end = path + following.path, following.end
        return ends

    def _mention(
        self, text: str, plain: str, start: int, ends: list[int]
    ) -> Mention | None:
        """Return the longest mention that ends at one of *ends*."""
        for end in reversed(ends):
            written = text[start:end]
            try:
                meaning = self._meanings[written]
            except KeyError:
                meaning = self._meanings[written] = self._look_up(written)
            if meaning is not None and stands_alone(plain, start, end):
                keys, level, label, kind, status, autolink, is_word, is_name = meaning
                if is_word and is_other_word(plain, start, end, label):
                    continue
                is_plain = is_word and not (is_name and not begins_sentence(plain, start))
                return Mention(
                    start, end, written, keys, level, label, kind, status, autolink,
                    is_plain and is_common(label),
                )  # fmt: skip
        return None

    def _look_up(self, written: str) -> _Meaning | None:
        match = self._lexicon.find(written)
        if not match.keys or match.qualified or match.level is None:
            return None
        inflected = match.level == Level.INFLECTED
        labels = [
            label
            for label in self._alike(written, match.keys, inflected=inflected)
            if matches_case(label.text, label.case, spaced(written), inflected=inflected)
            and not (written[:1].islower() and self._is_name(label))
        ]
        if not labels:
            return None
        label = min(labels, key=lambda label: _distance(label, spaced(written)))
        is_word = label.is_english and label.text.isascii() and label.text.isalpha()
        is_word = is_word and label.status in _STATUSES[:2] and label.case == 'smart'
        return _Meaning(
            tuple(sorted(match.keys)), match.level, label.text, label.kind, label.status,
            label.autolink, is_word, self._is_name(label),
        )  # fmt: skip

    def _is_name(self, label: _Label) -> bool:
        """Return whether *label* is one word and keeps its capital, as names do."""
        if label.case != 'smart' or not (label.text[:1].isupper() and label.text.isalpha()):
            return False
        name = label.key.partition(':')[0]
        if name not in self._small:
            names = [term.name for term in self._lexicon.sets[name].terms]
            self._small[name] = is_set_in_small_letters(names)
        return self._small[name]

    def _alike(
        self, written: str, keys: Sequence[str], *, inflected: bool
    ) -> Iterator[_Label]:
        """Yield the labels of the terms with these *keys* that *written* may be."""
        lexicon, shape = self._lexicon, folded(written)
        shapes = inflections(shape) if inflected else (shape,)
        for key in keys:
            term = lexicon.terms[key]
            for label in _labels_of(term, lexicon.sets[term.set].inflects):
                if folded(label.text) in shapes and not (
                    inflected and not may_inflect(label.text, written)
                ):
                    yield label


def _labels_of(term: Term, is_english: bool) -> Iterator[_Label]:
    def label(text: str, kind: str, case: str, status: str, autolink: str | None) -> _Label:
        return _Label(text, term.key, kind, case, status, autolink, is_english)

    yield label(term.name, 'name', 'smart', 'preferred', term.autolink)
    for alias in term.aliases:
        strict = alias.case == 'smart' and alias.kind in _STRICT_KINDS
        case = 'exact' if strict else alias.case
        own = term.autolink if alias.autolink is None else alias.autolink
        yield label(alias.text, alias.kind, case, alias.status, own)
    for text in term.forms:
        yield label(text, 'form', 'smart', 'preferred', term.autolink)
    for text in term.formerly:
        yield label(text, 'former', 'smart', 'deprecated', term.autolink)


def _distance(label: _Label, written: str) -> tuple[bool, bool, int, str, str]:
    """Return how far *label* is from *written*; its key and text only break ties."""
    return (
        label.text != written,
        label.text.casefold() != written.casefold(),
        _STATUSES.index(label.status),
        label.key,
        label.text,
    )
