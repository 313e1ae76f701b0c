"""Which terms a ``term-set`` directive renders, in what order, and what they show."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.term_set_layout import arrangement
from sphinxcontrib_archgloss.terms.language.collation import sort_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxcontrib_archgloss.project.facts import Request
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def select(lexicon: Lexicon, request: Request) -> list[Term]:
    """Return the terms that *request* asks for, of the sets in *lexicon*."""
    if request.single:
        return _single(lexicon, request)
    terms: Iterable[Term] = lexicon.terms.values()
    if request.categories:
        wanted = set(request.categories)
        terms = [term for term in terms if wanted & set(term.categories)]
    if request.only:
        chosen = _keys(lexicon, request.only)
        terms = [term for term in terms if term.key in chosen]
    if request.exclude:
        barred = _keys(lexicon, request.exclude)
        terms = [term for term in terms if term.key not in barred]
    terms = list(terms)
    return terms if request.order == 'written' else alphabetical(terms)


def alphabetical(terms: Sequence[Term]) -> list[Term]:
    """Return *terms* by the Unicode collation of their ``sort`` or name."""
    keys = sort_keys([term.sort or term.name for term in terms])
    ranked = sorted(
        zip(keys, terms, strict=True), key=lambda pair: (pair[0], pair[1].name, pair[1].key)
    )
    return [term for _, term in ranked]


def _single(lexicon: Lexicon, request: Request) -> list[Term]:
    """Return the one term that the label names, redirects followed; none of several."""
    keys = lexicon.find(request.only[0]).keys
    return [lexicon.terms[lexicon.successor(keys[0])]] if len(keys) == 1 else []


def _keys(lexicon: Lexicon, labels: Iterable[str]) -> set[str]:
    return {key for label in labels for key in selected(lexicon, label)}


def selected(lexicon: Lexicon, label: str) -> tuple[str, ...]:
    """Return the keys of the terms that an option's *label* (or id) names."""
    keys = lexicon.find(label).keys
    return keys or tuple(
        f'{s}:{label}' for s in lexicon.sets if f'{s}:{label}' in lexicon.terms
    )


def unknown_categories(lexicon: Lexicon, request: Request) -> list[tuple[str, list[str]]]:
    """Return (category, those that there are) for each that no set declares."""
    known = sorted({c.id for s in lexicon.sets.values() for c in s.categories})
    return [(wanted, known) for wanted in request.categories if wanted not in known]


def digest(lexicon: Lexicon, request: Request, terms: Sequence[Term]) -> str:
    """Return a digest of all that the entries of *terms* show when they are read.

    Lines are in it only relative to a definition's first, so that moving a
    record within its file changes nothing.
    """
    state = hashlib.blake2b(digest_size=16)
    if request.single:
        alone = [_shown_alone(lexicon, request, term) for term in terms]
        state.update(repr(alone).encode('utf-8', 'replace'))
        return state.hexdigest()
    state.update(repr(unknown_categories(lexicon, request)).encode())
    state.update(repr(arrangement(lexicon, request, terms)).encode('utf-8', 'replace'))
    for term in terms:
        markup = lexicon.sets[term.set].markup
        definition = term.definition
        shown = (
            term.key, term.name, markup,
            definition and (definition.value, definition.offsets(), definition.folded),
            [alias.text for alias in term.aliases if not alias.hidden],
            term.references, term.status == 'deprecated', term.short,
        )  # fmt: skip
        state.update(repr(shown).encode('utf-8', 'replace'))
    return state.hexdigest()


def _shown_alone(lexicon: Lexicon, request: Request, term: Term) -> tuple[object, ...]:
    if request.single == 'short' and term.short:
        return term.key, term.short
    text = term.definition
    shown = text and (text.value, text.offsets(), text.folded)
    return term.key, lexicon.sets[term.set].markup, shown
