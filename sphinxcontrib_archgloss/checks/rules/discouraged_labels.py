"""Rules about labels to avoid: forbidden, deprecated, misspelled and former wordings.

They are looked for in the targets of references and in prose, titles and other headings
included. Which wordings may stay, as those in quotations, the policy for links says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.checks.source_lines import in_the_case_of
from sphinxcontrib_archgloss.project.deprecated_labels import (
    DEPRECATED,
    FORBIDDEN,
    FORMER,
    MISSPELLED,
    advice,
)
from sphinxcontrib_archgloss.terms.forms import made_of_capitals, spaced
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.page_check import PageCheck
    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.facts import Use
    from sphinxcontrib_archgloss.terms.lexicon import Match


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
    return _discouraged(page, FORMER, 'former')


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
    return _discouraged(page, DEPRECATED, 'deprecated')


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
    return _discouraged(page, FORBIDDEN, 'forbidden')


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
    return _discouraged(page, MISSPELLED, 'misspelled')


def _discouraged(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    yield from _in_references(page, reason, rule)
    yield from _in_prose(page, reason, rule)


def _in_references(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    check = page.check
    for reference in page.references:
        use, term = reference.use, reference.term
        if use.term and not check.is_own(check.lexicon.terms[use.term]):
            continue
        match = check.lexicon.find(use.target, use.term.partition(':')[0])
        instead = advice(term, match.label)
        if instead is not None and instead.reason == reason:
            place, certain = page.reference_place(reference)
            edit = _edit_of(use, match, instead) if certain else None
            message = instead.message(match.label)
            yield Finding(rule, message, place, instead.label, edit)


def _in_prose(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    for candidate in page.mentions:
        instead = candidate.judgement.instead
        if instead is None or instead.reason != reason:
            continue
        written = spaced(candidate.mention.text)
        place, certain = page.place(candidate)
        certain = certain and candidate.mention.level < Level.INFLECTED
        # of headings, anchors are made, and lines below titles are as long as they
        certain = certain and not candidate.passage.heading
        edit = _in_case(instead, written) if certain else None
        yield Finding(rule, instead.message(written), place, instead.label, edit)


def _edit_of(use: Use, match: Match, instead: Advice) -> str | None:
    """Return the target to write for that of a reference.

    A reference in another grammatical number is left to its author.
    """
    label = match.label
    if match.level is None or match.level >= Level.INFLECTED:
        return None
    if not use.target.endswith(label):
        return None
    return use.target.removesuffix(label) + _in_case(instead, label)


def _in_case(instead: Advice, written: str) -> str:
    first, old = instead.instead.split(maxsplit=1)[0], instead.label.split(maxsplit=1)[0]
    is_name = made_of_capitals(first) or made_of_capitals(old)
    return in_the_case_of(instead.instead, written, is_name=is_name)
