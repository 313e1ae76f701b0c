"""`Lexicon`: all sets of a project, merged; looks labels up.

A lexicon is made from sets in a fixed order (as configured, then by name), and every
answer is a function of that value alone. A look-up tries four levels, from the most
specific to the least: exact, case folded, folded (spaces, hyphens and Unicode forms),
inflected. The first level with a match wins. If it has several terms, all of them are
returned, and the caller reports that the label is ambiguous.
"""

from __future__ import annotations

import enum
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import folded, inflections, may_inflect, spaced
from sphinxcontrib_archgloss.terms.model import Alias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.terms.model import Term, TermSet

Table = dict[str, tuple[str, ...]]


class Level(enum.IntEnum):
    """How closely a label matches; a smaller number is closer."""

    EXACT = 0
    CASE = 1
    FOLDED = 2
    INFLECTED = 3


class Match(NamedTuple):
    """The answer to a look-up."""

    keys: tuple[str, ...]
    """Keys (``set:id``) of the terms that match equally well: none, one, or several."""
    level: Level | None = None
    """None without a match."""
    lost: bool = False
    """Whether a record or set that was left out as faulty may have the label."""
    label: str = ''
    """The label without the name of a set before it."""
    qualified: bool = False
    """Whether the target was looked up in the set that it names."""


class _Labels:
    """The labels of *terms* (key → term), of which some are *inflected*.

    Each table is made when it is first used.
    """

    def __init__(
        self, terms: Mapping[str, Term], inflected: Callable[[Term], bool]
    ) -> None:
        self._terms = terms
        self._inflected = inflected
        self._by_term: dict[str, dict[str, list[str]]] = {}
        """Key of a term with several labels → folded form → the labels that have it."""

    def _owners(self, form: Callable[[str], str]) -> Table:
        """Return form of a label → keys of the terms that have such labels."""
        table: Table = {}
        for key, term in self._terms.items():
            for label in term.labels():
                shape = form(label)
                owners = table.get(shape, ())
                if key not in owners[-1:]:
                    table[shape] = (*owners, key)
        return table

    @cached_property
    def _by_case(self) -> Table:
        return self._owners(str.casefold)

    @cached_property
    def _by_fold(self) -> Table:
        return self._owners(folded)

    def find(self, label: str, last: Level) -> tuple[tuple[str, ...], Level | None]:
        if keys := self._by_case.get(label.casefold()):
            exact = tuple([key for key in keys if self._has(key, label)])
            return (exact, Level.EXACT) if exact else (keys, Level.CASE)
        if last < Level.FOLDED:
            return (), None
        shape = folded(label)
        if keys := self._by_fold.get(shape):
            return keys, Level.FOLDED
        if last < Level.INFLECTED:
            return (), None
        keys = tuple(
            dict.fromkeys(
                key
                for form in inflections(shape)
                for key in self._by_fold.get(form, ())
                if self._may_inflect(key, form, label)
            )
        )
        return keys, Level.INFLECTED if keys else None

    def _may_inflect(self, key: str, form: str, label: str) -> bool:
        """Return whether *label* inflects one of the term's labels that fold to *form*."""
        term = self._terms[key]
        return self._inflected(term) and any(
            may_inflect(own, label) for own in self._spellings(key, form)
        )

    def _has(self, key: str, label: str) -> bool:
        """Return whether a term has *label*, exactly as written."""
        name = self._terms[key].name
        return label == name or label in self._spellings(key, folded(label))

    def _spellings(self, key: str, form: str) -> Sequence[str]:
        """Return the labels of a term that have the folded *form*."""
        by_form = self._by_term.get(key)
        if by_form is None:
            labels = self._terms[key].labels()
            if len(labels) == 1:
                return labels if folded(labels[0]) == form else ()
            by_form = self._by_term[key] = {}
            for label in labels:
                by_form.setdefault(folded(label), []).append(label)
        return by_form.get(form, ())


class Lexicon:
    """All term sets of a project, merged.

    *sets* are in the project's order; *lost* are labels of sets that could not be read, and
    *opaque* is true if the labels of some set cannot even be guessed. *lang* is the
    project's language, that of sets which declare none.
    """

    def __init__(
        self,
        sets: Sequence[TermSet],
        lost: Iterable[str] = (),
        *,
        opaque: bool = False,
        lang: str = '',
    ) -> None:
        self.sets = {term_set.name: term_set for term_set in sets}
        self.lang = lang
        self.opaque = opaque
        self._lost_with_sets = tuple(lost)
        self._lost_labels = (*lost, *(label for s in sets for label in s.lost))
        self._labels_by_set: dict[str, _Labels] = {}
        self._matches: dict[tuple[str, str, Level], Match] = {}
        self._successors: dict[str, str] = {}
        self._original: Lexicon | None = None

    @property
    def as_written(self) -> Lexicon:
        """The lexicon without translated names.

        What is not translated (data files, options and claims) names terms by it.
        """
        return self._original or self

    def translated(self, names: Mapping[str, Iterable[str]]) -> Lexicon:
        """Return the lexicon with translated *names* (key → names) as further labels."""
        names = {
            key: set(names[key]) - set(self.terms[key].labels())
            for key in names
            if key in self.terms
        }
        if not any(names.values()):
            return self
        sets = [
            s._replace(terms=tuple(_named(t, names.get(t.key, ())) for t in s.terms))
            for s in self.sets.values()
        ]
        lexicon = Lexicon(sets, self._lost_with_sets, opaque=self.opaque, lang=self.lang)
        lexicon._original = self
        return lexicon

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Key (``set:id``) → term, in the order of sets and records."""
        return {term.key: term for s in self.sets.values() for term in s.terms}

    @cached_property
    def short_ids(self) -> dict[str, str]:
        """Term id → key of the first term in the order of sets that has it."""
        owners: dict[str, str] = {}
        for key, term in self.terms.items():
            owners.setdefault(term.id, key)
        return owners

    @cached_property
    def _lost(self) -> dict[str, list[str]]:
        """Folded label → the lost labels with that form."""
        lost: dict[str, list[str]] = {}
        for label in self._lost_labels:
            lost.setdefault(folded(label), []).append(label)
        return lost

    @cached_property
    def _labels(self) -> _Labels:
        return _Labels(self.terms, self.inflects)

    def inflects(self, term: Term) -> bool:
        """Return whether other grammatical numbers of its labels name *term*, too."""
        return not term.no_plural and self.sets[term.set].inflects

    def _labels_of(self, name: str) -> _Labels:
        if len(self.sets) == 1:
            return self._labels
        labels = self._labels_by_set.get(name)
        if labels is None:
            terms = {term.key: term for term in self.sets[name].terms}
            labels = self._labels_by_set[name] = _Labels(terms, self.inflects)
        return labels

    def labels(self, within: str = '') -> Iterator[str]:
        """Yield every label that writers should use, exactly as written.

        *within* is the name of a set, for its labels alone.
        """
        terms = self.sets[within].terms if within else self.terms.values()
        for term in terms:
            yield from _recommended_labels(term)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield (target, key) for every label that writers should use.

        The target is the label, or ``set:label`` where the label alone does not name
        the term. A label that names it in neither way is left out.
        """
        for key, term in self.terms.items():
            for label in dict.fromkeys(_recommended_labels(term)):
                for target in (label, f'{term.set}:{label}'):
                    if self.find(target).keys == (key,):
                        yield target, key
                        break

    def unique_target(self, key: str, label: str, *, titled: bool = True) -> str:
        """Return what to write for the term *key* instead of an ambiguous *label*.

        The result is ``set:label`` or ``label <set:id>``, which both keep the author's
        wording. If the wording is not shown (*titled* is False), there is no title.
        """
        target = f'{self.terms[key].set}:{label}'
        if self.find(target).keys == (key,):
            return target
        return f'{label} <{key}>' if titled else key

    def find(self, target: str, within: str = '', last: Level = Level.INFLECTED) -> Match:
        """Return what *target* names: a label, or ``set:label``, or ``set:id``.

        *within* is the name of the set whose definition or relation contains the target:
        its own labels come first. Levels after *last* are not tried.
        """
        query = (target, within, last)
        match = self._matches.get(query)
        if match is None:
            match = self._matches[query] = self._find(target, within, last)
        return match

    def _find(self, target: str, within: str, last: Level) -> Match:
        label = spaced(target)
        if within in self.sets:
            keys, level = self._labels_of(within).find(label, last)
            if keys:
                return Match(keys, level, label=label)
        keys, level = self._labels.find(label, last)
        if keys and level == Level.EXACT:
            return Match(keys, level, label=label)
        name, colon, rest = label.partition(':')
        name, rest = name.strip(), rest.strip()
        if colon and rest and name in self.sets:
            match = self._find_qualified(name, rest, last)
            if match.keys or not keys:
                return match
        if keys:
            return Match(keys, level, label=label)
        # *rest* is a label, too, if the set before it is lost as a whole
        lost = self._is_lost(label) or self._is_lost(rest)
        return Match((), lost=lost, label=label)

    def _find_qualified(self, name: str, label: str, last: Level) -> Match:
        keys, level = self._labels_of(name).find(label, last)
        if not keys and (key := f'{name}:{label}') in self.terms:
            keys, level = (key,), Level.EXACT
        if not keys and (key := f'{name}:{label.lower()}') in self.terms:
            keys, level = (key,), Level.CASE
        lost = not keys and self._is_lost(label)
        return Match(keys, level, lost, label, qualified=True)

    def _is_lost(self, label: str) -> bool:
        if not self._lost_labels or not label:
            return False
        shape = folded(label)
        return shape in self._lost or any(
            may_inflect(own, label)
            for form in inflections(shape)
            for own in self._lost.get(form, ())
        )

    def find_related(self, target: str, within: str) -> Match:
        """Return what a relation names: a target as in `find`, or an id of the set itself.

        The set's own ids come after its labels and before those of other sets.
        """
        match = self.as_written.find(target, within)
        own = f'{within}:{target}'
        if own in self.terms and not any(self.terms[k].set == within for k in match.keys):
            return Match((own,), Level.EXACT, label=target)
        return match

    def successor(self, key: str) -> str:
        """Return the key that *key* redirects to by ``see``, at the end of the chain.

        Return *key* itself if the chain is circular or ends at an unknown term.
        """
        terms, known = self.terms, self._successors
        if terms[key].see is None:
            return key
        here, chain = key, set[str]()
        while (see := terms[here].see) is not None and here not in known:
            chain.add(here)
            match = self.find_related(see, terms[here].set)
            if len(match.keys) != 1 or match.keys[0] in chain:
                break
            here = match.keys[0]
        end = known.get(here, here)
        is_end = terms[end].see is None
        known.update((passed, end if is_end else passed) for passed in chain)
        return known[key]


def _named(term: Term, names: Iterable[str]) -> Term:
    """Return *term* with further *names*."""
    more = tuple(Alias(text=n, kind='translation', hidden=True) for n in sorted(names))
    return term._replace(aliases=(*term.aliases, *more)) if more else term


def _recommended_labels(term: Term) -> Iterator[str]:
    """Yield the labels of *term* that writers should use."""
    yield term.name
    yield from term.forms
    for alias in term.aliases:
        if alias.status in ('preferred', 'admitted') and alias.kind != 'misspelling':
            yield alias.text
