"""What to write in the place of a label that should no longer be used.

The new label gets the number, the case and the indefinite article that its place in the
sentence needs, as expanded acronyms do. If one of these is not certain, there is no
rewording: a report names only the new label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import APOSTROPHES, folded, made_of_capitals, words
from sphinxcontrib_archgloss.terms.language import running_text
from sphinxcontrib_archgloss.terms.language.running_text import PLURAL, SINGULAR, number_of
from sphinxcontrib_archgloss.terms.language.sentences import begins_sentence

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.prose.acronyms import Names
    from sphinxcontrib_archgloss.terms.model import Term

_HYPHENS = '-\u2010\u2011\u2013'


class WrittenLabel(NamedTuple):
    """A label in a text."""

    before: str
    written: str
    after: str


class Rewording(NamedTuple):
    """The new text for a label, and for the article before it if that changes."""

    taken: int
    """The number of characters before the label that are replaced, too."""
    text: str


def rewording(
    names: Names, term: Term, advice: Advice, place: WrittenLabel, *, english: bool = True
) -> Rewording | None:
    """Return what to write at a *place* where *advice* about a label of *term* applies.

    In languages other than English (*english* is False), only the exact label is replaced,
    by one with the same case.
    """
    written = ' '.join(place.written.split())
    if _article_of(advice.label) != _article_of(advice.instead):
        return None
    if any((char in written) != (char in advice.label) for char in _HYPHENS):
        return None  # in a compound: old-model weights
    if not english:
        same_case = advice.label[:1].isupper() == advice.instead[:1].isupper()
        elided = place.before.endswith(("'", *APOSTROPHES))  # l'ancien
        is_safe = written == advice.label and same_case and not elided
        return Rewording(0, advice.instead) if is_safe else None
    text = _numbered(names, term, advice, written)
    if text is None or not _takes_possessive(written, text, place.after):
        return None
    text = _in_case(names, term, advice, text, place, written)
    if text is None:
        return None
    article = running_text.article_before(place.before)
    if article is None:
        return Rewording(0, text)
    new = running_text.article(text)
    if new is None or number_of(text) == PLURAL:
        return None
    if new == article[0].lower():
        return Rewording(0, text)
    new = new.capitalize() if article[0][0].isupper() else new
    return Rewording(len(place.before) - article.start(), f'{new} {text}')


def _article_of(label: str) -> str:
    """Return the article that *label* begins with; empty for none."""
    first = label.partition(' ')[0].lower()
    return first if first in {'a', 'an', 'the'} else ''


def _numbered(names: Names, term: Term, advice: Advice, written: str) -> str | None:
    """Return the new label in the number of the *written* one; None if there is none."""
    instead, forms = advice.instead, term.forms if advice.instead == term.name else ()
    number = number_of(written)
    if number == number_of(instead):
        return instead
    if folded(written) == folded(advice.label) and None in (number, number_of(instead)):
        return instead  # as the author of the set has paired them
    if not names.inflects(term):
        return None
    if number == PLURAL:
        return running_text.plural(instead, forms)
    return running_text.singular(instead, forms) if number == SINGULAR else None


def _takes_possessive(written: str, text: str, after: str) -> bool:
    """Return whether a possessive ending after *written* fits *text* as well."""
    if not after.startswith(("'", *APOSTROPHES)):
        return True
    return written.lower().endswith('s') == text.lower().endswith('s')


def _in_case(
    names: Names, term: Term, advice: Advice, text: str, place: WrittenLabel, written: str
) -> str | None:
    """Return *text* with the capitals of its place; None if they are not certain."""
    old, own = words(written), words(advice.label)
    if not old or len(old) != len(own) or not text:
        return text if written == advice.label else None
    if any(
        word.isupper() and len(word) > 1 and not made_of_capitals(label)
        for word, label in zip(old, own, strict=True)
    ):
        return None  # A TITLE IN CAPITALS
    rest = old[1:]
    if any(
        word[:1].isupper() and label[:1].islower()
        for word, label in zip(rest, own[1:], strict=True)
    ):
        return None  # A Title
    if (
        len(old) > 1
        and all(word[:1].isupper() for word in old)
        and not begins_sentence(place.before)
    ):
        return None
    text = names.as_in_text(term, text)
    if begins_sentence(place.before):
        return running_text.at_the_start(text)
    first = words(text)[0] if words(text) else ''
    if first[:1].isupper():
        return text if names.is_name(term, first) else None
    # a name, or the start of text that is not a sentence
    return None if old[0][:1].isupper() and not made_of_capitals(old[0]) else text
