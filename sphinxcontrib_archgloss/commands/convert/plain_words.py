"""Marks the labels of a new set that are plain English: ``autolink: suggest``.

Mentions of such words are not linked automatically in any case (`matching.homonyms`).
With the mark, the owner of the set sees which labels these are, and may decide otherwise.
Other formats cannot hold the mark, and lose nothing without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.common_words import is_common
from sphinxcontrib_archgloss.terms.matching.homonyms import is_set_in_small_letters

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import Term, TermSet

_MARK = 'suggest'


def with_marks(term_set: TermSet, *, marked: bool = True) -> TermSet:
    """Return *term_set* with the mark on plain labels whose record has no setting.

    If *marked* is false, return it without the marks.
    """
    if not term_set.inflects:
        return term_set
    small = is_set_in_small_letters([term.name for term in term_set.terms])
    old, new = (None, _MARK) if marked else (_MARK, None)
    terms = tuple(_marked(term, old, new, capital_counts=small) for term in term_set.terms)
    return term_set._replace(terms=terms)


def _marked(term: Term, old: str | None, new: str | None, *, capital_counts: bool) -> Term:
    def is_plain(label: str) -> bool:
        return is_common(label) and not (capital_counts and label[:1].isupper())

    if term.autolink == old and all(map(is_plain, term.labels())):
        return term._replace(autolink=new)
    if term.autolink is not None:
        return term
    aliases = tuple(
        alias._replace(autolink=new)
        if alias.autolink == old and alias.kind != 'acronym' and is_plain(alias.text)
        else alias
        for alias in term.aliases
    )
    return term._replace(aliases=aliases)
