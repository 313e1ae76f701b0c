"""The terms that a ``term-set`` shows: their order, their groups and their letters.

The answers follow from the lexicon and the request alone, so they are known while the page
is read. At that time, it is not known whether the project uses a term, or what it links to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.read_views import (
    DefinitionText,
    GroupView,
    RecordView,
    TermSetView,
)
from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet
from sphinxcontrib_archgloss.terms.language.collation import sort_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.project.facts import Request
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Category, Term, TermSet

MANY = 20
"""Number of entries from which a list has letters above it by default."""


class Group(NamedTuple):
    """Terms under one heading."""

    terms: tuple[Term, ...]
    category: Category | None = None
    """None for terms without one."""
    term_set: TermSet | None = None
    """The set that declares the category."""


def select(lexicon: Lexicon, request: Request) -> list[Term]:
    """Return the terms that *request* asks for, of the sets in *lexicon*, in order.

    For a single definition, the term is the one that the label names, redirects followed;
    there is none if the label names several.
    """
    if request.single:
        keys = lexicon.find(request.only[0]).keys
        return [lexicon.terms[lexicon.successor(keys[0])]] if len(keys) == 1 else []
    only, excluded = _keys(lexicon, request.only), _keys(lexicon, request.exclude)
    terms = [
        term
        for key, term in lexicon.terms.items()
        if (not request.categories or set(request.categories) & set(term.categories))
        and (not request.only or key in only)
        and key not in excluded
    ]
    return alphabetical(lexicon, terms) if is_alphabetical(lexicon, request) else terms


def is_alphabetical(lexicon: Lexicon, request: Request) -> bool:
    """Return whether *request* asks for the alphabetical order of terms in *lexicon*.

    Without an order of its own, it asks for the order of the sets if all of them are in
    written order.
    """
    orders = [request.order] if request.order else [s.order for s in lexicon.sets.values()]
    return not orders or 'alphabetical' in orders


def alphabetical(lexicon: Lexicon, terms: Sequence[Term]) -> list[Term]:
    """Return *terms* by ``sort`` or name, in the order of the first of `languages`."""
    if not terms:
        return []
    names = [term.sort or term.name for term in terms]
    keys = sort_keys(names, languages(lexicon, terms)[0])
    ranked = sorted(
        zip(keys, terms, strict=True), key=lambda pair: (pair[0], pair[1].name, pair[1].key)
    )
    return [term for _, term in ranked]


def _keys(lexicon: Lexicon, labels: Iterable[str]) -> set[str]:
    return {key for label in labels for key in selected(lexicon, label)}


def selected(lexicon: Lexicon, label: str) -> tuple[str, ...]:
    """Return the keys of the terms that an option's *label* (or id) names."""
    keys = lexicon.as_written.find(label).keys
    return keys or tuple(
        f'{name}:{label}' for name in lexicon.sets if f'{name}:{label}' in lexicon.terms
    )


def unknown_categories(
    lexicon: Lexicon, request: Request
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (category, categories that sets declare) for each that no set declares."""
    declared = tuple(sorted({c.id for s in lexicon.sets.values() for c in s.categories}))
    return tuple((name, declared) for name in request.categories if name not in declared)


def grouped(lexicon: Lexicon, request: Request, terms: Sequence[Term]) -> list[Group]:
    """Return *terms* in groups, in their order; in one group unless groups are requested.

    A term of several categories is in the group of the first in its set's order (of the
    requested ones, if the request names some); terms without a category come last.
    Sets share the categories that have the same id.
    """
    if not request.grouped:
        return [Group(tuple(terms))]
    heads: dict[str, Group] = {}
    for term_set in lexicon.sets.values():
        for category in term_set.categories:
            heads.setdefault(category.id, Group((), category, term_set))
    by_category: dict[str, list[Term]] = {name: [] for name in heads}
    rest: list[Term] = []
    for term in terms:
        declared = lexicon.sets[term.set].categories
        own = set(term.categories).intersection(request.categories or term.categories)
        first = next((c.id for c in declared if c.id in own), None)
        (rest if first is None else by_category[first]).append(term)
    groups = [
        heads[name]._replace(terms=tuple(members))
        for name, members in by_category.items()
        if members
    ]
    return [*groups, Group(tuple(rest))] if rest else groups


def languages(lexicon: Lexicon, terms: Iterable[Term]) -> tuple[str, ...]:
    """Return the languages of *terms*, each once; the first is that of their order.

    It is the language of their sets, or the project's where the sets have several.
    """
    langs = dict.fromkeys(lexicon.sets[term.set].lang or lexicon.lang for term in terms)
    return tuple(langs if len(langs) == 1 else dict.fromkeys((lexicon.lang, *langs)))


def term_set_view(lexicon: Lexicon, request: Request, terms: Sequence[Term]) -> TermSetView:
    """Return the view of *terms*, which `select` returned for *request*."""
    if request.single:
        records = tuple(
            RecordView(term.key, '', '', None, short=term.short)
            if request.single == 'short' and term.short
            else RecordView(term.key, '', '', _definition_text(lexicon, term))
            for term in terms
        )
        return TermSetView((GroupView('', '', records),))
    groups = grouped(lexicon, request, terms)
    by_name = is_alphabetical(lexicon, request)
    has_letters = request.letters
    if has_letters is None:
        longest = max((len(group.terms) for group in groups), default=0)
        has_letters = by_name and longest >= MANY
    letters: list[str] = []
    shown: Sequence[str] = ()
    if has_letters:
        alphabet = Alphabet(languages(lexicon, terms))
        letters = [alphabet.letter(term.sort or term.name) for term in terms]
        shown = alphabet.shown(letters)
    return TermSetView(
        tuple(_group_view(lexicon, group) for group in groups),
        unknown_categories(lexicon, request),
        tuple(letters),
        tuple(shown),
        by_name,
    )


def _group_view(lexicon: Lexicon, group: Group) -> GroupView:
    records = tuple(record_view(lexicon, term) for term in group.terms)
    if (category := group.category) is None or group.term_set is None:
        return GroupView('', '', records)
    return GroupView(category.label, category.description, records, group.term_set.lang)


def record_view(lexicon: Lexicon, term: Term) -> RecordView:
    """Return what the entry of *term* shows of its record."""
    return RecordView(
        key=term.key,
        name=term.name,
        sort=term.sort or '',
        definition=_definition_text(lexicon, term),
        aliases=term.shown_aliases(),
        index_labels=term.index_labels(),
        references=term.references,
        deprecated=term.status == 'deprecated',
        short=term.short or '',
    )


def _definition_text(lexicon: Lexicon, term: Term) -> DefinitionText | None:
    text = term.definition
    if text is None:
        return None
    markup = lexicon.sets[term.set].markup
    return DefinitionText(markup, text.value, text.offsets(), text.folded)
