"""Labels that are not to be used: old names, deprecated and forbidden ones, misspellings.

They are looked for where a reference names them and where prose does, titles and other
headings included. Code and links are no prose, and what is quoted is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.quotations import is_inside, quotations
from sphinxcontrib_archgloss.checks.source_lines import in_the_case_of
from sphinxcontrib_archgloss.project.deprecated_labels import (
    DEPRECATED,
    FORBIDDEN,
    FORMER,
    MISSPELLED,
    advice,
)
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.lexicon import Level
from sphinxcontrib_archgloss.terms.matching.letter_case import made_of_capitals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.page_check import PageCheck, PageMention
    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.facts import Use
    from sphinxcontrib_archgloss.terms.lexicon import Match
    from sphinxcontrib_archgloss.terms.model import Term


def former(page: PageCheck) -> Iterator[Finding]:
    """A page uses an old name of a term, one of those under ``formerly``.

    References by the old name go on working.

    *Bad:*

    .. code-block:: yaml

       - {name: Prefill, formerly: [Prompt processing], definition: The first phase.}

    .. code-block:: rst

       After :term-ref:`prompt processing` comes decoding.

    *Good:*

    .. code-block:: rst

       After :term-ref:`prefill` comes decoding.
    """
    return _unwelcome(page, FORMER, 'former')


def deprecated(page: PageCheck) -> Iterator[Finding]:
    """A page uses a label whose ``status`` is ``deprecated``.

    References by the label go on working. What is quoted is left alone.

    *Bad:*

    .. code-block:: yaml

       - name: KV cache
         definition: Keys and values of earlier tokens.
         aliases: [{text: attention cache, status: deprecated}]

    .. code-block:: rst

       The attention cache grows.

    *Good:*

    .. code-block:: rst

       The :term-ref:`KV cache` grows; some say “attention cache”.
    """
    return _unwelcome(page, DEPRECATED, 'deprecated')


def forbidden(page: PageCheck) -> Iterator[Finding]:
    """A page uses a label whose ``status`` is ``forbidden``.

    *Bad:*

    .. code-block:: yaml

       - name: Hallucination
         definition: A statement without a source.
         aliases: [{text: model lie, status: forbidden}]

    .. code-block:: rst

       Such a model lie is hard to spot.

    *Good:*

    .. code-block:: rst

       Such a :term-ref:`hallucination` is hard to spot.
    """
    return _unwelcome(page, FORBIDDEN, 'forbidden')


def misspelled(page: PageCheck) -> Iterator[Finding]:
    """A page uses an alias of the kind ``misspelling``.

    *Bad:*

    .. code-block:: yaml

       - name: Perplexity
         definition: How surprised a model is.
         aliases: [{text: perplexety, kind: misspelling}]

    .. code-block:: rst

       Low :term-ref:`perplexety` is good.

    *Good:*

    .. code-block:: rst

       Low :term-ref:`perplexity` is good.
    """
    return _unwelcome(page, MISSPELLED, 'misspelled')


def _unwelcome(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    yield from _in_references(page, reason, rule)
    yield from _in_prose(page, reason, rule)


def _in_references(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    check = page.check
    for one in page.references:
        use, term = one.use, one.term
        if term.key not in check.unwelcome:
            continue
        if use.term and not check.is_own(check.lexicon.terms[use.term]):
            continue
        match = check.lexicon.find(use.target, use.term.partition(':')[0])
        said = advice(term, match.label)
        if said is not None and said.reason == reason:
            place, certain = page.reference_place(one)
            edit = _edit_of(use, match, said) if certain else None
            yield Finding(rule, said.spoken(match.label), place, said.label, edit)


def _in_prose(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    for met in (*page.met, *page.met_in_headings):
        if met.key not in page.check.unwelcome:
            continue
        term = page.check.lexicon.terms[met.key]
        written = spaced(met.mention.text)
        said = advice(term, written)
        if said is None or said.reason != reason or _is_left_alone(page, met, term):
            continue
        place, certain = page.place(met)
        known = certain and met.mention.level < Level.INFLECTED
        # of headings, anchors are made, and lines below titles are as long as they
        known = known and not met.passage.heading
        edit = _in_case(said, written) if known else None
        yield Finding(rule, said.spoken(written), place, said.label, edit)


def _is_left_alone(page: PageCheck, met: PageMention, term: Term) -> bool:
    """Return whether the wording is quoted, or not the project's to change."""
    passage, mention = met.passage, met.mention
    if passage.quoted or is_inside(mention.start, mention.end, quotations(passage.text)):
        return True
    entry = page.check.lexicon.terms.get(passage.entry)
    # an entry may well say what its term was called
    return entry is not None and (entry is term or not page.check.is_own(entry))


def _edit_of(use: Use, match: Match, said: Advice) -> str | None:
    """Return the target to write for that of a reference.

    A reference in another grammatical number is left to its author.
    """
    label = match.label
    if match.level is None or match.level >= Level.INFLECTED:
        return None
    if not use.target.endswith(label):
        return None
    return use.target.removesuffix(label) + _in_case(said, label)


def _in_case(said: Advice, written: str) -> str:
    first, old = said.instead.split(maxsplit=1)[0], said.label.split(maxsplit=1)[0]
    is_name = made_of_capitals(first) or made_of_capitals(old)
    return in_the_case_of(said.instead, written, is_name=is_name)
