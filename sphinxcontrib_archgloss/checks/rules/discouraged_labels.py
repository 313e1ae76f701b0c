"""Rules about labels to avoid: forbidden, deprecated, misspelled and former wordings.

The rules search the targets of references, and prose, including titles and other
headings. The policy for links decides which wordings may stay, such as those in
quotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.project.deprecated_labels import (
    DEPRECATED,
    FORBIDDEN,
    FORMER,
    MISSPELLED,
)
from sphinxcontrib_archgloss.project.prose.link_policy import Obstacle
from sphinxcontrib_archgloss.project.prose.rewording import Rewording, WrittenLabel
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.checks.page_check import PageCheck, Reference
    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.prose.mentions import LinkCandidate
    from sphinxcontrib_archgloss.terms.lexicon import Match


def former(page: PageCheck) -> Iterator[Finding]:
    """A page uses an old name of a term, one of those under ``formerly``.

    References by the old name keep working.

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

    References by the label keep working. The rule ignores quotations.

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
    for reference, match, instead in page.discouraged_references:
        if instead.reason == reason:
            place, certain = page.reference_place(reference)
            edit = _edit_in_role(page, reference, match, instead) if certain else None
            message = instead.message(match.label)
            yield Finding(rule, message, place, instead.label, edit)


def _in_prose(page: PageCheck, reason: str, rule: str) -> Iterator[Finding]:
    for candidate, instead in page.discouraged_mentions:
        if instead.reason != reason:
            continue
        written = spaced(candidate.mention.text)
        place, edit = _edit_in_prose(page, candidate, instead)
        yield Finding(rule, instead.message(written), place, instead.label, edit)


def _edit_in_prose(
    page: PageCheck, candidate: LinkCandidate, instead: Advice
) -> tuple[FindingPlace, str | None]:
    """Return the place of a discouraged wording, and what to write there if certain.

    The article before it is part of the place if it has to change.
    """
    place, certain = page.place(candidate)
    passage, mention = candidate.passage, candidate.mention
    # headings give anchors, and the line below a title is as long as the title
    crosses = Obstacle.CROSSES_EMPHASIS in candidate.obstacles
    if not certain or passage.heading or crosses:
        return place, None
    before, after = passage.text[: mention.start], passage.text[mention.end :]
    new = page.check.rewording(
        mention.keys[0], instead, WrittenLabel(before, mention.text, after)
    )
    if new is None or not new.taken:
        return place, new and new.text
    start = mention.start - new.taken
    if any(start < seam <= mention.start for seam in passage.seams):
        return place, None  # an *old model*
    wider = mention._replace(start=start, text=passage.text[start : mention.end])
    place, certain = page.place(candidate._replace(mention=wider))
    return place, new.text if certain else None


def _edit_in_role(
    page: PageCheck, reference: Reference, match: Match, instead: Advice
) -> str | None:
    """Return the new target of a reference; None if it is not certain.

    Where its wording is shown, it takes the form that its place needs. An article before a
    role cannot be changed.
    """
    use, label = reference.use, match.label
    if not use.target.endswith(label):
        return None
    wordings = set()
    for text, shown in page.passages_with(reference):
        new: Rewording | None = Rewording(0, instead.instead)
        if not shown.explicit:
            place = WrittenLabel(text[: shown.at], label, text[shown.at + 1 :])
            new = page.check.rewording(match.keys[0], instead, place)
        wordings.add(new)
    new = wordings.pop() if len(wordings) == 1 else None
    return None if new is None or new.taken else use.target.removesuffix(label) + new.text
